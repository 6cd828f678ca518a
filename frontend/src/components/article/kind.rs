//! What kind of article it is: in a word, an icon and an edge, so that colour is not all there is.

use pult_shared::{
    api::article::ArticleView,
    ticket::{Channel, Direction},
};

use crate::components::Sign;

/// How an article looks and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub class: &'static str,
    /// A locale key.
    pub label: &'static str,
    pub sign: Sign,
}

/// A message of somebody who takes no part: it waits for an agent, and customers do not see it.
pub fn is_held(article: &ArticleView) -> bool {
    article.held
}

/// A mail that came in and that only agents read: it was left aside, went into another ticket, or reports on one of ours.
fn is_aside(article: &ArticleView) -> bool {
    article.direction == Direction::Incoming
        && !article.visible_to_customer
        && !matches!(article.channel, Channel::Phone | Channel::Visit)
}

/// It went to a third party.
fn is_forward(article: &ArticleView) -> bool {
    article.direction == Direction::Outgoing && !article.visible_to_customer
}

/// The icon of the road that it came by.
pub fn channel_sign(channel: Channel) -> Sign {
    match channel {
        Channel::Mail => Sign::Mail,
        Channel::Phone => Sign::Phone,
        Channel::Visit => Sign::Person,
        Channel::Portal => Sign::Inbox,
        Channel::Api => Sign::Plug,
        Channel::Fax => Sign::Fax,
        Channel::WebForm => Sign::Globe,
    }
}

pub fn kind_of(article: &ArticleView) -> Kind {
    let kind = |class, label, sign| Kind { class, label, sign };
    if is_held(article) {
        return kind("article article-held", "article-held", Sign::Alert);
    }
    if is_aside(article) {
        return kind("article article-internal", "article-aside", Sign::Lock);
    }
    if is_forward(article) && !matches!(article.channel, Channel::Phone | Channel::Visit) {
        return kind(
            "article article-internal article-forwarded",
            "article-forward",
            Sign::Forward,
        );
    }
    let inside = !article.visible_to_customer;
    match (article.direction, article.channel) {
        (_, Channel::Phone) if inside => kind("article article-internal", "article-phone-internal", Sign::Phone),
        (_, Channel::Visit) if inside => kind("article article-internal", "article-visit-internal", Sign::Person),
        _ if inside => kind("article article-internal", "article-internal", Sign::Lock),
        (Direction::Outgoing, Channel::Phone) => kind("article article-outgoing", "article-phone-out", Sign::Phone),
        (Direction::Outgoing, _) => kind("article article-outgoing", "article-outgoing", Sign::Reply),
        (_, Channel::Phone) => kind("article article-incoming", "article-phone", Sign::Phone),
        (_, Channel::Visit) => kind("article article-incoming", "article-visit", Sign::Person),
        (Direction::Internal, _) => kind("article article-outgoing", "article-shared-note", Sign::Note),
        (Direction::Incoming, channel) => {
            let label = match channel {
                Channel::Mail => "article-mail",
                Channel::Fax => "article-fax",
                Channel::WebForm => "article-web-form",
                Channel::Portal => "article-portal",
                _ => "article-incoming",
            };
            kind("article article-incoming", label, channel_sign(channel))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(direction: &str, channel: &str, visible: bool) -> ArticleView {
        serde_json::from_value(serde_json::json!({
            "id": "00000000-0000-7000-8000-000000000000", "direction": direction, "channel": channel,
            "visible_to_customer": visible, "subject": "", "text": "", "attachments": [], "automatic": false,
            "created_at": "2026-11-22T10:00:00Z",
        }))
        .unwrap()
    }

    #[test]
    fn what_customers_do_not_see_is_never_called_like_what_they_see() {
        let rows = [
            ("incoming", "mail", true, "article-mail"),
            ("incoming", "mail", false, "article-aside"),
            ("incoming", "phone", true, "article-phone"),
            ("incoming", "phone", false, "article-phone-internal"),
            ("outgoing", "mail", true, "article-outgoing"),
            ("outgoing", "mail", false, "article-forward"),
            ("outgoing", "phone", true, "article-phone-out"),
            ("internal", "api", false, "article-internal"),
            ("internal", "api", true, "article-shared-note"),
            ("incoming", "web_form", true, "article-web-form"),
        ];
        for (direction, channel, visible, label) in rows {
            let found = kind_of(&article(direction, channel, visible));
            assert_eq!(found.label, label, "{direction} {channel} {visible}");
            assert_eq!(
                found.class.contains("internal") || found.class.contains("held"),
                !visible
            );
        }
        let held = ArticleView {
            held: true,
            ..article("incoming", "mail", false)
        };
        assert_eq!(kind_of(&held).label, "article-held");
    }
}
