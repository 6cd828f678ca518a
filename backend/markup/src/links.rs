//! Addresses in plain text that a reader wants to click.
//!
//! Knows where a URL begins and where the sentence around it goes on; must not know what is behind it. One pass, each
//! character looked at a fixed number of times.

/// What is longer is shown and not linked.
const MAX_LINK: usize = 2_000;
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    Text(&'a str),
    /// `http`, `https` or `mailto`, as it was written.
    Link(&'a str),
}

/// One line in its runs; together they are the line.
pub fn runs(line: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut rest = line;
    let mut from = 0;
    while let Some(at) = next_scheme(rest, from) {
        let (before, candidate) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let token_end = candidate.find(ends_token).unwrap_or(candidate.len());
        let link = without_sentence(candidate.get(..token_end).unwrap_or_default());
        if !is_link(link) {
            from = at + token_end;
            continue;
        }
        if !before.is_empty() {
            found.push(Run::Text(before));
        }
        found.push(Run::Link(link));
        rest = candidate.get(link.len()..).unwrap_or_default();
        from = 0;
    }
    if !rest.is_empty() {
        found.push(Run::Text(rest));
    }
    found
}

/// Where the next scheme stands, at the beginning of a word.
fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let mut before: Option<char> = None;
    for (at, character) in text.get(from..)?.char_indices() {
        let begins_word = before.is_none_or(|before| !before.is_alphanumeric());
        if begins_word && matches!(character, 'h' | 'H' | 'm' | 'M') {
            let here = text.get(from + at..).unwrap_or_default();
            if SCHEMES.iter().any(|scheme| starts_with(here, scheme)) {
                return Some(from + at);
            }
        }
        before = Some(character);
    }
    None
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn ends_token(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"' | '`' | '|')
}

/// Without the full stop behind a URL, nor the bracket that was opened before it.
fn without_sentence(token: &str) -> &str {
    let count = |wanted: char| token.chars().filter(|&c| c == wanted).count();
    let mut unopened = [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, count(close), count(open)));
    let mut link = token;
    while let Some(last) = link.chars().next_back() {
        let is_sentence = matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…' | '“' | '”' | '‘' | '’' | '»' | '«'
        );
        let bracket = unopened
            .iter_mut()
            .find(|(close, closed, opened)| *close == last && closed > opened);
        if let Some((_, closed, _)) = bracket {
            *closed -= 1;
        } else if !is_sentence {
            break;
        }
        link = link.get(..link.len() - last.len_utf8()).unwrap_or_default();
    }
    link
}

fn is_link(link: &str) -> bool {
    let Some(scheme) = SCHEMES.iter().find(|scheme| starts_with(link, scheme)) else {
        return false;
    };
    let rest = link.get(scheme.len()..).unwrap_or_default();
    let leads_somewhere = if *scheme == "mailto:" {
        rest.split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.starts_with(char::is_alphanumeric))
    } else {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
    };
    leads_somewhere && link.len() <= MAX_LINK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        runs(text)
            .into_iter()
            .filter_map(|run| match run {
                Run::Link(link) => Some(link),
                Run::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        let cases: [(&str, &[&str]); 14] = [
            ("Siehe https://x.example/a.", &["https://x.example/a"]),
            (
                "(https://x.example/a_(b)) und http://y.example!",
                &["https://x.example/a_(b)", "http://y.example"],
            ),
            ("<https://x.example/?a=1&b=2>", &["https://x.example/?a=1&b=2"]),
            ("„https://x.example/“, oder", &["https://x.example/"]),
            ("[hier](https://x.example)", &["https://x.example"]),
            ("HTTPS://X.example/ä", &["HTTPS://X.example/ä"]),
            ("mailto:it@hs.example?subject=x,", &["mailto:it@hs.example?subject=x"]),
            ("mailto: niemand", &[]),
            ("https://", &[]),
            ("https://)))", &[]),
            ("xhttps://x.example", &[]),
            ("javascript:alert(1) data:text/html,x", &[]),
            (
                "https://a.example/http://b.example",
                &["https://a.example/http://b.example"],
            ),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(links(text), expected, "{text:?}");
            let whole: String = runs(text)
                .iter()
                .map(|run| match run {
                    Run::Text(text) | Run::Link(text) => *text,
                })
                .collect();
            assert_eq!(whole, text);
        }
        assert_eq!(links(&format!("https://x.example/{}", "a".repeat(3_000))), [""; 0]);
    }
}
