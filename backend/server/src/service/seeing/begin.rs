//! Begin to look as somebody.

use pult_domain::{
    policy::{self, Seen},
    seeing::LASTS,
    web_form::check_reason,
};
use pult_shared::{
    api::seeing::{BeginSeeingAs, Seeing},
    error::ErrorCode,
    ids::{PersonId, SessionId},
};
use pult_store::{
    people,
    seeings::{self, NewSeeing},
};

use super::{Entry, note};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// From now on the session looks as that person, half an hour at the most.
///
/// # Errors
/// `forbidden` for everybody but administrators, and for tokens; `person_not_found`; `invalid` without a reason; `not_applicable` for
/// administrators, and for whoever may not sign in.
pub async fn begin(
    app: &App,
    signed_in: &SignedIn,
    person: PersonId,
    request: &BeginSeeingAs,
) -> Result<Seeing, ServiceError> {
    let actor = &signed_in.actor;
    policy::permit_people(actor)?;
    let now = app.now();
    let tx = app.store.begin().await?;
    let found = people::find(&tx, person).await?;
    let found = found.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))?;
    let seen = Seen {
        id: found.id,
        administrator: found.administrator,
        active: found.active,
    };
    let in_person = signed_in.session_id != SessionId::NIL;
    policy::permit_seeing_as(actor, &seen, in_person)?;
    let reason = check_reason(&request.reason)?;
    let row = NewSeeing {
        id: app.fresh(),
        session: signed_in.session_id,
        seer: actor.person_id,
        person,
        reason,
        began_at: now,
        ends_at: now.saturating_add(LASTS).unwrap_or(now),
    };
    seeings::end(&tx, row.session, now).await?;
    seeings::insert(&tx, &row).await?;
    let entry = |seen_as| Entry {
        name: &found.name,
        seen_as,
    };
    note(
        app,
        &tx,
        row.seer,
        person,
        entry(None),
        entry(Some(row.reason.as_str())),
    )
    .await?;
    tx.commit().await?;
    tracing::info!(by = %row.seer, %person, "an administrator looks as somebody");
    Ok(Seeing {
        by: signed_in.person.clone(),
        reason: row.reason,
        began_at: row.began_at,
        until: row.ends_at,
        ended_at: None,
    })
}
