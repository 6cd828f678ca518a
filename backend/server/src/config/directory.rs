//! The settings of directories: LDAP servers that know people.

use std::{path::PathBuf, time::Duration};

use pult_domain::directory::AttributeMap;

use super::{
    TLS_WORDS, Tls, is_this_machine,
    keys::{FILE, Section, TEXT, TLS, YES_NO, key, secret},
    number,
    read::{self, Reader},
    secret::Secret,
};

/// A directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// How pages and people's entries call it; never changes.
    pub name: String,
    /// `host:port`, in the order in which they are asked.
    pub servers: Vec<String>,
    pub tls: Tls,
    pub ca_file: Option<PathBuf>,
    /// The service account's name (DN). `None`: as nobody.
    pub user: Option<String>,
    pub password: Option<Secret>,
    /// The name (DN) that somebody binds as when they sign in, with `{login}` in it. `None`: their entry is looked for.
    pub user_dn: Option<String>,
    pub base: String,
    pub filter: String,
    pub map: AttributeMap,
    pub group_base: Option<String>,
    pub group_filter: String,
    pub group_name: String,
    pub group_member: String,
    /// Groups with the roles that they stand for, by their names.
    pub roles: Vec<(String, String)>,
    pub page_size: i32,
    /// How long a server has for an answer.
    pub timeout: Duration,
    /// Whether people sign in with the directory's password.
    pub sign_in: bool,
    /// The hour of the day (UTC) at which everybody is compared.
    pub sync_hour: u32,
    pub deactivate_percent: u32,
}

const ATTRIBUTE: &str = "the name of an attribute, or \"\" for none";
const ATTRIBUTES: &str = "a list of names of attributes";
const FILTER: &str = "a filter in brackets (RFC 4515)";

