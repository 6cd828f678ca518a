//! The reference: a ticket minute by minute. Slow, and as plain as it can be.

use jiff::civil::Date;
use pult_shared::sla::ClockKind;

use crate::{Act, LIFE, Site, Told, Walked, is_up};

/// How a ticket stands in the reference.
struct Reference<'a> {
    site: &'a Site,
    walked: &'a Walked,
    total: u32,
    asked: Option<u32>,
    answered: bool,
    /// Nobody has set another state.
    fresh: bool,
    active: bool,
    waits: bool,
    warned: [bool; 3],
    over: [bool; 3],
    /// The day of the last work, the opening days since, and whether it was told.
    worked: Date,
    days: u32,
    reminded: bool,
}

impl<'a> Reference<'a> {
    fn new(site: &'a Site, walked: &'a Walked, at: usize) -> Self {
        Self {
            site,
            walked,
            total: 0,
            asked: Some(0),
            answered: false,
            fresh: true,
            active: true,
            waits: false,
            warned: [false; 3],
            over: [false; 3],
            worked: walked.day[at],
            days: 0,
            reminded: false,
        }
    }

    fn act(&mut self, act: Act, at: usize) {
        // What is so already is no change.
        let open = self.active && !self.waits && !self.fresh;
        if (act == Act::GoOn && open) || (act == Act::Close && !self.active) {
            return;
        }
        self.fresh &= matches!(act, Act::Note | Act::Ask);
        match act {
            Act::Answer => {
                self.asked = None;
                self.answered = true;
            }
            Act::Note => {}
            Act::Wait => (self.active, self.waits) = (true, true),
            Act::GoOn => (self.active, self.waits) = (true, false),
            Act::Close => {
                (self.active, self.waits) = (false, false);
                self.asked = None;
            }
            Act::Ask => {
                self.asked = self.asked.or(Some(self.total));
                (self.active, self.waits) = (true, false);
            }
        }
        if self.asked.is_none() || self.asked == Some(self.total) {
            (self.warned[1], self.over[1]) = (false, false);
        }
        if act != Act::Ask {
            self.worked = self.walked.day[at];
            self.days = 0;
            self.reminded = false;
        }
    }

    /// From where a clock is measured, if it runs.
    fn mark(&self, clock: usize) -> Option<u32> {
        let first = self.site.promises[0].is_some();
        match clock {
            0 => (!self.answered).then_some(0),
            1 => self.asked.filter(|_| self.answered || !first),
            _ => Some(0),
        }
    }

    /// The job looks.
    fn look(&mut self, at: usize) -> Vec<Told> {
        let mut told = Vec::new();
        if !self.active {
            return told;
        }
        for clock in 0..3 {
            let (Some(from), Some(minutes), false) = (self.mark(clock), self.site.promises[clock], self.waits) else {
                continue;
            };
            let kind = Some(ClockKind::ALL[clock]);
            if self.over[clock] {
                continue;
            }
            if self.total >= from + minutes {
                (self.warned[clock], self.over[clock]) = (true, true);
                told.push((at, "escalated", kind, None));
            } else if !self.warned[clock] && self.total >= from + minutes * self.site.warn_percent / 100 {
                self.warned[clock] = true;
                told.push((at, "warned", kind, Some(self.will_be(at, from + minutes))));
            }
        }
        if !self.waits && !self.reminded && self.days >= self.site.remind_days {
            self.reminded = true;
            told.push((at, "reminded", None, None));
        }
        told
    }

    /// When so much has been counted, if nothing happens.
    fn will_be(&self, mut at: usize, mark: u32) -> usize {
        let mut total = self.total;
        while total < mark {
            total += u32::from(self.walked.open[at]);
            at += 1;
        }
        at
    }

    /// A minute goes by.
    fn pass(&mut self, at: usize) {
        if self.active && !self.waits && self.walked.open[at] {
            self.total += 1;
        }
    }

    /// A minute begins.
    fn begin(&mut self, at: usize) {
        if self.walked.opens[at] && self.walked.day[at] > self.worked {
            self.days += 1;
        }
    }
}

/// What the job tells of a ticket.
pub fn refer(site: &Site, walked: &Walked, opened: usize, course: &[(usize, Act)]) -> Vec<Told> {
    let mut reference = Reference::new(site, walked, opened);
    let mut told = Vec::new();
    let mut course = course.iter().peekable();
    for at in opened..opened + LIFE {
        reference.begin(at);
        while let Some((_, act)) = course.next_if(|(when, _)| *when == at) {
            reference.act(*act, at);
        }
        if is_up(at) {
            told.extend(reference.look(at));
        }
        reference.pass(at);
    }
    told
}
