//! The program itself: its help, its exit codes, its sentences.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

fn pult(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pult"));
    // Nothing of the machine's own settings.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PULT_")) {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

#[expect(clippy::unwrap_used, reason = "test set-up")]
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = pult(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its options may be gone before it reads.
    let written = child.stdin.take().unwrap().write_all(input.as_bytes());
    drop(written);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The exit code, and a part of what is said.
fn assert_ends(output: &Output, code: i32, part: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(part), "{said:?} is without {part:?}");
}

#[expect(clippy::unwrap_used, reason = "test set-up")]
fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_help_of_every_subcommand() {
    insta::assert_snapshot!(pult_server::cli::whole_help());
}

#[test]
fn every_example_of_the_help_is_understood() {
    let help = pult_server::cli::whole_help();
    let mut examples = 0;
    for line in help.lines().map(str::trim) {
        // A call stands alone, or after a setting of the environment.
        let call = match (line.starts_with("pult "), line.starts_with("PULT_")) {
            (true, _) => Some(line),
            (_, true) => line
                .split_once(" pult ")
                .map(|(_, _)| line.trim_start_matches(|c: char| c != ' ').trim()),
            _ => None,
        };
        let Some(call) = call.filter(|call| !call.starts_with("pult unix")) else {
            continue;
        };
        let call = call
            .split(['<', '>', '|'])
            .next()
            .unwrap_or(call)
            .split("   ")
            .next()
            .unwrap_or(call);
        // What stands between quotation marks is one word.
        let parts = call.split('"').enumerate();
        let words: Vec<&str> = parts
            .flat_map(|(at, part)| {
                if at % 2 == 1 {
                    vec![part]
                } else {
                    part.split_whitespace().collect()
                }
            })
            .collect();
        assert!(pult_server::cli::is_understood(&words), "{line}");
        examples += 1;
    }
    assert!(examples >= 15, "only {examples} examples were found in the help");
}

#[test]
fn the_sample_configuration_is_accepted() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("pult.toml");
    let sample = run(&["config", "sample"], "");
    assert!(sample.status.success());
    std::fs::write(&file, &sample.stdout).unwrap();
    assert_ends(
        &run(&["config", "check", "--config", text(&file)], ""),
        0,
        "The configuration is fine.",
    );
    std::fs::write(&file, "[http]\nlisten = 'here'\n[smtp]\ntsl = 'none'").unwrap();
    let refused = run(&["config", "check", "--config", text(&file)], "");
    assert_ends(&refused, 2, "pult: http.listen = \"here\"");
    assert_ends(&refused, 2, "did you mean smtp.tls?");
    assert_ends(
        &run(&["config", "check", "--config", "/there/is/none"], ""),
        2,
        "/there/is/none cannot be read",
    );
}

#[test]
fn accounts() {
    let temp = tempfile::tempdir().unwrap();
    let data = text(temp.path());
    let create = |login: &str, password: &str| {
        run(
            &[
                "user",
                "create",
                "--admin",
                "--login",
                login,
                "--password-stdin",
                "--data",
                data,
            ],
            password,
        )
    };
    assert_ends(
        &create("lvogt", "short\n"),
        2,
        "too short: it has 5 characters and needs at least 12",
    );
    assert_ends(
        &create("l vogt", "long enough it is\n"),
        2,
        "the login \"l vogt\" is not allowed",
    );
    assert_ends(
        &create("lvogt", "long enough it is\n"),
        0,
        "Created the administrator account lvogt.",
    );
    assert_ends(
        &create("LVogt", "long enough it is\n"),
        1,
        "the login lvogt is taken; nothing was created",
    );
    assert_ends(
        &run(&["user", "create", "--login", "x", "--data", data], ""),
        2,
        "--password-stdin",
    );
    let reset = |login: &str| run(&["user", "reset-second-factor", "--login", login, "--data", data], "");
    assert_ends(&reset("nobody"), 1, "there is no account nobody");
    assert_ends(&reset("LVogt"), 1, "has no second factor; nothing was changed");
}

