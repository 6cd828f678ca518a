//! `Filter` in SQL: the twin of `pult_domain::matches`, held equal to it by a property test.
//!
//! Every condition is about the row `t` of `tickets` and is never NULL, so that `NOT` means what it says.

mod who;

use std::{cell::OnceCell, collections::BTreeSet};

use pult_domain::{matches::folded, organisation::key, queue::QueueTree, staffing::Staffing, text::query_words};
use pult_shared::{
    Timestamp,
    catalog::{FieldKey, ServiceKey, StateType},
    filter::{Age, Compare, FieldTest, Filter},
    ids::{PersonId, QueueId},
};

use crate::{
    StoreError,
    conn::{self, Conn, Single},
    dialect::{Dialect, Words},
    sql::Sql,
    tickets::{MENTIONED, PARTICIPANT, WATCHER},
};
pub(crate) use who::push_named_of;
use who::{push_from, push_organisation, push_part, push_readable, push_who};

/// Which conditions leave the choice of index to the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByOrder {
    /// None: what is asked for is counted, or found by person.
    Nothing,
    /// Several queues: no index has their tickets in one order.
    ManyQueues,
    /// Queues and people.
    Everything,
}

/// What a filter needs to know to become SQL.
pub(crate) struct FilterContext<'a> {
    dialect: Dialect,
    me: Option<PersonId>,
    tree: Option<&'a QueueTree>,
    now: Option<Timestamp>,
    /// The tickets whose internal notes the reader may search.
    internal: Filter,
    internal_text: OnceCell<String>,
    /// Leave the choice of index to the order of the list, not to queues and people: see [`Dialect::unindexed`].
    by_order: ByOrder,
    /// The queues in which tickets of others are found too, because a mail was sent to several: asked for beforehand, since a question
    /// for one queue's own tickets alone is what the indexes are made for. Nothing: not asked for.
    sharing: Option<&'a BTreeSet<QueueId>>,
    /// Who is there, where the filter asks for it.
    staffing: Option<&'a Staffing>,
}

/// The queues in which tickets of other queues are found too.
pub(crate) async fn sharing(conn: &impl Conn) -> Result<BTreeSet<QueueId>, StoreError> {
    let sql = Sql::new(
        "SELECT q.id AS value FROM queues q WHERE EXISTS (SELECT 1 FROM ticket_queues s WHERE s.queue_id = q.id AND s.shown)",
    );
    let rows: Vec<Single<QueueId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

impl<'a> FilterContext<'a> {
    /// For what a person asks, within what they may see.
    pub(crate) fn of_question(
        dialect: Dialect,
        visibility: &Filter,
        me: Option<PersonId>,
        tree: &'a QueueTree,
        now: Timestamp,
    ) -> Self {
        let internal = agent_part(visibility);
        Self {
            dialect,
            me,
            tree: Some(tree),
            now: Some(now),
            internal,
            internal_text: OnceCell::new(),
            by_order: ByOrder::ManyQueues,
            sharing: None,
            staffing: None,
        }
    }

    /// For the filter of a `Visibility`, which asks for queues and people only: no paths, no ages, no words.
    pub(crate) fn of_visibility(dialect: Dialect) -> Self {
        Self {
            by_order: ByOrder::Nothing,
            dialect,
            me: None,
            tree: None,
            now: None,
            internal: Filter::Nothing,
            internal_text: OnceCell::new(),
            sharing: None,
            staffing: None,
        }
    }

    /// Whether somebody asks; else it is about what they see.
    fn is_question(&self) -> bool {
        self.tree.is_some()
    }

    /// With who is there.
    pub(crate) fn staffed(self, staffing: Option<&'a Staffing>) -> Self {
        Self { staffing, ..self }
    }

    /// With the queues of [`sharing`].
    pub(crate) fn sharing(self, sharing: &'a BTreeSet<QueueId>) -> Self {
        Self {
            sharing: Some(sharing),
            ..self
        }
    }
}

impl FilterContext<'_> {
    /// For a page of a list. Whoever works in queues sees a large part of all tickets, so a page is found fastest by walking
    /// the list in its order; whoever sees only their own finds them by person.
    pub(crate) fn for_page(self, visibility: &Filter) -> Self {
        let works_in_queues = agent_part(visibility) != Filter::Nothing;
        Self {
            by_order: if works_in_queues {
                ByOrder::Everything
            } else {
                ByOrder::Nothing
            },
            ..self
        }
    }

    /// For counting: there is no order to walk in.
    pub(crate) fn for_count(self) -> Self {
        Self {
            by_order: ByOrder::Nothing,
            ..self
        }
    }

    /// For what is found by something else than what the reader may see: one person's tickets.
    pub(crate) fn by_person(self) -> Self {
        Self {
            by_order: ByOrder::Everything,
            ..self
        }
    }

    /// What stands before a column of people or before ids.
    fn unindexed(&self) -> &'static str {
        if self.by_order == ByOrder::Everything {
            self.dialect.unindexed()
        } else {
            ""
        }
    }
}

