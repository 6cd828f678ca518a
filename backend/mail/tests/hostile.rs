//! Mails that nobody wrote in good faith: parsing ends, soon, on a small stack, and tells what it found.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use pult_mail::{Defect, ParsedMail, parse};

/// Far more than is needed without optimisation on a busy machine, far less than anything quadratic takes.
const SOON: Duration = Duration::from_secs(60);
const HEAD: &str = "From: a@x.example\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@x.example>\r\n";

/// Parses on a thread with a stack that any recursion over the mail would break.
fn parse_soon(raw: Vec<u8>) -> ParsedMail {
    let started = Instant::now();
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    let mail = thread.spawn(move || parse(&raw)).unwrap().join().unwrap();
    assert!(started.elapsed() < SOON, "took {:?}", started.elapsed());
    mail
}

fn nested(depth: usize, closed: bool) -> Vec<u8> {
    let mut mail = HEAD.to_owned();
    for level in 0..depth {
        mail.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n"
        ));
    }
    mail.push_str("Content-Type: text/plain\r\n\r\ninnermost\r\n");
    if closed {
        for level in (0..depth).rev() {
            mail.push_str(&format!("--b{level}--\r\n"));
        }
    }
    mail.into_bytes()
}

#[test]
fn five_hundred_nested_parts_still_show_their_text() {
    let mail = parse_soon(nested(500, true));
    assert_eq!(mail.text, "innermost");
    assert_eq!(mail.defects, []);
    assert_eq!(parse_soon(nested(500, false)).text, "innermost");
}

#[test]
fn deeper_nesting_is_kept_but_not_entered() {
    for depth in [5_000, 50_000] {
        let mail = parse_soon(nested(depth, true));
        assert_eq!(mail.defects, [Defect::TooDeep, Defect::EmptyBody]);
        assert_eq!(mail.attachments.len(), 1, "what is too deep is kept as it is");
        assert_eq!(mail.attachments[0].media_type, "multipart/mixed");
    }
}

#[test]
fn nested_attached_mails_stay_whole() {
    let mut raw = HEAD.to_owned();
    for _ in 0..5_000 {
        raw.push_str("Content-Type: message/rfc822\r\n\r\nSubject: x\r\n");
    }
    let mail = parse_soon(raw.into_bytes());
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(mail.attachments[0].name, "x.eml");
}

#[test]
fn a_hundred_thousand_parts_are_counted_off() {
    let mut raw = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n");
    raw.push_str(&"--b\r\nContent-Type: multipart/mixed; boundary=missing\r\n\r\nx\r\n".repeat(100_000));
    let mail = parse_soon(raw.into_bytes());
    assert!(mail.defects.contains(&Defect::TooManyParts));
    assert!(mail.text.starts_with("first"));
}

#[test]
fn forty_megabytes_are_read() {
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
    let mut raw = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee attachment\r\n--b\r\n\
        Content-Type: application/pdf; name=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    );
    raw.push_str(&line.repeat(40_000_000 / line.len()));
    raw.push_str("--b--\r\n");
    let mail = parse_soon(raw.into_bytes());
    assert_eq!(mail.text, "see attachment");
    assert!(mail.attachments[0].bytes.len() > 28_000_000);
    assert_eq!(mail.defects, []);
}

#[test]
fn thirty_megabytes_of_text_are_cut() {
    let raw = format!(
        "{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n{}",
        "Größe \r\n".repeat(3_000_000)
    );
    let mail = parse_soon(raw.into_bytes());
    assert!(mail.text.len() <= 2 * 1024 * 1024 && mail.text.len() > 1024 * 1024);
    assert_eq!(mail.defects, [Defect::Truncated]);
}

#[test]
fn html_of_nothing_but_brackets_ends() {
    for piece in ["<", "<!--", "&", "<style>", "<div>", "<a href=\"", "</"] {
        let raw = format!(
            "{HEAD}Content-Type: text/html\r\n\r\n{}",
            piece.repeat(10_000_000 / piece.len())
        );
        let mail = parse_soon(raw.into_bytes());
        assert!(mail.defects.contains(&Defect::Truncated), "{piece}");
    }
}

#[test]
fn long_headers_are_read_in_time() {
    let repeated = [
        ("To", "a@x.example, "),
        ("To", "("),
        ("To", "\"\\"),
        ("From", "<"),
        ("Subject", "=?utf-8?q?=C3=A4?= "),
        ("Subject", "=?utf-8?b?"),
        ("References", "<a@b> "),
        ("References", "<"),
        ("Content-Type", ";a=b"),
        ("Content-Type", ";n*0*='"),
        ("Content-Type", "(;\""),
        ("Content-Disposition", ";filename*1=x"),
        ("Received", "from a by b (c) "),
        ("Date", "Mon, "),
        ("List-Id", "<,"),
        ("X", "=?"),
    ];
    for (name, piece) in repeated {
        let value = piece.repeat(3_000_000 / piece.len());
        let folded = piece.repeat(20).clone() + "\r\n ";
        let lines = folded.repeat(3_000_000 / folded.len());
        for value in [value, lines] {
            let mail = parse_soon(format!("{HEAD}{name}: {value}\r\n\r\nbody").into_bytes());
            assert!(mail.defects.contains(&Defect::Truncated), "{name} {piece}");
            assert_eq!(mail.text, "body");
        }
    }
}

