//! `/uploads`: files on their way into an article.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse, delete, post,
    web::{Data, Path, Payload, Query},
};
use pult_shared::{api::article::UploadView, ids::UploadId, limits::UPLOAD_MAX_BYTES};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::read_raw, error::ApiError, signed_in::Caller},
    service::upload::{create::create, discard::discard},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(create_upload).service(delete_upload);
}

/// The file's name.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// The file's name, for example `Rechnung.pdf`.
    #[serde(default)]
    pub name: String,
}

/// Upload a file
///
/// The raw bytes as body, the media type as `Content-Type`; at most 25 MiB, and 250 MiB of files that wait. Name the answer's `id` in a command's
/// `attachments` within a day.
#[utoipa::path(
    tag = "uploads",
    params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = CREATED, description = "The upload", body = UploadView), Problems)
)]
#[post("/uploads")]
pub async fn create_upload(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    query: Query<UploadQuery>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let bytes = read_raw(payload.into_inner(), UPLOAD_MAX_BYTES).await?;
    let declared = request.content_type();
    let media_type = if declared.is_empty() {
        "application/octet-stream"
    } else {
        declared
    };
    let upload = create(&app, &caller, &query.name, media_type, &bytes).await?;
    Ok(HttpResponse::Created().json(upload))
}

/// Discard an upload
#[utoipa::path(
    tag = "uploads",
    params(("upload_id" = UploadId, Path, description = "The upload")),
    responses((status = NO_CONTENT, description = "Discarded"), Problems)
)]
#[delete("/uploads/{upload_id}")]
pub async fn delete_upload(app: Data<App>, caller: Caller, id: Path<UploadId>) -> Result<HttpResponse, ApiError> {
    discard(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
