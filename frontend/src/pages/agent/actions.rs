//! What an agent does with a ticket besides writing: take, lock, assign, move, priority, state. Only what is allowed is offered.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::session::AgentView,
    catalog::{StateDef, StateKey, StateType},
    command::{Assign, Command, CommandName, Move, SetPriority, SetState},
    error::FieldCode,
    person::Permission,
    ticket::Priority,
};

use super::case::Case;
use crate::{
    api, catalog,
    components::{Dialog, ErrorSummary, Icon, SelectField, Sign, TextField},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{
        dates::{from_local_field, local_field_in},
        t, text, words,
    },
    queues::{Queues, may},
    tr,
};

/// The dialogs of the bar.
#[derive(Clone, Copy)]
struct Dialogs {
    assign: RwSignal<bool>,
    moving: RwSignal<bool>,
    priority: RwSignal<bool>,
    state: RwSignal<bool>,
    /// The state that the dialog begins with.
    wanted: RwSignal<StateKey>,
}

// req: E18, B4, A3
#[component]
pub fn ActionBar(case: Case) -> impl IntoView {
    let closed = || RwSignal::new(false);
    let dialogs = Dialogs {
        assign: closed(),
        moving: closed(),
        priority: closed(),
        state: closed(),
        wanted: RwSignal::new(catalog::main_state(StateType::Closed)),
    };
    let open = move |which: RwSignal<bool>| move |_| which.set(true);
    let set_state = move |kind: StateType| {
        move |_| {
            dialogs.wanted.set(untrack(|| catalog::main_state(kind)));
            dialogs.state.set(true);
        }
    };
    let is = move |test: fn(StateType) -> bool| {
        case.ticket
            .with(|ticket| ticket.is_some_and(|ticket| test(ticket.state_type)))
    };
    let act = move |command: Command, done: &'static str| move |_| case.act(command.clone(), text(done));
    view! {
        <div class="actions" role="group" aria-label=t("actions")>
            <Action case name=CommandName::Take sign=Sign::Hand label="action-take" press=act(Command::Take, "done-take") />
            <Action case name=CommandName::Lock sign=Sign::Lock label="action-lock" press=act(Command::Lock, "done-lock") />
            <Action
                case
                name=CommandName::Unlock
                sign=Sign::Unlock
                label="action-unlock"
                press=act(Command::Unlock, "done-unlock")
            />
            <Action case name=CommandName::Assign sign=Sign::Person label="action-assign" press=open(dialogs.assign) />
            <Action case name=CommandName::Move sign=Sign::Move label="action-move" press=open(dialogs.moving) />
            <Action case name=CommandName::SetPriority sign=Sign::Flag label="action-priority" press=open(dialogs.priority) />
            <Show when=move || is(StateType::is_active)>
                <Action
                    case
                    name=CommandName::SetState
                    sign=Sign::Pause
                    label="action-wait"
                    press=set_state(StateType::PendingReminder)
                />
                <Action
                    case
                    name=CommandName::SetState
                    sign=Sign::Check
                    label="action-close"
                    press=set_state(StateType::Closed)
                />
            </Show>
            <Show when=move || !is(|kind| matches!(kind, StateType::New | StateType::Open))>
                <Action case name=CommandName::SetState sign=Sign::Inbox label="action-open" press=set_state(StateType::Open) />
            </Show>
        </div>
        <Dialog open=dialogs.assign id="assign" title=Signal::derive(t("assign-title"))>
            <AssignForm case open=dialogs.assign />
        </Dialog>
        <Dialog open=dialogs.moving id="move" title=Signal::derive(t("move-title"))>
            <MoveForm case open=dialogs.moving />
        </Dialog>
        <Dialog open=dialogs.priority id="priority" title=Signal::derive(t("priority-title"))>
            <PriorityForm case open=dialogs.priority />
        </Dialog>
        <Dialog open=dialogs.state id="state" title=Signal::derive(t("state-title"))>
            <StateForm case open=dialogs.state wanted=dialogs.wanted />
        </Dialog>
    }
}