#[test]
fn part_headers_share_a_budget() {
    let attributes: String = (0..3_000).map(|n| format!(";a{n}*0*='")).collect();
    let part = format!("--b\r\nContent-Type: text/plain{attributes}\r\n\r\nx\r\n");
    let raw = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--",
        part.repeat(40_000_000 / part.len())
    );
    let mail = parse_soon(raw.into_bytes());
    assert!(mail.defects.contains(&Defect::Truncated));
}

#[test]
fn empty_and_broken_input_has_names_for_what_is_missing() {
    let missing = [Defect::NoFrom, Defect::NoDate, Defect::NoMessageId, Defect::EmptyBody];
    for raw in [&b""[..], b"\r\n\r\n", b"\n", b"\0"] {
        let mail = parse(raw);
        assert!(
            missing.iter().all(|defect| mail.defects.contains(defect)),
            "{raw:?} {:?}",
            mail.defects
        );
    }
    let plain = parse(b"just words, no mail");
    assert_eq!(plain.text, "just words, no mail");
    assert!(plain.defects.contains(&Defect::NoFrom));
}

#[test]
fn old_line_ends_and_nul_bytes_are_understood() {
    let mail = parse(b"From: a@x.example\rSubject: Gr\xFC\xDFe\0 von\t hier\r\rerste\rzweite");
    assert_eq!(mail.subject, "Grüße von hier");
    assert_eq!(mail.text, "erste\nzweite");
    assert!(mail.defects.contains(&Defect::NulBytes) && mail.defects.contains(&Defect::BadCharset));
    let mail = parse(b"From: a@x.example\nSubject: x\n\nvor\0nach");
    assert_eq!(mail.text, "vornach");
    assert!(mail.defects.contains(&Defect::NulBytes));
}

#[test]
fn characters_broken_in_two_are_put_together() {
    let mail = parse(b"From: =?utf-8?Q?J=C3?= =?utf-8?Q?=BCrgen?= <j@x.example>\r\nSubject: =?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=\r\n\r\nx");
    assert_eq!(mail.subject, "Gr\u{FC}\u{DF}e");
    assert_eq!(mail.from.unwrap().name.as_deref(), Some("J\u{FC}rgen"));
    assert!(!mail.defects.contains(&Defect::BadCharset));
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    files.sort();
    assert!(!files.is_empty());
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// What must hold for every mail, whatever came in.
fn holds(mail: &ParsedMail) {
    assert!(!mail.subject.contains(char::is_control) && mail.subject.chars().count() <= 998);
    assert!(!mail.text.contains('\0') && !mail.text.contains('\r'));
    for attachment in &mail.attachments {
        assert!(!attachment.name.is_empty());
        assert!(!attachment.name.contains(['/', '\\']) && !attachment.name.contains(char::is_control));
    }
    let ids = mail.references.iter().chain(&mail.in_reply_to).chain(&mail.message_id);
    assert!(
        ids.clone()
            .all(|id| !id.is_empty() && !id.contains(char::is_control) && !id.contains(char::is_whitespace))
    );
    let told = mail.defects.contains(&Defect::NoFrom) || mail.defects.contains(&Defect::BadFrom);
    assert_eq!(mail.from.is_none(), told);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        holds(&parse(&raw));
    }

    #[test]
    fn mail_like_bytes_are_read(raw in "((From|To|Subject|Content-Type|Date|References): [ -~\\x00äß]{0,40}|--b|--b--|Content-Type: multipart/mixed; boundary=b|[ -~]{0,20}|\r?\n){0,40}") {
        holds(&parse(raw.as_bytes()));
    }

    #[test]
    fn damaged_mails_are_read(which in any::<proptest::sample::Index>(), edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4_u8), 1..20)) {
        let corpus = corpus();
        let mut raw = which.get(&corpus).clone();
        for (at, byte, edit) in edits {
            if raw.is_empty() {
                break;
            }
            let at = at.index(raw.len());
            match edit {
                0 => raw[at] = byte,
                1 => raw.truncate(at),
                2 => raw.insert(at, byte),
                _ => {
                    let piece: Vec<u8> = raw[at..].iter().copied().take(usize::from(byte)).collect();
                    raw.splice(at..at, piece);
                }
            }
        }
        holds(&parse(&raw));
    }
}