/// The part of a visibility that comes from working in a queue: there the reader sees internal notes. What somebody sees as
/// the requester only, they see as a customer. What is not known to be the one is taken for the other.
pub(crate) fn agent_part(visibility: &Filter) -> Filter {
    match visibility {
        Filter::All | Filter::QueueIds(_) | Filter::QueuePath(_) | Filter::Readable(_) => visibility.clone(),
        Filter::Or(parts) => Filter::any_of(parts.iter().map(agent_part)),
        Filter::And(parts) => Filter::all_of(parts.iter().map(agent_part)),
        _ => Filter::Nothing,
    }
}

/// Appends a filter as a condition.
pub(crate) fn push_filter(sql: &mut Sql, filter: &Filter, context: &FilterContext<'_>) {
    match filter {
        Filter::All => push_bool(sql, true),
        Filter::Nothing => push_bool(sql, false),
        Filter::Not(inner) => {
            sql.push("NOT ");
            push_filter(sql, inner, context);
        }
        Filter::And(parts) => push_joined(sql, parts, " AND ", true, context),
        Filter::Or(parts) => push_joined(sql, parts, " OR ", false, context),
        Filter::QueuePath(path) => {
            push_queues(
                sql,
                &context.tree.map(|tree| tree.subtree(path)).unwrap_or_default(),
                context,
            );
        }
        Filter::QueueIds(ids) => push_queues(sql, ids, context),
        // Written so, it is what the index of active tickets is made for.
        Filter::Active => {
            sql.push("t.closed_at IS NULL");
        }
        Filter::StateType(kind) => {
            sql.push("t.state_type = '").push(kind.name()).push("'");
        }
        Filter::State(state) => {
            sql.push("t.state = ").bind(state);
        }
        Filter::Type(key) => push_key(sql, "t.ticket_type", key.as_ref().map(|key| key.as_str())),
        Filter::Service(None) => push_key(sql, "t.service", None),
        Filter::Service(Some(key)) => push_service(sql, key),
        Filter::Channel(channel) => {
            sql.push("t.channel = '").push(channel.name()).push("'");
        }
        Filter::Owner(who) => push_who(sql, "t.owner_id", *who, context),
        Filter::Requester(who) => push_who(sql, "t.requester_id", *who, context),
        Filter::From(address) => push_from(sql, address, context),
        Filter::Affiliation(one) => {
            sql.push(context.unindexed())
                .push("t.requester_id IN (SELECT p.id FROM people p WHERE p.affiliation ");
            match one {
                None => sql.push("IS NULL)"),
                Some(one) => sql.push("= '").push(one.name()).push("')"),
            };
        }
        Filter::Organisation(name) => push_organisation(sql, name.as_deref().map(key).as_deref(), false, context),
        Filter::Colleagues(key) => push_organisation(sql, Some(key), true, context),
        Filter::Subject(text) => context.dialect.push_contains(sql, "t.subject", text),
        Filter::Responsible(who) => push_who(sql, "t.responsible_id", *who, context),
        Filter::Watcher(who) => push_part(sql, WATCHER, *who, context),
        Filter::Mentioned(who) => push_part(sql, MENTIONED, *who, context),
        Filter::Participant(who) => push_part(sql, PARTICIPANT, *who, context),
        Filter::Readable(who) => push_readable(sql, *who, context),
        Filter::Tag(tag) => {
            sql.push("t.id IN (SELECT g.ticket_id FROM ticket_tags g WHERE g.tag = ")
                .bind(tag)
                .push(")");
        }
        Filter::Field(key, test) => push_field(sql, key, test),
        Filter::Priority(compare, priority) => {
            sql.push("t.priority ")
                .push(sign(*compare))
                .push(" ")
                .bind(i64::from(priority.get()));
        }
        Filter::Created(compare, age) => push_age(sql, "t.created_at", *compare, *age, context),
        Filter::Updated(compare, age) => push_age(sql, "t.updated_at", *compare, *age, context),
        Filter::Closed(compare, age) => push_age_if_any(sql, "t.closed_at", *compare, *age, context),
        Filter::Contact(compare, age) => push_age_if_any(sql, "t.last_contact_at", *compare, *age, context),
        Filter::Sla(key) => push_key(sql, "t.sla", key.as_ref().map(|key| key.as_str())),
        Filter::ClockDue(clock, compare, age) => {
            let column = format!("t.{}_due", clock.name());
            sql.push("(").push(&column).push(" IS NOT NULL AND ");
            push_left(sql, &column, *compare, *age, context);
            sql.push(")");
        }
        Filter::Escalating(expected) => push_reached(sql, "t.escalation_warn", *expected, context),
        Filter::Forgotten(expected) => push_reached(sql, "t.remind_at", *expected, context),
        Filter::Orphaned(orphaned) => push_orphaned(sql, *orphaned, context),
        Filter::Overdue(overdue) => push_overdue(sql, *overdue, context),
        Filter::Reminder(reminder) => push_reminder(sql, *reminder, context),
        Filter::Number(number) => {
            sql.push("t.number = ").bind(number);
        }
        Filter::Locked(locked) => {
            sql.push(if *locked {
                "t.locked_by IS NOT NULL"
            } else {
                "t.locked_by IS NULL"
            });
        }
        Filter::Word(word) => push_words(sql, &query_words(word), context),
    }
}

