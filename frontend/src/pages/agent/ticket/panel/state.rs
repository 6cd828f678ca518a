//! Another state, with all that it asks for: until when, the fields without which nothing is closed, who is told.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    catalog::{FieldDef, FieldValue, StateDef, StateKey, StateType},
    command::{Command, SetField, SetState},
    error::{ErrorCode, FieldCode},
};

use super::{moment::MomentField, value::FieldInput};
use crate::{
    catalog,
    components::ErrorSummary,
    form::{Checks, Form, FormField},
    i18n::{
        dates::{from_local_field, local_field_in},
        t, text, words,
    },
    pages::agent::ticket::{
        case::Case,
        fields::missing_on_close,
        seen::{Seen, Told},
    },
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "state",
        id: "state-key",
        label: "col-state",
    },
    FormField {
        name: "pending_until",
        id: "state-until",
        label: "field-pending-until",
    },
];

/// A required field that is being filled in.
type Asked = (FieldDef, RwSignal<Option<FieldValue>>);

/// The states that an agent may choose, with the one that the ticket has.
fn choices(now: Option<&StateKey>) -> Vec<StateDef> {
    // Nothing becomes new again, and only a merge makes merged.
    let possible =
        |state: &StateDef| !matches!(state.state_type, StateType::New | StateType::Merged) || Some(&state.key) == now;
    catalog::valid_states().into_iter().filter(possible).collect()
}

fn kind_of(key: &StateKey) -> StateType {
    catalog::state(key).map_or(StateType::Open, |state| state.state_type)
}

/// The form. What it comes to goes to `on_submit`; errors of the server that the caller got come in by `form`.
// req: A6, D23
#[component]
pub fn StateForm(
    case: Case,
    /// The state that it begins with.
    wanted: RwSignal<StateKey>,
    on_submit: Callback<Vec<Command>>,
    on_cancel: Callback<()>,
    #[prop(default = "apply")] submit_label: &'static str,
    #[prop(optional)] form: Option<Form>,
    /// What the one who changes it had seen.
    #[prop(optional)]
    seen: Option<Seen>,
) -> impl IntoView {
    let form = form.unwrap_or_else(|| Form::new(FIELDS));
    let until = RwSignal::new(local_field_in(1.0, 9));
    let (notify, children) = (RwSignal::new(true), RwSignal::new(true));
    let kind = Memo::new(move |_| wanted.with(kind_of));
    let missing: Vec<Asked> = untrack(|| missing_on_close(case))
        .into_iter()
        .map(|field| (field, RwSignal::new(None)))
        .collect();
    let missing = StoredValue::new(missing);
    let submit = move || {
        let (state, kind) = (wanted.get_untracked(), kind.get_untracked());
        let pending_until = kind
            .is_pending()
            .then(|| from_local_field(&until.get_untracked()))
            .flatten();
        let closes = kind == StateType::Closed;
        let asked = if closes { missing.get_value() } else { Vec::new() };
        let mut checks = Checks::default();
        if kind.is_pending() && pending_until.is_none() {
            checks.add("pending_until", FieldCode::Malformed);
        }
        for (field, value) in &asked {
            if value.with_untracked(Option::is_none) {
                checks.add(&format!("fields.{}", field.key), FieldCode::Required);
            }
        }
        let wrong = checks.found();
        if !form.begin(wrong) {
            return;
        }
        // Whoever sends it tells how it went.
        form.done();
        let mut commands: Vec<Command> = asked
            .into_iter()
            .map(|(field, value)| {
                Command::SetField(SetField {
                    field: field.key,
                    value: value.get_untracked(),
                })
            })
            .collect();
        commands.push(Command::SetState(SetState {
            state,
            pending_until,
            notify_customer: closes.then(|| notify.get_untracked()),
            with_children: (closes && !children.get_untracked()).then_some(false),
            undo_seconds: None,
        }));
        on_submit.run(commands);
    };
    let sent = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        submit();
    };
    let option = move |state: StateDef| {
        let selected = wanted.with_untracked(|wanted| *wanted == state.key);
        view! {
            <option value=state.key.0 selected=selected>
                {words::name(&state.names)}
            </option>
        }
    };
    let asked_fields = move || {
        let row = |(field, value): Asked| {
            let key = field.key.clone();
            let wrong = form.error_at(format!("fields.{key}"));
            view! { <FieldInput id=format!("close-{key}") field value error=wrong /> }
        };
        missing.get_value().into_iter().map(row).collect_view()
    };
    let until_error = form.error("pending_until");
    let has_children = move || case.open_children();
    view! {
        <form class="form" novalidate on:submit=sent>
            <ErrorSummary complaints=form.complaints() />
            <div class="field">
                <label for="state-key">{t("col-state")}</label>
                <select
                    id="state-key"
                    prop:value=move || wanted.get().0
                    on:change=move |event| wanted.set(StateKey::new(event_target_value(&event)))
                >
                    {move || choices(Some(&wanted.get_untracked())).into_iter().map(option).collect_view()}
                </select>
            </div>
            <Show when=move || kind.get().is_pending()>
                <div class="field" class:field-wrong=move || until_error.with(Option::is_some)>
                    <label for="state-until">{t("field-pending-until")}</label>
                    <p class="field-hint">
                        {move || text(if kind.get() == StateType::PendingAuto { "pending-auto-hint" } else { "pending-hint" })}
                    </p>
                    <MomentField
                        id="state-until"
                        label=Signal::derive(t("field-pending-until"))
                        value=until
                        closed=case.closed_days
                        invalid=Signal::derive(move || until_error.with(Option::is_some))
                    />
                    <p class="field-error" hidden=move || until_error.with(Option::is_none)>
                        {move || until_error.get()}
                    </p>
                </div>
            </Show>
            <Show when=move || kind.get() == StateType::Closed>
                {asked_fields}
                <Check value=notify id="state-notify" label=Signal::derive(t("notify-customer")) />
                <Show when=move || has_children() != 0>
                    <Check
                        value=children
                        id="state-children"
                        label=Signal::derive(move || tr!("close-children", count = has_children()))
                    />
                </Show>
            </Show>
            {seen.map(|seen| view! { <Told seen /> })}
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || case.busy.get()>
                    {t(submit_label)}
                </button>
                <button type="button" class="button" on:click=move |_| on_cancel.run(())>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Check(value: RwSignal<bool>, id: &'static str, label: Signal<String>) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                id=id
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{move || label.get()}</span>
        </label>
    }
}

/// The form with its own way to the server: for the dialog and for the panel.
#[component]
pub fn StateChange(case: Case, wanted: RwSignal<StateKey>, on_end: Callback<()>) -> impl IntoView {
    let form = Form::new(FIELDS);
    let seen = Seen::now(case);
    let submit = Callback::new(move |commands: Vec<Command>| {
        form.begin(Vec::new());
        spawn_local(async move {
            let answer = seen.apply(commands).await;
            if case.number.try_get_value().is_none() {
                return;
            }
            match answer {
                Ok(_) => {
                    form.done();
                    case.queues().refresh();
                    case.say(tr!("done-state", state = untrack(|| wanted.with(words::state))));
                    on_end.run(());
                }
                // Told by what came.
                Err(error) if error.code() == Some(ErrorCode::StaleVersion) && seen.told() => form.done(),
                Err(error) => form.fail(error),
            }
        });
    });
    view! { <StateForm case wanted on_submit=submit on_cancel=on_end form seen /> }
}
