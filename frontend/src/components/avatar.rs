//! Two letters and a colour for a person. Decoration: the name stands beside it or is read out.

/// The first letters of the first two words; titles such as "Dr." do not count, unless there is nothing else.
pub fn initials(name: &str) -> String {
    let letters = letters(name.split_whitespace().filter(|word| !word.ends_with('.')));
    if letters.is_empty() {
        self::letters(name.split_whitespace())
    } else {
        letters
    }
}

fn letters<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .collect()
}

/// The class of one of six colours; the same name has the same one everywhere.
pub fn tint(name: &str) -> &'static str {
    const TINTS: [&str; 6] = ["avatar-1", "avatar-2", "avatar-3", "avatar-4", "avatar-5", "avatar-6"];
    let sum = name.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    TINTS.get(sum % TINTS.len()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_two_letters_at_most() {
        assert_eq!(initials("Lena Vogt"), "LV");
        assert_eq!(initials("Anna Maria von Berg"), "AM");
        assert_eq!(initials("Prof. Dr. Maria Gruber"), "MG");
        assert_eq!(initials("J. R."), "JR");
        assert_eq!(initials("lena@stud.example"), "l");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_name_keeps_its_colour() {
        assert_eq!(tint("Lena Vogt"), tint("Lena Vogt"));
    }
}
