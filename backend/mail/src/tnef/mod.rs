//! winmail.dat (MS-OXTNEF): what Outlook wraps a mail in when it takes the receiver for another Outlook.
//!
//! Knows the attributes and properties that hold the body and the files; all else is passed over. Must not know the mail around it.
//! Lengths are claims of the sender: nothing is reserved by them, each byte is read once, and mails within mails are followed a few
//! levels only.

mod properties;
mod rtf;
mod unpack;

use self::properties::{Properties, Value, properties};

const SIGNATURE: u32 = 0x223E_9F78;
const MAX_DEPTH: usize = 4;
const MAX_FILES: usize = 500;

const SUBJECT: u32 = 0x0001_8004;
const BODY: u32 = 0x0002_800C;
const MESSAGE_CLASS: u32 = 0x0007_8008;
const CODE_PAGE: u32 = 0x0006_9007;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
const FILE_BEGINS: u32 = 0x0006_9002;
const FILE_DATA: u32 = 0x0006_800F;
const FILE_TITLE: u32 = 0x0001_8010;
const FILE_PROPERTIES: u32 = 0x0006_9005;

/// What was in it.
#[derive(Debug, Default)]
pub struct Tnef {
    /// `IPM.Note`, `IPM.Schedule.Meeting.Request`, `REPORT.IPM.Note.NDR`, …
    pub message_class: Option<String>,
    pub subject: Option<String>,
    /// Empty when there is none.
    pub text: String,
    pub html: Option<String>,
    pub files: Vec<TnefFile>,
}

#[derive(Debug, Default)]
pub struct TnefFile {
    pub name: Option<String>,
    pub media_type: Option<String>,
    pub content_id: Option<String>,
    pub bytes: Vec<u8>,
}

/// `None` when the bytes are no TNEF, or hold nothing that can be shown.
pub fn read(bytes: &[u8]) -> Option<Tnef> {
    read_level(bytes, 0)
}

fn read_level(bytes: &[u8], depth: usize) -> Option<Tnef> {
    let mut cursor = Cursor(bytes);
    if cursor.u32()? != SIGNATURE || depth >= MAX_DEPTH {
        return None;
    }
    cursor.u16()?;
    let mut reader = Reader {
        depth,
        code_page: 1252,
        ..Reader::default()
    };
    while let Some(attribute) = cursor.attribute() {
        reader.take(&attribute);
    }
    reader.end_file();
    let tnef = reader.finish();
    let is_empty = tnef.text.is_empty() && tnef.html.is_none() && tnef.files.is_empty() && tnef.message_class.is_none();
    (!is_empty).then_some(tnef)
}

struct Attribute<'a> {
    id: u32,
    data: &'a [u8],
}

#[derive(Default)]
struct Reader<'a> {
    depth: usize,
    code_page: u32,
    tnef: Tnef,
    body: Option<&'a [u8]>,
    message: Properties<'a>,
    file: Option<File<'a>>,
}

