//! The answer in the ticket of a request, and its end: by whoever decided, who need not work in the queue that the ticket lies in.

use pult_domain::{
    policy::Permit,
    ticket::{self, Decision, Side},
};
use pult_shared::{
    catalog::StateType,
    command::{Command, Reply, SetState},
    error::ErrorCode,
    i18n::Texts,
    ids::TicketId,
};
use pult_store::{
    WriteTx,
    tickets::{self, TicketKey},
};

use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        session::who::SignedIn,
        ticket::{
            facts::Facts,
            others::Others,
            step,
            write::{self, Writing},
        },
    },
};

/// Writes to whoever asked, in their language, and closes the ticket if it is not closed yet.
///
/// # Errors
/// `ticket_not_found` should it be gone; what the rules of tickets refuse.
pub async fn answer(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    permit: Permit,
    ticket: TicketId,
    text: impl Fn(&Texts) -> String,
) -> Result<(), ServiceError> {
    let gone = || ServiceError::code(ErrorCode::TicketNotFound);
    // A merged ticket goes on in another one.
    let found = tickets::find(tx, &TicketKey::Id(ticket)).await?.ok_or_else(gone)?;
    let goes_on = match found.merged_into {
        Some(into) => tickets::root_of(tx, into).await?.unwrap_or(into),
        None => ticket,
    };
    let ticket = tickets::find_for_update(tx, goes_on).await?.ok_or_else(gone)?;
    let language = step::language_of(tx, &ticket).await?;
    let body = text(app.texts.in_language(language));
    let closed = signed_in
        .catalog
        .state_of(StateType::Closed)
        .map(|state| state.key.clone());
    let mut commands = Vec::new();
    let me = signed_in.actor.person_id;
    // Whoever has it locked learns of the decision, and does not stand against it.
    if ticket.lock.is_some_and(|lock| lock.by != me) {
        commands.push(Command::Unlock);
    }
    let active = ticket.state_type.is_active();
    commands.push(Command::Reply(Reply {
        body,
        ..Reply::default()
    }));
    if let (true, Some(state)) = (active, closed) {
        commands.push(Command::SetState(SetState {
            notify_customer: Some(false),
            ..SetState::to(state.as_str())
        }));
    }
    let before = ticket.version;
    let mut decision = step::nothing(&ticket);
    for command in &commands {
        let next = decide(app, tx, signed_in, &decision, command).await?;
        step::add(&mut decision, next);
    }
    write::write(app, tx, &decision, Writing::by(permit, Some(before), me, language)).await?;
    Ok(())
}

async fn decide(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    so_far: &Decision,
    command: &Command,
) -> Result<Decision, ServiceError> {
    let facts = Facts {
        app,
        tx,
        signed_in,
        ticket: &so_far.ticket,
        others: &Others::new(),
        articles: &so_far.articles,
    };
    let facts = facts.of(command, Side::Agent).await?;
    let setup = signed_in.setup();
    let mut ids = Ids(app);
    let me = signed_in.actor.person_id;
    let mut ctx = app.context(&mut ids, app.now(), Some(me), Side::Agent, &setup);
    Ok(ticket::decide(&so_far.ticket, command, &facts, &mut ctx)?)
}
