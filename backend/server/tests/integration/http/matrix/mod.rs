//! The permission matrix: every operation of the document, and every command, asked by everybody who may come.
//!
//! `table.txt` says what each of them gets; it is renewed by `UPDATE_GENERATED=1` and read by people. What must hold whatever the
//! table says is tested beside it, so that a renewed table cannot let a stranger in.

mod accounts;
mod asks;
mod bodies;
mod branch;
mod logged;
mod world;

use std::{collections::BTreeMap, path::PathBuf};

use asks::Ask;
use world::{ACTORS, World};

use crate::support::{Desk, Visitor, on_both};

/// Whatever may be asked by everybody, signed in or not.
const PUBLIC: [&str; 10] = [
    "complete_session",
    "create_session",
    "get_health",
    "list_sign_in_options",
    "sign_in_with_passkey",
    "start_passkey_sign_in",
    "request_password_link",
    "set_password_by_link",
    "confirm_form",
    "get_public_form",
];

/// Without a provider of single sign-on there is none to go to, for anybody.
const NOWHERE: [&str; 3] = ["end_sign_on", "finish_sign_on", "start_sign_on"];

/// What customers reach that is not about a ticket of theirs: their own session, files and settings, and what the portal offers.
const FOR_ALL: [&str; 48] = [
    "complete_session",
    "confirm_passkey",
    "remove_passkey",
    "sign_in_with_passkey",
    "start_passkey",
    "start_passkey_sign_in",
    "confirm_totp",
    "remove_totp",
    "renew_recovery_codes",
    "start_totp",
    "create_api_token",
    "list_api_tokens",
    "list_sign_in_options",
    "change_own_password",
    "end_other_sessions",
    "get_account",
    "list_sessions",
    "request_password_link",
    "set_password_by_link",
    "create_session",
    "create_ticket",
    "create_upload",
    "create_view",
    "delete_session",
    "get_catalog",
    "get_health",
    "get_preferences",
    "get_session",
    "list_bulk_jobs",
    "list_drafts",
    "list_queues",
    "list_tags",
    "list_tickets",
    "list_views",
    "count_tickets",
    "save_draft",
    "save_preferences",
    "stream_events",
    "update_session",
    "confirm_form",
    "get_public_form",
    "submit_form",
    "end_seeing_as",
    "list_own_addresses",
    "list_own_seeings",
    "prove_own_address",
    "remove_own_address",
    "request_own_address",
];

/// One letter: signed in nowhere, forbidden, not found, or let through to whatever the request then deserves.
fn letter(status: u16) -> char {
    match status {
        401 => 'U',
        403 => 'F',
        404 => 'N',
        500.. => '!',
        _ => '+',
    }
}

async fn send(who: &Visitor, ask: &Ask) -> u16 {
    match ask {
        Ask::Stream => who.listens().await.as_u16(),
        Ask::Send {
            method,
            path,
            body,
            media_type,
        } => {
            let headers: Vec<(&str, &str)> = media_type.iter().map(|value| ("content-type", *value)).collect();
            let body = body.clone();
            let answer = who.send(method.clone(), path, body, &headers).await;
            let status = answer.status.as_u16();
            assert!(
                status < 500,
                "{method} {path}: {}",
                String::from_utf8_lossy(&answer.bytes)
            );
            if std::env::var_os("MATRIX_SHOW").is_some_and(|wanted| path.contains(&*wanted.to_string_lossy())) {
                eprintln!("{method} {path}: {status} {}", String::from_utf8_lossy(&answer.bytes));
            }
            status
        }
    }
}

/// What everybody gets for everything: a row of letters for each operation.
async fn ask_all(desk: &Desk) -> BTreeMap<String, String> {
    let mut world = World::new(desk).await;
    let mut table = BTreeMap::new();
    // Who signs out, or looks as themselves again, is gone for what follows.
    let mut names = asks::names();
    names.sort_by_key(|name| match name.as_str() {
        "delete_session" => 2,
        "end_seeing_as" => 1,
        _ => 0,
    });
    for name in names {
        let mut row = String::new();
        for actor in 0..ACTORS.len() {
            let ask = asks::ask(&mut world, &name).await;
            let got = letter(send(world.visitor(actor), &ask).await);
            if got == '+' && name.starts_with("apply_commands/") {
                // What one has done with it is not what the next one meets.
                world.ticket = None;
            }
            row.push(got);
        }
        table.insert(name, row);
    }
    table
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/integration/http/matrix/table.txt")
}

fn written(table: &BTreeMap<String, String>) -> String {
    let mut text = String::from(
        "Who gets what: U not signed in, F forbidden, N not there for them, + let through. One column for each of\n",
    );
    text.push_str(&ACTORS.join(" "));
    text.push('\n');
    for (name, row) in table {
        let columns: Vec<String> = row.chars().map(String::from).collect();
        text.push_str(&format!("{name:<40} {}\n", columns.join(" ")));
    }
    text
}

fn column(table: &BTreeMap<String, String>, actor: &str) -> Vec<(String, char)> {
    let at = ACTORS.iter().position(|name| *name == actor).expect("an actor");
    let cell = |(name, row): (&String, &String)| (name.clone(), row.chars().nth(at).expect("a cell"));
    table.iter().map(cell).collect()
}

