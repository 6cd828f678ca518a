//! Signatures of domains (DKIM) and of persons (S/MIME): ours on what goes out, others' on what comes in.

use std::sync::Arc;

use pult_server::{
    adapters::dkim::{Keys, Signing, Verifier},
    config::{Dkim, Secret, Smime},
    smime::{Authorities, SigningKeys},
};
use pult_shared::api::{article::SignatureResult, mail::Door};
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

const KEY: &str = include_str!("../support/keys/dkim-rsa.pem");

fn keys(domain: &str) -> Keys {
    let key = Dkim {
        domain: domain.to_owned(),
        selector: "s1".to_owned(),
        key: Secret::new(KEY),
    };
    Keys::read(&[key]).expect("a key")
}

fn verifier(keys: &Keys) -> Verifier {
    let records: Vec<(String, String)> = keys.iter().map(|key| (key.record_name(), key.record())).collect();
    let records = records.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Verifier::with_records(records, Vec::new()).expect("a verifier")
}

on_both! {
    async fn what_goes_out_is_signed_as_it_leaves(desk: Desk) {
        let mut desk = desk;
        let keys = keys("hs-musterstadt.example");
        let verifier = verifier(&keys);
        desk.app.transport = Arc::new(Signing::new(keys, desk.transport.clone()));
        desk.receive(&Eml::new("1@stud", "Frage", "Wann?")).await;
        let receipt = desk.delivered().await;
        assert_eq!(receipt.len(), 1);
        let raw = desk.transport.sent()[0].raw.clone();
        assert!(raw.starts_with(b"DKIM-Signature: v=1; a=rsa-sha256; s=s1; d=hs-musterstadt.example;"));
        let found = pult_server::adapters::dkim::SenderCheck::check(&verifier, raw.into()).await.expect("signed");
        assert!(found.proof_of(&receipt[0].from.as_ref().expect("a sender").address).is_some(), "{found:?}");
    }

    // req: A20 — no mail server of the site has said anything, so the mail's own signature is asked.
    async fn senders_are_proven_by_their_own_domain(desk: Desk) {
        let mut desk = desk;
        let keys = keys("stud.hs-musterstadt.example");
        desk.app.sender_check = Some(Arc::new(verifier(&keys)));
        let agent = desk.sign_in("agent.it").await;
        let plain = Eml::new("1@stud", "Ohne", "Wann?");
        let (from, to) = (plain.envelope_from().to_owned(), plain.envelope_to().to_owned());
        assert!(from.ends_with("@stud.hs-musterstadt.example"), "{from}");
        desk.receive(&plain).await;
        let signed = keys.signed(&Eml::new("2@stud", "Mit", "Wo?").bytes()).expect("a key").expect("signed");
        desk.receive_raw(Door::Lmtp, &from, &to, signed.clone()).await;
        let changed = String::from_utf8(signed).expect("a text").replace("2@stud", "3@stud").replace("Mit", "Geändert");
        desk.receive_raw(Door::Lmtp, &from, &to, changed.into_bytes()).await;
        let mut verdicts = Vec::new();
        for ticket in agent.tickets("").await {
            let article = agent.articles(ticket["number"].as_str().expect("a number")).await[0].clone();
            verdicts.push((ticket["subject"].clone(), article["trust"]["verdict"].clone(), article["trust"]["by"].clone()));
        }
        verdicts.sort_by_key(|(subject, ..)| subject.to_string());
        assert_eq!(json!(verdicts), json!([
            ["Geändert", "unproven", "dkim=fail"],
            ["Mit", "proven", "dkim=pass header.d=stud.hs-musterstadt.example header.s=s1"],
            ["Ohne", "unproven", null],
        ]));
    }
}

fn smime_file(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../mail/tests/smime")
        .join(name)
}

on_both! {
    // req: A20 — S/MIME: who has the key of the certificate is who they say.
    async fn mails_of_persons_are_verified(desk: Desk) {
        let mut desk = desk;
        desk.app.authorities = Some(Arc::new(Authorities::read(&smime_file("ca.pem")).expect("authorities")));
        let agent = desk.sign_in("agent.it").await;
        let usual = Eml::new("1@stud", "Ohne", "Wann?");
        let (from, to) = (usual.envelope_from().to_owned(), usual.envelope_to().to_owned());
        desk.receive(&usual).await;
        let mail = std::fs::read_to_string(smime_file("lena.eml")).expect("a mail");
        for (subject, mail) in [("Gültig", mail.clone()), ("Verändert", mail.replace("Passwort", "Konto"))] {
            let mail = mail.replace("Subject: Signiert", &format!("Subject: {subject}"));
            desk.receive_raw(Door::Lmtp, &from, &to, mail.into_bytes()).await;
        }
        let mut found = Vec::new();
        for ticket in agent.tickets("").await {
            let article = agent.articles(ticket["number"].as_str().expect("a number")).await[0].clone();
            let trust = &article["trust"];
            found.push(json!([ticket["subject"], trust["verdict"], trust["by"], trust["signature"]["result"], trust["signature"]["signer"]]));
        }
        found.sort_by_key(|row| row[0].to_string());
        let signer = "Lena Muster <student@stud.hs-musterstadt.example>";
        assert_eq!(json!(found), json!([
            ["Gültig", "proven", "smime=pass", "valid", signer],
            ["Ohne", "unproven", null, null, null],
            ["Verändert", "unproven", null, "changed", signer],
        ]));
    }

    async fn mail_of_an_address_with_a_key_is_signed(desk: Desk) {
        let mut desk = desk;
        let key = Smime {
            address: "it-desk@hs-musterstadt.example".to_owned(),
            certificate_file: smime_file("desk-chain.pem"),
            key: Secret::new(std::fs::read_to_string(smime_file("desk.key")).expect("a key")),
        };
        desk.app.signing_keys = Arc::new(SigningKeys::read(&[key]).expect("a key"));
        desk.receive(&Eml::new("1@stud", "Frage", "Wann?")).await;
        let receipt = desk.delivered().await;
        assert!(receipt[0].text.contains("Frage") && receipt[0].html.is_some(), "readable for everybody");
        let raw = desk.transport.sent()[0].raw.clone();
        let authorities = Authorities::read(&smime_file("ca.pem")).expect("authorities");
        let found = authorities.verify(&raw, Some("it-desk@hs-musterstadt.example"), desk.app.now()).expect("signed");
        assert_eq!(found.result, SignatureResult::Valid);
        assert_eq!(found.signer, "IT-Desk <it-desk@hs-musterstadt.example>");
    }
}

on_both! {
    // B1: nothing is lost, also what cannot be read here.
    async fn encrypted_mails_say_what_they_are(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let usual = Eml::new("1@stud", "Geheim", "");
        let mail = "From: student@stud.hs-musterstadt.example\r\nTo: it-desk@hs-musterstadt.example\r\nSubject: Geheim\r\nMessage-ID: <1@stud>\r\n\
            Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Language: de\r\n\
            Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHA6CAMIACAQAxAA==\r\n";
        desk.receive_raw(Door::Lmtp, usual.envelope_from(), usual.envelope_to(), mail.as_bytes().to_vec()).await;
        let ticket = agent.tickets("").await[0].clone();
        let article = agent.articles(ticket["number"].as_str().expect("a number")).await[0].clone();
        assert!(article["text"].as_str().expect("a text").contains("verschlüsselt"), "{article}");
        assert_eq!(article["attachments"][0]["name"], "smime.p7m");
    }
}
