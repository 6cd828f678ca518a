//! A whole case on paper and in an archive: what `E12` calls saving the communication.
//!
//! Knows how a case is written as PDF (tagged, PDF/A and PDF/UA) and as ZIP; must not know the database, who may see what, nor any word of a
//! language: [`CaseFile`] brings only what its reader may see, and all texts. Pure: no clock, no chance, so the same case gives the same
//! bytes. Bounded by [`limits`]; what is left out is said in the export itself.

mod archive;
mod body;
mod case;
pub mod limits;
mod names;
mod page;
mod paths;
mod pdf;
mod texts;

pub use archive::archive;
pub use case::{CaseArticle, CaseAttachment, CaseEntry, CaseFile, Content, Labels};
pub use limits::Budget;
pub use pdf::pdf;

/// Why a case could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the archive could not be written: {0}")]
    Archive(String),
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
}

#[cfg(test)]
mod tests;
