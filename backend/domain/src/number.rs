//! Ticket numbers: the day, a counter within the day and a check digit, so that a number misread over the phone is noticed
//! (requirement A11).

use jiff::civil::Date;
use pult_shared::ticket::TicketNumber;

/// Eight digits of the day, five of the counter, the check digit.
const SHORTEST: usize = 14;
/// No counter ever gets there; bounds what is taken for a number.
const LONGEST: usize = 40;

/// The number of the `counter`-th ticket of a day. The counter has at least five digits and grows beyond them.
#[must_use]
pub fn format_number(date: Date, counter: u32) -> TicketNumber {
    let body = format!("{:04}{:02}{:02}{counter:05}", date.year(), date.month(), date.day());
    let check = check_digit(&body);
    TicketNumber(format!("{body}{check}"))
}

/// Whether a text is a number with the right check digit. Says nothing about whether such a ticket exists.
#[must_use]
pub fn is_valid(number: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && luhn_sum(number.bytes().rev()).is_multiple_of(10)
}

fn check_digit(body: &str) -> u32 {
    // As if the check digit were there and 0, so that the doubling starts at the body's last digit.
    let sum = luhn_sum(std::iter::once(b'0').chain(body.bytes().rev()));
    (10 - sum % 10) % 10
}

/// The sum of Luhn (ISO/IEC 7812-1, annex B) over ASCII digits from right to left: every second one is doubled.
fn luhn_sum(digits_from_right: impl Iterator<Item = u8>) -> u32 {
    digits_from_right
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            let weighted = if index % 2 == 1 { digit * 2 } else { digit };
            if weighted > 9 { weighted - 9 } else { weighted }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    // req: A11
    #[test]
    fn numbers_speak() {
        assert_eq!(format_number(date(2026, 11, 22), 17).0, "20261122000171");
        assert_eq!(format_number(date(2026, 11, 22), 123_456).0.len(), 15);
    }

    #[test]
    fn what_is_no_number() {
        for bad in [
            "",
            "2026112200017",
            "2026112200017x",
            " 20261122000171",
            "20261122000170",
            &"0".repeat(41),
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    fn any_number() -> impl Strategy<Value = String> {
        (2000i16..2100, 1i8..=12, 1i8..=28, 0u32..2_000_000)
            .prop_map(|(year, month, day, counter)| format_number(date(year, month, day), counter).0)
    }

    proptest! {
        // req: A11
        #[test]
        fn a_number_is_valid(number in any_number()) {
            prop_assert!(is_valid(&number));
        }

        // req: A11
        #[test]
        fn one_wrong_digit_is_noticed(number in any_number(), at in 0usize..14, by in 1u8..10) {
            let mut bytes = number.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(!is_valid(&String::from_utf8(bytes).unwrap()));
        }

        // req: A11
        #[test]
        fn swapped_neighbours_are_noticed(number in any_number(), at in 0usize..13) {
            let mut bytes = number.into_bytes();
            let pair = (bytes[at].min(bytes[at + 1]), bytes[at].max(bytes[at + 1]));
            // Luhn's known gap: 09 and 90 have the same sum. Equal digits are no swap.
            prop_assume!(pair.0 != pair.1 && pair != (b'0', b'9'));
            bytes.swap(at, at + 1);
            prop_assert!(!is_valid(&String::from_utf8(bytes).unwrap()));
        }
    }
}
