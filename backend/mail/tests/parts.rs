//! HTML with its images, and mails within mails: what is composed is what is read back.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use pult_mail::{ComposeError, Lang, Mailbox, Outgoing, OutgoingAttachment, compose, forwarded, parse};

fn outgoing<'a>(html: Option<&'a str>, attachments: Vec<OutgoingAttachment>) -> Outgoing<'a> {
    Outgoing {
        from: Mailbox::new(Some("IT-Service"), "it-service@hs-musterstadt.example").unwrap(),
        to: vec![Mailbox::new(None, "erika@hs-musterstadt.example").unwrap()],
        cc: vec![],
        subject: "WLAN",
        text: "Siehe Bild.",
        html,
        message_id: "pult.1.abc@hs-musterstadt.example",
        in_reply_to: None,
        references: &[],
        date: "2026-11-22T15:00:00Z".parse().unwrap(),
        language: Lang::De,
        automatic: None,
        attachments,
    }
}

fn image(content_id: &str) -> OutgoingAttachment {
    OutgoingAttachment {
        name: "Bildschirm.png".into(),
        media_type: "image/png".into(),
        bytes: vec![137, 80, 78, 71, 13, 10, 0],
        content_id: Some(content_id.into()),
    }
}

fn file() -> OutgoingAttachment {
    OutgoingAttachment {
        name: "Anleitung.pdf".into(),
        media_type: "application/pdf".into(),
        bytes: b"%PDF".to_vec(),
        content_id: None,
    }
}

fn mail(bytes: &[u8]) -> OutgoingAttachment {
    OutgoingAttachment {
        name: "alt.eml".into(),
        media_type: "message/rfc822".into(),
        bytes: bytes.to_vec(),
        content_id: None,
    }
}

const HTML: &str = "<p>Siehe <img src=\"cid:bild.1@hs-musterstadt.example\" alt=\"Bildschirm\"></p>";

/// The multiparts and the types in them, in the order in which they stand.
fn types(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().filter_map(|line| line.strip_prefix("Content-Type: "));
    lines.map(|line| line.split(';').next().unwrap().to_owned()).collect()
}

#[test]
fn images_stand_in_the_html() {
    let bytes = compose(&outgoing(
        Some(HTML),
        vec![file(), image("bild.1@hs-musterstadt.example")],
    ))
    .unwrap();
    assert_eq!(
        types(&bytes),
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png",
            "application/pdf"
        ]
    );
    assert!(String::from_utf8_lossy(&bytes).contains("type=\"text/html\""));
    let read = parse(&bytes);
    assert_eq!(read.defects, []);
    assert_eq!(read.text, "Siehe Bild.");
    assert_eq!(read.html.as_deref(), Some(HTML));
    let [picture, paper] = &read.attachments[..] else {
        panic!("{:?}", read.attachments)
    };
    assert!(picture.inline && !paper.inline);
    assert_eq!(picture.content_id.as_deref(), Some("bild.1@hs-musterstadt.example"));
    assert_eq!(picture.name, "Bildschirm.png");
    assert_eq!(picture.bytes, image("x").bytes);
    assert_eq!(paper.bytes, file().bytes);
}

#[test]
fn without_files_or_without_html_there_is_no_more_than_needed() {
    let cases = [
        (None, vec![], vec!["text/plain"]),
        (
            None,
            vec![image("a@b")],
            vec!["multipart/mixed", "text/plain", "image/png"],
        ),
        (
            Some(HTML),
            vec![],
            vec!["multipart/alternative", "text/plain", "text/html"],
        ),
        (
            Some(HTML),
            vec![image("a@b")],
            vec![
                "multipart/alternative",
                "text/plain",
                "multipart/related",
                "text/html",
                "image/png",
            ],
        ),
    ];
    for (html, attachments, expected) in cases {
        assert_eq!(types(&compose(&outgoing(html, attachments)).unwrap()), expected);
    }
}

#[test]
fn an_id_that_could_end_a_url_or_a_header_is_refused() {
    for id in ["", "a b", "a>\r\nX: 1", "a\"b", "ä@b", &"x".repeat(300)] {
        let composed = compose(&outgoing(Some(HTML), vec![image(id)]));
        assert_eq!(composed, Err(ComposeError::BadContentId(id.to_owned())));
    }
}

