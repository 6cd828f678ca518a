//! Who is signed in: from a token to a person with everything that policy asks about.

use std::sync::Arc;

use jiff::SignedDuration;
use pult_domain::{actor::Actor, catalog::Catalog, policy, queue::QueueTree};
use pult_shared::{
    Timestamp,
    api::{
        preferences::Preferences,
        session::{CurrentSession, SeenByView, SessionView},
    },
    ids::{PersonId, SessionId},
    person::{Language, PersonRef},
};
use pult_store::{
    WriteTx,
    people::{self, Person},
    sessions::{self, Opened, Seer},
};

use super::acting;
use crate::{
    app::App,
    identity::token,
    service::{ServiceError, api_token::who as api_token, setup::Setup},
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
    /// A second factor has to be set up before anything else.
    pub second_factor_due: bool,
    /// The administrator who looks as this person.
    pub seen_by: Option<SeenBy>,
    pub tree: Arc<QueueTree>,
    pub catalog: Arc<Catalog>,
}

/// An administrator who looks as somebody in their session: who is signed in is the one who is seen, and does nothing.
#[derive(Clone, Debug)]
pub struct SeenBy {
    pub seer: PersonRef,
    /// The administrator's own, not that of the person who is seen.
    pub language: Option<Language>,
    pub until: Timestamp,
    /// The time is up, or what allowed it is gone: nothing is shown until it is ended.
    pub over: bool,
}

impl SeenBy {
    fn of(seer: Seer, shown: &Person, now: Timestamp) -> Self {
        let holds = seer.administrator && shown.active && !shown.administrator;
        Self {
            over: !holds || seer.ends_at <= now,
            seer: PersonRef {
                id: seer.id,
                name: seer.name,
                address: None,
            },
            language: seer.language,
            until: seer.ends_at,
        }
    }
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
    pub fn view(&self, app: &App, browser: Option<Language>, preferences: Preferences) -> SessionView {
        SessionView {
            person: self.person.clone(),
            language: self.language.or(browser).unwrap_or_default(),
            agent: self.actor.is_agent(),
            administrator: self.actor.administrator,
            manager: policy::manages_anything(&self.actor),
            may_request_queue: policy::may_request_queue(&self.actor, app.config.queue_requests.by),
            organisation: self.actor.organisation.as_ref().map(|member| member.of.name.clone()),
            second_factor_due: self.second_factor_due,
            preferences,
            expires_at: self.expires_at,
        }
    }

    /// The same, and who looks as its owner.
    #[must_use]
    pub fn current(&self, app: &App, browser: Option<Language>, preferences: Preferences) -> CurrentSession {
        CurrentSession {
            session: self.view(app, browser, preferences),
            seen_by: self.seen_by.as_ref().map(|seen| SeenByView {
                seer: seen.seer.clone(),
                until: seen.until,
                over: seen.over,
            }),
        }
    }
}

/// The person behind a token; `None` when the session has ended or the person may no longer sign in.
///
/// # Errors
/// When the database fails.
pub async fn by_token(app: &App, token: &str) -> Result<Option<SignedIn>, ServiceError> {
    let now = app.now();
    let Some((opened, end)) = running(app, token).await? else {
        return Ok(None);
    };
    let session = opened.session;
    let mut expires_at = session.expires_at;
    if now.duration_since(session.last_seen_at) >= TOUCH_AFTER {
        let idle = SignedDuration::from_mins(i64::from(app.config.session.idle_minutes));
        expires_at = now.saturating_add(idle).unwrap_or(now).min(end);
        let tx = app.store.begin().await?;
        sessions::touch(&tx, session.id, now, expires_at).await?;
        note_visit(&tx, session.person_id, now).await?;
        tx.commit().await?;
    }
    let due = opened.second_factor_due;
    let seen_by = opened.seer.map(|seer| SeenBy::of(seer, &opened.person, now));
    let mut signed_in = acting::signed_in(app, opened.person, opened.setup_version, session.id, expires_at).await?;
    signed_in.actor.seer = seen_by.as_ref().map(|seen| seen.seer.id);
    Ok(Some(SignedIn {
        second_factor_due: due,
        seen_by,
        ..signed_in
    }))
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
        actor: Actor {
            seer: signed_in.actor.seer,
            ..actor
        },
        tree,
        catalog,
        ..signed_in.clone()
    }))
}

/// Whether the session still runs, its person may still sign in, no role has come to ask for more than it has shown, and it looks as nobody else than
/// it did. No use of the session: who only listens is idle.
///
/// # Errors
/// When the database fails.
pub async fn is_signed_in(app: &App, token: &str, as_before: &SignedIn) -> Result<bool, ServiceError> {
    if let Some(runs) = api_token::bearer_runs(app, token).await? {
        return Ok(runs);
    }
    let Some((opened, _)) = running(app, token).await? else {
        return Ok(false);
    };
    let same = opened.person.id == as_before.actor.person_id;
    let over = opened
        .seer
        .is_some_and(|seer| SeenBy::of(seer, &opened.person, app.now()).over);
    Ok(same && !over && !opened.second_factor_due)
}

/// The session of a token with its person, if it has not ended by time and whoever began it may sign in; and when it ends at the latest.
async fn running(app: &App, token: &str) -> Result<Option<(Opened, Timestamp)>, ServiceError> {
    let now = app.now();
    let administrators = app.config.session.administrators_second_factor;
    let opened = sessions::by_token_hash(&app.store, &token::hash(token), administrators).await?;
    let Some(opened) = opened.filter(|opened| opened.active) else {
        return Ok(None);
    };
    let session = opened.session;
    let absolute = SignedDuration::from_hours(i64::from(app.config.session.absolute_hours));
    let end = session
        .created_at
        .saturating_add(absolute)
        .unwrap_or(session.expires_at);
    Ok((session.expires_at > now && end > now).then_some((opened, end)))
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
