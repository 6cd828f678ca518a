//! Bad mail: a ledger row with the raw bytes and an outcome, never a crash, never a lost mail.

use pult_shared::api::mail::Door;
use serde_json::Value;

use crate::support::{Desk, on_both};

fn nested(parts: usize) -> Vec<u8> {
    let mut raw = String::from("From: a@b.example\r\nMessage-ID: <nested@x>\r\nSubject: tief\r\nMIME-Version: 1.0\r\n");
    for level in 0..parts {
        raw.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n"
        ));
    }
    raw.push_str("Content-Type: text/plain\r\n\r\nganz unten\r\n");
    raw.into_bytes()
}

fn cases() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("no headers at all", b"just some text".to_vec()),
        ("empty", Vec::new()),
        ("no from", b"Subject: kein Absender\r\n\r\nHallo\r\n".to_vec()),
        (
            "no date, no id",
            b"From: a@b.example\r\nSubject: x\r\n\r\nHallo\r\n".to_vec(),
        ),
        (
            "broken mime",
            b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=nie\r\n\r\n--anders\r\n\xff\xfe".to_vec(),
        ),
        (
            "unknown charset",
            b"From: a@b.example\r\nContent-Type: text/plain; charset=klingon-7\r\n\r\nH\xe4llo\r\n".to_vec(),
        ),
        ("500 nested parts", nested(500)),
        (
            "NUL bytes",
            b"From: a\0@b.example\r\nSubject: x\0y\r\n\r\nH\0allo\0\r\n".to_vec(),
        ),
        (
            "raw bytes in headers",
            b"From: J\xf6rg <joerg@b.example>\r\nSubject: \xfcber\r\n\r\nText\r\n".to_vec(),
        ),
        ("only CR", b"From: a@b.example\rSubject: alt\r\rMac\r".to_vec()),
    ]
}

on_both! {
    async fn every_bad_mail_is_kept_and_has_an_outcome(desk: Desk) {
        for (name, raw) in cases() {
            desk.receive_raw(Door::Lmtp, "a@b.example", "it-desk@hs-musterstadt.example", raw.clone()).await;
            let admin = desk.sign_in("admin").await;
            let ledger = admin.get("/api/v1/incoming-mails?limit=1").await.expect(200).json();
            let row: &Value = &ledger["items"][0];
            assert_eq!(row["outcome"], "new_ticket", "{name}: {row}");
            assert_eq!(row["size"], raw.len() as u64, "{name}");
            let id = row["id"].as_str().unwrap();
            let kept = admin.get(&format!("/api/v1/incoming-mails/{id}/raw")).await.expect(200);
            assert_eq!(kept.bytes, raw, "{name}: the bytes as they came");
        }
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(agent.tickets("").await.len(), cases().len());
    }

    async fn over_size_is_recorded_and_visible(desk: Desk) {
        let arrival = pult_server::adapters::intake::Arrival {
            door: Door::Lmtp,
            envelope_from: "a@b.example".to_owned(),
            envelope_to: vec!["it-desk@hs-musterstadt.example".to_owned()],
            account: None,
            queue: None,
            raw: bytes::Bytes::from_static(b"From: a@b.example\r\nSubject: riesig\r\nMessage-ID: <big@x>\r\n\r\nAnfang"),
            original_size: 40 * 1024 * 1024,
        };
        pult_server::service::intake::receive(&desk.app, arrival).await.unwrap();
        pult_server::service::intake::process_pending(&desk.app, 10).await.unwrap();
        let admin = desk.sign_in("admin").await;
        let row = admin.get("/api/v1/incoming-mails").await.expect(200).json()["items"][0].clone();
        assert_eq!(row["outcome"], "quarantined");
        assert_eq!(row["subject"], "riesig");
        assert_eq!(row["size"], 40 * 1024 * 1024);
    }
}
