//! A redirected mail is the mail that came, with a block on top that says who sent it on.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use pult_mail::{ComposeError, Mailbox, Resent, parse, redirect, returned};

const ID: &str = "resent.1@hs-musterstadt.example";

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(Some(name), address).unwrap()
}

fn redirected(raw: &[u8]) -> Vec<u8> {
    redirect(
        raw,
        &Resent {
            from: &mailbox("IT-Service, Zentrale", "it-service@hs-musterstadt.example"),
            to: &[mailbox("Jürgen Müßig", "j.muessig@firma.example")],
            date: "2026-11-22T15:00:00Z".parse().unwrap(),
            message_id: ID,
        },
    )
    .unwrap()
}

const BLOCK: &str = "Resent-From: =?utf-8?b?SVQtU2VydmljZSwgWmVudHJhbGU=?= <it-service@hs-musterstadt.example>\r\n\
    Resent-To: =?utf-8?b?SsO8cmdlbiBNw7zDn2ln?= <j.muessig@firma.example>\r\n\
    Resent-Date: Sun, 22 Nov 2026 15:00:00 +0000\r\nResent-Message-ID: <resent.1@hs-musterstadt.example>\r\n";

#[test]
fn all_but_the_delivery_trace_stays() {
    let cases: [(&str, &str); 7] = [
        (
            "Return-Path: <a@x.example>\r\nDelivered-To: it@hs.example\r\nReceived: from x\r\n by y\r\nFrom: A <a@x.example>\r\n\r\nText\r\n",
            "Received: from x\r\n by y\r\nFrom: A <a@x.example>\r\n\r\nText\r\n",
        ),
        (
            "From: a@x.example\r\nX-Original-To : b\r\n folded\r\n\tagain\r\nenvelope-to: c\r\nSubject: x\r\n\r\nDelivered-To: stays\r\n",
            "From: a@x.example\r\nSubject: x\r\n\r\nDelivered-To: stays\r\n",
        ),
        (
            "From a@x.example Mon Nov 23\nFrom: a@x.example\n\nText\n",
            "From: a@x.example\r\n\r\nText\r\n",
        ),
        (
            "From: a@x.example\r\nSubject: cut",
            "From: a@x.example\r\nSubject: cut\r\n\r\n",
        ),
        ("no header\r\n", "\r\nno header\r\n"),
        (
            "Subject: a\rBcc: b@x.example\r\n\r\na\r.\rb\r\n",
            "Subject: a Bcc: b@x.example\r\n\r\na . b\r\n",
        ),
        ("", "\r\n"),
    ];
    for (raw, expected) in cases {
        let bytes = redirected(raw.as_bytes());
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            format!("{BLOCK}{expected}"),
            "{raw:?}"
        );
    }
    let twice = String::from_utf8(redirected(&redirected(b"From: a@x.example\r\n\r\n"))).unwrap();
    assert!(
        twice.starts_with(&format!("{BLOCK}{BLOCK}From:")),
        "the newest is on top"
    );
}

#[test]
fn it_stays_the_mail_of_its_author() {
    let raw = b"From: =?utf-8?q?M=C3=BCller?= <a@x.example>\r\nMessage-ID: <1@x.example>\r\nSubject: Frage\r\n\r\nGr\xC3\xBC\xC3\x9Fe\r\n";
    let (before, mut after) = (parse(raw), parse(&redirected(raw)));
    // The block on top is all that a reader of the header sees of it.
    after.headers.drain(..4);
    assert_eq!(before, after);
}

#[test]
fn a_report_about_it_names_the_resending() {
    let raw = b"From: a@x.example\r\nMessage-ID: <1@x.example>\r\nResent-Message-ID: <old@x.example>\r\n\r\nText";
    let head = String::from_utf8(redirected(raw)).unwrap();
    let report = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; j.muessig@firma.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n{head}\r\n--b--\r\n"
    );
    let returned = returned(&parse(report.as_bytes())).unwrap();
    assert_eq!(returned.message_id.as_deref(), Some(ID));
}

#[test]
fn what_cannot_be_written_is_refused() {
    let from = mailbox("IT", "it@hs-musterstadt.example");
    let attempt = |to: &[Mailbox], message_id: &str, date: &str| {
        let date = date.parse().unwrap();
        redirect(
            b"A: 1\r\n\r\n",
            &Resent {
                from: &from,
                to,
                date,
                message_id,
            },
        )
    };
    let (now, to) = ("2026-11-22T15:00:00Z", [from.clone()]);
    assert_eq!(attempt(&[], ID, now), Err(ComposeError::NoRecipient));
    assert!(matches!(
        attempt(&to, "a>\r\nX: 1", now),
        Err(ComposeError::BadMessageId(_))
    ));
    assert!(matches!(
        attempt(&to, ID, "1969-12-31T00:00:00Z"),
        Err(ComposeError::Unwritable(_))
    ));
    let evil = Mailbox {
        name: None,
        address: "a@b\r\nBcc: c@d".into(),
    };
    assert!(matches!(attempt(&[evil], ID, now), Err(ComposeError::BadAddress(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn proper_mails_keep_every_byte(header in "([A-Z][a-z]{0,8}: [ -~]{0,30}\r\n( [ -~]{0,20}\r\n)?){1,8}", body in "([ -~äß]{0,60}\r\n){0,9}") {
        let raw = format!("{header}\r\n{body}");
        let bytes = String::from_utf8(redirected(raw.as_bytes())).unwrap();
        prop_assert_eq!(bytes, format!("{BLOCK}{raw}"));
    }

    #[test]
    fn nothing_put_in_becomes_a_header(name in "[ -~äöüß\r\n\0\"\\\\]{0,80}", raw in proptest::collection::vec(any::<u8>(), 0..200)) {
        let to = Mailbox { name: Some(name), address: "a@x.example".into() };
        let resent = Resent { from: &mailbox("IT", "it@x.example"), to: &[to], date: "2026-11-22T15:00:00Z".parse().unwrap(), message_id: ID };
        let bytes = redirect(b"Subject: x\r\n\r\nText", &resent).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let names: Vec<&str> = text.split("\r\n").take_while(|line| !line.is_empty()).filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap()).collect();
        prop_assert_eq!(names, ["Resent-From", "Resent-To", "Resent-Date", "Resent-Message-ID", "Subject"]);
        let any = redirected(&raw);
        prop_assert!(any.starts_with(BLOCK.as_bytes()));
        let mut before = 0;
        for byte in any {
            prop_assert!((byte == b'\n') == (before == b'\r'), "only CRLF");
            before = byte;
        }
    }
}
