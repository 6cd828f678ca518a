//! A number in the subject lets nobody into somebody else's ticket.

use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn a_strangers_follow_up_is_held(desk: Desk) {
        desk.receive(&Eml::new("mine@stud", "Prüfung", "Meine Note?")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        agent.apply(&number, serde_json::json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let forged = Eml::new("evil@x", &format!("Re: [Ticket#{number}]"), "Bitte an mich.").from("mallory@evil.example");
        desk.receive(&forged).await;
        let articles = agent.articles(&number).await;
        assert_eq!(articles.len(), 2, "kept, for agents to see");
        assert_eq!(articles[1]["visible_to_customer"], false);
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "closed_successful", "nothing else happens");
        let student = desk.sign_in("student").await;
        assert_eq!(student.articles(&number).await.len(), 1);
        let admin = desk.sign_in("admin").await;
        let row = admin.get("/api/v1/incoming-mails?limit=1").await.expect(200).json()["items"][0].clone();
        assert_eq!(row["outcome"], "held_follow_up");
    }

    // Whoever got the same newsletter answers under the same id.
    async fn two_answers_to_one_newsletter_are_two_tickets(desk: Desk) {
        let answer = |id: &str| Eml::new(id, "Re: Rundbrief", "Bitte abmelden.").header("In-Reply-To: <mass-1@uni.example>");
        desk.receive(&answer("one@stud")).await;
        desk.receive(&answer("two@stud").from("other@stud.hs-musterstadt.example")).await;
        let agent = desk.sign_in("agent.it").await;
        let tickets = agent.tickets("").await;
        let requesters: Vec<_> = tickets.iter().map(|ticket| ticket["requester"]["address"].as_str().unwrap()).collect();
        assert_eq!(requesters, ["student@stud.hs-musterstadt.example", "other@stud.hs-musterstadt.example"]);
        // Who answers a mail of ours that went to somebody else belongs to that ticket, but is not let in.
        let receipts = desk.delivered().await;
        let first = receipts.iter().find(|mail| mail.to[0].address == requesters[0]).unwrap();
        let receipt = first.message_id.clone().unwrap();
        let forwarded = Eml::new("three@x", "Fwd", "Für mich?").from("third@x.example");
        desk.receive(&forwarded.header(&format!("References: <mass-1@uni.example> <{receipt}>"))).await;
        assert_eq!(agent.tickets("").await.len(), 2);
        let articles = agent.articles(tickets[0]["number"].as_str().unwrap()).await;
        assert_eq!((articles.len(), articles[1]["visible_to_customer"].as_bool()), (2, Some(false)));
    }

    // req: D6 — whoever was put on the mail takes part.
    async fn people_on_copy_take_part(desk: Desk) {
        let with_copy = Eml::new("cc@stud", "Raum 17", "Beamer kaputt.").header("Cc: colleague@hs-musterstadt.example");
        desk.receive(&with_copy).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let answer = Eml::new("cc2@x", &format!("Re: [Ticket#{number}]"), "Bei mir auch.");
        desk.receive(&answer.from("colleague@hs-musterstadt.example")).await;
        let articles = agent.articles(&number).await;
        assert_eq!(articles[1]["visible_to_customer"], true, "{articles:?}");
    }

    async fn out_of_office_never_wakes_a_ticket(desk: Desk) {
        desk.receive(&Eml::new("ooo@stud", "Frage", "Wann?")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        agent.apply(&number, serde_json::json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let sent = desk.delivered().await.len();
        let away = Eml::new("ooo2@stud", &format!("Abwesend: [Ticket#{number}]"), "Ich bin im Urlaub.");
        desk.receive(&away.header("Auto-Submitted: auto-replied")).await;
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "closed_successful");
        assert_eq!(agent.articles(&number).await[1]["automatic"], true);
        assert_eq!(desk.delivered().await.len(), sent, "machines get no answer");
    }
}
