//! `format=flowed` (RFC 3676): lines that a mail program broke are joined again.
//!
//! Knows trailing blanks, quote marks and stuffing; must not know anything else about the text.

/// `drop_space` is the parameter `DelSp=yes`: the blank before the break was none of the author's.
pub fn unfold(text: &str, drop_space: bool) -> String {
    let mut unfolded = String::with_capacity(text.len());
    // The quote depth of a line that goes on in the next one.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|&byte| byte == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        match open {
            Some(open_depth) if open_depth == depth && !is_signature => {}
            Some(_) => {
                unfolded.push('\n');
                start_line(&mut unfolded, depth);
            }
            None => start_line(&mut unfolded, depth),
        }
        let goes_on = content.ends_with(' ') && !is_signature;
        if goes_on {
            let kept = if drop_space {
                content.strip_suffix(' ').unwrap_or(content)
            } else {
                content
            };
            unfolded.push_str(kept);
            open = Some(depth);
        } else {
            unfolded.push_str(content);
            unfolded.push('\n');
            open = None;
        }
    }
    unfolded
}

fn start_line(unfolded: &mut String, depth: usize) {
    unfolded.extend(std::iter::repeat_n('>', depth));
    if depth > 0 {
        unfolded.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_come_back() {
        let cases = [
            (
                "Das ist ein \nlanger Satz.\nNeu.\n",
                false,
                "Das ist ein langer Satz.\nNeu.\n",
            ),
            ("> zitiert \n> weiter\nneu\n", false, "> zitiert weiter\nneu\n"),
            ("> zitiert \nneu\n", false, "> zitiert \nneu\n"),
            (" From dort\n", false, "From dort\n"),
            ("Gruß \n-- \nErika\n", false, "Gruß \n-- \nErika\n"),
            ("getrennt \nes\n", true, "getrenntes\n"),
        ];
        for (raw, drop_space, expected) in cases {
            assert_eq!(unfold(raw, drop_space), expected, "{raw:?}");
        }
    }
}
