//! The header block as the list of its fields.
//!
//! Knows folding and nothing of what a field means. mail-parser reads the fields whose grammar matters; this list is for all
//! the others, and for those that are written against their grammar. One pass.

use super::{limits, words};
use crate::parsed::HeaderField;

/// The fields of a header block, in order, unfolded, as they stand there (encoded words not decoded). Lines that belong to no field
/// are left out.
pub fn raw(header: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut is_open = false;
    for line in header.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut().filter(|_| is_open) {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        is_open = false;
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let name = name.trim_end();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            continue;
        }
        if fields.len() >= limits::FIELDS {
            break;
        }
        is_open = true;
        fields.push((name, value.trim().to_owned()));
    }
    fields
}

/// The header again, written as mail-parser understands it, where a blank stands before a colon; it would not know the field.
pub fn tidied(header: &str, raw: &[(&str, String)]) -> Option<String> {
    let is_untidy = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        name.ends_with([' ', '\t']) && !name.starts_with([' ', '\t'])
    };
    if !header.lines().any(is_untidy) {
        return None;
    }
    let mut tidy = String::with_capacity(header.len());
    for (name, value) in raw {
        tidy.extend([*name, ": ", value, "\n"]);
    }
    tidy.push('\n');
    Some(tidy)
}

/// The fields as a person would read them: encoded words decoded, one line each, no control characters, bounded.
pub fn readable(raw: &[(&str, String)]) -> Vec<HeaderField> {
    raw.iter()
        .map(|(name, value)| HeaderField {
            name: (*name).to_owned(),
            value: one_line(&words::decode(value), limits::FIELD_CHARS),
        })
        .collect()
}

/// Blanks collapsed, no control characters, at most `limit` characters.
pub fn one_line(text: &str, limit: usize) -> String {
    let visible = text.replace(|c: char| c.is_control(), " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ").chars().take(limit).collect()
}

/// The message ids in the value of a field, whatever stands around them: blanks, folding within an id, commas, comments, a list cut in
/// the middle of an id. Without `<>`, in order.
pub fn message_ids(value: &str) -> Vec<String> {
    let mut ids = Vec::new();
    if !value.contains('<') {
        let words = value.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '>'));
        ids.extend(words.filter(|word| is_id(word)).map(str::to_owned));
        return ids;
    }
    // What stands before the first `<` may be the end of an id that was cut, or a phrase (`Your message of …`): neither is an id.
    for piece in value.split('<').skip(1) {
        let (id, is_whole) = match piece.split_once('>') {
            Some((id, _)) => (id, true),
            None => (piece.trim_end_matches([',', ' ']), false),
        };
        let id: String = id.split_whitespace().collect();
        // The rest of a list that was cut matches nothing, or, worse, something else.
        if is_id(&id) && (is_whole || id.contains('@')) {
            ids.push(id);
        }
    }
    ids
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= limits::MESSAGE_ID_BYTES
        && !id.contains(|c: char| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_garbage_is_passed_over() {
        let header = "A: 1\r\n 2\r\n\t3\nno field\n lost\nB : x\n: y\nÄ: z\nC:\n";
        let fields = raw(header);
        let expected = [("A", "1 2 3"), ("B", "x"), ("C", "")];
        assert_eq!(
            fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect::<Vec<_>>(),
            expected
        );
    }

    // req: A13
    #[test]
    fn ids_are_found_however_they_are_listed() {
        let cases: [(&str, &[&str]); 10] = [
            ("<a@x> <b@x>", &["a@x", "b@x"]),
            ("<a@x>,<b@x>, <c@x>", &["a@x", "b@x", "c@x"]),
            ("<a@x><b@x>", &["a@x", "b@x"]),
            ("<a @x> (gestern)", &["a@x"]),
            ("a@x b@x", &["a@x", "b@x"]),
            ("a@x", &["a@x"]),
            ("d@x> <a@x>", &["a@x"]),
            ("<a@x> <b@", &["a@x", "b@"]),
            ("Your message of Monday <a@x>", &["a@x"]),
            ("", &[]),
        ];
        for (value, expected) in cases {
            assert_eq!(message_ids(value), expected, "{value:?}");
        }
    }
}
