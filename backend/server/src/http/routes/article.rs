//! The articles of a ticket, and the files in them.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    post,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::article::{ArticleOrder, ArticlePage, MadeTicket, MakeTicket, RedactArticle, Redaction},
    ids::{ArticleId, AttachmentId},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        body::Body,
        error::ApiError,
        signed_in::{Caller, browser_language},
    },
    service::{
        mail::incoming::make_ticket_of,
        ticket::{
            articles::{ListArticles, articles},
            attachment::attachment,
            original,
            redact::redact,
        },
    },
};

/// Images that a browser may show inside the page; everything else is only downloaded.
const SHOWN_INLINE: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_articles)
        .service(get_article_raw)
        .service(redact_article)
        .service(show_article_html)
        .service(make_ticket_of_article)
        .service(get_attachment);
}

/// Which page of a conversation, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ArticleQuery {
    #[serde(default)]
    pub order: ArticleOrder,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<String>,
    /// Items on the page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List the articles of a ticket
///
/// With those of tickets that go on in it. Customers do not get what is internal.
#[utoipa::path(
    tag = "articles",
    params(("ticket" = String, Path, description = "The ticket's id or number"), ArticleQuery),
    responses((status = OK, description = "A page of articles", body = ArticlePage), Problems)
)]
#[get("/tickets/{ticket}/articles")]
pub async fn list_articles(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    page: Query<ArticleQuery>,
) -> Result<HttpResponse, ApiError> {
    let request = ListArticles {
        order: page.order,
        cursor: page.cursor.as_deref(),
        limit: page.limit,
    };
    Ok(HttpResponse::Ok().json(articles(&app, &caller, &ticket, request).await?))
}

/// Get the raw mail of an article
///
/// As it arrived, for agents.
#[utoipa::path(
    tag = "articles",
    params(("article_id" = ArticleId, Path, description = "The article")),
    responses(
        (status = OK, description = "The mail", body = Vec<u8>, content_type = "message/rfc822"),
        Problems
    )
)]
#[get("/articles/{article_id}/raw")]
pub async fn get_article_raw(app: Data<App>, caller: Caller, id: Path<ArticleId>) -> Result<HttpResponse, ApiError> {
    let raw = original::raw(&app, &caller, *id).await?;
    let name = ContentDisposition::attachment(format!("{}.eml", *id));
    Ok(HttpResponse::Ok()
        .insert_header(name)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .content_type("message/rfc822")
        .body(raw))
}

/// Remove secrets from an article
///
/// What is found in it (passwords, bank accounts, card numbers) and what is named is removed from it, from all articles of the ticket that
/// repeat it, from raw mails, outbox, drafts and search. It cannot be undone, so it is asked twice: without `confirm` the answer tells what
/// would be removed. For whoever manages the queue.
#[utoipa::path(
    tag = "articles",
    params(("article_id" = ArticleId, Path, description = "The article")),
    request_body = RedactArticle,
    responses((status = OK, description = "What would be removed, or was", body = Redaction), Problems)
)]
#[post("/articles/{article_id}/redact")]
pub async fn redact_article(
    app: Data<App>,
    caller: Caller,
    id: Path<ArticleId>,
    body: Body<RedactArticle>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(redact(&app, &caller, *id, &body.0).await?))
}

/// Make a ticket of a held message
///
/// Of a message that is held because its sender takes no part: it leaves the ticket that it was held in and opens one of its own, as if
/// it had just arrived. For agents who may answer there and open tickets in the queue.
#[utoipa::path(
    tag = "articles",
    params(("article_id" = ArticleId, Path, description = "The held message")),
    request_body = MakeTicket,
    responses((status = CREATED, description = "The new ticket", body = MadeTicket), Problems)
)]
#[post("/articles/{article_id}/ticket")]
pub async fn make_ticket_of_article(
    app: Data<App>,
    caller: Caller,
    id: Path<ArticleId>,
    body: Body<MakeTicket>,
) -> Result<HttpResponse, ApiError> {
    let number = make_ticket_of(&app, &caller, *id, body.0.queue_id).await?;
    Ok(HttpResponse::Created().json(MadeTicket { number }))
}

/// Whether images of other sites are loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Images {
    Yes,
    #[default]
    No,
}

/// How a mail is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HtmlQuery {
    /// `yes`: images of other sites are loaded too; their owners learn of it.
    #[serde(default)]
    #[param(inline)]
    pub images: Images,
}

/// Show the HTML of a mail
///
/// Sanitised, as a document for a sandboxed frame.
#[utoipa::path(
    tag = "articles",
    params(("article_id" = ArticleId, Path, description = "The article"), HtmlQuery),
    responses(
        (status = OK, description = "The document", body = String, content_type = "text/html"),
        Problems
    )
)]
#[get("/articles/{article_id}/html")]
pub async fn show_article_html(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    id: Path<ArticleId>,
    query: Query<HtmlQuery>,
) -> Result<HttpResponse, ApiError> {
    let language = caller
        .language
        .or_else(|| browser_language(&request))
        .unwrap_or_default();
    let all = query.images == Images::Yes;
    let html = original::html(&app, &caller, *id, all, language).await?;
    let images = if all {
        "'self' data: https: http:"
    } else {
        "'self' data:"
    };
    // Nothing but text, its own styles and images; no script, no form, no request of any other kind.
    let policy = format!(
        "default-src 'none'; img-src {images}; style-src 'unsafe-inline' 'self'; frame-ancestors 'self'; sandbox allow-popups \
         allow-popups-to-escape-sandbox"
    );
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .content_type("text/html; charset=utf-8")
        .body(html))
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
