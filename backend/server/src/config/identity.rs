//! Single sign-on, as it is configured.

use std::net::IpAddr;

use pult_domain::sign_on::{ClaimNames, LinkBy};
use pult_shared::api::queue::Names;

use super::{
    read::{self, Reader},
    secret::Secret,
};

/// One provider of OpenID Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcProvider {
    pub name: String,
    pub label: Names,
    /// Exactly as the provider calls itself.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    pub scopes: Vec<String>,
    pub userinfo: bool,
    pub link_by: LinkBy,
    pub create: bool,
    pub claims: ClaimNames,
    /// Groups and the names of the roles that they mean.
    pub roles: Vec<(String, String)>,
    /// Tokens that the provider gives to services, where they are believed.
    pub bearer: Option<Bearer>,
}

/// How tokens for services are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// What the provider calls Pult as the receiver of such tokens.
    pub audience: String,
    pub scope_claim: String,
}

pub(super) fn read_providers(reader: &mut Reader<'_>) -> Vec<OidcProvider> {
    let providers: Vec<OidcProvider> = reader
        .numbers("oidc")
        .into_iter()
        .map(|number| read_provider(reader, number))
        .collect();
    for (index, provider) in providers.iter().enumerate() {
        if providers.iter().take(index).any(|other| other.name == provider.name) {
            reader.wrong(&format!("oidc.{index}.name"), "a provider before it has that name");
        }
    }
    providers
}

fn read_provider(reader: &mut Reader<'_>, index: u64) -> OidcProvider {
    let at = |name: &str| format!("oidc.{index}.{name}");
    let client_secret = reader.secret(&at("client_secret"));
    if client_secret.is_none() {
        reader.missing_secret(&at("client_secret"));
    }
    let words = [
        ("none", LinkBy::None),
        ("email", LinkBy::Email),
        ("account", LinkBy::Account),
        ("directory_id", LinkBy::DirectoryId),
    ];
    let label = reader.required(&at("label_de"), String::new(), read::text);
    let claim = |reader: &mut Reader<'_>, name: &str| reader.required(&at(name), String::new(), read::text);
    let scope_claim = claim(reader, "bearer_scope_claim");
    let bearer = reader
        .optional(&at("accept_bearer_audience"), read::text)
        .map(|audience| Bearer { audience, scope_claim });
    let client_id = reader.required(&at("client_id"), String::new(), read::text);
    if bearer.as_ref().is_some_and(|bearer| bearer.audience == client_id) {
        // ID tokens have it, and those lie in browsers and logs.
        reader.wrong(&at("accept_bearer_audience"), "another audience than client_id");
    }
    let link_by = reader.required(&at("link_by"), LinkBy::None, read::one_of(&words));
    let directory_id = reader.optional(&at("directory_id_claim"), read::text);
    if link_by == LinkBy::DirectoryId && directory_id.is_none() {
        reader.wrong(&at("directory_id_claim"), "required with link_by = \"directory_id\"");
    }
    OidcProvider {
        name: reader.required(&at("name"), String::new(), |value| short_name(&read::text(value)?)),
        label: Names {
            en: reader
                .optional(&at("label_en"), read::text)
                .unwrap_or_else(|| label.clone()),
            de: label,
        },
        issuer: reader.required(&at("issuer"), String::new(), |value| issuer(&read::text(value)?)),
        client_id,
        client_secret: client_secret.unwrap_or_default(),
        scopes: reader.required(&at("scopes"), Vec::new(), read::list(scope)),
        userinfo: reader.required(&at("userinfo"), false, read::yes_no),
        link_by,
        create: reader.required(&at("create"), true, read::yes_no),
        claims: ClaimNames {
            account: claim(reader, "account_claim"),
            name: claim(reader, "name_claim"),
            email: claim(reader, "email_claim"),
            groups: claim(reader, "groups_claim"),
            directory_id,
        },
        roles: reader.required(&at("roles"), Vec::new(), read::list(group_and_role)),
        bearer,
    }
}

fn short_name(text: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ((1..=30).contains(&text.len()) && text.chars().all(fine)).then(|| text.to_owned())
}

fn scope(text: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    (!text.is_empty() && text.chars().all(fine)).then(|| text.to_owned())
}

fn group_and_role(text: &str) -> Option<(String, String)> {
    let (group, role) = text.rsplit_once('=')?;
    let (group, role) = (group.trim(), role.trim());
    (!group.is_empty() && !role.is_empty()).then(|| (group.to_owned(), role.to_owned()))
}

/// Over plain HTTP only to this machine.
fn issuer(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.split('/').next().filter(|authority| !authority.is_empty())?;
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let clean = !text.contains(['?', '#', '@', '"', '\\']) && !text.contains(char::is_whitespace);
    (clean && (scheme == "https" || (scheme == "http" && here))).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers() {
        for (text, fine) in [
            ("https://login.example", true),
            ("https://login.example/realms/uni", true),
            ("http://127.0.0.1:9000", true),
            ("http://login.example", false),
            ("https://login.example?x=1", false),
            ("https://user@login.example", false),
            ("login.example", false),
        ] {
            assert_eq!(issuer(text).is_some(), fine, "{text}");
        }
    }
}
