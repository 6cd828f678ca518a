//! Try a set of postmaster filters out on a mail, saved or not; nothing changes.

use bytes::Bytes;
use pult_domain::{
    inbound::postmaster::{Compiled, Tested, check_filter},
    policy::permit_postmaster,
    refusal::Refusal,
};
use pult_shared::{
    api::{
        mail::Door,
        postmaster::{TriedField, TriedFilter, TriedPostmaster, TriedTest, TriedTicket, TryPostmaster},
    },
    error::{ErrorCode, FieldCode},
    ids::{IncomingMailId, PersonId},
    limits::{NAME_MAX, POSTMASTER_FILTERS_MAX, POSTMASTER_TRY_MAX_BYTES},
};
use pult_store::{
    blobs,
    ledger::{self, Incoming},
    people, postmaster,
};

use crate::{
    app::App,
    service::{
        ServiceError,
        intake::trial::{self, Tried},
        mail::hidden,
        session::who::SignedIn,
        ticket::step::in_list,
    },
};

/// What the filters make of a mail: each one's verdict, and what would come of it.
///
/// # Errors
/// `forbidden` for everybody but administrators; `mail_not_found`; `invalid` with the fields at fault (`filters.0.when.of.1.value`), or
/// unless exactly one mail is given.
pub async fn try_out(app: &App, signed_in: &SignedIn, request: TryPostmaster) -> Result<TriedPostmaster, ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let filters = filters(app, &request).await?;
    let (incoming, raw) = mail(app, signed_in, &request).await?;
    let tried = trial::try_out(app, &incoming, raw, &filters).await?;
    view(app, &filters, tried).await
}

async fn filters(app: &App, request: &TryPostmaster) -> Result<Vec<Compiled>, ServiceError> {
    let Some(filters) = &request.filters else {
        let saved = postmaster::list(&app.store).await?;
        let compiled = saved
            .into_iter()
            .map(|found| Compiled::new(Some(found.id), found.filter));
        return Ok(compiled.collect());
    };
    if filters.len() > POSTMASTER_FILTERS_MAX {
        return Err(Refusal::field("filters", FieldCode::TooMany).into());
    }
    let checked = filters.iter().enumerate().map(|(index, filter)| {
        let filter = check_filter(filter).map_err(|refusal| in_list(refusal.into(), "filters", index))?;
        Ok(Compiled::new(None, filter))
    });
    checked.collect()
}

async fn mail(app: &App, signed_in: &SignedIn, request: &TryPostmaster) -> Result<(Incoming, Bytes), ServiceError> {
    match (request.incoming_mail_id, &request.raw) {
        (Some(id), None) => {
            let missing = || ServiceError::code(ErrorCode::MailNotFound);
            let row = ledger::find(&app.store, id).await?.ok_or_else(missing)?;
            hidden::read(app, signed_in, row.ticket_id).await?;
            let raw = blobs::get(&app.store, &row.raw_blob).await?.ok_or_else(missing)?;
            let incoming = Incoming {
                id,
                door: row.door,
                accounts: row.account.iter().cloned().collect(),
                account: row.account,
                received_at: row.received_at,
                size: row.size,
                envelope_from: row.envelope_from,
                envelope_to: row.envelope_to,
                raw_blob: row.raw_blob,
                attempts: 0,
            };
            Ok((incoming, raw))
        }
        (None, Some(raw)) => {
            check_pasted(request, raw)?;
            Ok((pasted(app, request, raw), Bytes::from(raw.clone())))
        }
        (None, None) => Err(Refusal::field("raw", FieldCode::Required).into()),
        (Some(_), Some(_)) => Err(Refusal::field("raw", FieldCode::NotAllowed).into()),
    }
}

fn check_pasted(request: &TryPostmaster, raw: &str) -> Result<(), Refusal> {
    if raw.trim().is_empty() {
        return Err(Refusal::field("raw", FieldCode::Required));
    }
    if raw.len() > POSTMASTER_TRY_MAX_BYTES {
        return Err(Refusal::field("raw", FieldCode::TooLong));
    }
    for (field, text) in [("account", &request.account), ("envelope_to", &request.envelope_to)] {
        if text.as_ref().is_some_and(|text| text.chars().count() > NAME_MAX * 2) {
            return Err(Refusal::field(field, FieldCode::TooLong));
        }
    }
    Ok(())
}

/// As it would stand in the ledger. The sender of the envelope is who has written it.
fn pasted(app: &App, request: &TryPostmaster, raw: &str) -> Incoming {
    let from = pult_mail::parse(raw.as_bytes()).from;
    Incoming {
        id: IncomingMailId(app.fresh()),
        door: request.door.unwrap_or(Door::Lmtp),
        accounts: request.account.iter().cloned().collect(),
        account: request.account.clone(),
        received_at: app.now(),
        size: raw.len() as u64,
        envelope_from: from.map(|from| from.address).unwrap_or_default(),
        envelope_to: request.envelope_to.iter().map(|to| to.trim().to_lowercase()).collect(),
        raw_blob: String::new(),
        attempts: 0,
    }
}

async fn view(app: &App, filters: &[Compiled], tried: Tried) -> Result<TriedPostmaster, ServiceError> {
    let test = |test: Tested| TriedTest {
        path: test.path,
        holds: test.holds,
        found: test.found,
    };
    let verdicts = tried
        .run
        .verdicts
        .into_iter()
        .zip(filters)
        .map(|(said, filter)| TriedFilter {
            name: filter.filter.name.clone(),
            verdict: said.verdict,
            tests: said.tests.into_iter().map(test).collect(),
        });
    let ticket = match tried.ticket {
        Some((ticket, known)) => Some(ticket_view(app, ticket, known).await?),
        None => None,
    };
    Ok(TriedPostmaster {
        from: tried.from,
        subject: tried.subject,
        filters: verdicts.collect(),
        applied: tried.applied,
        outcome: tried.outcome,
        reason_code: tried.reason_code,
        reason: tried.reason,
        ticket,
        answers_to: tried.answers_to,
    })
}

async fn ticket_view(app: &App, ticket: pult_domain::ticket::Ticket, known: bool) -> Result<TriedTicket, ServiceError> {
    let mut named: Vec<PersonId> = ticket.participants.iter().copied().collect();
    named.extend(ticket.owner_id.into_iter().chain(ticket.responsible_id));
    let people = people::refs(&app.store, &named).await?;
    let person = |id: PersonId| people.get(&id).cloned();
    Ok(TriedTicket {
        number: known.then_some(ticket.number),
        queue_id: ticket.queue_id,
        state: ticket.state,
        priority: ticket.priority,
        ticket_type: ticket.ticket_type,
        service: ticket.service,
        owner: ticket.owner_id.and_then(person),
        responsible: ticket.responsible_id.and_then(person),
        tags: ticket.tags.into_iter().collect(),
        fields: ticket
            .fields
            .into_iter()
            .map(|(field, value)| TriedField { field, value })
            .collect(),
        participants: ticket.participants.iter().copied().filter_map(person).collect(),
        requester_id: ticket.requester_id,
    })
}
