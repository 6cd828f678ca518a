//! What an article says: its text with the quoted history folded, or the mail's own look where the reader asks for it.

use leptos::prelude::*;
use pult_shared::api::article::{ArticleView, AttachmentView};

use super::invitations;
use crate::{
    components::{
        Icon, Sign,
        attachments::{FileLinks, SHOWN_IMAGES},
        mail_frame::MailFrame,
    },
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

/// A piece of a text that an agent wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// An image, by its place among the attachments.
    Image(usize),
}

/// Takes the images out of a text: `![name](upload:<id>)`, where there is such an attachment.
fn pieces(text: &str, files: &[AttachmentView]) -> Vec<Piece> {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let images = |(_, file): &(usize, &AttachmentView)| SHOWN_IMAGES.contains(&file.media_type.as_str());
    for (index, file) in files.iter().enumerate().filter(images) {
        let end_mark = format!("](upload:{})", file.id);
        let Some(end) = text.find(&end_mark) else { continue };
        let begin = text.get(..end).and_then(|before| before.rfind("!["));
        if let Some(begin) = begin {
            found.push((begin, end + end_mark.len(), index));
        }
    }
    found.sort_unstable();
    let (mut all, mut at) = (Vec::new(), 0);
    for (begin, end, index) in found {
        if let Some(before) = text.get(at..begin) {
            all.push(Piece::Text(before.to_owned()));
            all.push(Piece::Image(index));
            at = end;
        }
    }
    all.push(Piece::Text(text.get(at..).unwrap_or_default().to_owned()));
    all.retain(|piece| *piece != Piece::Text(String::new()));
    all
}

#[component]
pub fn Body(article: ArticleView, links: FileLinks) -> impl IntoView {
    let (own, quote) = split_quote(&article.text, article.quote_at.or(article.signature_at));
    let own = invitations::without(&own, &article.invitations).to_owned();
    let folded = if article.quote_at.is_some() {
        "show-quote"
    } else {
        "show-signature"
    };
    let has_html = article.html.is_some();
    // Where images stand between the lines, or the text part is empty, the mail's own look says more.
    let formatted = RwSignal::new(has_html && (own.is_empty() || article.attachments.iter().any(|file| file.inline)));
    let with_images = RwSignal::new(false);
    let files = StoredValue::new(article.attachments);
    let own = files.with_value(|files| pieces(&own, files));
    let piece = move |piece: Piece| match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Image(index) => files
            .with_value(|files| files.get(index).cloned())
            .map(|file| view! { <img class="article-image" src=(links.show)(file.id) alt=file.name loading="lazy" /> })
            .into_any(),
    };
    let (own, quote, html) = (
        StoredValue::new(own),
        StoredValue::new(quote),
        StoredValue::new(article.html),
    );
    let (id, remote) = (article.id, article.remote_images);
    let plain = move || {
        view! {
            <div class="article-text" dir="auto">
                {own.get_value().into_iter().map(piece).collect_view()}
            </div>
            {quote
                .get_value()
                .map(|quote| {
                    view! {
                        <details class="quote">
                            <summary>{t(folded)}</summary>
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
    use super::*;

    #[test]
    fn images_stand_where_they_were_put() {
        let id = "00000001-0000-7000-8000-000000000000";
        let file: AttachmentView = serde_json::from_str(&format!(
            "{{\"id\":\"{id}\",\"name\":\"a.png\",\"media_type\":\"image/png\",\"size\":1,\"inline\":false}}"
        ))
        .unwrap();
        let text = format!("Hier:\n![a.png](upload:{id})\nund ![b](upload:0002)");
        assert_eq!(
            pieces(&text, &[file]),
            [
                Piece::Text("Hier:\n".to_owned()),
                Piece::Image(0),
                Piece::Text("\nund ![b](upload:0002)".to_owned())
            ]
        );
        assert_eq!(pieces("", &[]), []);
    }

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
