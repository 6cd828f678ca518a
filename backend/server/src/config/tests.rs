//! Tables of settings: what they come to, and what is said about wrong ones.

use super::*;

fn from_toml(text: &str) -> Result<Config, ConfigError> {
    let mut settings = Settings::default();
    settings.add_toml("pult.toml", text)?;
    Config::from_settings(&settings)
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn without_a_word_everything_works_on_this_machine() {
    let config = from_toml("").unwrap();
    assert_eq!(config.data, Path::new("./data"));
    assert_eq!(config.database.url.expose(), "sqlite://./data/pult.db");
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.http.public_url, "http://127.0.0.1:8080");
    assert_eq!(config.mail.domain, "localhost");
    assert_eq!(config.mail.max_bytes, MAIL_MAX_BYTES as u64);
    assert_eq!(config.mail.hooks(), ["Ticket#"]);
    assert_eq!(config.lmtp.listen, None);
    assert!(config.imap.is_empty());
    assert_eq!(config.smtp.transport, TransportChoice::Files);
}

#[test]
fn every_default_and_example_of_the_table_is_allowed() {
    for key in keys::all().filter(|key| !key.path.contains('*')) {
        for value in [key.default, key.example].into_iter().flatten() {
            let (section, name) = key.path.split_once('.').unwrap_or(("", key.path));
            let heading = if section.is_empty() {
                String::new()
            } else {
                format!("[{section}]\n")
            };
            let companion = match key.path {
                "smtp.user" => "password = 'x'\n",
                "smtp.password" => "user = 'x'\n",
                _ => "",
            };
            let result = from_toml(&format!("{heading}{name} = {value}\n{companion}"));
            assert!(result.is_ok(), "{} = {value}: {result:?}", key.path);
        }
    }
}

