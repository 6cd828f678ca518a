//! `/mail-texts`: what the whole desk says in its mails.

use actix_web::{HttpResponse, get, put, web::Data};
use pult_shared::api::mail::{MailTexts, MailTextsView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::mail::texts,
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_mail_texts).service(save_mail_texts);
}

/// Show what the whole desk says in its mails
///
/// With what the configuration says, which holds where a text is empty. For administrators.
#[utoipa::path(
    tag = "mail",
    responses((status = OK, description = "The texts", body = MailTextsView), Problems)
)]
#[get("/mail-texts")]
pub async fn get_mail_texts(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(texts::show(&app, &caller).await?))
}

/// Write what the whole desk says in its mails
///
/// It holds from the next mail on, for queues that say nothing of their own. For administrators.
#[utoipa::path(
    tag = "mail",
    request_body(content = MailTexts, example = json!({
        "privacy_notice": {
            "de": "Hinweise zum Datenschutz: https://hs.example/datenschutz",
            "en": "How we treat your data: https://hs.example/privacy"
        }
    })),
    responses((status = OK, description = "The texts", body = MailTextsView), Problems)
)]
#[put("/mail-texts")]
pub async fn save_mail_texts(app: Data<App>, caller: Caller, body: Body<MailTexts>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(texts::save(&app, &caller, &body.0).await?))
}