/// The part of the table.
pub const SECTION: Section = Section {
    name: "directory.*",
    help: &[
        "Directories (LDAP) that know people: they sign in with their password there, a nightly comparison keeps names, addresses and roles",
        "up to date, and who is no longer there is deactivated. One block like this for each directory. Local accounts stay as they are: whoever has a",
        "password here signs in also while no server answers.",
    ],
    keys: &[
        key(
            "directory.*.name",
            None,
            Some("\"hs\""),
            TEXT,
            &["How pages call it; people are tied to it by this name, so it never changes. The default is the base."],
        ),
        key(
            "directory.*.servers",
            None,
            Some("[\"ldap1.hs.example\", \"ldap2.hs.example:636\"]"),
            "a list of host names, with or without a port",
            &[
                "All with the same content: where one does not answer, the next one is asked. The port is 636 with tls, else 389. Required.",
            ],
        ),
        key(
            "directory.*.tls",
            Some("\"tls\""),
            None,
            TLS,
            &["none is allowed only with servers on this machine."],
        ),
        key(
            "directory.*.ca_file",
            None,
            Some("\"/etc/pult/ca.pem\""),
            FILE,
            &["Certificates to trust beside the system's, as PEM."],
        ),
        key(
            "directory.*.user",
            None,
            Some("\"cn=pult,ou=services,dc=hs,dc=example\""),
            TEXT,
            &["The name (DN) of the service account, which may read people and groups. Left out: read as nobody."],
        ),
        secret(
            "directory.*.password",
            "\"…\"",
            TEXT,
            &["Its password, here or by password_file."],
        ),
        key(
            "directory.*.user_dn",
            None,
            Some("\"uid={login},ou=people,dc=hs,dc=example\""),
            "a name with {login} in it",
            &["The name that people sign in as. Left out: their entry is looked for by the service account."],
        ),
        key(
            "directory.*.base",
            None,
            Some("\"ou=people,dc=hs,dc=example\""),
            TEXT,
            &["Where people are. Required."],
        ),
        key(
            "directory.*.filter",
            Some("\"(objectClass=inetOrgPerson)\""),
            None,
            FILTER,
            &["Which entries are people."],
        ),
        key(
            "directory.*.id_attribute",
            Some("\"entryUUID\""),
            Some("\"objectGUID\""),
            ATTRIBUTE,
            &["The permanent id: by it somebody stays the same person under another name."],
        ),
        key(
            "directory.*.login_attribute",
            Some("\"uid\""),
            Some("\"sAMAccountName\""),
            ATTRIBUTE,
            &["The account id."],
        ),
        key(
            "directory.*.name_attributes",
            Some("[\"displayName\", \"cn\"]"),
            None,
            ATTRIBUTES,
            &["The name: the first that has a value."],
        ),
        key(
            "directory.*.mail_attribute",
            Some("\"mail\""),
            None,
            ATTRIBUTE,
            &["The mail address."],
        ),
        key(
            "directory.*.alias_attributes",
            Some("[\"mailAlternateAddress\"]"),
            Some("[\"proxyAddresses\"]"),
            ATTRIBUTES,
            &["Further addresses."],
        ),
        key(
            "directory.*.affiliation_attribute",
            Some("\"eduPersonAffiliation\""),
            None,
            ATTRIBUTE,
            &["What somebody is to the university."],
        ),
        key(
            "directory.*.student_values",
            Some("[\"student\"]"),
            None,
            "a list of texts",
            &["Its values that mean a student."],
        ),
        key(
            "directory.*.staff_values",
            Some("[\"employee\", \"faculty\", \"staff\"]"),
            None,
            "a list of texts",
            &["Its values that mean staff; who has any other is a guest."],
        ),
        key(
            "directory.*.language_attribute",
            Some("\"preferredLanguage\""),
            None,
            ATTRIBUTE,
            &["The language, until the person chooses one here."],
        ),
        key(
            "directory.*.phone_attribute",
            Some("\"telephoneNumber\""),
            None,
            ATTRIBUTE,
            &["The phone number."],
        ),
        key(
            "directory.*.room_attribute",
            Some("\"roomNumber\""),
            None,
            ATTRIBUTE,
            &["The room."],
        ),
        key(
            "directory.*.organisation_attribute",
            Some("\"ou\""),
            None,
            ATTRIBUTE,
            &["The faculty or department."],
        ),
        key(
            "directory.*.group_base",
            None,
            Some("\"ou=groups,dc=hs,dc=example\""),
            TEXT,
            &["Where groups are. Left out: groups are not read."],
        ),
        key(
            "directory.*.group_filter",
            Some("\"(objectClass=groupOfNames)\""),
            None,
            FILTER,
            &["Which entries are groups."],
        ),
        key(
            "directory.*.group_name_attribute",
            Some("\"cn\""),
            None,
            ATTRIBUTE,
            &["The name of a group."],
        ),
        key(
            "directory.*.group_member_attribute",
            Some("\"member\""),
            Some("\"memberUid\""),
            ATTRIBUTE,
            &["Its members: names of entries, of other groups, or account ids."],
        ),
        key(
            "directory.*.roles",
            Some("[]"),
            Some("[\"it-helpdesk: IT-Helpdesk\"]"),
            "a list of texts like group: role",
            &[
                "Who is in the group, also by way of other groups, is in the role of that name, and leaves it with the group. Who was put in by hand stays.",
                "A role that there is not is reported; until that is mended nobody leaves a role that no line names, since it may only have been renamed.",
            ],
        ),
        key(
            "directory.*.page_size",
            Some("500"),
            None,
            "a whole number from 10 to 5000",
            &["Entries that are fetched at once."],
        ),
        key(
            "directory.*.timeout_seconds",
            Some("5"),
            None,
            "a whole number from 1 to 60",
            &["How long a server has for an answer, before the next one is asked."],
        ),
        key(
            "directory.*.sign_in",
            Some("true"),
            None,
            YES_NO,
            &["Whether people sign in with the directory's password."],
        ),
        key(
            "directory.*.sync_hour",
            Some("2"),
            None,
            "a whole number from 0 to 23",
            &["The hour of the day (UTC) at which everybody is compared."],
        ),
        key(
            "directory.*.deactivate_percent",
            Some("10"),
            None,
            "a whole number from 0 to 100",
            &[
                "A comparison that would deactivate a larger share of the people, or take roles from a larger share of those who have them by groups, changes",
                "nothing, and waits until an administrator confirms it.",
            ],
        ),
    ],
};

/// Reads the block with this number.
pub(super) fn read(reader: &mut Reader<'_>, index: u64) -> Directory {
    let at = |name: &str| format!("directory.{index}.{name}");
    let tls = reader.required(&at("tls"), Tls::Tls, read::one_of(&TLS_WORDS));
    let port = if tls == Tls::Tls { 636 } else { 389 };
    let base = reader.required(&at("base"), String::new(), read::text);
    let names = read::list(|name: &str| attribute(name).filter(|name| !name.is_empty()));
    let directory = Directory {
        name: reader.optional(&at("name"), read::text).unwrap_or_else(|| base.clone()),
        servers: reader.required(&at("servers"), Vec::new(), read::list(|text: &str| server(text, port))),
        tls,
        ca_file: reader.optional(&at("ca_file"), read::path),
        user: reader.optional(&at("user"), read::text),
        password: reader.secret(&at("password")),
        user_dn: reader.optional(&at("user_dn"), |value| {
            read::text(value).filter(|text| text.contains("{login}"))
        }),
        base,
        filter: reader.required(&at("filter"), String::new(), filter),
        map: AttributeMap {
            id: one(reader, &at("id_attribute")),
            login: one(reader, &at("login_attribute")),
            name: reader.required(&at("name_attributes"), Vec::new(), &names),
            mail: one(reader, &at("mail_attribute")),
            aliases: reader.required(&at("alias_attributes"), Vec::new(), &names),
            affiliation: one(reader, &at("affiliation_attribute")),
            students: reader.required(&at("student_values"), Vec::new(), read::list(small)),
            staff: reader.required(&at("staff_values"), Vec::new(), read::list(small)),
            language: one(reader, &at("language_attribute")),
            phone: one(reader, &at("phone_attribute")),
            room: one(reader, &at("room_attribute")),
            organisation: one(reader, &at("organisation_attribute")),
        },
        group_base: reader.optional(&at("group_base"), read::text),
        group_filter: reader.required(&at("group_filter"), String::new(), filter),
        group_name: one(reader, &at("group_name_attribute")),
        group_member: one(reader, &at("group_member_attribute")),
        roles: reader.required(&at("roles"), Vec::new(), read::list(role)),
        page_size: i32::from(number::<u16>(reader, &at("page_size"), 10..=5000).max(1)),
        timeout: Duration::from_secs(number(reader, &at("timeout_seconds"), 1..=60)),
        sign_in: reader.required(&at("sign_in"), true, read::yes_no),
        sync_hour: number(reader, &at("sync_hour"), 0..=23),
        deactivate_percent: number(reader, &at("deactivate_percent"), 0..=100),
    };
    check(reader, &directory, &at);
    directory
}

