//! The columns of the list: which there are, how wide they are, how they sort, and what a ticket shows in each.

use leptos::prelude::*;
use pult_shared::{
    Timestamp,
    api::{
        ticket::{TicketSort, TicketView},
        view::Column,
    },
    person::PersonRef,
};

use crate::{
    catalog, clock,
    components::{Icon, Sign},
    i18n::{dates, text, words},
    pages::agent::escalation::escalation,
    place::Place,
    tr,
};

/// Those that a list has where nobody chose others.
pub const USUAL: [Column; 8] = [
    Column::Number,
    Column::Subject,
    Column::Requester,
    Column::Queue,
    Column::State,
    Column::Priority,
    Column::Owner,
    Column::Updated,
];

/// What was chosen, made whole: the usual ones for an empty choice, never without the subject, none twice.
pub fn complete(chosen: &[Column]) -> Vec<Column> {
    if chosen.is_empty() {
        return USUAL.to_vec();
    }
    let mut columns = Vec::new();
    for column in chosen {
        if !columns.contains(column) {
            columns.push(*column);
        }
    }
    if !columns.contains(&Column::Subject) {
        columns.insert(0, Column::Subject);
    }
    columns
}

/// The locale key of a column's head.
pub fn label(column: Column) -> String {
    text(&format!("col-{}", column.name()))
}

/// The class of a column's cells.
pub fn class(column: Column) -> String {
    format!("col-{}", column.name())
}

/// The least width in rem, as in `styles/list.css`. The subject takes what is left, and wants at least so much; a number has its digits
/// besides, and is never cut.
pub fn width(column: Column) -> f64 {
    match column {
        Column::Subject => 12.0,
        Column::Number => 1.125,
        Column::State => 7.25,
        Column::Priority => 4.25,
        Column::Updated
        | Column::Created
        | Column::LastContact
        | Column::Due
        | Column::Channel
        | Column::Escalation => 6.5,
        _ => 7.0,
    }
}

/// The orders that a column stands for: the one of the first click, and the other way round.
pub fn sorts(column: Column) -> impl Iterator<Item = TicketSort> {
    let word = match column {
        Column::TicketType => "type",
        Column::LastContact => "contact",
        Column::PendingUntil => "pending",
        other => other.name(),
    };
    let is_of = move |sort: &TicketSort| sort.name().rsplit_once('_').is_some_and(|(of, _)| of == word);
    TicketSort::ALL.iter().copied().filter(is_of)
}

/// Every order with what it is called.
pub fn orders() -> Vec<(TicketSort, String)> {
    let of = |column: Column| {
        let name = move |sort: TicketSort| {
            let direction = text(&format!("sort-{}", direction(sort)));
            tr!("sort-by", column = label(column), direction = direction)
        };
        sorts(column).map(move |sort| (sort, name(sort)))
    };
    Column::ALL.into_iter().flat_map(of).collect()
}

/// Whether an order runs upwards, for `aria-sort`.
pub fn direction(sort: TicketSort) -> &'static str {
    if sort.is_descending() {
        "descending"
    } else {
        "ascending"
    }
}

/// What a ticket shows in a column.
pub fn cell(column: Column, ticket: &TicketView) -> AnyView {
    let content = match column {
        Column::Number => ticket.number.0.clone().into_any(),
        Column::Subject => subject(ticket),
        Column::Requester => ticket.requester.name.clone().into_any(),
        Column::State => state(ticket),
        Column::Priority => priority(ticket),
        Column::Queue => words::queue(&ticket.queue).into_any(),
        Column::Owner => owner(ticket),
        Column::Responsible => name_of(ticket.responsible.as_ref()).into_any(),
        Column::TicketType => ticket
            .ticket_type
            .as_ref()
            .map(words::ticket_type)
            .unwrap_or_default()
            .into_any(),
        Column::Service => ticket
            .service
            .as_ref()
            .map(words::service)
            .unwrap_or_default()
            .into_any(),
        Column::Tags => ticket.tags.join(", ").into_any(),
        Column::Created => ago(Some(ticket.created_at)),
        Column::Updated => ago(Some(ticket.updated_at)),
        Column::LastContact => ago(ticket.last_contact_at),
        Column::Due => due(ticket),
        Column::Escalation => escalation(ticket.clocks.as_ref(), false).into_any(),
        Column::PendingUntil => ago(ticket.pending_until),
        Column::Channel => words::channel(ticket.channel).into_any(),
    };
    view! { <td class=class(column)>{content}</td> }.into_any()
}

