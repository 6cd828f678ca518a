//! Tokens that a provider of single sign-on gives to services (JWT access tokens, RFC 9068): when one counts, and for what.
//!
//! Claims come in with signature, issuer and audience verified. No clock, no HTTP, no cryptography.

use pult_shared::{Timestamp, api::account::TokenScope};
use serde_json::{Map, Value};

/// What stands before the scopes that are meant for Pult, beside those of others in the same claim.
const PREFIX: &str = "pult:";
/// How far clocks may go apart, in seconds.
const SKEW: i64 = 60;
/// The longest that such a token may run, in seconds: nobody here can take one back.
const LIFE_MAX: i64 = 24 * 60 * 60;

/// A token that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceToken {
    /// The provider's subject: whom it speaks for.
    pub subject: String,
    pub scope: TokenScope,
    pub expires_at: Timestamp,
}

/// Why one does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// An ID token or a logout token: those are for the desk itself, and lie in browsers and logs.
    AnotherKind,
    NoSubject,
    /// Without an end, past it, not begun, or running for more than a day.
    Time,
    /// Without a scope of ours.
    Scope,
}

/// Reads a token; `scope_claim` is where the provider says what it is for.
///
/// # Errors
/// The first [`Flaw`].
pub fn read(claims: &Map<String, Value>, scope_claim: &str, now: Timestamp) -> Result<ServiceToken, Flaw> {
    if ["nonce", "at_hash", "c_hash", "events"]
        .iter()
        .any(|name| claims.contains_key(*name))
    {
        return Err(Flaw::AnotherKind);
    }
    let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
    if subject.trim().is_empty() || subject.len() > 255 {
        return Err(Flaw::NoSubject);
    }
    Ok(ServiceToken {
        subject: subject.to_owned(),
        expires_at: runs_until(claims, now).ok_or(Flaw::Time)?,
        scope: scope(claims.get(scope_claim)).ok_or(Flaw::Scope)?,
    })
}

/// Seconds since 1970, as RFC 7519 §2 has them: they may have a fraction.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds are what is compared")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

fn runs_until(claims: &Map<String, Value>, now: Timestamp) -> Option<Timestamp> {
    let now = now.as_second();
    let end = seconds(claims.get("exp")?)?;
    for name in ["nbf", "iat"] {
        if let Some(begin) = claims.get(name)
            && seconds(begin)? > now.saturating_add(SKEW)
        {
            return None;
        }
    }
    let left = end.saturating_sub(now);
    (left > -SKEW && left <= LIFE_MAX).then(|| Timestamp::from_second(end).ok())?
}

/// The widest scope that is named: a text with spaces (RFC 8693 §4.2) or a list.
fn scope(value: Option<&Value>) -> Option<TokenScope> {
    let words: Vec<&str> = match value? {
        Value::String(text) => text.split(' ').collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let ours = words.into_iter().filter_map(|word| word.strip_prefix(PREFIX));
    ours.filter_map(TokenScope::from_name).max()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn asked(change: &Value) -> Result<ServiceToken, Flaw> {
        let mut claims = json!({"sub": "s-1", "exp": NOW + 300, "scope": "openid pult:tickets"});
        for (name, value) in change.as_object().expect("claims") {
            if value.is_null() {
                claims.as_object_mut().expect("claims").remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        let now = Timestamp::from_second(NOW).expect("a timestamp");
        read(claims.as_object().expect("claims"), "scope", now)
    }

    #[test]
    fn a_token_counts_as_long_and_as_far_as_it_says() {
        for (change, scope) in [
            (json!({}), TokenScope::Tickets),
            (json!({"scope": ["pult:read", "x"]}), TokenScope::Read),
            (json!({"scope": "pult:read pult:administer"}), TokenScope::Administer),
            (json!({"exp": NOW - 59}), TokenScope::Tickets),
            (json!({"nbf": NOW + 60, "iat": NOW - 1_000_000}), TokenScope::Tickets),
            (json!({"exp": 1_800_000_300.5}), TokenScope::Tickets),
        ] {
            assert_eq!(asked(&change).map(|token| token.scope), Ok(scope), "{change}");
        }
    }

    #[test]
    fn and_no_further() {
        for (change, flaw) in [
            (json!({"nonce": "n"}), Flaw::AnotherKind),
            (json!({"at_hash": "n"}), Flaw::AnotherKind),
            (json!({"events": {}}), Flaw::AnotherKind),
            (json!({"sub": null}), Flaw::NoSubject),
            (json!({"sub": " "}), Flaw::NoSubject),
            (json!({"sub": 7}), Flaw::NoSubject),
            (json!({"exp": null}), Flaw::Time),
            (json!({"exp": "soon"}), Flaw::Time),
            (json!({"exp": NOW - 60}), Flaw::Time),
            (json!({"exp": NOW + 90_000}), Flaw::Time),
            (json!({"exp": 1e300}), Flaw::Time),
            (json!({"nbf": NOW + 61}), Flaw::Time),
            (json!({"nbf": "now"}), Flaw::Time),
            (json!({"iat": NOW + 61}), Flaw::Time),
            (json!({"scope": null}), Flaw::Scope),
            (json!({"scope": "openid read"}), Flaw::Scope),
            (json!({"scope": "pult:everything"}), Flaw::Scope),
            (json!({"scope": {"pult:read": true}}), Flaw::Scope),
        ] {
            assert_eq!(asked(&change), Err(flaw), "{change}");
        }
    }
}