#[derive(Default)]
struct File<'a> {
    title: Option<&'a [u8]>,
    data: Option<&'a [u8]>,
    properties: Properties<'a>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, attribute: &Attribute<'a>) {
        let data = attribute.data;
        match attribute.id {
            CODE_PAGE => self.code_page = Cursor(data).u32().unwrap_or(1252),
            SUBJECT => self.tnef.subject = Some(self.string(data)),
            MESSAGE_CLASS => self.tnef.message_class = Some(self.string(data)),
            BODY => self.body = Some(data),
            MESSAGE_PROPERTIES => self.message = properties(data),
            FILE_BEGINS => {
                self.end_file();
                self.file = Some(File::default());
            }
            FILE_TITLE => self.file.get_or_insert_default().title = Some(data),
            FILE_DATA => self.file.get_or_insert_default().data = Some(data),
            FILE_PROPERTIES => self.file.get_or_insert_default().properties = properties(data),
            _ => {}
        }
    }

    fn string(&self, data: &[u8]) -> String {
        let end = data.iter().position(|&byte| byte == 0).unwrap_or(data.len());
        text(data.get(..end).unwrap_or_default(), self.code_page)
    }

    fn end_file(&mut self) {
        let Some(file) = self.file.take() else { return };
        if self.tnef.files.len() >= MAX_FILES {
            return;
        }
        let value = |id: u16| file.properties.get(id);
        let named = |id: u16| {
            value(id)
                .map(|value| value.text(self.code_page))
                .filter(|text| !text.trim().is_empty())
        };
        let name = named(0x3707)
            .or_else(|| named(0x3704))
            .or_else(|| file.title.map(|title| self.string(title)))
            .or_else(|| named(0x3001));
        let bytes = match (file.data, value(0x3701)) {
            (Some(data), _) if !data.is_empty() => data,
            (_, Some(Value::Bytes(data) | Value::Object(data))) => data,
            (data, _) => data.unwrap_or_default(),
        };
        if bytes.is_empty() && name.is_none() {
            return;
        }
        // A mail within the mail: behind the id of its interface stands another TNEF.
        let inner = bytes.get(16..).and_then(|bytes| read_level(bytes, self.depth + 1));
        if let Some(inner) = inner {
            self.add_mail(name, inner);
            return;
        }
        self.tnef.files.push(TnefFile {
            name,
            media_type: named(0x370E),
            content_id: named(0x3712),
            bytes: bytes.to_vec(),
        });
    }

    /// What was attached to an attached mail is shown as attached, its text as a file.
    fn add_mail(&mut self, name: Option<String>, inner: Tnef) {
        let title = inner.subject.or(name).unwrap_or_default();
        let (bytes, extension, media_type) = match inner.html {
            Some(html) => (html.into_bytes(), "html", "text/html"),
            None => (inner.text.into_bytes(), "txt", "text/plain"),
        };
        self.tnef.files.push(TnefFile {
            name: Some(format!("{}.{extension}", title.replace(['/', '\\'], "-"))),
            media_type: Some(media_type.to_owned()),
            content_id: None,
            bytes,
        });
        let left = MAX_FILES.saturating_sub(self.tnef.files.len());
        self.tnef.files.extend(inner.files.into_iter().take(left));
    }

    fn finish(mut self) -> Tnef {
        let message = &self.message;
        let code_page = match message.get(0x3FDE) {
            Some(Value::Number(page)) => page,
            _ => self.code_page,
        };
        let string = |id: u16| {
            message
                .get(id)
                .map(|value| value.text(self.code_page))
                .filter(|text| !text.is_empty())
        };
        self.tnef.message_class = self.tnef.message_class.take().or_else(|| string(0x001A));
        self.tnef.subject = self.tnef.subject.take().or_else(|| string(0x0037));
        self.tnef.html = message
            .get(0x1013)
            .map(|value| value.text(code_page))
            .filter(|html| !html.trim().is_empty());
        let body = self
            .body
            .map(|body| self.string(body))
            .filter(|body| !body.trim().is_empty());
        self.tnef.text = body.or_else(|| string(0x1000)).unwrap_or_default();
        if self.tnef.text.trim().is_empty()
            && self.tnef.html.is_none()
            && let Some(Value::Bytes(packed)) = message.get(0x1009)
            && let Some(rtf) = unpack::unpack(packed)
        {
            let read = rtf::read(&rtf);
            self.tnef.text = read.text;
            self.tnef.html = read.html;
        }
        self.tnef.text = self.tnef.text.trim().to_owned();
        self.tnef
    }
}

/// Bytes in a Windows code page.
fn text(bytes: &[u8], code_page: u32) -> String {
    let charset = match code_page {
        65_001 => "utf-8".to_owned(),
        1200 => "utf-16le".to_owned(),
        28_591..=28_605 => format!("iso-8859-{}", code_page - 28_590),
        437 | 850 | 858 => "cp850".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20_127 => "us-ascii".to_owned(),
        20_866 => "koi8-r".to_owned(),
        _ => format!("windows-{code_page}"),
    };
    let mut text = crate::parse::decoded(bytes, &charset);
    text.retain(|c| c != '\0');
    text
}

