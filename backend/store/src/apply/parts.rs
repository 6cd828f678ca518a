//! What a ticket has several of. The events tell what has changed, the ticket tells how it is now: what was touched is written as
//! it is now, so that it does not matter how often it changed on the way.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    matches::{field_texts, folded},
    ticket::{Ticket, is_date},
};
use pult_shared::{
    catalog::{FieldKey, FieldValue},
    command::LinkKind,
    event::{Settled, TicketEvent},
    ids::{ArticleId, ChecklistItemId, PersonId, QueueId, TicketId},
};
use sea_orm::Value;

use super::{Change, enter::insert_all, insert_rows};
use crate::{
    StoreError, WriteTx, conn, ledger,
    sql::{Sql, bind},
    tickets::{MENTIONED, PARTICIPANT, READER, WATCHER, shape},
};

/// What a decision touches.
#[derive(Default)]
struct Touched<'a> {
    tags: BTreeSet<&'a str>,
    fields: BTreeSet<&'a FieldKey>,
    people: BTreeSet<(&'static str, PersonId)>,
    queues: BTreeSet<QueueId>,
    /// Whether the link is there now.
    links: BTreeMap<(TicketId, LinkKind), bool>,
    items: BTreeMap<ChecklistItemId, Item<'a>>,
    times: Vec<(i32, Option<&'a str>)>,
    recalled: Vec<ArticleId>,
    settled: Vec<(ArticleId, Settled, Option<&'a str>)>,
}

/// Something to do.
#[derive(Default)]
struct Item<'a> {
    /// Where it stands, if it was added just now.
    added_at: Option<i64>,
    /// Its text and whether it is done; nothing when it was taken off.
    now: Option<(&'a str, bool)>,
}

impl<'a> Touched<'a> {
    fn of(events: &'a [TicketEvent], first_position: i64) -> Self {
        let mut touched = Self::default();
        for (position, event) in (first_position..).zip(events) {
            touched.add(event, position);
        }
        touched
    }

    fn add(&mut self, event: &'a TicketEvent, position: i64) {
        match event {
            TicketEvent::TagAdded { tag } | TicketEvent::TagRemoved { tag } => {
                self.tags.insert(tag);
            }
            TicketEvent::FieldChanged { field, .. } => {
                self.fields.insert(field);
            }
            TicketEvent::WatcherAdded { person_id } | TicketEvent::WatcherRemoved { person_id } => {
                self.people.insert((WATCHER, *person_id));
            }
            TicketEvent::Mentioned { person_id, .. } => {
                self.people.insert((MENTIONED, *person_id));
            }
            TicketEvent::ParticipantAdded { person_id } | TicketEvent::ParticipantRemoved { person_id } => {
                self.people.insert((PARTICIPANT, *person_id));
            }
            TicketEvent::ReadersChanged { from, to } => {
                let named = from.iter().chain(to).flatten();
                self.people.extend(named.map(|person| (READER, *person)));
            }
            TicketEvent::QueueAdded { queue_id }
            | TicketEvent::QueueRemoved { queue_id }
            | TicketEvent::Moved { to: queue_id, .. } => {
                self.queues.insert(*queue_id);
            }
            TicketEvent::Linked { kind, ticket_id, .. } => {
                self.links.insert((*ticket_id, *kind), true);
            }
            TicketEvent::Unlinked { kind, ticket_id, .. } => {
                self.links.insert((*ticket_id, *kind), false);
            }
            TicketEvent::ChecklistItemAdded { item_id, text } => {
                let item = Item {
                    added_at: Some(position),
                    now: Some((text, false)),
                };
                self.items.insert(*item_id, item);
            }
            TicketEvent::ChecklistItemChanged { item_id, text, done } => {
                self.items.entry(*item_id).or_default().now = Some((text, *done));
            }
            TicketEvent::ChecklistItemRemoved { item_id, .. } => self.items.entry(*item_id).or_default().now = None,
            TicketEvent::TimeAccounted { minutes, comment } => self.times.push((*minutes, comment.as_deref())),
            TicketEvent::ReplyRecalled { article_id, .. } => self.recalled.push(*article_id),
            TicketEvent::HeldSettled {
                article_id,
                how,
                reason,
            } => self.settled.push((*article_id, *how, reason.as_deref())),
            _ => {}
        }
    }

    /// All that a ticket has, which a new one has whatever its events say.
    fn add_all_of(&mut self, ticket: &'a Ticket) {
        self.tags.extend(ticket.tags.iter().map(String::as_str));
        self.fields.extend(ticket.fields.keys());
        for (part, people) in people_of(ticket) {
            self.people.extend(people.iter().map(|person| (part, *person)));
        }
        self.queues
            .extend(ticket.other_queues.iter().chain(&ticket.left_queues));
    }
}

/// Writes what a change touches. `first_position` is the place of its first event in the ticket's history.
pub(super) async fn write(tx: &WriteTx, change: &Change<'_>, first_position: i64, new: bool) -> Result<(), StoreError> {
    let ticket = &change.decision.ticket;
    let mut touched = Touched::of(&change.decision.events, first_position);
    if new {
        touched.add_all_of(ticket);
    }
    write_tags(tx, ticket, &touched, new).await?;
    write_fields(tx, ticket, &touched, new).await?;
    write_people(tx, ticket, &touched, new).await?;
    write_queues(tx, ticket, &touched.queues, new).await?;
    write_links(tx, ticket.id, &touched).await?;
    write_items(tx, ticket.id, &touched).await?;
    let times = touched.times.iter().map(|(minutes, comment)| {
        let comment = comment.map(str::to_owned);
        bind![ticket.id, change.actor, i64::from(*minutes), comment, change.at]
    });
    insert_rows(tx, TIMES, times.collect()).await?;
    if !touched.recalled.is_empty() {
        let mut sql = Sql::with(
            "UPDATE articles SET recalled = TRUE WHERE ticket_id = $1",
            bind![ticket.id],
        );
        sql.push(" AND id IN ").list(touched.recalled.iter().copied());
        conn::run(tx, sql).await?;
    }
    for (article, how, reason) in touched.settled {
        settle(tx, change, article, how, reason).await?;
    }
    Ok(())
}

/// A message is held no more, and the ledger says so too. It may lie in a ticket that goes on in this one.
async fn settle(
    tx: &WriteTx,
    change: &Change<'_>,
    article: ArticleId,
    how: Settled,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE articles SET held = FALSE, visible_to_customer = (visible_to_customer OR $2) WHERE id = $1",
        bind![article, how == Settled::Admitted],
    );
    conn::run(tx, sql).await?;
    ledger::settled(tx, article, how, reason, change.actor, change.at).await
}

const TAGS: &str = "INSERT INTO ticket_tags (ticket_id, tag) VALUES ";
const FIELDS: &str =
    "INSERT INTO ticket_fields (ticket_id, field_key, position, shape, text, folded, number, day) VALUES ";
const PEOPLE: &str = "INSERT INTO ticket_people (ticket_id, person_id, part) VALUES ";
const QUEUES: &str = "INSERT INTO ticket_queues (ticket_id, queue_id, shown) VALUES ";
const ITEMS: &str = "INSERT INTO checklist_items (id, ticket_id, position, text, done) VALUES ";
const TIMES: &str = "INSERT INTO time_entries (ticket_id, person_id, minutes, comment, at) VALUES ";

/// What new tickets have several of.
#[derive(Default)]
pub(super) struct Rows {
    tags: Vec<Vec<Value>>,
    fields: Vec<Vec<Value>>,
    people: Vec<Vec<Value>>,
    queues: Vec<Vec<Value>>,
    items: Vec<Vec<Value>>,
    times: Vec<Vec<Value>>,
}

impl Rows {
    /// Adds those of a ticket that all these changes made.
    pub(super) fn add(&mut self, ticket: &Ticket, changes: &[Change<'_>]) {
        self.tags
            .extend(ticket.tags.iter().map(|tag| bind![ticket.id, tag.as_str()]));
        let fields = ticket.fields.iter();
        self.fields
            .extend(fields.flat_map(|(key, value)| field_rows(ticket.id, key, value)));
        for (part, people) in people_of(ticket) {
            self.people
                .extend(people.iter().map(|person| bind![ticket.id, *person, part]));
        }
        self.queues.extend(queue_rows(ticket, |_| true));
        let mut touched = Touched::default();
        let mut position = 1;
        for change in changes {
            for event in &change.decision.events {
                touched.add(event, position);
                position += 1;
            }
            let times = std::mem::take(&mut touched.times);
            let rows = times.into_iter().map(|(minutes, comment)| {
                let comment = comment.map(str::to_owned);
                bind![ticket.id, change.actor, i64::from(minutes), comment, change.at]
            });
            self.times.extend(rows);
        }
        for (id, item) in touched.items {
            if let (Some(position), Some((text, done))) = (item.added_at, item.now) {
                self.items.push(bind![id, ticket.id, position, text, done]);
            }
        }
    }

    pub(super) async fn write(self, tx: &WriteTx) -> Result<(), StoreError> {
        let statements = vec![
            (TAGS, self.tags),
            (FIELDS, self.fields),
            (PEOPLE, self.people),
            (QUEUES, self.queues),
            (ITEMS, self.items),
            (TIMES, self.times),
        ];
        insert_all(tx, statements).await
    }
}

async fn write_tags(tx: &WriteTx, ticket: &Ticket, touched: &Touched<'_>, new: bool) -> Result<(), StoreError> {
    if touched.tags.is_empty() {
        return Ok(());
    }
    if !new {
        let mut sql = Sql::with(
            "DELETE FROM ticket_tags WHERE ticket_id = $1 AND tag IN ",
            bind![ticket.id],
        );
        sql.list(touched.tags.iter().copied());
        conn::run(tx, sql).await?;
    }
    let now = touched.tags.iter().filter(|tag| ticket.tags.contains(**tag));
    let rows = now.map(|tag| bind![ticket.id, *tag]).collect();
    insert_rows(tx, TAGS, rows).await
}

async fn write_fields(tx: &WriteTx, ticket: &Ticket, touched: &Touched<'_>, new: bool) -> Result<(), StoreError> {
    if touched.fields.is_empty() {
        return Ok(());
    }
    if !new {
        let mut sql = Sql::with(
            "DELETE FROM ticket_fields WHERE ticket_id = $1 AND field_key IN ",
            bind![ticket.id],
        );
        sql.list(touched.fields.iter().copied());
        conn::run(tx, sql).await?;
    }
    let now = touched
        .fields
        .iter()
        .filter_map(|key| ticket.fields.get_key_value(*key));
    let rows = now.flat_map(|(key, value)| field_rows(ticket.id, key, value)).collect();
    insert_rows(tx, FIELDS, rows).await
}

fn field_rows(ticket: TicketId, key: &FieldKey, value: &FieldValue) -> Vec<Vec<Value>> {
    let (number, is_text) = match value {
        FieldValue::Number(number) => (Some(*number), false),
        FieldValue::Text(_) => (None, true),
        FieldValue::Bool(_) | FieldValue::Texts(_) => (None, false),
    };
    let rows = (0i64..).zip(field_texts(value)).map(|(position, text)| {
        let day = (is_text && is_date(&text)).then(|| text.clone());
        bind![ticket, key, position, shape(value), &text, folded(&text), number, day]
    });
    rows.collect()
}

static NOBODY: BTreeSet<PersonId> = BTreeSet::new();

/// Who is in a ticket in which part, as `ticket_people` has it.
fn people_of(ticket: &Ticket) -> [(&'static str, &BTreeSet<PersonId>); 4] {
    [
        (READER, ticket.readers.as_ref().unwrap_or(&NOBODY)),
        (WATCHER, &ticket.watchers),
        (MENTIONED, &ticket.mentioned),
        (PARTICIPANT, &ticket.participants),
    ]
}

async fn write_people(tx: &WriteTx, ticket: &Ticket, touched: &Touched<'_>, new: bool) -> Result<(), StoreError> {
    for (part, now) in people_of(ticket) {
        let of_part = touched.people.iter().filter(|(of, _)| *of == part);
        let people: Vec<PersonId> = of_part.map(|(_, person)| *person).collect();
        if people.is_empty() {
            continue;
        }
        if !new {
            let mut sql = Sql::with(
                "DELETE FROM ticket_people WHERE ticket_id = $1 AND part = $2 AND person_id IN ",
                bind![ticket.id, part],
            );
            sql.list(people.iter().copied());
            conn::run(tx, sql).await?;
        }
        let people = people.into_iter().filter(|person| now.contains(person));
        let rows = people.map(|person| bind![ticket.id, person, part]).collect();
        insert_rows(tx, PEOPLE, rows).await?;
    }
    Ok(())
}

async fn write_queues(tx: &WriteTx, ticket: &Ticket, touched: &BTreeSet<QueueId>, new: bool) -> Result<(), StoreError> {
    if touched.is_empty() {
        return Ok(());
    }
    if !new {
        let mut sql = Sql::with(
            "DELETE FROM ticket_queues WHERE ticket_id = $1 AND queue_id IN ",
            bind![ticket.id],
        );
        sql.list(touched.iter().copied());
        conn::run(tx, sql).await?;
    }
    insert_rows(tx, QUEUES, queue_rows(ticket, |queue| touched.contains(queue))).await
}

/// Where a ticket is found besides its own queue, and where it was and shall be no more.
fn queue_rows(ticket: &Ticket, wanted: impl Fn(&QueueId) -> bool) -> Vec<Vec<Value>> {
    let shown = ticket.other_queues.iter().map(|queue| (queue, true));
    let left = ticket.left_queues.iter().map(|queue| (queue, false));
    let rows = shown.chain(left).filter(|(queue, _)| wanted(queue));
    rows.map(|(queue, shown)| bind![ticket.id, *queue, shown]).collect()
}

async fn write_links(tx: &WriteTx, ticket: TicketId, touched: &Touched<'_>) -> Result<(), StoreError> {
    for ((other, kind), _) in touched.links.iter().filter(|(_, there)| !**there) {
        let sql = Sql::with(
            "DELETE FROM ticket_links WHERE ticket_id = $1 AND other_id = $2 AND kind = $3",
            bind![ticket, *other, kind.name()],
        );
        conn::run(tx, sql).await?;
    }
    let there = touched.links.iter().filter(|(_, there)| **there);
    let rows: Vec<Vec<Value>> = there
        .map(|((other, kind), _)| bind![ticket, *other, kind.name()])
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES ");
    sql.rows(rows).push(" ON CONFLICT DO NOTHING");
    conn::run(tx, sql).await.map(|_| ())
}

async fn write_items(tx: &WriteTx, ticket: TicketId, touched: &Touched<'_>) -> Result<(), StoreError> {
    let mut added = Vec::new();
    for (id, item) in &touched.items {
        let sql = match (item.added_at, item.now) {
            (Some(position), Some((text, done))) => {
                added.push(bind![*id, ticket, position, text, done]);
                continue;
            }
            (Some(_), None) => continue,
            (None, Some((text, done))) => Sql::with(
                "UPDATE checklist_items SET text = $3, done = $4 WHERE id = $1 AND ticket_id = $2",
                bind![*id, ticket, text, done],
            ),
            (None, None) => Sql::with(
                "DELETE FROM checklist_items WHERE id = $1 AND ticket_id = $2",
                bind![*id, ticket],
            ),
        };
        conn::run(tx, sql).await?;
    }
    insert_rows(tx, ITEMS, added).await
}
