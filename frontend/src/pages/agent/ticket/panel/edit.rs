//! A fact that is changed where it stands: a button that becomes a small form, Enter keeps, Escape lets be.

use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use pult_shared::{
    command::{Command, CommandName},
    error::ErrorCode,
};

use crate::{
    api::ApiError,
    components::{Icon, Sign},
    i18n::{t, text, words},
    pages::agent::ticket::{
        case::Case,
        seen::{Seen, Told},
    },
    tr, web,
};

/// One fact that is being changed, or not.
#[derive(Clone, Copy)]
pub struct Edit {
    pub case: Case,
    pub open: RwSignal<bool>,
    id: StoredValue<String>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    seen: Seen,
}

impl Edit {
    pub fn new(case: Case, id: &str) -> Self {
        Self {
            case,
            open: RwSignal::new(false),
            id: StoredValue::new(id.to_owned()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            seen: Seen::now(case),
        }
    }

    /// The id of the input that takes the focus.
    pub fn input_id(self) -> String {
        self.id.with_value(|id| format!("{id}-input"))
    }

    /// Shows the form and goes there.
    pub fn begin(self) {
        self.error.set(None);
        self.seen.begin();
        self.open.set(true);
        let id = self.input_id();
        request_animation_frame(move || {
            web::focus(&format!("#{id}"));
        });
    }

    /// Back to the fact, with the focus where it was.
    pub fn end(self) {
        self.open.set(false);
        let id = self.id.get_value();
        request_animation_frame(move || {
            web::focus(&format!("#{id}"));
        });
    }

    pub fn complain(self, sentence: String) {
        self.error.set(Some(sentence));
    }

    /// Whether others changed the same while the form was open, and the writer knows. Then also the value from before is a choice.
    pub fn told(self) -> bool {
        self.seen.told()
    }

    /// Applies what was chosen; without commands nothing changed.
    pub fn save(self, commands: Vec<Command>) {
        if commands.is_empty() {
            self.end();
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = self.seen.apply(commands).await;
            if self.busy.try_set(false).is_some() {
                // Gone with its page.
                return;
            }
            match answer {
                Ok(_) => {
                    self.case.queues().refresh();
                    self.end();
                }
                // Told by what came.
                Err(error) if error.code() == Some(ErrorCode::StaleVersion) && self.told() => {}
                Err(error) => self.error.set(Some(sentence(&error))),
            }
        });
    }
}

/// What is wrong with the one value, or what went wrong at all.
pub fn sentence(error: &ApiError) -> String {
    match error {
        ApiError::Problem(problem) => match problem.errors.first() {
            Some(wrong) => words::field_error(wrong.code),
            None => words::error(error),
        },
        _ => words::error(error),
    }
}

/// A row of the panel: the name, and the value, which is a button where the command is allowed.
#[component]
pub fn Fact(
    edit: Edit,
    name: CommandName,
    #[prop(into)] label: Signal<String>,
    /// The value, in words.
    #[prop(into)]
    shown: ViewFn,
    /// The form; built anew each time.
    #[prop(into)]
    editor: ViewFn,
) -> impl IntoView {
    let case = edit.case;
    let allowed = Memo::new(move |_| case.may(name));
    let (shown, editor) = (StoredValue::new(shown), StoredValue::new(editor));
    let value = move || shown.with_value(ViewFn::run);
    let closed = move || {
        if allowed.get() {
            view! {
                <button type="button" class="fact-value" id=edit.id.get_value() on:click=move |_| edit.begin()>
                    <span class="fact-shown">{value}</span>
                    <Icon sign=Sign::Pen />
                    <span class="visually-hidden">{move || tr!("fact-change", name = label.get())}</span>
                </button>
            }
            .into_any()
        } else {
            view! { <span class="fact-fixed">{value}</span> }.into_any()
        }
    };
    view! {
        <div class="fact">
            <dt>{move || label.get()}</dt>
            <dd>
                <Show when=move || edit.open.get() fallback=closed>
                    {editor.with_value(ViewFn::run)}
                </Show>
            </dd>
        </div>
    }
}

/// The form around an input: keep and let be.
#[component]
pub fn EditForm(edit: Edit, submit: Callback<()>, children: Children) -> impl IntoView {
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            edit.end();
        }
    };
    let sent = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit.run(());
    };
    view! {
        <form class="fact-form" novalidate on:submit=sent on:keydown=keydown>
            {children()}
            <Told seen=edit.seen />
            <p class="field-error" role="alert" hidden=move || edit.error.with(Option::is_none)>
                {move || edit.error.get()}
            </p>
            <span class="fact-buttons">
                <button type="submit" class="button button-small button-primary" disabled=move || edit.busy.get()>
                    {t("apply")}
                </button>
                <button type="button" class="button button-small" on:click=move |_| edit.end()>
                    {t("cancel")}
                </button>
            </span>
        </form>
    }
}

/// A choice of several values. A press with the mouse applies at once; the arrow keys only move, and Enter applies.
#[component]
pub fn SelectEdit(
    edit: Edit,
    #[prop(into)] label: Signal<String>,
    /// Value and label.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    value: String,
    /// What the value means; nothing where it is not possible.
    command: Callback<String, Option<Command>>,
    /// A value that is offered as a button of its own, with the locale key of its label.
    #[prop(optional_no_strip)]
    quick: Option<(String, &'static str)>,
) -> impl IntoView {
    let before = StoredValue::new(value.clone());
    let value = RwSignal::new(value);
    let by_pointer = StoredValue::new(false);
    let apply = Callback::new(move |()| {
        let chosen = value.get_untracked();
        let same = !edit.told() && before.with_value(|before| *before == chosen);
        match command.run(chosen) {
            _ if same => edit.end(),
            Some(command) => edit.save(vec![command]),
            None => edit.complain(text("field-error-unknown")),
        }
    });
    let changed = move |event| {
        value.set(event_target_value(&event));
        if by_pointer.get_value() {
            apply.run(());
        }
    };
    let option = move |(key, label): (String, String)| {
        let selected = value.with_untracked(|value| *value == key);
        view! {
            <option value=key selected=selected>
                {label}
            </option>
        }
    };
    let quick = quick.map(|(key, label)| {
        view! {
            <button
                type="button"
                class="button button-small"
                on:click=move |_| {
                    value.set(key.clone());
                    apply.run(());
                }
            >
                {t(label)}
            </button>
        }
    });
    view! {
        <EditForm edit submit=apply>
            <select
                id=edit.input_id()
                aria-label=move || label.get()
                on:pointerdown=move |_| by_pointer.set_value(true)
                on:keydown=move |event| {
                    by_pointer.set_value(false);
                    // Not every browser sends a form from here.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        apply.run(());
                    }
                }
                on:change=changed
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
            {quick}
        </EditForm>
    }
}
