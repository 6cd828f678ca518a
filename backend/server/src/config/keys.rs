//! The table of all settings: names, defaults, what is allowed, what they are for. The reader, the sample file, the error
//! messages and the check of unknown names all come from here, so that they cannot drift apart.

use super::{directory, identity_keys, mail_keys};

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The dotted name; `*` stands for the number of a mailbox.
    pub path: &'static str,
    /// The value that holds when nothing is set, as TOML; `None`: there is none.
    pub default: Option<&'static str>,
    /// A value to show in the sample, as TOML, where the default shows too little.
    pub example: Option<&'static str>,
    /// What may stand there: continues "must be …".
    pub allowed: &'static str,
    /// What it is for; one line of the sample each.
    pub help: &'static [&'static str],
    /// Hidden in messages; may also come from a file by `<name>_file`.
    pub secret: bool,
}

/// A table of the file with the sentence that introduces it in the sample.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    pub name: &'static str,
    pub help: &'static [&'static str],
    pub keys: &'static [Key],
}

impl Key {
    /// The last part of the name: what stands in the file below the table's heading.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }
}

pub(super) const fn key(
    path: &'static str,
    default: Option<&'static str>,
    example: Option<&'static str>,
    allowed: &'static str,
    help: &'static [&'static str],
) -> Key {
    Key {
        path,
        default,
        example,
        allowed,
        help,
        secret: false,
    }
}

pub(super) const fn secret(
    path: &'static str,
    example: &'static str,
    allowed: &'static str,
    help: &'static [&'static str],
) -> Key {
    Key {
        path,
        default: None,
        example: Some(example),
        allowed,
        help,
        secret: true,
    }
}

pub(super) const ADDRESS: &str = "an IP address and a port, for example 127.0.0.1:8080 or [::1]:8080";
const PORT: &str = "a port number from 1 to 65535";
pub(super) const TLS: &str = "one of \"tls\", \"starttls\", \"none\"";
pub(super) const YES_NO: &str = "true or false";
pub(super) const FILE: &str = "the name of a file";
pub(super) const TEXT: &str = "a text that is not empty";

