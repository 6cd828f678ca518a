//! The text of a filter as a field of a form, completed while one types as in the search of the desk.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::filter::{Completion, complete};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{
    bind::Bind,
    label::Label,
    problems::{Problems, id_of, sentence},
};
use crate::{
    components::suggest::{Offers, SuggestField, Suggestion},
    filter_suggest::{self as suggest, Names, cursor, replaced},
    i18n::t,
    queues::Queues,
    tr, web,
};

fn shown(item: suggest::Suggestion) -> Suggestion {
    Suggestion {
        key: item.insert,
        label: item.label,
        detail: item.hint,
        ..Suggestion::default()
    }
}

/// `path` is that of the value in the request.
#[component]
pub fn FilterInput(path: &'static str, label: &'static str, value: Bind<String>, hint: &'static str) -> impl IntoView {
    let queues = Queues::expect();
    let wrong = Problems::expect().input(path, Label::from(label));
    let id = id_of(path);
    let text = RwSignal::new(value.get_untracked());
    let names = Names::new();
    // The form may put another text in: a suggestion, or what is saved.
    Effect::new(move |_| {
        let outside = value.get();
        names.look_up(&outside);
        if text.with_untracked(|text| *text != outside) {
            text.set(outside);
        }
    });
    Effect::new(move |_| {
        let typed = text.get();
        if value.with(|value| *value != typed) {
            value.set(typed);
        }
    });
    let found = RwSignal::new(Vec::<Suggestion>::new());
    let completion = StoredValue::new(None::<Completion>);
    let turn = StoredValue::new(0_u32);
    let field = StoredValue::new(format!("#{id}"));
    let element = move || {
        field
            .with_value(|field| web::find(field))
            .and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
    };
    let ask = Callback::new(move |typed: String| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let this = turn.get_value();
        let at = element().map_or(usize::MAX, |element| cursor(&element));
        let fitting = complete(&typed, at.min(typed.chars().count()));
        completion.set_value(fitting.clone());
        let Some(wanted) = fitting.map(|fitting| fitting.wanted) else {
            found.set(Vec::new());
            return;
        };
        let known = untrack(|| suggest::known(&wanted, queues));
        found.set(known.into_iter().map(shown).collect());
        if suggest::asks(&wanted) {
            spawn_local(async move {
                let more = suggest::looked_up(&wanted).await;
                if turn.try_get_value() == Some(this) {
                    found.update(|found| found.extend(more.into_iter().map(shown)));
                }
            });
        }
    });
    let on_choose = Callback::new(move |one: Suggestion| {
        let Some(completion) = completion.get_value() else {
            return;
        };
        names.know(&suggest::Suggestion {
            insert: one.key.clone(),
            label: one.label,
            hint: one.detail,
        });
        let (whole, _) = replaced(&text.get_untracked(), &completion, &one.key);
        text.set(whole.clone());
        if let Some(element) = element() {
            // At once, so that the cursor stands behind it.
            element.set_value(&whole);
        }
    });
    let offers = Offers {
        found: found.into(),
        ask,
    };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{hint_id} {error_id}");
    let people = move || text.with(|text| names.of(text));
    view! {
        <div class="field" class:field-wrong=move || wrong.with(Option::is_some)>
            <label for=id.clone()>
                {t(label)} <span class="field-optional">" " {t("field-optional")}</span>
            </label>
            <p class="field-hint" id=hint_id>
                {t(hint)}
            </p>
            <SuggestField
                id=id
                label
                labelled=true
                text
                offers
                on_choose
                described_by=described_by
                invalid=Signal::derive(move || wrong.with(Option::is_some))
            />
            <p class="field-error" id=error_id hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
            {move || {
                let known = people();
                (!known.is_empty())
                    .then(|| view! { <p class="search-names">{move || tr!("search-names", names = known.clone())}</p> })
            }}
        </div>
    }
}
