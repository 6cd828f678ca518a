//! Open a ticket: in the portal, by an agent on somebody's behalf, or by a tool.

use pult_domain::{
    policy::{self, Permit},
    queue::Queue,
    refusal::Refusal,
    ticket::{self, OpenFacts, Side, Ticket},
};
use pult_shared::{
    Timestamp,
    command::OpenTicket,
    error::{ErrorCode, FieldCode},
    ids::{PersonId, TicketId},
    limits::PARTICIPANTS_MAX,
    mailbox::{Mailbox, is_address},
    person::Language,
    ticket::{Channel, TicketNumber},
};
use pult_store::{
    WriteTx,
    idempotency::{self, UsedKey},
    people::{self, Person},
    tickets::{self, TicketKey},
};
use sha2::{Digest, Sha256};

use super::{
    facts::{check_uploads, somebody},
    others, split,
    step::{Step, in_list},
    write,
};
use crate::{
    app::{App, Ids},
    service::{ServiceError, draft::sent, session::who::SignedIn},
};

/// Opens a ticket. With an idempotency key that was used before for the same request, answers with the ticket of then.
///
/// # Errors
/// `queue_not_found`, `forbidden`, `invalid` with the fields, `upload_not_found`, `idempotency_conflict`.
pub async fn open(
    app: &App,
    signed_in: &SignedIn,
    request: &OpenTicket,
    idempotency_key: Option<&str>,
) -> Result<Ticket, ServiceError> {
    open_at(app, signed_in, request, idempotency_key, app.now()).await
}

/// Opens a ticket at a given time; the seeds tell a story of the past with it.
///
/// # Errors
/// As [`open`].
pub async fn open_at(
    app: &App,
    signed_in: &SignedIn,
    request: &OpenTicket,
    idempotency_key: Option<&str>,
    now: Timestamp,
) -> Result<Ticket, ServiceError> {
    let Some(key) = idempotency_key else {
        return open_once(app, signed_in, request, None, now).await;
    };
    let key = Key {
        person: signed_in.actor.person_id,
        key,
        request_hash: request_hash(request)?,
    };
    if let Some(ticket) = key.ticket(app).await? {
        return Ok(ticket);
    }
    match open_once(app, signed_in, request, Some(&key), now).await {
        // Of two equal requests at the same time one is faster. Whatever the other stumbled over, the ticket is there.
        Err(error) => key.ticket(app).await?.ok_or(error),
        opened => opened,
    }
}

/// An idempotency key of a person, with the request that it is used for.
struct Key<'a> {
    person: PersonId,
    key: &'a str,
    request_hash: String,
}

impl Key<'_> {
    /// The ticket of the first time.
    async fn ticket(&self, app: &App) -> Result<Option<Ticket>, ServiceError> {
        let Some(used) = idempotency::find(&app.store, self.person, self.key).await? else {
            return Ok(None);
        };
        if used.request_hash != self.request_hash {
            return Err(ServiceError::code(ErrorCode::IdempotencyConflict));
        }
        Ok(tickets::find(&app.store, &TicketKey::Id(used.ticket_id)).await?)
    }

    async fn note(&self, tx: &WriteTx, ticket: TicketId, now: Timestamp) -> Result<(), ServiceError> {
        let used = UsedKey {
            request_hash: self.request_hash.clone(),
            ticket_id: ticket,
        };
        Ok(idempotency::insert(tx, self.person, self.key, &used, now).await?)
    }
}

async fn open_once(
    app: &App,
    signed_in: &SignedIn,
    request: &OpenTicket,
    key: Option<&Key<'_>>,
    now: Timestamp,
) -> Result<Ticket, ServiceError> {
    let actor = &signed_in.actor;
    let queue = signed_in
        .tree
        .get(request.queue_id)
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))?;
    let (permit, side) = policy::permit_open(actor, queue.id, queue.portal)?;
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    let opening = Opening {
        permit,
        side,
        queue,
        number,
        now,
    };
    let ticket = open_within(app, &tx, signed_in, request, opening).await?;
    if let Some(key) = key {
        key.note(&tx, ticket.id, now).await?;
    }
    sent::opened(&tx, actor.person_id, request).await?;
    write::commit(app, tx).await?;
    Ok(ticket)
}

