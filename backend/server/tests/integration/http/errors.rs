//! What goes wrong is told as a problem document, and nothing crosses sites.

use serde_json::json;

use crate::support::{Desk, on_both};

on_both! {
    async fn bad_requests_are_problem_documents(desk: Desk) {
        let student = desk.sign_in("student").await;
        student.get("/api/v1/nowhere").await.problem(404, "not_found");
        student.delete("/api/v1/tickets").await.problem(405, "method_not_allowed");
        student.get("/api/v1/tickets/20261122000000").await.problem(404, "ticket_not_found");
        student.get("/api/v1/tickets?filter=state%3Alost").await.problem(422, "invalid_filter");
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
        visitor.get("/locales/de.ftl").await.expect(200);
        visitor.get("/locales/fr.ftl").await.problem(404, "not_found");
        visitor.get("/api/v1/health").await.expect(200);
        visitor.get("/missing.js").await.problem(404, "not_found");
    }
}
