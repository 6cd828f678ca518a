//! The invariants of the design (backend/ARCHITECTURE.md) that no type holds: who depends on whom, and who calls what.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Direct dependencies (without those of tests) by package of the workspace.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let names = |package: &Value| {
        let all = package["dependencies"].as_array().expect("dependencies").iter();
        all.filter(|dependency| dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| (package["name"].as_str().expect("a name").to_owned(), names(package)))
        .collect()
}

// Invariants 1 and 2.
#[test]
fn rooms_know_only_what_they_may() {
    let dependencies = dependencies();
    let rooms = |package: &str| -> Vec<String> {
        dependencies[package]
            .iter()
            .filter(|name| name.starts_with("pult-"))
            .cloned()
            .collect()
    };
    assert_eq!(rooms("pult-shared"), Vec::<String>::new());
    assert_eq!(rooms("pult-domain"), ["pult-shared"]);
    assert_eq!(rooms("pult-mail"), Vec::<String>::new());
    assert_eq!(rooms("pult-markup"), Vec::<String>::new());
    assert_eq!(rooms("pult-migrations"), Vec::<String>::new());
    assert_eq!(rooms("pult-store"), ["pult-domain", "pult-migrations", "pult-shared"]);
    assert_eq!(rooms("pult-frontend"), ["pult-shared"]);
    for pure in ["pult-shared", "pult-domain", "pult-mail", "pult-markup"] {
        for banned in ["tokio", "actix-web", "sea-orm", "reqwest", "leptos", "rand"] {
            assert!(!dependencies[pure].contains(banned), "{pure} must not know {banned}");
        }
    }
    for (package, names) in &dependencies {
        let sql = names
            .iter()
            .any(|name| name.starts_with("sea-orm") || name.starts_with("sqlx"));
        assert_eq!(
            sql,
            ["pult-store", "pult-migrations"].contains(&package.as_str()),
            "{package} and SQL"
        );
        assert_eq!(
            names.contains("leptos"),
            package == "pult-frontend",
            "{package} and leptos"
        );
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join(folder), &mut files);
    assert!(!files.is_empty(), "{folder} has no source");
    files
        .into_iter()
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read_to_string(&path).expect("readable"),
            )
        })
        .collect()
}

// Invariants 2 and 4.
#[test]
fn http_calls_use_cases_and_nobody_else_knows_http() {
    for (path, text) in sources("backend/server/src/http") {
        assert!(!text.contains("pult_store"), "{path} calls the store");
    }
    for folder in ["service", "identity", "config"] {
        for (path, text) in sources(&format!("backend/server/src/{folder}")) {
            assert!(!text.contains("actix_web"), "{path} knows HTTP");
        }
    }
    for (path, text) in sources("backend/server/src") {
        let outward = ["TcpStream", "AsyncSmtpTransport", "async_imap", "LdapConn"]
            .iter()
            .any(|word| text.contains(word));
        assert!(
            !outward || path.contains("/adapters/"),
            "{path} opens an outward socket"
        );
    }
}

// Invariant 4: only policy makes a Permit or a Visibility.
#[test]
fn only_policy_lets_people_in() {
    for (path, text) in sources("backend/domain/src") {
        let makes = text.contains("Permit(())") || text.contains("Visibility(Filter") || text.contains("Visibility(if");
        assert!(!makes || path.contains("/policy/"), "{path} makes its own permit");
    }
}

// Invariant 9.
#[test]
fn areas_do_not_import_each_other() {
    let areas = [("portal", "portal"), ("agent", "desk"), ("admin", "administration")];
    for (mine, own) in areas {
        for (other, _) in areas.into_iter().filter(|(other, _)| *other != mine) {
            let pages = sources(&format!("frontend/src/pages/{mine}"));
            let program = sources("frontend/src/areas")
                .into_iter()
                .filter(|(path, _)| path.ends_with(&format!("{own}.rs")));
            for (path, text) in pages.into_iter().chain(program) {
                let imports = |line: &str| line.contains(&format!("pages::{other}"));
                let mut code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                assert!(
                    !code.any(imports),
                    "{path} imports pages of {other}, which is a program of its own"
                );
            }
        }
    }
    for (path, text) in sources("frontend/src/components") {
        assert!(!text.contains("crate::api"), "{path} knows the API");
    }
}

// Files are one thought each; a module says what it knows.
#[test]
fn files_are_small_and_introduce_themselves() {
    for folder in ["shared/src", "migrations/src", "backend", "frontend/src"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//!"), "{path} does not say what it is");
            let lines = text.lines().count();
            assert!(lines <= 600, "{path} has {lines} lines");
        }
    }
}

// What `backend/SECURITY.md` says is held by tests that are there.
#[test]
fn the_table_of_security_names_tests_that_are_there() {
    let table = std::fs::read_to_string(root().join("backend/SECURITY.md")).expect("readable");
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let code: String = sources("backend").into_iter().map(|(_, text)| text).collect();
    let mut named = 0;
    for row in rows.skip(1) {
        let tests = row.rsplit('|').nth(1).expect("a column of tests");
        let names: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test: {row}");
        for name in names {
            assert!(code.contains(&format!("fn {name}(")), "{name} is no test: {row}");
            named += 1;
        }
    }
    assert!(named > 30, "the table is read: {named}");
}
