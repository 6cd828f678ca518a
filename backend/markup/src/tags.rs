//! The tags of cleaned HTML.
//!
//! Knows the form in which the cleaner writes HTML: every `<` begins a tag, every attribute value is in double quotes,
//! text and values are escaped. Must never be given anything else.

/// A piece of cleaned HTML. Texts and values are still escaped.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Open { name: &'a str, attributes: &'a str },
    Close(&'a str),
}

pub struct Pieces<'a> {
    rest: &'a str,
}

pub fn pieces(cleaned: &str) -> Pieces<'_> {
    Pieces { rest: cleaned }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(inner) = self.rest.strip_prefix('<') else {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
            self.rest = rest;
            return Some(Piece::Text(text));
        };
        let end = tag_end(inner);
        let (tag, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        Some(match tag.strip_prefix('/') {
            Some(name) => Piece::Close(name.trim()),
            None => {
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                Piece::Open { name, attributes }
            }
        })
    }
}

/// A `>` within a value ends no tag.
fn tag_end(inner: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    inner.len()
}

/// Names and escaped values, in order.
pub fn attributes(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = source;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        Some((name.trim(), value))
    })
}

/// The references that the cleaner writes, resolved.
pub fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let known = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{A0}'),
    ];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        let found = known
            .iter()
            .find_map(|(reference, character)| Some((*character, from.strip_prefix(reference)?)));
        let (character, after) = found.unwrap_or(('&', from.get(1..).unwrap_or_default()));
        plain.push(character);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// A text as the value of an attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaned_html_is_taken_apart() {
        let found: Vec<_> = pieces("a<b>c</b><img alt=\"x > y\" src=\"cid:1\">d").collect();
        assert_eq!(
            found,
            [
                Piece::Text("a"),
                Piece::Open {
                    name: "b",
                    attributes: ""
                },
                Piece::Text("c"),
                Piece::Close("b"),
                Piece::Open {
                    name: "img",
                    attributes: "alt=\"x > y\" src=\"cid:1\""
                },
                Piece::Text("d"),
            ]
        );
        let found: Vec<_> = attributes("alt=\"x > y\" src=\"cid:1\"").collect();
        assert_eq!(found, [("alt", "x > y"), ("src", "cid:1")]);
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(
            unescaped("a &lt;b&gt; &amp;amp; &nbsp;&quot;&x"),
            "a <b> &amp; \u{A0}\"&x"
        );
    }
}
