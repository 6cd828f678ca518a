//! Who is signed in: from a token to a person with everything that policy asks about.

use std::sync::Arc;

use jiff::SignedDuration;
use pult_domain::{actor::Actor, catalog::Catalog, policy, queue::QueueTree};
use pult_shared::{
    Timestamp,
    api::{preferences::Preferences, session::SessionView},
    ids::{PersonId, SessionId},
    person::{Language, PersonRef},
};
use pult_store::{
    WriteTx, people,
    sessions::{self, Session},
};

use super::acting;
use crate::{
    app::App,
    identity::token,
    service::{ServiceError, setup::Setup},
};

/// How stale `last_seen_at` may grow before it is written again: saves a write with each click.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// After so much silence a visit is over; what comes then is a new one.
const VISIT_ENDS_AFTER: SignedDuration = SignedDuration::from_mins(30);

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session_id: SessionId,
    pub actor: Actor,
    pub person: PersonRef,
    pub language: Option<Language>,
    pub expires_at: Timestamp,
    pub tree: Arc<QueueTree>,
    pub catalog: Arc<Catalog>,
}

impl SignedIn {
    /// Queues and catalog as they were when the request began.
    #[must_use]
    pub fn setup(&self) -> Setup {
        Setup {
            tree: Arc::clone(&self.tree),
            catalog: Arc::clone(&self.catalog),
        }
    }

    /// The session as its owner sees it.
    #[must_use]
    pub fn view(&self, browser: Option<Language>, preferences: Preferences) -> SessionView {
        SessionView {
            person: self.person.clone(),
            language: self.language.or(browser).unwrap_or_default(),
            agent: self.actor.is_agent(),
            administrator: self.actor.administrator,
            manager: policy::manages_anything(&self.actor),
            preferences,
            expires_at: self.expires_at,
        }
    }
}

/// The person behind a token; `None` when the session has ended or the person may no longer sign in.
///
/// # Errors
/// When the database fails.
pub async fn by_token(app: &App, token: &str) -> Result<Option<SignedIn>, ServiceError> {
    let now = app.now();
    let Some((session, end)) = running(app, token).await? else {
        return Ok(None);
    };
    let mut expires_at = session.expires_at;
    if now.duration_since(session.last_seen_at) >= TOUCH_AFTER {
        let idle = SignedDuration::from_mins(i64::from(app.config.session.idle_minutes));
        expires_at = now.saturating_add(idle).unwrap_or(now).min(end);
        let tx = app.store.begin().await?;
        sessions::touch(&tx, session.id, now, expires_at).await?;
        note_visit(&tx, session.person_id, now).await?;
        tx.commit().await?;
    }
    acting::signed_in(app, session.person_id, session.id, expires_at).await
}

/// Notes that somebody is here, for what is new since their last visit.
pub(super) async fn note_visit(tx: &WriteTx, person: PersonId, now: Timestamp) -> Result<(), ServiceError> {
    let silent_since = now.saturating_sub(VISIT_ENDS_AFTER).unwrap_or(now);
    Ok(people::note_visit(tx, person, now, silent_since).await?)
}

/// The same person with what is set up now, and their rights as they are now; nobody where they may no longer sign in. No use of the
/// session.
///
/// # Errors
/// When the database fails.
pub async fn as_of_now(app: &App, signed_in: &SignedIn) -> Result<Option<SignedIn>, ServiceError> {
    let Setup { tree, catalog } = app.setup.read(&app.store).await?;
    let actor = people::actor(&app.store, signed_in.actor.person_id, &tree).await?;
    Ok(actor.map(|actor| SignedIn {
        actor,
        tree,
        catalog,
        ..signed_in.clone()
    }))
}

/// Whether the session still runs and its person may still sign in. Costs two small reads, and is no use of the session: who
/// only listens is idle.
///
/// # Errors
/// When the database fails.
pub async fn is_signed_in(app: &App, token: &str) -> Result<bool, ServiceError> {
    let Some((session, _)) = running(app, token).await? else {
        return Ok(false);
    };
    let person = people::find(&app.store, session.person_id).await?;
    Ok(person.is_some_and(|person| person.active))
}

/// The session of a token, if it has not ended by time, with when it ends at the latest.
async fn running(app: &App, token: &str) -> Result<Option<(Session, Timestamp)>, ServiceError> {
    let now = app.now();
    let Some(session) = sessions::by_token_hash(&app.store, &token::hash(token)).await? else {
        return Ok(None);
    };
    let absolute = SignedDuration::from_hours(i64::from(app.config.session.absolute_hours));
    let end = session
        .created_at
        .saturating_add(absolute)
        .unwrap_or(session.expires_at);
    Ok((session.expires_at > now && end > now).then_some((session, end)))
}

/// Changes the person's language from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_language(app: &App, signed_in: &SignedIn, language: Language) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    people::set_language(&tx, signed_in.actor.person_id, language).await?;
    tx.commit().await?;
    Ok(())
}
