//! One message, call or note of a conversation. Customer, desk and internal notes differ in word, icon and edge, not in colour alone.

use leptos::prelude::*;
use pult_shared::{
    api::article::{ArticleView, AttachmentView},
    mailbox::Mailbox,
    ticket::{Channel, Direction},
};

use super::{
    Ago, Icon, Sign,
    attachments::{AttachmentList, FileLinks},
    mail_frame::MailFrame,
};
use crate::i18n::{t, text};

/// Splits a text where its quoted history begins; the position counts characters.
pub fn split_quote(text: &str, quote_at: Option<u32>) -> (String, Option<String>) {
    let Some(at) = quote_at else {
        return (text.to_owned(), None);
    };
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let own: String = text.chars().take(at).collect();
    let quote: String = text.chars().skip(at).collect();
    let quote = Some(quote).filter(|quote| !quote.trim().is_empty());
    (own.trim_end().to_owned(), quote)
}

/// Who stands behind an article, in a word and two letters.
fn author(article: &ArticleView) -> String {
    let person = article.author.as_ref().map(|person| person.name.clone());
    person
        .or_else(|| article.from.as_ref().map(|from| from.label().to_owned()))
        .unwrap_or_default()
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .collect()
}

/// How an article looks and what it is called.
fn kind(article: &ArticleView) -> (&'static str, &'static str, Sign) {
    if !article.visible_to_customer {
        return ("article article-internal", "article-internal", Sign::Lock);
    }
    match (article.direction, article.channel) {
        (Direction::Outgoing, _) => ("article article-outgoing", "article-outgoing", Sign::Reply),
        (_, Channel::Phone) => ("article article-incoming", "article-phone", Sign::Phone),
        (_, Channel::Visit) => ("article article-incoming", "article-visit", Sign::Person),
        (Direction::Internal, _) => ("article article-outgoing", "article-shared-note", Sign::Note),
        (Direction::Incoming, Channel::Mail) => ("article article-incoming", "article-mail", Sign::Mail),
        (Direction::Incoming, _) => ("article article-incoming", "article-incoming", Sign::Mail),
    }
}

#[component]
pub fn ArticleCard(
    article: ArticleView,
    links: FileLinks,
    /// Shows addresses, and what kind of article it is; customers need neither.
    #[prop(optional)]
    portal: bool,
) -> impl IntoView {
    let (class, label, sign) = kind(&article);
    let name = author(&article);
    let (to, cc) = (addresses(&article.to), addresses(&article.cc));
    let files: Vec<AttachmentView> = article
        .attachments
        .iter()
        .filter(|file| !file.inline)
        .cloned()
        .collect();
    let at = article.created_at;
    let id = format!("article-{}", article.id);
    let automatic = article.automatic;
    let body = view! { <Body article /> };
    let who = name.clone();
    view! {
        <article class=class id=id aria-label=move || format!("{}: {}", text(label), who)>
            <header class="article-head">
                <span class="avatar" aria-hidden="true">
                    {initials(&name)}
                </span>
                <span class="article-who">
                    <strong>{name}</strong>
                    <span class="article-kind">
                        <Icon sign />
                        {t(label)}
                    </span>
                    {automatic.then(|| view! { <span class="badge">{t("article-automatic")}</span> })}
                </span>
                <span class="article-when">
                    <Ago at=Signal::stored(at) />
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
            {(!files.is_empty()).then(|| view! { <AttachmentList items=files links /> })}
        </article>
    }
}

fn addresses(list: &[Mailbox]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The text with its quote folded, or the mail's own look where the reader asks for it.
#[component]
fn Body(article: ArticleView) -> impl IntoView {
    let (own, quote) = split_quote(&article.text, article.quote_at);
    let (own, quote) = (StoredValue::new(own), StoredValue::new(quote));
    let html = StoredValue::new(article.html);
    let has_html = html.with_value(Option::is_some);
    // Where the text part is empty, the HTML is all there is.
    let formatted = RwSignal::new(has_html && own.with_value(String::is_empty));
    let plain = move || {
        view! {
            <div class="article-text" dir="auto">
                {own.get_value()}
            </div>
            {quote
                .get_value()
                .map(|quote| {
                    view! {
                        <details class="quote">
                            <summary>{t("show-quote")}</summary>
                            <div class="article-text quote-text" dir="auto">
                                {quote}
                            </div>
                        </details>
                    }
                })}
        }
    };
    view! {
        <div class="article-body">
            <Show when=move || formatted.get() fallback=plain>
                {move || html.get_value().map(|html| view! { <MailFrame html /> })}
            </Show>
            {has_html
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button button-quiet button-small"
                            aria-pressed=move || formatted.get().to_string()
                            on:click=move |_| formatted.update(|on| *on = !*on)
                        >
                            <Icon sign=Sign::Eye />
                            {t("show-formatted")}
                        </button>
                    }
                })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_split_by_characters() {
        let text = "Grüße aus Köln\n\n> früher";
        assert_eq!(
            split_quote(text, Some(14)),
            ("Grüße aus Köln".to_owned(), Some("\n\n> früher".to_owned()))
        );
        assert_eq!(split_quote(text, Some(9_999)).1, None);
        assert_eq!(split_quote("nur Text", None), ("nur Text".to_owned(), None));
    }

    #[test]
    fn initials_are_two_letters_at_most() {
        assert_eq!(initials("Lena Vogt"), "LV");
        assert_eq!(initials("Anna Maria von Berg"), "AM");
        assert_eq!(initials("lena@stud.example"), "l");
        assert_eq!(initials(""), "");
    }
}
