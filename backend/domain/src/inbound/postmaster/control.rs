//! Control fields of a mail's header (`X-Pult-Queue`, `X-OTRS-Queue`, …): what a program that opens tickets by mail asks for.
//!
//! Knows the names that desks of the OTRS family use. Must not know whether the sender may ask: only trusted ones get here.

use std::collections::BTreeMap;

use jiff::{SignedDuration, civil::DateTime, tz::TimeZone};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    catalog::{FieldDef, FieldKey, FieldKind, FieldValue},
    command::{
        AddParticipant, Assign, Move, SetField, SetPriority, SetResponsible, SetService, SetState, SetType, Tag,
    },
    ids::PersonId,
    mailbox::Mailbox,
    postmaster::{AppliedFilter, AutoResponse, MailEffect, SPAM_TAG, SkippedEffect},
    ticket::Priority,
};

use super::Applied;
use crate::{catalog::Catalog, queue::QueueTree};

/// So many control fields of one mail count.
const FIELDS_MAX: usize = 50;

/// What begins the names of those fields that hold for messages that join a ticket.
const FOLLOW_UP: &str = "followup-";
/// Until when a ticket waits.
const PENDING_TIME: &str = "state-pendingtime";

/// What names in control fields stand for.
#[derive(Debug)]
pub struct ControlNames<'a> {
    pub catalog: &'a Catalog,
    pub tree: &'a QueueTree,
    /// People by account id or address, in lower case.
    pub people: &'a BTreeMap<String, PersonId>,
    /// By whose clock times are meant.
    pub zone: TimeZone,
    pub now: Timestamp,
}

