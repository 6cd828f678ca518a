//! A story: one ticket from its first word on, as the data files tell it.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use pult_shared::{
    catalog::{FieldValue, ServiceKey, TypeKey},
    command::LinkKind,
    ticket::{Channel, Direction},
};
use serde::Deserialize;

use super::SeedError;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<Story>,
}

/// How a ticket began.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// How other stories name it.
    pub key: Option<String>,
    /// Days ago; with `time`.
    pub days: Option<u32>,
    /// Local time of day, for example `08:42`.
    pub time: Option<String>,
    /// Or: how long ago, for example `35m`.
    pub ago: Option<String>,
    pub door: Door,
    /// A login, or `Name <address>` for somebody from outside.
    pub by: String,
    /// Who took a call or a visit down.
    pub agent: Option<String>,
    /// The queue's path.
    pub to: String,
    pub subject: String,
    pub text: String,
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub then: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    Mail,
    Portal,
    Phone,
    Visit,
}

impl Door {
    /// The channel that an agent names for it.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Mail => Channel::Mail,
            Self::Portal => Channel::Portal,
            Self::Phone => Channel::Phone,
            Self::Visit => Channel::Visit,
        }
    }
}

/// What happened next. Several things in one step happen in the order of the fields.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    /// Since the step before.
    pub after: String,
    /// The agent; the customer's answers need nobody.
    pub who: Option<String>,
    pub take: bool,
    pub lock: bool,
    pub r#type: Option<TypeKey>,
    pub service: Option<ServiceKey>,
    pub priority: Option<u8>,
    /// How long there is until it shall be done.
    pub due: Option<String>,
    pub fields: BTreeMap<String, FieldValue>,
    pub tags: Vec<String>,
    pub assign: Option<String>,
    pub responsible: Option<String>,
    /// Logins, or `Name <address>`.
    pub participants: Vec<String>,
    /// Logins of colleagues who follow the ticket.
    pub watchers: Vec<String>,
    /// Things to do.
    pub checklist: Vec<String>,
    /// Things that are done, by their texts.
    pub done: Vec<String>,
    pub links: Vec<LinkSpec>,
    /// Minutes spent.
    pub time: Option<i32>,
    pub call: Option<CallSpec>,
    pub note: Option<String>,
    /// Logins of those whom the note concerns.
    pub mentions: Vec<String>,
    pub reply: Option<String>,
    pub files: Vec<String>,
    pub forward: Option<ForwardSpec>,
    pub unlock: bool,
    /// Days that the ticket waits.
    pub pending: Option<u32>,
    pub close: bool,
    /// The path of another queue.
    pub r#move: Option<String>,
    /// The key of the story that it goes on in.
    pub merge: Option<String>,
    /// The customer answers by mail.
    pub mail: Option<String>,
    /// The customer answers in the portal.
    pub portal: Option<String>,
}

/// What another ticket is to this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    pub kind: LinkKind,
    /// The key of the other one's story.
    pub to: String,
}

/// A phone call with the customer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallSpec {
    pub direction: Direction,
    pub text: String,
}

/// The whole conversation to a third party.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardSpec {
    /// A login, or `Name <address>`.
    pub to: String,
    pub text: String,
}

/// Reads the stories of a file.
pub fn read(text: &str) -> Result<Vec<Story>, SeedError> {
    toml::from_str::<File>(text)
        .map(|file| file.story)
        .map_err(|error| SeedError::Data(error.to_string()))
}

impl Story {
    /// When each part happened: the opening, then the steps. A story that would reach into the future began days earlier.
    pub fn times(&self, now: Timestamp) -> Result<Vec<Timestamp>, SeedError> {
        let mut offsets = vec![SignedDuration::ZERO];
        let mut total = SignedDuration::ZERO;
        for step in &self.then {
            total += duration(&step.after)?;
            offsets.push(total);
        }
        let mut begin = self.begin(now)?;
        let day = SignedDuration::from_hours(24);
        while begin.saturating_add(total).map_err(|error| out_of_range(&error))? >= now {
            begin = begin.checked_sub(day).map_err(|error| out_of_range(&error))?;
        }
        offsets
            .into_iter()
            .map(|offset| begin.checked_add(offset).map_err(|error| out_of_range(&error)))
            .collect()
    }

