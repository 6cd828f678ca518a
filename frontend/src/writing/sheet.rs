//! What is written of one kind: text, recipients, files. Each kind has a sheet of its own, kept and restored by itself.

use leptos::prelude::*;
use pult_shared::{
    Timestamp,
    api::{
        article::UploadView,
        draft::{DraftContent, DraftKind},
    },
    ids::{ArticleId, DraftId, QueueId},
    mailbox::Mailbox,
    person::PersonRef,
    ticket::{Channel, Direction},
};
use serde::{Deserialize, Serialize};

use crate::uploads::Uploads;

/// Everything of a sheet as a value: what is kept on this device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    pub content: DraftContent,
    /// The files with their names; the server's draft has their ids alone.
    pub uploads: Vec<UploadView>,
    pub mentions: Vec<PersonRef>,
    pub outgoing: bool,
    pub visit: bool,
    pub visible: Option<bool>,
    /// The newest message that the writer had seen when they began.
    pub seen: Option<Timestamp>,
    /// The draft on the server.
    pub draft: Option<DraftId>,
    /// The server does not have it like this yet.
    pub unsaved: bool,
}

impl Written {
    /// Whether there is nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        self.content.body.trim().is_empty() && self.uploads.is_empty() && self.content.attachments.is_empty()
    }
}

/// What is written of one kind.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub kind: DraftKind,
    pub body: RwSignal<String>,
    /// Of an answer: empty for the ticket's.
    pub subject: RwSignal<String>,
    pub to: RwSignal<Vec<Mailbox>>,
    pub cc: RwSignal<Vec<Mailbox>>,
    /// Of a new ticket.
    pub queue: RwSignal<Option<QueueId>>,
    /// Of a forward: the articles that go along.
    pub articles: RwSignal<Vec<ArticleId>>,
    /// Of a note: the colleagues whom it concerns.
    pub mentions: RwSignal<Vec<PersonRef>>,
    /// Of a call: the desk called.
    pub outgoing: RwSignal<bool>,
    /// Of a call: it was a visit.
    pub visit: RwSignal<bool>,
    /// Whether the customer may read it, where that can be chosen.
    pub visible: RwSignal<bool>,
    /// Of a new ticket: what else its form says.
    pub rest: RwSignal<DraftContent>,
    pub uploads: Uploads,
    pub seen: RwSignal<Option<Timestamp>>,
    /// The text was there when the page opened.
    pub restored: RwSignal<bool>,
    pub draft: StoredValue<Option<DraftId>>,
}

impl Sheet {
    pub fn new(kind: DraftKind) -> Self {
        Self {
            kind,
            body: RwSignal::new(String::new()),
            subject: RwSignal::new(String::new()),
            to: RwSignal::new(Vec::new()),
            cc: RwSignal::new(Vec::new()),
            queue: RwSignal::new(None),
            articles: RwSignal::new(Vec::new()),
            mentions: RwSignal::new(Vec::new()),
            outgoing: RwSignal::new(false),
            visit: RwSignal::new(false),
            visible: RwSignal::new(usually_visible(kind)),
            rest: RwSignal::new(DraftContent::default()),
            uploads: Uploads::new(Vec::new()),
            seen: RwSignal::new(None),
            restored: RwSignal::new(false),
            draft: StoredValue::new(None),
        }
    }

