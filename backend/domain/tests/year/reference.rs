//! The reference: a ticket minute by minute. Slow, and as plain as it can be.

use std::collections::BTreeSet;

use jiff::civil::Date;
use pult_shared::sla::ClockKind;

use crate::{
    Act, LIFE, Site, Step, Told, Walked, is_up,
    people::{AGENTS, Team},
};

/// Until when a ticket waits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Waits {
    until: usize,
    /// It is closed then.
    closes: bool,
}

/// How a ticket stands in the reference.
struct Reference<'a> {
    site: &'a Site,
    walked: &'a Walked,
    team: &'a Team,
    /// Minutes that were counted, when each of them was full, and since when and from which it is counted without a pause.
    total: usize,
    full: Vec<usize>,
    counts: (usize, usize),
    asked: Option<usize>,
    answered: bool,
    /// Nobody has set another state.
    fresh: bool,
    active: bool,
    waits: Option<Waits>,
    /// Until when it waited when somebody was reminded.
    told_until: Option<usize>,
    owner: Option<usize>,
    lock: Option<usize>,
    /// Open minutes since the holder of the lock has done something.
    idle: u32,
    warned: [bool; 3],
    over: [bool; 3],
    /// The day of the last work, the opening days since, and whether it was told.
    worked: Date,
    days: u32,
    reminded: bool,
}

impl<'a> Reference<'a> {
    fn new(site: &'a Site, walked: &'a Walked, team: &'a Team, at: usize) -> Self {
        Self {
            site,
            walked,
            team,
            total: 0,
            full: vec![at],
            counts: (at, 0),
            asked: Some(0),
            answered: false,
            fresh: true,
            active: true,
            waits: None,
            told_until: None,
            owner: None,
            lock: None,
            idle: 0,
            warned: [false; 3],
            over: [false; 3],
            worked: walked.day[at],
            days: 0,
            reminded: false,
        }
    }

    fn runs(&self) -> bool {
        self.active && self.waits.is_none()
    }

    fn act(&mut self, step: &Step) {
        let foreign = self.lock.is_some_and(|holder| holder != step.by);
        if foreign && !matches!(step.act, Act::Note | Act::Ask) {
            return;
        }
        let waits = Waits {
            until: step.until,
            closes: step.act == Act::Park,
        };
        // What is so already is no change.
        let same = match step.act {
            Act::GoOn => self.runs() && !self.fresh,
            Act::Close => !self.active,
            Act::Wait | Act::Park => self.waits == Some(waits),
            Act::Answer | Act::Note | Act::Ask => false,
        };
        if same {
            return;
        }
        let ran = self.runs();
        self.fresh &= matches!(step.act, Act::Note | Act::Ask);
        match step.act {
            Act::Answer => self.answer(step.by),
            Act::Note => {}
            Act::Wait | Act::Park => (self.active, self.waits) = (true, Some(waits)),
            Act::GoOn => (self.active, self.waits) = (true, None),
            Act::Close => self.close(),
            Act::Ask => {
                self.asked = self.asked.or(Some(self.total));
                (self.active, self.waits) = (true, None);
            }
        }
        self.changed(ran, step.at);
        if step.act != Act::Ask {
            self.worked = self.walked.day[step.at];
            self.days = 0;
            self.reminded = false;
            if self.lock == Some(step.by) {
                self.idle = 0;
            }
        }
    }

    /// Who answers has the ticket, if nobody has, and locks what is theirs.
    fn answer(&mut self, by: usize) {
        self.asked = None;
        self.answered = true;
        self.owner = self.owner.or(Some(by));
        if self.active && self.owner == Some(by) {
            self.lock = self.lock.or(Some(by));
        }
    }

    fn close(&mut self) {
        (self.active, self.waits) = (false, None);
        self.asked = None;
        self.lock = None;
    }

    fn changed(&mut self, ran: bool, at: usize) {
        if self.asked.is_none() || self.asked == Some(self.total) {
            (self.warned[1], self.over[1]) = (false, false);
        }
        if !ran && self.runs() {
            self.counts = (at, self.total);
        }
    }

    /// From where a clock is measured, if it runs.
    fn mark(&self, clock: usize) -> Option<usize> {
        let first = self.site.promises[0].is_some();
        match clock {
            0 => (!self.answered).then_some(0),
            1 => self.asked.filter(|_| self.answered || !first),
            _ => Some(0),
        }
    }

