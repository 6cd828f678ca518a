//! The buttons below the text: send, send and close, send and any other state.

use leptos::prelude::*;
use pult_shared::{
    catalog::{StateDef, StateKey, StateType},
    command::{Command, CommandName, SetState},
};

use super::Composer;
use crate::{
    catalog,
    components::{
        Dialog, Sign,
        menu::{Menu, MenuItem},
    },
    i18n::{t, text, words},
    pages::agent::ticket::{fields::missing_on_close, panel::StateForm},
    tr,
};

/// The states that a message can lead to.
fn offered() -> Vec<StateDef> {
    let fits = |state: &StateDef| {
        !matches!(
            state.state_type,
            StateType::New | StateType::Merged | StateType::Removed
        )
    };
    catalog::valid_states().into_iter().filter(fits).collect()
}

#[component]
pub fn SubmitButtons(composer: Composer) -> impl IntoView {
    let case = composer.case;
    let sending = composer.form.busy();
    let files = move || composer.sheet().uploads.busy();
    let waits = Signal::derive(move || sending.get() || files());
    let label = move || {
        text(match (sending.get(), files(), composer.insists()) {
            (true, _, _) => "sending",
            (false, true, _) => "waiting-for-files",
            (false, false, true) => "send-anyway",
            (false, false, false) => composer.kind.get().send(),
        })
    };
    let (asking, wanted) = (RwSignal::new(false), RwSignal::new(StateKey::new("")));
    let close = move || catalog::main_state(StateType::Closed);
    let may_set = Memo::new(move |_| case.may(CommandName::SetState));
    // A state that wants to know more is asked about in a dialog.
    let go = move |state: StateKey| {
        let kind = untrack(|| catalog::state(&state)).map_or(StateType::Closed, |state| state.state_type);
        let asks = kind.is_pending() || kind == StateType::Closed && !untrack(|| missing_on_close(case)).is_empty();
        if asks {
            wanted.set(state);
            asking.set(true);
        } else {
            composer.send(vec![set(state, kind)]);
        }
    };
    let item = move |state: StateDef| {
        let (names, key, kind) = (state.names, state.key, state.state_type);
        let label = Signal::derive(move || match kind.is_pending() {
            true => tr!("send-and-wait", state = words::name(&names)),
            false => tr!("send-and-set", state = words::name(&names)),
        });
        let press = Callback::new(move |()| go(key.clone()));
        view! { <MenuItem label on_press=press /> }
    };
    let with_state = Callback::new(move |commands: Vec<Command>| {
        asking.set(false);
        composer.send(commands);
    });
    view! {
        <div class="form-end composer-end">
            <button type="submit" class="button button-primary" disabled=move || waits.get()>
                {label}
            </button>
            <Show when=move || case.open_children() != 0>
                <a class="button" href=format!("/agent/incidents/{}", case.number.get_value())>
                    {move || tr!("incident-answer", count = case.open_children())}
                </a>
            </Show>
            <Show when=move || may_set.get()>
                <button type="button" class="button" disabled=move || waits.get() on:click=move |_| go(untrack(close))>
                    {move || text(if composer.kind.get().is_mail() { "send-and-close" } else { "save-and-close" })}
                </button>
                <Menu label=Signal::derive(t("send-and-more")) sign=Sign::Down bare=true class="button">
                    {move || offered().into_iter().map(item).collect_view()}
                </Menu>
            </Show>
        </div>
        <Dialog open=asking id="send-state" title=Signal::derive(t("send-state-title"))>
            <StateForm case wanted submit_label="send" on_submit=with_state on_cancel=Callback::new(move |()| asking.set(false)) />
        </Dialog>
    }
}

/// The answer tells the customer already, so that the closing mail would be one too many only where the site says so.
fn set(state: StateKey, kind: StateType) -> Command {
    Command::SetState(SetState {
        state,
        pending_until: None,
        notify_customer: (kind == StateType::Closed).then_some(true),
        with_children: None,
        undo_seconds: None,
    })
}
