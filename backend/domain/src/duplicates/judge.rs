//! What makes two requests one, and how it is said.

use pult_shared::api::similar::SimilarReason;

use super::print::Print;

/// From this share on texts are the same matter, whoever wrote them.
const ALIKE: f64 = 0.30;
/// One person who writes about the same thing to two desks needs fewer words in common.
const ALIKE_BY_ONE: f64 = 0.15;

/// What is known about a request beside another one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    pub own: Option<&'a Print>,
    pub other: Option<&'a Print>,
    /// A message of the one is in the other too.
    pub same_message: bool,
    /// Both are from one person.
    pub same_person: bool,
    /// They are in the same queue.
    pub same_queue: bool,
}

/// Why two requests are likely one, the surest reason first, and the share of what their texts have in common in percent. Nothing: they are
/// not.
#[must_use]
pub fn judge(evidence: &Evidence<'_>) -> Option<(Vec<SimilarReason>, u8)> {
    let share = evidence
        .own
        .zip(evidence.other)
        .map_or(0.0, |(own, other)| own.share(other));
    let mut reasons = Vec::new();
    if evidence.same_message {
        reasons.push(SimilarReason::SameMessage);
    }
    if evidence.same_person && share >= ALIKE_BY_ONE {
        reasons.push(if evidence.same_queue {
            SimilarReason::SamePerson
        } else {
            SimilarReason::TwoDesks
        });
    }
    if share >= ALIKE {
        reasons.push(SimilarReason::SimilarText);
    }
    // At most a hundred, and never less than none.
    let percent = (share * 100.0).round() as u8;
    (!reasons.is_empty()).then_some((reasons, percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> Print {
        Print::of("", text).expect("enough words")
    }

    // req: C9
    #[test]
    fn each_reason_by_itself_and_together() {
        let matter = print("Der Drucker im dritten Stock der Bibliothek meldet Papierstau");
        let half = print(
            "Der Drucker im dritten Stock kommt nicht in Gang, ein Techniker wurde gerufen, Poster fehlen, Studierende warten, Abgabe ist Freitag",
        );
        let other = print("Eduroam bricht im Wohnheim Nord jeden Abend mehrmals ab");
        let share = matter.share(&half);
        assert!((ALIKE_BY_ONE..ALIKE).contains(&share), "in between: {share}");
        let table: [(&Print, bool, bool, bool, &[SimilarReason]); 8] = [
            (&matter, false, false, false, &[SimilarReason::SimilarText]),
            (
                &matter,
                true,
                false,
                false,
                &[SimilarReason::SameMessage, SimilarReason::SimilarText],
            ),
            (
                &matter,
                false,
                true,
                true,
                &[SimilarReason::SamePerson, SimilarReason::SimilarText],
            ),
            (&half, false, true, false, &[SimilarReason::TwoDesks]),
            (&half, false, false, false, &[]),
            (&other, false, false, true, &[]),
            (&other, false, true, false, &[]),
            (&other, true, false, false, &[SimilarReason::SameMessage]),
        ];
        for (other, same_message, same_person, same_queue, expected) in table {
            let evidence = Evidence {
                own: Some(&matter),
                other: Some(other),
                same_message,
                same_person,
                same_queue,
            };
            let reasons = judge(&evidence).map(|found| found.0).unwrap_or_default();
            assert_eq!(reasons, expected, "{evidence:?}");
        }
        assert_eq!(judge(&Evidence::default()), None, "without texts nothing is similar");
    }
}
