//! How much of a case is exported. Far above what people need, low enough that no case costs more than some seconds and some hundred
//! megabytes. What is beyond a limit is named in the export.

/// Articles, in the order of the conversation.
pub const ARTICLES: usize = 2_000;
/// Entries of the history.
pub const HISTORY: usize = 20_000;
/// Characters of one article in the PDF and on the page; the article's own file in the archive has all.
pub const TEXT_SHOWN: usize = 200_000;
/// Pages of the PDF.
pub const PDF_PAGES: usize = 1_000;
/// Different images drawn in the PDF, their bytes and their pixels together.
pub const PDF_IMAGES: usize = 200;
pub const PDF_IMAGE_BYTES: usize = 64 * 1024 * 1024;
pub const PDF_IMAGE_PIXELS: u64 = 150_000_000;
/// Pixels of one image; a larger one is in the archive only.
pub const PDF_ONE_IMAGE_PIXELS: u64 = 30_000_000;
/// Images looked for in the text of one article.
pub const IMAGES_PER_ARTICLE: usize = 50;
/// Attachments and raw mails in the archive: how many, and their bytes together.
pub const FILES: usize = 5_000;
pub const FILE_BYTES: u64 = 300 * 1024 * 1024;

/// What may still be brought along. Ask before loading a content, in the order of the articles.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    files: usize,
    bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            files: FILES,
            bytes: FILE_BYTES,
        }
    }
}

impl Budget {
    /// Whether a file of `size` bytes has room; then it counts.
    pub fn take(&mut self, size: u64) -> bool {
        let fits = self.files > 0 && size <= self.bytes;
        if fits {
            self.files -= 1;
            self.bytes -= size;
        }
        fits
    }
}
