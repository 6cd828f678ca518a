//! Whom an answer goes to, as chips: whoever asked, or everybody who takes part.

use leptos::prelude::*;
use pult_shared::{api::article::ArticleView, mailbox::Mailbox, ticket::Direction};

use super::{Composer, mailbox};
use crate::pages::agent::{ticket::case::Case, writing::MailboxField};

/// Whom an answer to the ticket goes to: To and Cc.
pub fn of_ticket(case: Case, all: bool) -> (Vec<Mailbox>, Vec<Mailbox>) {
    let to: Vec<_> = case
        .read(|ticket| mailbox(&ticket.requester))
        .flatten()
        .into_iter()
        .collect();
    let others = case.read(|ticket| ticket.participants.iter().filter_map(mailbox).collect::<Vec<_>>());
    let cc = others.filter(|_| all).unwrap_or_default();
    let cc = without(cc, &to);
    (to, cc)
}

/// Whom an answer to an article goes to. What went out already is answered to those who got it.
pub fn of_article(case: Case, article: &ArticleView, all: bool) -> (Vec<Mailbox>, Vec<Mailbox>) {
    let ours = |one: &Mailbox| is_ours(case, &one.address);
    let to: Vec<Mailbox> = if article.direction == Direction::Incoming {
        article.from.clone().into_iter().collect()
    } else {
        article.to.clone()
    };
    let mut to: Vec<_> = to.into_iter().filter(|one| !ours(one)).collect();
    let (usual, mut cc) = of_ticket(case, all);
    if to.is_empty() {
        to = usual.clone();
    }
    if all {
        cc.extend(usual);
        cc.extend(article.to.iter().chain(&article.cc).filter(|one| !ours(one)).cloned());
    }
    let cc = without(cc, &to);
    (to, cc)
}

/// An address of a queue: mail to it would come back to us.
fn is_ours(case: Case, address: &str) -> bool {
    let queues = case.queues().get().unwrap_or_default();
    queues
        .iter()
        .any(|queue| queue.addresses.iter().any(|ours| ours.eq_ignore_ascii_case(address)))
}

/// Those of a list that are not in another one, each once.
fn without(list: Vec<Mailbox>, others: &[Mailbox]) -> Vec<Mailbox> {
    let mut rest: Vec<Mailbox> = Vec::new();
    for one in list {
        if !others.iter().chain(&rest).any(|other| other.address == one.address) {
            rest.push(one);
        }
    }
    rest
}

/// To and Cc of what is being written.
#[component]
pub fn Recipients(composer: Composer) -> impl IntoView {
    let to = Signal::derive(move || composer.sheet().to);
    let cc = Signal::derive(move || composer.sheet().cc);
    view! {
        <div class="recipients">
            <MailboxField id="composer-to" label="mail-to-label" of=to error=composer.form.error("to") />
            <MailboxField id="composer-cc" label="composer-cc" of=cc error=composer.form.error("cc") />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Mailbox {
        Mailbox {
            name: None,
            address: address.to_owned(),
        }
    }

    #[test]
    fn nobody_gets_an_answer_twice() {
        let list = vec![at("a@x"), at("b@x"), at("b@x"), at("c@x")];
        assert_eq!(without(list, &[at("c@x")]), vec![at("a@x"), at("b@x")]);
    }
}
