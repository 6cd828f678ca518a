//! One message, call or note of a conversation. Customer, desk and internal notes differ in word, icon and edge, not in colour alone.

mod body;
mod fate;
mod invitations;
mod kind;

use leptos::prelude::*;
use pult_shared::{
    api::article::{ArticleView, AttachmentView, MailSignature, SenderTrust, SignatureResult},
    mailbox::Mailbox,
};

use self::body::Body;
pub use self::{body::split_quote, fate::Fate, kind::is_held};
use super::{
    Ago, Icon, Sign,
    attachments::{AttachmentList, FileLinks},
    avatar,
};
use crate::{
    i18n::{t, text},
    tr,
};

/// Who stands behind an article.
pub fn author(article: &ArticleView) -> String {
    let person = article.author.as_ref().map(|person| person.name.clone());
    person
        .or_else(|| article.from.as_ref().map(|from| from.label().to_owned()))
        .unwrap_or_default()
}

/// What an article is called, by its locale key.
pub fn label(article: &ArticleView) -> &'static str {
    kind::kind_of(article).label
}

#[component]
pub fn ArticleCard(
    article: ArticleView,
    links: FileLinks,
    /// Leaves out addresses and what became of mails; customers need neither.
    #[prop(optional)]
    portal: bool,
    /// What became of it since it was loaded.
    #[prop(optional, into)]
    fate: Option<Signal<Fate>>,
    /// What can be done with it, at the end of its head.
    #[prop(optional)]
    menu: Option<AnyView>,
    /// What an agent has to decide about it.
    #[prop(optional)]
    notice: Option<AnyView>,
) -> impl IntoView {
    let look = kind::kind_of(&article);
    let name = author(&article);
    let files: Vec<AttachmentView> = article
        .attachments
        .iter()
        .filter(|file| !file.inline)
        .cloned()
        .collect();
    let id = format!("article-{}", article.id);
    let list_id = id.clone();
    let automatic = article.automatic;
    let invitations = article.invitations.clone();
    let trust = article.trust.clone();
    let secrets = (!article.secrets.is_empty()).then(|| secret_hint(&article));
    let other_number = article.ticket_number.clone();
    let at = article.created_at;
    let fate = fate.unwrap_or_else(|| Signal::stored(Fate::of(&article)));
    let (to, cc) = (addresses(&article.to), addresses(&article.cc));
    let who = name.clone();
    let body = view! { <Body article links /> };
    view! {
        <article
            class=look.class
            class:article-recalled=move || fate.with(|fate| fate.recalled)
            id=id
            tabindex="-1"
            aria-label=move || format!("{}: {}", text(look.label), who)
        >
            <header class="article-head">
                <span class=format!("avatar {}", avatar::tint(&name)) aria-hidden="true">
                    {avatar::initials(&name)}
                </span>
                <span class="article-who">
                    <strong>{name}</strong>
                    <span class="article-kind">
                        <Icon sign=look.sign />
                        {t(look.label)}
                    </span>
                    {automatic.then(|| view! { <span class="badge">{t("article-automatic")}</span> })}
                    {trust.map(trust_badge)}
                    {other_number
                        .map(|number| {
                            view! {
                                <span class="badge">{move || tr!("article-from-ticket", number = number.0.clone())}</span>
                            }
                        })}
                </span>
                <span class="article-when">
                    <Ago at=Signal::stored(at) />
                    {menu}
                </span>
                {(!portal && !to.is_empty())
                    .then(|| {
                        view! {
                            <span class="article-to">
                                {t("mail-to")} " " {to} {(!cc.is_empty()).then(|| view! { " · Cc " {cc} })}
                            </span>
                        }
                    })}
            </header>
            <fate::FateLine fate portal />
            {notice}
            {secrets}
            <invitations::Invitations events=invitations />
            {if automatic {
                view! {
                    <details class="article-folded">
                        <summary>{t("article-show-automatic")}</summary>
                        {body}
                    </details>
                }
                    .into_any()
            } else {
                body.into_any()
            }}
            {(!files.is_empty()).then(|| view! { <AttachmentList id=list_id items=files links /> })}
        </article>
    }
}

fn addresses(list: &[Mailbox]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

// req: A20
/// How far the sender is proven, with what says so.
fn trust_badge(trust: SenderTrust) -> impl IntoView {
    let SenderTrust { verdict, by, signature } = trust;
    let why = move || match by.is_empty() {
        true => text("trust-none"),
        false => tr!("trust-why", by = by.clone()),
    };
    let why = StoredValue::new(why);
    let why = move || why.with_value(|why| why());
    view! {
        <span class=format!("badge badge-trust-{}", verdict.name()) title=why>
            {move || text(&format!("trust-{}", verdict.name()))}
            <span class="visually-hidden">". " {why}</span>
        </span>
        {signature.map(signature_badge)}
    }
}

/// What the signature of the mail itself shows, with whom its certificate names.
fn signature_badge(signature: MailSignature) -> impl IntoView {
    let MailSignature { result, signer } = signature;
    // Colours as of the sender: proven, not proven, denied.
    let colour = match result {
        SignatureResult::Valid => "proven",
        SignatureResult::Changed => "failed",
        _ => "unproven",
    };
    let why = move || {
        let why = text(&format!("signature-why-{}", result.name()));
        match signer.is_empty() {
            true => why,
            false => format!("{why} {}", tr!("signature-signer", name = signer.clone())),
        }
    };
    let why = StoredValue::new(why);
    let why = move || why.with_value(|why| why());
    view! {
        <span class=format!("badge badge-trust-{colour}") title=why>
            {move || text(&format!("signature-{}", result.name()))}
            <span class="visually-hidden">". " {why}</span>
        </span>
    }
}

/// What the message should not have, with the way to remove it. Only agents are told.
// req: D5
fn secret_hint(article: &ArticleView) -> impl IntoView + use<> {
    let kinds = article.secrets.clone();
    let words = move || tr!("secret-found", kinds = super::secret::words(&kinds));
    let path = format!("/admin/redact?article={}", article.id);
    view! {
        <p class="article-secrets">
            <Icon sign=Sign::Alert />
            {words}
            " "
            <a href=path>{t("secret-remove")}</a>
        </p>
    }
}