/// People are tied to a directory by its name.
pub(super) fn refuse_twins(reader: &mut Reader<'_>, directories: &[Directory]) {
    for (index, directory) in directories.iter().enumerate() {
        if directories.iter().take(index).any(|other| other.name == directory.name) {
            reader.problems.push(format!(
                "directory.{index}.name = {:?} is taken by a directory before it",
                directory.name
            ));
        }
    }
}

fn check(reader: &mut Reader<'_>, directory: &Directory, at: &impl Fn(&str) -> String) {
    let host = |server: &String| {
        server
            .rsplit_once(':')
            .map(|(host, _)| host.trim_matches(['[', ']']).to_owned())
    };
    let elsewhere = |server: &String| host(server).is_some_and(|host| !is_this_machine(&host));
    if directory.tls == Tls::None && directory.servers.iter().any(elsewhere) {
        reader.wrong(&at("tls"), "passwords would cross the network unprotected");
    }
    if directory.servers.is_empty() {
        reader.wrong(&at("servers"), "there must be one");
    }
    match (&directory.user, &directory.password) {
        (Some(_), None) => reader.missing_secret(&at("password")),
        (None, Some(_)) => reader.wrong(&at("password"), "user must go with it"),
        _ => {}
    }
    for (name, value) in [
        ("id_attribute", &directory.map.id),
        ("login_attribute", &directory.map.login),
    ] {
        if value.is_empty() {
            reader.wrong(&at(name), "there must be one");
        }
    }
}

/// One attribute, or none.
fn one(reader: &mut Reader<'_>, path: &str) -> String {
    reader.required(path, String::new(), |value| attribute(value.as_str()?))
}

/// A name or a number (OID) of an attribute, with options (RFC 4512 §2.5).
fn attribute(text: &str) -> Option<String> {
    let text = text.trim();
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ';');
    (text.len() <= 100 && text.chars().all(fine)).then(|| text.to_owned())
}

fn small(text: &str) -> Option<String> {
    Some(text.trim().to_lowercase()).filter(|text| !text.is_empty())
}

fn filter(value: &toml::Value) -> Option<String> {
    read::text(value).filter(|text| text.starts_with('(') && text.ends_with(')') && ldap3::parse_filter(text).is_ok())
}

/// `host`, `host:port`, `[::1]:389`.
fn server(text: &str, port: u16) -> Option<String> {
    let text = text.trim();
    let (host, port) = match text.rsplit_once(':') {
        Some((host, digits)) if !host.contains(':') || host.ends_with(']') => (host, digits.parse().ok()?),
        _ => (text, port),
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    read::host(&toml::Value::String(bare.to_owned()))?;
    let host = if bare.contains(':') {
        format!("[{bare}]")
    } else {
        bare.to_owned()
    };
    Some(format!("{host}:{port}"))
}

fn role(text: &str) -> Option<(String, String)> {
    let (group, role) = text.split_once(':')?;
    let (group, role) = (group.trim(), role.trim());
    (!group.is_empty() && !role.is_empty()).then(|| (group.to_owned(), role.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_have_a_port() {
        for (text, server_) in [
            ("ldap.hs.example", Some("ldap.hs.example:636")),
            ("ldap.hs.example:3389", Some("ldap.hs.example:3389")),
            ("127.0.0.1", Some("127.0.0.1:636")),
            ("[::1]:389", Some("[::1]:389")),
            ("::1", Some("[::1]:636")),
            ("ldap.hs.example:x", None),
            ("ldap://x", None),
            ("", None),
        ] {
            assert_eq!(server(text, 636).as_deref(), server_, "{text}");
        }
    }
}
