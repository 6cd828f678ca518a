//! Mail that cannot be delivered is work for somebody, never silence.

use jiff::SignedDuration;
use pult_server::adapters::transport::TransportError;
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn a_refused_mail_is_marked_and_reopens_the_ticket(desk: Desk) {
        desk.receive(&Eml::new("b@stud", "Frage", "Wann?")).await;
        desk.delivered().await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        desk.transport.fail_next(TransportError::Permanent("550 5.1.1 no such user".to_owned()));
        let commands = json!([{"type": "reply", "body": "Morgen."}, {"type": "set_state", "state": "closed", "notify_customer": false}]);
        agent.apply(&number, commands).await.expect(200);
        desk.delivered().await;
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "open");
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let failed = history["items"].as_array().unwrap().iter().find(|entry| entry["event"]["type"] == "mail_failed");
        assert_eq!(failed.expect("in the history")["event"]["reason"], "550 5.1.1 no such user");
        let admin = desk.sign_in("admin").await;
        let row = admin.get("/api/v1/outgoing-mails?limit=1").await.expect(200).json()["items"][0].clone();
        assert_eq!((row["status"].as_str(), row["kind"].as_str()), (Some("failed"), Some("reply")));
    }

    async fn a_delayed_mail_is_tried_again_later(desk: Desk) {
        desk.receive(&Eml::new("d@stud", "Frage", "Wann?")).await;
        desk.transport.fail_next(TransportError::Temporary("451 4.3.0 try later".to_owned()));
        assert!(desk.delivered().await.is_empty());
        let admin = desk.sign_in("admin").await;
        let row = admin.get("/api/v1/outgoing-mails").await.expect(200).json()["items"][0].clone();
        assert_eq!((row["status"].as_str(), row["attempts"].as_u64()), (Some("queued"), Some(1)));
        assert_eq!(row["last_answer"], "451 4.3.0 try later");
        desk.later(SignedDuration::from_mins(2));
        assert_eq!(desk.delivered().await.len(), 1);
    }
}
