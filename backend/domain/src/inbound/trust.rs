//! Whether the sender of a mail is who they say, by what the site's own mail server has found out (requirement A20).

use pult_shared::api::article::{SenderTrust, Trust};

/// One result of a mail server whose word counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// `dmarc`, `dkim`, `spf`, …
    pub method: String,
    /// `pass`, `fail`, …
    pub result: String,
}

/// The verdict about the sender. `proof`: what proves the domain of the address, where something does. A domain denies an address by
/// its DMARC policy, or, where it has none, by SPF; a broken signature alone says nothing (lists break them).
#[must_use]
pub fn sender_trust(proof: Option<String>, checks: &[Check]) -> SenderTrust {
    if let Some(by) = proof {
        return SenderTrust {
            verdict: Trust::Proven,
            by,
            signature: None,
        };
    }
    let said = |method: &str| checks.iter().find(|check| check.method == method);
    let denies = |method: &str| said(method).filter(|check| check.result == "fail");
    let has_policy = said("dmarc").is_some_and(|check| check.result != "none");
    let denied = denies("dmarc").or_else(|| denies("spf").filter(|_| !has_policy));
    match denied {
        Some(check) => SenderTrust {
            verdict: Trust::Failed,
            by: format!("{}={}", check.method, check.result),
            signature: None,
        },
        None => SenderTrust {
            verdict: Trust::Unproven,
            by: checks
                .first()
                .map(|check| format!("{}={}", check.method, check.result))
                .unwrap_or_default(),
            signature: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was proven, what was checked with which result; the verdict, and by what.
    type Case = (
        Option<&'static str>,
        &'static [(&'static str, &'static str)],
        Trust,
        &'static str,
    );

    // req: A20
    #[test]
    fn verdicts() {
        let table: [Case; 8] = [
            (
                Some("dkim=pass header.d=x.example"),
                &[("dkim", "pass")],
                Trust::Proven,
                "dkim=pass header.d=x.example",
            ),
            (None, &[], Trust::Unproven, ""),
            (None, &[("dkim", "pass")], Trust::Unproven, "dkim=pass"),
            (None, &[("spf", "softfail")], Trust::Unproven, "spf=softfail"),
            (None, &[("dkim", "fail")], Trust::Unproven, "dkim=fail"),
            (None, &[("spf", "pass"), ("dmarc", "fail")], Trust::Failed, "dmarc=fail"),
            (None, &[("spf", "fail")], Trust::Failed, "spf=fail"),
            (
                None,
                &[("spf", "fail"), ("dmarc", "bestguesspass")],
                Trust::Unproven,
                "spf=fail",
            ),
        ];
        for (proof, checks, verdict, by) in table {
            let checks: Vec<Check> = checks
                .iter()
                .map(|(method, result)| Check {
                    method: (*method).to_owned(),
                    result: (*result).to_owned(),
                })
                .collect();
            let by = by.to_owned();
            assert_eq!(
                sender_trust(proof.map(str::to_owned), &checks),
                SenderTrust {
                    verdict,
                    by,
                    signature: None
                }
            );
        }
    }
}
