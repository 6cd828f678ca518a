//! What stands first on every page while an administrator looks as somebody else: as whom, that nothing is changed, until when, and the end.
//!
//! It comes with the page and not from its program, so that every program has it, it is what screen readers meet first, and nobody else loads it.

use actix_web::HttpRequest;
use pult_shared::{i18n::Texts, person::Language};

use super::signed_in::browser_language;
use crate::{app::App, service::session::who::SignedIn};

/// Shows the time in the browser's own zone; and takes the banner away once nobody is signed in any more, since the program goes on without loading a
/// page.
const SCRIPT: &str = "(() => {
  const banner = document.getElementById('seeing');
  const time = banner.querySelector('time');
  time.textContent = new Date(time.dateTime).toLocaleTimeString(banner.lang, { hour: '2-digit', minute: '2-digit' });
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask.apply(window, asked);
    const { method, url } = asked[0];
    if (answer.status === 401 || (answer.ok && method === 'DELETE' && new URL(url, location).pathname === '/api/v1/session')) banner.remove();
    return answer;
  };
})();";

/// The banner for whoever asks for a page, where one belongs on it.
pub fn of(app: &App, signed_in: &SignedIn, request: &HttpRequest, nonce: &str) -> Option<String> {
    let seen = signed_in.seen_by.as_ref()?;
    let language = seen.language.or_else(|| browser_language(request)).unwrap_or_default();
    let texts = app.texts.in_language(language);
    // The time stands in the middle of the sentence, in whatever order a language has.
    let text = escaped(&texts.format(
        if seen.over { "seeing-over" } else { "seeing-as" },
        &[("name", signed_in.person.name.as_str().into()), ("until", PLACE.into())],
    ));
    let until = seen.until.strftime("%H:%M UTC");
    let time = format!("<time datetime=\"{}\">{until}</time>", seen.until);
    Some(html(texts, language, &text.replacen(PLACE, &time, 1), nonce))
}

/// What no name is.
const PLACE: &str = "\u{fffc}";

fn html(texts: &Texts, language: Language, text: &str, nonce: &str) -> String {
    let (label, end) = (escaped(&texts.get("seeing-label")), escaped(&texts.get("seeing-end")));
    format!(
        "<link rel=\"stylesheet\" href=\"/seeing.css\">\
         <section id=\"seeing\" lang=\"{}\" aria-label=\"{label}\"><form method=\"post\" action=\"/api/v1/session/seeing-end\">\
         <p>{text}</p><button type=\"submit\" class=\"button button-small\">{end}</button></form></section>\
         <script nonce=\"{nonce}\">{SCRIPT}</script>",
        language.tag()
    )
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Isolates of the texts' placeables: nothing for HTML to show.
            '\u{2068}' | '\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text_and_nothing_more() {
        let name = "<img src=x onerror=\"alert(1)\"> & Söhne";
        assert_eq!(
            escaped(name),
            "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Söhne"
        );
    }
}
