//! What is signed is proven, by a verifier that knows only the mail and the record in the DNS; what was changed is not.

use mail_auth::{
    AuthenticatedMessage,
    arc::ArcSealer,
    common::{
        crypto::{RsaKey, Sha256},
        headers::HeaderWriter as _,
    },
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};

use super::*;
use crate::config::{Dkim, Secret};

const RSA: &str = include_str!("../../../tests/integration/support/keys/dkim-rsa.pem");
const ED25519: &str = include_str!("../../../tests/integration/support/keys/dkim-ed25519.pem");

const MAIL: &str = "From: IT-Service <it@hs-musterstadt.example>\r\nTo: erika@stud.example\r\nSubject: [Ticket#17] WLAN\r\nDate: Sun, 22 Nov 2026 15:00:00 +0000\r\n\
     Message-ID: <1@hs-musterstadt.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIhr WLAN geht wieder.\r\n";

fn key(domain: &str, selector: &str, pem: &str) -> Dkim {
    Dkim {
        domain: domain.to_owned(),
        selector: selector.to_owned(),
        key: Secret::new(pem),
    }
}

fn keys() -> Keys {
    Keys::read(&[
        key("hs-musterstadt.example", "rsa1", RSA),
        key("hs-musterstadt.example", "ed1", ED25519),
        key("other.example", "rsa1", RSA),
    ])
    .unwrap()
}

fn verifier(keys: &Keys) -> Verifier {
    let records: Vec<(String, String)> = keys.iter().map(|key| (key.record_name(), key.record())).collect();
    let records = records.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Verifier::with_records(records, vec!["lists.example".to_owned()]).unwrap()
}

/// The results in order: method, result, domain.
async fn found(verifier: &Verifier, mail: &str) -> Vec<String> {
    let found = verifier
        .check(mail.as_bytes().to_vec().into())
        .await
        .unwrap_or_default();
    let shown = |result: &pult_mail::MethodResult| {
        let domain = result.property("header.d").unwrap_or_default();
        format!("{}={} {domain}", result.method, result.result)
    };
    found.results.iter().map(shown).collect()
}

fn signed(keys: &Keys, mail: &str) -> String {
    String::from_utf8(keys.signed(mail.as_bytes()).unwrap().unwrap()).unwrap()
}