/// Reads from the front; `None` at the end.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.u32()?).ok()
    }

    /// Level, id, length, data, check sum. The last one may be cut off: what is there of it is read.
    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let level = self.u8()?;
        let id = self.u32()?;
        let length = self.length()?;
        if !(1..=2).contains(&level) {
            return None;
        }
        let data = self.take(length.min(self.0.len()))?;
        self.0 = self.0.get(2..).unwrap_or_default();
        Some(Attribute { id, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
        let sum = data.iter().fold(0_u16, |sum, &byte| sum.wrapping_add(u16::from(byte)));
        let length = u32::try_from(data.len()).unwrap();
        [
            &[level],
            id.to_le_bytes().as_slice(),
            &length.to_le_bytes(),
            data,
            &sum.to_le_bytes(),
        ]
        .concat()
    }

    fn tnef(attributes: &[Vec<u8>]) -> Vec<u8> {
        [&SIGNATURE.to_le_bytes()[..], &[1, 0], &attributes.concat()].concat()
    }

    fn text_property(id: u16, text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let mut bytes = [&0x001F_u16.to_le_bytes()[..], &id.to_le_bytes(), &1_u32.to_le_bytes()].concat();
        bytes.extend(u32::try_from(units.len()).unwrap().to_le_bytes());
        bytes.extend(&units);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    #[test]
    fn body_and_files_are_found() {
        let properties = [
            &2_u32.to_le_bytes()[..],
            &text_property(0x3707, "Übersicht lang.pdf"),
            &text_property(0x370E, "application/pdf"),
        ]
        .concat();
        let bytes = tnef(&[
            attribute(1, CODE_PAGE, &[0xE4, 4, 0, 0, 0, 0, 0, 0]),
            attribute(1, MESSAGE_CLASS, b"IPM.Note\0"),
            attribute(1, SUBJECT, b"Gr\xFC\xDFe\0"),
            attribute(1, BODY, b"Guten Tag,\r\nsiehe Anhang.\0"),
            attribute(2, FILE_BEGINS, &[0; 14]),
            attribute(2, FILE_TITLE, b"UBERSI~1.PDF\0"),
            attribute(2, FILE_DATA, b"%PDF"),
            attribute(2, FILE_PROPERTIES, &properties),
            attribute(2, FILE_BEGINS, &[0; 14]),
            attribute(2, FILE_TITLE, b"b.txt\0"),
            attribute(2, FILE_DATA, b"zwei"),
        ]);
        let found = read(&bytes).unwrap();
        assert_eq!(found.subject.as_deref(), Some("Grüße"));
        assert_eq!(found.text, "Guten Tag,\r\nsiehe Anhang.");
        assert_eq!(found.files.len(), 2);
        assert_eq!(found.files[0].name.as_deref(), Some("Übersicht lang.pdf"));
        assert_eq!(found.files[0].media_type.as_deref(), Some("application/pdf"));
        assert_eq!(found.files[0].bytes, b"%PDF");
        assert_eq!(found.files[1].name.as_deref(), Some("b.txt"));
    }

    #[test]
    fn damage_is_no_danger() {
        assert!(read(b"").is_none());
        assert!(read(b"garbage, no tnef").is_none());
        let whole = tnef(&[
            attribute(1, BODY, b"Text\0"),
            attribute(1, MESSAGE_PROPERTIES, &[255; 40]),
        ]);
        for end in 0..whole.len() {
            let _ = read(&whole[..end]);
        }
        let liar = tnef(&[[&[1_u8], &BODY.to_le_bytes()[..], &u32::MAX.to_le_bytes(), b"kurz"].concat()]);
        assert_eq!(read(&liar).unwrap().text, "kurz");
    }
}