/// Every setting, in the order of the sample.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "",
        help: &[],
        keys: &[key(
            "data",
            Some("\"./data\""),
            Some("\"/var/lib/pult\""),
            "the name of a folder",
            &[
                "The folder for everything that Pult keeps outside the database: the embedded database itself, attachments,",
                "mails written to files. Created when it is missing.",
            ],
        )],
    },
    Section {
        name: "database",
        help: &["Where tickets live. Without a word here: SQLite in the data folder."],
        keys: &[
            secret(
                "database.url",
                "\"postgres://pult:password@db.example/pult\"",
                "a URL that begins with postgres:// or sqlite://",
                &["PostgreSQL or SQLite. The default is sqlite://<data>/pult.db."],
            ),
            key(
                "database.max_connections",
                Some("10"),
                None,
                "a whole number from 2 to 500",
                &["Connections that this process opens at the most (PostgreSQL)."],
            ),
        ],
    },
    Section {
        name: "http",
        help: &["The browser's side and the API. TLS ends at the proxy in front."],
        keys: &[
            key(
                "http.listen",
                Some("\"127.0.0.1:8080\""),
                None,
                ADDRESS,
                &["Where to listen."],
            ),
            key(
                "http.public_url",
                None,
                Some("\"https://pult.example\""),
                "a URL that begins with https:// or http://, without query",
                &[
                    "How people reach Pult: links in mails, cookies and the check against cross-site requests go by it.",
                    "The default is http:// and the address of `listen`.",
                ],
            ),
            key(
                "http.trusted_proxies",
                Some("[\"127.0.0.1\", \"::1\"]"),
                None,
                "a list of IP addresses",
                &["Proxies whose X-Forwarded-For is believed when attempts to sign in are counted."],
            ),
        ],
    },
    mail_keys::MAIL,
    mail_keys::DKIM,
    mail_keys::SMIME,
    Section {
        name: "lmtp",
        help: &["Mail in, handed over by the mail server (Postfix, Exim …) over LMTP (RFC 2033)."],
        keys: &[
            key(
                "lmtp.listen",
                None,
                Some("\"127.0.0.1:2424\""),
                ADDRESS,
                &["Where to listen. Left out: no LMTP."],
            ),
            key(
                "lmtp.allow_remote",
                Some("false"),
                None,
                YES_NO,
                &[
                    "LMTP asks nobody who they are. An address that other machines reach is refused unless this is true.",
                ],
            ),
            key(
                "lmtp.max_sessions",
                Some("20"),
                None,
                "a whole number from 1 to 1000",
                &["Connections at the same time; more are told to come back."],
            ),
        ],
    },
    Section {
        name: "imap.*",
        help: &[
            "Mail in, fetched from mailboxes. One block like this for each mailbox. A mail is moved to the done folder after it",
            "is safe in the database; nothing is ever deleted.",
        ],
        keys: &[
            key(
                "imap.*.name",
                None,
                Some("\"it-desk\""),
                "a name of its own for each mailbox",
                &["How logs and the ledger call it. The default is user@host."],
            ),
            key(
                "imap.*.host",
                None,
                Some("\"imap.example\""),
                "a host name or IP address",
                &["The server. Required."],
            ),
            key(
                "imap.*.port",
                None,
                Some("993"),
                PORT,
                &["The default is 993 with tls, else 143."],
            ),
            key(
                "imap.*.tls",
                Some("\"tls\""),
                None,
                TLS,
                &["none is allowed only with a server on this machine."],
            ),
            key(
                "imap.*.user",
                None,
                Some("\"it-desk\""),
                TEXT,
                &["The login. Required."],
            ),
            secret(
                "imap.*.password",
                "\"…\"",
                TEXT,
                &["Required, here or by password_file."],
            ),
            key(
                "imap.*.folder",
                Some("\"INBOX\""),
                None,
                "the name of a folder, in ASCII",
                &["The folder that is watched."],
            ),
            key(
                "imap.*.done_folder",
                Some("\"Pult/Done\""),
                None,
                "the name of a folder, in ASCII, other than `folder`",
                &[
                    "Where mails go after they are recorded; created when it is missing. / separates the levels, whatever",
                    "separator the server itself has.",
                ],
            ),
            key(
                "imap.*.queue",
                None,
                Some("\"it\""),
                "the path of a queue, for example it/wlan",
                &["The queue that this mailbox feeds. Left out: the queue of the address that a mail was sent to."],
            ),
            key(
                "imap.*.control_fields",
                Some("false"),
                None,
                YES_NO,
                &["Whether mails in it may control the desk by fields of their header; see mail.control_doors."],
            ),
            key(
                "imap.*.ca_file",
                None,
                Some("\"/etc/pult/ca.pem\""),
                FILE,
                &["Certificates to trust beside the system's, as PEM."],
            ),
        ],
    },
    Section {
        name: "smtp",
        help: &["Mail out."],
        keys: &[
            key(
                "smtp.transport",
                Some("\"files\""),
                Some("\"smtp\""),
                "one of \"files\", \"smtp\"",
                &[
                    "files writes mails into <data>/outgoing, where administrators read them in the browser; nothing leaves the machine.",
                ],
            ),
            key(
                "smtp.host",
                Some("\"localhost\""),
                Some("\"mail.example\""),
                "a host name or IP address",
                &["The mail server."],
            ),
            key(
                "smtp.port",
                None,
                Some("587"),
                PORT,
                &["The default is 465 with tls, 587 with starttls, 25 with none."],
            ),
            key(
                "smtp.tls",
                Some("\"starttls\""),
                None,
                TLS,
                &["With a login, none is allowed only with a server on this machine."],
            ),
            key(
                "smtp.user",
                None,
                Some("\"pult\""),
                TEXT,
                &["The login, where the server asks for one."],
            ),
            secret(
                "smtp.password",
                "\"…\"",
                TEXT,
                &["Goes with `user`; here or by password_file."],
            ),
            key(
                "smtp.ca_file",
                None,
                Some("\"/etc/pult/ca.pem\""),
                FILE,
                &["Certificates to trust beside the system's, as PEM."],
            ),
            key(
                "smtp.retry_minutes",
                Some("[1, 5, 15, 60, 120, 240, 480]"),
                None,
                "a list of one to 50 numbers of minutes from 1 to 10080",
                &[
                    "How long a mail waits that the server did not take: after the first attempt, the second … The last one repeats.",
                ],
            ),
            key(
                "smtp.give_up_hours",
                Some("96"),
                None,
                "a number of hours from 0 to 720",
                &[
                    "After so many hours of waiting a mail has failed, and its ticket says so. RFC 5321 asks for four days.",
                ],
            ),
        ],
    },
    directory::SECTION,
    Section {
        name: "session",
        help: &["How long somebody stays signed in."],
        keys: &[
            key(
                "session.idle_minutes",
                Some("120"),
                None,
                "a number of minutes from 5 to 10080",
                &["Without any request for so long, a session ends."],
            ),
            key(
                "session.absolute_hours",
                Some("12"),
                None,
                "a number of hours from 1 to 720",
                &["After so long it ends in any case."],
            ),
            key(
                "session.administrators_second_factor",
                Some("false"),
                None,
                "true or false",
                &[
                    "Administrators who sign in with a password need a second factor. Who has none yet is led to set one up, and reaches nothing",
                    "else before; `pult user reset-second-factor` helps whoever has lost theirs.",
                ],
            ),
        ],
    },
    identity_keys::OIDC,
    Section {
        name: "outward",
        help: &["Requests to addresses that people enter, such as those of webhooks."],
        keys: &[key(
            "outward.allow",
            Some("[]"),
            Some("[\"hooks.intern.example\", \"10.1.2.3\"]"),
            "a list of host names or IP addresses",
            &[
                "Hosts that may be asked though they are on this machine or in a private network, and over http too. All others only",
                "over https and in the public internet.",
            ],
        )],
    },
    Section {
        name: "queue_requests",
        help: &["Requests for queues: a form in the portal, decided by whoever manages the queue above."],
        keys: &[
            key(
                "queue_requests.by",
                Some("\"agents\""),
                None,
                "one of \"agents\", \"everybody\", \"nobody\"",
                &["Who may ask for a queue. Administrators always may."],
            ),
            key(
                "queue_requests.queue",
                None,
                Some("\"it/service-desk\""),
                "the path of a queue",
                &["Where the ticket about a request lies. The default is the queue that takes what fits nowhere else."],
            ),
        ],
    },
    Section {
        name: "log",
        help: &["What Pult tells on standard error."],
        keys: &[
            key(
                "log.format",
                Some("\"text\""),
                Some("\"json\""),
                "one of \"text\", \"json\"",
                &["json: one object a line, for log collectors."],
            ),
            key(
                "log.level",
                Some("\"info\""),
                Some("\"info,pult_server::adapters=debug\""),
                "a level (error, warn, info, debug, trace) or a list of target=level",
                &["How much."],
            ),
        ],
    },
];

