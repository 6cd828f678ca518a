//! What the desk's address says about its list: queue, view, search, order; and the `Filter` that this means.

use leptos_router::params::ParamsMap;
use pult_shared::{
    api::ticket::TicketSort,
    catalog::StateType,
    filter::{Filter, ParseError, Who},
};

use crate::{place::Place, web};

/// The ready-made views of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Active,
    Mine,
    Unowned,
    Pending,
    Closed,
    All,
}

impl View {
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Mine,
        Self::Unowned,
        Self::Pending,
        Self::Closed,
        Self::All,
    ];

    /// The word in the address, and in its locale key.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Mine => "mine",
            Self::Unowned => "unowned",
            Self::Pending => "pending",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    /// The locale key of its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "view-active",
            Self::Mine => "view-mine",
            Self::Unowned => "view-unowned",
            Self::Pending => "view-pending",
            Self::Closed => "view-closed",
            Self::All => "view-all",
        }
    }

    fn filter(self) -> Filter {
        match self {
            Self::Active => Filter::Active,
            Self::Mine => Filter::all_of([Filter::Active, Filter::Owner(Who::Me)]),
            Self::Unowned => Filter::all_of([Filter::Active, Filter::Owner(Who::Nobody)]),
            Self::Pending => {
                Filter::any_of([StateType::PendingReminder, StateType::PendingAuto].map(Filter::StateType))
            }
            Self::Closed => Filter::StateType(StateType::Closed),
            Self::All => Filter::All,
        }
    }
}

/// The orders, with the locale key of each.
pub const SORTS: [(TicketSort, &str); 4] = [
    (TicketSort::UpdatedDesc, "sort-updated"),
    (TicketSort::CreatedDesc, "sort-newest"),
    (TicketSort::CreatedAsc, "sort-oldest"),
    (TicketSort::PriorityDesc, "sort-priority"),
];

/// The list that an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskQuery {
    /// The path of the queue; none for all.
    pub queue: Option<String>,
    pub view: View,
    /// The text of the search box.
    pub search: String,
    pub sort: TicketSort,
}

impl DeskQuery {
    pub fn from_params(params: &ParamsMap) -> Self {
        let view = params
            .get("view")
            .and_then(|name| View::ALL.into_iter().find(|view| view.name() == name));
        let sort = params
            .get("sort")
            .and_then(|name| SORTS.iter().find(|(sort, _)| sort.name() == name));
        Self {
            queue: params.get("queue").filter(|path| !path.is_empty()),
            view: view.unwrap_or_default(),
            search: params.get("q").unwrap_or_default(),
            sort: sort.map(|(sort, _)| *sort).unwrap_or_default(),
        }
    }

    /// The address of this list; what is usual is left out.
    pub fn href(&self) -> String {
        let mut parts = Vec::new();
        if let Some(queue) = &self.queue {
            parts.push(format!("queue={}", web::encoded(queue)));
        }
        if self.view != View::default() {
            parts.push(format!("view={}", self.view.name()));
        }
        if !self.search.is_empty() {
            parts.push(format!("q={}", web::encoded(&self.search)));
        }
        if self.sort != TicketSort::default() {
            parts.push(format!("sort={}", self.sort.name()));
        }
        let path = Place::Desk.path();
        if parts.is_empty() {
            path
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }

    /// Which tickets this is.
    ///
    /// # Errors
    /// Where the search text is no filter.
    pub fn filter(&self) -> Result<Filter, ParseError> {
        if let Some(number) = ticket_number(&self.search) {
            // A number means that one ticket, wherever it is and whatever its state.
            return Ok(Filter::Number(number));
        }
        let queue = self.queue.clone().map_or(Filter::All, Filter::QueuePath);
        Ok(Filter::all_of([
            self.view.filter(),
            queue,
            Filter::parse(&self.search)?,
        ]))
    }
}

/// The ticket number that somebody typed or pasted, also as mails show it (`[Ticket#2026112200017]`).
fn ticket_number(search: &str) -> Option<String> {
    let trimmed = search.trim().trim_start_matches(['[', '#']).trim_end_matches(']');
    let digits = trimmed.strip_prefix("Ticket#").unwrap_or(trimmed);
    (digits.len() >= 10 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_paste_them() {
        for text in [
            "2026112200017",
            " [Ticket#2026112200017] ",
            "#2026112200017",
            "Ticket#2026112200017",
        ] {
            assert_eq!(ticket_number(text).as_deref(), Some("2026112200017"), "{text}");
        }
        for text in ["drucker", "2026", "2026112200017 x", ""] {
            assert_eq!(ticket_number(text), None, "{text}");
        }
    }

    // req: A5
    #[test]
    fn views_are_filters_with_a_text_form() {
        let query = DeskQuery {
            queue: Some("it/wlan".to_owned()),
            search: "drucker".to_owned(),
            ..DeskQuery::default()
        };
        let filter = query.filter().unwrap();
        assert_eq!(Filter::parse(&filter.to_string()).unwrap(), filter);
        for view in View::ALL {
            let filter = DeskQuery {
                view,
                ..DeskQuery::default()
            }
            .filter()
            .unwrap();
            assert_eq!(Filter::parse(&filter.to_string()).unwrap(), filter, "{}", view.name());
        }
    }

    #[test]
    fn a_search_that_is_no_filter_says_so() {
        assert!(
            DeskQuery {
                search: "priority:urgent".to_owned(),
                ..DeskQuery::default()
            }
            .filter()
            .is_err()
        );
    }
}
