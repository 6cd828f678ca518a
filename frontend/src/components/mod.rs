//! Building blocks of pages. They know values and texts, never the API: what they need comes in, what happens goes out.

pub mod access;
pub mod article;
pub mod attachments;
pub mod avatar;
pub mod badge;
pub mod chips;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod lightbox;
pub mod mail_frame;
pub mod menu;
pub mod more;
pub mod notice;
pub mod secret;
pub mod suggest;
pub mod time;

pub use access::{SeeingLine, SessionLine, TokenLine, scope_word};
pub use article::ArticleCard;
pub use attachments::{FileLinks, FilePicker, Picked, PickedState};
pub use badge::{PriorityBadge, StateBadge};
pub use dialog::{Dialog, closed, show_while};
pub use field::{Complaint, ErrorSummary, SelectField, TextArea, TextField};
pub use icon::{Icon, Sign};
pub use more::LoadMore;
pub use notice::{Empty, Failure, Loading, Notice, Tone};
pub use secret::SecretWarning;
pub use time::Ago;