/// All settings, without their sections.
pub fn all() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().flat_map(|section| section.keys)
}

/// The setting that a dotted name means; the numbers of mailboxes may be any.
#[must_use]
pub fn find(path: &str) -> Option<&'static Key> {
    let general = generalise(path);
    all().find(|key| key.path == general)
}

/// `imap.0.host` → `imap.*.host`.
#[must_use]
pub fn generalise(path: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = path
        .split('.')
        .map(|part| if is_number(part) { "*" } else { part })
        .collect();
    parts.join(".")
}

/// The known name that is most like an unknown one, when one is close enough to be meant.
#[must_use]
pub fn nearest(path: &str) -> Option<String> {
    let general = generalise(path);
    let names = all().flat_map(|key| {
        let file = key.secret.then(|| format!("{}_file", key.path));
        std::iter::once(key.path.to_owned()).chain(file)
    });
    let (distance, name) = names.map(|name| (distance(&general, &name), name)).min()?;
    (distance <= name.len() / 3 + 1).then_some(name)
}

/// Edits between two words (Levenshtein): insertions, deletions, replacements.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        let pairs = row.iter().zip(row.iter().skip(1));
        for (right, (diagonal, above)) in b.iter().zip(pairs) {
            let replaced = diagonal + usize::from(left != *right);
            let before = next.last().copied().unwrap_or(usize::MAX - 1);
            next.push(replaced.min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_stand_in_their_section() {
        let mut seen = std::collections::BTreeSet::new();
        for section in SECTIONS {
            for key in section.keys {
                assert!(seen.insert(key.path), "{} twice", key.path);
                let expected = if section.name.is_empty() {
                    key.name().to_owned()
                } else {
                    format!("{}.{}", section.name, key.name())
                };
                assert_eq!(key.path, expected);
                assert!(!key.help.is_empty(), "{} is not explained", key.path);
            }
        }
    }

    #[test]
    fn nearest_names() {
        for (typed, meant) in [
            ("http.listn", Some("http.listen")),
            ("database.uri", Some("database.url")),
            ("imap.3.passwort", Some("imap.*.password")),
            ("smtp.password_fil", Some("smtp.password_file")),
            ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzz", None),
        ] {
            assert_eq!(nearest(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn distances() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("same", "same", 0),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }
}
