//! Mails as real mail programs write them, each with what is read from it (`tests/snapshots`).

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use pult_mail::{Automatic, Mailbox, ParsedMail, Verdicts, delivery_report, parse, returned, subject_tags, thread_ids};
use serde_json::{Value, json};

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    files.sort();
    files
        .into_iter()
        .map(|path| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(path).unwrap(),
            )
        })
        .collect()
}

fn mail(name: &str) -> ParsedMail {
    let file = format!("{}/tests/corpus/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    parse(&std::fs::read(file).unwrap())
}

fn lines_by_crlf(raw: &[u8]) -> Vec<u8> {
    raw.iter()
        .flat_map(|&byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] })
        .collect()
}

fn addresses(list: &[Mailbox]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn names<T: std::fmt::Debug>(list: &[T]) -> Vec<String> {
    list.iter().map(|value| format!("{value:?}")).collect()
}

fn shown(mail: &ParsedMail) -> Value {
    let attachments: Vec<Value> = mail
        .attachments
        .iter()
        .map(|attachment| {
            let text = String::from_utf8_lossy(&attachment.bytes).replace("\r\n", "\n");
            json!({
                "name": attachment.name, "media_type": attachment.media_type, "content_id": attachment.content_id,
                "inline": attachment.inline, "content": text,
            })
        })
        .collect();
    let mut shown = json!({
        "message_id": mail.message_id,
        "from": mail.from.as_ref().map(ToString::to_string),
        "reply_to": mail.reply_to.as_ref().map(ToString::to_string),
        "to": addresses(&mail.to), "cc": addresses(&mail.cc), "delivered_to": mail.delivered_to,
        "subject": mail.subject, "date": mail.date.map(|date| date.to_string()),
        "in_reply_to": mail.in_reply_to, "references": mail.references,
        "text": mail.text.lines().collect::<Vec<_>>(), "html": mail.html.as_ref().map(|html| html.lines().collect::<Vec<_>>()),
        "attachments": attachments,
        "automatic": mail.automatic.map(|kind| format!("{kind:?}")),
        "loop_marker": mail.loop_marker, "language": mail.language.map(|lang| format!("{lang:?}")), "defects": names(&mail.defects),
    });
    if let Value::Object(fields) = &mut shown {
        fields.extend(rarely(mail));
    }
    shown
}

/// What most mails do not have, where this one has it.
fn rarely(mail: &ParsedMail) -> serde_json::Map<String, Value> {
    let report = delivery_report(mail).map(|report| {
        let recipients: Vec<String> = report
            .recipients
            .iter()
            .map(|recipient| {
                let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
                format!(
                    "{} {:?} {} {}",
                    said(&recipient.address),
                    recipient.outcome,
                    said(&recipient.status),
                    said(&recipient.diagnostic)
                )
            })
            .collect();
        json!({ "message_id": report.message_id, "recipients": recipients })
    });
    let all = [
        ("sign", json!(mail.sign.map(|sign| format!("{sign:?}")))),
        ("report", json!(report)),
        ("tags", json!(subject_tags(&mail.subject, &["Ticket#", "dtnet.de #"]))),
        (
            "invitations",
            json!(
                mail.invitations
                    .iter()
                    .map(|event| format!("{event:?}"))
                    .collect::<Vec<_>>()
            ),
        ),
        ("protection", json!(mail.protection.map(|kind| format!("{kind:?}")))),
        ("list_id", json!(mail.list_id)),
        (
            "controls",
            json!(
                mail.controls
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect::<Vec<_>>()
            ),
        ),
        ("authentication", json!(names(&mail.authentication))),
        (
            "verdicts",
            json!(
                Some(&mail.verdicts)
                    .filter(|verdicts| **verdicts != Verdicts::default())
                    .map(|v| format!("{v:?}"))
            ),
        ),
    ];
    let is_there = |value: &Value| !value.is_null() && *value != json!([]);
    all.into_iter()
        .filter(|(_, value)| is_there(value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

#[test]
fn every_mail_is_read_as_recorded() {
    for (name, raw) in corpus() {
        insta::assert_json_snapshot!(name, shown(&parse(&raw)));
    }
}

/// The same mail, as it comes over the wire and as it lies in a file.
#[test]
fn line_ends_change_nothing() {
    for (name, raw) in corpus() {
        assert_eq!(shown(&parse(&lines_by_crlf(&raw))), shown(&parse(&raw)), "{name}");
    }
}

// req: A13 E1
#[test]
fn an_answer_from_outlook_carries_number_and_ids() {
    let mail = mail("outlook-german-reply");
    assert_eq!(subject_tags(&mail.subject, &["Ticket#"]), ["2026112200017"]);
    assert_eq!(
        thread_ids(&mail).last().map(String::as_str),
        Some("pult.17.1@hs-musterstadt.example")
    );
}

#[test]
fn a_bounce_names_the_mail_that_came_back() {
    let mail = mail("bounce-dsn");
    assert_eq!(mail.automatic, Some(Automatic::Bounce));
    assert!(mail.loop_marker.is_none(), "the mark is on the mail inside");
    let returned = returned(&mail).unwrap();
    assert_eq!(returned.message_id.as_deref(), Some("pult.17.3@hs-musterstadt.example"));
    assert_eq!(returned.recipient.as_deref(), Some("gone@mail.example"));
    assert_eq!(returned.status.as_deref(), Some("5.1.1"));
    assert!(returned.permanent);
}

// req: A13
#[test]
fn a_read_receipt_belongs_to_the_mail_that_was_read() {
    let mail = mail("read-receipt-without-references");
    assert_eq!(thread_ids(&mail), ["pult.17.1@hs-musterstadt.example"]);
    assert_eq!(mail.automatic, Some(Automatic::AutoReply));
    assert!(returned(&mail).is_none());
}
