//! Notifications: what an agent is told of, because of what, in which way, and when not.
//!
//! The words of settings and of the list. Who is told what is decided in `domain::notification`.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::Names,
    ids::{QueueId, TicketId},
    ticket::TicketNumber,
};

/// What somebody is told of. Where several things happen at once, the first in this order gives the notification its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A note names them.
    Mention,
    /// A time is about to run out, or has.
    Escalation,
    /// Owner or responsible person changed.
    Assigned,
    NewTicket,
    /// A mail of the ticket did not arrive.
    Undelivered,
    /// The ticket has waited until the time that somebody set.
    Reminder,
    /// Nobody has worked on it for as long as its queue allows.
    Age,
    /// A rule has something to tell.
    Rule,
    /// A message from outside.
    FollowUp,
    /// A colleague has answered or written a note.
    Note,
    /// The ticket went to another queue.
    Moved,
    /// The ticket was closed, or opened again.
    State,
    /// Nobody is there who may own tickets in a queue with open requests.
    Unstaffed,
    /// A webhook was switched off, since nothing of it was taken for days.
    WebhookOff,
}

impl NotificationKind {
    pub const ALL: [Self; 14] = [
        Self::Mention,
        Self::Escalation,
        Self::Assigned,
        Self::NewTicket,
        Self::Undelivered,
        Self::Reminder,
        Self::Age,
        Self::Rule,
        Self::FollowUp,
        Self::Note,
        Self::Moved,
        Self::State,
        Self::Unstaffed,
        Self::WebhookOff,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Escalation => "escalation",
            Self::Assigned => "assigned",
            Self::NewTicket => "new_ticket",
            Self::Undelivered => "undelivered",
            Self::Reminder => "reminder",
            Self::Age => "age",
            Self::Rule => "rule",
            Self::FollowUp => "follow_up",
            Self::Note => "note",
            Self::Moved => "moved",
            Self::State => "state",
            Self::Unstaffed => "unstaffed",
            Self::WebhookOff => "webhook_off",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The page on which one looks after what is no ticket.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::WebhookOff => "/admin/webhooks",
            _ => "/preferences/absences",
        }
    }
}

/// What a ticket is to somebody, or what else they look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They own it or are responsible for it.
    Mine,
    /// A note names them.
    Mentioned,
    /// They follow it.
    Watched,
    /// It is in one of their queues.
    Queues,
    /// No ticket: queues that they manage, and what administrators set up.
    Managed,
}

impl Relation {
    pub const ALL: [Self; 5] = [Self::Mine, Self::Mentioned, Self::Watched, Self::Queues, Self::Managed];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Mentioned => "mentioned",
            Self::Watched => "watched",
            Self::Queues => "queues",
            Self::Managed => "managed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.name() == name)
    }

    /// What can happen there that is worth being told.
    #[must_use]
    pub fn kinds(self) -> &'static [NotificationKind] {
        use NotificationKind as Kind;
        match self {
            Self::Mine => &[
                Kind::Assigned,
                Kind::FollowUp,
                Kind::Note,
                Kind::Reminder,
                Kind::Age,
                Kind::Rule,
                Kind::Escalation,
                Kind::Undelivered,
                Kind::Moved,
                Kind::State,
            ],
            Self::Mentioned => &[Kind::Mention, Kind::FollowUp, Kind::Note, Kind::State],
            Self::Watched => &[
                Kind::FollowUp,
                Kind::Note,
                Kind::Assigned,
                Kind::Escalation,
                Kind::Moved,
                Kind::State,
            ],
            Self::Queues => &[
                Kind::NewTicket,
                Kind::Moved,
                Kind::FollowUp,
                Kind::Note,
                Kind::Reminder,
                Kind::Age,
                Kind::Rule,
                Kind::Escalation,
                Kind::Undelivered,
                Kind::State,
            ],
            Self::Managed => &[Kind::Unstaffed, Kind::WebhookOff],
        }
    }
}

/// How somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The list under the bell, and the desktop where it is allowed.
    Browser,
    /// A mail within minutes.
    Mail,
    /// One mail a day.
    Digest,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Browser, Self::Mail, Self::Digest];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Mail => "mail",
            Self::Digest => "digest",
        }
    }
}

/// The ways for one thing that happens to tickets of one relation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenWays {
    pub relation: Relation,
    pub kind: NotificationKind,
    /// Empty: not at all.
    pub ways: Vec<Way>,
}

/// When nobody is disturbed: no mail, and nothing pops up. What comes meanwhile waits in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Minutes after midnight, below 1440.
    pub from: u32,
    /// Minutes after midnight, below 1440; before `from` it is the next morning.
    pub until: u32,
    /// Saturday and Sunday are quiet all day.
    #[serde(default)]
    pub weekend: bool,
}

