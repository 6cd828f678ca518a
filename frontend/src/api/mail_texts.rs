//! What the whole desk says in its mails.

use gloo_net::http::Method;
use pult_shared::api::mail::{MailTexts, MailTextsView};

use super::{ApiError, Target};

pub async fn get_mail_texts() -> Result<MailTextsView, ApiError> {
    super::get(Target::new("/mail-texts")).await
}

pub async fn save_mail_texts(texts: &MailTexts) -> Result<MailTextsView, ApiError> {
    super::send_json(Method::PUT, Target::new("/mail-texts"), None, texts).await
}
