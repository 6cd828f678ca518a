//! The live stream: what happens is told at once, to those who may know it.

use std::time::Duration;

use jiff::SignedDuration;
use pult_server::service::live;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::{Desk, Eml, on_both};

/// The time of the runtime jumps; that of the desk does not.
async fn wait_for_a_pulse() {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(21)).await;
    tokio::time::resume();
}

on_both! {
    async fn a_stream_ends_with_its_session(desk: Desk) {
        let (student, other) = (desk.sign_in("student").await, desk.sign_in("student").await);
        let (mut gone, mut goes_on) = (student.listen(None).await, other.listen(None).await);
        for stream in [&mut gone, &mut goes_on] {
            assert_eq!(stream.next().await.0, "ready");
        }
        wait_for_a_pulse().await;
        assert!(!gone.has_ended().await);
        student.delete("/api/v1/session").await.expect(204);
        wait_for_a_pulse().await;
        assert!(gone.has_ended().await);
        assert!(!goes_on.has_ended().await, "another session of the same person");
        desk.later(SignedDuration::from_hours(24 * 30));
        wait_for_a_pulse().await;
        assert!(goes_on.has_ended().await, "ended by time");
    }

    async fn listening_keeps_no_session_alive(desk: Desk) {
        let student = desk.sign_in("student").await;
        let mut stream = student.listen(None).await;
        assert_eq!(stream.next().await.0, "ready");
        let idle = SignedDuration::from_mins(i64::from(desk.app.config.session.idle_minutes));
        desk.later(idle - SignedDuration::from_mins(1));
        wait_for_a_pulse().await;
        assert!(!stream.has_ended().await);
        desk.later(SignedDuration::from_mins(2));
        student.get("/api/v1/session").await.problem(401, "session_expired");
    }

    async fn a_mail_is_told_to_agents_and_to_its_customer(desk: Desk) {
        let stop = CancellationToken::new();
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut agent = desk.sign_in("agent.it").await.listen(None).await;
        let mut librarian = desk.sign_in("agent.lib").await.listen(None).await;
        let mut student = desk.sign_in("student").await.listen(None).await;
        for stream in [&mut agent, &mut librarian, &mut student] {
            assert_eq!(stream.next().await.0, "ready");
        }
        desk.receive(&Eml::new("live@x", "Jetzt", "Hallo")).await;
        let kinds = |events: &[Value]| -> Vec<String> {
            events.iter().map(|event| event["event"]["type"].as_str().unwrap().to_owned()).collect()
        };
        let told = agent.take(3).await;
        assert_eq!(kinds(&told), ["ticket_opened", "article_added", "mail_queued"]);
        assert_eq!(kinds(&student.take(2).await), ["ticket_opened", "article_added"], "nothing of the desk's inner life");

        let worker = desk.sign_in("agent.it").await;
        let number = told[0]["number"].as_str().unwrap();
        let commands = json!([{"type": "note", "body": "intern"}, {"type": "set_state", "state": "closed_successful", "notify_customer": false}]);
        worker.apply(number, commands).await.expect(200);
        assert_eq!(kinds(&agent.take(2).await), ["article_added", "state_changed"]);
        assert_eq!(kinds(&student.take(1).await), ["state_changed"]);
        assert!(librarian.is_silent().await, "other queues are nobody else's business");

        let library = worker.queue("library").await;
        let admin = desk.sign_in("admin").await;
        admin.apply(number, json!([{"type": "move", "queue_id": library}])).await.expect(200);
        let (name, gone) = agent.next().await;
        assert_eq!((name.as_str(), &gone["number"]), ("gone", &told[0]["number"]), "that it is gone, not where to");
        assert_eq!(gone.as_object().unwrap().len(), 3);
        worker.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        assert_eq!(kinds(&librarian.take(1).await), ["moved"]);
        admin.apply(number, json!([{"type": "move", "queue_id": told[0]["queue_id"]}])).await.expect(200);
        assert_eq!(kinds(&agent.take(1).await), ["moved"]);

        let mut again = desk.sign_in("agent.it").await.listen(told[2]["seq"].as_i64()).await;
        assert_eq!(again.next().await.0, "ready");
        let missed = kinds(&again.take(4).await);
        assert_eq!(missed, ["article_added", "state_changed", "moved", "moved"], "what was missed comes first");
        stop.cancel();
    }
}
