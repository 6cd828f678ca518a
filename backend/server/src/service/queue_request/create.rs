//! Ask for a queue: a ticket in the queue of such requests, with what is wanted beside it.

use pult_domain::{
    policy,
    queue::{Queue, QueueTree, check_wanted, key_wanted},
    ticket::Side,
};
use pult_shared::{
    api::queue_request::{QueueRequestDef, QueueRequestView},
    command::OpenTicket,
    error::ErrorCode,
    i18n::Texts,
    limits::SUBJECT_MAX,
    person::Language,
};
use pult_store::queue_requests;

use super::{people, show};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        ticket::{open, write},
    },
};

/// Asks for a queue.
///
/// # Errors
/// `forbidden` for those whom the site does not let ask, `invalid` with the fields at fault: agents are told at once whom nobody
/// knows, others learn nothing about accounts.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    wanted: &QueueRequestDef,
) -> Result<QueueRequestView, ServiceError> {
    let actor = &signed_in.actor;
    let permit = policy::permit_queue_request(actor, app.config.queue_requests.by)?;
    let wanted = check_wanted(actor, &signed_in.tree, &signed_in.catalog, wanted)?;
    if actor.is_agent() {
        people::enter_unknown(app, &wanted).await?;
        people::find(&app.store, &wanted).await?.all()?;
    }
    let queue = desk(app, &signed_in.tree)?;
    let now = app.now();
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    let opening = open::Opening {
        permit,
        side: Side::Customer,
        queue,
        number: number.clone(),
        now,
    };
    let ticket = open::open_within(app, &tx, signed_in, &letter(app, signed_in, &wanted, queue), opening).await?;
    queue_requests::insert(&tx, ticket.id, &wanted, now).await?;
    write::commit(app, tx).await?;
    show::show(app, signed_in, &number).await
}

/// The queue in which requests are talked about.
fn desk<'a>(app: &App, tree: &'a QueueTree) -> Result<&'a Queue, ServiceError> {
    let named = app.config.queue_requests.queue.as_deref();
    named
        .and_then(|path| tree.at_path(path))
        .filter(|queue| queue.valid)
        .or_else(|| tree.catch_all())
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))
}

/// What the ticket says, in the language of whoever asks.
fn letter(app: &App, signed_in: &SignedIn, wanted: &QueueRequestDef, queue: &Queue) -> OpenTicket {
    let language = signed_in.language.unwrap_or_default();
    let texts = app.texts.in_language(language);
    let subject = texts.format(
        "mail-queue-request-subject",
        &[("queue", wanted.names.or_other(language).into())],
    );
    OpenTicket {
        queue_id: queue.id,
        subject: subject.chars().take(SUBJECT_MAX).collect(),
        body: lines(texts, language, signed_in, wanted),
        requester: None,
        channel: None,
        priority: None,
        attachments: Vec::new(),
        ticket_type: None,
        requester_id: None,
        participants: Vec::new(),
        confirm: None,
        split_from: None,
        then: Vec::new(),
    }
}

fn lines(texts: &Texts, language: Language, signed_in: &SignedIn, wanted: &QueueRequestDef) -> String {
    let above = wanted.parent_id.and_then(|parent| signed_in.tree.get(parent));
    let catalog = &signed_in.catalog;
    let sla = wanted.sla.as_ref().and_then(|key| catalog.sla(key));
    let calendar = wanted.calendar.as_ref().and_then(|key| catalog.calendar(key));
    let mut lines = vec![wanted.reason.clone(), String::new()];
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            lines.push(texts.format(key, &[("value", value.into())]));
        }
    };
    line("mail-queue-request-name", wanted.names.or_other(language));
    line("mail-queue-request-above", above.map_or("", |above| &above.path));
    line("mail-queue-request-key", &key_wanted(wanted));
    line(
        "mail-queue-request-address",
        wanted.address.as_deref().unwrap_or_default(),
    );
    line("mail-queue-request-managers", &wanted.managers.join(", "));
    line("mail-queue-request-agents", &wanted.agents.join(", "));
    line(
        "mail-queue-request-sla",
        sla.map_or("", |sla| sla.names.or_other(language)),
    );
    let hours = calendar.map_or("", |calendar| calendar.def().names.or_other(language));
    line("mail-queue-request-calendar", hours);
    lines.join("\n")
}
