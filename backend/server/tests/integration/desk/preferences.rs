//! Preferences: saved, checked, part of the session.

use serde_json::json;

use crate::support::{Desk, on_both};

on_both! {
    async fn preferences_are_saved_and_checked(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let usual = agent.get("/api/v1/preferences").await.expect(200).json();
        assert_eq!((&usual["theme"], &usual["undo_seconds"]), (&json!("system"), &json!(10)));
        let chosen = json!({
            "theme": "dark", "article_order": "newest_first", "columns": ["number", "due"], "undo_seconds": 60,
            "away_until": "2026-12-01T00:00:00Z",
        });
        assert_eq!(agent.put("/api/v1/preferences", &chosen).await.expect(200).json(), chosen);
        assert_eq!(agent.get("/api/v1/preferences").await.expect(200).json(), chosen);
        assert_eq!(agent.get("/api/v1/session").await.expect(200).json()["preferences"], chosen);
        assert_eq!(desk.sign_in("admin").await.get("/api/v1/preferences").await.json(), usual, "nobody else's");
        for (wrong, field) in [
            (json!({"undo_seconds": 61}), "undo_seconds"),
            (json!({"columns": ["due", "due"]}), "columns"),
            (json!({"theme": "pink"}), "theme"),
        ] {
            let problem = agent.put("/api/v1/preferences", &wrong).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        desk.visitor().get("/api/v1/preferences").await.problem(401, "not_signed_in");
    }
}
