//! A whole case goes in, and comes out as files that open.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::*;

fn labels() -> Labels {
    let text = |text: &str| text.to_owned();
    Labels {
        exported: text("Exportiert am 22.11.2026 von Ada Agentin"),
        facts: text("Ticketdaten"),
        articles: text("Nachrichten"),
        attachments: text("Anhänge"),
        history: text("Historie"),
        left_out: text("Nicht enthalten"),
        internal: text("Intern"),
        visible: text("Für Kunden sichtbar"),
        raw_mail: text("Original der E-Mail"),
        as_pdf: text("Als PDF"),
        as_data: text("Historie als Daten"),
        hash: text("Prüfsumme"),
        too_large: text("zu groß für den Export"),
        text_cut: text("Der Text ist hier gekürzt."),
        articles_cut: text("Weitere Nachrichten fehlen."),
        history_cut: text("Weitere Einträge fehlen."),
        page: text("Seite {page} von {pages}"),
    }
}

/// A few pixels, half transparent.
const PNG: &[u8] = include_bytes!("testdata/image.png");

fn file(name: &str, bytes: &[u8]) -> CaseAttachment {
    CaseAttachment {
        name: name.to_owned(),
        media_type: if name.ends_with("png") {
            "image/png"
        } else {
            "application/octet-stream"
        }
        .to_owned(),
        size: bytes.len() as u64,
        inline: name.ends_with("png"),
        content: Content::Bytes(bytes.to_vec().into()),
    }
}

fn case() -> CaseFile {
    CaseFile {
        ticket_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        number: "2026112200017".to_owned(),
        title: "WLAN <geht> nicht & überhaupt".to_owned(),
        language: "de".to_owned(),
        exported_at: "2026-11-22T15:00:00Z".parse().unwrap(),
        facts: vec![
            ("Bereich".to_owned(), "IT / WLAN".to_owned()),
            ("Priorität".to_owned(), "3 normal".to_owned()),
        ],
        articles: vec![
            CaseArticle {
                author: "Erika Muster".to_owned(),
                date: "22.11.2026, 15:04".to_owned(),
                direction: "Eingehende E-Mail".to_owned(),
                visible_to_customer: true,
                headers: vec![("Betreff".to_owned(), "WLAN".to_owned())],
                text: "Guten Tag,\n\nsiehe [bild.png]\n\n> Zitat von früher\n\n<script>alert(1)</script> 👍 Привет"
                    .to_owned(),
                attachments: vec![
                    file("bild.png", PNG),
                    file("../../böse/CON.txt", b"eins"),
                    file("con.TXT", b"zwei"),
                    CaseAttachment {
                        size: 400_000_000,
                        content: Content::LeftOut,
                        ..file("groß.iso", b"")
                    },
                ],
                raw_mail: Some(Content::Bytes(b"From: a@x.example\r\n\r\nGuten Tag".to_vec().into())),
            },
            CaseArticle {
                author: "Ada Agentin".to_owned(),
                text: "Nur für uns".to_owned(),
                ..CaseArticle::default()
            },
        ],
        history: vec![
            CaseEntry {
                position: 1,
                date: "22.11.2026, 15:04".to_owned(),
                sentence: "Erika Muster hat das Ticket eröffnet.".to_owned(),
                event: "{\"type\":\"opened\"}".to_owned(),
                hash: "a".repeat(64),
                ..CaseEntry::default()
            },
            CaseEntry {
                position: 2,
                sentence: "Ada Agentin hat eine Notiz geschrieben.".to_owned(),
                actor: Some("0198c0de-0000-7000-8000-000000000009".to_owned()),
                event: "{\"type\":\"noted\"}".to_owned(),
                hash: "b".repeat(64),
                ..CaseEntry::default()
            },
        ],
        history_complete: true,
        labels: labels(),
    }
}