    /// The sheet as a value; whoever reads it in an effect runs again with each change.
    pub fn written(self) -> Written {
        let uploads = self.uploads.views();
        let call = self.kind == DraftKind::Call;
        let rest = self.rest.get();
        Written {
            content: DraftContent {
                subject: self.subject.get(),
                body: self.body.get(),
                to: self.to.get(),
                cc: self.cc.get(),
                queue_id: self.queue.get(),
                article_ids: self.articles.get(),
                attachments: uploads.iter().map(|file| file.id).collect(),
                mentions: self
                    .mentions
                    .with(|mentions| mentions.iter().map(|one| one.id).collect()),
                direction: call.then(|| match self.outgoing.get() {
                    true => Direction::Outgoing,
                    false => Direction::Incoming,
                }),
                channel: match (call, self.visit.get()) {
                    (true, true) => Some(Channel::Visit),
                    (true, false) => Some(Channel::Phone),
                    (false, _) => rest.channel,
                },
                visible_to_customer: matches!(self.kind, DraftKind::Call | DraftKind::Forward)
                    .then(|| self.visible.get()),
                ..rest
            },
            uploads,
            mentions: self.mentions.get(),
            outgoing: self.outgoing.get(),
            visit: self.visit.get(),
            visible: Some(self.visible.get()),
            seen: self.seen.get(),
            draft: self.draft.get_value(),
            unsaved: true,
        }
    }

    pub fn is_empty(self) -> bool {
        self.body.with(|body| body.trim().is_empty()) && self.uploads.views().is_empty()
    }

    /// Puts a text back. Files whose names nobody kept here are named by their place in the row.
    pub fn put(self, written: Written) {
        let Written {
            content,
            uploads,
            mentions,
            outgoing,
            visit,
            visible,
            seen,
            draft,
            ..
        } = written;
        let files = content.attachments.iter().enumerate().map(|(index, id)| {
            let known = uploads.iter().find(|file| file.id == *id).cloned();
            known.unwrap_or_else(|| UploadView {
                id: *id,
                name: name_in(&content.body, &id.to_string()).unwrap_or_else(|| format!("{}", index + 1)),
                media_type: String::new(),
                size: 0,
            })
        });
        self.uploads.restore(files.collect());
        self.rest.set(rest_of(&content));
        self.draft.set_value(draft);
        self.body.set(content.body);
        self.subject.set(content.subject);
        self.to.set(content.to);
        self.cc.set(content.cc);
        self.queue.set(content.queue_id);
        self.articles.set(content.article_ids);
        self.mentions.set(mentions);
        self.outgoing.set(outgoing);
        self.visit.set(visit);
        self.visible.set(visible.unwrap_or_else(|| usually_visible(self.kind)));
        self.seen.set(seen);
    }

    /// The queue as select fields have it, in both directions.
    pub fn queue_text(self) -> RwSignal<String> {
        let text = RwSignal::new(String::new());
        Effect::new(move |_| {
            let id = self.queue.get().map(|id| id.to_string()).unwrap_or_default();
            if text.with_untracked(|text| *text != id) {
                text.set(id);
            }
        });
        Effect::new(move |_| {
            let id = text.with(|text| text.parse().ok());
            if self.queue.get_untracked() != id {
                self.queue.set(id);
            }
        });
        text
    }

    /// Begins anew: what was here has been sent, or nobody wants it.
    pub fn clear(self) {
        self.put(Written::default());
        self.restored.set(false);
    }
}

/// What a draft says of a new ticket besides its text, its people and its files.
fn rest_of(content: &DraftContent) -> DraftContent {
    DraftContent {
        body: String::new(),
        subject: String::new(),
        to: Vec::new(),
        cc: Vec::new(),
        queue_id: None,
        article_ids: Vec::new(),
        attachments: Vec::new(),
        mentions: Vec::new(),
        ..content.clone()
    }
}

/// Calls are the customer's matter, forwards are not, unless somebody says so.
fn usually_visible(kind: DraftKind) -> bool {
    kind == DraftKind::Call
}

/// The name that an image has in the text: `![name](upload:<id>)`.
fn name_in(body: &str, id: &str) -> Option<String> {
    let end = body.find(&format!("](upload:{id})"))?;
    let (_, name) = body.get(..end)?.rsplit_once("![")?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn an_image_in_the_text_knows_its_name() {
        let body = "Sehen Sie hier:\n![fehler.png](upload:0001)\nund ![b](upload:0002)";
        assert_eq!(name_in(body, "0001").as_deref(), Some("fehler.png"));
        assert_eq!(name_in(body, "0002").as_deref(), Some("b"));
        assert_eq!(name_in(body, "0003"), None);
    }
}
