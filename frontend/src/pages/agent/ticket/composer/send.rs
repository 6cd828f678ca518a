//! From what is written to commands: the checks that need no server, sending, and what comes after.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    command::{Command, CommandName, Forward, LogCall, Note, Reply, SetState},
    error::{ErrorCode, FieldCode, FieldError},
    event::TicketEvent,
    ids::{ArticleId, PersonId},
    limits::{BODY_MAX, RECIPIENTS_MAX, SUBJECT_MAX},
    ticket::{Channel, Direction},
};

use super::{Composer, Kind, undo};
use crate::{
    a11y,
    form::{Checks, FormField},
    i18n::text,
    order,
    pages::agent::writing::{Sheet, Written},
    web,
};

pub const FIELDS: &[FormField] = &[
    FormField {
        name: "body",
        id: "composer-body",
        label: "composer-body",
    },
    FormField {
        name: "to",
        id: "composer-to",
        label: "mail-to-label",
    },
    FormField {
        name: "cc",
        id: "composer-cc",
        label: "composer-cc",
    },
    FormField {
        name: "subject",
        id: "composer-subject",
        label: "col-subject",
    },
    FormField {
        name: "attachments",
        id: "composer-files",
        label: "attachments",
    },
    FormField {
        name: "article_ids",
        id: "composer-articles",
        label: "forward-articles",
    },
    FormField {
        name: "pending_until",
        id: "state-until",
        label: "field-pending-until",
    },
];

impl Composer {
    /// Sends what is written, and does something with the ticket in the same request.
    pub fn send(self, after: Vec<Command>) {
        let kind = self.kind.get_untracked();
        let sheet = untrack(|| self.sheet());
        let command = match self.checked(kind, sheet) {
            Ok(command) => command,
            Err(wrong) => {
                self.form.begin(wrong);
                return;
            }
        };
        if self.ask() {
            a11y::announce(&text("asked-before-sending"));
            request_animation_frame(|| {
                web::focus("#composer-doubts");
            });
            return;
        }
        if sheet.uploads.busy() || !self.form.begin(Vec::new()) {
            return;
        }
        let before = undo::state_before(self.case, &after);
        let after: Vec<Command> = after.into_iter().map(|command| self.waiting(kind, command)).collect();
        let mut commands = vec![command];
        commands.extend(after.iter().cloned());
        spawn_local(async move {
            let written = untrack(|| sheet.written());
            match self.case.apply(commands).await {
                Ok(events) => self.sent(kind, written, before, &after, &events),
                Err(error) => {
                    if error.code() == Some(ErrorCode::StaleVersion) {
                        // The news are fetched and shown; the next press goes by the newer version.
                        self.told.set(true);
                        a11y::announce(&text("text-kept"));
                    }
                    self.form.fail(error);
                }
            }
        });
    }

    /// What is done along with an answer that may be taken back: the closing mail waits as long as the answer.
    fn waiting(self, kind: Kind, command: Command) -> Command {
        match command {
            Command::SetState(set) if kind.is_reply() => Command::SetState(SetState {
                undo_seconds: self.undo_seconds(),
                ..set
            }),
            other => other,
        }
    }

    /// As the agent has set it; none where mails leave at once.
    fn undo_seconds(self) -> Option<u32> {
        Some(untrack(|| self.session.preferences()).undo_seconds).filter(|seconds| *seconds > 0)
    }

    fn sent(self, kind: Kind, written: Written, before: Option<SetState>, after: &[Command], events: &[TicketEvent]) {
        let offer = undo::Offer::new(self, kind, written, before, events);
        self.form.done();
        self.keeper_of(kind).sent();
        self.accepted.set(Vec::new());
        self.told.set(false);
        self.touched.set(false);
        self.case.queues().refresh();
        let closes = after.iter().any(|command| command.name() == CommandName::SetState);
        let done = text(match (kind.done(), closes) {
            ("done-reply", true) => "done-reply-state",
            (done, _) => done,
        });
        match offer {
            Some(offer) => offer.show(done),
            None => self.case.say(done),
        }
    }

    /// The command, where the browser sees nothing wrong with it.
    fn checked(self, kind: Kind, sheet: Sheet) -> Result<Command, Vec<FieldError>> {
        let body = sheet.body.get_untracked();
        let subject = sheet.subject.get_untracked().trim().to_owned();
        let (to, cc) = (sheet.to.get_untracked(), sheet.cc.get_untracked());
        let article_ids = sheet.articles.get_untracked();
        let mut checks = Checks::default();
        if kind != Kind::Forward {
            checks.required("body", &body);
        }
        checks.at_most("body", &body, BODY_MAX);
        checks.at_most("subject", &subject, SUBJECT_MAX);
        if kind.is_mail() && to.is_empty() {
            checks.add("to", FieldCode::Required);
        }
        if kind == Kind::Forward && article_ids.is_empty() {
            checks.add("article_ids", FieldCode::Required);
        }
        if kind.is_mail() && to.len() + cc.len() > RECIPIENTS_MAX {
            checks.add("cc", FieldCode::TooMany);
        }
        let wrong = checks.found();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let subject = Some(subject).filter(|subject| !subject.is_empty());
        let attachments = untrack(|| sheet.uploads.ids());
        let undo_seconds = self.undo_seconds();
        Ok(match kind {
            Kind::Reply | Kind::ReplyAll => Command::Reply(Reply {
                to,
                cc,
                subject,
                attachments,
                undo_seconds,
                body,
                expand: false,
                template_id: None,
            }),
            Kind::Note => Command::Note(Note {
                mentions: mentioned(sheet, &body),
                body,
                subject,
                attachments,
            }),
            Kind::Forward => Command::Forward(Forward {
                to,
                cc,
                subject,
                body,
                article_ids: in_order(self, article_ids),
                attachments,
                visible_to_customer: Some(sheet.visible.get_untracked()),
            }),
            Kind::Call => Command::LogCall(LogCall {
                direction: match sheet.outgoing.get_untracked() {
                    true => Direction::Outgoing,
                    false => Direction::Incoming,
                },
                channel: Some(match sheet.visit.get_untracked() {
                    true => Channel::Visit,
                    false => Channel::Phone,
                }),
                body,
                subject,
                visible_to_customer: Some(sheet.visible.get_untracked()),
                attachments,
            }),
        })
    }
}

/// Whom the note still names: a mention that was deleted from the text calls nobody.
fn mentioned(sheet: Sheet, body: &str) -> Vec<PersonId> {
    let named = |name: &str| body.contains(&format!("@{name}"));
    sheet.mentions.with_untracked(|mentions| {
        mentions
            .iter()
            .filter(|person| named(&person.name))
            .map(|person| person.id)
            .collect()
    })
}

/// Articles in the order in which they were written.
fn in_order(composer: Composer, ids: Vec<ArticleId>) -> Vec<ArticleId> {
    composer.case.talk.with_untracked(|articles| {
        let place = |id: &ArticleId| articles.iter().rev().position(|article| article.id == *id);
        order::by_number(ids, |id| place(id).map_or(u64::MAX, |place| place as u64))
    })
}
