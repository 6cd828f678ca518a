//! What fits while one types: people, agents of a queue, tags, tickets. The requests behind the suggestions of `components::suggest`.
//!
//! Knows the API; must not know pages.

use std::{future::Future, pin::Pin, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        person::PersonCard,
        ticket::{TicketScope, TicketSort, TicketView},
    },
    filter::Filter,
    ids::QueueId,
    limits::TAG_MAX,
    mailbox::{Mailbox, is_address},
};

use crate::{
    api::{self, ApiError},
    components::suggest::{Offers, Suggestion},
    i18n::words,
};

/// So many suggestions are shown.
const SHOWN: u32 = 8;
/// How long to wait for the next letter.
const PAUSE: Duration = Duration::from_millis(180);

type Answer<T> = Pin<Box<dyn Future<Output = Result<Vec<T>, ApiError>>>>;

/// What was found, beside the suggestions that stand for it.
pub struct Lookup<T: Send + Sync + 'static> {
    pub offers: Offers,
    items: StoredValue<Vec<(String, T)>>,
}

impl<T: Send + Sync + 'static> Clone for Lookup<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Lookup<T> {}

impl<T: Clone + Send + Sync + 'static> Lookup<T> {
    /// `find` asks the server; `show` says how a find is offered, by its key.
    fn new(find: impl Fn(String) -> Answer<T> + Send + Sync + 'static, show: fn(&T) -> Suggestion) -> Self {
        let found = RwSignal::new(Vec::new());
        let items = StoredValue::new(Vec::new());
        // Counts the letters, so that only the last question is asked and answered.
        let turn = StoredValue::new(0_u32);
        let find = StoredValue::new(find);
        let ask = Callback::new(move |text: String| {
            let text = text.trim().to_owned();
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            let this = turn.get_value();
            let late = move || turn.try_get_value() != Some(this);
            if text.is_empty() {
                found.set(Vec::new());
                return;
            }
            set_timeout(
                move || {
                    if late() {
                        return;
                    }
                    let answer = find.with_value(|find| find(text));
                    spawn_local(async move {
                        let answer = answer.await;
                        if late() {
                            return;
                        }
                        match answer {
                            Ok(all) => {
                                found.set(all.iter().map(show).collect());
                                items.set_value(all.into_iter().map(|one| (show(&one).key, one)).collect());
                            }
                            // Suggestions are a help; without them one types on.
                            Err(error) => leptos::logging::warn!("{error:?}"),
                        }
                    });
                },
                PAUSE,
            );
        });
        Self {
            offers: Offers {
                found: found.into(),
                ask,
            },
            items,
        }
    }

    /// What a suggestion stands for.
    pub fn get(self, key: &str) -> Option<T> {
        self.items.with_value(|items| {
            items
                .iter()
                .find(|(other, _)| other == key)
                .map(|(_, item)| item.clone())
        })
    }
}

fn person(card: &PersonCard) -> Suggestion {
    let address = card.addresses.first().cloned();
    let parts = [card.login.clone(), address];
    Suggestion {
        key: card.id.to_string(),
        label: card.name.clone(),
        detail: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        ..Suggestion::default()
    }
}

/// Everybody that is known.
pub fn people() -> Lookup<PersonCard> {
    Lookup::new(
        |text| Box::pin(async move { api::people::list_people(&text, SHOWN).await.map(|list| list.items) }),
        person,
    )
}

/// Whoever may view the tickets of a queue as an agent.
pub fn agents(queue: Signal<Option<QueueId>>) -> Lookup<PersonCard> {
    Lookup::new(
        move |text| {
            let queue = queue.get_untracked();
            Box::pin(async move {
                api::people::list_agents(&text, queue, SHOWN)
                    .await
                    .map(|list| list.items)
            })
        },
        person,
    )
}

/// A tag as it is kept: letters, digits, `-`, `_`, `.`, in lower case. Nothing where nothing is left.
pub fn typed_tag(typed: &str) -> Option<String> {
    let plain = |c: char| match c {
        c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    let typed = typed.trim().trim_start_matches('#').to_lowercase();
    let tag: String = typed.chars().map(plain).take(TAG_MAX).collect();
    (!tag.is_empty()).then_some(tag)
}

/// The digits of a whole ticket number.
pub fn typed_number(typed: &str) -> Option<String> {
    let number: String = typed.chars().filter(char::is_ascii_digit).collect();
    (number.len() > 8).then_some(number)
}

/// Tags that begin so.
pub fn tags() -> Lookup<String> {
    Lookup::new(
        |text| Box::pin(async move { api::tags::list_tags(&text.to_lowercase()).await.map(|list| list.items) }),
        |tag| Suggestion {
            key: tag.clone(),
            label: tag.clone(),
            ..Suggestion::default()
        },
    )
}

/// Tickets by number or words.
pub fn tickets() -> Lookup<TicketView> {
    Lookup::new(
        |text| Box::pin(find_tickets(text)),
        |ticket| Suggestion {
            key: ticket.number.0.clone(),
            label: format!("{} {}", ticket.number, words::subject(&ticket.subject)),
            detail: format!("{} · {}", ticket.requester.name, words::state(&ticket.state)),
            ..Suggestion::default()
        },
    )
}

async fn find_tickets(text: String) -> Result<Vec<TicketView>, ApiError> {
    let number: String = text.chars().filter(|c| !matches!(c, '#' | ' ')).collect();
    if number.len() > 8 && number.chars().all(|c| c.is_ascii_digit()) {
        // Whole numbers, also those of merged tickets.
        return Ok(api::tickets::get_ticket(&number).await.into_iter().collect());
    }
    let Ok(filter) = Filter::parse(&text) else {
        return Ok(Vec::new());
    };
    let page = api::tickets::list_tickets(TicketScope::Desk, &filter, TicketSort::UpdatedDesc, None, SHOWN).await?;
    Ok(page.items)
}

/// How mail reaches a person; none for somebody without an address.
pub fn mailbox(card: &PersonCard) -> Option<Mailbox> {
    Some(Mailbox {
        name: Some(card.name.clone()),
        address: card.addresses.first()?.clone(),
    })
}

/// An address as it was typed: `a@b.example` or `Anna Berg <a@b.example>`.
pub fn typed_mailbox(text: &str) -> Option<Mailbox> {
    let text = text.trim();
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"'), address.trim()),
        None => ("", text),
    };
    is_address(address).then(|| Mailbox {
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        address: address.to_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::{typed_mailbox, typed_number, typed_tag};

    #[test]
    fn tags_are_cleaned_as_they_are_kept() {
        assert_eq!(typed_tag(" #WLAN Haus 3 ").as_deref(), Some("wlan-haus-3"));
        assert_eq!(typed_tag("Büro_1.2").as_deref(), Some("büro_1.2"));
        assert_eq!(typed_tag("  "), None);
    }

    #[test]
    fn a_number_is_read_as_people_paste_it() {
        assert_eq!(
            typed_number(" [Ticket#2026112200017]").as_deref(),
            Some("2026112200017")
        );
        assert_eq!(typed_number("4711"), None);
    }

    #[test]
    fn addresses_are_read_with_and_without_a_name() {
        let anna = typed_mailbox(" Anna Berg <A@b.example> ").unwrap();
        assert_eq!(anna.name.as_deref(), Some("Anna Berg"));
        assert_eq!(anna.address, "a@b.example");
        assert_eq!(typed_mailbox("a@b.example").unwrap().name, None);
        assert_eq!(typed_mailbox("Anna"), None);
        assert_eq!(typed_mailbox("Anna <niemand>"), None);
    }
}