/// A part of this type with this content, as a whole mail.
fn with_part(content_type: &str, transfer: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("{HEAD}Content-Type: {content_type}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n");
    [head.as_bytes(), content].concat()
}

#[test]
fn formats_within_mails_take_no_time() {
    const SIZE: usize = 5_000_000;
    let filled = |piece: &[u8]| piece.repeat(SIZE / piece.len());
    let tnef = |body: &[u8]| [b"\x78\x9f\x3e\x22\x01\x00".as_slice(), body].concat();
    let attribute = |id: u32, data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap();
        [&[1], id.to_le_bytes().as_slice(), &length.to_le_bytes(), data, &[0, 0]].concat()
    };
    let rtf = |text: &[u8]| {
        let packed = [&[0; 4], &u32::MAX.to_le_bytes()[..], b"MELA", &[0; 4], text].concat();
        let length = u32::try_from(packed.len()).unwrap();
        let property = [
            &[1, 0, 0, 0, 2, 1, 9, 0x10, 1, 0, 0, 0],
            &length.to_le_bytes()[..],
            &packed,
        ]
        .concat();
        tnef(&attribute(0x0006_9003, &property))
    };
    // Every flag says *reference*, and each reference repeats what was written before.
    let bomb = [
        &[0; 4],
        &u32::MAX.to_le_bytes()[..],
        b"LZFu",
        &[0; 4],
        &filled(b"\xff\x00\x0f\x00\x1f\x00\x2f"),
    ]
    .concat();
    let bomb = [
        &[1, 0, 0, 0, 2, 1, 9, 0x10, 1, 0, 0, 0],
        &u32::try_from(bomb.len()).unwrap().to_le_bytes()[..],
        &bomb,
    ]
    .concat();
    let mails = [
        with_part(
            "application/ms-tnef",
            "8bit",
            &tnef(&filled(&attribute(0x0006_9002, b""))),
        ),
        with_part(
            "application/ms-tnef",
            "8bit",
            &tnef(&filled(&attribute(0x0006_800F, b"x"))),
        ),
        with_part(
            "application/ms-tnef",
            "8bit",
            &tnef(&attribute(0x0006_9003, &filled(b"\xff"))),
        ),
        with_part("application/ms-tnef", "8bit", &rtf(&filled(b"{\\"))),
        with_part("application/ms-tnef", "8bit", &rtf(&filled(b"\\u-1"))),
        with_part("application/ms-tnef", "8bit", &rtf(&filled(b"}{\\*\\htmltag "))),
        with_part("application/ms-tnef", "8bit", &tnef(&attribute(0x0006_9003, &bomb))),
        with_part("text/calendar", "8bit", &filled(b"BEGIN:VEVENT\r\n")),
        with_part("text/calendar", "8bit", &filled(b"X\r\n ")),
        with_part(
            "text/calendar",
            "8bit",
            &[b"BEGIN:VEVENT\r\nATTENDEE".as_slice(), &filled(b";CN=")].concat(),
        ),
        with_part(
            "text/calendar",
            "8bit",
            &[b"BEGIN:VEVENT\r\n".as_slice(), &filled(b"ATTENDEE:a@x.example\r\n")].concat(),
        ),
        with_part("text/plain", "8bit", &filled(b"begin 644 a\n")),
        with_part("text/plain", "8bit", &filled(b"begin 644 a\n#0V%T\n")),
        with_part("text/plain", "8bit", &filled(b"begin 644 a\n#0V%T\n`\nend\n")),
        with_part("text/html", "8bit", &filled(b"<div style='display:none'>")),
        with_part("text/html", "8bit", &filled(b"<div style=")),
        with_part("application/pkcs7-mime", "8bit", &filled(b"\x30\x80")),
        with_part(
            "multipart/report; report-type=delivery-status; boundary=b",
            "8bit",
            &[
                b"--b\r\nContent-Type: message/delivery-status\r\n\r\n".as_slice(),
                &filled(b"Final-Recipient: rfc822; a@x.example\r\n\r\n"),
            ]
            .concat(),
        ),
        [
            b"Return-Path: <>\r\n".as_slice(),
            &with_part("text/plain", "8bit", &filled(b"<a@x.example>:\r\n")),
        ]
        .concat(),
        [
            b"Return-Path: <>\r\n".as_slice(),
            &with_part("text/plain", "8bit", &filled(b"a@x.example ")),
        ]
        .concat(),
    ];
    for raw in mails {
        let mail = parse_soon(raw);
        let started = Instant::now();
        let _ = pult_mail::delivery_report(&mail);
        assert!(started.elapsed() < SOON);
        assert!(mail.text.len() <= 4_200_000 && mail.attachments.len() <= 6_000);
    }
}
