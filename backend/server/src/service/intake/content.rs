//! What a mail brings into a ticket: who wrote it and who takes part, its subject and its text.

use pult_domain::{inbound::Directive, ticket::MailFacts};
use pult_mail::{Lang, Protection};
use pult_shared::{ids::PersonId, limits::SUBJECT_MAX, mailbox::Mailbox, person::Language};
use pult_store::people;

use super::{
    facts, invitations,
    work::{Entry, Work},
};
use crate::service::{ServiceError, ticket::facts::somebody};

/// The longest text of a mail that goes into an article, in characters; the raw mail keeps all of it.
const TEXT_MAX: usize = 1_000_000;

/// Recipients of a mail who take part in its ticket; a mail to more is a circular.
pub(super) const PARTICIPANTS_OF_MAIL_MAX: usize = 20;

impl Work<'_> {
    /// Persons in To and Cc take part (requirement D6). A machine's list of recipients says nothing.
    pub(super) async fn participants(&self, requester: PersonId) -> Result<Vec<PersonId>, ServiceError> {
        let named = || self.mail.to.iter().chain(&self.mail.cc);
        let ours = |address: &str| {
            let delivered = self.incoming.envelope_to.iter().chain(&self.mail.delivered_to);
            delivered.into_iter().any(|own| own.eq_ignore_ascii_case(address))
                || self.setup.tree.for_address(address).is_some()
                || self.app.config.mail.address.eq_ignore_ascii_case(address)
        };
        // Where none of the addresses is known to be the desk's, one of them is all the same; nobody knows which.
        let mut people = Vec::new();
        if self.mail.automatic.is_some() || !named().any(|mailbox| ours(&mailbox.address)) {
            return Ok(people);
        }
        for mailbox in named()
            .filter(|mailbox| !ours(&mailbox.address))
            .take(PARTICIPANTS_OF_MAIL_MAX)
        {
            let person = somebody(self.app, self.tx, &self.setup.tree, &from_mail(mailbox)).await?;
            people.extend(person.filter(|person| *person != requester && !people.contains(person)));
        }
        Ok(people)
    }

    /// The person behind the sender; mail that names nobody belongs to a stand-in, so that it has a ticket all the same.
    pub(super) async fn person(&self) -> Result<people::Person, ServiceError> {
        let sender = facts::sender(self.mail, &self.incoming.envelope_from).unwrap_or_else(|| Mailbox {
            name: Some("?".to_owned()),
            address: format!("unknown-sender@{}", self.app.config.mail.domain),
        });
        let fresh = PersonId(self.app.fresh());
        Ok(people::ensure_for_mailbox(self.tx, &sender, self.language(), self.app.now(), fresh).await?)
    }

    pub(super) fn language(&self) -> Option<Language> {
        self.mail.language.map(|language| match language {
            Lang::De => Language::De,
            Lang::En => Language::En,
        })
    }

    pub(super) fn subject(&self, language: Language) -> String {
        let bare = pult_mail::strip_subject(&self.mail.subject, &self.app.config.mail.hooks());
        if bare.trim().is_empty() {
            return self.app.texts.in_language(language).get("mail-no-subject");
        }
        bare.chars().take(SUBJECT_MAX).collect()
    }

    /// An empty message would look like one that was lost: of an encrypted mail stands here what to do with its file.
    pub(super) fn text(&self, language: Language) -> String {
        let encrypted = matches!(
            self.mail.protection,
            Some(Protection::SmimeEncrypted | Protection::PgpEncrypted)
        );
        if encrypted && self.mail.text.trim().is_empty() {
            return self.app.texts.in_language(language).get("mail-encrypted");
        }
        self.mail.text.chars().take(TEXT_MAX).collect()
    }

    pub(super) fn mail_facts(&self, entry: &Entry) -> MailFacts {
        let all = |list: &[pult_mail::Mailbox]| list.iter().map(from_mail).collect();
        MailFacts {
            also: self.also.clone(),
            from: self.mail.from.as_ref().map(from_mail),
            to: all(&self.mail.to),
            cc: all(&self.mail.cc),
            subject: self.mail.subject.chars().take(SUBJECT_MAX).collect(),
            html: self.prepared.html.clone(),
            message_id: self.mail.message_id.clone(),
            automatic: self.mail.automatic.is_some(),
            trust: facts::trust(self.app, self.prepared, &self.incoming.envelope_from),
            invitations: invitations::of(self.mail),
            held: matches!(entry, Entry::Held),
            inside: matches!(entry, Entry::Inside),
            admits: self
                .by_hand
                .is_some_and(|by_hand| matches!(by_hand.directive, Directive::Join(_))),
            rejected: matches!(entry, Entry::Rejected(_)),
        }
    }
}

fn from_mail(mailbox: &pult_mail::Mailbox) -> Mailbox {
    Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    }
}
