//! What the palette finds for a text, the nearest first: tickets by number, actions, pages, queues, views, tickets by words.

use std::sync::Arc;

use pult_shared::{api::ticket::TicketView, person::Permission};

use super::own;
use crate::{
    components::Sign,
    desk_query::{DeskQuery, ticket_number},
    i18n::{text, words},
    order,
    page_actions::PageActions,
    place::Place,
    queues::{Queues, may},
    session::Session,
    tr,
    views::Views,
};

/// As many as can be looked over.
const SHOWN_MAX: usize = 60;
/// Queues that are shown for a text.
const QUEUES_MAX: usize = 12;

/// What happens when it is taken.
#[derive(Clone)]
pub enum Target {
    Go(String),
    Run(Arc<dyn Fn() + Send + Sync>),
}

/// A line of the palette.
#[derive(Clone)]
pub struct Item {
    pub label: String,
    pub hint: String,
    pub sign: Sign,
    pub shortcut: Option<&'static str>,
    pub target: Target,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.target, &other.target) {
            (Target::Go(one), Target::Go(two)) => one == two,
            // Actions go by their names.
            (Target::Run(_), Target::Run(_)) => true,
            _ => false,
        };
        same && self.label == other.label && self.hint == other.hint
    }
}

impl Item {
    fn go(label: String, hint: String, sign: Sign, path: String) -> Self {
        Self {
            label,
            hint,
            sign,
            shortcut: None,
            target: Target::Go(path),
        }
    }
}

/// Where the lines come from.
#[derive(Clone, Copy)]
pub struct Sources {
    pub session: Session,
    pub actions: PageActions,
    pub queues: Queues,
    pub views: Views,
}

/// Everything that fits a text; for an empty one what is at hand: actions and pages.
pub fn fitting(typed: &str, sources: Sources, tickets: &[TicketView]) -> Vec<Item> {
    let mut items = Vec::new();
    let number = ticket_number(typed);
    if let Some(number) = &number
        && tickets.is_empty()
    {
        let path = Place::DeskTicket(number.clone()).path();
        items.push(Item::go(
            tr!("palette-open-number", number = number.clone()),
            String::new(),
            Sign::Mail,
            path,
        ));
    }
    if number.is_some() {
        items.extend(tickets.iter().map(of_ticket));
        return items;
    }
    items.extend(ranked(typed, actions(sources.actions)));
    items.extend(ranked(typed, pages(sources.session)));
    items.extend(ranked(typed, own::offered(sources.session)));
    if !typed.is_empty() {
        let mut queues = ranked(typed, queues(sources.queues));
        queues.truncate(QUEUES_MAX);
        items.extend(queues);
    }
    items.extend(ranked(typed, views(sources.views)));
    items.extend(tickets.iter().map(of_ticket));
    if !typed.is_empty() {
        items.push(Item::go(
            tr!("palette-search", text = typed.to_owned()),
            String::new(),
            Sign::Search,
            DeskQuery::searching(typed).href(),
        ));
    }
    exact_first(typed, &mut items);
    items.truncate(SHOWN_MAX);
    items
}

/// What is called exactly as the text comes before all that only has its words.
fn exact_first(typed: &str, items: &mut [Item]) {
    let typed = typed.to_lowercase();
    items.sort_by_key(|item| item.label.to_lowercase() != typed);
}

/// Those in which every word of the text begins a word; what begins with the text comes first.
fn ranked(typed: &str, items: Vec<Item>) -> Vec<Item> {
    let typed = typed.to_lowercase();
    let fitting = items.into_iter().filter(|item| fits(&typed, item)).collect();
    order::first(fitting, |item: &Item| item.label.to_lowercase().starts_with(&typed))
}

fn fits(typed: &str, item: &Item) -> bool {
    let whole = format!("{} {}", item.label, item.hint).to_lowercase();
    typed.split_whitespace().all(|wanted| {
        whole
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(wanted))
    })
}

fn actions(actions: PageActions) -> Vec<Item> {
    let line = |action: crate::page_actions::PageAction| Item {
        hint: text(action.group),
        label: action.label,
        sign: action.sign,
        shortcut: action.shortcut,
        target: Target::Run(action.run),
    };
    actions.all().into_iter().map(line).collect()
}

fn pages(session: Session) -> Vec<Item> {
    let hint = text("palette-page");
    let seen = Place::all().filter(|place| *place != Place::Home && *place != Place::Login);
    seen.filter(|place| session.may_see(place.row().guard))
        .map(|place| Item::go(text(place.row().title), hint.clone(), Sign::Move, place.path()))
        .collect()
}

fn queues(queues: Queues) -> Vec<Item> {
    let all = queues.get().unwrap_or_default();
    let seen = all.iter().filter(|queue| may(queue, Permission::View));
    seen.map(|queue| {
        let query = DeskQuery {
            queue: Some(queue.path.clone()),
            ..DeskQuery::default()
        };
        Item::go(
            words::queue_path(queue, &all),
            text("field-queue"),
            Sign::Inbox,
            query.href(),
        )
    })
    .collect()
}

fn views(views: Views) -> Vec<Item> {
    let all = views.get().unwrap_or_default();
    all.into_iter()
        .map(|view| {
            let path = DeskQuery::of_saved(view.id).href();
            Item::go(view.view.name, text("palette-view"), Sign::Folder, path)
        })
        .collect()
}

fn of_ticket(ticket: &TicketView) -> Item {
    let number = ticket.number.0.clone();
    let hint = format!("{number} · {}", words::state(&ticket.state));
    Item::go(
        words::subject(&ticket.subject),
        hint,
        Sign::Mail,
        Place::DeskTicket(number).path(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, hint: &str) -> Item {
        Item::go(label.to_owned(), hint.to_owned(), Sign::Move, String::new())
    }

    #[test]
    fn every_word_must_begin_a_word() {
        let queue = item("IT-Service / WLAN", "Queue");
        assert!(fits("wlan", &queue) && fits("it qu", &queue) && fits("", &queue));
        assert!(!fits("lan", &queue) && !fits("it drucker", &queue));
    }

    #[test]
    fn what_is_called_so_comes_before_all_else() {
        let mut items = vec![item("Als neues Ticket abspalten", ""), item("Neues Ticket", "")];
        exact_first("neues ticket", &mut items);
        assert_eq!(items[0].label, "Neues Ticket");
    }

    #[test]
    fn what_begins_so_comes_first() {
        let found = ranked("ne", vec![item("WLAN und Netz", ""), item("Neues Ticket", "")]);
        assert_eq!(found[0].label, "Neues Ticket");
    }
}
