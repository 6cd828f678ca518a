//! Conditions about people: who owns a ticket, asks, takes part, and may read it.

use pult_shared::{filter::Who, ids::PersonId};

use super::{FilterContext, push_bool};
use crate::{sql::Sql, tickets::READER};

pub(super) fn push_who(sql: &mut Sql, column: &str, who: Who, context: &FilterContext<'_>) {
    let id = match who {
        Who::Nobody => {
            // A great part of all tickets has nobody; what else is asked finds faster.
            sql.push(context.dialect.unindexed()).push(column).push(" IS NULL");
            return;
        }
        Who::Me => context.me,
        Who::Person(id) => Some(id),
    };
    match id {
        None => push_bool(sql, false),
        // Comparing with NULL gives NULL, which NOT would leave so.
        Some(id) => {
            sql.push("(")
                .push(column)
                .push(" IS NOT NULL AND ")
                .push(context.unindexed())
                .push(column)
                .push(" = ");
            push_person(sql, who, id, context);
            sql.push(")");
        }
    }
}

/// Who has asked has this address, or one of this domain.
pub(super) fn push_from(sql: &mut Sql, address: &str, context: &FilterContext<'_>) {
    sql.push(context.unindexed())
        .push("t.requester_id IN (SELECT a.person_id FROM person_addresses a WHERE a.address ");
    if address.starts_with('@') {
        let pattern: String = address
            .chars()
            .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
            .collect();
        sql.push("LIKE ").bind(format!("%{pattern}")).push(" ESCAPE '!')");
    } else {
        sql.push("= ").bind(address).push(")");
    }
}

/// Who has asked belongs to this organisation (the name as names are compared), or to none that is known; `active`: and may sign in.
pub(super) fn push_organisation(sql: &mut Sql, key: Option<&str>, active: bool, context: &FilterContext<'_>) {
    sql.push(context.unindexed())
        .push("t.requester_id IN (SELECT o.id FROM people o WHERE o.organisation_key ");
    match key {
        None => sql.push("IS NULL"),
        Some(key) => sql.push("= ").bind(key),
    };
    sql.push(if active { " AND o.active)" } else { ")" });
}

/// The person takes part so; nobody does.
pub(super) fn push_part(sql: &mut Sql, part: &str, who: Who, context: &FilterContext<'_>) {
    let id = match who {
        Who::Nobody => {
            sql.push("NOT EXISTS (SELECT 1 FROM ticket_people p WHERE p.ticket_id = t.id AND p.part = '")
                .push(part)
                .push("')");
            return;
        }
        Who::Me => context.me,
        Who::Person(id) => Some(id),
    };
    let Some(id) = id else { return push_bool(sql, false) };
    let (before, behind) = context.dialect.among();
    sql.push(context.unindexed()).push("t.id").push(before);
    sql.push("SELECT p.ticket_id FROM ticket_people p WHERE p.person_id = ");
    push_person(sql, who, id, context);
    sql.push(" AND p.part = '").push(part).push("'").push(behind);
}

/// The ticket is for everybody who may see its queue, or the person is one of those whom it is for: `Ticket::admits`. Few tickets are for named
/// persons only, and an index has just those: they are looked up once, whatever else is asked.
pub(super) fn push_readable(sql: &mut Sql, who: Who, context: &FilterContext<'_>) {
    let id = match who {
        Who::Nobody => None,
        Who::Me => context.me,
        Who::Person(id) => Some(id),
    };
    let Some(id) = id else {
        sql.push("NOT t.named_only");
        return;
    };
    sql.push("(NOT t.named_only OR t.id IN (");
    push_named_of(sql, id);
    sql.push("))");
}

/// A selection of the tickets for named persons only that a person is one of those for.
pub(crate) fn push_named_of(sql: &mut Sql, reader: PersonId) {
    sql.push("SELECT n.id FROM tickets n WHERE n.named_only AND (n.owner_id = ")
        .bind(reader)
        .push(" OR n.responsible_id = ")
        .bind(reader)
        .push(" OR EXISTS (SELECT 1 FROM ticket_people p WHERE p.ticket_id = n.id AND p.part = '")
        .push(READER)
        .push("' AND p.person_id = ")
        .bind(reader)
        .push("))");
}

/// The person that a question means by an id: where two entries became one, whoever stayed. Who sees what names nobody else.
fn push_person(sql: &mut Sql, who: Who, id: PersonId, context: &FilterContext<'_>) {
    if matches!(who, Who::Person(_)) && context.is_question() {
        sql.push("COALESCE((SELECT s.merged_into FROM people s WHERE s.id = ")
            .bind(id)
            .push("), ")
            .bind(id)
            .push(")");
    } else {
        sql.bind(id);
    }
}
