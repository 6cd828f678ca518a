//! One message is one article, however often and by whichever door it comes.

use pult_shared::api::mail::Door;

use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn twice_and_through_two_doors_is_once(desk: Desk) {
        let mail = Eml::new("once@stud", "Einmal", "Nur einmal bitte.");
        desk.receive_by(Door::Lmtp, &mail).await;
        desk.receive_by(Door::Lmtp, &mail).await;
        let other_way = mail.clone().header("Received: from mx by dovecot; Sun, 22 Nov 2026 10:00:01 +0100");
        desk.receive_by(Door::Imap, &other_way).await;
        desk.receive_by(Door::Pipe, &other_way).await;
        let admin = desk.sign_in("admin").await;
        let tickets = admin.tickets("").await;
        assert_eq!(tickets.len(), 1);
        assert_eq!(admin.articles(tickets[0]["number"].as_str().unwrap()).await.len(), 1);
        let ledger = admin.get("/api/v1/incoming-mails").await.expect(200).json();
        assert_eq!(ledger["items"].as_array().unwrap().len(), 1);
        assert_eq!(ledger["items"][0]["outcome"], "new_ticket");
        assert_eq!(desk.delivered().await.len(), 1, "one receipt");
    }

    async fn another_mail_under_the_same_id_is_not_lost(desk: Desk) {
        desk.receive(&Eml::new("same@stud", "Erste", "Eins.")).await;
        desk.receive(&Eml::new("same@stud", "Zweite", "Zwei.").from("other@stud.hs-musterstadt.example")).await;
        let ledger = desk.sign_in("admin").await.get("/api/v1/incoming-mails").await.expect(200).json();
        assert_eq!(ledger["items"].as_array().unwrap().len(), 2);
    }
}
