//! `/tickets/{ticket}/case.pdf` and `case.zip`: a whole case to keep or hand over.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, ContentDisposition},
    web::{Data, Path, Query},
};
use pult_shared::person::Language;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        error::ApiError,
        signed_in::{Caller, browser_language},
    },
    service::ticket::export::{Export, Format, export},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_case_pdf).service(get_case_zip);
}

/// How a case is written.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// Left out: the caller's own.
    pub language: Option<Language>,
}

/// Get a whole case as PDF
///
/// The ticket's data, articles, images and history with checksums, to print or to file (PDF/A, PDF/UA). Agents only.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number"), ExportQuery),
    responses((status = OK, description = "The case", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
#[get("/tickets/{ticket}/case.pdf")]
pub async fn get_case_pdf(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    ticket: Path<String>,
    query: Query<ExportQuery>,
) -> Result<HttpResponse, ApiError> {
    let language = language(&caller, &request, &query);
    let case = export(&app, &caller, &ticket, Format::Pdf, language).await?;
    Ok(answer(case, "pdf", "application/pdf"))
}

/// Get a whole case as an archive
///
/// A page to read, the PDF, every article, its attachments, the mails as they came, and the history as text and data. Agents only.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number"), ExportQuery),
    responses((status = OK, description = "The case", body = Vec<u8>, content_type = "application/zip"), Problems)
)]
#[get("/tickets/{ticket}/case.zip")]
pub async fn get_case_zip(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    ticket: Path<String>,
    query: Query<ExportQuery>,
) -> Result<HttpResponse, ApiError> {
    let language = language(&caller, &request, &query);
    let case = export(&app, &caller, &ticket, Format::Zip, language).await?;
    Ok(answer(case, "zip", "application/zip"))
}

fn language(caller: &Caller, request: &HttpRequest, query: &ExportQuery) -> Language {
    query
        .language
        .or(caller.language)
        .or_else(|| browser_language(request))
        .unwrap_or_default()
}

fn answer(case: Export, ending: &str, media_type: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(ContentDisposition::attachment(format!("{}.{ending}", case.name)))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .content_type(media_type)
        .body(case.bytes)
}
