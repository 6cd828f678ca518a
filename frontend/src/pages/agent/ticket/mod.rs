//! The desk's view of one ticket: what it is, what may be done, the conversation, the answer, and who asked.

mod actions;
mod case;
mod composer;
mod conversation;
pub mod fields;
mod head;
mod history;
pub mod macros;
mod merge;
pub mod panel;
mod presence;
mod seen;
mod sentences;
mod talk;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::api::article::ArticleOrder;

use self::{
    actions::{ActionBar, Actions},
    case::Case,
    composer::{Composer, ComposerForm},
    conversation::Conversation,
    head::{Heading, Summary, Troubles},
    panel::SidePanel,
    presence::PresentPeople,
};
use super::{
    key_help::{KeyHelp, TICKET_KEYS},
    listing::Memory,
};
use crate::{
    a11y,
    components::{Failure, Icon, Loading, Notice, Sign, Tone},
    i18n::{t, text, words},
    keys,
    place::Place,
    session::Session,
    tr,
};

#[component]
pub fn TicketPage(number: String) -> impl IntoView {
    let case = Case::new(number);
    let composer = Composer::new(case);
    let actions = Actions::new(case, composer);
    let memory = Memory::expect();
    memory.open(Place::DeskTicket(case.number.get_value()).path());
    let back = memory.list_href();
    case.queues().refresh();
    presence::report(case, composer.writing());
    go_on_where_merged(case);
    let help = RwSignal::new(false);
    actions.listen();
    page_keys(help, back.clone());
    let title = case.part(|ticket| ticket.subject.clone());
    a11y::page_title(move || format!("{} {}", case.number.get_value(), title.get().unwrap_or_default()));
    let missing = move || case.error().filter(|_| case.missing() && !case.loaded());
    let failed = move || case.error().filter(|_| !case.loaded() && !case.missing());
    let here = Memo::new(move |_| case.loaded() && !case.gone());
    view! {
        <div class="ticket">
            <div class="ticket-head">
                <div class="ticket-nav">
                    <a class="back" href=back>
                        <Icon sign=Sign::Back />
                        {t("back-to-list")}
                    </a>
                    <PresentPeople case />
                    <KeyHelp entries=TICKET_KEYS open=help />
                </div>
                <Heading case />
                <Show when=move || here.get()>
                    <Summary case />
                    <ActionBar actions />
                    <Troubles case />
                </Show>
            </div>
            {move || {
                missing()
                    .map(|error| {
                        view! {
                            <Notice tone=Tone::Error>
                                <p>{words::error(&error)}</p>
                            </Notice>
                        }
                    })
            }}
            {move || {
                failed()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || case.reload() />
                        }
                    })
            }}
            <Show when=move || case.gone()>
                <Gone composer />
            </Show>
            <Show when=move || here.get()>
                <div class="ticket-columns">
                    <Main case composer />
                    <SidePanel case />
                </div>
            </Show>
            <Show when=move || !case.loaded() && case.error().is_none()>
                <Loading />
            </Show>
        </div>
    }
}

/// In place of a ticket that was moved out of sight. What was being written is not lost with it.
#[component]
fn Gone(composer: Composer) -> impl IntoView {
    let unsent = Memo::new(move |_| composer.sheet().body.get());
    Effect::new(move |_| a11y::announce(&text("ticket-gone")));
    view! {
        <Notice tone=Tone::Warning>
            <p>{t("ticket-gone")}</p>
            <Show when=move || unsent.with(|text| !text.trim().is_empty())>
                <div class="field">
                    <label for="unsent">{t("ticket-gone-unsent")}</label>
                    <textarea id="unsent" rows="6" readonly prop:value=move || unsent.get()></textarea>
                </div>
            </Show>
        </Notice>
    }
}

/// Conversation and composer. The composer stands where the newest message is.
#[component]
fn Main(case: Case, composer: Composer) -> impl IntoView {
    let session = Session::expect();
    let newest_first = Memo::new(move |_| session.preferences().article_order == ArticleOrder::NewestFirst);
    view! {
        <div class="ticket-main">
            <Show when=move || newest_first.get()>
                <ComposerForm composer />
            </Show>
            <Conversation case composer newest_first />
            <Show when=move || !newest_first.get()>
                <ComposerForm composer />
            </Show>
        </div>
    }
}

/// A number that is an alias leads on to the ticket that goes on.
fn go_on_where_merged(case: Case) {
    let navigate = use_navigate();
    let into = case.part(|ticket| ticket.merged_into.as_ref().map(|ticket| ticket.number.0.clone()));
    Effect::new(move |_| {
        let Some(into) = into.get().flatten().filter(|into| *into != case.number.get_value()) else {
            return;
        };
        case.say(tr!("merged-into", from = case.number.get_value(), into = into.clone()));
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&Place::DeskTicket(into).path(), options);
    });
}

fn page_keys(help: RwSignal<bool>, back: String) {
    let navigate = use_navigate();
    keys::on_key(move |key| match key {
        "u" => {
            navigate(&back, NavigateOptions::default());
            true
        }
        "?" => {
            help.set(true);
            true
        }
        _ => false,
    });
}
