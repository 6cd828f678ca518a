//! Web forms: contact forms of queues, for those who are signed in or for anybody, and what is sent by them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::Names,
    catalog::{FieldKey, FieldKind, FieldOption, FieldValue},
    error::FieldError,
    ids::{QueueId, UploadId, WebFormId},
    person::Language,
    ticket::TicketNumber,
};

/// Who may send a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FormAccess {
    /// People who are signed in.
    #[default]
    SignedIn,
    /// Whoever shows that they mean it: by a link that is mailed to them, by work of their browser, or both.
    Anyone,
}

/// What a form asks beside subject and description: what helps to help (requirement D4), or a field of the queue's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Hardware or software.
    Device,
    /// Since when.
    Since,
    /// How often.
    Frequency,
    /// Which programs.
    Programs,
    /// What was tried.
    Tried,
    /// The inventory number of the device.
    Inventory,
    /// Whether others are affected.
    Others,
    /// Where to call back.
    Phone,
    /// Building and room.
    Location,
    /// A custom field.
    Field,
}

impl QuestionKind {
    pub const ALL: [Self; 10] = [
        Self::Device,
        Self::Since,
        Self::Frequency,
        Self::Programs,
        Self::Tried,
        Self::Inventory,
        Self::Others,
        Self::Phone,
        Self::Location,
        Self::Field,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Since => "since",
            Self::Frequency => "frequency",
            Self::Programs => "programs",
            Self::Tried => "tried",
            Self::Inventory => "inventory",
            Self::Others => "others",
            Self::Phone => "phone",
            Self::Location => "location",
            Self::Field => "field",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What one chooses from; empty where one writes. Its texts have the keys `form-<name>-<choice>`.
    #[must_use]
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Device => &["hardware", "software", "both", "unknown"],
            Self::Frequency => &["always", "often", "sometimes", "once"],
            Self::Others => &["yes", "no", "unknown"],
            _ => &[],
        }
    }
}

/// A question of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormQuestion {
    pub kind: QuestionKind,
    /// Of the kind `field`: which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldKey>,
    #[serde(default)]
    pub required: bool,
}

impl FormQuestion {
    /// By which its answer is called: `since`, or `field.building`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.field {
            Some(key) => format!("{}.{key}", self.kind.name()),
            None => self.kind.name().to_owned(),
        }
    }
}

/// A form as it is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WebFormDef {
    /// The end of its address, `/form/<slug>`: lower-case letters, digits and hyphens.
    pub slug: String,
    /// What it is called.
    pub names: Names,
    /// What stands above it; may be empty.
    #[serde(default)]
    pub intro: Names,
    /// Where its tickets are opened.
    pub queue_id: QueueId,
    /// Whether it is there for those who ask.
    #[serde(default = "yes")]
    pub valid: bool,
    #[serde(default)]
    pub access: FormAccess,
    /// Whoever is not signed in confirms by a link that is mailed to them; only then there is a ticket.
    #[serde(default = "yes")]
    pub confirm_by_mail: bool,
    /// How hard the browser of whoever is not signed in has to work: leading zero bits of a hash, 0 for none, else 12 to 22.
    #[serde(default)]
    pub work_bits: u32,
    /// Whether files may be sent along.
    #[serde(default)]
    pub attachments: bool,
    /// What it asks, in order, beside subject and description.
    #[serde(default)]
    pub questions: Vec<FormQuestion>,
    /// Sites whose pages may show it in a frame: `https://www.example.edu`.
    #[serde(default)]
    pub embed_origins: Vec<String>,
}

fn yes() -> bool {
    true
}

/// A form of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebFormView {
    pub id: WebFormId,
    pub form: WebFormDef,
    /// Sent and not confirmed yet.
    pub pending: u64,
    /// What it refers to and is no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
}

/// All forms, by address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebFormList {
    pub items: Vec<WebFormView>,
}

/// A form as whoever fills it in sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicForm {
    pub slug: String,
    pub names: Names,
    pub intro: Names,
    pub access: FormAccess,
    pub confirm_by_mail: bool,
    pub work_bits: u32,
    pub attachments: bool,
    pub questions: Vec<PublicQuestion>,
    /// The time here, which a stamp is made with.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub now: Timestamp,
}

/// A question as whoever fills the form in sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicQuestion {
    /// By which the answer is called.
    pub name: String,
    pub kind: QuestionKind,
    pub required: bool,
    /// Of the kind `field`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<PublicField>,
}

/// A custom field in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicField {
    pub kind: FieldKind,
    pub names: Names,
    pub help: Names,
    pub options: Vec<FieldOption>,
}

/// What somebody sends by a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitForm {
    /// Of whoever is not signed in.
    #[serde(default)]
    pub name: String,
    /// Of whoever is not signed in: where the answer goes.
    #[serde(default)]
    pub address: String,
    pub subject: String,
    pub body: String,
    /// By the names of the questions.
    #[serde(default)]
    pub answers: BTreeMap<String, FieldValue>,
    /// In which language it was filled in.
    #[serde(default)]
    pub language: Language,
    /// Uploads of whoever is signed in.
    #[serde(default)]
    pub attachments: Vec<UploadId>,
    /// Files of whoever is not.
    #[serde(default)]
    pub files: Vec<FormFile>,
    /// The stamp that the browser has worked for, where the form asks for one (see `stamp`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// A file that is sent along with a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormFile {
    pub name: String,
    pub media_type: String,
    /// In Base64.
    pub content: String,
}

/// What became of what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmittedForm {
    /// The ticket's number; left out where it still has to be confirmed by the link of a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
}

/// The click on the link of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmForm {
    /// What stands behind the `#` of the link.
    pub token: String,
}

/// What was sent by a form and waits to be confirmed, as far as it takes to recognise it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormEntry {
    /// Another one after each mail: it belongs to the link.
    pub id: String,
    pub address: String,
    pub subject: String,
    /// How many mails with a link went out.
    pub mails: u32,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it is deleted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// Answer of `list_form_entries`: the newest first, at most 200.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormEntries {
    pub items: Vec<FormEntry>,
}

/// Body of `open_form_entry`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenFormEntry {
    /// How it is known who has sent it: "confirmed by telephone". Goes to the log and into a note of the ticket.
    pub reason: String,
}
