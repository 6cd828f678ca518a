//! What an attacker tries at the door: frames, scripts in files, names that are paths, sessions chosen for somebody else.
//! `backend/SECURITY.md` names these tests.

use actix_web::http::Method;
use serde_json::json;

use crate::support::{Desk, on_both};

/// Files that a browser would run if it were let, with the type that they claim.
const HOSTILE: [(&str, &str); 5] = [
    ("seite.html", "text/html"),
    ("bild.svg", "image/svg+xml"),
    ("daten.xml", "application/xml"),
    ("script.js", "text/javascript"),
    ("typ.bin", "text/html; charset=utf-8"),
];

on_both! {
    async fn every_answer_has_the_protective_headers(desk: Desk) {
        let desk = desk.configured(|config| config.http.public_url = "https://desk.example".to_owned()).await;
        let (visitor, student) = (desk.visitor(), desk.sign_in("student").await);
        let mut answers = vec![student.get("/api/v1/tickets").await.expect(200)];
        for path in ["/", "/login", "/api/v1/health", "/api/v1/tickets", "/api/v1/nowhere", "/nowhere.js", "/api/openapi.json"] {
            answers.push(visitor.get(path).await);
        }
        for answer in answers {
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
            assert_eq!(answer.header("x-frame-options"), "DENY");
            assert_eq!(answer.header("referrer-policy"), "same-origin");
            assert!(answer.header("strict-transport-security").starts_with("max-age="), "{answer:?}");
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{policy}");
            assert!(!policy.contains("'unsafe-"), "{policy}");
        }
        assert_eq!(student.get("/api/v1/tickets").await.header("cache-control"), "no-store");
    }

    // No other host of the domain sets it for this one.
    async fn the_cookie_belongs_to_this_host_alone(desk: Desk) {
        let desk = desk.configured(|config| config.http.public_url = "https://desk.example".to_owned()).await;
        let body = json!({"login": "student", "password": pult_server::seed::E2E_PASSWORD}).to_string().into_bytes();
        let answer = desk.visitor().send(Method::POST, "/api/v1/session", Some(body), &[]).await.expect(201);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-pult_session=") && cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
        let pair = cookie.split(';').next().unwrap();
        desk.visitor().with_cookie(pair).get("/api/v1/session").await.expect(200);
        desk.visitor().with_cookie(pair.trim_start_matches("__Host-")).get("/api/v1/session").await.problem(401, "not_signed_in");
    }

    // Formulas in cells run on the machine of whoever opens the file; no operation writes cells.
    async fn nothing_is_given_out_as_a_table_with_formulas(desk: Desk) {
        let document = desk.visitor().get("/api/openapi.json").await.expect(200).json().to_string();
        for kind in ["text/csv", "text/tab-separated-values", "spreadsheet", "ms-excel"] {
            assert!(!document.contains(kind), "{kind}");
        }
    }

    // A few kilobytes would become a gigabyte.
    async fn what_is_packed_is_not_unpacked(desk: Desk) {
        for (path, media_type) in [("/api/v1/sign-on/uni/logout", "application/x-www-form-urlencoded"), ("/api/v1/session", "application/json")] {
            for coding in ["gzip", "br", "identity, gzip"] {
                let headers = [("content-encoding", coding), ("content-type", media_type)];
                let answer = desk.visitor().send(Method::POST, path, Some(vec![0x1f, 0x8b, 8, 0, 0]), &headers).await;
                answer.problem(415, "unsupported_media_type");
            }
        }
    }

    // req: D20 — files are handed on and never run in the desk's own origin.
    async fn files_are_never_pages(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = agent.open_for("it", "Anlagen", "student@stud.hs-musterstadt.example").await["number"].as_str().unwrap().to_owned();
        for (name, media_type) in HOSTILE {
            let path = format!("/api/v1/uploads?name={name}");
            let upload = agent.send(Method::POST, &path, Some(b"<script>alert(1)</script>".to_vec()), &[("content-type", media_type)]).await;
            let id = upload.expect(201).json()["id"].as_str().unwrap().to_owned();
            agent.apply(&number, json!([{"type": "note", "body": "Anbei", "attachments": [id]}])).await.expect(200);
        }
        let articles = agent.articles(&number).await;
        let files: Vec<&str> = articles.iter().filter_map(|article| article["attachments"][0]["id"].as_str()).collect();
        assert_eq!(files.len(), HOSTILE.len());
        for file in files {
            for rest in ["", "?inline=1"] {
                let answer = agent.get(&format!("/api/v1/attachments/{file}{rest}")).await.expect(200);
                assert!(answer.header("content-disposition").starts_with("attachment"), "{answer:?}");
                assert_eq!(answer.header("content-type"), "application/octet-stream", "{answer:?}");
                assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
            }
        }
    }

    async fn a_file_name_is_no_path_and_no_header(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = agent.open_for("it", "Namen", "student@stud.hs-musterstadt.example").await["number"].as_str().unwrap().to_owned();
        for name in ["..%2F..%2Fetc%2Fpasswd", "a%0D%0ASet-Cookie%3A%20x%3D1.txt", "C%3A%5Cautoexec.bat", "%22%3B%20filename%3Dx.exe"] {
            let path = format!("/api/v1/uploads?name={name}");
            let upload = agent.send(Method::POST, &path, Some(b"x".to_vec()), &[("content-type", "text/plain")]).await;
            // Refused or tidied up: both are well.
            if upload.status.is_client_error() {
                continue;
            }
            let id = upload.json()["id"].as_str().unwrap().to_owned();
            agent.apply(&number, json!([{"type": "note", "body": "Anbei", "attachments": [id]}])).await.expect(200);
        }
        for article in agent.articles(&number).await {
            let Some(file) = article["attachments"][0]["id"].as_str() else { continue };
            let name = article["attachments"][0]["name"].as_str().unwrap();
            assert!(!name.contains(['/', '\\', '\r', '\n']), "{name:?}");
            let answer = agent.get(&format!("/api/v1/attachments/{file}")).await.expect(200);
            assert_eq!(answer.header("set-cookie"), "");
            assert!(!answer.header("content-disposition").contains(['/', '\\']), "{answer:?}");
        }
    }

    async fn a_session_that_somebody_else_has_chosen_is_not_taken(desk: Desk) {
        let body = json!({"login": "student", "password": pult_server::seed::E2E_PASSWORD}).to_string().into_bytes();
        let visitor = desk.visitor();
        let mut cookies = Vec::new();
        for chosen in ["pult_session=gewaehlt", "pult_session=gewaehlt"] {
            let headers = [("cookie", chosen)];
            let answer = visitor.send(Method::POST, "/api/v1/session", Some(body.clone()), &headers).await.expect(201);
            cookies.push(answer.header("set-cookie").split(';').next().unwrap().to_owned());
        }
        assert!(!cookies.contains(&"pult_session=gewaehlt".to_owned()));
        assert_ne!(cookies[0], cookies[1], "each sign-in is a session of its own");
        let chosen = visitor.send(Method::GET, "/api/v1/session", None, &[("cookie", "pult_session=gewaehlt")]).await;
        assert_eq!(chosen.status.as_u16(), 401);
    }
}