fn push_bool(sql: &mut Sql, value: bool) {
    sql.push(if value { "(1 = 1)" } else { "(1 = 0)" });
}

fn push_joined(sql: &mut Sql, parts: &[Filter], between: &str, empty: bool, context: &FilterContext<'_>) {
    if parts.is_empty() {
        return push_bool(sql, empty);
    }
    for (index, part) in parts.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { between });
        push_filter(sql, part, context);
    }
    sql.push(")");
}

fn push_queues(sql: &mut Sql, ids: &[QueueId], context: &FilterContext<'_>) {
    // `IN` over an empty list would be NULL.
    if ids.is_empty() {
        return push_bool(sql, false);
    }
    let by_order = match context.by_order {
        ByOrder::Nothing => false,
        ByOrder::ManyQueues => ids.len() > 1,
        ByOrder::Everything => true,
    };
    let unindexed = if by_order { context.dialect.unindexed() } else { "" };
    let sharing = |id: &&QueueId| context.sharing.is_none_or(|sharing| sharing.contains(id));
    let sharing: Vec<QueueId> = ids.iter().filter(sharing).copied().collect();
    if sharing.is_empty() {
        sql.push(unindexed).push("t.queue_id IN ").list(ids.iter().copied());
        return;
    }
    sql.push("(")
        .push(unindexed)
        .push("t.queue_id IN ")
        .list(ids.iter().copied());
    // Few for one queue, so that an index finds them; for many queues they are looked up among all of them.
    let (before, behind) = match ids {
        [_] => context.dialect.among(),
        _ => (" IN (", ")"),
    };
    sql.push(" OR ").push(unindexed).push("t.id").push(before);
    sql.push("SELECT s.ticket_id FROM ticket_queues s WHERE s.shown AND s.queue_id IN ")
        .list(sharing)
        .push(behind)
        .push(")");
}

/// A column that holds a key, or nothing.
fn push_key(sql: &mut Sql, column: &str, key: Option<&str>) {
    match key {
        None => sql.push(column).push(" IS NULL"),
        Some(key) => {
            sql.push("(").push(column).push(" IS NOT NULL AND ");
            sql.push(column).push(" = ").bind(key).push(")")
        }
    };
}

