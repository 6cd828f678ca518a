//! Presence: who looks and who writes, told to agents at once.

use std::time::Duration;

use jiff::SignedDuration;
use pult_server::service::live;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{open, text};
use crate::support::{Desk, on_both};

fn names(view: &Value) -> Vec<(String, bool)> {
    let people = view["people"].as_array().unwrap();
    people
        .iter()
        .map(|one| (text(&one["person"]["name"]), one["writing"].as_bool().unwrap()))
        .collect()
}

on_both! {
    // req: B8
    async fn agents_see_each_other_at_a_ticket(desk: Desk) {
        let stop = CancellationToken::new();
        let (ivo, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (student, librarian) = (desk.sign_in("student").await, desk.sign_in("agent.lib").await);
        let number = open(&ivo, "it", "Drucker").await;
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut told = ivo.listen(None).await;
        let mut customer = student.listen(None).await;
        let mut outsider = librarian.listen(None).await;
        for stream in [&mut told, &mut customer, &mut outsider] {
            assert_eq!(stream.next().await.0, "ready");
        }
        let path = format!("/api/v1/tickets/{number}/presence");
        let report = async |who: &crate::support::Visitor, report: Value| who.put(&path, &report).await.expect(200).json();
        assert_eq!(names(&report(&ivo, json!({})).await), [("Ivo Techniker".to_owned(), false)]);
        let (name, view) = told.next().await;
        assert_eq!((name.as_str(), names(&view).len()), ("presence", 1));
        let both = report(&admin, json!({"writing": true})).await;
        assert_eq!(names(&both), [("Ada Administrator".to_owned(), true), ("Ivo Techniker".to_owned(), false)]);
        assert_eq!(told.next().await.1, both);
        let screen = ivo.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200).json();
        assert_eq!(names(&screen["presence"]), [("Ada Administrator".to_owned(), true)], "who else is there");
        report(&admin, json!({"gone": true})).await;
        assert_eq!(names(&told.next().await.1).len(), 1);
        desk.later(SignedDuration::from_secs(61));
        assert!(names(&told.next().await.1).is_empty(), "who falls silent is gone");

        student.put(&path, &json!({})).await.problem(403, "forbidden");
        librarian.put(&path, &json!({})).await.problem(404, "ticket_not_found");
        assert!(customer.is_silent().await && outsider.is_silent().await);
        let seen = student.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200).json();
        assert!(seen.get("presence").is_none());
        stop.cancel();
    }
}
