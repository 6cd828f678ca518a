//! What became of an article: taken back, on its way, delivered, refused. It changes while the article is on screen.

use leptos::prelude::*;
use pult_shared::api::{
    article::{ArticleView, Delivery},
    mail::OutgoingStatus,
};

use crate::{
    components::{Icon, Sign},
    i18n::{dates, t, words},
    tr,
};

/// The part of an article that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    pub recalled: bool,
    pub deliveries: Vec<Delivery>,
}

impl Fate {
    pub fn of(article: &ArticleView) -> Self {
        Self {
            recalled: article.recalled,
            deliveries: article.deliveries.clone(),
        }
    }
}

#[component]
pub fn FateLine(fate: Signal<Fate>, portal: bool) -> impl IntoView {
    move || {
        let Fate { recalled, deliveries } = fate.get();
        let taken_back = recalled.then(|| {
            view! {
                <p class="article-fate article-fate-recalled">
                    <Icon sign=Sign::Undo />
                    {t("article-recalled")}
                </p>
            }
        });
        let shown = !portal && !recalled && !deliveries.is_empty();
        let sent = shown.then(|| {
            let rows = deliveries.into_iter().map(row).collect_view();
            view! { <ul class="deliveries" aria-label=t("deliveries")>{rows}</ul> }
        });
        view! {
            {taken_back}
            {sent}
        }
    }
}

// req: E19
fn row(delivery: Delivery) -> impl IntoView {
    let sign = match delivery.status {
        OutgoingStatus::Queued | OutgoingStatus::Deferred => Sign::Pause,
        OutgoingStatus::Sent => Sign::Check,
        OutgoingStatus::Failed | OutgoingStatus::Bounced => Sign::Alert,
    };
    let Delivery {
        to,
        status,
        next_attempt_at,
    } = delivery;
    let says = move || match next_attempt_at {
        Some(at) if status == OutgoingStatus::Queued => tr!("delivery-waits", until = dates::short(at)),
        Some(at) if status.waits() => tr!("delivery-delayed", until = dates::short(at)),
        _ => words::outgoing_status(status),
    };
    view! {
        <li class=format!("delivery delivery-{}", status.name())>
            <Icon sign />
            <span>{to} ": " {says}</span>
        </li>
    }
}