/// A token never does more than its person, and a narrow one never more than a wide one; none manages an account.
fn check_tokens(table: &BTreeMap<String, String>) {
    let scopes = ["token_read", "token_tickets", "token_administer", "administrator"];
    for pair in scopes.windows(2) {
        for ((name, narrow), (_, wide)) in column(table, pair[0]).into_iter().zip(column(table, pair[1])) {
            assert!(
                narrow != '+' || wide == '+',
                "{name}: {} may more than {}",
                pair[0],
                pair[1]
            );
        }
    }
    let readable = super::foreign::readable();
    for (name, got) in column(table, "token_read") {
        let harmless = PUBLIC.contains(&name.as_str()) || readable.contains(&name);
        assert!(got != '+' || harmless, "{name} by a token that only reads");
    }
    for (name, got) in column(table, "token_administer") {
        let mut words = [
            "token",
            "session",
            "password",
            "account",
            "totp",
            "recovery",
            "passkey",
            "second_factor",
        ]
        .iter();
        let of_the_account = words.any(|word| name.contains(word)) && !name.starts_with("apply_commands/");
        let harmless = PUBLIC.contains(&name.as_str()) || name == "get_session";
        assert!(got != '+' || !of_the_account || harmless, "{name} by a token");
    }
}

/// What belongs to a person alone, whoever looks as them.
const PRIVATE: [&str; 8] = [
    "get_account",
    "get_notification_settings",
    "list_api_tokens",
    "list_drafts",
    "list_notifications",
    "list_own_addresses",
    "list_own_seeings",
    "list_sessions",
];

/// Whoever looks as somebody reads what that person reads, and does nothing.
fn check_seeing(table: &BTreeMap<String, String>) {
    let readable = super::foreign::readable();
    for ((name, got), (_, theirs)) in column(table, "seeing").into_iter().zip(column(table, "requester")) {
        let expected = match name.as_str() {
            "delete_session" | "end_seeing_as" => '+',
            public if PUBLIC.contains(&public) => '+',
            nowhere if NOWHERE.contains(&nowhere) => 'N',
            private if PRIVATE.contains(&private) => 'F',
            read if readable.iter().any(|one| one == read) => theirs,
            _ => 'F',
        };
        assert_eq!(got, expected, "{name} by an administrator who looks as somebody");
    }
}

/// What holds whatever the table says.
fn check_laws(table: &BTreeMap<String, String>) {
    for actor in ["anonymous", "expired", "signed_out", "disabled"] {
        for (name, got) in column(table, actor) {
            let expected = match name.as_str() {
                public if PUBLIC.contains(&public) => '+',
                // Whose session has ended is told, so that nothing goes out under no name.
                "submit_form" if actor == "anonymous" => '+',
                nowhere if NOWHERE.contains(&nowhere) => 'N',
                _ => 'U',
            };
            assert_eq!(got, expected, "{name} as {actor}");
        }
    }
    for (name, got) in column(table, "foreign") {
        let let_through = got == '+';
        assert!(
            !let_through || FOR_ALL.contains(&name.as_str()),
            "{name} lets a customer in who has nothing to do with it"
        );
    }
    // Whoever sees a request by the organisation alone, and may not answer, does nothing to it.
    for ((name, got), (_, foreign)) in column(table, "colleague").into_iter().zip(column(table, "foreign")) {
        let reads = super::foreign::readable().contains(&name);
        assert!(
            got != '+' || foreign == '+' || reads,
            "{name}: a colleague changes something"
        );
    }
    // A right more never takes a right away.
    let administrator = column(table, "administrator");
    let worker = column(table, "worker");
    for actor in [
        "view",
        "create",
        "note",
        "reply",
        "move_into",
        "own",
        "priority",
        "close",
    ] {
        for ((name, got), (_, workers)) in column(table, actor).into_iter().zip(&worker) {
            assert!(
                got != '+' || *workers == '+',
                "{name}: {actor} may what somebody with all permissions of work may not"
            );
        }
    }
    for (place, (name, got)) in administrator.iter().enumerate() {
        assert_ne!(*got, 'F', "{name} is forbidden to administrators");
        let anybody = ["worker", "manage"].map(|actor| column(table, actor)[place].1);
        assert!(
            *got == '+' || !anybody.contains(&'+'),
            "{name}: others may, administrators may not"
        );
    }
    check_tokens(table);
    check_seeing(table);
    for (name, got) in column(table, "elsewhere") {
        let ticket_command = name.starts_with("apply_commands/");
        assert!(
            !ticket_command || got == 'N',
            "{name}: an agent of another queue learns that the ticket is there"
        );
    }
}

on_both! {
    // req: B11, C5 — deny by default, one place, and nobody without a row.
    async fn everybody_gets_what_the_table_says(desk: Desk) {
        let table = ask_all(&desk).await;
        let text = written(&table);
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(file(), &text).unwrap();
        }
        check_laws(&table);
        let kept = std::fs::read_to_string(file()).unwrap_or_default();
        let differs: Vec<&str> = text.lines().filter(|line| !kept.lines().any(|old| old == *line)).collect();
        assert!(kept == text, "the rights have changed; if that was meant, renew the table by UPDATE_GENERATED=1 and read it:\n{}", differs.join("\n"));
    }
}
