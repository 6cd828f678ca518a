//! What the whole desk says in its mails where no queue says anything else: read, and changed by administrators.

use pult_domain::{
    policy::{may_see_mails, permit_mail_texts},
    queue::check_mail_texts,
};
use pult_shared::api::{
    mail::{MailTexts, MailTextsView},
    queue::Names,
};
use pult_store::{Conn, StoreError, mail_texts};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// The texts as they are written, with what holds where they are empty.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn show(app: &App, signed_in: &SignedIn) -> Result<MailTextsView, ServiceError> {
    may_see_mails(&signed_in.actor)?;
    view(app, &app.store).await
}

/// Writes the texts.
///
/// # Errors
/// `forbidden` for everybody but administrators; `invalid` for one that is too long.
pub async fn save(app: &App, signed_in: &SignedIn, texts: &MailTexts) -> Result<MailTextsView, ServiceError> {
    permit_mail_texts(&signed_in.actor)?;
    let texts = check_mail_texts(texts)?;
    let tx = settings_log::begin(app).await?;
    let before = mail_texts::read(&tx).await?;
    mail_texts::save(&tx, &texts).await?;
    let line = settings_log::line(app, signed_in, Thing::MailTexts, "mail_texts");
    line.write(&tx, Some(&before), Some(&texts)).await?;
    settings_log::finish(app, tx).await?;
    view(app, &app.store).await
}

/// What receipts say about personal data where no queue says anything: as an administrator has written it, else as the configuration
/// says; empty where neither does.
///
/// # Errors
/// When the database fails.
pub async fn privacy_notice(app: &App, conn: &impl Conn) -> Result<Names, StoreError> {
    let written = mail_texts::read(conn).await?.privacy_notice;
    Ok(if written.is_empty() {
        app.config.mail.privacy_notice.clone()
    } else {
        written
    })
}

async fn view(app: &App, conn: &impl Conn) -> Result<MailTextsView, ServiceError> {
    Ok(MailTextsView {
        texts: mail_texts::read(conn).await?,
        otherwise: MailTexts {
            privacy_notice: app.config.mail.privacy_notice.clone(),
        },
    })
}