    fn begin(&self, now: Timestamp) -> Result<Timestamp, SeedError> {
        match (&self.ago, self.days, &self.time) {
            (Some(ago), None, None) => now.checked_sub(duration(ago)?).map_err(|error| out_of_range(&error)),
            (None, Some(days), Some(time)) => {
                // The university keeps Central European Time; an hour more or less in summer does not matter to a story.
                let offset = jiff::tz::offset(1);
                let date = offset.to_datetime(now).date();
                let time: jiff::civil::Time = format!("{time}:00")
                    .parse()
                    .map_err(|error| SeedError::Data(format!("{time}: {error}")))?;
                let local = date.to_datetime(time);
                let today = offset.to_timestamp(local).map_err(|error| out_of_range(&error))?;
                today
                    .checked_sub(SignedDuration::from_hours(24 * i64::from(days)))
                    .map_err(|error| out_of_range(&error))
            }
            _ => Err(SeedError::Data(format!(
                "{:?} needs either `ago`, or `days` and `time`",
                self.subject
            ))),
        }
    }
}

fn out_of_range(error: &jiff::Error) -> SeedError {
    SeedError::Data(error.to_string())
}

/// `1d 2h 30m`, in any combination.
pub fn duration(text: &str) -> Result<SignedDuration, SeedError> {
    let wrong = || SeedError::Data(format!("{text:?} is no length of time such as 1d 2h 30m"));
    let mut seconds = 0;
    for part in text.split_whitespace() {
        let unit = part.chars().last().ok_or_else(wrong)?;
        let number: u64 = part
            .strip_suffix(unit)
            .and_then(|number| number.parse().ok())
            .ok_or_else(wrong)?;
        seconds += number
            * match unit {
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                _ => return Err(wrong()),
            };
    }
    SignedDuration::try_from(Duration::from_secs(seconds))
        .map_err(|_| wrong())
        .and_then(|time| if time.is_zero() { Err(wrong()) } else { Ok(time) })
}

/// The data files break long lines; people do not. A line that is nearly as long as those files allow goes on in the next one.
#[must_use]
pub fn prose(text: &str) -> String {
    const LONG: usize = 95;
    let mut out = String::with_capacity(text.len());
    let mut before = 0;
    for line in text.trim().lines() {
        if !out.is_empty() {
            out.push(if before >= LONG && !line.trim().is_empty() {
                ' '
            } else {
                '\n'
            });
        }
        out.push_str(line);
        before = line.chars().count();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_and_short_ones_end() {
        let long = "x".repeat(100);
        assert_eq!(
            prose(&format!("Hallo,\n\n{long}\nund weiter.\nGruß\n")),
            format!("Hallo,\n\n{long} und weiter.\nGruß")
        );
    }

    fn story(begin: &str, steps: &str) -> Story {
        let text =
            format!("[[story]]\n{begin}\ndoor = 'mail'\nby = 'x'\nto = 'it'\nsubject = 's'\ntext = 't'\n{steps}");
        read(&text).unwrap().remove(0)
    }

    #[test]
    fn times_of_a_story() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let story = story(
            "days = 3\ntime = '08:30'",
            "[[story.then]]\nafter = '1h 30m'\nclose = true",
        );
        let times: Vec<String> = story.times(now).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(times, ["2026-11-19T07:30:00Z", "2026-11-19T09:00:00Z"]);
    }

    #[test]
    fn a_story_never_reaches_into_the_future() {
        let now: Timestamp = "2026-11-22T06:00:00Z".parse().unwrap();
        let today = story(
            "days = 0\ntime = '16:00'",
            "[[story.then]]\nafter = '26h'\nclose = true",
        );
        assert_eq!(today.times(now).unwrap()[0].to_string(), "2026-11-20T15:00:00Z");
        let fresh = story("ago = '12m'", "");
        assert_eq!(fresh.times(now).unwrap()[0].to_string(), "2026-11-22T05:48:00Z");
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(duration("1d 2h 30m").unwrap(), SignedDuration::from_mins(26 * 60 + 30));
        for bad in ["", "5", "h", "-1h", "1w"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }
}
