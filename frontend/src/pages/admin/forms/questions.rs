//! What a form asks, in order: each question there is, asked or not, and the buttons that move those that are.

use leptos::prelude::*;
use pult_shared::{
    api::web_form::{FormQuestion, QuestionKind, WebFormDef},
    catalog::FieldKind,
};

use super::{
    super::parts::{editor::Editor, problems::id_of},
    Known,
};
use crate::{
    components::{Icon, Sign},
    i18n::{t, text, words},
    tr, web,
};

/// What is asked first, then what could be asked.
fn offered(one: &WebFormDef, known: Known) -> Vec<(FormQuestion, bool)> {
    let mut all: Vec<(FormQuestion, bool)> = one.questions.iter().map(|question| (question.clone(), true)).collect();
    let mut more: Vec<FormQuestion> = QuestionKind::ALL
        .into_iter()
        .filter(|kind| *kind != QuestionKind::Field)
        .map(|kind| FormQuestion {
            kind,
            field: None,
            required: false,
        })
        .collect();
    known.0.with(|catalog| {
        let fields = catalog.map(|catalog| catalog.fields.as_slice()).unwrap_or_default();
        let fit = |field: &&pult_shared::catalog::FieldDef| field.valid && field.kind != FieldKind::Person;
        more.extend(fields.iter().filter(fit).map(|field| FormQuestion {
            kind: QuestionKind::Field,
            field: Some(field.key.clone()),
            required: false,
        }));
    });
    for question in more {
        if !all.iter().any(|(asked, _)| asked.name() == question.name()) {
            all.push((question, false));
        }
    }
    all
}

fn label(question: &FormQuestion, known: Known) -> String {
    let Some(key) = &question.field else {
        return text(&format!("form-{}", question.kind.name()));
    };
    known.0.with(|catalog| {
        let field = catalog.and_then(|catalog| catalog.fields.iter().find(|field| field.key == *key));
        field.map_or_else(|| key.to_string(), |field| words::name(&field.names))
    })
}

#[component]
pub fn Questions(editor: Editor<WebFormDef>) -> impl IntoView {
    let known = expect_context::<Known>();
    let value = editor.bind(|one| one.questions.clone(), |one, questions| one.questions = questions);
    let all = Memo::new(move |_| editor.with(|one| offered(one, known)));
    let ask = move |question: &FormQuestion, how: &str| {
        value.update(|questions| {
            let at = questions.iter().position(|asked| asked.name() == question.name());
            match (at, how) {
                (Some(at), "no") => {
                    questions.remove(at);
                }
                (Some(at), how) => {
                    if let Some(asked) = questions.get_mut(at) {
                        asked.required = how == "required";
                    }
                }
                (None, "no") => {}
                (None, how) => questions.push(FormQuestion {
                    required: how == "required",
                    ..question.clone()
                }),
            }
        });
    };
    let step = move |name: &str, up: bool| {
        value.update(|questions| {
            let Some(at) = questions.iter().position(|asked| asked.name() == name) else {
                return;
            };
            let other = if up { at.checked_sub(1) } else { Some(at + 1) };
            if let Some(other) = other.filter(|other| *other < questions.len()) {
                questions.swap(at, other);
            }
        });
    };
    let row = move |(index, count, (question, asked)): (usize, usize, (FormQuestion, bool))| {
        let id = format!("{}-{index}", id_of("questions"));
        let how = match (asked, question.required) {
            (false, _) => "no",
            (true, false) => "optional",
            (true, true) => "required",
        };
        let name = question.name();
        let shown = StoredValue::new(question);
        let said = move || shown.with_value(|question| label(question, known));
        let mover = move |up: bool, name: String, possible: bool| {
            let key = if up { "web-form-up" } else { "web-form-down" };
            let label = move || tr!(key, name = said());
            let place = if up { index.saturating_sub(1) } else { index + 1 };
            let word = if up { "up" } else { "down" };
            view! {
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    id=format!("{word}-question-{index}")
                    aria-disabled=(!possible).then_some("true")
                    title=label
                    on:click=move |_| {
                        if possible {
                            step(&name, up);
                            request_animation_frame(move || {
                                web::focus(&format!("#{word}-question-{place}"));
                            });
                        }
                    }
                >
                    <Icon sign=if up { Sign::Up } else { Sign::Down } />
                    <span class="visually-hidden">{label}</span>
                </button>
            }
        };
        let movers = asked.then(|| {
            let up = mover(true, name.clone(), index > 0);
            let down = mover(false, name.clone(), index + 1 < count);
            view! { {up} {down} }
        });
        let option = move |key: &'static str, words: &'static str| {
            view! {
                <option value=key selected=key == how>
                    {t(words)}
                </option>
            }
        };
        view! {
            <li class="web-form-question" class:web-form-asked=asked>
                <label for=id.clone()>{said}</label>
                <select
                    id=id
                    on:change=move |event| {
                        shown.with_value(|question| ask(question, &event_target_value(&event)));
                    }
                >
                    {option("no", "web-form-ask-no")}
                    {option("optional", "web-form-ask-optional")}
                    {option("required", "web-form-ask-required")}
                </select>
                <span class="web-form-order">{movers}</span>
            </li>
        }
    };
    let rows = move || {
        let all = all.get();
        let count = all.iter().filter(|(_, asked)| *asked).count();
        let numbered = all.into_iter().enumerate();
        numbered.map(|(index, one)| row((index, count, one))).collect_view()
    };
    view! {
        <fieldset class="rule-part" id=id_of("questions") tabindex="-1">
            <legend>{t("web-form-questions")}</legend>
            <p class="field-hint">{t("web-form-questions-hint")}</p>
            <ul class="web-form-list">{rows}</ul>
        </fieldset>
    }
}
