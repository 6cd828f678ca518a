//! Single sign-on by OpenID Connect: what a provider says about somebody, and which person here that is.
//!
//! Claims come in verified. No clock, no HTTP, no cryptography.

use std::collections::BTreeSet;

use pult_shared::{Timestamp, error::FieldCode, ids::PersonId, mailbox::is_address};
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// What the claims of a provider are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    pub account: String,
    pub name: String,
    pub email: String,
    pub groups: String,
    /// Where the provider tells the directory's permanent id.
    pub directory_id: Option<String>,
}

/// What a provider says about somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Stable, never given to anybody else (OpenID Connect Core §2).
    pub subject: String,
    /// The provider's session, for logout.
    pub session: Option<String>,
    pub account: Option<String>,
    /// The directory's permanent id, as the directory writes it.
    pub directory_id: Option<String>,
    pub name: Option<String>,
    /// In lower case; only where the provider says that it is verified.
    pub email: Option<String>,
    /// `None` where the provider says nothing about groups: then nothing changes.
    pub groups: Option<BTreeSet<String>>,
}

impl Claims {
    /// Reads verified claims; none without a subject.
    #[must_use]
    pub fn read(claims: &Map<String, Value>, names: &ClaimNames) -> Option<Self> {
        let text = |name: &str| {
            let text = claims.get(name)?.as_str()?.trim();
            (!text.is_empty() && text.len() <= 255 && !text.contains(char::is_control)).then(|| text.to_owned())
        };
        let verified = match claims.get("email_verified") {
            Some(Value::Bool(verified)) => *verified,
            Some(Value::String(word)) => word == "true",
            _ => false,
        };
        let email = text(&names.email).map(|email| email.to_lowercase());
        Some(Self {
            subject: text("sub")?,
            session: text("sid"),
            account: text(&names.account).map(|account| account.to_lowercase()),
            directory_id: names.directory_id.as_deref().and_then(text),
            name: text(&names.name),
            email: email.filter(|email| verified && is_address(email)),
            groups: claims.get(&names.groups).and_then(groups),
        })
    }
}

/// A list of texts, or one text with spaces or commas. Anything else says nothing.
fn groups(value: &Value) -> Option<BTreeSet<String>> {
    match value {
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        Value::String(text) => {
            let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
            Some(parts.map(str::to_owned).collect())
        }
        _ => None,
    }
}

/// How somebody who comes for the first time is found among those who are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkBy {
    /// Not at all.
    #[default]
    None,
    /// By a verified address.
    Email,
    /// By the account id.
    Account,
    /// By the directory's permanent id.
    DirectoryId,
}

/// What is known here.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Whom this subject was linked to before.
    pub linked: Option<PersonId>,
    /// Whose verified, current address it is; or who is nothing but that address so far.
    pub by_email: Option<PersonId>,
    /// Whose account id it is.
    pub by_account: Option<PersonId>,
    /// Whom a directory knows by this permanent id.
    pub by_directory_id: Option<PersonId>,
    /// The person found is linked to another subject of this provider already.
    pub taken: bool,
    /// The person found is an administrator with a password here, or one whom no directory knows: the provider must not make one.
    pub guarded: bool,
}

/// Who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Known(PersonId),
    /// Known from now on by this subject.
    Link(PersonId),
    /// A new person.
    New,
    /// Nobody of ours.
    Nobody,
}

/// Whom the facts point to, by the way of linking that is configured.
#[must_use]
pub fn candidate(by: LinkBy, facts: &Facts) -> Option<PersonId> {
    match by {
        LinkBy::None => None,
        LinkBy::Email => facts.by_email,
        LinkBy::Account => facts.by_account,
        LinkBy::DirectoryId => facts.by_directory_id,
    }
}