    /// The jobs look.
    fn look(&mut self, at: usize) -> Vec<(usize, Told)> {
        let mut told = self.look_at_clocks(at);
        if self.runs() && !self.reminded && self.days >= self.site.remind_days {
            self.reminded = true;
            told.push(Told::Forgotten);
        }
        if self.waits.is_some_and(|waits| waits.closes && waits.until <= at) {
            self.close();
            self.changed(false, at);
            told.push(Told::WentOn);
        }
        let out = |holder: usize| self.team.is_away(holder, at) || self.idle >= self.site.unlock;
        if self.lock.is_some_and(out) {
            self.lock = None;
            told.push(Told::Unlocked);
        }
        if let Some(waits) = self.waits.filter(|waits| !waits.closes && waits.until <= at)
            && self.told_until != Some(waits.until)
        {
            self.told_until = Some(waits.until);
            told.push(Told::Reminded(self.reminds(at)));
        }
        told.into_iter().map(|told| (at, told)).collect()
    }

    fn look_at_clocks(&mut self, at: usize) -> Vec<Told> {
        let mut told = Vec::new();
        for clock in 0..3 {
            let (Some(from), Some(minutes), true) = (self.mark(clock), self.site.promises[clock], self.runs()) else {
                continue;
            };
            if self.over[clock] {
                continue;
            }
            let kind = ClockKind::ALL[clock];
            let percent = |percent: u32| from + usize::try_from(minutes * percent / 100).expect("small");
            if self.total >= percent(100) {
                (self.warned[clock], self.over[clock]) = (true, true);
                told.push(Told::Escalated(kind, self.was(percent(100))));
            } else if !self.warned[clock] && self.total >= percent(self.site.warn_percent) {
                self.warned[clock] = true;
                told.push(Told::Warned(kind, self.will_be(at, percent(100))));
            }
        }
        told
    }

    /// When so much has been counted, if nothing happens.
    fn will_be(&self, mut at: usize, mark: usize) -> usize {
        let mut total = self.total;
        while total < mark {
            total += usize::from(self.walked.open[at]);
            at += 1;
        }
        at
    }

    /// When so much had been counted. Where that was before a pause, as long before its end as it is over.
    fn was(&self, mark: usize) -> usize {
        let (mut at, from) = self.counts;
        if mark > from {
            return self.full[mark];
        }
        let mut over = from - mark;
        while over > 0 {
            at -= 1;
            over -= usize::from(self.walked.open[at]);
        }
        at
    }

    /// Whoever owns it, else all; and who stands in for them, unless they are told anyway. Nobody is told of what they may not see.
    fn reminds(&self, at: usize) -> BTreeSet<(usize, Option<usize>)> {
        let whose: Vec<usize> = self.owner.map_or_else(|| (0..AGENTS).collect(), |owner| vec![owner]);
        let mut told: BTreeSet<(usize, Option<usize>)> = whose.iter().map(|person| (*person, None)).collect();
        for person in whose {
            let deputy = self
                .team
                .deputy(person, at)
                .filter(|deputy| self.team.sees(*deputy, at));
            if let Some(deputy) = deputy.filter(|deputy| !told.iter().any(|(one, _)| one == deputy)) {
                told.insert((deputy, Some(person)));
            }
        }
        told
    }

    /// A minute goes by.
    fn pass(&mut self, at: usize) {
        if !self.walked.open[at] {
            return;
        }
        self.idle += 1;
        if self.runs() {
            self.total += 1;
            self.full.push(at + 1);
        }
    }

    /// A minute begins.
    fn begin(&mut self, at: usize) {
        if self.walked.opens[at] && self.walked.day[at] > self.worked {
            self.days += 1;
        }
    }
}

/// What is told of a ticket, and done to it by itself.
pub fn refer(site: &Site, walked: &Walked, team: &Team, opened: usize, course: &[Step]) -> Vec<(usize, Told)> {
    let mut reference = Reference::new(site, walked, team, opened);
    let mut told = Vec::new();
    let mut course = course.iter().peekable();
    for at in opened..opened + LIFE {
        reference.begin(at);
        while let Some(step) = course.next_if(|step| step.at == at) {
            reference.act(step);
        }
        if is_up(at) {
            told.extend(reference.look(at));
        }
        reference.pass(at);
    }
    told
}
