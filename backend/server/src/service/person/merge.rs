//! Make two people one, and tell them apart again. Whoever stays has the addresses and places of both; whoever goes keeps nothing but an id
//! that means the other one. Rights are not handed on.

use pult_domain::{
    person_merge::{PLACES_MAX, addresses_of_both, check_merge, told_apart},
    policy::{self, Permit},
    refusal::Refusal,
    ticket::{Decision, Handed, give_back, hand_over},
};
use pult_shared::{
    api::{
        person::{PersonAddress, PersonDef, PersonProfile},
        person_merge::{MergePeople, PersonMerge},
    },
    error::{ErrorCode, FieldCode},
    ids::{PersonId, PersonMergeId, TicketId},
    person::PersonRef,
};
use pult_store::{
    WriteTx,
    people::{
        self,
        merge::{self, Merge},
    },
    tickets::{self, Change},
};
use serde::Serialize;

use super::{merges, profile, taken};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        ticket::write,
    },
};

/// Tickets that are locked and read at once.
const AT_ONCE: usize = 200;

/// What the log keeps.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_with: Option<&'a str>,
    addresses: &'a [PersonAddress],
}

/// Tells what a merge would do, or does it when it is confirmed: in one transaction, each ticket with its events.
///
/// # Errors
/// `forbidden`, `person_not_found`; `invalid` for `gone_id`: see [`check_merge`]; `too_many` with more tickets than change hands at once.
pub async fn merge(app: &App, signed_in: &SignedIn, request: &MergePeople) -> Result<PersonMerge, ServiceError> {
    let permit = policy::permit_people(&signed_in.actor)?;
    let me = signed_in.actor.person_id;
    if !request.confirmed {
        let kept = profile::itself(&app.store, request.kept_id).await?;
        let gone = profile::itself(&app.store, request.gone_id).await?;
        check_merge(&kept, &gone, me)?;
        return preview(app, &kept, gone).await;
    }
    let tx = settings_log::begin(app).await?;
    let kept = profile::itself(&tx, request.kept_id).await?;
    let gone = profile::itself(&tx, request.gone_id).await?;
    check_merge(&kept, &gone, me)?;
    let addresses = addresses_of_both(&kept.person.addresses, &gone.person.addresses);
    let merged = join(app, signed_in, &tx, permit, (&kept, &gone), addresses).await?;
    write::commit(app, tx).await?;
    merges::one(app, merged).await
}

/// Makes them one in the caller's transaction. `addresses`: those that the one has from then on.
pub(in crate::service) async fn join(
    app: &App,
    signed_in: &SignedIn,
    tx: &WriteTx,
    permit: Permit,
    (kept, gone): (&PersonProfile, &PersonProfile),
    addresses: Vec<PersonAddress>,
) -> Result<Merge, ServiceError> {
    let me = signed_in.actor.person_id;
    let now = app.now();
    let mut handed: Vec<(TicketId, Handed)> = Vec::new();
    for ids in places(tx, gone.id).await?.chunks(AT_ONCE) {
        for (id, ticket) in tickets::find_many_for_update(tx, ids).await? {
            let (decision, places) = hand_over(&ticket, gone.id, kept.id, now);
            apply(tx, &permit, ticket.version, &decision, me).await?;
            handed.extend(places.into_iter().map(|place| (id, place)));
        }
    }
    let merged = Merge {
        id: PersonMergeId(app.fresh()),
        kept: kept.id,
        gone: gone.id,
        at: now,
        actor: Some(me),
        active: gone.active,
        login: gone.person.login.clone(),
        addresses: gone.person.addresses.clone(),
        undone_at: None,
    };
    merge::insert(tx, &merged, &handed).await?;
    merge::go_on_in(tx, gone.id, kept.id).await?;
    let after = PersonDef {
        login: kept.person.login.clone().or_else(|| gone.person.login.clone()),
        addresses,
        ..kept.person.clone()
    };
    people::profile::update(tx, kept.id, &after).await.map_err(taken)?;
    log(
        app,
        signed_in,
        tx,
        [(kept.id, &kept.person, &after.addresses), (gone.id, &gone.person, &[])],
        true,
    )
    .await?;
    Ok(merged)
}

async fn preview(app: &App, kept: &PersonProfile, gone: PersonProfile) -> Result<PersonMerge, ServiceError> {
    let line = |person: &PersonProfile| PersonRef {
        id: person.id,
        name: person.person.name.clone(),
        address: person.person.addresses.first().map(|one| one.address.clone()),
    };
    Ok(PersonMerge {
        id: None,
        kept: line(kept),
        gone: line(&gone),
        places: merge::places_of(&app.store, gone.id).await?,
        addresses: gone.person.addresses,
        login: gone.person.login,
        roles: gone.roles.into_iter().map(|role| role.name).collect(),
        at: None,
        by: None,
        undone_at: None,
    })
}

