//! The ledger: every mail that arrived, with its outcome.

use bytes::Bytes;
use pult_domain::{
    inbound::{self, Directive},
    policy,
    refusal::Refusal,
};
use pult_shared::{
    Timestamp,
    api::mail::{
        Door, IncomingMailCounts, IncomingMailDetail, IncomingMailPage, IncomingMailView, MailAction, MailActionName,
        MailLogEntry, MailOutcome,
    },
    command::{Command, Dismiss},
    error::{ErrorCode, FieldCode},
    ids::{ArticleId, IncomingMailId, PersonId, QueueId, TicketId},
    limits::{NAME_MAX, PAGE_DEFAULT, PAGE_MAX, REASON_MAX},
    ticket::TicketNumber,
};
use pult_store::{
    blobs,
    ledger::{self, IncomingRow, LedgerFilter, NewAction},
    people, tickets,
};

use super::{hidden, reconcile};
use crate::{
    app::App,
    service::{
        ServiceError,
        intake::by_hand::{self, ByHand},
        session::who::SignedIn,
        ticket::{apply_commands::apply_commands, find::key as ticket_key, original},
    },
};

/// Characters of a mail's text that are shown with it; the raw mail has all.
const TEXT_SHOWN_MAX: usize = 100_000;
/// Bytes of a mail's head that are shown.
const HEADERS_SHOWN_MAX: usize = 64 * 1024;
/// Entries of a mail's log that are shown.
const LOG_MAX: u32 = 100;

/// Which rows of the ledger.
#[derive(Clone, Debug, Default)]
pub struct ListIncomingMails {
    /// Outcomes with commas between them, or `waiting`: all that wait for a person.
    pub outcome: Option<String>,
    pub door: Option<String>,
    pub text: Option<String>,
    pub since: Option<Timestamp>,
    pub before: Option<Timestamp>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

impl ListIncomingMails {
    fn filter(&self) -> Result<LedgerFilter, Refusal> {
        let unknown = |field: &str| Refusal::field(field, FieldCode::Unknown);
        let outcomes = match self.outcome.as_deref() {
            None | Some("") => Vec::new(),
            Some("waiting") => MailOutcome::WAITING.to_vec(),
            Some(names) => names
                .split(',')
                .map(|name| MailOutcome::from_name(name).ok_or_else(|| unknown("outcome")))
                .collect::<Result<_, _>>()?,
        };
        let door = match self.door.as_deref() {
            None | Some("") => None,
            Some(name) => Some(Door::from_name(name).ok_or_else(|| unknown("door"))?),
        };
        let text = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if text.is_some_and(|text| text.chars().count() > NAME_MAX) {
            return Err(Refusal::field("text", FieldCode::TooLong));
        }
        Ok(LedgerFilter {
            outcomes,
            door,
            text: text.map(str::to_owned),
            reader: None,
            since: self.since,
            before: self.before,
        })
    }
}

/// A page of the ledger, newest first.
///
/// # Errors
/// `forbidden` for everybody but administrators; `invalid` for an outcome or door that does not exist.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    request: &ListIncomingMails,
) -> Result<IncomingMailPage, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let limit = request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let filter = LedgerFilter {
        reader: Some(signed_in.actor.person_id),
        ..request.filter()?
    };
    let page = ledger::page(&app.store, &filter, request.cursor.as_deref(), limit).await?;
    let tickets = page.items.iter().filter_map(|row| row.ticket_id);
    let hidden = hidden::of(app, signed_in, tickets).await?;
    let shown = |row: IncomingRow| {
        let is_hidden = row.ticket_id.is_some_and(|ticket| hidden.contains(&ticket));
        let view = view(row);
        if is_hidden { hidden::incoming(view) } else { view }
    };
    Ok(IncomingMailPage {
        items: page.items.into_iter().map(shown).collect(),
        next_cursor: page.next_cursor,
    })
}

/// The bytes of a mail as they arrived.
///
/// # Errors
/// `forbidden`, also for a mail of a ticket that is for other named persons only; `mail_not_found`.
pub async fn raw(app: &App, signed_in: &SignedIn, id: IncomingMailId) -> Result<Bytes, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let found = find(app, id).await?;
    hidden::read(app, signed_in, found.ticket_id).await?;
    let raw = blobs::get(&app.store, &found.raw_blob).await?;
    raw.ok_or_else(|| ServiceError::code(ErrorCode::MailNotFound))
}

