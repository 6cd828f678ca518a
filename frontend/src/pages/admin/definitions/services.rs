//! Services: a tree by keys, so that `mail/groupware` lies below `mail`.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, ServiceDef, ServiceKey, SlaKey},
    filter::Filter,
};

use super::{
    super::parts::{
        editor::Editor,
        inputs::{Both, Count, Pick, Switch},
        key::KeyLine,
    },
    Definition, Texts,
    order::{Placed, behind, depth, parent_of, sorted},
    page::page,
    placed,
    slas::choices,
};
use crate::{catalog, i18n::words, place::Place};

// req: B3
impl Definition for ServiceDef {
    const COLLECTION: &'static str = "services";
    const KIND: &'static str = "service";
    const PLACE: Place = Place::AdminServices;
    const TEXTS: Texts = Texts {
        add: Some("admin-service-add"),
        fresh: "admin-service-new",
        note: None,
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.services.clone()
    }

    fn blank() -> Option<Self> {
        Some(Self {
            key: ServiceKey::new(""),
            names: Names::default(),
            sla: None,
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
        })
    }

    parts!();

    fn users(&self) -> Option<Filter> {
        Some(Filter::Service(Some(self.key.clone())))
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        let names = editor.bind(|service| service.names.clone(), |service, names| service.names = names);
        let parent = editor.bind(
            |service| parent_of(service.key.as_str()).to_owned(),
            |service, parent| {
                service.key = joined(&parent, last_of(service.key.as_str()));
                service.position = behind(&placed(&ServiceDef::all(&catalog::get())), service.key.as_str());
            },
        );
        let sla = editor.bind(
            |service| service.sla.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
            |service, key| service.sla = (!key.is_empty()).then(|| SlaKey::new(key)),
        );
        let leaf = editor.bind(
            |service| last_of(service.key.as_str()).to_owned(),
            |service, leaf| service.key = joined(parent_of(service.key.as_str()), &leaf),
        );
        view! {
            <Both path="names" label="admin-name" value=names />
            {if fresh {
                view! {
                    <Pick
                        path="parent"
                        label="admin-service-parent"
                        value=parent
                        options=Signal::derive(parents)
                        empty="admin-service-top"
                    />
                    <KeyLine
                        value=leaf
                        name=Signal::derive(move || names.with(|names| names.de.clone()))
                        fresh
                        hint="admin-service-key-hint"
                    />
                }
                    .into_any()
            } else {
                view! {
                    <KeyLine
                        value=editor
                            .bind(
                                |service| service.key.0.clone(),
                                |service, key| service.key = ServiceKey::new(key),
                            )
                        name=Signal::stored(String::new())
                        fresh
                    />
                }
                    .into_any()
            }}
            <Pick
                path="sla"
                label="admin-sla"
                value=sla
                options=Signal::derive(move || choices(&sla.get()))
                empty="admin-service-sla-none"
                hint="admin-service-sla-hint"
            />
            <Count
                path="position"
                label="admin-position"
                value=editor
                    .bind(
                        |service| Some(service.position),
                        |service, position| service.position = position.unwrap_or_default(),
                    )
                hint="admin-service-position-hint"
            />
            <Switch
                path="valid"
                label="admin-valid"
                value=editor.bind(|service| service.valid, |service, valid| service.valid = valid)
                hint="admin-valid-hint"
            />
        }
        .into_any()
    }
}

fn last_of(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, last)| last)
}

fn joined(parent: &str, last: &str) -> ServiceKey {
    ServiceKey::new(match parent {
        "" => last.to_owned(),
        parent => format!("{parent}/{last}"),
    })
}

/// The services below which a new one can stand, in the order of the tree.
fn parents() -> Vec<(String, String)> {
    let catalog = catalog::get();
    let places = catalog.services.iter().map(|service| Placed {
        key: service.key.0.clone(),
        position: service.position,
    });
    sorted(places)
        .into_iter()
        .map(|place| {
            let name = words::service(&ServiceKey::new(place.key.clone()));
            let indent = "\u{2003}".repeat(depth(&place.key));
            (place.key, format!("{indent}{name}"))
        })
        .collect()
}

#[component]
pub fn Services() -> impl IntoView {
    page::<ServiceDef>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_parent_and_own_part() {
        for (parent, last, key) in [
            ("", "mail", "mail"),
            ("mail", "groupware", "mail/groupware"),
            ("a/b", "", "a/b/"),
        ] {
            assert_eq!(joined(parent, last).as_str(), key);
            assert_eq!((parent_of(key), last_of(key)), (parent, last));
        }
    }
}
