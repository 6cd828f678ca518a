//! Who is away, and who stands in.

use gloo_net::http::Method;
use pult_shared::{
    absence::{AbsenceDef, AbsenceList, AbsencePreview, AbsenceView},
    ids::AbsenceId,
};

use super::{ApiError, Target};

pub async fn list_absences() -> Result<AbsenceList, ApiError> {
    super::get(Target::new("/absences")).await
}

/// Enters an absence, or changes the one with the id.
pub async fn save_absence(id: Option<AbsenceId>, absence: &AbsenceDef) -> Result<AbsenceView, ApiError> {
    let (method, path) = match id {
        None => (Method::POST, "/absences".to_owned()),
        Some(id) => (Method::PUT, format!("/absences/{id}")),
    };
    super::send_json(method, Target::new(path), None, absence).await
}

pub async fn preview_absence(id: Option<AbsenceId>, absence: &AbsenceDef) -> Result<AbsencePreview, ApiError> {
    let id = id.map(|id| id.to_string());
    let target = Target::new("/absences/preview").with_some("id", id.as_deref());
    super::send_json(Method::POST, target, None, absence).await
}

pub async fn delete_absence(id: AbsenceId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/absences/{id}"))).await
}
