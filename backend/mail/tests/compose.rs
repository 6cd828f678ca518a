//! What is composed is what is read back, and nothing that is put in can become a header.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use pult_mail::{Automatic, ComposeError, Lang, Mailbox, Outgoing, OutgoingAttachment, compose, parse};

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(Some(name), address).unwrap()
}

fn outgoing(subject: &'static str) -> Outgoing<'static> {
    Outgoing {
        from: mailbox(
            "IT-Service, Hochschule Musterstadt",
            "it-service@hs-musterstadt.example",
        ),
        to: vec![mailbox("Jürgen Müßig", "j.muessig@stud.hs-musterstadt.example")],
        cc: vec![],
        subject,
        text: "Guten Tag,\n\nIhr WLAN geht wieder.\n\nGrüße\n",
        html: None,
        message_id: "pult.1.abc@hs-musterstadt.example",
        in_reply_to: None,
        references: &[],
        date: "2026-11-22T15:00:00Z".parse().unwrap(),
        language: Lang::De,
        automatic: None,
        attachments: vec![],
    }
}

fn header(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("\r\n\r\n").next().unwrap().to_owned()
}

/// The names of the header fields, continuation lines left out.
fn field_names(header: &str) -> Vec<String> {
    let lines = header.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

// req: E1 A12
#[test]
fn a_reply_is_read_back_as_it_was_meant() {
    let references = ["first@x.example".to_owned(), "second@x.example".to_owned()];
    let mail = Outgoing {
        in_reply_to: Some("second@x.example"),
        references: &references,
        cc: vec![mailbox("Erika Muster", "erika@hs-musterstadt.example")],
        html: Some("<p>Guten Tag,</p><p>Ihr <b>WLAN</b> geht wieder. Grüße</p>"),
        attachments: vec![OutgoingAttachment {
            name: "Übersicht „WLAN“.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: vec![0, 255, 10, 13, 46, 10],
            content_id: None,
        }],
        ..outgoing(
            "Re: [Ticket#2026112200017] WLAN geht nicht – schon wieder, diesmal im Hörsaalgebäude, und zwar überall",
        )
    };
    let bytes = compose(&mail).unwrap();
    let read = parse(&bytes);
    assert_eq!(read.message_id.as_deref(), Some(mail.message_id));
    assert_eq!(read.from.as_ref(), Some(&mail.from));
    assert_eq!(read.to, mail.to);
    assert_eq!(read.cc, mail.cc);
    assert_eq!(read.subject, mail.subject);
    assert_eq!(read.date, Some(mail.date));
    assert_eq!(read.in_reply_to, ["second@x.example"]);
    assert_eq!(read.references, references);
    assert_eq!(read.text, mail.text.trim_end());
    assert_eq!(read.html.as_deref(), mail.html);
    assert_eq!(read.attachments.len(), 1);
    assert_eq!(read.attachments[0].name, "Übersicht „WLAN“.pdf");
    assert_eq!(read.attachments[0].bytes, mail.attachments[0].bytes);
    assert_eq!(read.automatic, None);
    assert_eq!(read.language, Some(Lang::De));
    assert_eq!(read.loop_marker.as_deref(), Some("hs-musterstadt.example"));
    assert_eq!(read.defects, []);
    assert_eq!(compose(&mail).unwrap(), bytes, "the same mail gives the same bytes");
}

#[test]
fn lines_end_by_crlf_and_are_not_too_long() {
    let long = "wort ".repeat(2_000);
    let mail = Outgoing {
        text: &long,
        ..outgoing("Ein sehr langer Betreff, der gefaltet werden muss, weil er länger ist als eine Zeile sein soll")
    };
    let bytes = compose(&mail).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 998));
    assert!(text.is_ascii());
    assert_eq!(parse(text.as_bytes()).text, long.trim_end());
}

