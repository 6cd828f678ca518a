//! The case as a ZIP file.
//!
//! Knows the order of the files and how ZIP stores them; what is in them is made elsewhere.

use std::io::{Seek, Write};

use jiff::{Timestamp, tz::TimeZone};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{
    ExportError,
    case::CaseFile,
    page,
    paths::{HISTORY_DATA, HISTORY_TEXT, INDEX, PDF, plan},
    pdf, texts,
};

/// What is packed already.
const PACKED: [&str; 12] = [
    "png", "jpg", "jpeg", "gif", "webp", "zip", "gz", "7z", "docx", "xlsx", "pptx", "mp4",
];

/// Writes the whole case: `index.html` to read and print, `case.pdf`, every article as text, its attachments in a folder of its own, mails
/// as they came, the history as text and as data with the hash chain. Gives the writer back.
///
/// # Errors
/// When writing fails, or the PDF cannot be made.
pub fn archive<W: Write + Seek>(case: &CaseFile, out: W) -> Result<W, ExportError> {
    let plan = plan(case);
    let mut archive = Archive {
        zip: ZipWriter::new(out),
        modified: dos_time(case.exported_at),
    };
    archive.file(INDEX, page::index(case, &plan).as_bytes())?;
    archive.file(PDF, &pdf::pdf(case)?)?;
    if !case.history.is_empty() {
        archive.file(HISTORY_TEXT, texts::history_text(case).as_bytes())?;
        archive.file(HISTORY_DATA, texts::history_data(case).as_bytes())?;
    }
    for planned in &plan.articles {
        let text = texts::article_text(case, planned.article, planned.number);
        archive.file(&planned.text, text.as_bytes())?;
        for (path, bytes) in planned.files.iter().flatten().chain(&planned.mail) {
            archive.file(path, bytes)?;
        }
    }
    archive
        .zip
        .finish()
        .map_err(|error| ExportError::Archive(error.to_string()))
}

struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    modified: DateTime,
}

impl<W: Write + Seek> Archive<W> {
    fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let extension = path
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase());
        let method = if extension.is_some_and(|extension| PACKED.contains(&extension.as_str())) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.modified)
            .unix_permissions(0o644);
        self.zip
            .start_file(path, options)
            .map_err(|error| ExportError::Archive(error.to_string()))?;
        self.zip
            .write_all(bytes)
            .map_err(|error| ExportError::Archive(error.to_string()))
    }
}

/// ZIP knows no time zones and nothing before 1980.
fn dos_time(at: Timestamp) -> DateTime {
    let at = at.to_zoned(TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or_default(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .unwrap_or_default()
}
