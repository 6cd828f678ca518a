//! Custom fields: what a desk wants to know about its tickets besides what every ticket has.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, FieldDef, FieldKey, FieldKind, FieldOption, TypeKey, is_key, key_from},
    error::{FieldCode, FieldError},
    filter::{FieldTest, Filter},
    limits::OPTIONS_MAX,
    person::Language,
};

use super::{
    super::parts::{
        bind::Bind,
        choices::{Choice, Choices},
        editor::Editor,
        inputs::{Both, Count, Line, Pick, Switch},
        key::KeyLine,
        label::Label,
        problems::{Problems, sentence},
        rows::Rows,
        tree, words,
    },
    Definition, Texts,
    order::behind,
    page::page,
    placed,
};
use crate::{catalog, i18n, i18n::t, place::Place, queues::Queues};

// req: B3, C2
impl Definition for FieldDef {
    const COLLECTION: &'static str = "fields";
    const KIND: &'static str = "field";
    const PLACE: Place = Place::AdminFields;
    const TEXTS: Texts = Texts {
        add: Some("admin-field-add"),
        fresh: "admin-field-new",
        note: Some("admin-field-kind"),
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.fields.clone()
    }

    fn blank() -> Option<Self> {
        Some(Self {
            key: FieldKey::new(""),
            kind: FieldKind::Text,
            names: Names::default(),
            help: Names::default(),
            options: Vec::new(),
            queue_ids: Vec::new(),
            type_keys: Vec::new(),
            required_on_close: false,
            shown_to_customer: false,
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
        })
    }

    parts!();

    fn note(&self) -> String {
        words::field_kind(self.kind)
    }

    fn users(&self) -> Option<Filter> {
        Some(Filter::Field(self.key.clone(), FieldTest::Empty).negate())
    }

    fn check(&self, wrong: &mut Vec<FieldError>) {
        if !has_options(self.kind) {
            return;
        }
        if self.options.is_empty() {
            wrong.push(FieldError::new("options", FieldCode::Required));
        }
        for (index, option) in self.options.iter().enumerate() {
            let twice = self.options.iter().take(index).any(|other| other.key == option.key);
            let fault = match option.key.as_str() {
                "" => Some(FieldCode::Required),
                key if !is_key(key) => Some(FieldCode::Malformed),
                _ if twice => Some(FieldCode::Taken),
                _ => None,
            };
            wrong.extend(fault.map(|code| FieldError::new(format!("options.{index}.key"), code)));
            for (tag, name) in [("de", &option.names.de), ("en", &option.names.en)] {
                if name.trim().is_empty() {
                    wrong.push(FieldError::new(
                        format!("options.{index}.names.{tag}"),
                        FieldCode::Required,
                    ));
                }
            }
        }
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        view! {
            <What editor fresh />
            <Where editor />
            <How editor />
        }
        .into_any()
    }
}

fn has_options(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Choice | FieldKind::MultiChoice)
}

/// What the field is and what it holds.
#[component]
fn What(editor: Editor<FieldDef>, fresh: bool) -> impl IntoView {
    let names = editor.bind(|field| field.names.clone(), |field, names| field.names = names);
    let kind = editor.bind(
        |field| field.kind.name().to_owned(),
        |field, name| {
            if let Some(kind) = FieldKind::from_name(&name) {
                field.kind = kind;
            }
            if !has_options(field.kind) {
                field.options.clear();
            }
        },
    );
    let kinds = || {
        FieldKind::ALL
            .into_iter()
            .map(|kind| (kind.name().to_owned(), words::field_kind(kind)))
            .collect::<Vec<_>>()
    };
    let choice = Memo::new(move |_| editor.with(|field| has_options(field.kind)));
    view! {
        <Both path="names" label="admin-name" value=names />
        <KeyLine
            value=editor.bind(|field| field.key.0.clone(), |field, key| field.key = FieldKey::new(key))
            name=Signal::derive(move || names.with(|names| names.de.clone()))
            fresh
            hint="admin-field-key-hint"
        />
        <Pick
            path="kind"
            label="admin-field-kind"
            value=kind
            options=Signal::derive(kinds)
            hint=if fresh { "admin-field-kind-hint" } else { "admin-field-kind-fixed" }
            disabled=Signal::stored(!fresh)
        />
        <Show when=move || choice.get()>
            <Options options=editor.bind(|field| field.options.clone(), |field, options| field.options = options) />
        </Show>
        <Both
            path="help"
            label="admin-field-help"
            value=editor.bind(|field| field.help.clone(), |field, help| field.help = help)
            hint="admin-field-help-hint"
            optional=true
        />
    }
}

