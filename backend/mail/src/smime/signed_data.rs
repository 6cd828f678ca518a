//! What a signature says (RFC 5652 §5): who has signed, with which methods, and what exactly the signature covers.

use super::ber::{self, BIT_STRING, Element, OBJECT_ID, SEQUENCE, SET, context};

const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];

/// Certificates and signers of one signature; more are not looked at.
const MANY: usize = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedData {
    /// What was signed, where it stands within.
    pub content: Option<Vec<u8>>,
    /// DER, in no order: the signer's, and those of the authorities between.
    pub certificates: Vec<Vec<u8>>,
    pub signatures: Vec<Signature>,
}

/// One signature over the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub signer: SignerId,
    pub digest: Digest,
    /// The DER that the signature covers, where it does not cover the content itself, and the digest of the content that stands in it.
    pub attributes: Option<(Vec<u8>, Vec<u8>)>,
    pub bytes: Vec<u8>,
    /// RSA with the padding of PSS.
    pub is_pss: bool,
}

/// How a signature names its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerId {
    /// The DER of the issuer's name, and the serial number.
    Issued(Vec<u8>, Vec<u8>),
    /// The identifier of the key.
    Key(Vec<u8>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    Sha256,
    Sha384,
    Sha512,
    /// Broken or unknown.
    Other,
}

/// Reads a signature; `None` when it is none, or is damaged.
#[must_use]
pub fn signed_data(bytes: &[u8]) -> Option<SignedData> {
    let mut info = ber::take(&mut &*bytes, SEQUENCE)?.content;
    (ber::take(&mut info, OBJECT_ID)?.content == SIGNED_DATA).then_some(())?;
    let explicit = ber::take(&mut info, context(0))?;
    let mut signed = ber::take(&mut &*explicit.content, SEQUENCE)?.content;
    ber::take(&mut signed, ber::INTEGER)?;
    ber::take(&mut signed, SET)?;
    let mut found = SignedData {
        content: content(ber::take(&mut signed, SEQUENCE)?.content),
        ..SignedData::default()
    };
    if let Some(certificates) = ber::take(&mut signed, context(0)) {
        let all = ber::elements(certificates.content).filter(|element| element.tag == SEQUENCE);
        found.certificates = all.take(MANY).map(|element| element.whole.to_vec()).collect();
    }
    // Lists of revoked certificates.
    ber::take(&mut signed, context(1));
    let signers = ber::take(&mut signed, SET)?;
    found.signatures = ber::elements(signers.content)
        .take(MANY)
        .map(|element| signature(&element))
        .collect::<Option<_>>()?;
    Some(found)
}

fn content(mut info: &[u8]) -> Option<Vec<u8>> {
    ber::take(&mut info, OBJECT_ID)?;
    let explicit = ber::take(&mut info, context(0))?;
    ber::octets(&ber::next(&mut &*explicit.content)?)
}

fn signature(element: &Element<'_>) -> Option<Signature> {
    let mut rest = element.content;
    ber::take(&mut rest, ber::INTEGER)?;
    let signer = match ber::next(&mut rest)? {
        named if named.tag == SEQUENCE => {
            let mut named = named.content;
            let issuer = ber::take(&mut named, SEQUENCE)?.whole.to_vec();
            SignerId::Issued(issuer, ber::take(&mut named, ber::INTEGER)?.content.to_vec())
        }
        // `[0]` of octets.
        key if key.tag == 0x80 => SignerId::Key(key.content.to_vec()),
        _ => return None,
    };
    let digest = digest(ber::take(&mut &*ber::take(&mut rest, SEQUENCE)?.content, OBJECT_ID)?.content);
    let attributes = match ber::take(&mut rest, context(0)) {
        Some(attributes) => Some(covered(&attributes)?),
        None => None,
    };
    let method = ber::take(&mut &*ber::take(&mut rest, SEQUENCE)?.content, OBJECT_ID)?;
    let bytes = ber::octets(&ber::next(&mut rest)?)?;
    Some(Signature {
        signer,
        digest,
        attributes,
        bytes,
        is_pss: method.content == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A],
    })
}

/// The attributes as they were signed: as a set, not as the part `[0]` (RFC 5652 §5.4), and the digest in them. They must be DER.
fn covered(attributes: &Element<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    attributes.definite.then_some(())?;
    let digests: Vec<Vec<u8>> = ber::elements(attributes.content)
        .filter_map(|attribute| {
            let mut attribute = attribute.content;
            (ber::take(&mut attribute, OBJECT_ID)?.content == MESSAGE_DIGEST).then_some(())?;
            ber::octets(&ber::next(&mut &*ber::take(&mut attribute, SET)?.content)?)
        })
        .collect();
    let [digest] = digests.as_slice() else { return None };
    Some((ber::der(SET, attributes.content), digest.clone()))
}

fn digest(id: &[u8]) -> Digest {
    match id {
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01] => Digest::Sha256,
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02] => Digest::Sha384,
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03] => Digest::Sha512,
        _ => Digest::Other,
    }
}

/// The content of a bit string of whole bytes.
pub(super) fn bits<'a>(element: &Element<'a>) -> Option<&'a [u8]> {
    (element.tag == BIT_STRING).then_some(())?;
    element.content.strip_prefix(&[0])
}