#[test]
fn the_sample_changes_nothing_and_its_examples_are_valid() {
    let sample = sample();
    assert_eq!(from_toml(&sample).unwrap(), from_toml("").unwrap());
    // With every example switched on it is still a valid file.
    let switched_on: String = sample
        .lines()
        .filter_map(|line| {
            let value = line
                .strip_prefix("# ")
                .filter(|rest| rest.split_once(" = ").is_some_and(|(name, _)| is_name(name)));
            let heading = line.strip_prefix("# ").filter(|rest| rest.starts_with("[["));
            value.or(heading).or(Some(line)).filter(|line| !line.starts_with('#'))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let config = from_toml(&switched_on).unwrap();
    assert_eq!(config.imap.len(), 1);
    assert_eq!(config.smtp.user.as_deref(), Some("pult"));
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[test]
fn the_committed_sample_is_current() {
    let committed = include_str!("../../pult.sample.toml");
    assert_eq!(
        committed,
        sample(),
        "run: pult config sample > backend/server/pult.sample.toml"
    );
}

#[test]
fn command_line_over_environment_over_file() {
    let mut settings = Settings::default();
    settings
        .add_toml(
            "pult.toml",
            "[http]\nlisten = '127.0.0.1:1'\n[mail]\nhook = 'A#'\n[log]\nlevel = 'debug'",
        )
        .unwrap();
    settings.add_environment(variables(&[
        ("PULT_HTTP__LISTEN", "127.0.0.1:2"),
        ("PULT_MAIL__HOOK", "B#"),
        ("PULT_DATA", "/d"),
    ]));
    settings.add_option("http.listen", "--listen", "127.0.0.1:3".to_owned());
    let config = Config::from_settings(&settings).unwrap();
    assert_eq!(config.http.listen.port(), 3);
    assert_eq!(config.mail.hook, "B#");
    assert_eq!(config.log.level, "debug");
    assert_eq!(config.data, Path::new("/d"));
    assert_eq!(config.database.url.expose(), "sqlite:///d/pult.db");
}

#[test]
fn variables_of_others_are_left_alone() {
    let mut settings = Settings::default();
    settings.add_environment(variables(&[
        ("PULT_CACHE", "/x"),
        ("PULT_TEST_POSTGRES_URL", "postgres://x"),
        ("PULT_CONFIG", "/y"),
        ("PATH", "/bin"),
    ]));
    assert!(Config::from_settings(&settings).is_ok());
}

#[test]
fn numbers_lists_and_mailboxes_from_the_environment() {
    let mut settings = Settings::default();
    settings
        .add_toml(
            "pult.toml",
            "[[imap]]\nhost = 'imap.example'\nuser = 'desk'\npassword = 'old'",
        )
        .unwrap();
    settings.add_environment(variables(&[
        ("PULT_DATABASE__MAX_CONNECTIONS", "25"),
        ("PULT_HTTP__TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("PULT_LMTP__ALLOW_REMOTE", "true"),
        ("PULT_LMTP__LISTEN", "0.0.0.0:24"),
        ("PULT_IMAP__0__PASSWORD", "new"),
        ("PULT_IMAP__1__HOST", "imap2.example"),
        ("PULT_IMAP__1__USER", "exams"),
        ("PULT_IMAP__1__PASSWORD", "p"),
        ("PULT_IMAP__1__TLS", "starttls"),
    ]));
    let config = Config::from_settings(&settings).unwrap();
    assert_eq!(config.database.max_connections, 25);
    assert_eq!(config.http.trusted_proxies.len(), 2);
    assert_eq!(config.imap[0].password.expose(), "new");
    assert_eq!(
        (config.imap[0].name.as_str(), config.imap[0].port),
        ("desk@imap.example", 993)
    );
    assert_eq!(
        (config.imap[1].port, config.imap[1].done_folder.as_str()),
        (143, "Pult/Done")
    );
}

#[test]
fn secrets_from_files() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("secret");
    std::fs::write(&file, "  s3cret with spaces \r\n").unwrap();
    let path = file.display();
    let config = from_toml(&format!("[smtp]\nuser = 'u'\npassword_file = '{path}'")).unwrap();
    assert_eq!(config.smtp.password.unwrap().expose(), "  s3cret with spaces ");
    // The environment's half lies over the file's other half.
    let mut settings = Settings::default();
    settings
        .add_toml("pult.toml", "[smtp]\nuser = 'u'\npassword = 'old'")
        .unwrap();
    settings.add_environment(variables(&[("PULT_SMTP__PASSWORD_FILE", file.to_str().unwrap())]));
    let config = Config::from_settings(&settings).unwrap();
    assert_eq!(config.smtp.password.unwrap().expose(), "  s3cret with spaces ");
}

#[test]
fn public_urls_and_message_id_domains() {
    for (url, expected, domain) in [
        ("https://pult.example/", "https://pult.example", "pult.example"),
        (
            "https://it.example:8443/pult",
            "https://it.example:8443/pult",
            "it.example",
        ),
        ("http://10.1.2.3:8080", "http://10.1.2.3:8080", "localhost"),
        ("http://[::1]:8080", "http://[::1]:8080", "localhost"),
    ] {
        let config = from_toml(&format!("[http]\npublic_url = '{url}'")).unwrap();
        assert_eq!(
            (config.http.public_url.as_str(), config.mail.domain.as_str()),
            (expected, domain)
        );
    }
}

/// What is refused, and a part of what is said about it.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "http.listn = '127.0.0.1:1'",
        &[
            "http.listn",
            "in pult.toml",
            "is not a setting",
            "did you mean http.listen?",
        ],
    ),
    (
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz = 1",
        &["zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "is not a setting"],
    ),
    ("http = 5", &["http (in pult.toml) is not a setting"]),
    (
        "http.listen = 'localhost'",
        &["http.listen", "\"localhost\"", "must be an IP address and a port"],
    ),
    ("http.listen = 8080", &["http.listen = 8080"]),
    ("http.public_url = 'pult.example'", &["http.public_url", "https://"]),
    ("http.public_url = 'https://x.example/?a=b'", &["http.public_url"]),
    (
        "http.trusted_proxies = ['proxy']",
        &["http.trusted_proxies", "list of IP addresses"],
    ),
    (
        "database.url = 'mysql://root:geheim@db/x'",
        &["database.url", "[hidden]", "postgres://"],
    ),
    (
        "database.max_connections = 1",
        &["database.max_connections = 1", "from 2 to 500"],
    ),
    ("database.max_connections = -3", &["database.max_connections = -3"]),
    ("mail.max_bytes = 'much'", &["mail.max_bytes", "\"much\""]),
    ("mail.hook = '[x]'", &["mail.hook"]),
    ("mail.domain = 'a b'", &["mail.domain", "host name"]),
    (
        "lmtp.listen = '0.0.0.0:24'",
        &["lmtp.listen", "lmtp.allow_remote = true"],
    ),
    ("lmtp.allow_remote = 'perhaps'", &["lmtp.allow_remote", "true or false"]),
    ("smtp.tls = 'ssl'", &["smtp.tls", "\"starttls\""]),
    ("smtp.user = 'u'", &["smtp.user", "smtp.password"]),
    (
        "smtp.tls = 'none'\nsmtp.host = 'mail.example'\nsmtp.user = 'u'\nsmtp.password = 'p'",
        &["smtp.tls", "unprotected"],
    ),
    (
        "smtp.user = 'u'\nsmtp.password = 'p'\nsmtp.password_file = '/x'",
        &["both set"],
    ),
    (
        "smtp.user = 'u'\nsmtp.password_file = '/there/is/nothing'",
        &["smtp.password_file", "/there/is/nothing", "cannot be read"],
    ),
    ("session.idle_minutes = 4", &["session.idle_minutes = 4", "5 to 10080"]),
    (
        "session.idle_minutes = 600\nsession.absolute_hours = 2",
        &["session.idle_minutes = 600", "session.absolute_hours"],
    ),
    ("log.level = 'loud'", &["log.level", "\"loud\""]),
    ("log.format = 'xml'", &["log.format", "\"json\""]),
    ("data = ''", &["data = \"\"", "folder"]),
    ("[[imap]]\nuser = 'u'\npassword = 'p'", &["imap.0.host is missing"]),
    (
        "[[imap]]\nhost = 'h'\nuser = 'u'",
        &["imap.0.password is missing", "password_file"],
    ),
    (
        "[[imap]]\nhost = 'h.example'\nuser = 'u'\npassword = 'p'\ntls = 'none'",
        &["imap.0.tls", "unprotected"],
    ),
    (
        "[[imap]]\nhost = 'h'\nuser = 'u'\npassword = 'p'\ndone_folder = 'INBOX'",
        &["imap.0.done_folder", "another folder"],
    ),
    (
        "[[imap]]\nhost = 'h'\nuser = 'u'\npassword = 'p'\nfolder = 'Entwürfe'",
        &["imap.0.folder", "ASCII"],
    ),
    (
        "[[imap]]\nhost = 'h'\nuser = 'u'\npassword = 'p'\n[[imap]]\nhost = 'h'\nuser = 'u'\npassword = 'p'",
        &["imap.1.name = \"u@h\" is taken"],
    ),
    ("not toml at all", &["pult.toml is not valid TOML"]),
];

#[test]
fn wrong_settings_are_refused_with_name_value_and_what_is_allowed() {
    for (text, parts) in REFUSED {
        let said = from_toml(text).expect_err(text).to_string();
        for part in *parts {
            assert!(said.contains(part), "{text}\n  said: {said}\n  without: {part}");
        }
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_no_secret_shows() {
    let error = from_toml("smtp.password = 5\nhttp.listen = 'x'\nlog.format = 'y'").unwrap_err();
    assert_eq!(error.problems.len(), 3, "{error}");
    let config =
        from_toml("database.url = 'postgres://u:geheim@db/x'\nsmtp.user = 'u'\nsmtp.password = 'geheim'").unwrap();
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn every_key_of_the_table_is_read() {
    // A key that nobody reads would be accepted with any value; an inline table is a value that no key allows.
    let mut unread = Vec::new();
    for key in keys::all() {
        let path = key.path.replace('*', "0");
        let mut settings = Settings::default();
        settings.add_option(&path, "--test", "\u{1}".to_owned());
        let said = Config::from_settings(&settings).map_or_else(|error| error.to_string(), |_| String::new());
        let free_text = [
            "imap.*.name",
            "imap.*.queue",
            "imap.*.user",
            "smtp.user",
            "data",
            "imap.*.ca_file",
            "smtp.ca_file",
            "mail.smime_ca_file",
            "mail.smime.*.certificate_file",
            "mail.privacy_notice_de",
            "mail.privacy_notice_en",
            "directory.*.name",
            "directory.*.ca_file",
            "directory.*.user",
            "directory.*.base",
            "directory.*.student_values",
            "directory.*.staff_values",
            "directory.*.group_base",
            "oidc.*.label_de",
            "oidc.*.label_en",
            "oidc.*.client_id",
            "oidc.*.account_claim",
            "oidc.*.name_claim",
            "oidc.*.email_claim",
            "oidc.*.groups_claim",
            "oidc.*.accept_bearer_audience",
            "oidc.*.bearer_scope_claim",
            "oidc.*.directory_id_claim",
        ];
        let may_be_anything = free_text.contains(&key.path) || key.secret || key.path == "mail.foreign_hooks";
        if !may_be_anything && !said.contains(&path) {
            unread.push(key.path);
        }
    }
    assert!(unread.is_empty(), "not read: {unread:?}");
}
