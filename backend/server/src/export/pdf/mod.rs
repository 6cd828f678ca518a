//! The case as PDF: tagged, with bookmarks, readable by machines in a hundred years (PDF/A-2a) and by screen readers today (PDF/UA-1).
//!
//! Knows the order of the steps: lay out, count pages, draw. What is on the pages is told in [`story`].

mod draw;
mod font;
mod image;
mod layout;
mod lines;
mod story;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{ExportError, case::CaseFile};

/// How strict the file is, and whether images are drawn.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    images: bool,
    archival: bool,
}

/// What does not fit the strict formats (a JPEG in CMYK) costs the seal, not the file; an image that cannot be read costs the images.
const ATTEMPTS: [Attempt; 4] = [
    Attempt {
        images: true,
        archival: true,
    },
    Attempt {
        images: true,
        archival: false,
    },
    Attempt {
        images: false,
        archival: true,
    },
    Attempt {
        images: false,
        archival: false,
    },
];

/// The case from its first to its last page: facts, articles with their images, history.
///
/// # Errors
/// When no PDF can be made of it at all.
pub fn pdf(case: &CaseFile) -> Result<Vec<u8>, ExportError> {
    let faces = font::Faces::load()?;
    let mut last = ExportError::Pdf("nothing was tried".to_owned());
    for attempt in ATTEMPTS {
        // Images are somebody else's bytes, and their decoders are not ours.
        let written = catch_unwind(AssertUnwindSafe(|| {
            let told = story::tell(case, &faces, attempt.images);
            draw::draw(case, &faces, told, attempt.archival)
        }));
        match written {
            Ok(Ok(bytes)) => return Ok(bytes),
            Ok(Err(error)) => last = error,
            Err(_) => last = ExportError::Pdf("an image broke its decoder".to_owned()),
        }
    }
    Err(last)
}