#[tokio::test]
async fn both_algorithms_are_verified_by_the_record_alone() {
    let keys = keys();
    let verifier = verifier(&keys);
    let mail = signed(&keys, MAIL);
    assert_eq!(
        found(&verifier, &mail).await,
        ["dkim=pass hs-musterstadt.example", "dkim=pass hs-musterstadt.example"]
    );
    assert!(mail.contains("a=rsa-sha256") && mail.contains("a=ed25519-sha256") && mail.ends_with(MAIL));
    assert!(mail.split("\r\n").all(|line| line.len() <= 100), "{mail}");
    let below = signed(&keys, &MAIL.replace("it@hs-", "it@mail.hs-"));
    assert_eq!(found(&verifier, &below).await.len(), 2, "and those below the domain");
    assert_eq!(found(&verifier, MAIL).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_changed_is_not_proven() {
    let keys = keys();
    let verifier = verifier(&keys);
    let mail = signed(&keys, MAIL);
    let changes = [
        ("geht wieder", "geht nicht"),
        ("Subject: [Ticket#17] WLAN", "Subject: [Ticket#17] Ihr Passwort"),
        // Signed once more than they were there: none can be added on top.
        ("From: IT", "From: chef@hs-musterstadt.example\r\nFrom: IT"),
        ("Subject: [", "Subject: Neu\r\nSubject: ["),
        ("Date: Sun", "Cc: all@stud.example\r\nDate: Sun"),
        ("Date: Sun", "Reply-To: evil@x.example\r\nDate: Sun"),
    ];
    for (from, to) in changes {
        let changed = mail.replacen(from, to, 1);
        assert_ne!(changed, mail);
        let results = found(&verifier, &changed).await;
        assert!(
            results.len() == 2 && results.iter().all(|result| !result.starts_with("dkim=pass")),
            "{to}: {results:?}"
        );
    }
    let on_the_way = format!("Received: from a by b\r\n{mail}");
    assert_eq!(found(&verifier, &on_the_way).await.len(), 2);
    assert!(found(&verifier, &on_the_way).await[0].starts_with("dkim=pass"));
}

#[test]
fn only_mail_of_our_domains_is_signed() {
    let keys = keys();
    for from in ["a@else.example", "a@evil-hs-musterstadt.example", "nobody"] {
        let mail = MAIL.replace("it@hs-musterstadt.example", from);
        assert_eq!(keys.signed(mail.as_bytes()), Ok(None), "{from}");
    }
    assert_eq!(keys.signed(b""), Ok(None));
}

#[test]
fn records_and_faults() {
    let keys = keys();
    let lines: Vec<String> = keys.iter().map(SigningKey::zone_line).collect();
    assert!(
        lines[0].starts_with(
            "rsa1._domainkey.hs-musterstadt.example. IN TXT ( \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"
        ),
        "{}",
        lines[0]
    );
    let texts: Vec<&str> = lines[0].split('"').skip(1).step_by(2).collect();
    assert!(texts.len() == 2 && texts.iter().all(|text| text.len() <= 255));
    assert!(
        lines[1].contains("k=ed25519; p=") && lines[1].len() < 130,
        "{}",
        lines[1]
    );
    let faults = Keys::read(&[
        key("a.example", "s", "nothing"),
        key(
            "b.example",
            "s",
            "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
        ),
    ])
    .unwrap_err();
    assert_eq!(faults.len(), 2);
    assert!(
        faults[0].contains("s._domainkey.a.example") && !faults[0].contains("nothing"),
        "{faults:?}"
    );
}

// No key can be had: nothing is proven, nothing denied.
#[tokio::test]
async fn a_silent_dns_is_no_verdict() {
    let keys = keys();
    let verifier = Verifier::with_records([], Vec::new()).unwrap();
    let mail = signed(&keys, MAIL);
    let results = found(&verifier, &mail).await;
    assert!(
        results.len() == 2 && results.iter().all(|result| result.starts_with("dkim=temperror")),
        "{results:?}"
    );
}

#[tokio::test]
async fn floods_of_signatures_and_parts_of_bodies_prove_nothing() {
    let keys = keys();
    let verifier = verifier(&keys);
    let mail = signed(&keys, MAIL);
    let many = format!("{}{mail}", "DKIM-Signature: v=1\r\n".repeat(9));
    assert_eq!(found(&verifier, &many).await, ["dkim=policy "]);
    let garbage = format!("DKIM-Signature: v=1; a=x; d=hs-musterstadt.example\r\n{MAIL}");
    assert!(
        !found(&verifier, &garbage)
            .await
            .iter()
            .any(|result| result.contains("pass"))
    );
}

/// A list changes the subject, and seals what it had found out before.
fn through_a_list(mail: &str, domain: &str) -> String {
    let der = PrivateKeyDer::from_pem_slice(RSA.as_bytes()).unwrap();
    let changed = mail.replacen("Subject: ", "Subject: [liste] ", 1);
    let results = mail_auth::AuthenticationResults::new("mx.lists.example");
    let before = AuthenticatedMessage::parse(mail.as_bytes()).unwrap();
    let passed = mail_auth::DkimOutput::pass().with_signature(&before.dkim_headers[0].header);
    let results = results.with_dkim_results(&[passed], "it@hs-musterstadt.example");
    let message = AuthenticatedMessage::parse(changed.as_bytes()).unwrap();
    let none = mail_auth::ArcOutput::default();
    let set = ArcSealer::from_key(RsaKey::<Sha256>::from_key_der(der).unwrap())
        .domain(domain)
        .selector("s")
        .headers(["From", "To", "Subject", "DKIM-Signature"])
        .seal(&message, &results, &none)
        .unwrap();
    format!("{}{changed}", set.to_header())
}

#[tokio::test]
async fn trusted_lists_are_believed_and_others_not() {
    let keys = Keys::read(&[
        key("hs-musterstadt.example", "rsa1", RSA),
        key("lists.example", "s", RSA),
        key("stranger.example", "s", RSA),
    ])
    .unwrap();
    let verifier = verifier(&keys);
    let mail = signed(&keys, MAIL);
    let by_list = found(&verifier, &through_a_list(&mail, "lists.example")).await;
    assert!(
        by_list[0].starts_with("dkim=fail") || by_list[0].starts_with("dkim=neutral"),
        "{by_list:?}"
    );
    assert_eq!(
        by_list[1..],
        ["arc=pass lists.example", "dkim=pass hs-musterstadt.example"]
    );
    let by_stranger = found(&verifier, &through_a_list(&mail, "stranger.example")).await;
    assert_eq!(
        by_stranger[1..],
        ["arc=pass stranger.example"],
        "its word does not count"
    );
    let changed = through_a_list(&mail, "lists.example").replacen("geht wieder", "geht nicht", 1);
    let results = found(&verifier, &changed).await;
    assert!(!results.iter().any(|result| result.contains("pass")), "{results:?}");
}

/// A name server on this machine that tells one record to whoever asks, or nothing to anybody.
fn name_server(record: Option<String>) -> std::net::SocketAddr {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut question = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut question) {
            let Some(record) = &record else { continue };
            let asked = &question[12..length];
            let end = asked.iter().position(|&byte| byte == 0).unwrap() + 5;
            let texts: Vec<u8> = record
                .as_bytes()
                .chunks(255)
                .flat_map(|text| [&[u8::try_from(text.len()).unwrap()], text].concat())
                .collect();
            // Id, "an answer without fault", one question, one answer; the question; its name, TXT, IN, an hour, the texts (RFC 1035 §4.1).
            let answer = [
                &question[..2],
                &[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0],
                &asked[..end],
                &[0xC0, 12, 0, 16, 0, 1, 0, 0, 14, 16],
                &u16::try_from(texts.len()).unwrap().to_be_bytes(),
                &texts,
            ]
            .concat();
            socket.send_to(&answer, from).unwrap();
        }
    });
    address
}

