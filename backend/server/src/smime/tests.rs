//! Mails that OpenSSL signed, with all that can be wrong with them; and mails that are signed here.

use std::path::{Path, PathBuf};

use pult_shared::{Timestamp, api::article::SignatureResult};

use super::*;
use crate::config::{Secret, Smime};

const LENA: &str = "student@stud.hs-musterstadt.example";
const DESK: &str = "it-desk@hs-musterstadt.example";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../mail/tests/smime")
        .join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn now() -> Timestamp {
    "2026-11-22T15:00:00Z".parse().unwrap()
}

fn verdict(mail: &str, sender: &str, at: Timestamp) -> Option<(SignatureResult, String)> {
    let authorities = Authorities::read(&path("ca.pem")).unwrap();
    let found = authorities.verify(mail.as_bytes(), Some(sender), at)?;
    Some((found.result, found.signer))
}

#[test]
fn what_others_sign() {
    let table = [
        ("lena", SignatureResult::Valid, "Lena Muster"),
        ("ec", SignatureResult::Valid, "Lena Kurve"),
        ("keyid", SignatureResult::Valid, "Lena Muster"),
        ("pss", SignatureResult::Valid, "Lena Muster"),
        ("pss-other-salt", SignatureResult::Unreadable, "Lena Muster"),
        ("opaque", SignatureResult::Valid, "Lena Muster"),
        ("opaque-ber", SignatureResult::Valid, "Lena Muster"),
        ("old", SignatureResult::Expired, "Lena Alt"),
        ("web", SignatureResult::Untrusted, "web"),
        ("stranger", SignatureResult::Untrusted, "Fremd"),
        ("sha1", SignatureResult::Unreadable, "Lena Muster"),
    ];
    for (name, result, signer) in table {
        let found = verdict(&text(&format!("{name}.eml")), LENA, now()).unwrap();
        assert_eq!(found, (result, format!("{signer} <{LENA}>")), "{name}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let lena = text("lena.eml");
    let cases = [
        (lena.replacen("Passwort", "Kennwort", 1), LENA, SignatureResult::Changed),
        (
            lena.clone(),
            "chef@hs-musterstadt.example",
            SignatureResult::OtherAddress,
        ),
        (lena.replacen("\nMII", "\nMIJ", 1), LENA, SignatureResult::Unreadable),
    ];
    for (mail, sender, result) in cases {
        assert_eq!(verdict(&mail, sender, now()).unwrap().0, result);
    }
    let upper = verdict(&lena, "Student@STUD.hs-musterstadt.example", now());
    assert_eq!(upper.unwrap().0, SignatureResult::Valid);
    // As it was when the mail came, not as it is when somebody looks.
    let late = verdict(&lena, LENA, "2071-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(late.unwrap().0, SignatureResult::Expired);
    let lf = lena.replace("\r\n", "\n");
    assert_eq!(
        verdict(&lf, LENA, now()).unwrap().0,
        SignatureResult::Valid,
        "a door with bare LF"
    );
    assert_eq!(verdict("Subject: x\n\nhi", LENA, now()), None);
}

fn key(certificate: &str, key: &str, address: &str) -> Smime {
    Smime {
        address: address.to_owned(),
        certificate_file: path(certificate),
        key: Secret::new(text(key)),
    }
}

#[test]
fn what_is_signed_here_is_verified() {
    let mail = b"From: it-desk@hs-musterstadt.example\r\nTo: x@y.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: 7bit\r\n\r\nIhr WLAN geht wieder.\r\n";
    let keys = SigningKeys::read(&[
        key("desk-chain.pem", "desk.key", DESK),
        key("curve.pem", "curve.key", LENA),
    ])
    .unwrap();
    for (address, result) in [(DESK, "IT-Desk"), (LENA, "Lena Kurve")] {
        let signed = keys.signed(address, mail, now()).unwrap().unwrap();
        let signed = String::from_utf8(signed).unwrap();
        if let Some(folder) = std::env::var_os("PULT_WRITE_SIGNED") {
            std::fs::write(Path::new(&folder).join(format!("{address}.eml")), &signed).unwrap();
        }
        let found = verdict(&signed, address, now()).unwrap();
        // The curve's certificate comes without the authority between.
        let expected = if address == DESK {
            SignatureResult::Valid
        } else {
            SignatureResult::Untrusted
        };
        assert_eq!(found, (expected, format!("{result} <{address}>")));
        let changed = signed.replacen("geht wieder", "geht nicht", 1);
        assert_eq!(verdict(&changed, address, now()).unwrap().0, SignatureResult::Changed);
    }
    assert_eq!(keys.signed("other@hs-musterstadt.example", mail, now()), Ok(None));
}

#[test]
fn keys_that_do_not_fit_are_refused() {
    let faults = SigningKeys::read(&[
        key("desk-chain.pem", "curve.key", DESK),
        key("desk-chain.pem", "desk.key", "other@hs-musterstadt.example"),
        key("ca.pem", "desk.key", DESK),
        key("missing.pem", "desk.key", DESK),
        key("desk-chain.pem", "ca.pem", DESK),
    ])
    .unwrap_err();
    assert_eq!(faults.len(), 5, "{faults:?}");
    assert!(faults[0].contains("do not belong together"), "{faults:?}");
    assert!(Authorities::read(&path("lena.eml")).is_err());
}