/// A button of the bar, there only while its command is allowed.
#[component]
fn Action<P: Fn(leptos::ev::MouseEvent) + Clone + Send + Sync + 'static>(
    case: Case,
    name: CommandName,
    sign: Sign,
    label: &'static str,
    press: P,
) -> impl IntoView {
    let allowed = Memo::new(move |_| case.may(name));
    view! {
        <Show when=move || allowed.get()>
            <button
                type="button"
                class="button button-small"
                disabled=move || case.busy.get()
                on:click=press.clone()
            >
                <Icon sign />
                {t(label)}
            </button>
        </Show>
    }
}

/// The frame of the small forms: what is wrong, the fields, and two buttons.
#[component]
fn SmallForm(
    form: Form,
    open: RwSignal<bool>,
    submit_label: &'static str,
    submit: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <form class="form" novalidate on:submit=on_submit>
            <ErrorSummary complaints=form.complaints() />
            {children()}
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t(submit_label)}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}

/// Applies a command from a dialog, and closes it when that went through.
fn apply(case: Case, form: Form, open: RwSignal<bool>, command: Command, done: String) {
    spawn_local(async move {
        match case.apply(vec![command]).await {
            Ok(_) => {
                form.done();
                open.set(false);
                case.say(done);
            }
            Err(error) => form.fail(error),
        }
    });
}

const ASSIGN: &[FormField] = &[FormField {
    name: "owner_id",
    id: "assign-owner",
    label: "field-owner",
}];

