//! `/notifications`: what the signed-in person has been told of, and what they want to be told of.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Query},
};
use pult_shared::notification::{NotificationPage, NotificationSettings, ReadNotifications, UnreadNotifications};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::notification::{
        list::{ListNotifications, list},
        read::read,
        settings,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(read_notifications)
        .service(get_notification_settings)
        .service(save_notification_settings);
}

/// The page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NotificationQuery {
    /// Only those that are unread
    #[serde(default)]
    unread: bool,
    /// Where the page begins
    cursor: Option<String>,
    /// Items on the page
    limit: Option<u32>,
}

/// List one's notifications
///
/// Newest first, of tickets that the caller sees at the desk now, with the number of unread ones. The live stream has an event
/// `notification` whenever this list has changed.
#[utoipa::path(
    tag = "notifications",
    params(NotificationQuery),
    responses((status = OK, description = "A page of them", body = NotificationPage), Problems)
)]
#[get("/notifications")]
pub async fn list_notifications(
    app: Data<App>,
    caller: Caller,
    query: Query<NotificationQuery>,
) -> Result<HttpResponse, ApiError> {
    let NotificationQuery { unread, cursor, limit } = query.into_inner();
    let asked = ListNotifications { unread, cursor, limit };
    Ok(HttpResponse::Ok().json(list(&app, &caller, &asked).await?))
}

/// Mark notifications as read
///
/// One of them, all of a ticket, or all. What has been read is not mailed any more.
#[utoipa::path(
    tag = "notifications",
    request_body = ReadNotifications,
    responses((status = OK, description = "What is unread now", body = UnreadNotifications), Problems)
)]
#[post("/notifications/read")]
pub async fn read_notifications(
    app: Data<App>,
    caller: Caller,
    body: Body<ReadNotifications>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(read(&app, &caller, &body.0).await?))
}

/// Show what one is told of
#[utoipa::path(
    tag = "notifications",
    responses((status = OK, description = "What the caller has chosen", body = NotificationSettings), Problems)
)]
#[get("/notifications/settings")]
pub async fn get_notification_settings(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settings::get(&app, &caller).await?))
}

/// Choose what one is told of
///
/// What is not named in `chosen` is as usual.
#[utoipa::path(
    tag = "notifications",
    request_body = NotificationSettings,
    responses((status = OK, description = "As saved", body = NotificationSettings), Problems)
)]
#[put("/notifications/settings")]
pub async fn save_notification_settings(
    app: Data<App>,
    caller: Caller,
    body: Body<NotificationSettings>,
) -> Result<HttpResponse, ApiError> {
    settings::save(&app, &caller, &body.0).await?;
    Ok(HttpResponse::Ok().json(&body.0))
}