#[test]
fn schema_and_seed() {
    let temp = tempfile::tempdir().unwrap();
    let data = text(temp.path());
    assert_ends(
        &run(&["migrate", "--check", "--data", data], ""),
        1,
        "these steps are missing",
    );
    assert_ends(&run(&["migrate", "--data", data], ""), 0, "The schema is up to date;");
    assert_ends(&run(&["migrate", "--data", data], ""), 0, "there was nothing to do");
    assert_ends(
        &run(&["migrate", "--check", "--data", data], ""),
        0,
        "The schema is up to date.",
    );
    assert_ends(&run(&["seed", "--profile", "e2e", "--data", data], ""), 0, "agent.lib");
    assert_ends(
        &run(&["seed", "--profile", "demo", "--data", data], ""),
        1,
        "already has 4 people; only an empty one is filled",
    );
    assert_ends(&run(&["seed", "--profile", "none", "--data", data], ""), 2, "none");
}

#[test]
fn the_load_has_as_many_tickets_as_asked_for() {
    let temp = tempfile::tempdir().unwrap();
    let seeded = run(
        &[
            "seed",
            "--profile",
            "load",
            "--tickets",
            "900",
            "--data",
            text(temp.path()),
        ],
        "",
    );
    assert_ends(&seeded, 0, "Filled in 900 tickets with three articles each, ");
    assert_ends(&seeded, 0, "900 of 900 tickets");
    // req: E16
    let verify = |rest: &[&str]| {
        run(
            &[&["history", "verify", "--data", text(temp.path())], rest].concat(),
            "",
        )
    };
    assert_ends(&verify(&[]), 0, "900 tickets: the history is whole.");
    assert_ends(&verify(&["--ticket", "20260101999999"]), 1, "pult: ");
}

// req: B1
#[test]
fn a_mail_by_the_pipe_is_recorded_or_kept() {
    let temp = tempfile::tempdir().unwrap();
    let data = text(temp.path());
    let mail = "From: Lena Vogt <lena.vogt@stud.example>\nTo: desk@pult.example\nSubject: x\n\nx\n";
    let deliver = |more: &[&str], mail: &str| run(&[&["mail", "deliver", "--data", data], more].concat(), mail);
    assert_ends(&deliver(&[], mail), 75, "run pult migrate");
    assert!(run(&["migrate", "--data", data], "").status.success());
    assert_ends(&deliver(&[], mail), 0, "");
    assert_ends(
        &deliver(&["--to", "desk@pult.example", "--from", "lena.vogt@stud.example"], mail),
        0,
        "",
    );
    assert_ends(&deliver(&[], ""), 64, "there is no mail on standard input");
    for odd in [
        "MAILER-DAEMON",
        "\"john doe\"@x.example",
        "x@[10.0.0.1]",
        "no address",
        "-x@y.example",
        "",
    ] {
        assert_ends(&deliver(&["--to", odd, "--from", odd], mail), 0, "");
    }
    assert_ends(&deliver(&["--nonsense"], mail), 64, "--nonsense");
    let mut away = pult(&["mail", "deliver", "--data", data]);
    away.env("PULT_DATABASE__URL", "postgres://pult@127.0.0.1:1/pult")
        .stdin(Stdio::null());
    away.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = away.spawn().unwrap();
    child.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
    assert_ends(&child.wait_with_output().unwrap(), 75, "cannot be opened");
}

#[test]
fn serve_says_when_it_is_ready_and_ends_soon_when_asked_to() {
    let temp = tempfile::tempdir().unwrap();
    let arguments = [
        "serve",
        "--data",
        text(temp.path()),
        "--listen",
        "127.0.0.1:0",
        "--lmtp",
        "127.0.0.1:0",
    ];
    let mut child = pult(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("Pult is ready at http://127.0.0.1:"), "{line:?}");
    let asked = Instant::now();
    let killed = Command::new("kill")
        .arg("-TERM")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
}

#[test]
fn serve_says_why_it_cannot() {
    let temp = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let serve = |more: &[&str]| run(&[&["serve", "--data", text(temp.path())], more].concat(), "");
    assert_ends(
        &serve(&["--listen", &address]),
        1,
        "another program (or another Pult) listens there",
    );
    assert_ends(
        &serve(&["--listen", "localhost"]),
        2,
        "http.listen = \"localhost\" (given by --listen)",
    );
    assert_ends(&serve(&["--lmtp", "0.0.0.0:2424"]), 2, "lmtp.allow_remote = true");
}
