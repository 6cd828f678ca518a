//! What a writer is asked before something is sent: a message that came meanwhile, a forgotten attachment. The first press tells, the
//! second one sends. Nothing else ever blocks.

use leptos::prelude::*;
use pult_shared::{api::article::ArticleView, ids::ArticleId};

use super::{Composer, Kind, reminder::speaks_of_attachment};
use crate::{
    components::{Ago, Icon, Notice, Sign, Tone, article},
    i18n::t,
    tr,
};

/// A reason to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The customer can see this, and the writer had not when they began.
    Came(ArticleId),
    /// The text speaks of an attachment, and there is none.
    Attachment,
}

impl Composer {
    /// Messages visible to the customer that came since the text was begun, the oldest first. What the writer sent themselves is no news.
    pub(super) fn came(self) -> Vec<ArticleView> {
        let Some(seen) = self.sheet().seen.get() else {
            return Vec::new();
        };
        if !matters(self.kind.get()) {
            return Vec::new();
        }
        let me = self.session.person_untracked();
        self.case.talk.with(|articles| {
            let news = articles.iter().filter(|one| {
                let own = one.author.as_ref().map(|author| author.id) == me && me.is_some();
                one.visible_to_customer && !one.recalled && !own && one.created_at > seen
            });
            news.rev().cloned().collect()
        })
    }

    fn forgot_attachment(self) -> bool {
        let sheet = self.sheet();
        self.kind.get().is_mail()
            && sheet.uploads.items().with(Vec::is_empty)
            && sheet.articles.with(Vec::is_empty)
            && sheet.body.with(|body| speaks_of_attachment(body))
    }

    /// All that should be asked now.
    pub(super) fn doubts(self) -> Vec<Doubt> {
        let mut doubts: Vec<Doubt> = self.came().iter().map(|article| Doubt::Came(article.id)).collect();
        if self.forgot_attachment() {
            doubts.push(Doubt::Attachment);
        }
        doubts
    }

    /// What has not been asked yet; from now on it has.
    pub(super) fn ask(self) -> bool {
        let doubts = untrack(|| self.doubts());
        if self.told.get_untracked() {
            self.told.set(false);
            self.accepted.set(doubts);
            return false;
        }
        let new = self
            .accepted
            .with_untracked(|accepted| doubts.iter().any(|doubt| !accepted.contains(doubt)));
        if new {
            self.accepted.set(doubts);
        }
        new
    }

    /// Whether the next press sends in spite of a doubt.
    pub(super) fn insists(self) -> bool {
        let doubts = self.doubts();
        let known = |accepted: &Vec<Doubt>| doubts.iter().all(|doubt| accepted.contains(doubt));
        !doubts.is_empty() && (self.told.get() || self.accepted.with(known))
    }
}

/// A note harms nobody who has not read the latest message.
fn matters(kind: Kind) -> bool {
    kind != Kind::Note
}

// req: B8
/// What came, above the button that sends.
#[component]
pub fn Doubts(composer: Composer) -> impl IntoView {
    let came = Memo::new(move |_| composer.came());
    let forgot = Memo::new(move |_| {
        composer.accepted.with(|accepted| accepted.contains(&Doubt::Attachment)) && composer.forgot_attachment()
    });
    let message = |one: ArticleView| {
        let (own, _) = article::split_quote(&one.text, one.quote_at.or(one.signature_at));
        let label = article::label(&one);
        view! {
            <article class="came">
                <p class="came-head">
                    <Icon sign=Sign::Mail />
                    <strong>{article::author(&one)}</strong>
                    <span class="soft">{t(label)}</span>
                    <Ago at=Signal::stored(one.created_at) />
                </p>
                <div class="article-text came-text" dir="auto" tabindex="0">
                    {own}
                </div>
            </article>
        }
    };
    view! {
        <div id="composer-doubts" tabindex="-1">
            <Show when=move || came.with(|came| !came.is_empty())>
                <Notice tone=Tone::Warning>
                    <p>{move || tr!("came-meanwhile", count = came.with(Vec::len))}</p>
                    {move || came.get().into_iter().map(message).collect_view()}
                </Notice>
            </Show>
            <Show when=move || forgot.get()>
                <Notice tone=Tone::Warning>
                    <p>{t("attachment-forgotten")}</p>
                </Notice>
            </Show>
        </div>
    }
}
