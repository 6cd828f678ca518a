//! Who shall have many tickets, or answer for them: nobody, oneself, or a colleague who is looked up while typing.

use leptos::prelude::*;
use pult_shared::{api::person::PersonCard, ids::PersonId};

use crate::{
    components::{
        SelectField,
        suggest::{SuggestField, Suggestion},
    },
    i18n::text,
    lookup,
    session::Session,
    tr,
};

const NOBODY: &str = "nobody";
const ME: &str = "me";
const OTHER: &str = "other";

#[component]
pub fn PersonField(
    id: &'static str,
    /// The id of the look-up.
    search: &'static str,
    label: &'static str,
    /// The locale key that names whoever was chosen.
    taken_label: &'static str,
    /// `Some(None)` is nobody.
    person: RwSignal<Option<Option<PersonId>>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let session = Session::expect();
    let choice = RwSignal::new(String::new());
    let taken = RwSignal::new(None::<PersonCard>);
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        person.set(match choice.get().as_str() {
            NOBODY => Some(None),
            ME => session.person().map(Some),
            OTHER => taken.with(|person| person.as_ref().map(|person| Some(person.id))),
            _ => None,
        });
    });
    let options = move || {
        vec![
            (NOBODY.to_owned(), text("no-owner")),
            (ME.to_owned(), text("bulk-owner-me")),
            (OTHER.to_owned(), text("bulk-owner-other")),
        ]
    };
    let agents = lookup::agents(Signal::stored(None));
    let take = Callback::new(move |one: Suggestion| {
        typed.set(String::new());
        taken.set(agents.get(&one.key));
    });
    view! {
        <div class="bulk-owner">
            <SelectField
                id
                label
                value=choice
                options=Signal::derive(options)
                error
                placeholder="unchanged"
            />
            <Show when=move || choice.with(|choice| choice == OTHER)>
                <p class="bulk-taken" role="status">
                    {move || taken.get().map(|person| tr!(taken_label, name = person.name))}
                </p>
                <SuggestField
                    id=search
                    label="agent-lookup"
                    placeholder="agent-lookup"
                    text=typed
                    offers=agents.offers
                    on_choose=take
                />
            </Show>
        </div>
    }
}
