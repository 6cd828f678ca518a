//! Mails that are made to hurt: to slip something into the page, or to stop everybody else.

use std::sync::Arc;

use jiff::SignedDuration;
use pult_server::{app::App, clock::Rng, service::intake};
use pult_shared::api::mail::Door;
use serde_json::Value;

use crate::support::{Desk, Eml, on_both};

const FROM: &str = "student@stud.hs-musterstadt.example";
const DESK: &str = "it-desk@hs-musterstadt.example";

fn related(html: &str, images: impl Iterator<Item = String>) -> Vec<u8> {
    let mut raw = format!(
        "From: {FROM}\r\nMessage-ID: <related@stud>\r\nSubject: Bilder\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n"
    );
    for (index, content_id) in images.enumerate() {
        raw.push_str(&format!(
            "--b\r\nContent-Type: image/png\r\nContent-ID: {content_id}\r\n\r\nimage {index}\r\n"
        ));
    }
    raw.push_str("--b--\r\n");
    raw.into_bytes()
}

/// The fault of a mail, as the desk sees it: whatever needs chance breaks.
struct Broken;

impl Rng for Broken {
    fn fill(&self, _bytes: &mut [u8]) {
        panic!("no chance");
    }
}

async fn ledger(desk: &Desk) -> Vec<Value> {
    let admin = desk.sign_in("admin").await;
    let page = admin.get("/api/v1/incoming-mails").await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

on_both! {
    async fn an_image_cannot_bring_attributes_along(desk: Desk) {
        let html = "<img src=\"cid:x\" alt=\" onerror=alert(1) srcset=https://t.example/1.gif q=\"><img src=\"cid:y\">";
        let ids = ["<x\" alt=>", "<y>"].map(str::to_owned);
        desk.receive_raw(Door::Lmtp, FROM, DESK, related(html, ids.into_iter())).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let shown = agent.articles(&number).await[0]["html"].as_str().unwrap().to_owned();
        assert!(!shown.contains("onerror"), "{shown}");
        assert!(shown.starts_with("<img src=\"/api/v1/attachments/"), "{shown}");
    }

    async fn thousands_of_images_are_worked_on_in_bounded_work(desk: Desk) {
        let html: String = (0..15_000).map(|n| format!("<img src=\"cid:i{}\">", n % 5_900)).collect();
        let raw = related(&html, (0..5_900).map(|n| format!("<i{n}>")));
        desk.receive_raw(Door::Lmtp, FROM, DESK, raw).await;
        let row = ledger(&desk).await[0].clone();
        assert_eq!(row["outcome"], "new_ticket", "{row}");
        assert!(row["reason"].as_str().unwrap().contains("the first 500 of 5900 files"), "{row}");
        let agent = desk.sign_in("agent.it").await;
        let article = agent.articles(row["ticket_number"].as_str().unwrap()).await[0].clone();
        assert_eq!(article["attachments"].as_array().unwrap().len(), 500);
    }

    async fn many_large_files_are_kept_whole(desk: Desk) {
        let mut raw = related("viele", std::iter::empty());
        raw.truncate(raw.len() - "--b--\r\n".len());
        for n in 0..20 {
            raw.extend(format!("--b\r\nContent-Type: application/pdf\r\n\r\n{n}").bytes());
            raw.extend(std::iter::repeat_n(b'x', 300_000));
            raw.extend(b"\r\n");
        }
        raw.extend(b"--b--\r\n");
        desk.receive_raw(Door::Lmtp, FROM, DESK, raw).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let article = agent.articles(&number).await[0].clone();
        let id = article["attachments"][19]["id"].as_str().unwrap();
        let file = agent.get(&format!("/api/v1/attachments/{id}")).await.expect(200);
        assert_eq!((file.bytes.len(), &file.bytes[..2]), (300_002, b"19".as_slice()));
    }

    async fn a_mail_that_finds_a_bug_fails_and_the_next_one_goes_on(desk: Desk) {
        let raw = Eml::new("bug@stud", "Auslöser", "Hallo").bytes();
        let broken = App { rng: Arc::new(Broken), ..desk.app.clone() };
        let arrival = pult_server::adapters::intake::Arrival {
            door: Door::Lmtp,
            envelope_from: FROM.to_owned(),
            envelope_to: vec![DESK.to_owned()],
            account: None,
            queue: None,
            original_size: raw.len() as u64,
            raw: raw.into(),
        };
        intake::receive(&desk.app, arrival).await.unwrap();
        intake::process_pending(&broken, 10).await.unwrap();
        desk.receive(&Eml::new("next@stud", "Danach", "Hallo")).await;
        let rows = ledger(&desk).await;
        assert_eq!((rows[0]["outcome"].as_str(), rows[1]["outcome"].as_str()), (Some("new_ticket"), Some("failed")));
        assert_eq!((rows[1]["subject"].as_str(), rows[1]["from"].as_str()), (Some("Auslöser"), Some(FROM)), "who and what");
    }

    async fn a_mail_whose_bytes_cannot_be_read_waits_and_fails_in_the_end(desk: Desk) {
        let raw = Eml::new("away@stud", "Weg", &"x".repeat(300_000)).bytes();
        let blob = pult_store::blobs::hash_of(&raw);
        let path = desk.app.config.data.join("blobs").join(blob.get(..2).unwrap()).join(&blob);
        let arrival = pult_server::adapters::intake::Arrival {
            door: Door::Lmtp,
            envelope_from: FROM.to_owned(),
            envelope_to: vec![DESK.to_owned()],
            account: None,
            queue: None,
            original_size: raw.len() as u64,
            raw: raw.into(),
        };
        intake::receive(&desk.app, arrival).await.unwrap();
        std::fs::remove_file(&path).unwrap();
        // Can be neither opened nor said to be missing.
        std::os::unix::fs::symlink(&path, &path).unwrap();
        desk.receive(&Eml::new("behind@stud", "Dahinter", "Hallo")).await;
        let rows = ledger(&desk).await;
        assert_eq!((rows[0]["outcome"].as_str(), rows[1]["outcome"].as_str()), (Some("new_ticket"), Some("received")));
        for _ in 0..20 {
            desk.later(SignedDuration::from_hours(2));
            intake::process_pending(&desk.app, 10).await.unwrap();
        }
        let rows = ledger(&desk).await;
        assert_eq!(rows[1]["outcome"], "failed", "{}", rows[1]);
    }
}