/// Who signs in. A link once made counts, whatever address or account id somebody has now: both are given to others again after years.
/// For the same reason nobody gets a person who belongs to another subject, and nobody a guarded one by anything but the permanent id.
#[must_use]
pub fn who(by: LinkBy, create: bool, facts: &Facts) -> Who {
    if let Some(person) = facts.linked {
        return Who::Known(person);
    }
    match candidate(by, facts) {
        Some(_) if facts.taken || (facts.guarded && by != LinkBy::DirectoryId) => Who::Nobody,
        Some(person) => Who::Link(person),
        None if create => Who::New,
        None => Who::Nobody,
    }
}

/// The claims of a logout token (OpenID Connect Back-Channel Logout §2.4).
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct LogoutClaims {
    /// Seconds since 1970.
    pub iat: i64,
    #[serde(default)]
    pub exp: Option<i64>,
    pub jti: String,
    #[serde(default)]
    pub sub: Option<String>,
    #[serde(default)]
    pub sid: Option<String>,
    #[serde(default)]
    pub events: Map<String, Value>,
    #[serde(default)]
    pub nonce: Option<Value>,
}

const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How old such a token may be, in seconds, and how far clocks may go apart.
const LOGOUT_AGE: i64 = 300;
const SKEW: i64 = 60;

/// Whether a logout token, its signature, issuer and audience verified, is one (§2.6). An ID token is none.
#[must_use]
pub fn is_logout(claims: &LogoutClaims, now: Timestamp) -> bool {
    let age = now.as_second() - claims.iat;
    claims.events.get(LOGOUT_EVENT).is_some_and(Value::is_object)
        && claims.nonce.is_none()
        && (claims.sub.is_some() || claims.sid.is_some())
        && !claims.jti.is_empty()
        && (-SKEW..=LOGOUT_AGE).contains(&age)
        && claims.exp.is_none_or(|exp| exp > now.as_second() - SKEW)
}

