//! Senders, ids and envelopes that are not as the standards want them: there is a ticket, and no answer to a machine.

use pult_shared::{api::mail::Door, ids::PersonId, person::Language};
use pult_store::people::{self, NewPerson};
use serde_json::{Value, json};

use crate::support::{Desk, Eml, on_both};

const DESK: &str = "it-desk@hs-musterstadt.example";

async fn latest(desk: &Desk) -> Value {
    let admin = desk.sign_in("admin").await;
    admin.get("/api/v1/incoming-mails?limit=1").await.expect(200).json()["items"][0].clone()
}

on_both! {
    async fn an_address_beyond_the_grammar_has_a_ticket_and_can_be_answered(desk: Desk) {
        for (index, from) in ["a..b@docomo.example", "ab.@docomo.example", ".ab@docomo.example"].into_iter().enumerate() {
            desk.receive(&Eml::new(&format!("dots{index}@docomo"), "Frage", "Wann?").from(from)).await;
            let row = latest(&desk).await;
            assert_eq!(row["outcome"], "new_ticket", "{row}");
            let number = row["ticket_number"].as_str().unwrap();
            let agent = desk.sign_in("agent.it").await;
            let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
            assert_eq!(ticket["requester"]["address"], from);
            agent.apply(number, json!([{"type": "reply", "body": "Morgen."}])).await.expect(200);
        }
        assert_eq!(desk.delivered().await.len(), 3, "the answers, no receipt");
    }

    async fn an_id_that_cannot_be_written_back_costs_neither_ticket_nor_receipt(desk: Desk) {
        let long = "x".repeat(950);
        for id in ["müll@stud", "a<b@stud", long.as_str()] {
            desk.receive(&Eml::new(id, "Frage", "Wann?")).await;
            let row = latest(&desk).await;
            assert_eq!(row["outcome"], "new_ticket", "{row}");
            let agent = desk.sign_in("agent.it").await;
            let number = row["ticket_number"].as_str().unwrap();
            agent.apply(number, json!([{"type": "reply", "body": "Morgen."}])).await.expect(200);
        }
        assert_eq!(desk.delivered().await.len(), 6, "receipts and answers");
    }

    async fn nobody_can_be_named_by_an_address_that_cannot_be_written_to(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let queue = agent.queue("it").await;
        let long = "x".repeat(9_000);
        for (name, address) in [("A", "a..b@docomo.example"), ("B", "b.@x.example"), (long.as_str(), "c@x.example"), ("D\nE", "d@x.example")] {
            let request = json!({"queue_id": queue, "subject": "Anruf", "body": "Hallo",
                "requester": {"name": name, "address": address}});
            agent.post("/api/v1/tickets", &request).await.problem(422, "invalid");
        }
    }

    // req: D6 — however it was typed.
    async fn a_copy_typed_in_capitals_takes_part(desk: Desk) {
        desk.receive(&Eml::new("typed@stud", "Raum 17", "Beamer kaputt.")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let reply = json!([{"type": "reply", "body": "Wir kommen.", "cc": [{"address": "Max.Muster@S.Example"}]}]);
        agent.apply(&number, reply).await.expect(200);
        desk.receive(&Eml::new("typed2@s", &format!("Re: [Ticket#{number}]"), "Gut.").from("max.muster@s.example")).await;
        assert_eq!(latest(&desk).await["outcome"], "follow_up");
    }

    async fn the_receipt_goes_to_the_address_that_wrote(desk: Desk) {
        let person = NewPerson {
            id: PersonId(desk.app.fresh()),
            login: None,
            name: "Toni Zwei".to_owned(),
            language: Some(Language::De),
            administrator: false,
            active: true,
            addresses: vec!["first@zwei.example".to_owned(), "second@zwei.example".to_owned()],
            password_hash: None,
            created_at: desk.app.now(),
        };
        let tx = desk.app.store.begin().await.unwrap();
        people::insert(&tx, &person).await.unwrap();
        tx.commit().await.unwrap();
        desk.receive(&Eml::new("two@zwei", "Frage", "Wann?").from("second@zwei.example")).await;
        assert_eq!(desk.delivered().await[0].to[0].address, "second@zwei.example");
    }

    // RFC 3834 §2
    async fn a_mail_from_nobody_gets_no_receipt(desk: Desk) {
        for (door, id, receipts) in [(Door::Lmtp, "null1@stud", 0), (Door::Pipe, "null2@stud", 0), (Door::Imap, "null3@stud", 1)] {
            desk.receive_raw(door, "", DESK, Eml::new(id, "Formular", "Neu.").bytes()).await;
            assert_eq!(latest(&desk).await["outcome"], "new_ticket");
            assert_eq!(desk.delivered().await.len(), receipts, "{door:?}");
        }
    }

    async fn whoever_looks_after_mail_elsewhere_is_heard(desk: Desk) {
        desk.receive(&Eml::new("pm@uni", "Ihr Mailserver", "antwortet nicht.").from("postmaster@uni.example")).await;
        assert_eq!(latest(&desk).await["outcome"], "new_ticket");
        let other = Eml::new("other@uni", "Weitergeleitet", "Bitte übernehmen.").from("desk@uni.example");
        desk.receive(&other.header("X-Pult-Loop: uni.example")).await;
        assert_eq!(latest(&desk).await["outcome"], "new_ticket");
        let own = Eml::new("own@stud", "Zurück", "von selbst").header("X-Pult-Loop: hs-musterstadt.example");
        desk.receive(&own).await;
        assert_eq!(latest(&desk).await["outcome"], "ignored");
    }

    async fn the_envelope_never_stands_in_for_a_sender_that_is_named(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        for (id, from, expected) in [
            ("e1@x", "cron@build_host.example", "cron@build_host.example"),
            ("e2@x", "x@[10.0.0.1]", "x@[10.0.0.1]"),
            ("e3@x", "Nur ein Name", "unknown-sender@hs-musterstadt.example"),
        ] {
            let raw = Eml::new(id, "Frage", "Wann?").from(from).bytes();
            desk.receive_raw(Door::Lmtp, "list-bounces@lists.example", DESK, raw).await;
            let row = latest(&desk).await;
            let number = row["ticket_number"].as_str().unwrap_or_else(|| panic!("{row}")).to_owned();
            let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
            assert_eq!(ticket["requester"]["address"], expected);
        }
    }
}
