//! Which mails of the outbox are shown: by state, ticket, recipient and time.

use leptos::prelude::*;
use pult_shared::api::mail::{OutgoingMailFilter, OutgoingStatus};

use crate::i18n::{dates, t, words};

/// The word for what somebody has to look after, among the states.
const UNSETTLED: &str = "unsettled";

/// What the reader asks for, as the fields hold it.
#[derive(Clone, Copy)]
pub struct Wanted {
    state: RwSignal<String>,
    ticket: RwSignal<String>,
    to: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
}

impl Wanted {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            state: empty(),
            ticket: empty(),
            to: empty(),
            from: empty(),
            until: empty(),
        }
    }

    fn fields(self) -> [RwSignal<String>; 5] {
        [self.state, self.ticket, self.to, self.from, self.until]
    }

    pub fn track(self) {
        for field in self.fields() {
            field.track();
        }
    }

    pub fn is_everything(self) -> bool {
        self.fields().iter().all(|field| field.with_untracked(String::is_empty))
    }

    pub fn filter(self) -> OutgoingMailFilter {
        let text = |field: RwSignal<String>| {
            let text = field.with_untracked(|text| text.trim().to_owned());
            (!text.is_empty()).then_some(text)
        };
        let time = |field: RwSignal<String>| dates::from_local_field(&field.get_untracked());
        let state = self.state.get_untracked();
        OutgoingMailFilter {
            status: OutgoingStatus::from_name(&state),
            unsettled: state == UNSETTLED,
            ticket: text(self.ticket),
            to: text(self.to),
            from: time(self.from),
            until: time(self.until),
        }
    }
}

#[component]
pub fn FilterForm(wanted: Wanted) -> impl IntoView {
    let state = move |status: OutgoingStatus| {
        view! { <option value=status.name()>{move || words::outgoing_status(status)}</option> }
    };
    let field = |id: &'static str, label: &'static str, kind: &'static str, value: RwSignal<String>| {
        view! {
            <div class="admin-filter">
                <label for=id>{t(label)}</label>
                <input
                    id=id
                    type=kind
                    autocomplete="off"
                    prop:value=move || value.get()
                    on:change=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <form class="admin-filters" on:submit=|event| event.prevent_default()>
            <div class="admin-filter">
                <label for="outbox-state">{t("col-state")}</label>
                <select
                    id="outbox-state"
                    prop:value=move || wanted.state.get()
                    on:change=move |event| wanted.state.set(event_target_value(&event))
                >
                    <option value="">{t("admin-filter-all")}</option>
                    <option value=UNSETTLED>{t("outbox-unsettled")}</option>
                    {OutgoingStatus::ALL.into_iter().map(state).collect_view()}
                </select>
            </div>
            {field("outbox-to", "col-to", "search", wanted.to)}
            {field("outbox-ticket", "col-ticket", "search", wanted.ticket)}
            {field("outbox-from", "outbox-from", "datetime-local", wanted.from)}
            {field("outbox-until", "outbox-until", "datetime-local", wanted.until)}
        </form>
    }
}
