//! What goes wrong is told as a problem document, and nothing crosses sites.

use actix_web::http::Method;
use serde_json::json;

use crate::support::{Desk, Eml, Visitor, on_both};

on_both! {
    async fn bad_requests_are_problem_documents(desk: Desk) {
        let student = desk.sign_in("student").await;
        student.get("/api/v1/nowhere").await.problem(404, "not_found");
        student.delete("/api/v1/tickets").await.problem(405, "method_not_allowed");
        student.get("/api/v1/tickets/20261122000000").await.problem(404, "ticket_not_found");
        student.get("/api/v1/tickets?filter=state%3ALost").await.problem(422, "invalid_filter");
        student.get("/api/v1/tickets?cursor=nonsense").await.problem(422, "invalid");
        student.get("/api/v1/tickets?sort=sideways").await.problem(400, "bad_request");
        student.get("/api/v1/attachments/none").await.problem(404, "not_found");
        let text = [("content-type", "text/plain")];
        student.post_with("/api/v1/tickets", &json!({}), &text).await.problem(415, "unsupported_media_type");
        let problem = student.post("/api/v1/tickets", &json!({"subject": 3})).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "subject");
        let unknown = json!({"queue_id": "00000000-0000-7000-8000-000000000000", "subject": "a", "body": "b"});
        student.post("/api/v1/tickets", &unknown).await.problem(404, "queue_not_found");
        desk.visitor().get("/api/v1/queues").await.problem(401, "not_signed_in");
    }

    async fn a_body_is_one_value(desk: Desk) {
        let student = desk.sign_in("student").await;
        let ticket = json!({"queue_id": student.queue("it").await, "subject": "a", "body": "b"});
        for rest in ["x", "{}", "]"] {
            let body = format!("{ticket}{rest}").into_bytes();
            student.send(Method::POST, "/api/v1/tickets", Some(body), &[]).await.problem(400, "bad_request");
        }
        assert!(student.tickets("").await.is_empty());
        let body = format!("{ticket}\n").into_bytes();
        student.send(Method::POST, "/api/v1/tickets", Some(body), &[]).await.expect(201);
    }

    async fn a_wrong_value_is_no_unknown_command(desk: Desk) {
        desk.receive(&Eml::new("u@x", "Frage", "Hallo")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let wrong = json!([{"type": "take"}, {"type": "set_state", "state": 7}]);
        let problem = agent.apply(&number, wrong).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "commands.1");
        let unknown = json!([{"type": "take"}, {"type": "explode"}]);
        let problem = agent.apply(&number, unknown).await.problem(422, "unknown_command");
        assert_eq!(problem["errors"][0], json!({"field": "commands.1.type", "code": "unknown"}));
        agent.apply(&number, json!([{"state": "open"}])).await.problem(422, "invalid");
    }

    async fn head_is_get_without_the_body(desk: Desk) {
        let student = desk.sign_in("student").await;
        let ticket = json!({"queue_id": student.queue("it").await, "subject": "a", "body": "b"});
        let ticket = student.post("/api/v1/tickets", &ticket).await.expect(201).json();
        let path = format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap());
        for path in [path.as_str(), "/api/v1/tickets", "/api/v1/health", "/locales/desk/de.ftl"] {
            let get = student.get(path).await.expect(200);
            let head = student.send(Method::HEAD, path, None, &[]).await.expect(200);
            for name in ["etag", "content-type"] {
                assert_eq!(head.header(name), get.header(name), "{path}: {name}");
            }
            assert!(head.bytes.is_empty(), "{path}");
        }
        student.send(Method::HEAD, "/api/v1/tickets/20261122000000", None, &[]).await.expect(404);
        desk.visitor().send(Method::HEAD, &path, None, &[]).await.expect(401);
        let refused = student.delete("/api/v1/tickets").await;
        assert_eq!(refused.header("allow"), "GET, HEAD, POST");
    }

    async fn other_sites_change_nothing(desk: Desk) {
        let student = desk.sign_in("student").await;
        let body = json!({"queue_id": student.queue("it").await, "subject": "a", "body": "b"});
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site"), ("origin", "https://evil.hs-musterstadt.example")],
            vec![("origin", "https://evil.example"), ("host", "desk.example")],
            vec![("origin", "null"), ("host", "desk.example")],
        ] {
            student.post_with("/api/v1/tickets", &body, &headers).await.problem(403, "cross_site");
        }
        let own = [("origin", "https://desk.example"), ("host", "desk.example"), ("sec-fetch-site", "same-origin")];
        student.post_with("/api/v1/tickets", &body, &own).await.expect(201);
    }

    async fn pages_and_documentation_come_from_the_binary(desk: Desk) {
        let visitor = desk.visitor();
        let page = visitor.get("/login").await.expect(200);
        assert!(page.header("content-security-policy").contains("script-src 'self' 'nonce-"));
        assert_eq!(page.header("cache-control"), "no-cache");
        let docs = visitor.get("/api/docs/").await.expect(200);
        assert!(!String::from_utf8_lossy(&docs.bytes).contains("https://"), "nothing from the network");
        visitor.get("/api/openapi.json").await.expect(200);
        for area in pult_shared::area::Area::ALL.map(pult_shared::area::Area::name) {
            visitor.get(&format!("/locales/{area}/de.ftl")).await.expect(200);
        }
        for unknown in ["/locales/desk/fr.ftl", "/locales/nowhere/de.ftl", "/locales/de.ftl", "/desk.html"] {
            visitor.get(unknown).await.problem(404, "not_found");
        }
        visitor.get("/api/v1/health").await.expect(200);
        visitor.get("/missing.js").await.problem(404, "not_found");
    }

    // Each area is a program of its own; nobody shall load one only to be sent to another.
    async fn a_page_starts_the_program_of_its_area(desk: Desk) {
        let visitor = desk.visitor();
        for (path, area) in [
            ("/portal", "portal"),
            ("/portal/tickets/2026112200017", "portal"),
            ("/preferences", "portal"),
            ("/login", "portal"),
            ("/login?next=%2Fagent%3Fqueue%3Dit", "portal"),
            ("/", "portal"),
            ("/nowhere", "portal"),
        ] {
            assert_eq!(started(&visitor, path).await, area, "{path}");
        }
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        // Only the portal's program has the sign-in page, so nobody loads another one before it.
        for (path, location) in [
            ("/agent", "/login?next=/agent"),
            ("/agent?queue=it&a=%2F", "/login?next=/agent%3Fqueue%3Dit%26a%3D%252F"),
            ("/admin/roles", "/login?next=/admin/roles"),
        ] {
            let answer = visitor.get(path).await.expect(303);
            assert_eq!((answer.header("location"), answer.header("cache-control")), (location, "no-store"), "{path}");
        }
        for (path, area) in [("/agent/tickets/2026112200017?x=1", "desk"), ("/admin/mail/outgoing", "mail"), ("/admin/roles", "people")] {
            assert_eq!(started(&agent, path).await, area, "{path}");
        }
        for path in ["/", "/tickets/2026112200017"] {
            assert_eq!(started(&agent, path).await, "desk", "{path}");
            assert_eq!(started(&student, path).await, "portal", "{path}");
        }
        // Whoever may not see the pages of an area gets its program all the same: the program says so.
        assert_eq!(started(&student, "/admin").await, "admin");
    }
}

/// The area whose program a page starts. A release's page is minified: its attributes have no quotation marks.
async fn started(visitor: &Visitor, path: &str) -> String {
    let page = visitor.get(path).await.expect(200);
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    let (_, rest) = text.split_once("data-area=").expect("a start page");
    let value = rest.trim_start_matches('"').chars();
    value.take_while(char::is_ascii_lowercase).collect()
}