/// A mail with its headers and text, and what people did with it.
///
/// # Errors
/// `forbidden`, `mail_not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, id: IncomingMailId) -> Result<IncomingMailDetail, ServiceError> {
    let raw = raw(app, signed_in, id).await?;
    let row = find(app, id).await?;
    let log = log(app, id).await?;
    // Reading is bounded, but not quick for a large mail.
    let read = tokio::task::spawn_blocking(move || (headers(&raw), pult_mail::parse(&raw).text)).await;
    // What cannot be read has its headers all the same.
    let (headers, text) = read.unwrap_or_default();
    Ok(IncomingMailDetail {
        mail: view(row),
        headers,
        text: text.chars().take(TEXT_SHOWN_MAX).collect(),
        log,
    })
}

/// How many mails wait.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn count(app: &App, signed_in: &SignedIn) -> Result<IncomingMailCounts, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    Ok(IncomingMailCounts {
        unrecorded: reconcile::unrecorded(app).await?,
        ..ledger::counts(&app.store).await?
    })
}

/// Decides on a mail that waits for a person. The same decision a second time changes nothing more.
///
/// # Errors
/// `forbidden`, `mail_not_found`; `invalid` with the field for a queue or ticket that does not exist, or without a reason;
/// `not_applicable` when the mail has an outcome that is not to be decided on.
pub async fn settle(
    app: &App,
    signed_in: &SignedIn,
    id: IncomingMailId,
    action: &MailAction,
) -> Result<IncomingMailView, ServiceError> {
    policy::permit_mail_action(&signed_in.actor)?;
    let row = find(app, id).await?;
    let wanted = read(app, signed_in, action).await?;
    let offered = inbound::actions(row.outcome).contains(&action.name());
    let done = offered && carry_out(app, signed_in, row, &wanted).await?;
    if !done && !was_done(app, id, action.name(), &wanted).await? {
        return Err(ServiceError::Refused(Refusal::because(
            ErrorCode::NotApplicable,
            "The mail has an outcome by now that is not to be decided on.",
        )));
    }
    Ok(view(find(app, id).await?))
}

/// An action whose words were looked up.
enum Wanted {
    Again,
    Queue(QueueId, String),
    Ticket(TicketId, String),
    Aside(String),
}

impl Wanted {
    fn detail(&self) -> Option<&str> {
        match self {
            Self::Again => None,
            Self::Queue(_, detail) | Self::Ticket(_, detail) | Self::Aside(detail) => Some(detail),
        }
    }
}

async fn read(app: &App, signed_in: &SignedIn, action: &MailAction) -> Result<Wanted, ServiceError> {
    Ok(match action {
        MailAction::RunAgain => Wanted::Again,
        MailAction::MakeTicket { queue_id } => {
            let queue = signed_in.tree.get(*queue_id);
            let queue = queue.ok_or_else(|| Refusal::field("queue_id", FieldCode::Unknown))?;
            Wanted::Queue(queue.id, queue.path.clone())
        }
        MailAction::JoinTicket { ticket } => {
            let unknown = || Refusal::field("ticket", FieldCode::Unknown);
            let named = tickets::find(&app.store, &ticket_key(ticket.trim())).await?;
            let named = named.ok_or_else(unknown)?;
            // A merged number is an alias.
            let root = tickets::root_of(&app.store, named.id).await?.unwrap_or(named.id);
            Wanted::Ticket(root, named.number.0)
        }
        MailAction::Discard { reason } => {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            match reason.chars().count() {
                0 => return Err(Refusal::field("reason", FieldCode::Required).into()),
                1..=REASON_MAX => Wanted::Aside(reason),
                _ => return Err(Refusal::field("reason", FieldCode::TooLong).into()),
            }
        }
    })
}

async fn carry_out(app: &App, signed_in: &SignedIn, row: IncomingRow, wanted: &Wanted) -> Result<bool, ServiceError> {
    let directive = match wanted {
        Wanted::Again => Directive::ByRules,
        Wanted::Queue(queue, _) => Directive::NewTicket(*queue),
        Wanted::Ticket(ticket, _) => Directive::Join(*ticket),
        Wanted::Aside(reason) => return discard(app, signed_in, row, reason).await,
    };
    let detail = wanted.detail().map(str::to_owned);
    let by_hand = ByHand::new(&row, directive, signed_in.actor.person_id, detail);
    by_hand::carry_out(app, row, by_hand).await
}

