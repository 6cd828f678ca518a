//! One answer to an incident: a bulk job that writes to each who has asked below a ticket, in their own language, and closes what it has answered where that is wanted.
//! The ticket above gets a note with what was written, and is closed in the transaction that enters the job (requirement C9).

use std::collections::BTreeMap;

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{CloseAlong, Side, Ticket},
};
use pult_shared::{
    Timestamp,
    api::{
        bulk::BulkJobView,
        incident::{AnswerIncident, IncidentLanguage, IncidentView, LeftOpen},
        reading::ReadingOf,
    },
    catalog::StateType,
    command::{Command, CommandName, Note, Reply, SetState},
    error::{ErrorCode, FieldCode},
    ids::{BulkJobId, PersonId, TicketId},
    limits::TEMPLATE_MAX,
    person::{Language, PersonRef},
};
use pult_store::{
    Conn, WriteTx, along,
    bulk::{self, Answer, NewBulkJob},
    people, tickets,
};

use super::show::show;
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        template,
        ticket::{apply_commands::apply_in, reading, view, write},
    },
};

/// Who would be answered, in which languages, and what is left open below an incident.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for the customer of the ticket.
pub async fn get(app: &App, signed_in: &SignedIn, ticket: &str) -> Result<IncidentView, ServiceError> {
    let ticket = above(app, signed_in, ticket).await?;
    let below = Below::of(&app.store, signed_in, &ticket).await?;
    let requester = people::refs(&app.store, &[ticket.requester_id]).await?;
    Ok(IncidentView {
        ticket: view::ticket_ref(&ticket),
        queue: view::queue_ref(&signed_in.tree, ticket.queue_id),
        requester: requester.into_values().next().unwrap_or(PersonRef {
            id: ticket.requester_id,
            name: String::new(),
            address: None,
        }),
        languages: below.languages(&app.store).await?,
        done: below.done,
        beyond: below.beyond,
        left: left(app, signed_in, &ticket).await?,
    })
}

async fn above(app: &App, signed_in: &SignedIn, ticket: &str) -> Result<Ticket, ServiceError> {
    match reading::find(app, signed_in, ticket, ReadingOf::Ticket).await? {
        (ticket, Side::Agent) => Ok(ticket),
        (_, Side::Customer) => Err(ServiceError::code(ErrorCode::Forbidden)),
    }
}

/// The tickets below one.
struct Below {
    /// Open ones whose customer the person may answer, oldest first.
    open: Vec<Ticket>,
    done: u32,
    beyond: u32,
}

impl Below {
    async fn of(conn: &impl Conn, signed_in: &SignedIn, parent: &Ticket) -> Result<Self, ServiceError> {
        let mut below = Self {
            open: Vec::new(),
            done: 0,
            beyond: 0,
        };
        let ids = tickets::children(conn, parent.id).await?;
        for ticket in tickets::find_many(conn, &ids).await?.into_values() {
            let permitted = policy::permit_command(&signed_in.actor, &ticket, CommandName::Reply);
            if !ticket.state_type.is_active() {
                below.done += 1;
            } else if permitted.is_ok_and(|(_, side)| side == Side::Agent) {
                below.open.push(ticket);
            } else {
                below.beyond += 1;
            }
        }
        Ok(below)
    }

    async fn languages(&self, conn: &impl Conn) -> Result<Vec<IncidentLanguage>, ServiceError> {
        let ids: Vec<PersonId> = self.open.iter().map(|ticket| ticket.requester_id).collect();
        let spoken = people::languages(conn, &ids).await?;
        let mut counts: BTreeMap<&str, IncidentLanguage> = BTreeMap::new();
        for person in &ids {
            let language = spoken.get(person).copied().unwrap_or_default();
            let count = counts
                .entry(language.tag())
                .or_insert(IncidentLanguage { language, count: 0 });
            count.count += 1;
        }
        Ok(counts.into_values().collect())
    }
}

async fn left(app: &App, signed_in: &SignedIn, parent: &Ticket) -> Result<Vec<LeftOpen>, ServiceError> {
    let left = along::left_below(&app.store, parent.id).await?;
    let ids: Vec<TicketId> = left.iter().map(|(id, _)| *id).collect();
    let mut found = tickets::find_many(&app.store, &ids).await?;
    let seen = left.into_iter().filter_map(|(id, reason)| {
        let ticket = found.remove(&id)?;
        (policy::side(&signed_in.actor, &ticket) == Some(Side::Agent)).then(|| LeftOpen {
            ticket: view::ticket_ref(&ticket),
            reason,
        })
    });
    Ok(seen.collect())
}