fn files(case: &CaseFile) -> Vec<(String, Vec<u8>)> {
    let bytes = archive(case, Cursor::new(Vec::new())).unwrap().into_inner();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|number| {
            let mut file = zip.by_index(number).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn text_of(files: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, bytes) = files.iter().find(|(path, _)| path == name).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

// req: E12
#[test]
fn the_archive_has_everything_in_its_place() {
    let files = files(&case());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "index.html",
            "case.pdf",
            "history.txt",
            "history.json",
            "articles/0001.txt",
            "attachments/0001/bild.png",
            "attachments/0001/_CON.txt",
            "attachments/0001/_con (2).TXT",
            "mails/0001.eml",
            "articles/0002.txt",
        ]
    );
    let index = text_of(&files, "index.html");
    assert!(
        index.contains("href=\"attachments/0001/_con%20%282%29.TXT\""),
        "{index}"
    );
    assert!(index.contains("<img src=\"attachments/0001/bild.png\" alt=\"bild.png\">"));
    assert!(index.contains("1. groß.iso (400 MB) – zu groß für den Export"));
    assert!(index.contains("WLAN &lt;geht&gt; nicht &amp; überhaupt") && !index.contains("<script"));
    assert!(index.contains("<blockquote"));
    let article = text_of(&files, "articles/0001.txt");
    assert!(article.contains("Betreff: WLAN\r\n") && article.contains("<script>alert(1)</script> 👍 Привет"));
    assert_eq!(files[8].1, b"From: a@x.example\r\n\r\nGuten Tag");
    let history: serde_json::Value = serde_json::from_str(&text_of(&files, "history.json")).unwrap();
    assert_eq!(history["entries"][1]["previous"], "a".repeat(64));
    assert_eq!(history["entries"][1]["event"], "{\"type\":\"noted\"}");
    assert!(text_of(&files, "history.txt").contains("1. 22.11.2026, 15:04  Erika Muster hat das Ticket eröffnet."));
}

#[test]
fn a_reader_without_history_gets_no_file_of_it() {
    let case = CaseFile {
        history: vec![],
        ..case()
    };
    let files = files(&case);
    assert!(files.iter().all(|(name, _)| !name.starts_with("history")));
    assert!(!text_of(&files, "index.html").contains("Historie"));
}

// req: E12
#[test]
fn the_pdf_keeps_to_the_formats_for_archives_and_screen_readers() {
    let case = case();
    let bytes = pdf(&case).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("pdfaid:part>2<") && text.contains("pdfuaid:part"),
        "strict, at the first attempt"
    );
    assert!(text.contains("/Subtype/Image") || text.contains("/Subtype /Image"));
    assert_eq!(pdf(&case).unwrap(), bytes, "the same case gives the same bytes");
}

#[test]
fn a_broken_image_costs_only_itself() {
    let mut broken = case();
    let mut bytes = PNG.to_vec();
    let half = bytes.len() / 2;
    for byte in bytes.iter_mut().skip(half) {
        *byte = 0xAA;
    }
    for attempt in [b"no image".to_vec(), PNG[..40].to_vec(), bytes] {
        broken.articles[0].attachments[0].content = Content::Bytes(attempt.into());
        let text = pdf(&broken).unwrap();
        assert!(text.starts_with(b"%PDF"));
    }
}

#[test]
fn nothing_makes_it_fail() {
    let long = "wort ".repeat(30_000);
    let unbroken = "x".repeat(30_000);
    let odd = "\0\u{FEFF}\u{FFFF}\u{202E}漢字\r\n\r\t\u{301}";
    for text in [
        long.as_str(),
        &unbroken,
        odd,
        "",
        &">".repeat(5_000),
        &"\n".repeat(50_000),
    ] {
        let mut case = case();
        case.title = text.chars().take(500).collect();
        case.facts = vec![(text.chars().take(3_000).collect(), text.to_owned())];
        case.articles[0].text = text.to_owned();
        case.articles[0].author = text.chars().take(300).collect();
        case.history[0].sentence = text.to_owned();
        let files = files(&case);
        assert!(
            files
                .iter()
                .any(|(name, bytes)| name == "case.pdf" && bytes.starts_with(b"%PDF"))
        );
    }
}

#[test]
fn what_is_beyond_the_limits_is_said() {
    let mut large = case();
    let article = CaseArticle {
        text: "Zeile\n".repeat(100),
        ..CaseArticle::default()
    };
    large.articles = vec![article; limits::ARTICLES + 5];
    let files = files(&large);
    let texts = files.iter().filter(|(name, _)| name.starts_with("articles/")).count();
    assert_eq!(texts, limits::ARTICLES);
    assert!(text_of(&files, "index.html").contains("Weitere Nachrichten fehlen. – 2001 … 2005"));
    let mut budget = Budget::default();
    assert!(!budget.take(limits::FILE_BYTES + 1));
    assert!(budget.take(limits::FILE_BYTES) && !budget.take(1) && budget.take(0));
}