// RFC 5322 §2.1.1 and §3.6.4: whatever others called their mails, no line gets too long, and all ids that are written are read back.
#[test]
fn long_threads_of_long_ids_are_folded() {
    let ids: Vec<String> = (0..60).map(|n| format!("{n}{}@x.example", "i".repeat(880))).collect();
    let bytes = compose(&Outgoing {
        references: &ids,
        in_reply_to: ids.last().map(String::as_str),
        ..outgoing("Antwort")
    })
    .unwrap();
    let head = header(&bytes);
    assert!(head.split("\r\n").all(|line| line.len() <= 998), "{head}");
    let read = parse(&bytes);
    assert_eq!(
        (read.references.first(), read.references.last()),
        (ids.first(), ids.last())
    );
    assert!(read.references.len() <= 20 && read.references.iter().all(|id| ids.contains(id)));
    assert_eq!(read.in_reply_to, ids[59..]);
}

// Files arrive as they were attached, whatever their line ends look like.
#[test]
fn files_of_plain_text_keep_every_byte() {
    for bytes in [
        b"1. Aus.\n2. An.\n".to_vec(),
        b"a\r\nb\rc\n".to_vec(),
        b"no end".to_vec(),
    ] {
        let file = OutgoingAttachment {
            name: "a.txt".into(),
            media_type: "text/plain".into(),
            bytes: bytes.clone(),
            content_id: None,
        };
        let mail = compose(&Outgoing {
            attachments: vec![file],
            ..outgoing("Anleitung")
        })
        .unwrap();
        assert_eq!(parse(&mail).attachments[0].bytes, bytes);
    }
}

// Found by the fuzzer: what looks like an encoded word was read as one.
#[test]
fn a_subject_about_encoded_words_comes_back() {
    for subject in [
        "Was heißt =?utf-8?Q?Gr=C3=BC=C3=9Fe?= im Betreff, und warum steht es dort schon wieder, auch in langen Betreffs?",
        "=?utf-8?Q?a",
        "a =?",
        &format!("=?utf-8?Q? {}", "\u{FFFD}".repeat(400)),
    ] {
        let bytes = compose(&Outgoing {
            subject,
            ..outgoing("")
        })
        .unwrap();
        assert_eq!(parse(&bytes).subject, subject);
        assert!(bytes.is_ascii());
        let head = header(&bytes);
        let mut words = head.split("\r\n").filter(|line| line.contains("=?utf-8?Q?"));
        assert!(words.all(|line| line.len() <= 76), "{head}");
    }
    let mut mail = outgoing("x");
    mail.to[0].name = Some("=?utf-8?Q?Chef?=".into());
    assert_eq!(
        parse(&compose(&mail).unwrap()).to[0].name.as_deref(),
        Some("= ?utf-8?Q?Chef?=")
    );
}

#[test]
fn machines_are_told_to_keep_quiet() {
    let receipt = compose(&Outgoing {
        automatic: Some(Automatic::AutoReply),
        in_reply_to: Some("a@b.example"),
        ..outgoing("Eingang")
    })
    .unwrap();
    let head = header(&receipt);
    for line in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "X-Pult-Loop: hs-musterstadt.example",
        "Content-Language: de",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    assert_eq!(parse(&receipt).automatic, Some(Automatic::AutoReply));
    let notice = compose(&Outgoing {
        automatic: Some(Automatic::AutoGenerated),
        in_reply_to: Some("a@b.example"),
        ..outgoing("Hinweis")
    })
    .unwrap();
    assert_eq!(parse(&notice).automatic, Some(Automatic::AutoGenerated));
    let personal = header(&compose(&outgoing("Antwort")).unwrap());
    assert!(!personal.contains("Auto-Submitted") && personal.contains("X-Pult-Loop: hs-musterstadt.example"));
}

