//! How much of a mail is looked at. Far above what any honest mail has, low enough that no mail costs more than
//! a few passes over its bytes. What is beyond a limit stays in the raw mail, and a defect tells of it.

/// The header of the mail.
pub const HEADER_BYTES: usize = 256 * 1024;
/// The header of one part.
pub const PART_HEADER_BYTES: usize = 32 * 1024;
/// All part headers together: reading parameters is not quite linear within one header.
pub const ALL_PART_HEADER_BYTES: usize = 2 * 1024 * 1024;
/// Parts, containers included.
pub const PARTS: usize = 6_000;
/// Multiparts within multiparts.
pub const DEPTH: usize = 1_000;
/// RFC 2046 allows 70.
pub const BOUNDARY_BYTES: usize = 512;
pub const TEXT_BYTES: usize = 2 * 1024 * 1024;
pub const HTML_BYTES: usize = 4 * 1024 * 1024;
/// RFC 5322's longest line.
pub const SUBJECT_CHARS: usize = 998;
pub const MESSAGE_IDS: usize = 200;
pub const MESSAGE_ID_BYTES: usize = 998;
pub const MAILBOXES: usize = 1_000;
pub const FILE_NAME_CHARS: usize = 150;
/// Fields of the header.
pub const FIELDS: usize = 1_000;
/// The longest value of a field that rules see.
pub const FIELD_CHARS: usize = 4_000;
