//! Priorities: always five; the site chooses their names and colours.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, Color, PriorityDef},
};

use super::{
    super::parts::{editor::Editor, inputs::Both, swatches::Swatches},
    Definition, Texts,
    page::page,
};
use crate::place::Place;

impl Definition for PriorityDef {
    const COLLECTION: &'static str = "priorities";
    const KIND: &'static str = "priority";
    const PLACE: Place = Place::AdminPriorities;
    const TEXTS: Texts = Texts {
        add: None,
        fresh: "title-admin-priorities",
        note: None,
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.priorities.clone()
    }

    fn blank() -> Option<Self> {
        None
    }

    fn key(&self) -> String {
        self.level.get().to_string()
    }

    fn names(&self) -> &Names {
        &self.names
    }

    fn color(&self) -> Option<Color> {
        Some(self.color)
    }

    fn inputs(editor: Editor<Self>, _fresh: bool) -> AnyView {
        view! {
            <Both
                path="names"
                label="admin-name"
                value=editor.bind(|priority| priority.names.clone(), |priority, names| priority.names = names)
            />
            <Swatches value=editor.bind(|priority| priority.color, |priority, color| priority.color = color) />
        }
        .into_any()
    }
}

#[component]
pub fn Priorities() -> impl IntoView {
    page::<PriorityDef>()
}
