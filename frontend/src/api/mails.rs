//! The ledger of incoming mail and the outbox, for administrators.

use gloo_net::http::Method;
use pult_shared::{
    api::mail::{IncomingMailPage, OutgoingMailDetail, OutgoingMailPage},
    ids::{IncomingMailId, OutgoingMailId},
};

use super::{ApiError, BASE, Target};

pub async fn list_outgoing_mails(cursor: Option<&str>) -> Result<OutgoingMailPage, ApiError> {
    super::get(Target::new("/outgoing-mails").with_some("cursor", cursor)).await
}

pub async fn get_outgoing_mail(id: OutgoingMailId) -> Result<OutgoingMailDetail, ApiError> {
    super::get(Target::new(format!("/outgoing-mails/{id}"))).await
}

pub async fn list_incoming_mails(cursor: Option<&str>) -> Result<IncomingMailPage, ApiError> {
    super::get(Target::new("/incoming-mails").with_some("cursor", cursor)).await
}

pub async fn retry_incoming_mail(id: IncomingMailId) -> Result<(), ApiError> {
    super::send_empty(Method::POST, Target::new(format!("/incoming-mails/{id}/retry"))).await
}

/// Where the raw bytes of a mail are downloaded from.
pub fn raw_href(id: IncomingMailId) -> String {
    format!("{BASE}/incoming-mails/{id}/raw")
}
