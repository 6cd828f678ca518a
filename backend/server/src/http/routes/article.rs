//! The articles of a ticket, and the files in them.

use actix_web::{
    HttpResponse, get,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    web::{Data, Path, Query},
};
use pult_shared::{api::article::ArticlePage, ids::AttachmentId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{page::PageQuery, problems::Problems};
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::ticket::{articles::articles, attachment::attachment},
};

/// Images that a browser may show inside the page; everything else is only downloaded.
const SHOWN_INLINE: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_articles).service(get_attachment);
}

/// List the articles of a ticket
///
/// Oldest first. Customers do not get what is internal.
#[utoipa::path(
    tag = "articles",
    params(("ticket" = String, Path, description = "The ticket's id or number"), PageQuery),
    responses((status = OK, description = "A page of articles", body = ArticlePage), Problems)
)]
#[get("/tickets/{ticket}/articles")]
pub async fn list_articles(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    page: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(articles(&app, &caller, &ticket, page.cursor.as_deref(), page.limit).await?))
}

/// How a file is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttachmentQuery {
    /// `1`: shown inside the page, for images only.
    pub inline: Option<u8>,
}

/// Get a file
///
/// The bytes of an attachment, for download, or inline for images.
#[utoipa::path(
    tag = "articles",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment"), AttachmentQuery),
    responses(
        (status = OK, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream"),
        Problems
    )
)]
#[get("/attachments/{attachment_id}")]
pub async fn get_attachment(
    app: Data<App>,
    caller: Caller,
    id: Path<AttachmentId>,
    query: Query<AttachmentQuery>,
) -> Result<HttpResponse, ApiError> {
    let file = attachment(&app, &caller, *id).await?;
    let inline = query.inline == Some(1) && SHOWN_INLINE.contains(&file.media_type.as_str());
    let (disposition, media_type) = if inline {
        (DispositionType::Inline, file.media_type)
    } else {
        // Mail is hostile: what is not a plain image never runs in this origin.
        (DispositionType::Attachment, download_type(file.media_type))
    };
    let name = DispositionParam::FilenameExt(ExtendedValue {
        charset: header::Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: file.name.into_bytes(),
    });
    Ok(HttpResponse::Ok()
        .insert_header(ContentDisposition {
            disposition,
            parameters: vec![name],
        })
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .content_type(media_type)
        .body(file.bytes))
}

/// A type that the browser hands on, but never interprets as a page or a script.
fn download_type(declared: String) -> String {
    let active = ["html", "xml", "svg", "script"]
        .iter()
        .any(|word| declared.to_ascii_lowercase().contains(word));
    let plain = declared.bytes().all(|byte| byte.is_ascii_graphic()) && declared.contains('/');
    if active || !plain {
        "application/octet-stream".to_owned()
    } else {
        declared
    }
}
