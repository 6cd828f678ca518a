//! The content of a mail as LMTP carries it: ends at a line with a single dot, other dots at a line's start are doubled
//! (RFC 5321 §4.5.2). Only CR LF ends a line here, so that no bare LF can smuggle in a second mail.
//!
//! Pure: bytes in, bytes out, bounded memory.

use crate::adapters::intake::STUB_BYTES;

/// Where in the stream we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    LineStart,
    /// A dot at a line's start, held back.
    Dot,
    /// That dot and a CR, both held back.
    DotCr,
    InLine,
    Cr,
}

/// Collects one mail.
#[derive(Debug)]
pub struct Collector {
    place: Place,
    kept: Vec<u8>,
    size: u64,
    limit: u64,
}

impl Collector {
    /// Keeps up to `limit` bytes; of a larger mail only the beginning.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self {
            place: Place::LineStart,
            kept: Vec::new(),
            size: 0,
            limit,
        }
    }

    /// Takes bytes from the wire. Tells how many were used up, and whether the mail is complete: bytes after its end belong to
    /// the next command.
    pub fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut rest = bytes;
        while let Some((&byte, tail)) = rest.split_first() {
            if self.place == Place::InLine {
                // The common case goes by whole lines.
                let end = rest.iter().position(|byte| *byte == b'\r').unwrap_or(rest.len());
                let (line, tail) = rest.split_at(end);
                if !line.is_empty() {
                    self.keep(line);
                    rest = tail;
                    continue;
                }
            }
            rest = tail;
            if self.step(byte) {
                return (bytes.len() - rest.len(), true);
            }
        }
        (bytes.len(), false)
    }

    /// One byte through the table of states; true at the end of the mail.
    fn step(&mut self, byte: u8) -> bool {
        self.place = match (self.place, byte) {
            (Place::LineStart, b'.') => Place::Dot,
            (Place::Dot, b'\r') => Place::DotCr,
            (Place::DotCr, b'\n') => return true,
            (Place::DotCr, b'\r') => {
                self.keep(b"\r\r");
                Place::Cr
            }
            (Place::DotCr, _) => {
                self.keep(&[b'\r', byte]);
                Place::InLine
            }
            (Place::Cr, b'\n') => {
                self.keep(b"\n");
                Place::LineStart
            }
            (Place::LineStart | Place::Dot | Place::InLine | Place::Cr, _) => {
                self.keep(&[byte]);
                if byte == b'\r' { Place::Cr } else { Place::InLine }
            }
        };
        false
    }

    fn keep(&mut self, bytes: &[u8]) {
        let was_whole = self.size <= self.limit;
        self.size += bytes.len() as u64;
        if self.size <= self.limit {
            self.kept.extend_from_slice(bytes);
        } else if was_whole {
            if self.kept.len() < STUB_BYTES {
                self.kept.extend_from_slice(bytes);
            }
            self.kept.truncate(STUB_BYTES);
            self.kept.shrink_to_fit();
        }
    }

    /// Bytes of the mail so far, also of those that were not kept.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes that are held in memory.
    #[must_use]
    pub fn held(&self) -> usize {
        self.kept.len()
    }

    /// What was kept.
    #[must_use]
    pub fn into_kept(self) -> Vec<u8> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds the bytes in pieces of one size; gives the mail, and what came after it.
    fn collect(wire: &[u8], piece: usize) -> Option<(Vec<u8>, Vec<u8>)> {
        let mut collector = Collector::new(1_000_000);
        let mut seen = 0;
        for chunk in wire.chunks(piece) {
            let (used, done) = collector.take(chunk);
            seen += used;
            if done {
                return Some((collector.into_kept(), wire[seen..].to_vec()));
            }
            assert_eq!(used, chunk.len());
        }
        None
    }

    #[test]
    fn ends_and_dots_whatever_the_pieces() {
        /// What is on the wire, and the mail with what follows it.
        type Case = (&'static [u8], Option<(&'static [u8], &'static [u8])>);
        let cases: [Case; 12] = [
            (b".\r\n", Some((b"", b""))),
            (b"hi\r\n.\r\nQUIT\r\n", Some((b"hi\r\n", b"QUIT\r\n"))),
            (b"..\r\n.\r\n", Some((b".\r\n", b""))),
            (b"a\r\n..b\r\n...\r\n.\r\n", Some((b"a\r\n.b\r\n..\r\n", b""))),
            (b".a\r\n.\r\n", Some((b"a\r\n", b""))),
            // No smuggling: neither bare LF nor bare CR makes a line.
            (
                b"a\n.\r\nMAIL FROM:<x@y>\r\n.\r\n",
                Some((b"a\n.\r\nMAIL FROM:<x@y>\r\n", b"")),
            ),
            (b"a\n.\nb\r\n.\r\n", Some((b"a\n.\nb\r\n", b""))),
            (b"a\r.\r\nb\r\n.\r\n", Some((b"a\r.\r\nb\r\n", b""))),
            (b"a\r\n.\nb\r\n.\r\n", Some((b"a\r\n\nb\r\n", b""))),
            (b"a\r\n.\r\r\n.\r\n", Some((b"a\r\n\r\r\n", b""))),
            (b"a\r\r\n.\r\n", Some((b"a\r\r\n", b""))),
            (b"a\r\n", None),
        ];
        for (wire, expected) in cases {
            for piece in [1, 2, 3, 7, 100] {
                let got = collect(wire, piece);
                let expected = expected.map(|(mail, rest)| (mail.to_vec(), rest.to_vec()));
                assert_eq!(
                    got,
                    expected,
                    "{:?} in pieces of {piece}",
                    String::from_utf8_lossy(wire)
                );
            }
        }
    }

    #[test]
    fn of_a_mail_over_the_limit_the_beginning_stays_and_the_size_is_known() {
        let line = [b"x".repeat(98).as_slice(), b"\r\n"].concat();
        let mut collector = Collector::new(100_000);
        for _ in 0..5_000 {
            collector.take(&line);
            assert!(collector.held() <= 100_000);
        }
        let (_, done) = collector.take(b".\r\n");
        assert!(done);
        assert_eq!(collector.size(), 500_000);
        let kept = collector.into_kept();
        assert_eq!(kept.len(), STUB_BYTES);
        assert!(kept.starts_with(&line));
    }

    #[test]
    fn the_stub_is_full_when_one_piece_crosses_the_limit() {
        let mut collector = Collector::new(70_000);
        collector.take(&b"y".repeat(200_000));
        assert_eq!((collector.size(), collector.into_kept().len()), (200_000, STUB_BYTES));
    }

    #[test]
    fn a_mail_of_exactly_the_limit_is_whole() {
        let mut collector = Collector::new(70_000);
        collector.take(&b"y".repeat(70_000));
        assert_eq!((collector.size(), collector.into_kept().len()), (70_000, 70_000));
    }
}
