//! The owner of many tickets: nobody, oneself, or a colleague who is looked up while typing.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{api::person::PersonCard, ids::PersonId};

use crate::{
    api,
    components::{Choice, Combobox, SelectField, Sign},
    i18n::text,
    session::Session,
    tr,
};

const NOBODY: &str = "nobody";
const ME: &str = "me";
const OTHER: &str = "other";
const PATIENCE: Duration = Duration::from_millis(200);
const SHOWN: u32 = 8;

#[component]
pub fn OwnerField(owner: RwSignal<Option<Option<PersonId>>>, error: Signal<Option<String>>) -> impl IntoView {
    let session = Session::expect();
    let choice = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<PersonCard>::new());
    let taken = RwSignal::new(None::<PersonCard>);
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        owner.set(match choice.get().as_str() {
            NOBODY => Some(None),
            ME => session.person().map(Some),
            OTHER => taken.with(|person| person.as_ref().map(|person| Some(person.id))),
            _ => None,
        });
    });
    look_up(typed, found);
    let options = move || {
        vec![
            (NOBODY.to_owned(), text("no-owner")),
            (ME.to_owned(), text("bulk-owner-me")),
            (OTHER.to_owned(), text("bulk-owner-other")),
        ]
    };
    let choices = move || {
        let known = taken.with(|person| person.as_ref().map(|person| person.name.clone()));
        found.with(|found| {
            let others = found.iter().filter(|person| Some(&person.name) != known.as_ref());
            others.map(line).collect::<Vec<_>>()
        })
    };
    let take = Callback::new(move |key: String| {
        let person = found.with_untracked(|found| found.iter().find(|person| person.id.to_string() == key).cloned());
        if let Some(person) = person {
            typed.set(String::new());
            taken.set(Some(person));
        }
    });
    view! {
        <div class="bulk-owner">
            <SelectField
                id="bulk-owner"
                label="col-owner"
                value=choice
                options=Signal::derive(options)
                error
                placeholder="unchanged"
            />
            <Show when=move || choice.with(|choice| choice == OTHER)>
                <p class="bulk-taken" role="status">
                    {move || taken.get().map(|person| tr!("bulk-owner-taken", name = person.name))}
                </p>
                <Combobox
                    id="bulk-owner-search"
                    label="bulk-owner-search"
                    placeholder="bulk-owner-search"
                    typed
                    choices=Signal::derive(choices)
                    take
                />
            </Show>
        </div>
    }
}

fn line(person: &PersonCard) -> Choice {
    let hint = person.login.clone().or_else(|| person.addresses.first().cloned());
    Choice {
        key: person.id.to_string(),
        label: person.name.clone(),
        hint: hint.unwrap_or_default(),
        sign: Some(Sign::Person),
        shortcut: None,
    }
}

/// Asks for agents a moment after the last key.
fn look_up(typed: RwSignal<String>, found: RwSignal<Vec<PersonCard>>) {
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let query = typed.get().trim().to_owned();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let now = turn.get_value();
        if query.is_empty() {
            found.set(Vec::new());
            return;
        }
        set_timeout(
            move || {
                if turn.try_get_value() != Some(now) {
                    return;
                }
                spawn_local(async move {
                    let answer = api::people::list_agents(&query, None, SHOWN).await;
                    if turn.try_get_value() == Some(now) {
                        match answer {
                            Ok(list) => found.set(list.items),
                            Err(error) => leptos::logging::warn!("{error:?}"),
                        }
                    }
                });
            },
            PATIENCE,
        );
    });
}
