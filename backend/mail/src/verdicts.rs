//! What a gateway wrote into the header about spam and viruses, and what a sender asks of the desk by header.
//!
//! Knows the fields of SpamAssassin, rspamd, Amavis, ClamAV and Exchange, and the control fields that desks of the OTRS family
//! read. These are claims: whether the door that a mail came through may be believed is for the caller to know.

use crate::parsed::HeaderField;

/// What the topmost fields say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// `None` when nobody looked.
    pub spam: Option<bool>,
    /// In hundredths of a point, SpamAssassin's or rspamd's scale.
    pub spam_score: Option<i32>,
    /// `None` when nobody looked; `Some(Virus::Clean)` when somebody found nothing.
    pub virus: Option<Virus>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Virus {
    Clean,
    /// With its name, where one is told.
    Infected(Option<String>),
}

pub(crate) fn of_fields(fields: &[HeaderField]) -> Verdicts {
    Verdicts {
        spam: spam(fields),
        spam_score: score(fields),
        virus: virus(fields),
    }
}

/// `X-OTRS-Queue: IT`, `X-Pult-Queue: it` → (`queue`, `IT`): lower-cased without the prefix, in order.
pub(crate) fn controls(fields: &[HeaderField]) -> Vec<(String, String)> {
    const PREFIXES: [&str; 2] = ["x-pult-", "x-otrs-"];
    fields
        .iter()
        .filter_map(|field| {
            let name = field.name.to_ascii_lowercase();
            let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
            // Every mail of a Pult carries the mark against loops; it orders nothing.
            let name = name.filter(|name| !name.is_empty() && *name != "loop")?;
            Some((name.to_owned(), field.value.clone()))
        })
        .collect()
}

fn first<'a>(fields: &'a [HeaderField], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.as_str())
}

fn spam(fields: &[HeaderField]) -> Option<bool> {
    let answer = ["X-Spam-Flag", "X-Spam-Status", "X-Spam"]
        .iter()
        .find_map(|name| yes_or_no(first(fields, name)?));
    // Exchange's spam confidence level: -1 to 9, from 5 on it is spam.
    let level = || {
        let level: i32 = first(fields, "X-MS-Exchange-Organization-SCL")?.trim().parse().ok()?;
        Some(level >= 5)
    };
    answer.or_else(level)
}

fn yes_or_no(value: &str) -> Option<bool> {
    let word = value
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match word.as_str() {
        "yes" | "true" | "spam" => Some(true),
        "no" | "false" | "ham" => Some(false),
        _ => None,
    }
}

fn score(fields: &[HeaderField]) -> Option<i32> {
    let in_status = || {
        let status = first(fields, "X-Spam-Status")?;
        let (_, score) = status.split_once("score=").or_else(|| status.split_once("hits="))?;
        hundredths(score)
    };
    // `default: False [1.20 / 15.00]; …`
    let in_result = || {
        let (_, score) = first(fields, "X-Spamd-Result")?.split_once('[')?;
        hundredths(score)
    };
    first(fields, "X-Spam-Score")
        .and_then(hundredths)
        .or_else(in_status)
        .or_else(in_result)
}

fn hundredths(text: &str) -> Option<i32> {
    let number = text.trim_start();
    let end = number
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+'))
        .unwrap_or(number.len());
    let number: f64 = number.get(..end)?.parse().ok()?;
    // Cast: within a million it is exact enough, beyond it is cut by `as`, which saturates.
    Some((number.clamp(-1_000_000.0, 1_000_000.0) * 100.0).round() as i32)
}

fn virus(fields: &[HeaderField]) -> Option<Virus> {
    if let Some(alert) =
        first(fields, "X-Amavis-Alert").filter(|alert| alert.to_ascii_lowercase().starts_with("infected"))
    {
        return Some(Virus::Infected(after_colon(alert)));
    }
    if let Some(name) = first(fields, "X-Virus").filter(|name| !name.is_empty()) {
        return Some(Virus::Infected(Some(name.to_owned())));
    }
    let status = first(fields, "X-Virus-Status").or_else(|| first(fields, "X-ClamAV-Status"))?;
    let word = status
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match word.as_str() {
        "clean" | "no" | "ok" | "none" => Some(Virus::Clean),
        "infected" | "yes" | "virus" => Some(Virus::Infected(in_brackets(status))),
        _ => None,
    }
}

fn after_colon(text: &str) -> Option<String> {
    let (_, name) = text.rsplit_once(": ")?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// `Infected (Eicar-Test)`
fn in_brackets(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('(')?;
    let name = rest.split(')').next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(header: &str) -> Vec<HeaderField> {
        header
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| HeaderField {
                name: name.to_owned(),
                value: value.to_owned(),
            })
            .collect()
    }

    // req: B13
    #[test]
    fn verdicts_of_gateways_are_read() {
        let infected = |name: &str| Some(Virus::Infected(Some(name.to_owned())));
        let cases = [
            ("X-Spam-Flag: YES", Some(true), None, None),
            (
                "X-Spam-Status: No, score=-1.9 required=5.0 tests=ALL",
                Some(false),
                Some(-190),
                None,
            ),
            ("X-Spam-Status: Yes, hits=7.25 required=5", Some(true), Some(725), None),
            ("X-Spam-Score: 12.5 (++++++++++++)", None, Some(1_250), None),
            ("X-Spamd-Result: default: False [1.20 / 15.00];", None, Some(120), None),
            ("X-Spam: Yes", Some(true), None, None),
            ("X-MS-Exchange-Organization-SCL: 6", Some(true), None, None),
            ("X-MS-Exchange-Organization-SCL: -1", Some(false), None, None),
            ("X-Virus-Status: Clean", None, None, Some(Virus::Clean)),
            (
                "X-Virus-Status: Infected (Eicar-Test)",
                None,
                None,
                infected("Eicar-Test"),
            ),
            (
                "X-Amavis-Alert: INFECTED, message contains virus: Eicar",
                None,
                None,
                infected("Eicar"),
            ),
            ("X-Virus-Scanned: by some gateway", None, None, None),
            ("X-Spam-Score: none", None, None, None),
            ("X-Spam-Score: 9e99", None, Some(900), None),
        ];
        for (header, spam, spam_score, virus) in cases {
            let expected = Verdicts {
                spam,
                spam_score,
                virus,
            };
            assert_eq!(of_fields(&fields(header)), expected, "{header}");
        }
    }

    #[test]
    fn control_fields_are_listed() {
        let found = controls(&fields(
            "X-OTRS-Queue: IT\nSubject: x\nx-otrs-FollowUp-State: open\nX-OTRS-: y\nX-Pult-Tag: a",
        ));
        let expected = [("queue", "IT"), ("followup-state", "open"), ("tag", "a")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