/// Effects of control fields: name without prefix and in lower case, with value. Those that begin with `followup-` hold for messages
/// that join a ticket, the others for new tickets, as in OTRS; ignoring and auto responses hold for both. Nothing where there are none.
#[must_use]
pub fn controls(fields: &[(String, String)], names: &ControlNames<'_>) -> Option<Applied> {
    if fields.is_empty() {
        return None;
    }
    let mut applied = of_the_header();
    for (name, value) in fields.iter().take(FIELDS_MAX) {
        let (prefix, short, list) = match name.strip_prefix(FOLLOW_UP) {
            Some(short) => (FOLLOW_UP, short, &mut applied.on_follow_up),
            None => ("", name.as_str(), &mut applied.on_new),
        };
        let beside = |other: &str| {
            let mut all = fields.iter();
            let found = all.find(|(name, _)| name.strip_prefix(prefix) == Some(other));
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        match names.effects(short, value.trim(), beside) {
            Ok(effects) => list.extend(effects),
            Err(reason) => applied.report.skipped.push(SkippedEffect {
                effect: name.chars().take(100).collect(),
                reason: reason.to_owned(),
            }),
        }
    }
    Some(applied)
}

/// What the header of a mail says, with what its gateway has said of it: what is spam is tagged and answered by nothing of ours, since its sender is
/// forged more often than not. Control fields and filters come later, and hold.
#[must_use]
pub fn with_verdict(controls: Option<Applied>, spam: Option<bool>) -> Option<Applied> {
    if spam != Some(true) {
        return controls;
    }
    let mut applied = controls.unwrap_or_else(of_the_header);
    let tag = Tag {
        tag: SPAM_TAG.to_owned(),
    };
    let silent = MailEffect::AutoResponse(AutoResponse { send: false });
    applied.on_new.splice(0..0, [silent, MailEffect::AddTag(tag)]);
    Some(applied)
}

/// The header itself has no name among the filters.
fn of_the_header() -> Applied {
    Applied {
        report: AppliedFilter {
            id: None,
            name: String::new(),
            done: Vec::new(),
            skipped: Vec::new(),
        },
        on_new: Vec::new(),
        on_follow_up: Vec::new(),
    }
}

impl ControlNames<'_> {
    /// `beside` tells what another field says for the same kind of message.
    fn effects<'b>(
        &self,
        name: &str,
        value: &str,
        beside: impl Fn(&str) -> Option<&'b str>,
    ) -> Result<Vec<MailEffect>, &'static str> {
        let one = |effect| Ok(vec![effect]);
        if value.is_empty() {
            return Ok(Vec::new());
        }
        match name {
            "queue" => one(MailEffect::Move(Move {
                queue_id: self.queue(value).ok_or("There is no such queue.")?,
            })),
            "priority" => one(MailEffect::SetPriority(SetPriority {
                priority: self.priority(value).ok_or("There is no such priority.")?,
            })),
            "state" => {
                let state = self
                    .catalog
                    .states
                    .iter()
                    .find(|state| named(state.key.as_str(), &state.names, value));
                let state = state.ok_or("There is no such state.")?;
                let until = beside(PENDING_TIME).map(|time| self.time(time).ok_or("The time cannot be read."));
                one(MailEffect::SetState(SetState {
                    pending_until: until.transpose()?,
                    ..SetState::to(state.key.as_str())
                }))
            }
            // Goes with the state.
            PENDING_TIME if beside("state").is_some() => Ok(Vec::new()),
            PENDING_TIME => Err("A time to wait for goes with a state."),
            "lock" if value.eq_ignore_ascii_case("unlock") => one(MailEffect::Unlock),
            "lock" => Err("A lock is somebody's: the owner locks the ticket when they begin."),
            "type" => {
                let known = self
                    .catalog
                    .types
                    .iter()
                    .find(|known| named(known.key.as_str(), &known.names, value));
                let key = known.ok_or("There is no such type.")?.key.clone();
                one(MailEffect::SetType(SetType { ticket_type: Some(key) }))
            }
            "service" => {
                let path = value.replace("::", "/");
                let known = self
                    .catalog
                    .services
                    .iter()
                    .find(|known| named(known.key.as_str(), &known.names, &path));
                let key = known.ok_or("There is no such service.")?.key.clone();
                one(MailEffect::SetService(SetService { service: Some(key) }))
            }
            "owner" => one(MailEffect::Assign(Assign {
                owner_id: Some(self.person(value)?),
            })),
            "responsible" => one(MailEffect::SetResponsible(SetResponsible {
                responsible_id: Some(self.person(value)?),
            })),
            "tag" | "tags" => Ok(split(value)
                .map(|tag| MailEffect::AddTag(Tag { tag: tag.to_owned() }))
                .collect()),
            "participant" | "participants" => Ok(split(value).map(participant).collect()),
            "ignore" => Ok(yes(value).then_some(MailEffect::Ignore).into_iter().collect()),
            "quarantine" => Ok(yes(value).then_some(MailEffect::Quarantine).into_iter().collect()),
            // OTRS: a mail of a loop is not answered.
            "loop" => Ok(yes(value)
                .then_some(MailEffect::AutoResponse(AutoResponse { send: false }))
                .into_iter()
                .collect()),
            "auto-response" => one(MailEffect::AutoResponse(AutoResponse { send: yes(value) })),
            _ => match name
                .strip_prefix("dynamicfield-")
                .or_else(|| name.strip_prefix("field-"))
            {
                Some(field) => one(MailEffect::SetField(self.field(field, value)?)),
                None => Err("There is no such control field."),
            },
        }
    }

    /// `IT::WLAN` and `it/wlan`; also by the names of the queues.
    fn queue(&self, value: &str) -> Option<pult_shared::ids::QueueId> {
        let path = value.replace("::", "/").to_lowercase();
        let by_path = self.tree.at_path(&path).map(|queue| queue.id);
        by_path.or_else(|| {
            let spoken = |of: fn(&Names) -> &str| {
                self.tree.by_path().into_iter().find(|queue| {
                    let mut line: Vec<String> = self
                        .tree
                        .line(queue.id)
                        .map(|above| of(&above.names).to_lowercase())
                        .collect();
                    line.reverse();
                    line.join("/") == path
                })
            };
            let found = spoken(|names| &names.de).or_else(|| spoken(|names| &names.en));
            found.map(|queue| queue.id)
        })
    }

    /// `4`, `4 high`, or its name.
    fn priority(&self, value: &str) -> Option<Priority> {
        let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
        let by_level = digits.parse().ok().and_then(Priority::new);
        by_level.or_else(|| {
            let mut known = self.catalog.priorities.iter();
            known
                .find(|known| named("", &known.names, value))
                .map(|known| known.level)
        })
    }

    /// `2026-12-01 08:00:00`, also without seconds or with a `T`, by the desk's clock; `+3d`, `+12h`, `+30m`, `+90s` from now.
    fn time(&self, value: &str) -> Option<Timestamp> {
        if let Some(span) = value.strip_prefix('+') {
            let unit = span.chars().last()?;
            let seconds = match unit {
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                's' | '0'..='9' => 1,
                _ => return None,
            };
            let number: i64 = span.trim_end_matches(['d', 'h', 'm', 's']).trim().parse().ok()?;
            let span = SignedDuration::from_secs(number.checked_mul(seconds)?);
            return self.now.checked_add(span).ok();
        }
        let local: DateTime = value.parse().ok()?;
        Some(local.to_zoned(self.zone.clone()).ok()?.timestamp())
    }

    fn person(&self, value: &str) -> Result<PersonId, &'static str> {
        let known = self.people.get(&value.to_lowercase()).copied();
        known.ok_or("There is no such person.")
    }

    fn field(&self, name: &str, value: &str) -> Result<SetField, &'static str> {
        let field = self
            .catalog
            .field(&FieldKey::new(name))
            .ok_or("There is no such field.")?;
        Ok(SetField {
            field: field.key.clone(),
            value: Some(value_of(field, value).ok_or("The field has no such value.")?),
        })
    }
}

fn value_of(field: &FieldDef, value: &str) -> Option<FieldValue> {
    let option = |text: &str| {
        let mut options = field.options.iter();
        let found = options.find(|option| named(&option.key, &option.names, text))?;
        Some(found.key.clone())
    };
    Some(match field.kind {
        FieldKind::Number => FieldValue::Number(value.replace(',', ".").parse().ok()?),
        FieldKind::Checkbox => FieldValue::Bool(yes(value)),
        FieldKind::Choice => FieldValue::Text(option(value)?),
        FieldKind::MultiChoice => FieldValue::Texts(split(value).map(option).collect::<Option<_>>()?),
        FieldKind::Text | FieldKind::LongText | FieldKind::Date | FieldKind::Person => {
            FieldValue::Text(value.to_owned())
        }
    })
}

/// A key, also with blanks for `_`, or a name in one of the languages.
fn named(key: &str, names: &Names, text: &str) -> bool {
    let text = text.to_lowercase();
    key == text || key == text.replace(' ', "_") || names.de.to_lowercase() == text || names.en.to_lowercase() == text
}

fn split(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn participant(address: &str) -> MailEffect {
    MailEffect::AddParticipant(AddParticipant {
        participant: Mailbox {
            name: None,
            address: address.to_owned(),
        },
    })
}

fn yes(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "yes" | "1" | "true" | "ja")
}
