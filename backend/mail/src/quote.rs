//! Quoting in replies. Knows lines and `>`; must not know who said what to whom.

/// Every line behind `> `, as mail programs show what was said before. Lines that are quotes already only get
/// another `>`, so that the depth stays readable.
pub fn quote(text: &str) -> String {
    let text = text.trim_end();
    let mut quoted = String::with_capacity(text.len() + text.len() / 16 + 2);
    for line in text.lines() {
        quoted.push('>');
        if !line.is_empty() && !line.starts_with('>') {
            quoted.push(' ');
        }
        quoted.push_str(line);
        quoted.push('\n');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_gets_its_mark() {
        let cases = [
            ("", ""),
            ("eins", "> eins\n"),
            ("eins\n\nzwei\n\n", "> eins\n>\n> zwei\n"),
            ("neu\n> alt\n>> älter", "> neu\n>> alt\n>>> älter\n"),
            ("a\r\nb", "> a\n> b\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(quote(text), expected, "{text:?}");
        }
    }
}
