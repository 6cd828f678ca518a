//! Long lines of a mail's head, folded.
//!
//! Knows where a line may be broken (RFC 5322 §2.2.3: before a blank; unfolding gives the same back); must not know the fields. The library
//! folds within a value, and not before the address that follows an encoded name.

/// RFC 2047 §2: a line with an encoded word has 76 characters at the most; good for all others too.
const WIDTH: usize = 76;

/// The mail with every line of its head at most 76 bytes long where it has blanks to break at. The body is left as it is.
pub fn folded(mail: Vec<u8>) -> Vec<u8> {
    let end = mail
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or(mail.len());
    let (head, rest) = mail.split_at_checked(end).unwrap_or((&mail, &[]));
    if head.split(|&byte| byte == b'\n').all(|line| line.len() <= WIDTH + 1) {
        return mail;
    }
    let mut bytes = Vec::with_capacity(mail.len() + 64);
    for line in head.split_inclusive(|&byte| byte == b'\n') {
        let mut left = line;
        while left.trim_ascii_end().len() > WIDTH
            && let Some((now, later)) = break_at(left).and_then(|at| left.split_at_checked(at))
        {
            bytes.extend_from_slice(now);
            bytes.extend_from_slice(b"\r\n");
            left = later;
        }
        bytes.extend_from_slice(left);
    }
    bytes.extend_from_slice(rest);
    bytes
}

/// The last blank within the width, else the first one after it. Never where nothing but blanks would stand before or behind, and never
/// between the name of the field and its value.
fn break_at(line: &[u8]) -> Option<usize> {
    let text = line.trim_ascii_end().len();
    let indent = line.len() - line.trim_ascii_start().len();
    let places = line.iter().enumerate().filter(|&(at, &byte)| {
        let before = at.checked_sub(1).and_then(|at| line.get(at));
        byte == b' ' && at > indent && at < text && !matches!(before, Some(b':' | b' ' | b'\t'))
    });
    let mut best = None;
    for (at, _) in places {
        if at > WIDTH && best.is_some() {
            break;
        }
        best = Some(at);
        if at > WIDTH {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfolding_gives_it_back() {
        let name = format!("=?utf-8?b?{}?=", "x".repeat(50));
        let head = format!(
            "From: {name} <a@b.example>\r\nSubject: {}\r\nX: {}\r\n {} b\r\nTo: a",
            "wort ".repeat(40).trim_end(),
            "y".repeat(90),
            "z".repeat(80)
        );
        let mail = format!("{head}\r\n\r\nbody {}\r\n", "long ".repeat(50));
        let text = String::from_utf8(folded(mail.clone().into_bytes())).unwrap();
        assert_eq!(text.replace("\r\n ", " "), mail.replace("\r\n ", " "));
        assert!(
            text.starts_with(&format!("From: {name}\r\n <a@b.example>\r\n")),
            "{text}"
        );
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(
            head.split("\r\n")
                .all(|line| line.len() <= WIDTH || !line.trim().contains(' ') || line.starts_with("X:"))
        );
        assert!(body.len() > 200 && !body.trim_end().contains('\n'));
        for short in ["", "a", "A: b\r\n\r\n", "\r\n\r\n"] {
            assert_eq!(folded(short.as_bytes().to_vec()), short.as_bytes());
        }
    }
}
