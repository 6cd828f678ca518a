//! The elements of BER (X.690), of which DER is the strict form: tag, length, content.
//!
//! Knows lengths, also open ones, which Apple's and Outlook's programs write; must not know what the elements mean.

pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTETS: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const OBJECT_ID: u8 = 0x06;
pub const UTC_TIME: u8 = 0x17;
pub const OCTETS_IN_PIECES: u8 = 0x24;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
/// `[0]` and the like, constructed.
pub const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// Containers of open length within each other.
const DEPTH_MAX: usize = 32;

#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// With tag and length.
    pub whole: &'a [u8],
    /// Its length was said, not marked at the end.
    pub definite: bool,
}

/// Takes the element at the front; nothing where there is no whole one.
pub fn next<'a>(bytes: &mut &'a [u8]) -> Option<Element<'a>> {
    let all = *bytes;
    let (tag, length, rest) = head(all)?;
    let content = match length {
        Some(length) => rest.get(..length)?,
        None => rest.get(..open_length(rest)?)?,
    };
    let end = if length.is_some() { 0 } else { 2 };
    let used = all.len() - rest.len() + content.len() + end;
    let (whole, after) = all.split_at_checked(used)?;
    *bytes = after;
    Some(Element {
        tag,
        content,
        whole,
        definite: length.is_some(),
    })
}

/// Takes the element at the front when it has this tag; else leaves all as it is.
pub fn take<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<Element<'a>> {
    let mut rest = *bytes;
    let element = next(&mut rest).filter(|element| element.tag == tag)?;
    *bytes = rest;
    Some(element)
}

/// The elements of a container, as far as they can be read.
pub fn elements(mut bytes: &[u8]) -> impl Iterator<Item = Element<'_>> {
    std::iter::from_fn(move || next(&mut bytes))
}

/// The bytes of an octet string, also of one that comes in pieces.
pub fn octets(element: &Element<'_>) -> Option<Vec<u8>> {
    match element.tag {
        OCTETS => Some(element.content.to_vec()),
        OCTETS_IN_PIECES => {
            let mut whole = Vec::with_capacity(element.content.len());
            for piece in elements(element.content) {
                (piece.tag == OCTETS).then_some(())?;
                whole.extend_from_slice(piece.content);
            }
            Some(whole)
        }
        _ => None,
    }
}

/// Tag, length (`None` where it is open), and what follows. Tags of several bytes do not occur in what is read here.
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

/// How long the content of a container of open length is: up to the mark that belongs to it.
fn open_length(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let mut depth = 1_usize;
    loop {
        if let Some(after) = rest.strip_prefix(&[0, 0]) {
            depth -= 1;
            if depth == 0 {
                return Some(bytes.len() - rest.len());
            }
            rest = after;
            continue;
        }
        let (_, length, inside) = head(rest)?;
        rest = match length {
            Some(length) => inside.get(length..)?,
            None => {
                depth += 1;
                inside
            }
        };
        if depth > DEPTH_MAX {
            return None;
        }
    }
}

/// An element in DER.
pub fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = Vec::with_capacity(length + 6);
    bytes.push(tag);
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|&byte| byte == 0).collect();
            bytes.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
            bytes.extend(digits);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}
