//! What the desk's address says about its list: queue, view, search, order, saved view; and the question to the server that it means.

use leptos_router::params::ParamsMap;
use pult_shared::{
    api::{
        ticket::TicketSort,
        view::{SavedView, ViewDef},
    },
    catalog::StateType,
    filter::{Filter, ParseError, Who},
    ids::ViewId,
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

/// Which list the desk shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskQuery {
    /// The path of a queue.
    pub queue: Option<String>,
    pub view: View,
    /// What was searched for; nothing where nobody searched, so that a saved view has its own filter.
    pub search: Option<String>,
    /// The order that was chosen; else the saved view's, else the usual one.
    pub sort: Option<TicketSort>,
    pub saved: Option<ViewId>,
}

/// What is asked of the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub filter: Filter,
    pub sort: TicketSort,
}

impl DeskQuery {
    pub fn from_params(params: &ParamsMap) -> Self {
        let view = params
            .get("view")
            .and_then(|name| View::ALL.into_iter().find(|view| view.name() == name));
        Self {
            queue: params.get("queue").filter(|path| !path.is_empty()),
            view: view.unwrap_or_default(),
            search: params.get("q"),
            sort: params.get("sort").and_then(|name| TicketSort::from_name(&name)),
            saved: params.get("saved").and_then(|id| id.parse().ok()),
        }
    }

    /// A search over everything.
    pub fn searching(text: impl Into<String>) -> Self {
        Self {
            view: View::All,
            search: Some(text.into()),
            ..Self::default()
        }
    }

    /// A saved view as it was saved.
    pub fn of_saved(id: ViewId) -> Self {
        Self {
            saved: Some(id),
            ..Self::default()
        }
    }

    /// The address of this list; what is usual is left out.
    pub fn href(&self) -> String {
        let mut parts = Vec::new();
        if let Some(id) = self.saved {
            parts.push(format!("saved={id}"));
        }
        if let Some(queue) = &self.queue {
            parts.push(format!("queue={}", web::encoded(queue)));
        }
        if self.view != View::default() {
            parts.push(format!("view={}", self.view.name()));
        }
        // With a saved view, an empty search is something else than none.
        if let Some(search) = self
            .search
            .as_ref()
            .filter(|text| !text.is_empty() || self.saved.is_some())
        {
            parts.push(format!("q={}", web::encoded(search)));
        }
        if let Some(sort) = self.sort {
            parts.push(format!("sort={}", sort.name()));
        }
        let path = Place::Desk.path();
        if parts.is_empty() {
            path
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }

    /// What stands in the search box.
    pub fn text(&self, saved: Option<&SavedView>) -> String {
        match (&self.search, saved) {
            (Some(search), _) => search.clone(),
            (None, Some(saved)) => saved.view.filter.clone(),
            (None, None) => String::new(),
        }
    }

    /// The order of the list.
    pub fn order(&self, saved: Option<&SavedView>) -> TicketSort {
        self.sort
            .or_else(|| saved.map(|saved| saved.view.sort))
            .unwrap_or_default()
    }

    /// Which tickets this is.
    ///
    /// # Errors
    /// Where the search text is no filter.
    pub fn filter(&self, saved: Option<&SavedView>) -> Result<Filter, ParseError> {
        let text = self.text(saved);
        if let Some(number) = ticket_number(&text) {
            // A number means that one ticket, wherever it is and whatever its state.
            return Ok(Filter::Number(number));
        }
        let searched = Filter::parse(&text)?;
        if self.saved.is_some() {
            // A saved view is its filter and nothing else.
            return Ok(searched);
        }
        let queue = self.queue.clone().map_or(Filter::All, Filter::QueuePath);
        Ok(Filter::all_of([self.view.filter(), queue, searched]))
    }

    /// Whether somebody changed filter or order of the saved view that is open.
    pub fn differs_from(&self, saved: &ViewDef) -> bool {
        let other_text = self.search.as_ref().is_some_and(|text| *text != saved.filter);
        other_text || self.sort.is_some_and(|sort| sort != saved.sort)
    }
}

/// The ticket number that somebody typed or pasted, also as mails show it (`[Ticket#2026112200017]`).
pub fn ticket_number(search: &str) -> Option<String> {
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
            search: Some("drucker".to_owned()),
            ..DeskQuery::default()
        };
        let filter = query.filter(None).unwrap();
        assert_eq!(Filter::parse(&filter.to_string()).unwrap(), filter);
        for view in View::ALL {
            let filter = DeskQuery {
                view,
                ..DeskQuery::default()
            }
            .filter(None)
            .unwrap();
            assert_eq!(Filter::parse(&filter.to_string()).unwrap(), filter, "{}", view.name());
        }
    }

    #[test]
    fn a_search_that_is_no_filter_says_so() {
        assert!(DeskQuery::searching("priority:urgent").filter(None).is_err());
    }

    #[test]
    fn a_search_takes_the_place_of_what_a_saved_view_finds() {
        let view = ViewDef {
            name: "Drucker".to_owned(),
            filter: "tag:drucker".to_owned(),
            sort: TicketSort::DueAsc,
            columns: vec![],
            sharing: pult_shared::api::view::Sharing::Nobody,
            position: 0,
        };
        let id = "00000001-0000-7000-8000-000000000000";
        let saved = SavedView {
            id: id.parse().unwrap(),
            view: view.clone(),
            owner: serde_json::from_str(&format!("{{\"id\":\"{id}\",\"name\":\"A\"}}")).unwrap(),
            may_edit: true,
            count: 0,
        };
        let open = DeskQuery::of_saved(saved.id);
        assert_eq!(open.filter(Some(&saved)), Ok(Filter::Tag("drucker".to_owned())));
        assert_eq!(open.order(Some(&saved)), TicketSort::DueAsc);
        assert!(!open.differs_from(&view));
        let changed = DeskQuery {
            search: Some(String::new()),
            ..open
        };
        assert_eq!(changed.filter(Some(&saved)), Ok(Filter::All));
        assert!(changed.differs_from(&view));
    }
}