fn name_of(person: Option<&PersonRef>) -> String {
    person.map(|person| person.name.clone()).unwrap_or_default()
}

/// The other queues that the ticket's mail was sent to.
fn others(ticket: &TicketView) -> Option<String> {
    let names: Vec<String> = ticket
        .other_queues
        .iter()
        .map(|other| words::queue(&other.queue))
        .collect();
    (!names.is_empty()).then(|| tr!("other-queues-also", queues = names.join(", ")))
}

/// The row's one link, and what narrow pages show in place of the other columns.
fn subject(ticket: &TicketView) -> AnyView {
    let owner = match &ticket.owner {
        Some(owner) => owner.name.clone(),
        None => text("no-owner"),
    };
    view! {
        <a class="row-link" href=Place::DeskTicket(ticket.number.0.clone()).path()>
            {words::subject(&ticket.subject)}
        </a>
        {escalation(ticket.clocks.as_ref(), true)}
        {ticket.readers.is_some().then(|| view! { " " <span class="row-also">{text("named-only")}</span> })}
        {others(ticket).map(|others| view! { " " <span class="row-also">{others}</span> })}
        <span class="row-meta">
            <span>{ticket.requester.name.clone()}</span>
            <span>{words::queue(&ticket.queue)}</span>
            <span>{owner}</span>
        </span>
    }
    .into_any()
}

/// As `StateBadge`, without signals of its own: there are many rows.
fn state(ticket: &TicketView) -> AnyView {
    let color = catalog::state_color(&ticket.state, ticket.state_type);
    let class = format!(
        "badge badge-state badge-{} tint-{}",
        ticket.state_type.name(),
        color.name()
    );
    let name = words::state(&ticket.state);
    view! {
        <span class=class title=name>
            <span class="badge-text">{name.clone()}</span>
        </span>
    }
    .into_any()
}

fn priority(ticket: &TicketView) -> AnyView {
    let color = catalog::priority_color(ticket.priority);
    let class = format!("priority priority-{} ink-{}", ticket.priority.get(), color.name());
    let name = words::priority(ticket.priority);
    view! {
        <span class=class title=name>
            <span class="priority-mark" aria-hidden="true"></span>
            <span class="priority-name">{name.clone()}</span>
        </span>
    }
    .into_any()
}

fn owner(ticket: &TicketView) -> AnyView {
    let name = ticket.owner.as_ref().map(|owner| owner.name.clone());
    let nobody = name.is_none();
    let locked = ticket
        .lock
        .as_ref()
        .map(|lock| tr!("locked-by", name = lock.by.name.clone()));
    view! {
        <span class="owner">
            <span class:soft=nobody>{name.unwrap_or_else(|| text("no-owner"))}</span>
            {locked
                .map(|label| {
                    view! {
                        <span class="lock" title=label>
                            <Icon sign=Sign::Lock />
                            <span class="visually-hidden">{label.clone()}</span>
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

fn ago(at: Option<Timestamp>) -> AnyView {
    at.map(|at| {
        view! {
            <time datetime=at.to_string() title=dates::absolute(at)>
                {move || dates::relative(at, clock::now())}
            </time>
        }
    })
    .into_any()
}

fn due(ticket: &TicketView) -> AnyView {
    let Some(at) = ticket.due_at else {
        return ().into_any();
    };
    let active = ticket.state_type.is_active();
    let over = move || active && dates::milliseconds(at) < clock::now();
    view! { <span class:overdue=over>{ago(Some(at))}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_made_whole() {
        assert_eq!(complete(&[]), USUAL);
        assert_eq!(
            complete(&[Column::State, Column::State]),
            [Column::Subject, Column::State]
        );
    }

    #[test]
    fn every_order_but_none_twice_belongs_to_a_column() {
        let mut found: Vec<&str> = Column::ALL
            .into_iter()
            .flat_map(|column| sorts(column).map(TicketSort::name))
            .collect();
        let mut all: Vec<&str> = TicketSort::ALL.iter().copied().map(TicketSort::name).collect();
        found.sort_unstable();
        all.sort_unstable();
        assert_eq!(found, all);
    }
}
