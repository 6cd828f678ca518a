//! The mail within an S/MIME signature (CMS SignedData, RFC 5652 §5.1), as far as it came: also of one that was cut off on its way.

const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];

const OBJECT_ID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PIECES: u8 = 0x24;
const SEQUENCE: u8 = 0x30;
const EXPLICIT: u8 = 0xA0;

/// The signed MIME entity; `None` when there is none: something else, encrypted, or a signature that stands apart from its content.
pub fn signed_content(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut info = enter(bytes, SEQUENCE)?;
    (take(&mut info, OBJECT_ID)? == SIGNED_DATA).then_some(())?;
    let mut signed = enter(enter(info, EXPLICIT)?, SEQUENCE)?;
    // The version, and the set of digest algorithms.
    skip(&mut signed)?;
    skip(&mut signed)?;
    let mut content = enter(signed, SEQUENCE)?;
    (take(&mut content, OBJECT_ID)? == DATA).then_some(())?;
    let mut octets = enter(content, EXPLICIT)?;
    let mut whole = Vec::new();
    let (tag, length, rest) = head(octets)?;
    match tag {
        OCTETS => whole.extend_from_slice(rest.get(..length?)?),
        OCTETS_IN_PIECES => {
            octets = rest.get(..length.unwrap_or(rest.len()))?;
            while let Some(piece) = take(&mut octets, OCTETS) {
                whole.extend_from_slice(piece);
            }
        }
        _ => return None,
    }
    (!whole.is_empty()).then_some(whole)
}

/// Tag, length (`None` where it is open, BER), and what follows.
fn head(bytes: &[u8]) -> Option<(u8, Option<usize>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    match first {
        0x80 => Some((tag, None, rest)),
        0..0x80 => Some((tag, Some(usize::from(first)), rest)),
        _ => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            if length.len() > 4 {
                return None;
            }
            let length = length.iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
            Some((tag, Some(length), rest))
        }
    }
}

/// What is in the value at the front; of an open one all that follows.
fn enter(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    let (tag, length, rest) = head(bytes)?;
    if tag != wanted {
        return None;
    }
    match length {
        // Cut off on the way, as far as it goes.
        Some(length) => Some(rest.get(..length).unwrap_or(rest)),
        None => Some(rest),
    }
}

/// The value at the front, which must be of this tag and whole.
fn take<'a>(bytes: &mut &'a [u8], wanted: u8) -> Option<&'a [u8]> {
    let (tag, length, rest) = head(bytes)?;
    let (value, rest) = rest.split_at_checked(length?)?;
    if tag != wanted {
        return None;
    }
    *bytes = rest;
    Some(value)
}

fn skip(bytes: &mut &[u8]) -> Option<()> {
    let (_, length, rest) = head(bytes)?;
    *bytes = rest.split_at_checked(length?)?.1;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let mut bytes = vec![tag];
        if length < 0x80 {
            bytes.push(u8::try_from(length).unwrap());
        } else {
            bytes.push(0x82);
            bytes.extend(u16::try_from(length).unwrap().to_be_bytes());
        }
        bytes.extend(content);
        bytes
    }

    fn signature(content: &[u8]) -> Vec<u8> {
        let inner = [der(OBJECT_ID, DATA), der(EXPLICIT, content)].concat();
        let signed = [
            der(0x02, &[1]),
            der(0x31, &[]),
            der(SEQUENCE, &inner),
            der(0x31, b"signers"),
        ]
        .concat();
        der(
            SEQUENCE,
            &[der(OBJECT_ID, SIGNED_DATA), der(EXPLICIT, &der(SEQUENCE, &signed))].concat(),
        )
    }

    #[test]
    fn the_content_comes_out() {
        let text = "Content-Type: text/plain\r\n\r\n".repeat(10);
        assert_eq!(
            signed_content(&signature(&der(OCTETS, text.as_bytes()))).as_deref(),
            Some(text.as_bytes())
        );
        let pieces = [
            &[OCTETS_IN_PIECES, 0x80][..],
            &der(OCTETS, b"a"),
            &der(OCTETS, b"b"),
            &[0, 0],
        ]
        .concat();
        assert_eq!(signed_content(&signature(&pieces)).as_deref(), Some(b"ab".as_slice()));
    }

    #[test]
    fn damage_is_no_danger() {
        let whole = signature(&der(OCTETS, b"text"));
        for end in 0..whole.len() {
            let _ = signed_content(&whole[..end]);
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xFF;
            let _ = signed_content(&damaged);
        }
        assert_eq!(signed_content(b""), None);
        assert_eq!(
            signed_content(&[SEQUENCE, 0x84, 255, 255, 255, 255, OBJECT_ID, 0x80]),
            None
        );
    }
}
