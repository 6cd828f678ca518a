//! What the command palette offers for messages: the newest one for which it is possible.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{api::article::ArticleView, command::CommandName};

use super::{
    menu::{is_mail, redirectable, resendable, split_href},
    send_on::{Road, SendOn},
    source::Source,
};
use crate::{
    components::{Sign, article},
    i18n::text,
    page_actions::{PageAction, PageActions},
    pages::agent::ticket::case::Case,
    tr,
};

/// Offers what can be done with the newest messages.
pub fn offer(case: Case, send_on: SendOn, source: Source) {
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |href: String| navigate.with_value(|go| go(&href, NavigateOptions::default())));
    PageActions::expect().offer(move || {
        let newest = |fits: fn(&ArticleView) -> bool| {
            case.talk
                .with(|articles| articles.iter().find(|article| fits(article)).cloned())
        };
        let action = |label: &str, sign: Sign, article: &ArticleView, press: Box<dyn Fn() + Send + Sync>| {
            let name = tr!("palette-of", action = text(label), name = article::author(article));
            PageAction::named(name, sign, press).in_group("palette-article")
        };
        let send = |road: Road, article: &ArticleView| -> Box<dyn Fn() + Send + Sync> {
            let article = article.clone();
            Box::new(move || send_on.open(road, article.clone()))
        };
        let mut all = Vec::new();
        if let Some(one) = newest(redirectable).filter(|_| case.may(CommandName::Redirect)) {
            all.push(action("article-redirect", Sign::Move, &one, send(Road::Redirect, &one)));
        }
        if let Some(one) = newest(resendable).filter(|_| case.may(CommandName::Resend)) {
            all.push(action("article-resend", Sign::Mail, &one, send(Road::Resend, &one)));
        }
        if let Some(one) = newest(|article| article.raw && is_mail(article)) {
            let shown = one.clone();
            let show = Box::new(move || source.show(&shown));
            all.push(action("article-source", Sign::Eye, &one, show));
        }
        if let Some(one) = newest(|_| true).filter(|_| case.queues().may_create()) {
            let id = one.id;
            let split = Box::new(move || go.run(split_href(case, id)));
            all.push(action("article-split", Sign::Split, &one, split));
        }
        all
    });
}
