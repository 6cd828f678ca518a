//! Start a bulk job: find the tickets, and see that all of it is permitted, before anything happens.

use std::collections::BTreeSet;

use pult_domain::{actor::Actor, policy, queue::QueueTree, refusal::Refusal, ticket::Ticket};
use pult_shared::{
    api::bulk::{BulkJobView, CreateBulkJob},
    command::{Command, LinkKind, LinkTo},
    error::{ErrorCode, FieldCode},
    ids::{BulkJobId, QueueId, TicketId},
    limits::{BULK_MAX, LINKS_MAX},
    person::Permission,
};
use pult_store::{
    bulk::{self, NewBulkJob},
    tickets::{self, TicketKey},
};

use super::show::show;
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        template::render,
        ticket::{
            apply_commands,
            asked::{question, read_filter},
            incident,
        },
    },
};

/// Starts a job for the tickets that are named, or that a filter finds now.
///
/// # Errors
/// `invalid` with the field: commands missing or not for many tickets, neither or both of filter and ids, over 10,000 tickets, one or over 200 for an incident;
/// `invalid_filter`; `ticket_not_found` when the person does not see one of the tickets at the desk; `forbidden` with the queues in
/// which a permission is missing.
pub async fn create(app: &App, signed_in: &SignedIn, request: CreateBulkJob) -> Result<BulkJobView, ServiceError> {
    if !request.incident || !request.commands.is_empty() {
        apply_commands::check(&request.commands)?;
    }
    for (index, command) in request.commands.iter().enumerate() {
        check_command(signed_in, index, command)?;
        if let Command::Reply(reply) = command
            && let Some(template) = reply.template_id
        {
            // Said once, and not of ten thousand tickets.
            render::offered(&app.store, signed_in, template).await?;
        }
    }
    let ids = tickets_of(app, signed_in, &request).await?;
    let commands = if request.incident {
        of_incident(app, signed_in, &ids, request.commands).await?
    } else {
        permit(app, signed_in, &ids, &request.commands).await?;
        request.commands
    };
    let job = NewBulkJob {
        id: BulkJobId(app.fresh()),
        person_id: signed_in.actor.person_id,
        commands,
        tickets: ids,
        answer: None,
        created_at: app.now(),
    };
    let tx = app.store.begin().await?;
    bulk::insert(&tx, &job).await?;
    tx.commit().await?;
    app.work.bulk.notify_one();
    show(app, signed_in, job.id).await
}

/// The commands with the one that puts each ticket below the incident before them: what is moved or closed along with it is below it by then. The
/// ticket above is opened last, when nothing else can be refused any more.
// req: C9
async fn of_incident(
    app: &App,
    signed_in: &SignedIn,
    ids: &[TicketId],
    commands: Vec<Command>,
) -> Result<Vec<Command>, ServiceError> {
    match ids.len() {
        0 | 1 => return Err(Refusal::field("incident", FieldCode::Required).into()),
        count if count > LINKS_MAX => return Err(Refusal::field("incident", FieldCode::TooMany).into()),
        _ => {}
    }
    let below = |ticket: String| {
        let link = Command::Link(LinkTo {
            kind: LinkKind::Parent,
            ticket,
        });
        std::iter::once(link)
            .chain(commands.iter().cloned())
            .collect::<Vec<_>>()
    };
    permit(app, signed_in, ids, &below(String::new())).await?;
    let first = oldest(app, ids).await?;
    let above = incident::open_above(app, signed_in, &first, ids.len(), Vec::new()).await?;
    Ok(below(above.number.0))
}

/// The oldest ticket that has no named readers; where all have, the newest.
async fn oldest(app: &App, ids: &[TicketId]) -> Result<Ticket, ServiceError> {
    let mut found = None;
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        found = tickets::find(&app.store, &TicketKey::Id(id)).await?;
        if found.as_ref().is_some_and(|ticket| ticket.readers.is_none()) {
            break;
        }
    }
    found.ok_or_else(|| ServiceError::code(ErrorCode::TicketNotFound))
}