/// The service or one below it.
fn push_service(sql: &mut Sql, key: &ServiceKey) {
    let below = format!("{key}/");
    let length = below.chars().count();
    sql.push("(t.service IS NOT NULL AND (t.service = ").bind(key);
    // LIKE would take `_` for any letter, and SQLite capital letters for small ones.
    sql.push(&format!(" OR substr(t.service, 1, {length}) = "))
        .bind(below)
        .push("))");
}

fn push_field(sql: &mut Sql, key: &FieldKey, test: &FieldTest) {
    if *test == FieldTest::Empty {
        sql.push("NOT EXISTS (SELECT 1 FROM ticket_fields f WHERE f.ticket_id = t.id AND f.field_key = ");
        sql.bind(key).push(")");
        return;
    }
    sql.push("t.id IN (SELECT f.ticket_id FROM ticket_fields f WHERE f.field_key = ");
    sql.bind(key);
    match test {
        FieldTest::Empty => {}
        FieldTest::Is(text) => {
            sql.push(" AND f.folded = ").bind(folded(text));
        }
        FieldTest::Number(compare, number) => {
            sql.push(" AND f.number IS NOT NULL AND f.number ");
            sql.push(sign(*compare)).push(" ").bind(*number);
        }
        FieldTest::Date(compare, day) => {
            sql.push(" AND f.day IS NOT NULL AND f.day ");
            sql.push(sign(*compare)).push(" ").bind(day);
        }
    }
    sql.push(")");
}

/// A time that may be missing is there, and over.
fn push_reached(sql: &mut Sql, column: &str, reached: bool, context: &FilterContext<'_>) {
    let Some(now) = context.now else {
        return push_bool(sql, false);
    };
    sql.push(if reached { "(" } else { "NOT (" });
    sql.push(column).push(" IS NOT NULL AND ").push(column);
    sql.push(" <= ").bind(now).push(")");
}

/// So much time is left until then.
fn push_left(sql: &mut Sql, column: &str, compare: Compare, age: Age, context: &FilterContext<'_>) {
    let Some(now) = context.now else {
        return push_bool(sql, false);
    };
    let edge = now.as_millisecond() + i64::from(age.minutes) * 60_000;
    if compare == Compare::Equal {
        sql.push("(").push(column).push(" >= ").bind(edge);
        sql.push(" AND ").push(column).push(" < ");
        sql.bind(edge + 60_000).push(")");
    } else {
        sql.push(column).push(" ").push(sign(compare)).push(" ").bind(edge);
    }
}

/// Active, and nobody who is there looks after it: [`Staffing::looked_after`].
fn push_orphaned(sql: &mut Sql, orphaned: bool, context: &FilterContext<'_>) {
    let Some(staffing) = context.staffing else {
        return push_bool(sql, !orphaned);
    };
    sql.push(if orphaned { "(" } else { "NOT (" });
    // A list that nothing is in would be NULL: nobody has the id of zeros.
    sql.push("t.closed_at IS NULL AND CASE WHEN t.owner_id IS NULL THEN t.queue_id IN ")
        .list(staffing.unstaffed().iter().copied().chain([QueueId::NIL]));
    sql.push(" ELSE NOT (t.owner_id IN ")
        .list(staffing.there().iter().copied().chain([PersonId::NIL]));
    for (person, queues) in staffing.covered() {
        sql.push(" OR (t.owner_id = ").bind(*person);
        sql.push(" AND t.queue_id IN ").list(queues.iter().copied());
        sql.push(")");
    }
    sql.push(") END)");
}

fn push_overdue(sql: &mut Sql, overdue: bool, context: &FilterContext<'_>) {
    let Some(now) = context.now else {
        return push_bool(sql, false);
    };
    sql.push(if overdue { "" } else { "NOT " });
    // Written as in the index.
    sql.push("(t.closed_at IS NULL AND COALESCE(t.due_at, 9223372036854775807) < ")
        .bind(now)
        .push(")");
}