/// Sessions that were begun up to then are ended by a logout token: one that is sent again must not end what came later. Milliseconds
/// are no part of `iat`. A session that is named is over whatever the provider's clock says: who signs in again gets another one.
#[must_use]
pub fn ends_until(claims: &LogoutClaims) -> Timestamp {
    if claims.sid.is_some() {
        return Timestamp::MAX;
    }
    Timestamp::from_second(claims.iat.saturating_add(1)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The characters of a subject at the most (OpenID Connect Core 1.0 §2).
const SUBJECT_MAX: usize = 255;

/// Who somebody is to be linked to at a provider, as it was typed.
///
/// # Errors
/// `invalid` for the field `subject`: empty, too long, or nothing that a provider would call anybody.
pub fn check_subject(typed: &str) -> Result<String, Refusal> {
    let subject = typed.trim();
    let code = match subject.len() {
        0 => FieldCode::Required,
        _ if !subject.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') => FieldCode::Malformed,
        1..=SUBJECT_MAX => return Ok(subject.to_owned()),
        _ => FieldCode::TooLong,
    };
    Err(Refusal::field("subject", code))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn names() -> ClaimNames {
        ClaimNames {
            account: "preferred_username".to_owned(),
            name: "name".to_owned(),
            email: "email".to_owned(),
            groups: "groups".to_owned(),
            directory_id: Some("entryuuid".to_owned()),
        }
    }

    fn read(claims: &Value) -> Option<Claims> {
        Claims::read(claims.as_object().expect("an object"), &names())
    }

    #[test]
    fn an_address_counts_only_where_it_is_verified() {
        let email = |verified: Value| {
            let claims = json!({"sub": "1", "email": "Lena@Example.ORG", "email_verified": verified});
            read(&claims).expect("claims").email
        };
        assert_eq!(email(json!(true)).as_deref(), Some("lena@example.org"));
        assert_eq!(email(json!("true")).as_deref(), Some("lena@example.org"));
        for no in [json!(false), json!("false"), json!(null), json!(1)] {
            assert_eq!(email(no), None);
        }
        assert_eq!(read(&json!({"email": "a@b.example"})), None, "no subject");
        assert_eq!(read(&json!({"sub": " "})), None);
        let lines = json!({"sub": "1", "name": "Lena\nVogt", "groups": "staff,it wlan"});
        let claims = read(&lines).expect("claims");
        assert_eq!((claims.name, claims.groups.map(|groups| groups.len())), (None, Some(3)));
        for (said, groups) in [
            (json!({"sub": "1"}), None),
            (json!({"sub": "1", "groups": null}), None),
            (json!({"sub": "1", "groups": []}), Some(BTreeSet::new())),
            (json!({"sub": "1", "groups": ""}), Some(BTreeSet::new())),
        ] {
            assert_eq!(read(&said).expect("claims").groups, groups, "{said}");
        }
    }

    #[test]
    fn who_signs_in() {
        let (one, two) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let facts = |linked, by_email, by_account, taken| Facts {
            linked,
            by_email,
            by_account,
            taken,
            ..Facts::default()
        };
        for (by, create, facts, expected) in [
            (
                LinkBy::Email,
                true,
                facts(Some(one), Some(two), Some(two), true),
                Who::Known(one),
            ),
            (LinkBy::Email, true, facts(None, Some(two), None, false), Who::Link(two)),
            (LinkBy::Email, true, facts(None, Some(two), None, true), Who::Nobody),
            (
                LinkBy::Account,
                false,
                facts(None, Some(one), Some(two), false),
                Who::Link(two),
            ),
            (LinkBy::Account, false, facts(None, Some(one), None, false), Who::Nobody),
            (LinkBy::None, true, facts(None, Some(one), Some(two), false), Who::New),
            (
                LinkBy::None,
                false,
                facts(None, Some(one), Some(two), false),
                Who::Nobody,
            ),
        ] {
            assert_eq!(who(by, create, &facts), expected, "{by:?} {create} {facts:?}");
        }
        let guarded = Facts {
            by_email: Some(one),
            by_account: Some(one),
            by_directory_id: Some(one),
            guarded: true,
            ..Facts::default()
        };
        for (by, expected) in [
            (LinkBy::None, Who::New),
            (LinkBy::Email, Who::Nobody),
            (LinkBy::Account, Who::Nobody),
            (LinkBy::DirectoryId, Who::Link(one)),
        ] {
            assert_eq!(who(by, true, &guarded), expected, "{by:?}");
        }
        let before = Facts {
            linked: Some(one),
            ..guarded
        };
        assert_eq!(
            who(LinkBy::Email, true, &before),
            Who::Known(one),
            "who was linked stays so"
        );
    }

    #[test]
    fn what_a_provider_may_call_somebody() {
        assert_eq!(
            check_subject(" service-inventory ").expect("a subject"),
            "service-inventory"
        );
        for (typed, code) in [
            ("  ", FieldCode::Required),
            ("zo\u{eb}", FieldCode::Malformed),
            ("a\nb", FieldCode::Malformed),
            ("x".repeat(256).as_str(), FieldCode::TooLong),
        ] {
            let refusal = check_subject(typed).expect_err("refused");
            assert_eq!(
                (refusal.errors[0].field.as_str(), refusal.errors[0].code),
                ("subject", code),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_a_logout_token_is() {
        let now = Timestamp::from_second(1_800_000_000).expect("a timestamp");
        let token = |change: fn(&mut Value)| {
            let mut claims = json!({"iat": 1_799_999_990, "jti": "a", "sub": "1", "events": {LOGOUT_EVENT: {}}});
            change(&mut claims);
            is_logout(&serde_json::from_value(claims).expect("claims"), now)
        };
        assert!(token(|_| {}));
        let wrong: [fn(&mut Value); 6] = [
            |claims| claims["nonce"] = json!("n"),
            |claims| claims["events"] = json!({}),
            |claims| claims["sub"] = json!(null),
            |claims| claims["iat"] = json!(1_799_999_000),
            |claims| claims["iat"] = json!(1_800_000_100),
            |claims| claims["exp"] = json!(1_799_999_000),
        ];
        for (at, change) in wrong.into_iter().enumerate() {
            assert!(!token(change), "{at}");
        }
    }
}