/// A held message is left aside in its ticket, which knows of it then.
async fn discard(app: &App, signed_in: &SignedIn, row: IncomingRow, reason: &str) -> Result<bool, ServiceError> {
    if let (MailOutcome::HeldFollowUp, Some(ticket), Some(article_id)) = (row.outcome, row.ticket_id, row.article_id) {
        let dismiss = Command::Dismiss(Dismiss {
            article_id,
            reason: Some(reason.to_owned()),
        });
        let root = tickets::root_of(&app.store, ticket).await?.unwrap_or(ticket);
        apply_commands(app, signed_in, &root.to_string(), None, &[dismiss]).await?;
        return Ok(true);
    }
    let tx = app.store.begin().await?;
    if !ledger::discard(&tx, row.id, row.outcome, reason).await? {
        return Ok(false);
    }
    let action = NewAction {
        at: app.now(),
        actor_id: Some(signed_in.actor.person_id),
        action: MailActionName::Discard,
        detail: Some(reason.to_owned()),
        outcome: MailOutcome::Ignored,
    };
    ledger::note(&tx, row.id, &action).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether the last that was done with the mail is what is wanted now.
async fn was_done(
    app: &App,
    id: IncomingMailId,
    action: MailActionName,
    wanted: &Wanted,
) -> Result<bool, ServiceError> {
    let last = ledger::actions_of(&app.store, id, 1).await?.pop();
    Ok(last.is_some_and(|last| last.action == action && last.detail.as_deref() == wanted.detail()))
}

/// Makes a ticket of a message that is held in a ticket, in that ticket's queue or another one; gives the number.
///
/// # Errors
/// `article_not_found`; `forbidden` and its like where the agent may not decide on it or open there; `not_applicable` for a message
/// that is not held, or no more.
pub async fn make_ticket_of(
    app: &App,
    signed_in: &SignedIn,
    article: ArticleId,
    queue: Option<QueueId>,
) -> Result<TicketNumber, ServiceError> {
    let not_held = || {
        ServiceError::Refused(Refusal::because(
            ErrorCode::NotApplicable,
            "The message is not held, or somebody has decided on it already.",
        ))
    };
    let (article, ticket) = original::with_ticket(app, signed_in, article).await?;
    let queue = queue.unwrap_or(ticket.queue_id);
    policy::permit_ticket_of_held(&signed_in.actor, &ticket, queue)?;
    let queue = signed_in
        .tree
        .get(queue)
        .ok_or_else(|| Refusal::field("queue_id", FieldCode::Unknown))?;
    let row = ledger::find_by_article(&app.store, article.id).await?;
    let row = row
        .filter(|row| row.outcome == MailOutcome::HeldFollowUp)
        .ok_or_else(not_held)?;
    let (id, directive) = (row.id, Directive::NewTicket(queue.id));
    let by_hand = ByHand::new(&row, directive, signed_in.actor.person_id, Some(queue.path.clone()));
    if !by_hand::carry_out(app, row, by_hand).await? {
        return Err(not_held());
    }
    find(app, id).await?.ticket_number.ok_or_else(not_held)
}

async fn find(app: &App, id: IncomingMailId) -> Result<IncomingRow, ServiceError> {
    let found = ledger::find(&app.store, id).await?;
    found.ok_or_else(|| ServiceError::code(ErrorCode::MailNotFound))
}

async fn log(app: &App, id: IncomingMailId) -> Result<Vec<MailLogEntry>, ServiceError> {
    let actions = ledger::actions_of(&app.store, id, LOG_MAX).await?;
    let actors: Vec<PersonId> = actions.iter().filter_map(|action| action.actor_id).collect();
    let actors = people::refs(&app.store, &actors).await?;
    let entry = |action: NewAction| MailLogEntry {
        at: action.at,
        actor: action.actor_id.and_then(|id| actors.get(&id).cloned()),
        action: action.action,
        detail: action.detail,
        outcome: action.outcome,
    };
    Ok(actions.into_iter().map(entry).collect())
}

/// The header lines, as far as they are text.
fn headers(raw: &[u8]) -> String {
    let head = raw.get(..HEADERS_SHOWN_MAX.min(raw.len())).unwrap_or(raw);
    let text = String::from_utf8_lossy(head).replace("\r\n", "\n");
    text.split_once("\n\n")
        .map_or(text.clone(), |(head, _)| head.to_owned())
}

fn view(row: IncomingRow) -> IncomingMailView {
    IncomingMailView {
        id: row.id,
        door: row.door,
        received_at: row.received_at,
        sha256: row.sha256,
        size: row.size,
        envelope_from: row.envelope_from,
        envelope_to: row.envelope_to,
        from: row.from,
        subject: row.subject,
        outcome: row.outcome,
        reason_code: row.reason_code,
        reason: row.reason,
        ticket_number: row.ticket_number,
        account: row.account,
        filters: row.filters,
        actions: inbound::actions(row.outcome).to_vec(),
    }
}