/// How a ticket is opened: who allowed it, from which side, and where.
pub struct Opening<'a> {
    pub permit: Permit,
    pub side: Side,
    pub queue: &'a Queue,
    pub number: TicketNumber,
    pub now: Timestamp,
}

/// Opens a ticket in the caller's transaction.
///
/// # Errors
/// As [`open`].
pub async fn open_within(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    request: &OpenTicket,
    opening: Opening<'_>,
) -> Result<Ticket, ServiceError> {
    let Opening {
        permit,
        side,
        queue,
        number,
        now,
    } = opening;
    let actor = &signed_in.actor;
    check_uploads(tx, &request.attachments, actor.person_id).await?;
    let requester = requester(app, tx, signed_in, request, side, now).await?;
    let mut facts = facts(app, signed_in, request, number, &requester, queue, side);
    if side == Side::Agent {
        facts.participants = participants(app, tx, signed_in, request, requester.id).await?;
        facts.origin = split::origin(tx, signed_in, request).await?;
    }
    let setup = signed_in.setup();
    let mut ids = Ids(app);
    let mut ctx = app.context(&mut ids, now, Some(actor.person_id), side, &setup);
    let decision = ticket::open(request, &facts, &mut ctx)?;
    let others = others::of_new(tx, &request.then).await?;
    let ticket = decision.ticket.clone();
    let mut step = Step::new(app, tx, signed_in, now, ticket, others).after(permit, decision);
    for (index, command) in request.then.iter().enumerate() {
        step.take(command)
            .await
            .map_err(|error| in_list(error, "then", index))?;
    }
    Ok(step.write().await?.ticket)
}

/// Who takes part from the beginning, as the agent named them.
async fn participants(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    request: &OpenTicket,
    requester: PersonId,
) -> Result<Vec<PersonId>, ServiceError> {
    let mut people = Vec::new();
    for mailbox in request.participants.iter().take(PARTICIPANTS_MAX) {
        let person = somebody(app, tx, &signed_in.tree, mailbox).await?;
        people.extend(person.filter(|person| *person != requester && !people.contains(person)));
    }
    Ok(people)
}

/// The person that the ticket is for: the one an agent named, else the caller.
async fn requester(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    request: &OpenTicket,
    side: Side,
    now: Timestamp,
) -> Result<Person, ServiceError> {
    if side == Side::Agent
        && let Some(id) = request.requester_id
    {
        let unknown = || Refusal::field("requester_id", FieldCode::Unknown);
        return people::find(tx, id).await?.ok_or_else(|| unknown().into());
    }
    if side == Side::Agent
        && let Some(mailbox) = &request.requester
        && is_address(&mailbox.address)
    {
        let fresh = PersonId(app.fresh());
        return Ok(people::ensure_for_mailbox(tx, mailbox, None::<Language>, now, fresh).await?);
    }
    people::find(tx, signed_in.actor.person_id)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::NotSignedIn))
}

fn facts(
    app: &App,
    signed_in: &SignedIn,
    request: &OpenTicket,
    number: TicketNumber,
    requester: &Person,
    queue: &Queue,
    side: Side,
) -> OpenFacts {
    let language = requester.language.unwrap_or_default();
    let address = requester.addresses.first().cloned();
    OpenFacts {
        id: TicketId(app.fresh()),
        number,
        requester_id: requester.id,
        // Somebody without an address can ask all the same; they read the answer in the portal.
        receipt: address.is_some(),
        requester: Mailbox {
            name: Some(requester.name.clone()),
            address: address.unwrap_or_default(),
        },
        channel: match side {
            Side::Agent => request.channel.unwrap_or(Channel::Api),
            Side::Customer => Channel::Portal,
        },
        participants: Vec::new(),
        queue_sender: Some(app.sender_of(&signed_in.tree, queue, language)),
        mail: None,
        origin: None,
        settles: None,
    }
}

fn request_hash(request: &OpenTicket) -> Result<String, ServiceError> {
    let json = serde_json::to_vec(request).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect())
}