#[component]
fn AssignForm(case: Case, open: RwSignal<bool>) -> impl IntoView {
    const NOBODY: &str = "nobody";
    let form = Form::new(ASSIGN);
    let agents = Fetch::<Vec<AgentView>>::new();
    let ticket = case.ticket.get_untracked();
    let owner = ticket
        .as_ref()
        .and_then(|ticket| ticket.owner.as_ref())
        .map(|owner| owner.id.to_string());
    let value = RwSignal::new(owner.unwrap_or_else(|| NOBODY.to_owned()));
    if let Some(queue) = ticket.map(|ticket| ticket.queue.id) {
        agents.run(async move { api::queues::list_agents(queue).await });
    }
    let options = move || {
        let agents = agents.get().unwrap_or_default();
        let mut options = vec![(NOBODY.to_owned(), text("no-owner"))];
        options.extend(agents.into_iter().map(|agent| (agent.id.to_string(), agent.name)));
        options
    };
    let submit = move || {
        let value = value.get_untracked();
        let owner_id = value.parse().ok();
        let mut checks = Checks::default();
        if owner_id.is_none() && value != NOBODY {
            checks.add("owner_id", FieldCode::Unknown);
        }
        if form.begin(checks.found()) {
            apply(
                case,
                form,
                open,
                Command::Assign(Assign { owner_id }),
                text("done-assign"),
            );
        }
    };
    view! {
        <SmallForm form open submit_label="assign-submit" submit>
            <SelectField
                id="assign-owner"
                label="field-owner"
                value
                options=Signal::derive(options)
                error=form.error("owner_id")
            />
            {move || agents.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        </SmallForm>
    }
}

const MOVE: &[FormField] = &[FormField {
    name: "queue_id",
    id: "move-queue",
    label: "field-queue",
}];

#[component]
fn MoveForm(case: Case, open: RwSignal<bool>) -> impl IntoView {
    let form = Form::new(MOVE);
    let queues = Queues::expect();
    let here = case.ticket.get_untracked().map(|ticket| ticket.queue.id);
    let value = RwSignal::new(String::new());
    let options = move || queues.choices(|queue| may(queue, Permission::MoveInto) && Some(queue.id) != here);
    let submit = move || {
        let chosen = value.get_untracked();
        let mut checks = Checks::default();
        checks.required("queue_id", &chosen);
        if !form.begin(checks.found()) {
            return;
        }
        if let Ok(queue_id) = chosen.parse() {
            let name = queues.name(queue_id).unwrap_or_default();
            apply(
                case,
                form,
                open,
                Command::Move(Move { queue_id }),
                tr!("done-move", queue = name),
            );
        }
    };
    view! {
        <SmallForm form open submit_label="move-submit" submit>
            <SelectField
                id="move-queue"
                label="field-queue"
                value
                options=Signal::derive(options)
                error=form.error("queue_id")
                placeholder="choose"
            />
        </SmallForm>
    }
}

const PRIORITY: &[FormField] = &[FormField {
    name: "priority",
    id: "priority-value",
    label: "col-priority",
}];

#[component]
fn PriorityForm(case: Case, open: RwSignal<bool>) -> impl IntoView {
    let form = Form::new(PRIORITY);
    let now = case
        .ticket
        .get_untracked()
        .map_or(Priority::NORMAL, |ticket| ticket.priority);
    let value = RwSignal::new(now.get().to_string());
    let options = || {
        Priority::ALL
            .into_iter()
            .rev()
            .map(|one| (one.get().to_string(), words::priority(one)))
            .collect::<Vec<_>>()
    };
    let submit = move || {
        let Some(priority) = value.get_untracked().parse().ok().and_then(Priority::new) else {
            return;
        };
        if form.begin(Vec::new()) {
            let done = tr!("done-priority", priority = words::priority(priority));
            apply(case, form, open, Command::SetPriority(SetPriority { priority }), done);
        }
    };
    view! {
        <SmallForm form open submit_label="apply" submit>
            <SelectField
                id="priority-value"
                label="col-priority"
                value
                options=Signal::derive(options)
                error=form.error("priority")
            />
        </SmallForm>
    }
}

const STATE: &[FormField] = &[
    FormField {
        name: "state",
        id: "state-value",
        label: "col-state",
    },
    FormField {
        name: "pending_until",
        id: "state-until",
        label: "field-pending-until",
    },
];

// req: A6, D23
#[component]
fn StateForm(case: Case, open: RwSignal<bool>, wanted: RwSignal<StateKey>) -> impl IntoView {
    let form = Form::new(STATE);
    let until = RwSignal::new(local_field_in(3.0, 9));
    let notify = RwSignal::new(true);
    let kind = Memo::new(move |_| wanted.with(catalog::state).map(|state| state.state_type));
    let pending = move || kind.get().is_some_and(StateType::is_pending);
    let submit = move || {
        let state = wanted.get_untracked();
        let pending = untrack(pending);
        let pending_until = if pending {
            from_local_field(&until.get_untracked())
        } else {
            None
        };
        let mut checks = Checks::default();
        if pending && pending_until.is_none() {
            checks.add("pending_until", FieldCode::Malformed);
        }
        if form.begin(checks.found()) {
            let notify_customer = (kind.get_untracked() == Some(StateType::Closed)).then(|| notify.get_untracked());
            let done = tr!("done-state", state = words::state(&state));
            let command = Command::SetState(SetState {
                state,
                pending_until,
                notify_customer,
                with_children: None,
            });
            apply(case, form, open, command, done);
        }
    };
    let choice = move |state: StateDef| {
        let key = StoredValue::new(state.key);
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="state"
                    prop:checked=move || key.with_value(|key| wanted.with(|wanted| wanted == key))
                    on:change=move |_| wanted.set(key.get_value())
                />
                <span>{words::name(&state.names)}</span>
            </label>
        }
    };
    // Those that somebody chooses; merged is what merging does.
    let states = move || {
        let chosen = |state: &StateDef| !matches!(state.state_type, StateType::New | StateType::Merged);
        catalog::valid_states()
            .into_iter()
            .filter(chosen)
            .map(choice)
            .collect_view()
    };
    view! {
        <SmallForm form open submit_label="apply" submit>
            <fieldset class="choices" id="state-value" tabindex="-1">
                <legend>{t("col-state")}</legend>
                {states}
            </fieldset>
            <Show when=pending>
                <TextField
                    id="state-until"
                    label="field-pending-until"
                    hint="pending-hint"
                    kind="datetime-local"
                    value=until
                    error=form.error("pending_until")
                />
            </Show>
            <Show when=move || kind.get() == Some(StateType::Closed)>
                <label class="check">
                    <input
                        type="checkbox"
                        id="state-notify"
                        prop:checked=move || notify.get()
                        on:change=move |event| notify.set(event_target_checked(&event))
                    />
                    <span>{t("notify-customer")}</span>
                </label>
            </Show>
        </SmallForm>
    }
}