#[test]
fn an_id_that_cannot_be_written_back_costs_no_answer() {
    let long = "x".repeat(950);
    for id in ["", "müll@x.example", "a<b@x.example", long.as_str()] {
        let raw = compose(&Outgoing {
            automatic: Some(Automatic::AutoReply),
            in_reply_to: Some(id),
            references: &[id.to_owned()],
            ..outgoing("Eingang")
        });
        let head = header(&raw.unwrap());
        assert!(!head.contains("In-Reply-To") && !head.contains("References"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-replied"), "{head}");
    }
}

#[test]
fn addresses_beyond_the_grammar_are_written_all_the_same() {
    for address in [
        "a..b@docomo.example",
        ".ab@x.example",
        "ab.@x.example",
        "ab@some_host.example",
    ] {
        let mut mail = outgoing("Antwort");
        mail.to[0].address = address.to_owned();
        let raw = compose(&mail).unwrap();
        assert_eq!(parse(&raw).to[0].address, address);
    }
    assert!(!pult_mail::can_be_written_to("a..b@docomo.example"));
    assert!(pult_mail::can_be_written_to("erika@hs-musterstadt.example"));
}

#[test]
fn what_cannot_be_written_is_refused() {
    let wrong = |change: fn(&mut Outgoing<'static>)| {
        let mut mail = outgoing("x");
        change(&mut mail);
        compose(&mail).unwrap_err()
    };
    assert_eq!(wrong(|mail| mail.to.clear()), ComposeError::NoRecipient);
    assert!(matches!(
        wrong(|mail| mail.message_id = "a b@c"),
        ComposeError::BadMessageId(_)
    ));
    assert!(matches!(
        wrong(|mail| mail.message_id = "a@c>\r\nBcc: <x@y"),
        ComposeError::BadMessageId(_)
    ));
    assert!(matches!(
        wrong(|mail| mail.from.address = "nobody\r\n@x".into()),
        ComposeError::BadAddress(_)
    ));
    assert!(matches!(
        wrong(|mail| mail.date = "1969-12-31T00:00:00Z".parse().unwrap()),
        ComposeError::Unwritable(_)
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_put_in_becomes_a_header(
        subject in "[ -~äöüß€\r\n\t\u{2028}\0=?]{0,200}",
        name in "[ -~äöüß\r\n\0\"\\\\]{0,60}",
        file in "[ -~äöü\r\n\"/]{0,80}",
        reference in "[ -~\r\n<>]{0,40}",
    ) {
        let plain = field_names(&header(&compose(&Outgoing {
            in_reply_to: Some("a@b.example"),
            attachments: vec![OutgoingAttachment { name: "a".into(), media_type: "a/b".into(), ..OutgoingAttachment::default() }],
            ..outgoing("x")
        }).unwrap()));
        let references = [reference];
        let mut mail = Outgoing {
            subject: &subject,
            references: &references,
            in_reply_to: Some("a@b.example"),
            attachments: vec![OutgoingAttachment { name: file, media_type: "text/plain\r\nX-Evil: 1".into(), bytes: vec![1], content_id: None }],
            ..outgoing("x")
        };
        mail.to[0].name = Some(name);
        let bytes = compose(&mail).unwrap();
        prop_assert_eq!(field_names(&header(&bytes)), plain);
        let read = parse(&bytes);
        prop_assert_eq!(&read.to[0].address, &mail.to[0].address);
        prop_assert_eq!(read.attachments.len(), 1);
    }

    #[test]
    fn subjects_and_texts_come_back(subject in "[a-zA-Z0-9äöüÄÖÜß€ .,:#\\[\\]()=?_-]{0,300}", text in "[ -~äöüß€\n\t]{0,2000}") {
        let bytes = compose(&Outgoing { subject: &subject, text: &text, ..outgoing("") }).unwrap();
        let read = parse(&bytes);
        let words: Vec<&str> = subject.split_whitespace().collect();
        prop_assert_eq!(read.subject, words.join(" "));
        let expected = if text.trim().is_empty() { "" } else { text.trim_end().trim_start_matches('\n') };
        prop_assert_eq!(read.text, expected);
        prop_assert_eq!(read.from.unwrap(), mail_from());
    }
}

fn mail_from() -> Mailbox {
    outgoing("").from
}
