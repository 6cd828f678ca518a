//! What an article says: its text with the quoted history folded, or the mail's own look where the reader asks for it.

use leptos::prelude::*;
use pult_shared::api::article::ArticleView;

use crate::{
    components::{Icon, Sign, attachments::FileLinks, mail_frame::MailFrame},
    i18n::t,
    tr,
};

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

#[component]
pub fn Body(article: ArticleView, links: FileLinks) -> impl IntoView {
    let (own, quote) = split_quote(&article.text, article.quote_at);
    let has_html = article.html.is_some();
    // Where images stand between the lines, or the text part is empty, the mail's own look says more.
    let formatted = RwSignal::new(has_html && (own.is_empty() || article.attachments.iter().any(|file| file.inline)));
    let with_images = RwSignal::new(false);
    let (own, quote, html) = (
        StoredValue::new(own),
        StoredValue::new(quote),
        StoredValue::new(article.html),
    );
    let (id, remote) = (article.id, article.remote_images);
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
    let frame = move || {
        if with_images.get() {
            view! { <MailFrame address=(links.with_images)(id) /> }.into_any()
        } else {
            view! { <MailFrame html=html.get_value().unwrap_or_default() /> }.into_any()
        }
    };
    let ask = move || {
        view! {
            <p class="remote-images">
                <span>{move || tr!("remote-images", count = remote)}</span>
                <button type="button" class="button button-small" on:click=move |_| with_images.set(true)>
                    <Icon sign=Sign::Image />
                    {t("remote-images-show")}
                </button>
            </p>
        }
    };
    view! {
        <div class="article-body">
            <Show when=move || formatted.get() fallback=plain>
                <Show when=move || remote != 0 && !with_images.get()>{ask}</Show>
                {frame}
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
    use super::split_quote;

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
}