fn push_reminder(sql: &mut Sql, reminder: bool, context: &FilterContext<'_>) {
    let Some(now) = context.now else {
        return push_bool(sql, false);
    };
    let pending = StateType::ALL.into_iter().filter(|kind| kind.is_pending());
    let pending: Vec<String> = pending.map(|kind| format!("'{}'", kind.name())).collect();
    sql.push(if reminder { "" } else { "NOT " });
    // Who waits is active; written as in the index.
    sql.push("(t.closed_at IS NULL AND t.state_type IN (")
        .push(&pending.join(", "));
    sql.push(") AND COALESCE(t.pending_until, 9223372036854775807) <= ")
        .bind(now)
        .push(")");
}

/// The age of a time that may be missing; a missing one has none.
fn push_age_if_any(sql: &mut Sql, column: &str, compare: Compare, age: Age, context: &FilterContext<'_>) {
    sql.push("(").push(column).push(" IS NOT NULL AND ");
    push_age(sql, column, compare, age, context);
    sql.push(")");
}

fn push_age(sql: &mut Sql, column: &str, compare: Compare, age: Age, context: &FilterContext<'_>) {
    let Some(now) = context.now else {
        return push_bool(sql, false);
    };
    // Older means earlier: `now - at > span` is `at < now - span`, which an index can answer.
    let edge = now.as_millisecond() - i64::from(age.minutes) * 60_000;
    let mut condition = |sign: &str, value: i64| {
        sql.push(column).push(sign).bind(value);
    };
    match compare {
        Compare::Less => condition(" > ", edge),
        Compare::LessOrEqual => condition(" >= ", edge),
        Compare::GreaterOrEqual => condition(" <= ", edge),
        Compare::Greater => condition(" < ", edge),
        Compare::Equal => {
            sql.push("(")
                .push(column)
                .push(" <= ")
                .bind(edge)
                .push(" AND ")
                .push(column)
                .push(" > ");
            sql.bind(edge - 60_000).push(")");
        }
    }
}

/// All tokens must be found, each in any one of its forms: in what customers see, or in notes too where the reader sees those.
fn push_words(sql: &mut Sql, tokens: &[Vec<String>], context: &FilterContext<'_>) {
    if tokens.is_empty() {
        // A word without letters or digits asks for nothing, so it excludes nothing.
        return push_bool(sql, true);
    }
    sql.push("((");
    // Who sees the notes of every ticket needs no look at the visible words alone.
    if context.internal == Filter::All {
        push_each(sql, tokens, Words::All, context);
        sql.push("))");
        return;
    }
    push_each(sql, tokens, Words::Visible, context);
    sql.push(")");
    if context.internal != Filter::Nothing {
        sql.push(" OR (");
        push_internal(sql, context);
        sql.push(" AND ");
        push_each(sql, tokens, Words::All, context);
        sql.push(")");
    }
    sql.push(")");
}

fn push_each(sql: &mut Sql, tokens: &[Vec<String>], words: Words, context: &FilterContext<'_>) {
    for (index, forms) in tokens.iter().enumerate() {
        sql.push(if index == 0 { "" } else { " AND " });
        context.dialect.push_word(sql, words, forms);
    }
}

/// The condition under which notes are searched, bound once however many words there are.
fn push_internal(sql: &mut Sql, context: &FilterContext<'_>) {
    let text = context.internal_text.get_or_init(|| {
        let mut condition = Sql {
            text: String::new(),
            values: std::mem::take(&mut sql.values),
        };
        push_filter(&mut condition, &context.internal, context);
        sql.values = condition.values;
        condition.text
    });
    sql.push(text);
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Less => "<",
        Compare::LessOrEqual => "<=",
        Compare::Equal => "=",
        Compare::GreaterOrEqual => ">=",
        Compare::Greater => ">",
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::filter::Who;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_queues_show_notes() {
        let queues = Filter::QueueIds(vec![QueueId(Uuid::from_u128(1))]);
        let own = Filter::Requester(Who::Person(PersonId(Uuid::from_u128(2))));
        assert_eq!(agent_part(&Filter::any_of([queues.clone(), own.clone()])), queues);
        assert_eq!(agent_part(&own), Filter::Nothing);
        assert_eq!(agent_part(&Filter::all_of([queues.clone(), own])), Filter::Nothing);
        assert_eq!(agent_part(&queues.negate()), Filter::Nothing);
        assert_eq!(agent_part(&Filter::All), Filter::All);
    }
}
