//! Mail that cannot be delivered is work for somebody, never silence.

use jiff::SignedDuration;
use pult_server::adapters::transport::TransportError;
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

/// A delivery report (RFC 3464).
fn report(id: &str, subject: &str, recipient: &str, original: &str) -> Eml {
    let body = format!(
        "--r\r\nContent-Type: text/plain\r\n\r\nNicht zugestellt.\r\n\
         --r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 no such user\r\n\
         --r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\n\r\n--r--"
    );
    Eml::new(id, subject, &body)
        .from("mailer-daemon@mx.example")
        .header("Content-Type: multipart/report; report-type=delivery-status; boundary=r")
}

on_both! {
    async fn a_report_of_a_delay_is_noted_and_changes_nothing_else(desk: Desk) {
        desk.receive(&Eml::new("late@stud", "Frage", "Wann?")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let sent = desk.delivered().await[0].clone();
        let (ours, to) = (sent.message_id.as_deref().unwrap(), sent.to[0].address.as_str());
        let row = async || admin.get("/api/v1/outgoing-mails").await.expect(200).json()["items"][0].clone();
        let body = format!(
            "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; {to}\r\nAction: delayed\r\nStatus: 4.4.1\r\n\
             Diagnostic-Code: smtp; 451 greylisted\r\n\
             --r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{ours}>\r\n\r\n--r--"
        );
        let late = Eml::new("dsn@mx", "Delayed", &body).from("mailer-daemon@mx.example");
        desk.receive(&late.header("Content-Type: multipart/report; report-type=delivery-status; boundary=r")).await;
        let noted = row().await;
        assert_eq!((noted["status"].as_str(), noted["delay"].as_str()), (Some("sent"), Some("451 greylisted")));
        assert!(noted["delayed_at"].is_string());
        let ticket = agent.tickets("").await[0].clone();
        assert_eq!(ticket["state"], "new");
        let articles = agent.articles(ticket["number"].as_str().unwrap()).await;
        assert_eq!(articles[1]["visible_to_customer"], false, "kept in the ticket, inside");
    }

    async fn an_invitation_is_shown_and_a_signature_folded(desk: Desk) {
        let body = "--b\r\nContent-Type: text/plain\r\n\r\nPasst das?\r\n\r\n-- \r\nLena Vogt\r\n\
             --b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n\
             UID:1@x\r\nSUMMARY:Beratung\r\nLOCATION:B 2.07\r\nDTSTART;TZID=Europe/Berlin:20261125T100000\r\n\
             DTEND;TZID=Europe/Berlin:20261125T110000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--";
        desk.receive(&Eml::new("cal@stud", "Termin", body).header("Content-Type: multipart/mixed; boundary=b")).await;
        let agent = desk.sign_in("agent.it").await;
        let ticket = agent.tickets("").await[0].clone();
        let article = agent.articles(ticket["number"].as_str().unwrap()).await[0].clone();
        let event = article["invitations"][0].clone();
        assert_eq!((event["kind"].as_str(), event["summary"].as_str()), (Some("request"), Some("Beratung")));
        assert_eq!(event["time"], "2026-11-25 10:00–11:00 (Europe/Berlin)");
        assert_eq!((event["starts_at"].as_str(), event["ends_at"].as_str()), (Some("2026-11-25T09:00:00Z"), Some("2026-11-25T10:00:00Z")));
        let text: String = article["text"].as_str().unwrap().to_owned();
        let at = usize::try_from(article["signature_at"].as_u64().unwrap()).unwrap();
        assert!(text.chars().take(at).collect::<String>().ends_with("Passt das?"), "{text}");
    }

    async fn a_report_counts_for_a_mail_that_was_sent_to_whom_it_names(desk: Desk) {
        desk.receive(&Eml::new("r@stud", "Frage", "Wann?")).await;
        let agent = desk.sign_in("agent.it").await;
        let admin = desk.sign_in("admin").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        agent.apply(&number, json!([{"type": "set_state", "state": "closed_successful", "notify_customer": false}])).await.expect(200);
        let sent = desk.delivered().await[0].clone();
        let (ours, to) = (sent.message_id.as_deref().unwrap(), sent.to[0].address.as_str());
        let subject = format!("Undelivered: [Ticket#{number}]");
        let state = async || agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()["state"].clone();
        let failures = async || {
            let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
            let items = history["items"].as_array().unwrap().clone();
            items.iter().filter(|entry| entry["event"]["type"] == "mail_failed").count()
        };
        desk.receive(&report("forged1@x", &subject, to, "invented@x.example")).await;
        desk.receive(&report("forged2@x", &subject, "other@x.example", ours)).await;
        assert_eq!((state().await, failures().await), (json!("closed_successful"), 0));
        let articles = agent.articles(&number).await;
        assert!(articles[1..].iter().all(|article| article["visible_to_customer"] == false), "{articles:?}");
        desk.receive(&report("true@x", "Undelivered", to, ours)).await;
        assert_eq!((state().await, failures().await), (json!("open"), 1));
        let row = admin.get("/api/v1/outgoing-mails").await.expect(200).json()["items"][0].clone();
        assert_eq!((row["status"].as_str(), row["last_answer"].as_str()), (Some("bounced"), Some("550 no such user")));
        desk.receive(&report("again@x", "Undelivered", to, ours)).await;
        assert_eq!(failures().await, 1, "it has failed once");
    }

    async fn a_refused_mail_is_marked_and_reopens_the_ticket(desk: Desk) {
        desk.receive(&Eml::new("b@stud", "Frage", "Wann?")).await;
        desk.delivered().await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        desk.transport.fail_next(TransportError::Permanent("550 5.1.1 no such user".to_owned()));
        let commands = json!([{"type": "reply", "body": "Morgen."}, {"type": "set_state", "state": "closed_successful", "notify_customer": false}]);
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
        assert_eq!((row["status"].as_str(), row["attempts"].as_u64()), (Some("deferred"), Some(1)));
        assert_eq!(row["last_answer"], "451 4.3.0 try later");
        desk.later(SignedDuration::from_mins(2));
        assert_eq!(desk.delivered().await.len(), 1);
    }
}