async fn places(tx: &WriteTx, gone: PersonId) -> Result<Vec<TicketId>, ServiceError> {
    let one_too_many = u32::try_from(PLACES_MAX + 1).unwrap_or(u32::MAX);
    let ids = merge::tickets_of(tx, gone, one_too_many).await?;
    if ids.len() > PLACES_MAX {
        return Err(Refusal::field("gone_id", FieldCode::TooMany).into());
    }
    Ok(ids)
}

async fn apply(
    tx: &WriteTx,
    permit: &Permit,
    version: i64,
    decision: &Decision,
    actor: PersonId,
) -> Result<(), ServiceError> {
    let change = Change {
        decision,
        actor: Some(actor),
        at: decision.ticket.updated_at,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    };
    tickets::apply(tx, permit, Some(version), &change).await?;
    Ok(())
}

/// Takes a merge back: addresses and places that are still there go back to whose they were.
///
/// # Errors
/// `forbidden`, `not_found`; `not_applicable` when it was taken back already, or when the one who stayed goes on in somebody else by now: that
/// merge is taken back first.
pub async fn undo(app: &App, signed_in: &SignedIn, id: PersonMergeId) -> Result<PersonMerge, ServiceError> {
    let permit = policy::permit_people(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let merged = merge::find(&tx, id).await?;
    let mut merged = merged.ok_or_else(|| ServiceError::code(ErrorCode::NotFound))?;
    if merged.undone_at.is_some() {
        return Err(Refusal::because(ErrorCode::NotApplicable, "The merge was taken back already.").into());
    }
    if merge::alias(&tx, merged.kept).await? != merged.kept {
        let detail = "Whoever stayed goes on in somebody else by now; take that merge back first.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
    }
    let now = app.now();
    let handed = merge::handed_in(&tx, id).await?;
    let ids: Vec<TicketId> = handed.keys().copied().collect();
    for ids in ids.chunks(AT_ONCE) {
        for (id, ticket) in tickets::find_many_for_update(&tx, ids).await? {
            let places = handed.get(&id).map(Vec::as_slice).unwrap_or_default();
            let decision = give_back(&ticket, places, merged.kept, merged.gone, now);
            apply(&tx, &permit, ticket.version, &decision, signed_in.actor.person_id).await?;
        }
    }
    let kept = profile::read(&tx, merged.kept).await?;
    let (stays, goes) = told_apart(&kept.person.addresses, &merged.addresses);
    let after = PersonDef {
        // What a directory says by now is not given back.
        login: kept
            .person
            .login
            .clone()
            .filter(|login| kept.directory.is_some() || merged.login.as_ref() != Some(login)),
        addresses: stays,
        ..kept.person.clone()
    };
    people::profile::update(&tx, kept.id, &after).await.map_err(taken)?;
    merge::undone(&tx, id, now).await?;
    merge::stand_alone(&tx, &merged, &goes).await?;
    let gone = profile::itself(&tx, merged.gone).await?;
    log(
        app,
        signed_in,
        &tx,
        [
            (kept.id, &kept.person, &after.addresses),
            (gone.id, &gone.person, &goes),
        ],
        false,
    )
    .await?;
    write::commit(app, tx).await?;
    merged.undone_at = Some(now);
    merges::one(app, merged).await
}

/// A line for each of the two: who stays, who goes, and the addresses that they have afterwards.
async fn log(
    app: &App,
    signed_in: &SignedIn,
    tx: &WriteTx,
    people: [(PersonId, &PersonDef, &[PersonAddress]); 2],
    merged: bool,
) -> Result<(), ServiceError> {
    let [kept, gone] = people.map(|(_, person, _)| person.name.as_str());
    for (index, (id, person, after)) in people.into_iter().enumerate() {
        let is_kept = index == 0;
        let said = |on: bool, addresses| Line {
            name: person.name.as_str(),
            merged_into: (on && !is_kept).then_some(kept),
            merged_with: (on && is_kept).then_some(gone),
            addresses,
        };
        let (before, after) = if merged {
            (said(false, &person.addresses), said(true, after))
        } else {
            (said(true, &person.addresses), said(false, after))
        };
        let line = settings_log::line(app, signed_in, Thing::Person, id);
        line.write(tx, Some(&before), Some(&after)).await?;
    }
    Ok(())
}