/// Enters the job, notes in the ticket above what is written, and closes it where that is wanted.
///
/// # Errors
/// `invalid` with the field: no text at all, nobody to write to, a state that closes nothing; `invalid_template`; `forbidden` and its like where the ticket above
/// may not be changed.
pub async fn answer(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    request: &AnswerIncident,
) -> Result<BulkJobView, ServiceError> {
    let parent = above(app, signed_in, ticket).await?;
    policy::permit_command(&signed_in.actor, &parent, CommandName::Reply)?;
    let below = Below::of(&app.store, signed_in, &parent).await?;
    check(signed_in, request, &below)?;
    let mut to: Vec<TicketId> = below.open.iter().map(|ticket| ticket.id).collect();
    if request.with_parent {
        to.push(parent.id);
    }
    let now = app.now();
    let job = NewBulkJob {
        id: BulkJobId(app.fresh()),
        person_id: signed_in.actor.person_id,
        commands: vec![reply(request.texts.or_other(Language::default()))],
        tickets: to,
        answer: Some(Answer {
            texts: request.texts.clone(),
            parent_id: parent.id,
            closes: request.close.clone(),
        }),
        created_at: now,
    };
    let tx = app.store.begin().await?;
    let commands = in_parent(app, signed_in, request, &parent, job.tickets.len());
    apply_in(app, &tx, signed_in, parent.id, None, &commands, now).await?;
    bulk::insert(&tx, &job).await?;
    write::commit(app, tx).await?;
    app.work.bulk.notify_one();
    show(app, signed_in, job.id).await
}

fn check(signed_in: &SignedIn, request: &AnswerIncident, below: &Below) -> Result<(), ServiceError> {
    if request.texts.is_empty() {
        return Err(Refusal::field("texts", FieldCode::Required).into());
    }
    if below.open.is_empty() {
        let detail = "No ticket below it is open and yours to answer.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
    }
    let texts = [
        ("texts.de", request.texts.de.as_str()),
        ("texts.en", request.texts.en.as_str()),
    ];
    if let Some((field, _)) = texts.iter().find(|(_, text)| text.chars().count() > TEMPLATE_MAX) {
        return Err(Refusal::field(*field, FieldCode::TooLong).into());
    }
    // Said once, and not of two hundred tickets.
    template::check_texts(&texts)?;
    let closes = |key| {
        signed_in
            .catalog
            .state(key)
            .filter(|state| state.valid && state.state_type == StateType::Closed)
    };
    if request.close.as_ref().is_some_and(|key| closes(key).is_none()) {
        return Err(Refusal::field("close", FieldCode::Unknown).into());
    }
    Ok(())
}

fn reply(body: &str) -> Command {
    Command::Reply(Reply {
        body: body.to_owned(),
        expand: true,
        ..Reply::default()
    })
}

/// What happens in the ticket above: the words of the answer as a note, and the state. Those below are closed once they are answered, and by the job.
fn in_parent(app: &App, signed_in: &SignedIn, request: &AnswerIncident, parent: &Ticket, count: usize) -> Vec<Command> {
    let words = app.texts.in_language(signed_in.language.unwrap_or_default());
    let texts = [&request.texts.de, &request.texts.en];
    let said: Vec<&str> = texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let head = words.format("incident-answered-note", &[("count", count.into())]);
    let note = Command::Note(Note {
        body: format!("{head}\n\n{}", said.join("\n\n---\n\n")),
        ..Note::default()
    });
    let close = request.close.as_ref().map(|state| {
        Command::SetState(SetState {
            with_children: Some(false),
            // Who gets the answer, or has just written it, knows.
            notify_customer: (request.with_parent || parent.requester_id == signed_in.actor.person_id).then_some(false),
            ..SetState::to(state.0.clone())
        })
    });
    std::iter::once(note).chain(close).collect()
}

/// The reply to one ticket, in its customer's language, or in the other one where nothing is written in that.
pub(super) async fn commands(tx: &WriteTx, answer: &Answer, ticket: TicketId) -> Result<Vec<Command>, ServiceError> {
    let found = tickets::find_many(tx, &[ticket]).await?.remove(&ticket);
    let language = match found {
        Some(ticket) => people::languages(tx, &[ticket.requester_id])
            .await?
            .into_values()
            .next(),
        None => None,
    };
    Ok(vec![reply(answer.texts.or_other(language.unwrap_or_default()))])
}

/// What is answered is closed along, without a second mail; where it cannot be, the answer stands all the same.
pub(super) async fn close_along(
    tx: &WriteTx,
    answer: &Answer,
    person: PersonId,
    ticket: TicketId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let Some(state) = answer.closes.clone().filter(|_| ticket != answer.parent_id) else {
        return Ok(());
    };
    let close = CloseAlong {
        state,
        notify: false,
        undo_seconds: None,
    };
    Ok(along::enter(tx, ticket, answer.parent_id, &close, Some(person), now).await?)
}
