//! The marks by which a text names its images: `![Screenshot](upload:0198c0de-…)`.
//!
//! Knows the form of the mark; must not know whose upload it is, nor whether there is one.

use uuid::Uuid;

/// Between the brackets and the id.
const MIDDLE: &str = "](upload:";
/// An id in its one written form: 8-4-4-4-12.
const ID_LENGTH: usize = 36;
/// A longer name is no name, and bounds how far is looked back for its beginning.
const NAME_BYTES: usize = 400;

#[derive(Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    Text(&'a str),
    Image { name: &'a str, id: Uuid },
}

/// The ids of the uploads that `text` shows as images, in order, each once. They are what the writer says: whether the uploads exist and
/// are the writer's own is for the caller to find out.
#[must_use]
pub fn named_uploads(text: &str) -> Vec<Uuid> {
    let mut seen = std::collections::HashSet::new();
    let ids = text.lines().flat_map(segments).filter_map(|segment| match segment {
        Segment::Image { id, .. } => Some(id),
        Segment::Text(_) => None,
    });
    ids.filter(|id| seen.insert(*id)).collect()
}

/// One line in its pieces. A mark does not go over a line's end.
pub fn segments(line: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    let mut rest = line;
    // Where in `rest` the next mark may be.
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|text| text.find(MIDDLE)).map(|at| from + at) {
        let Some((name_from, id, end)) = mark(rest, at) else {
            from = at + MIDDLE.len();
            continue;
        };
        let (before, name) = rest
            .get(..at)
            .and_then(|text| text.split_at_checked(name_from))
            .unwrap_or_default();
        if !before.is_empty() {
            found.push(Segment::Text(before));
        }
        found.push(Segment::Image {
            name: name.trim_start_matches("![").trim(),
            id,
        });
        rest = rest.get(end..).unwrap_or_default();
        from = 0;
    }
    if !rest.is_empty() {
        found.push(Segment::Text(rest));
    }
    found
}

/// The mark around the middle at `at`: where it begins, its id, where it ends.
fn mark(line: &str, at: usize) -> Option<(usize, Uuid, usize)> {
    let id_from = at + MIDDLE.len();
    let id_end = id_from + ID_LENGTH;
    let id = line.get(id_from..id_end)?;
    line.get(id_end..)?.strip_prefix(')')?;
    let id = Uuid::parse_str(id).ok()?;
    let window = line.floor_char_boundary(at.saturating_sub(NAME_BYTES));
    let name_from = line.get(window..at)?.rfind("![")?;
    Some((window + name_from, id, id_end + 1))
}

/// What stands for an image where none can be shown.
pub fn in_brackets(name: &str) -> String {
    format!("[{}]", if name.is_empty() { "…" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0198c0de-0000-7000-8000-000000000001";
    const TWO: &str = "0198c0de-0000-7000-8000-000000000002";

    #[test]
    fn marks_are_found_and_nothing_else() {
        let (one, two) = (Uuid::parse_str(ONE).unwrap(), Uuid::parse_str(TWO).unwrap());
        let image = |name, id| Segment::Image { name, id };
        let cases = [
            (format!("![a](upload:{ONE})"), vec![image("a", one)]),
            (
                format!("x ![a b.png](upload:{ONE}) y![](upload:{TWO})"),
                vec![
                    Segment::Text("x "),
                    image("a b.png", one),
                    Segment::Text(" y"),
                    image("", two),
                ],
            ),
            (format!("![a[1].png](upload:{ONE})"), vec![image("a[1].png", one)]),
        ];
        for (line, expected) in &cases {
            assert_eq!(&segments(line), expected, "{line:?}");
        }
        for line in [
            format!("[a](upload:{ONE})"),
            format!("![x] ![a](upload:{ONE}"),
            format!("![a](upload: {ONE})"),
            format!("![a](upload:{{{ONE}}})"),
            "![a](upload:1)".to_owned(),
            "![a](https://x.example)".to_owned(),
            format!("![{}](upload:{ONE})", "a".repeat(1_000)),
        ] {
            assert_eq!(segments(&line), [Segment::Text(&line)]);
        }
    }

    #[test]
    fn uploads_are_named_once() {
        let text = format!(
            "a ![x](upload:{TWO})\r\n> ![y](upload:{ONE})\n![z](upload:{})",
            TWO.to_uppercase()
        );
        let ids: Vec<String> = named_uploads(&text).iter().map(Uuid::to_string).collect();
        assert_eq!(ids, [TWO, ONE]);
    }
}
