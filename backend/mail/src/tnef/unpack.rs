//! Compressed RTF (MS-OXRTFCP).
//!
//! Knows the dictionary and its references; must not know RTF. What comes out is bounded.

use super::Cursor;

/// Bodies with pictures in them get long, and of pictures nothing is read.
const MAX_OUTPUT: usize = 4 * 1024 * 1024;
const WINDOW: usize = 4_096;
const START: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const COMPRESSED: u32 = 0x7546_5A4C;
const UNCOMPRESSED: u32 = 0x414C_454D;

/// `None` when it is no such thing; what is damaged ends where the damage is.
pub fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    cursor.u32()?;
    let size = cursor.length()?.min(MAX_OUTPUT);
    let kind = cursor.u32()?;
    cursor.u32()?;
    match kind {
        UNCOMPRESSED => Some(cursor.0.get(..size.min(cursor.0.len()))?.to_vec()),
        COMPRESSED => Some(decompress(cursor)),
        _ => None,
    }
}

fn decompress(mut cursor: Cursor<'_>) -> Vec<u8> {
    let mut window = [0_u8; WINDOW];
    for (to, from) in window.iter_mut().zip(START) {
        *to = *from;
    }
    let mut write = START.len();
    let mut out = Vec::new();
    let mut put = |byte: u8, window: &mut [u8; WINDOW], out: &mut Vec<u8>| {
        if let Some(place) = window.get_mut(write) {
            *place = byte;
        }
        write = (write + 1) % WINDOW;
        out.push(byte);
        write
    };
    let mut end = START.len();
    while let Some(flags) = cursor.u8() {
        for bit in 0..8 {
            if out.len() >= MAX_OUTPUT {
                return out;
            }
            let Some(first) = cursor.u8() else { return out };
            if flags >> bit & 1 == 0 {
                end = put(first, &mut window, &mut out);
                continue;
            }
            let Some(second) = cursor.u8() else { return out };
            let reference = usize::from(first) << 8 | usize::from(second);
            let (from, length) = (reference >> 4, (reference & 15) + 2);
            // A reference to where the next byte goes says that this was all.
            if from == end {
                return out;
            }
            for at in 0..length {
                let byte = window.get((from + at) % WINDOW).copied().unwrap_or(0);
                end = put(byte, &mut window, &mut out);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        assert_eq!(START.len(), 207);
        let packed = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 3, 0, 0x0a, 0, 0x72, 0x63,
            0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 9, 0, 0x20, 0x62, 0x77, 5,
            0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let text = unpack(&packed).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&text),
            "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        for end in 0..packed.len() {
            let _ = unpack(&packed[..end]);
        }
        let plain = [
            &[0_u8; 4][..],
            &[3, 0, 0, 0],
            &UNCOMPRESSED.to_le_bytes(),
            &[0; 4],
            b"abcdef",
        ]
        .concat();
        assert_eq!(unpack(&plain).as_deref(), Some(b"abc".as_slice()));
    }
}
