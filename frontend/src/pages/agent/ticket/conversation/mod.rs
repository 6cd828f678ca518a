//! The conversation as one stream, newest first or last, with what can be done with each article.

mod menu;
mod send_on;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        article::{ArticleOrder, ArticleView},
        preferences::Preferences,
    },
    command::{AddParticipant, Command, CommandName},
    ids::ArticleId,
};

use self::{
    menu::ArticleMenu,
    send_on::{SendOn, SendOnDialog},
};
use super::{case::Case, composer::Composer};
use crate::{
    components::{
        ArticleCard, Icon, Notice, Sign, Tone,
        article::{Fate, is_held},
    },
    i18n::{t, text, words},
    place::Place,
    session::Session,
    toast::Toasts,
    uploads::FILE_LINKS,
    web,
};

/// From so many articles on there is a way to the newest one.
const MANY: usize = 4;

// req: E1, D20
#[component]
pub fn Conversation(case: Case, composer: Composer, newest_first: Memo<bool>) -> impl IntoView {
    let talk = case.talk;
    let send_on = SendOn::new();
    let shown = move || {
        let mut articles = talk.articles();
        if !newest_first.get() {
            articles.reverse();
        }
        articles
    };
    go_to_linked(case);
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
            <For each=shown key=|article| article.id let:article>
                <Article case composer send_on article />
            </For>
            <Show when=move || newest_first.get()>{older}</Show>
        </section>
        <SendOnDialog case send_on />
    }
}

/// One article with its menu.
#[component]
fn Article(case: Case, composer: Composer, send_on: SendOn, article: ArticleView) -> impl IntoView {
    let id = article.id;
    // What is shown once does not change, except for what became of it.
    let fate = Memo::new(move |_| {
        case.talk.with(|articles| {
            let found = articles.iter().find(|article| article.id == id);
            found.map(Fate::of).unwrap_or_default()
        })
    });
    let held = is_held(&article).then(|| view! { <Held case article=article.clone() /> }.into_any());
    let menu = view! { <ArticleMenu case composer send_on article=article.clone() /> }.into_any();
    match held {
        Some(notice) => view! { <ArticleCard article links=FILE_LINKS fate menu notice /> }.into_any(),
        None => view! { <ArticleCard article links=FILE_LINKS fate menu /> }.into_any(),
    }
}

/// A message of somebody who takes no part: whether it belongs here is for an agent to say.
#[component]
fn Held(case: Case, article: ArticleView) -> impl IntoView {
    let may = Memo::new(move |_| case.may(CommandName::AddParticipant));
    let from = article.from.clone();
    let number = case.number.get_value();
    let split = format!("{}?split={}&from={number}", Place::DeskNew.path(), article.id);
    let add = from.map(|participant| {
        let done = text("done-participant");
        let press = move |_| {
            let command = AddParticipant {
                participant: participant.clone(),
            };
            case.act(vec![Command::AddParticipant(command)], done.clone());
        };
        view! {
            <Show when=move || may.get()>
                <button type="button" class="button button-small" on:click=press.clone()>
                    <Icon sign=Sign::Plus />
                    {t("held-add")}
                </button>
            </Show>
        }
    });
    view! {
        <Notice tone=Tone::Warning>
            <p>{t("held-explained")}</p>
            <div class="form-end">
                {add}
                <a class="button button-small" href=split>
                    <Icon sign=Sign::Split />
                    {t("article-split")}
                </a>
            </div>
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
