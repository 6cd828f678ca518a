//! States: what stands in a ticket's history, each with a type that says what it means.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, Color, StateDef, StateKey, StateType},
    error::{FieldCode, FieldError},
    filter::Filter,
};

use super::{
    super::parts::{
        editor::Editor,
        inputs::{Both, Count, Pick, Switch},
        key::KeyLine,
        swatches::Swatches,
        words,
    },
    Definition, Texts,
    order::behind,
    page::page,
    placed,
};
use crate::{catalog, i18n, place::Place};

impl Definition for StateDef {
    const COLLECTION: &'static str = "states";
    const KIND: &'static str = "state";
    const PLACE: Place = Place::AdminStates;
    const TEXTS: Texts = Texts {
        add: Some("admin-state-add"),
        fresh: "admin-state-new",
        note: Some("admin-state-type"),
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.states.clone()
    }

    fn blank() -> Option<Self> {
        Some(Self {
            key: StateKey::new(""),
            state_type: StateType::Open,
            names: Names::default(),
            color: Color::default(),
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
            turns_into: None,
            stops_clocks: None,
        })
    }

    parts!();

    fn color(&self) -> Option<Color> {
        Some(self.color)
    }

    fn note(&self) -> String {
        words::state_type(self.state_type)
    }

    fn users(&self) -> Option<Filter> {
        Some(Filter::State(self.key.clone()))
    }

    fn check(&self, wrong: &mut Vec<FieldError>) {
        if self.state_type == StateType::PendingAuto && self.turns_into.is_none() {
            wrong.push(FieldError::new("turns_into", FieldCode::Required));
        }
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        let kind = editor.bind(
            |state| state.state_type.name().to_owned(),
            |state, name| {
                if let Some(kind) = StateType::from_name(&name) {
                    state.state_type = kind;
                }
                if state.state_type != StateType::PendingAuto {
                    state.turns_into = None;
                }
            },
        );
        let kinds = || {
            StateType::ALL
                .into_iter()
                .map(|kind| (kind.name().to_owned(), words::state_type(kind)))
                .collect::<Vec<_>>()
        };
        let meaning = move || words::state_type_help(editor.with(|state| state.state_type));
        let waits = Memo::new(move |_| editor.with(|state| state.state_type == StateType::PendingAuto));
        let turns_into = editor.bind(
            |state| state.turns_into.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
            |state, key| state.turns_into = (!key.is_empty()).then(|| StateKey::new(key)),
        );
        let active = Memo::new(move |_| editor.with(|state| state.state_type.is_active()));
        let names = editor.bind(|state| state.names.clone(), |state, names| state.names = names);
        view! {
            <Both path="names" label="admin-name" value=names />
            <KeyLine
                value=editor.bind(|state| state.key.0.clone(), |state, key| state.key = StateKey::new(key))
                name=Signal::derive(move || names.with(|names| names.de.clone()))
                fresh
            />
            <Pick
                path="state_type"
                label="admin-state-type"
                value=kind
                options=Signal::derive(kinds)
                hint=if fresh { "admin-state-type-hint" } else { "admin-state-type-fixed" }
                disabled=Signal::stored(!fresh)
            />
            <p class="field-hint admin-meaning">{meaning}</p>
            <Show when=move || waits.get()>
                <Pick
                    path="turns_into"
                    label="admin-turns-into"
                    value=turns_into
                    options=Signal::derive(followers)
                    hint="admin-turns-into-hint"
                    empty="choose"
                />
            </Show>
            <Show when=move || active.get()>
                <Switch
                    path="stops_clocks"
                    label="admin-state-stops-clocks"
                    value=editor.bind(StateDef::holds_clocks, |state, stops| state.stops_clocks = Some(stops))
                    hint="admin-state-stops-clocks-hint"
                />
            </Show>
            <Swatches value=editor.bind(|state| state.color, |state, color| state.color = color) />
            <Count
                path="position"
                label="admin-position"
                value=editor
                    .bind(
                        |state| Some(state.position),
                        |state, position| state.position = position.unwrap_or_default(),
                    )
                hint="admin-state-position-hint"
            />
            <Switch
                path="valid"
                label="admin-valid"
                value=editor.bind(|state| state.valid, |state, valid| state.valid = valid)
                hint="admin-state-valid-hint"
            />
        }
        .into_any()
    }
}

/// The states that a waiting one may turn into: those that end it.
fn followers() -> Vec<(String, String)> {
    catalog::get()
        .states
        .iter()
        .filter(|state| state.valid && state.state_type == StateType::Closed)
        .map(|state| (state.key.0.clone(), i18n::words::name(&state.names)))
        .collect()
}

#[component]
pub fn States() -> impl IntoView {
    page::<StateDef>()
}
