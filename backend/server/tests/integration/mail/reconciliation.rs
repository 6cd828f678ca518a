//! Mailbox and ledger are the same, and where they are not, it shows.

use std::sync::Arc;

use pult_server::{
    adapters::imap::{Pace, Watcher},
    clock::SeededRng,
    config::{ImapAccount, Secret, Tls},
    service::{
        intake::{self, ServiceIntake, Turns},
        mail::reconcile,
    },
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::{Desk, Eml, Visitor, imap_server::ImapServer, on_both};

const DONE: &str = "Pult/Done";

/// A desk that watches a mailbox, and the server behind it.
async fn watched(desk: Desk) -> (Desk, ImapServer) {
    let server = ImapServer::start(|_| {}).await;
    let account = ImapAccount {
        name: "it-desk".to_owned(),
        host: server.address.ip().to_string(),
        port: server.address.port(),
        tls: Tls::None,
        user: "it-desk".to_owned(),
        password: Secret::new("secret"),
        folder: "INBOX".to_owned(),
        done_folder: DONE.to_owned(),
        queue: Some("it".to_owned()),
        control_fields: false,
        ca_file: None,
    };
    (desk.configured(|config| config.imap = vec![account]).await, server)
}

/// Everything in the watched folder is recorded and moved.
async fn fetch(desk: &Desk, server: &ImapServer) {
    let watcher = Watcher {
        account: desk.app.config.imap[0].clone(),
        intake: Arc::new(ServiceIntake(desk.app.clone())),
        leases: Arc::new(Turns::new(desk.app.clone())),
        rng: Arc::new(SeededRng::new(1)),
        max_bytes: desk.app.config.mail.max_bytes,
        pace: Pace::default(),
    };
    let stop = CancellationToken::new();
    let until = stop.clone();
    let running = tokio::spawn(async move { watcher.run(&until).await });
    for _ in 0..500 {
        if server.count("INBOX") == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    stop.cancel();
    running.await.unwrap();
}

async fn latest(admin: &Visitor) -> Value {
    let list = admin.get("/api/v1/reconciliations").await.expect(200).json();
    list["items"][0].clone()
}

on_both! {
    // req: B1, E19
    async fn the_difference_is_zero_until_somebody_moves_a_mail_by_hand(desk: Desk) {
        let (desk, server) = watched(desk).await;
        let admin = desk.sign_in("admin").await;
        for n in 0..3 {
            server.put(&Eml::new(&format!("r{n}@x"), "Drucker", "Hallo").bytes());
        }
        fetch(&desk, &server).await;
        assert_eq!(server.count(DONE), 3);
        assert_eq!(reconcile::due(&desk.app).await.unwrap(), 1, "a day after the last time, or never yet");
        assert_eq!(reconcile::due(&desk.app).await.unwrap(), 0, "not before tomorrow");
        let result = latest(&admin).await;
        assert_eq!((result["done"].as_u64(), result["waiting"].as_u64(), result["error"].clone()), (Some(3), Some(0), Value::Null));
        assert_eq!(result["unrecorded"], json!([]));

        server.state().lay(DONE, &Eml::new("by-hand@x", "Von Hand verschoben", "Hallo").bytes());
        let reads = |server: &ImapServer| server.state().commands.iter().filter(|command| command.contains("BODY.PEEK")).count();
        let before = reads(&server);
        desk.later(jiff::SignedDuration::from_hours(25));
        let admin = desk.sign_in("admin").await;
        assert_eq!(reconcile::due(&desk.app).await.unwrap(), 1);
        assert_eq!(reads(&server), before + 1, "only what is new is read");
        let result = latest(&admin).await;
        assert_eq!((result["done"].as_u64(), result["unrecorded"].as_array().unwrap().len()), (Some(4), 1));
        assert_eq!(result["unrecorded"][0]["subject"], "Von Hand verschoben");
        assert_eq!(result["unrecorded"][0]["message_id"], "by-hand@x");

        // A person takes it in: it is a mail as any other, and the difference is gone.
        assert_eq!(admin.get("/api/v1/incoming-mails/count").await.expect(200).json()["unrecorded"], 1);
        let mut wanted = json!({"account": "it-desk", "uid_validity": 0, "uids": [result["unrecorded"][0]["uid"]]});
        admin.post("/api/v1/reconciliations/take-in", &wanted).await.problem(409, "not_applicable");
        wanted["uid_validity"] = result["uid_validity"].clone();
        let list = admin.post("/api/v1/reconciliations/take-in", &wanted).await.expect(200).json();
        assert_eq!(list["items"][0]["unrecorded"], json!([]));
        intake::process_pending(&desk.app, 10).await.unwrap();
        assert_eq!(admin.tickets("").await.len(), 4);
        assert_eq!(admin.get("/api/v1/incoming-mails/count").await.expect(200).json()["unrecorded"], 0);
        wanted["account"] = json!("nowhere");
        admin.post("/api/v1/reconciliations/take-in", &wanted).await.problem(422, "invalid");

        // Two instances share the mailboxes: whoever is second leaves it to the first.
        let other = desk.another().await;
        server.state().lay(DONE, &Eml::new("later@x", "Später", "Hallo").bytes());
        desk.later(jiff::SignedDuration::from_hours(25));
        let admin = desk.sign_in("admin").await;
        let (one, two) = futures_util::join!(reconcile::due(&desk.app), reconcile::due(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        let list = admin.post("/api/v1/reconciliations", &json!({})).await.expect(200).json();
        assert_eq!(list["items"][0]["unrecorded"].as_array().unwrap().len(), 1, "on demand too");

        // A server that lets nobody in is said, and costs no patience.
        server.state().password = "another";
        desk.later(jiff::SignedDuration::from_hours(25));
        let admin = desk.sign_in("admin").await;
        reconcile::due(&desk.app).await.unwrap();
        let result = latest(&admin).await;
        assert!(result["error"].as_str().unwrap().contains("signing in"));
        assert_eq!(result["unrecorded"].as_array().unwrap().len(), 1, "what is missing is missing still");
        desk.sign_in("agent.it").await.get("/api/v1/reconciliations").await.problem(403, "forbidden");
        desk.sign_in("agent.it").await.post("/api/v1/reconciliations", &json!({})).await.problem(403, "forbidden");
    }
}