/// The answers of a choice.
#[component]
fn Options(options: Bind<Vec<FieldOption>>) -> impl IntoView {
    let wrong = Problems::expect().input("options", Label::from("admin-options"));
    let row = |index: usize, option: Bind<FieldOption>| {
        let german = option.part(
            |option| option.names.de.clone(),
            |option, text| {
                // The key follows the name until it is given; what tickets keep is never changed by a better name.
                let follows = option.key == key_from(&option.names.de);
                option.names.de = text;
                if follows {
                    option.key = key_from(&option.names.de);
                }
            },
        );
        let english = option.part(|option| option.names.en.clone(), |option, text| option.names.en = text);
        let key = option.part(|option| option.key.clone(), |option, key| option.key = key);
        let name = Label::from("admin-name");
        view! {
            <Line
                path=format!("options.{index}.names.de")
                label=name.in_language(Language::De).number(index)
                value=german
                lang=Language::De
            />
            <Line
                path=format!("options.{index}.names.en")
                label=name.in_language(Language::En).number(index)
                value=english
                lang=Language::En
            />
            <Line path=format!("options.{index}.key") label=Label::from("admin-key").number(index) value=key />
            <Switch
                path=format!("options.{index}.valid")
                label=Label::from("admin-valid").number(index)
                value=option.part(|option| option.valid, |option, valid| option.valid = valid)
            />
        }
        .into_any()
    };
    view! {
        <fieldset class="field" id="f-options" tabindex="-1">
            <legend>{t("admin-options")}</legend>
            <p class="field-hint">{t("admin-options-hint")}</p>
            <Rows
                id="options"
                value=options
                name="admin-option"
                add="admin-option-add"
                max=OPTIONS_MAX
                blank=|| FieldOption {
                    key: String::new(),
                    names: Names::default(),
                    valid: true,
                }
                row
            />
            <p class="field-error" hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
        </fieldset>
    }
}

/// Which tickets have it.
#[component]
fn Where(editor: Editor<FieldDef>) -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let in_queues = editor.bind(
        |field| field.queue_ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        |field, ids| field.queue_ids = ids.iter().filter_map(|id| id.parse().ok()).collect(),
    );
    let of_types = editor.bind(
        |field| field.type_keys.iter().map(|key| key.0.clone()).collect::<Vec<_>>(),
        |field, keys| field.type_keys = keys.into_iter().map(TypeKey::new).collect(),
    );
    let all_queues = move || {
        queues
            .get()
            .map(|all| tree::choices(&all, |_| true))
            .unwrap_or_default()
    };
    let all_types = || {
        catalog::get()
            .types
            .iter()
            .map(|kind| Choice {
                key: kind.key.0.clone(),
                name: i18n::words::name(&kind.names),
                depth: 0,
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Choices
            path="queue_ids"
            label="admin-field-queues"
            value=in_queues
            choices=Signal::derive(all_queues)
            hint="admin-field-queues-hint"
            none="admin-every-queue"
        />
        <Choices
            path="type_keys"
            label="admin-field-types"
            value=of_types
            choices=Signal::derive(all_types)
            hint="admin-field-types-hint"
            none="admin-every-type"
        />
    }
}

/// How it behaves.
#[component]
fn How(editor: Editor<FieldDef>) -> impl IntoView {
    view! {
        <Switch
            path="required_on_close"
            label="admin-field-required"
            value=editor.bind(|field| field.required_on_close, |field, on| field.required_on_close = on)
            hint="admin-field-required-hint"
        />
        <Switch
            path="shown_to_customer"
            label="admin-field-shown"
            value=editor.bind(|field| field.shown_to_customer, |field, on| field.shown_to_customer = on)
            hint="admin-field-shown-hint"
        />
        <Count
            path="position"
            label="admin-position"
            value=editor
                .bind(|field| Some(field.position), |field, position| field.position = position.unwrap_or_default())
            hint="admin-position-hint"
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|field| field.valid, |field, valid| field.valid = valid)
            hint="admin-field-valid-hint"
        />
    }
}

#[component]
pub fn Fields() -> impl IntoView {
    page::<FieldDef>()
}
