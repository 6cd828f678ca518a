//! An authenticator in software: makes keys and signs challenges as a browser hands them over (WebAuthn level 3), or as one that lies does.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What it says of the person: present and verified.
const PRESENT_AND_VERIFIED: u8 = 0b0101;
const PRESENT: u8 = 0b0001;
const HAS_KEY: u8 = 0b0100_0000;

/// One key, for one site.
#[derive(Clone)]
pub struct Authenticator {
    pkcs8: Vec<u8>,
    id: Vec<u8>,
    /// Whom it was made for.
    pub user: Vec<u8>,
    pub counter: u32,
    /// Where its browser thinks to be.
    pub origin: String,
    /// Whether it asks for PIN or finger.
    pub verifies: bool,
}

impl Authenticator {
    /// A key for these options, and what the browser sends.
    pub fn make(options: &Value, origin: &str) -> (Self, Value) {
        let rng = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &rng).expect("a key");
        let user = options["user"]["id"].as_str().expect("a user");
        let made = Self {
            id: Sha256::digest(pkcs8.as_ref()).to_vec(),
            pkcs8: pkcs8.as_ref().to_vec(),
            user: BASE64.decode(user).expect("base64url"),
            counter: 1,
            origin: origin.to_owned(),
            verifies: true,
        };
        let credential = made.registration(options);
        (made, credential)
    }

    /// What the browser sends for its key.
    pub fn registration(&self, options: &Value) -> Value {
        let site = options["rp"]["id"].as_str().expect("a site");
        let mut data = self.data(site, HAS_KEY);
        data.extend([0; 16]);
        data.extend([0, u8::try_from(self.id.len()).expect("short")]);
        data.extend(&self.id);
        data.extend(self.cose_key());
        // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR (RFC 8949).
        let mut object = vec![0xa3];
        text(&mut object, "fmt");
        text(&mut object, "none");
        text(&mut object, "attStmt");
        object.push(0xa0);
        text(&mut object, "authData");
        bytes(&mut object, &data);
        let client = self.client_data("webauthn.create", &options["challenge"]);
        json!({
            "id": BASE64.encode(&self.id), "rawId": BASE64.encode(&self.id), "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {"credProps": {"rk": true}},
            "response": {"attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client), "transports": ["internal"]},
        })
    }

    /// What the browser sends for a challenge.
    pub fn sign(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let rng = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.pkcs8, &rng).expect("a key");
        let data = self.data(options["rpId"].as_str().expect("a site"), 0);
        let client = self.client_data("webauthn.get", &options["challenge"]);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature = key.sign(&rng, &signed).expect("a signature");
        json!({
            "id": BASE64.encode(&self.id), "rawId": BASE64.encode(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": BASE64.encode(data), "clientDataJSON": BASE64.encode(client),
                "signature": BASE64.encode(signature.as_ref()), "userHandle": BASE64.encode(&self.user),
            },
        })
    }

    fn data(&self, site: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(site.as_bytes()).to_vec();
        data.push(flags | if self.verifies { PRESENT_AND_VERIFIED } else { PRESENT });
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let client = json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false});
        client.to_string().into_bytes()
    }

    /// The public key (RFC 9053 §7.1.1): elliptic curve, ES256, P-256, x, y.
    fn cose_key(&self) -> Vec<u8> {
        let rng = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.pkcs8, &rng).expect("a key");
        let (x, y) = key.public_key().as_ref()[1..].split_at(32);
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        bytes(&mut cose, x);
        cose.push(0x22);
        bytes(&mut cose, y);
        cose
    }
}

fn text(out: &mut Vec<u8>, words: &str) {
    out.push(0x60 + u8::try_from(words.len()).expect("short"));
    out.extend(words.as_bytes());
}

fn bytes(out: &mut Vec<u8>, data: &[u8]) {
    out.extend([0x58, u8::try_from(data.len()).expect("short")]);
    out.extend(data);
}
