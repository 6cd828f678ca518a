//! Any bytes: reading a mail gives a value that keeps its promises, whatever else is asked about it, and what is composed of it is read
//! back as it was meant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pult_mail::{
    Defect, Lang, Mailbox, Outgoing, OutgoingAttachment, ParsedMail, SignedMessage, certificate_facts, compose,
    delivery_report, forwarded, identity, parse, parse_authentication_results, returned, signed_message, strip_subject,
    subject_tags, tagged_subject, thread_ids, trusted_results,
};

const HOOKS: &[&str] = &["Ticket#", "dtnet.de #"];

fuzz_target!(|raw: &[u8]| {
    let mail = parse(raw);
    holds(&mail);
    asks(raw, &mail);
    comes_back(&mail);
    let _ = certificate_facts(raw);
    if let Some(SignedMessage { signature: Some(signature), .. }) = signed_message(raw) {
        for certificate in &signature.certificates {
            let _ = certificate_facts(certificate);
        }
    }
    if let Some(html) = &mail.html {
        let safe = pult_markup::safe_html(html, |id| Some(format!("/files/{}", id.len())));
        assert!(!safe.html.to_ascii_lowercase().contains("<script"));
    }
    let split = pult_markup::split_quote(&mail.text);
    assert!(split.fresh.len() <= mail.text.len());
});

fn holds(mail: &ParsedMail) {
    assert!(!mail.subject.contains(char::is_control) && mail.subject.chars().count() <= 998);
    assert!(!mail.text.contains('\0') && !mail.text.contains('\r'));
    for file in &mail.attachments {
        assert!(!file.name.is_empty() && !file.name.contains(['/', '\\']) && !file.name.contains(char::is_control));
    }
    let ids = mail.references.iter().chain(&mail.in_reply_to).chain(&mail.message_id);
    for id in ids {
        assert!(!id.is_empty() && !id.contains(char::is_control) && !id.contains(char::is_whitespace));
    }
    let told = mail.defects.contains(&Defect::NoFrom) || mail.defects.contains(&Defect::BadFrom);
    assert_eq!(mail.from.is_none(), told);
    assert_eq!(mail.automatic.is_some(), mail.sign.is_some());
    for field in &mail.headers {
        assert!(!field.value.contains(char::is_control));
    }
}

fn asks(raw: &[u8], mail: &ParsedMail) {
    let report = delivery_report(mail);
    assert_eq!(report.is_some(), returned(mail).is_some());
    let _ = (identity(raw), thread_ids(mail), trusted_results(mail, |_| true));
    let tagged = tagged_subject("2026112200017", &mail.subject);
    assert_eq!(
        subject_tags(&tagged, HOOKS).first().map(String::as_str),
        Some("2026112200017"),
        "{tagged:?}"
    );
    assert!(!strip_subject(&mail.subject, HOOKS).contains(char::is_control));
    let _ = parse_authentication_results(&mail.text);
}

fn comes_back(mail: &ParsedMail) {
    let attachments = mail
        .attachments
        .iter()
        .take(3)
        .map(|file| OutgoingAttachment {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes.clone(),
            content_id: None,
        })
        .collect();
    let outgoing = Outgoing {
        from: Mailbox::new(Some("IT-Service"), "it@hs-musterstadt.example").expect("an address"),
        to: vec![Mailbox::new(Some("Erika Müller"), "erika@hs-musterstadt.example").expect("an address")],
        cc: vec![],
        subject: &mail.subject,
        text: &mail.text,
        html: None,
        message_id: "pult.1@hs-musterstadt.example",
        in_reply_to: mail.message_id.as_deref(),
        references: &mail.references,
        date: jiff::Timestamp::from_second(1_795_000_000).expect("a time"),
        language: Lang::De,
        automatic: None,
        attachments,
    };
    let composed = compose(&outgoing).expect("whatever is read can be sent");
    let read = parse(&composed);
    let words: Vec<&str> = mail.subject.split_whitespace().collect();
    assert_eq!(read.subject, words.join(" "));
    assert_eq!(read.to, outgoing.to);
    assert_eq!(read.message_id.as_deref(), Some(outgoing.message_id));
    let names: Vec<&str> = read.headers.iter().map(|field| field.name.as_str()).collect();
    assert!(!names.contains(&"Bcc"));
    let _ = forwarded(&composed);
}