/// What a person has chosen. Answer of `get_notification_settings`, body of `save_notification_settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NotificationSettings {
    /// What is not named here is as usual.
    pub chosen: Vec<ChosenWays>,
    /// `null`: it is never quiet. Left out it is as usual, so nothing is written as `null` too.
    pub quiet: Option<QuietHours>,
    /// The person's time zone, by its name in the IANA data base.
    pub time_zone: String,
    /// When the daily mail goes, in minutes after midnight.
    pub digest_at: u32,
    /// The queues that count as theirs; empty: all in which they may own tickets.
    pub queues: Vec<QueueId>,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self {
            chosen: Vec::new(),
            quiet: Some(QuietHours {
                from: 20 * 60,
                until: 6 * 60 + 30,
                weekend: true,
            }),
            time_zone: "Europe/Berlin".to_owned(),
            digest_at: 7 * 60,
            queues: Vec::new(),
        }
    }
}

impl NotificationSettings {
    /// In which ways this person wants to be told.
    #[must_use]
    pub fn ways(&self, relation: Relation, kind: NotificationKind) -> &[Way] {
        if !relation.kinds().contains(&kind) {
            return &[];
        }
        let chosen = self
            .chosen
            .iter()
            .find(|chosen| chosen.relation == relation && chosen.kind == kind);
        match chosen {
            Some(chosen) => &chosen.ways,
            None => usual_ways(relation, kind),
        }
    }
}

/// What is usual: the list has what concerns one, a mail comes for what waits for nobody but oneself. That is all, since the first
/// complaint about every ticket system is too many mails.
#[must_use]
pub fn usual_ways(relation: Relation, kind: NotificationKind) -> &'static [Way] {
    use NotificationKind as Kind;
    match (relation, kind) {
        (Relation::Mine, Kind::Assigned | Kind::FollowUp | Kind::Reminder | Kind::Age | Kind::Escalation)
        | (Relation::Mentioned, Kind::Mention)
        | (Relation::Managed, Kind::Unstaffed | Kind::WebhookOff) => &[Way::Browser, Way::Mail],
        (Relation::Mine | Relation::Watched, _) => &[Way::Browser],
        (
            Relation::Queues,
            Kind::NewTicket
            | Kind::FollowUp
            | Kind::Reminder
            | Kind::Age
            | Kind::Rule
            | Kind::Escalation
            | Kind::Undelivered,
        ) => &[Way::Browser],
        (Relation::Queues | Relation::Mentioned | Relation::Managed, _) => &[],
    }
}

/// One notification, as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationView {
    pub id: i64,
    pub kind: NotificationKind,
    pub relation: Relation,
    /// The ticket that it is about; left out where it is about a queue or a webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<TicketId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
    /// The ticket's subject; the name of the queue or webhook.
    pub subject: String,
    /// What a rule has to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Names>,
    /// Who did it; nobody: the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whose deputy the reader is told as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_for: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub read: bool,
    /// It came in the quiet hours: nothing pops up.
    pub quiet: bool,
}

impl NotificationView {
    /// The page on which one looks at it.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.number {
            Some(number) => format!("/agent/tickets/{}", number.0),
            None => self.kind.page().to_owned(),
        }
    }
}

/// Answer of `list_notifications`: newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationPage {
    pub items: Vec<NotificationView>,
    /// How many are unread, counted up to 100.
    pub unread: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Body of `read_notifications`: which ones have been read. All of them where nothing is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReadNotifications {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// All of this ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
}

/// Answer of `read_notifications`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnreadNotifications {
    /// Counted up to 100.
    pub unread: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_can_be_chosen() {
        for relation in Relation::ALL {
            for kind in NotificationKind::ALL {
                let told = !NotificationSettings::default().ways(relation, kind).is_empty();
                assert!(
                    !told || relation.kinds().contains(&kind),
                    "{relation:?} {kind:?} is told, and cannot be switched off"
                );
                assert_eq!(NotificationKind::from_name(kind.name()), Some(kind));
                assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            }
            assert_eq!(serde_json::to_value(relation).unwrap(), relation.name());
            assert_eq!(Relation::from_name(relation.name()), Some(relation));
        }
    }

    #[test]
    fn a_choice_counts_more_than_what_is_usual() {
        let mut settings = NotificationSettings::default();
        assert_eq!(
            settings.ways(Relation::Mine, NotificationKind::FollowUp),
            [Way::Browser, Way::Mail]
        );
        settings.chosen.push(ChosenWays {
            relation: Relation::Mine,
            kind: NotificationKind::FollowUp,
            ways: Vec::new(),
        });
        assert!(settings.ways(Relation::Mine, NotificationKind::FollowUp).is_empty());
    }
}