#[tokio::test]
async fn keys_come_from_the_name_server() {
    let keys = Keys::read(&[key("hs-musterstadt.example", "rsa1", RSA)]).unwrap();
    let record = keys.iter().next().unwrap().record();
    let verifier = Verifier::asking(Some(name_server(Some(record))), Vec::new()).unwrap();
    let mail = signed(&keys, MAIL);
    assert_eq!(found(&verifier, &mail).await, ["dkim=pass hs-musterstadt.example"]);
    assert_eq!(
        found(&verifier, &mail.replace("geht wieder", "geht nicht")).await.len(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_dns_that_is_away_costs_a_bounded_time() {
    let verifier = Verifier::asking(Some(name_server(None)), Vec::new()).unwrap();
    let start = tokio::time::Instant::now();
    let mut times = Vec::new();
    for number in 0..7 {
        let domain = format!("d{number}.example");
        let keys = Keys::read(&[key(&domain, "rsa1", RSA)]).unwrap();
        let mail = signed(&keys, &MAIL.replace("hs-musterstadt.example", &domain));
        let before = start.elapsed();
        let results = found(&verifier, &mail).await;
        assert!(
            results.len() == 1 && results[0].starts_with("dkim=temperror"),
            "{results:?}"
        );
        times.push((start.elapsed() - before).as_secs());
    }
    assert!(times[..5].iter().all(|&seconds| seconds <= 10), "{times:?}");
    assert_eq!(times[5..], [0, 0], "then nobody is asked for a while: {times:?}");
}
