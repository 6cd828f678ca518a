//! The conversation as one stream, newest first or last, with what can be done with each article.

mod menu;
mod offers;
mod send_on;
mod source;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        article::{ArticleOrder, ArticleView},
        preferences::Preferences,
    },
    command::{Admit, Command, CommandName, Dismiss},
    ids::ArticleId,
};

use self::{
    menu::ArticleMenu,
    send_on::{SendOn, SendOnDialog},
    source::{Source, SourceDialog},
};
use super::{case::Case, composer::Composer};
use crate::{
    api,
    components::{
        ArticleCard, Icon, Notice, Sign, Tone,
        article::{Fate, is_held},
    },
    i18n::{t, text, words},
    session::Session,
    toast::Toasts,
    tr,
    uploads::FILE_LINKS,
    web,
};

/// From so many articles on there is a way to the newest one.
const MANY: usize = 4;

// req: E1, D20
#[component]
pub fn Conversation(case: Case, composer: Composer, newest_first: Memo<bool>) -> impl IntoView {
    let talk = case.talk;
    let (send_on, source) = (SendOn::new(), Source::new());
    let shown = move || {
        let mut articles = talk.articles();
        if !newest_first.get() {
            articles.reverse();
        }
        articles
    };
    go_to_linked(case);
    offers::offer(case, send_on, source);
    let older = move || {
        view! {
            <Show when=move || talk.has_older()>
                <div class="load-more">
                    <button type="button" class="button" disabled=move || talk.busy() on:click=move |_| talk.load_older()>
                        {t("older-articles")}
                    </button>
                </div>
            </Show>
            {move || talk.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        }
    };
    let newest = move || talk.with(|articles| articles.first().map(|article| article.id));
    let many = move || talk.with(|articles| articles.len() >= MANY);
    view! {
        <section class="conversation" aria-label=t("conversation")>
            <div class="conversation-head">
                <h2>{t("conversation")}</h2>
                <Show when=move || many() && !newest_first.get()>
                    <button
                        type="button"
                        class="link"
                        on:click=move |_| {
                            if let Some(id) = untrack(newest) {
                                go_to(id);
                            }
                        }
                    >
                        {t("to-newest")}
                    </button>
                </Show>
                <OrderSwitch newest_first />
            </div>
            <Show when=move || !newest_first.get()>{older}</Show>
            <For each=shown key=|article| (article.id, article.held) let:article>
                <Article case composer send_on source article />
            </For>
            <Show when=move || newest_first.get()>{older}</Show>
        </section>
        <SendOnDialog case send_on />
        <SourceDialog source />
    }
}

/// One article with its menu.
#[component]
fn Article(case: Case, composer: Composer, send_on: SendOn, source: Source, article: ArticleView) -> impl IntoView {
    let id = article.id;
    // What is shown once does not change, except for what became of it.
    let fate = Memo::new(move |_| {
        case.talk.with(|articles| {
            let found = articles.iter().find(|article| article.id == id);
            found.map(Fate::of).unwrap_or_default()
        })
    });
    let held = is_held(&article).then(|| view! { <Held case article=article.clone() /> }.into_any());
    let menu = view! { <ArticleMenu case composer send_on source article=article.clone() /> }.into_any();
    match held {
        Some(notice) => view! { <ArticleCard article links=FILE_LINKS fate menu notice /> }.into_any(),
        None => view! { <ArticleCard article links=FILE_LINKS fate menu /> }.into_any(),
    }
}

/// A message of somebody who takes no part: whether it belongs here is for an agent to say.
#[component]
fn Held(case: Case, article: ArticleView) -> impl IntoView {
    let may = Memo::new(move |_| case.may(CommandName::Admit));
    let busy = RwSignal::new(false);
    let article_id = article.id;
    let admit = move |_| {
        let admit = Command::Admit(Admit { article_id });
        case.act(vec![admit], text("done-admit"));
    };
    let dismiss = move |_| {
        let dismiss = Command::Dismiss(Dismiss {
            article_id,
            reason: None,
        });
        case.act(vec![dismiss], text("done-dismiss"));
    };
    let make_ticket = move |_| {
        busy.set(true);
        spawn_local(async move {
            let made = api::articles::make_ticket_of_article(article_id, None).await;
            if case.number.try_get_value().is_none() {
                return;
            }
            busy.set(false);
            match made {
                Ok(made) => case.say(tr!("done-held-ticket", number = made.number.0)),
                Err(error) => case.refused.set(Some(error)),
            }
            case.look_soon();
        });
    };
    let disabled = move || busy.get() || case.busy.get();
    let from = article.from.map(|from| from.address).unwrap_or_default();
    view! {
        <Notice tone=Tone::Warning>
            <p>{move || tr!("held-explained", address = from.clone())}</p>
            <Show when=move || may.get()>
                <div class="form-end">
                    <button type="button" class="button button-small button-primary" disabled=disabled on:click=admit>
                        <Icon sign=Sign::Check />
                        {t("held-admit")}
                    </button>
                    <button type="button" class="button button-small" disabled=disabled on:click=make_ticket>
                        <Icon sign=Sign::Split />
                        {t("held-ticket")}
                    </button>
                    <button type="button" class="button button-small" disabled=disabled on:click=dismiss>
                        <Icon sign=Sign::Close />
                        {t("held-dismiss")}
                    </button>
                </div>
            </Show>
        </Notice>
    }
}

/// Newest first or last, kept for the person.
#[component]
fn OrderSwitch(newest_first: Memo<bool>) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let switch = move |_| {
        let order = match newest_first.get_untracked() {
            true => ArticleOrder::OldestFirst,
            false => ArticleOrder::NewestFirst,
        };
        let preferences = Preferences {
            article_order: order,
            ..untrack(|| session.preferences())
        };
        spawn_local(async move {
            if let Err(error) = session.choose(preferences).await {
                toasts.show(words::error(&error));
            }
        });
    };
    view! {
        <button
            type="button"
            class="button button-quiet button-small order-switch"
            aria-pressed=move || newest_first.get().to_string()
            on:click=switch
        >
            {t("newest-first")}
        </button>
    }
}

/// Brings an article into view and puts the focus on it.
fn go_to(id: ArticleId) {
    let selector = format!("#article-{id}");
    web::focus(&selector);
}

/// A link to one article leads there, as soon as it is on the page.
fn go_to_linked(case: Case) {
    let there = Memo::new(move |_| case.talk.with(|articles| !articles.is_empty()));
    Effect::new(move |_| {
        if !there.get() {
            return;
        }
        let hash = window().location().hash().unwrap_or_default();
        if let Some(id) = hash
            .strip_prefix("#article-")
            .and_then(|id| id.parse::<ArticleId>().ok())
        {
            request_animation_frame(move || go_to(id));
        }
    });
}
