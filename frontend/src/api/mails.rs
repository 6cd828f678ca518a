//! The ledger of incoming mail and the outbox, for administrators.

use gloo_net::http::Method;
use pult_shared::{
    Timestamp,
    api::mail::{
        IncomingMailCounts, IncomingMailDetail, IncomingMailPage, IncomingMailView, MailAction, OutgoingMailDetail,
        OutgoingMailFilter, OutgoingMailPage, OutgoingMailView, OutgoingMailsChanged, OutgoingStatus,
        ReconciliationList, TakeInMails,
    },
    ids::{IncomingMailId, OutgoingMailId},
};

use super::{ApiError, BASE, Target};

pub async fn list_outgoing_mails(
    filter: &OutgoingMailFilter,
    cursor: Option<&str>,
) -> Result<OutgoingMailPage, ApiError> {
    let target = Target::new("/outgoing-mails")
        .with_some("cursor", cursor)
        .with_some("status", filter.status.map(OutgoingStatus::name))
        .with_some("unsettled", filter.unsettled.then_some("true"))
        .with_some("ticket", filter.ticket.as_deref())
        .with_some("to", filter.to.as_deref())
        .with_some("from", filter.from.map(|at| at.to_string()).as_deref())
        .with_some("until", filter.until.map(|at| at.to_string()).as_deref());
    super::get(target).await
}

/// What is done about mails that did not arrive, as the last part of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settle {
    SendAgain,
    GiveUp,
}

impl Settle {
    fn path(self) -> &'static str {
        match self {
            Self::SendAgain => "retry",
            Self::GiveUp => "give-up",
        }
    }
}

pub async fn settle_outgoing_mail(id: OutgoingMailId, settle: Settle) -> Result<OutgoingMailView, ApiError> {
    super::send_plain(
        Method::POST,
        Target::new(format!("/outgoing-mails/{id}/{}", settle.path())),
    )
    .await
}

/// All of a filter that did not arrive, up to a limit.
pub async fn settle_outgoing_mails(
    filter: &OutgoingMailFilter,
    settle: Settle,
) -> Result<OutgoingMailsChanged, ApiError> {
    super::send_json(
        Method::POST,
        Target::new(format!("/outgoing-mails/{}", settle.path())),
        None,
        filter,
    )
    .await
}

pub async fn get_outgoing_mail(id: OutgoingMailId) -> Result<OutgoingMailDetail, ApiError> {
    super::get(Target::new(format!("/outgoing-mails/{id}"))).await
}

/// Which mails of the ledger are asked for; each that is left out holds for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingQuery {
    pub outcome: Option<String>,
    pub door: Option<String>,
    pub text: Option<String>,
    pub since: Option<Timestamp>,
    pub before: Option<Timestamp>,
}

pub async fn list_incoming_mails(query: &IncomingQuery, cursor: Option<&str>) -> Result<IncomingMailPage, ApiError> {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let target = Target::new("/incoming-mails")
        .with_some("outcome", query.outcome.as_deref())
        .with_some("door", query.door.as_deref())
        .with_some("text", query.text.as_deref())
        .with_some("since", time(query.since).as_deref())
        .with_some("before", time(query.before).as_deref())
        .with_some("cursor", cursor);
    super::get(target).await
}

/// The newest mails, so many.
pub async fn list_last_incoming_mails(limit: u32) -> Result<IncomingMailPage, ApiError> {
    let limit = limit.to_string();
    super::get(Target::new("/incoming-mails").with_some("limit", Some(&limit))).await
}

pub async fn count_incoming_mails() -> Result<IncomingMailCounts, ApiError> {
    super::get(Target::new("/incoming-mails/count")).await
}

pub async fn get_incoming_mail(id: IncomingMailId) -> Result<IncomingMailDetail, ApiError> {
    super::get(Target::new(format!("/incoming-mails/{id}"))).await
}

pub async fn settle_incoming_mail(id: IncomingMailId, action: &MailAction) -> Result<IncomingMailView, ApiError> {
    let target = Target::new(format!("/incoming-mails/{id}/actions"));
    super::send_json(Method::POST, target, None, action).await
}

pub async fn list_reconciliations() -> Result<ReconciliationList, ApiError> {
    super::get(Target::new("/reconciliations")).await
}

pub async fn reconcile_mailboxes() -> Result<ReconciliationList, ApiError> {
    super::send_plain(Method::POST, Target::new("/reconciliations")).await
}

pub async fn take_in_mails(wanted: &TakeInMails) -> Result<ReconciliationList, ApiError> {
    super::send_json(Method::POST, Target::new("/reconciliations/take-in"), None, wanted).await
}

/// Where the raw bytes of a mail are downloaded from.
pub fn raw_href(id: IncomingMailId) -> String {
    format!("{BASE}/incoming-mails/{id}/raw")
}