// RFC 2046 §5.2.1: neither base64 nor quoted-printable.
#[test]
fn mails_go_as_they_are() {
    let plain = b"From: a@x.example\r\nSubject: Eins\r\n\r\nText\r\n--x--\r\n";
    let eight =
        b"From: a@x.example\r\nSubject: Zwei\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\xC3\xBC\xC3\x9Fe";
    let bytes = compose(&outgoing(Some(HTML), vec![mail(plain), mail(eight), image("a@b")])).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(text.matches("Content-Type: message/rfc822").count(), 2);
    assert_eq!(
        text.matches("Content-Transfer-Encoding: 8bit").count(),
        2,
        "the part, and what holds it: {text}"
    );
    let read = parse(&bytes);
    assert_eq!(read.defects, []);
    assert_eq!(read.attachments[1].bytes, plain);
    assert_eq!(read.attachments[2].bytes, eight);
    assert_eq!(parse(&read.attachments[2].bytes).text, "Grüße");
    let quiet = compose(&outgoing(None, vec![mail(plain)])).unwrap();
    assert!(quiet.is_ascii() && !String::from_utf8_lossy(&quiet).contains("8bit"));
}

#[test]
fn a_mail_that_smtp_cannot_carry_goes_as_a_file() {
    let long = format!("A: 1\r\n\r\n{}", "x".repeat(2_000));
    for bytes in [b"A: 1\n\nx".as_slice(), long.as_bytes(), b"", b"A: 1\r\n\r\n\0"] {
        let read = parse(&compose(&outgoing(None, vec![mail(bytes)])).unwrap());
        assert_eq!(read.attachments[0].media_type, "application/octet-stream");
        assert_eq!(read.attachments[0].name, "alt.eml");
        assert_eq!(read.attachments[0].bytes, bytes);
    }
}

#[test]
fn a_forwarded_mail_is_read_as_a_mail() {
    let raw = "Return-Path: <a@x.example>\nFrom: a@x.example\nSubject: =?utf-8?q?Pr=C3=BCfung?=\n\nWann ist sie?\n";
    let read = parse(&compose(&outgoing(None, vec![forwarded(raw.as_bytes())])).unwrap());
    assert_eq!(read.attachments[0].media_type, "message/rfc822");
    assert_eq!(read.attachments[0].name, "Prüfung.eml");
    assert_eq!(parse(&read.attachments[0].bytes).text, "Wann ist sie?");
    assert_eq!(parse(&read.attachments[0].bytes).subject, "Prüfung");
    let deep = (0..50).fold(raw.as_bytes().to_vec(), |inner, _| {
        compose(&outgoing(None, vec![forwarded(&inner)])).unwrap()
    });
    assert_eq!(parse(&deep).defects, []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_attached_comes_back(
        html in proptest::option::of("<p>[ -;=?-~äöüß€\n]{1,300}</p>"),
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        lines in "(From: a@x\\.example\r\n)?(Subject: [a-z]{0,9}\r\n\r\n)?([ -~äß]{0,80}(\r\n|\n|\r|--)){0,9}",
    ) {
        let attachments = vec![
            OutgoingAttachment { bytes, ..image("1@x.example") },
            mail(lines.as_bytes()),
            OutgoingAttachment { bytes: lines.clone().into_bytes(), ..file() },
        ];
        let raw = compose(&outgoing(html.as_deref(), attachments.clone())).unwrap();
        let read = parse(&raw);
        prop_assert_eq!(&read.defects, &[]);
        prop_assert_eq!(read.attachments.len(), 3);
        for sent in &attachments {
            let found = read.attachments.iter().any(|found| found.name == sent.name && found.bytes == sent.bytes);
            prop_assert!(found, "{:?}", sent.name);
        }
        prop_assert_eq!(read.html, html);
        let text = String::from_utf8_lossy(&raw).replace("\r\n", "");
        prop_assert!(!text.contains(['\r', '\n']));
    }
}
