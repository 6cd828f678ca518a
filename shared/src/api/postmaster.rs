//! Postmaster filters: the list that administrators keep, and trying it out.

use serde::{Deserialize, Serialize};

use crate::{
    api::mail::{Door, MailOutcome, MailReason},
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, TypeKey},
    error::FieldError,
    ids::{IncomingMailId, PersonId, PostmasterFilterId, QueueId},
    person::PersonRef,
    postmaster::{AppliedFilter, PostmasterFilterDef},
    ticket::{Priority, TicketNumber},
};

/// A postmaster filter of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostmasterFilterView {
    pub id: PostmasterFilterId,
    pub filter: PostmasterFilterDef,
    /// What it refers to and is no more, or is no longer valid: such effects are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
    /// The people whom its effects name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
}

/// All postmaster filters, in the order in which they run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostmasterFilterList {
    pub items: Vec<PostmasterFilterView>,
}

/// In which order they run; the body of `order_postmaster_filters`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostmasterOrder {
    /// Every filter, once each.
    pub ids: Vec<PostmasterFilterId>,
}

/// Trying filters out on a mail; the body of `try_postmaster_filters`. Nothing is changed by it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TryPostmaster {
    /// The whole set as it shall be, in order, saved or not. Left out: as it is saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<PostmasterFilterDef>>,
    /// A mail of the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoming_mail_id: Option<IncomingMailId>,
    /// A mail as text, with its header: at most 1,500,000 bytes. One of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// For a mail as text: the door that it would come through. Left out: `lmtp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// For a mail as text: the mailbox that it would be fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// For a mail as text: the recipient of its envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope_to: Option<String>,
}

/// What the filters make of a mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedPostmaster {
    /// From and subject as they were read.
    pub from: String,
    pub subject: String,
    /// Each filter with its verdict, in order.
    pub filters: Vec<TriedFilter>,
    /// Those that matched, with what came of them; control fields of the header first.
    pub applied: Vec<AppliedFilter>,
    pub outcome: MailOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<MailReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The ticket as it would be then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TriedTicket>,
    /// Who would get an automatic answer.
    pub answers_to: Vec<String>,
}

/// The ticket that a mail would open or join, as it would be afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedTicket {
    /// Left out for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
    pub queue_id: QueueId,
    pub state: StateKey,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<TypeKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonRef>,
    pub tags: Vec<String>,
    pub fields: Vec<TriedField>,
    /// Who takes part, besides the requester.
    pub participants: Vec<PersonRef>,
    pub requester_id: PersonId,
}

/// A custom field of the ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedField {
    pub field: FieldKey,
    pub value: FieldValue,
}

/// What one filter says to the mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedFilter {
    pub name: String,
    pub verdict: FilterVerdict,
    /// Its tests in order, as far as it was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<TriedTest>,
}

/// What became of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilterVerdict {
    Matched,
    NotMatched,
    /// It is not valid.
    Off,
    /// A filter before it has ended the run.
    NotReached,
}

impl FilterVerdict {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::NotMatched => "not_matched",
            Self::Off => "off",
            Self::NotReached => "not_reached",
        }
    }
}

/// One test of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedTest {
    /// Its place, for example `when.of.0`.
    pub path: String,
    /// Whether it holds by itself, without a `not` around it.
    pub holds: bool,
    /// What was looked at, cut after 200 characters: what matched, or else the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}
