//! Types of tickets: request, incident, order …

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, TypeDef, TypeKey},
    filter::Filter,
};

use super::{
    super::parts::{
        editor::Editor,
        inputs::{Both, Count, Switch},
        key::KeyLine,
    },
    Definition, Texts,
    order::behind,
    page::page,
    placed,
};
use crate::{catalog, place::Place};

// req: A2
impl Definition for TypeDef {
    const COLLECTION: &'static str = "types";
    const KIND: &'static str = "type";
    const PLACE: Place = Place::AdminTypes;
    const TEXTS: Texts = Texts {
        add: Some("admin-type-add"),
        fresh: "admin-type-new",
        note: None,
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.types.clone()
    }

    fn blank() -> Option<Self> {
        Some(Self {
            key: TypeKey::new(""),
            names: Names::default(),
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
        })
    }

    parts!();

    fn users(&self) -> Option<Filter> {
        Some(Filter::Type(Some(self.key.clone())))
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        let names = editor.bind(|kind| kind.names.clone(), |kind, names| kind.names = names);
        view! {
            <Both path="names" label="admin-name" value=names />
            <KeyLine
                value=editor.bind(|kind| kind.key.0.clone(), |kind, key| kind.key = TypeKey::new(key))
                name=Signal::derive(move || names.with(|names| names.de.clone()))
                fresh
            />
            <Count
                path="position"
                label="admin-position"
                value=editor
                    .bind(
                        |kind| Some(kind.position),
                        |kind, position| kind.position = position.unwrap_or_default(),
                    )
                hint="admin-position-hint"
            />
            <Switch
                path="valid"
                label="admin-valid"
                value=editor.bind(|kind| kind.valid, |kind, valid| kind.valid = valid)
                hint="admin-valid-hint"
            />
        }
        .into_any()
    }
}

#[component]
pub fn Types() -> impl IntoView {
    page::<TypeDef>()
}