/// Refuses what makes no sense for many tickets, or where the target is out of reach.
fn check_command(signed_in: &SignedIn, index: usize, command: &Command) -> Result<(), Refusal> {
    let not_allowed = |field: &str| {
        Err(Refusal::field(
            format!("commands.{index}.{field}"),
            FieldCode::NotAllowed,
        ))
    };
    match command {
        Command::Open(_) => not_allowed("type"),
        // A file goes with one message.
        Command::Reply(reply) if !reply.attachments.is_empty() => not_allowed("attachments"),
        Command::Note(note) if !note.attachments.is_empty() => not_allowed("attachments"),
        Command::LogCall(call) if !call.attachments.is_empty() => not_allowed("attachments"),
        Command::Forward(_) | Command::Redirect(_) | Command::Resend(_) | Command::RecallReply(_) => {
            not_allowed("type")
        }
        Command::Move(to) if signed_in.tree.get(to.queue_id).is_none() => {
            Err(Refusal::field(format!("commands.{index}.queue_id"), FieldCode::Unknown))
        }
        Command::Move(to) => policy::may_move_into(&signed_in.actor, to.queue_id),
        _ => Ok(()),
    }
}

async fn tickets_of(app: &App, signed_in: &SignedIn, request: &CreateBulkJob) -> Result<Vec<TicketId>, ServiceError> {
    match (&request.filter, request.ticket_ids.is_empty()) {
        (None, true) => Err(Refusal::field("filter", FieldCode::Required).into()),
        (Some(_), false) => Err(Refusal::field("ticket_ids", FieldCode::NotAllowed).into()),
        (Some(text), true) => {
            let filter = read_filter(signed_in, text, "filter")?;
            let visible = policy::desk_tickets(&signed_in.actor);
            let asked = question(signed_in, &visible, &filter, app.now());
            let one_too_many = u32::try_from(BULK_MAX + 1).unwrap_or(u32::MAX);
            let ids = tickets::ids(&app.store, &asked, one_too_many).await?;
            bounded("filter", ids)
        }
        (None, false) => {
            let distinct: BTreeSet<TicketId> = request.ticket_ids.iter().copied().collect();
            bounded("ticket_ids", distinct.into_iter().collect())
        }
    }
}

fn bounded(field: &str, ids: Vec<TicketId>) -> Result<Vec<TicketId>, ServiceError> {
    if ids.len() > BULK_MAX {
        return Err(Refusal::field(field, FieldCode::TooMany).into());
    }
    Ok(ids)
}

/// Every command must be permitted in the queue of every ticket. There are many tickets, but few queues.
async fn permit(app: &App, signed_in: &SignedIn, ids: &[TicketId], commands: &[Command]) -> Result<(), ServiceError> {
    let queues = tickets::queues_of(&app.store, ids, signed_in.actor.person_id).await?;
    let found: u64 = queues.values().sum();
    let actor = &signed_in.actor;
    let all_seen = queues.keys().all(|queue| actor.has(Permission::View, *queue));
    // Gone, or never there, or in a queue that the person does not work in: all the same to them.
    if !all_seen || found < ids.len() as u64 {
        return Err(ServiceError::code(ErrorCode::TicketNotFound));
    }
    let missing = missing(actor, queues.into_keys(), commands);
    if missing.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "A permission for these commands is missing in {}.",
        paths(&signed_in.tree, &missing)
    );
    Err(Refusal::because(ErrorCode::Forbidden, detail).into())
}

/// The queues in which the person may not do all of it. What comes after a move happens in the queue that the tickets are in then.
fn missing(actor: &Actor, queues: impl Iterator<Item = QueueId>, commands: &[Command]) -> Vec<QueueId> {
    let holds = |commands: &[Command], queue: QueueId| {
        commands.iter().all(|command| {
            let needed = policy::needed_permission(command.name());
            needed.is_some_and(|needed| actor.has(needed, queue))
        })
    };
    let moves = |command: &Command| match command {
        Command::Move(to) => Some(to.queue_id),
        _ => None,
    };
    // The move itself asks for permission where the ticket is; each stretch between two moves has its queue.
    let mut stretches = commands.split_inclusive(|command| moves(command).is_some());
    let here = stretches.next().unwrap_or_default();
    let mut missing: BTreeSet<QueueId> = queues.filter(|queue| !holds(here, *queue)).collect();
    let mut target = here.last().and_then(moves);
    for stretch in stretches {
        missing.extend(target.filter(|queue| !holds(stretch, *queue)));
        target = stretch.last().and_then(moves);
    }
    missing.into_iter().collect()
}

fn paths(tree: &QueueTree, queues: &[QueueId]) -> String {
    let mut paths: Vec<&str> = queues
        .iter()
        .filter_map(|queue| tree.get(*queue))
        .map(|queue| queue.path.as_str())
        .collect();
    paths.sort_unstable();
    paths.join(", ")
}
