//! MAPI properties (MS-OXTNEF §2.1.3.4): id, type and value, one behind the other.
//!
//! Knows how long a value of each type is; must not know what a property means. Values are borrowed.

use super::{Cursor, text};

/// No mail of Outlook has as many.
const MAX_PROPERTIES: usize = 2_000;
/// Files of an attachment are one value; more values than these are no strings and no bodies.
const MAX_VALUES: usize = 1_000;

#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Number(u32),
    /// A string in the code page of the mail.
    Narrow(&'a [u8]),
    /// UTF-16, little endian.
    Wide(&'a [u8]),
    Bytes(&'a [u8]),
    /// Begins with the id of an interface.
    Object(&'a [u8]),
}

impl Value<'_> {
    pub fn text(self, code_page: u32) -> String {
        let mut text = match self {
            Self::Number(_) => String::new(),
            Self::Narrow(bytes) | Self::Bytes(bytes) | Self::Object(bytes) => text(bytes, code_page),
            Self::Wide(bytes) => {
                let units = bytes.chunks_exact(2).map(|unit| match unit {
                    [low, high] => u16::from_le_bytes([*low, *high]),
                    _ => 0,
                });
                char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
            }
        };
        text.retain(|c| c != '\0');
        text
    }
}

#[derive(Debug, Default)]
pub struct Properties<'a>(Vec<(u16, Value<'a>)>);

impl<'a> Properties<'a> {
    pub fn get(&self, id: u16) -> Option<Value<'a>> {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, value)| *value)
    }
}

/// All properties up to the first that cannot be read.
pub fn properties(bytes: &[u8]) -> Properties<'_> {
    let mut found = Properties::default();
    let mut cursor = Cursor(bytes);
    let count = cursor.length().unwrap_or(0).min(MAX_PROPERTIES);
    for _ in 0..count {
        let Some((id, value)) = property(&mut cursor) else {
            break;
        };
        if let Some(value) = value {
            found.0.push((id, value));
        }
    }
    found
}

fn property<'a>(cursor: &mut Cursor<'a>) -> Option<(u16, Option<Value<'a>>)> {
    const MANY: u16 = 0x1000;
    let kind = cursor.u16()?;
    let id = cursor.u16()?;
    if id >= 0x8000 {
        skip_name(cursor)?;
    }
    let is_long = matches!(kind & !MANY, 0x001E | 0x001F | 0x000D | 0x0102);
    let values = if is_long || kind & MANY != 0 {
        cursor.length()?
    } else {
        1
    };
    let mut first = None;
    for at in 0..values.min(MAX_VALUES) {
        let value = if is_long {
            long_value(cursor, kind & !MANY)?
        } else {
            short_value(cursor, kind & !MANY)?
        };
        if at == 0 {
            first = value;
        }
    }
    // What is left of the values would be read as properties.
    (values <= MAX_VALUES).then_some((id, first))
}

/// Named properties: a name space, then a number or a name.
fn skip_name(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.take(16)?;
    match cursor.u32()? {
        0 => cursor.take(4)?,
        _ => {
            let length = cursor.length()?;
            cursor.take(length.checked_next_multiple_of(4)?)?
        }
    };
    Some(())
}

fn long_value<'a>(cursor: &mut Cursor<'a>, kind: u16) -> Option<Option<Value<'a>>> {
    let length = cursor.length()?;
    let bytes = cursor.take(length)?;
    let padding = length.checked_next_multiple_of(4)? - length;
    // The last one of all is sometimes not filled up.
    cursor.take(padding.min(cursor.0.len()))?;
    Some(Some(match kind {
        0x001E => Value::Narrow(bytes),
        0x001F => Value::Wide(bytes),
        0x000D => Value::Object(bytes),
        _ => Value::Bytes(bytes),
    }))
}

fn short_value<'a>(cursor: &mut Cursor<'a>, kind: u16) -> Option<Option<Value<'a>>> {
    match kind {
        0x0001 => Some(None),
        // Two bytes, filled up to four.
        0x0002 | 0x000B | 0x0003 | 0x0004 | 0x000A => Some(Some(Value::Number(cursor.u32()?))),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => cursor.take(8).map(|_| None),
        0x0048 => cursor.take(16).map(|_| None),
        _ => None,
    }
}
