//! Beside the conversation: everything that is known of the ticket, each changed where it stands.

mod checklist;
mod edit;
mod facts;
mod links;
mod moment;
mod people;
mod queues;
mod requester;
mod similar;
mod state;
mod tags;
mod time;
mod value;

use leptos::prelude::*;

use self::{
    checklist::ChecklistPanel, facts::FactsPanel, links::LinksPanel, people::PeoplePanel, requester::RequesterPanel,
    similar::SimilarPanel, time::DatesPanel,
};
pub use self::{
    edit::{Edit, EditForm},
    requester::OtherTickets,
    state::{StateChange, StateForm},
    value::FieldInput,
};
use super::{case::Case, history::History};
use crate::i18n::t;

#[component]
pub fn SidePanel(case: Case) -> impl IntoView {
    view! {
        <aside class="ticket-side" aria-label=t("about-ticket")>
            <FactsPanel case />
            <RequesterPanel case />
            <PeoplePanel case />
            <LinksPanel case />
            <SimilarPanel case />
            <ChecklistPanel case />
            <DatesPanel case />
            <History case />
        </aside>
    }
}
