//! S/MIME as other programs write it (OpenSSL made these mails), and as it is written here. That signatures hold is shown where they are
//! verified; here, that all of their parts are found, and that damage is no danger.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::{fs, path::Path};

use proptest::prelude::*;
use pult_mail::{
    Digest, Protection, SignedAs, SignerId, certificate_facts, parse, signed_attributes, signed_message, unsigned,
};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smime").join(name)).unwrap()
}

/// The DER of the first block of a PEM file.
fn der(name: &str) -> Vec<u8> {
    let text = String::from_utf8(file(name)).unwrap();
    let digits: String = text.lines().skip(1).take_while(|line| !line.starts_with('-')).collect();
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for digit in digits.bytes().filter(|&byte| byte != b'=') {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).unwrap());
        }
    }
    bytes
}

#[test]
fn all_parts_of_a_signature_are_found() {
    let cases = [
        ("lena", Digest::Sha256, false),
        ("ec", Digest::Sha256, false),
        ("keyid", Digest::Sha512, false),
        ("pss", Digest::Sha256, true),
        ("sha1", Digest::Other, false),
        ("opaque", Digest::Sha256, false),
        ("opaque-ber", Digest::Sha256, false),
    ];
    for (name, digest, is_pss) in cases {
        let found = signed_message(&file(&format!("{name}.eml"))).unwrap();
        let signature = found.signature.unwrap();
        assert_eq!(signature.signatures.len(), 1, "{name}");
        let signer = &signature.signatures[0];
        assert_eq!((signer.digest, signer.is_pss), (digest, is_pss), "{name}");
        let (attributes, digest) = signer.attributes.as_ref().unwrap();
        assert!(attributes.starts_with(&[0x31]) && digest.len() >= 20, "{name}");
        assert_eq!(matches!(signer.signer, SignerId::Key(_)), name == "keyid");
        let named: Vec<_> = signature
            .certificates
            .iter()
            .filter_map(|der| certificate_facts(der))
            .filter(|facts| facts.is(&signer.signer))
            .collect();
        assert_eq!(named.len(), 1, "{name}");
        assert!(
            named[0]
                .addresses
                .contains(&"student@stud.hs-musterstadt.example".to_owned()),
            "{name}"
        );
        assert!(named[0].name.starts_with("Lena "), "{name}");
        let text = String::from_utf8(found.content).unwrap();
        assert!(
            text.starts_with("Content-Type: text/plain; charset=utf-8\r\n"),
            "{name}: {text}"
        );
        assert!(
            text.ends_with("bitte ändern Sie mein Passwort.\r\n"),
            "{name}: {text:?}"
        );
        // What is shown is what was signed.
        assert!(
            parse(&file(&format!("{name}.eml"))).text.contains("bitte ändern Sie"),
            "{name}"
        );
    }
}

#[test]
fn only_mails_that_are_signed_as_a_whole_count() {
    let signed = String::from_utf8(file("lena.eml")).unwrap();
    let boundary = signed
        .split("boundary=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let third = signed.replacen(
        &format!("--{boundary}--"),
        &format!("--{boundary}\nContent-Type: text/plain\n\nIhre Bank\n--{boundary}--"),
        1,
    );
    assert_eq!(signed_message(third.as_bytes()), None, "a third part is not signed");
    let within = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{signed}\n--b\n\nFuss der Liste\n--b--\n"
    );
    assert_eq!(signed_message(within.as_bytes()), None);
    assert_eq!(signed_message(b"Subject: x\n\nhi"), None);
    let broken = signed.replacen("MII", "!!!", 1);
    assert_eq!(
        signed_message(broken.as_bytes()).map(|found| found.signature),
        Some(None)
    );
}

#[test]
fn what_is_written_is_read() {
    let mail = b"From: it-desk@hs-musterstadt.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nX: y\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n";
    let apart = unsigned(mail);
    assert_eq!(
        String::from_utf8_lossy(&apart.content),
        "Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n"
    );
    let attributes = signed_attributes(&[7; 32], "2026-11-22T15:00:00Z".parse().unwrap());
    let certificates = [der("desk-chain.pem")];
    let with = SignedAs {
        certificates: &certificates,
        attributes: &attributes,
        signature: &[9; 256],
    };
    let signed = apart.signed(&with).unwrap();
    let read = parse(&signed);
    assert_eq!(
        (read.text.as_str(), read.protection),
        ("Grüße", Some(Protection::SmimeSigned))
    );
    assert_eq!(
        (read.subject.as_str(), read.defects.len()),
        ("x", 2),
        "{:?}",
        read.defects
    );
    let found = signed_message(&signed).unwrap();
    assert_eq!(found.content, apart.content);
    let signature = found.signature.unwrap();
    assert_eq!(signature.certificates, certificates);
    assert_eq!(signature.signatures[0].bytes, [9; 256]);
    assert_eq!(signature.signatures[0].attributes, Some((attributes, vec![7; 32])));
    assert!(
        certificate_facts(&certificates[0])
            .unwrap()
            .is(&signature.signatures[0].signer)
    );
    let text = String::from_utf8(signed).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 78) && !text.replace("\r\n", "").contains('\n'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_no_danger(name in prop::sample::select(vec!["lena", "opaque-ber", "keyid"]), at in 0.0..1.0_f64, byte: u8, cut: bool) {
        let mut mail = file(&format!("{name}.eml"));
        let place = (mail.len() as f64 * at) as usize;
        if cut { mail.truncate(place) } else { mail[place] = byte }
        let _ = signed_message(&mail);
        let mut certificate = der("lena.pem");
        let place = (certificate.len() as f64 * at) as usize;
        certificate[place] = byte;
        let _ = certificate_facts(&certificate);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = certificate_facts(&bytes);
        let mut mail = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\n0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02".to_vec();
        mail.extend(bytes);
        let _ = signed_message(&mail);
    }
}
