//! What can be done with one article.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::article::ArticleView,
    command::CommandName,
    ids::ArticleId,
    ticket::{Channel, Direction},
};

use super::{
    send_on::{Road, SendOn},
    source::Source,
};
use crate::{
    components::{
        Icon, Sign,
        menu::{Menu, MenuItem},
    },
    i18n::{t, text},
    pages::agent::ticket::{case::Case, composer::Composer},
    place::Place,
    uploads::FILE_LINKS,
    web,
};

/// Came as a mail, so that there is something raw to look at.
pub fn is_mail(article: &ArticleView) -> bool {
    matches!(article.channel, Channel::Mail | Channel::Fax | Channel::WebForm)
}

pub fn redirectable(article: &ArticleView) -> bool {
    article.raw && article.direction == Direction::Incoming
}

pub fn resendable(article: &ArticleView) -> bool {
    article.direction == Direction::Outgoing && !article.to.is_empty() && !article.recalled
}

/// Where an article becomes a ticket of its own.
pub fn split_href(case: Case, id: ArticleId) -> String {
    format!("{}?split={id}&from={}", Place::DeskNew.path(), case.number.get_value())
}

#[component]
pub fn ArticleMenu(
    case: Case,
    composer: Composer,
    send_on: SendOn,
    source: Source,
    article: ArticleView,
) -> impl IntoView {
    let article = StoredValue::new(article);
    let is = move |test: fn(&ArticleView) -> bool| article.with_value(test);
    let (redirectable, resendable) = (is(redirectable), is(resendable));
    let answerable = is(|article| article.visible_to_customer || article.direction == Direction::Incoming);
    let raw = article.with_value(|article| article.raw && is_mail(article));
    let look = Callback::new(move |()| article.with_value(|article| source.show(article)));
    let id = article.with_value(|article| article.id);
    let answer = move |all: bool| Callback::new(move |()| article.with_value(|article| composer.answer(article, all)));
    let go = move |road: Road| Callback::new(move |()| send_on.open(road, article.get_value()));
    let item = move |on: bool, name: CommandName, label: &'static str, sign: Sign, press: Callback<()>| {
        (on && case.may(name)).then(|| view! { <MenuItem label=Signal::derive(t(label)) sign on_press=press /> })
    };
    let copy = Callback::new(move |()| {
        let address = format!("{}#article-{id}", web::here());
        spawn_local(async move {
            let copied = web::copy(&address).await;
            case.say(if copied { text("link-copied") } else { address });
        });
    });
    let split = split_href(case, id);
    let may_split = move || case.queues().may_create();
    view! {
        <Menu label=Signal::derive(t("article-menu")) sign=Sign::Menu bare=true class="button button-quiet button-icon">
            {move || item(answerable, CommandName::Reply, "composer-reply", Sign::Reply, answer(false))}
            {move || item(answerable, CommandName::Reply, "composer-reply-all", Sign::ReplyAll, answer(true))}
            {move || {
                let forward = Callback::new(move |()| composer.forward(id));
                item(true, CommandName::Forward, "composer-forward", Sign::Forward, forward)
            }}
            {move || item(redirectable, CommandName::Redirect, "article-redirect", Sign::Move, go(Road::Redirect))}
            {move || item(resendable, CommandName::Resend, "article-resend", Sign::Mail, go(Road::Resend))}
            {
                let split = split.clone();
                move || {
                    may_split()
                        .then(|| {
                            view! {
                                <a class="menu-item" href=split.clone()>
                                    <Icon sign=Sign::Split />
                                    <span>{t("article-split")}</span>
                                </a>
                            }
                        })
                }
            }
            <MenuItem label=Signal::derive(t("article-copy-link")) sign=Sign::Link on_press=copy />
            {raw
                .then(|| view! { <MenuItem label=Signal::derive(t("article-source")) sign=Sign::Eye on_press=look /> })}
            {raw
                .then(|| {
                    view! {
                        <a class="menu-item" href=(FILE_LINKS.raw)(id) target="_blank" rel="external noopener">
                            <Icon sign=Sign::File />
                            <span>{t("article-raw")}</span>
                        </a>
                    }
                })}
        </Menu>
    }
}
