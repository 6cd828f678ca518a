//! The desk as it is: the domain decides, and the jobs look when there is something to tell or to do.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use pult_domain::{
    absence,
    catalog::Catalog,
    fresh::FreshIds,
    notification::{Happening, Listener, StandsFor, told},
    queue::{Queue, QueueTree},
    ticket::{
        Context, OpenFacts, SetUp, Side, Ticket, TicketFacts, decide, escalate, lock_time_outs, open, release_lock,
    },
};
use pult_shared::{
    Timestamp,
    api::queue::{FollowUp, IntakeRules, Names, QueueMails},
    catalog::{Color, SlaKey, StateDef, StateKey, StateType},
    command::{Command, Note, OpenTicket, Reply, SetState},
    error::ErrorCode,
    event::TicketEvent,
    ids::{PersonId, TicketId},
    mailbox::Mailbox,
    notification::NotificationSettings,
    sla::SlaDef,
    ticket::{Channel, TicketNumber},
};
use uuid::Uuid;

use crate::{
    Act, DAY, Dice, LIFE, PARTS, SITES, Site, Step, TICKETS, Told, Walked, is_up, minute, moment, names,
    people::{AGENTS, Team, queue_of},
    reference::refer,
};

const LENA: PersonId = PersonId(Uuid::from_u128(1));

pub struct Counting(pub u128);

impl FreshIds for Counting {
    fn fresh(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

pub struct World {
    catalog: Catalog,
    tree: QueueTree,
    pub walked: Vec<Walked>,
    teams: Vec<Team>,
}

fn queue(id: usize, site: &Site) -> Queue {
    Queue {
        id: queue_of(id),
        parent_id: None,
        path: site.zone.to_lowercase(),
        names: names(site.zone),
        addresses: Vec::new(),
        portal: true,
        closing_mail: false,
        catch_all: false,
        valid: true,
        sensitive: false,
        customers_close: false,
        name_shown: true,
        address_domains: Vec::new(),
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::Reopen,
        unlock_minutes: Some(site.unlock),
        calendar: Some(site.calendar().def().key.clone()),
        sla: Some(SlaKey::new(format!("sla{id}"))),
        remind_days: Some(site.remind_days),
        default_priority: None,
        default_type: None,
        mails: QueueMails::default(),
        intake: IntakeRules::default(),
    }
}

pub fn world() -> World {
    let state = |state_type: StateType| StateDef {
        key: StateKey::new(state_type.name()),
        state_type,
        names: names(state_type.name()),
        color: Color::Grey,
        position: 0,
        valid: true,
        turns_into: None,
        stops_clocks: None,
    };
    let sla = |(id, site): (usize, &Site)| SlaDef {
        key: SlaKey::new(format!("sla{id}")),
        names: names("sla"),
        calendar: None,
        first_response: site.promises[0],
        update: site.promises[1],
        solution: site.promises[2],
        warn_percent: site.warn_percent,
        position: 0,
        valid: true,
    };
    let states = [
        StateType::New,
        StateType::Open,
        StateType::PendingReminder,
        StateType::PendingAuto,
        StateType::Closed,
        StateType::Merged,
    ];
    let walked: Vec<Walked> = SITES.iter().map(Site::walked).collect();
    World {
        catalog: Catalog {
            states: states.map(state).to_vec(),
            slas: (0..).zip(&SITES).map(sla).collect(),
            calendars: SITES.iter().map(Site::calendar).collect(),
            ..Catalog::default()
        },
        tree: QueueTree::new((0..).zip(&SITES).map(|(id, site)| queue(id, site))),
        teams: walked
            .iter()
            .enumerate()
            .map(|(site, walked)| Team::of(site, walked))
            .collect(),
        walked,
    }
}

impl World {
    fn set_up(&self) -> SetUp<'_> {
        SetUp {
            catalog: &self.catalog,
            tree: &self.tree,
        }
    }

    fn context<'a>(&'a self, ids: &'a mut Counting, at: usize, actor: Option<PersonId>) -> Context<'a> {
        Context {
            now: moment(at),
            actor,
            side: if actor == Some(LENA) {
                Side::Customer
            } else {
                Side::Agent
            },
            ids,
            mail_domain: "uni.example",
            desk_address: "desk@uni.example",
            catalog: &self.catalog,
            tree: &self.tree,
        }
    }

    pub fn opened(&self, ids: &mut Counting, site: usize, at: usize) -> Ticket {
        let request = OpenTicket::new(queue_of(site), "x", "x");
        let facts = OpenFacts {
            id: TicketId(ids.fresh()),
            number: TicketNumber("1".to_owned()),
            requester_id: LENA,
            requester: mailbox(),
            channel: Channel::Portal,
            participants: Vec::new(),
            queue_sender: None,
            receipt: false,
            mail: None,
            origin: None,
            settles: None,
        };
        let mut ctx = self.context(ids, at, Some(LENA));
        open(&request, &facts, &mut ctx).expect("opened").ticket
    }

    /// What somebody does. Nothing where a colleague has locked the ticket.
    fn act(&self, ids: &mut Counting, open: &mut Open, step: Step) {
        let body = || "x".to_owned();
        let reply = || {
            Command::Reply(Reply {
                body: body(),
                ..Reply::default()
            })
        };
        let set = |state: StateType, until: Option<usize>| {
            Command::SetState(SetState {
                pending_until: until.map(moment),
                ..SetState::to(state.name())
            })
        };
        let agent = self.teams[open.site].id(step.by);
        let (actor, command) = match step.act {
            Act::Answer => (agent, reply()),
            Act::Ask => (LENA, reply()),
            Act::Note => (
                agent,
                Command::Note(Note {
                    body: body(),
                    ..Note::default()
                }),
            ),
            Act::Wait => (agent, set(StateType::PendingReminder, Some(step.until))),
            Act::Park => (agent, set(StateType::PendingAuto, Some(step.until))),
            Act::GoOn => (agent, set(StateType::Open, None)),
            Act::Close => (agent, set(StateType::Closed, None)),
        };
        self.decide(ids, open, &command, Some(actor), step.at);
    }

    fn decide(&self, ids: &mut Counting, open: &mut Open, command: &Command, actor: Option<PersonId>, at: usize) {
        let facts = TicketFacts {
            requester: Some(mailbox()),
            queue_sender: Some(mailbox()),
            ..TicketFacts::default()
        };
        let mut ctx = self.context(ids, at, actor);
        match decide(&open.ticket, command, &facts, &mut ctx) {
            Ok(decision) => {
                if !decision.events.is_empty() {
                    open.by.extend(actor.map(|actor| (actor, at)));
                }
                open.ticket = decision.ticket;
            }
            Err(refusal) => assert_eq!(refusal.code, ErrorCode::LockedByOther, "{command:?}"),
        }
    }

    /// Some of the tickets, and how often what was told where.
    pub fn part_of_a_year(&self, part: u32) -> BTreeMap<(usize, &'static str), u32> {
        let (mut dice, mut ids) = (Dice(part.into()), Counting(1 << 64));
        let mut count = BTreeMap::new();
        for number in 0..TICKETS / PARTS {
            let site = dice.below(SITES.len());
            let opened = dice.below(365 * DAY);
            let course = dice.course(opened, &self.walked[site]);
            let expected = refer(&SITES[site], &self.walked[site], &self.teams[site], opened, &course);
            let told = self.told(&mut ids, site, opened, &course);
            let zone = SITES[site].zone;
            assert_eq!(
                told,
                expected,
                "{part}.{number} in {zone} from {}: {course:?}",
                moment(opened)
            );
            for (_, told) in told {
                *count.entry((site, told.word())).or_default() += 1;
            }
        }
        count
    }

    /// What is told and done by itself: each job looks at the first whole minute at which there is something for it and it runs.
    fn told(&self, ids: &mut Counting, site: usize, opened: usize, course: &[Step]) -> Vec<(usize, Told)> {
        let mut open = Open {
            site,
            ticket: self.opened(ids, site, opened),
            by: BTreeMap::new(),
            reminded: None,
        };
        let mut told = Vec::new();
        let mut course = course.iter().peekable();
        let mut now = opened;
        let end = opened + LIFE;
        loop {
            let look = self.next_look(&open, now);
            let act = course.peek().map(|step| step.at);
            match (look, act) {
                (Some(look), act) if look < end && act.is_none_or(|act| look < act) => {
                    let before = told.len();
                    self.escalate(&mut open, look, &mut told);
                    self.go_on(ids, &mut open, look, &mut told);
                    self.unlock(&mut open, look, &mut told);
                    self.remind(&mut open, look, &mut told);
                    assert!(told.len() > before, "looked for nothing at {look}: {:?}", open.ticket);
                    now = look;
                }
                (_, Some(at)) if at < end => {
                    now = at;
                    if let Some(step) = course.next() {
                        self.act(ids, &mut open, *step);
                    }
                }
                _ => return told,
            }
        }
    }

    /// When one of the jobs has something to do.
    fn next_look(&self, open: &Open, now: usize) -> Option<usize> {
        let ticket = &open.ticket;
        let waits = ticket.pending_until.filter(|until| {
            let auto = ticket.state_type == StateType::PendingAuto;
            auto || (ticket.state_type == StateType::PendingReminder && open.reminded != Some(*until))
        });
        let looks = [ticket.clocks.next_at, waits].into_iter().flatten();
        let looks = looks.map(|at| next_look(at, now)).chain(self.next_unlock(open, now));
        looks.min()
    }

    /// When the lock has run out, or its holder goes away.
    fn next_unlock(&self, open: &Open, now: usize) -> Option<usize> {
        let lock = open.ticket.lock?;
        let calendar = self.catalog.calendar_of(open.ticket.queue_id, &self.tree)?;
        let span = SignedDuration::from_mins(i64::from(SITES[open.site].unlock));
        let runs_out = calendar.after(moment(open.last_work(lock.by, lock.since)), span);
        let absences = &self.teams[open.site].absences;
        let mine = absences.iter().filter(|absence| absence.person == lock.by);
        let away = mine
            .filter(|absence| absence.ends > moment(now))
            .map(|absence| absence.begins);
        let away = away.filter_map(|begins| {
            let look = next_look(begins, now);
            // Who was away only while the jobs stood still is back.
            let still = |absence: &absence::Absence| absence.person == lock.by && absence.covers(moment(look));
            absences.iter().any(still).then_some(look)
        });
        away.chain(runs_out.map(|at| next_look(at, now))).min()
    }

    fn escalate(&self, open: &mut Open, at: usize, told: &mut Vec<(usize, Told)>) {
        if open.ticket.clocks.next_at.is_none_or(|next| next > moment(at)) {
            return;
        }
        let decision = escalate(&open.ticket, self.set_up(), moment(at));
        told.extend(
            decision
                .events
                .iter()
                .map(|event| (at, of(event).expect("a timer's event"))),
        );
        open.ticket = decision.ticket;
    }

    fn go_on(&self, ids: &mut Counting, open: &mut Open, at: usize, told: &mut Vec<(usize, Told)>) {
        let over = open.ticket.pending_until.is_some_and(|until| until <= moment(at));
        if over && open.ticket.state_type == StateType::PendingAuto {
            let close = Command::SetState(SetState::to(StateType::Closed.name()));
            self.decide(ids, open, &close, None, at);
            told.push((at, Told::WentOn));
        }
    }

    fn unlock(&self, open: &mut Open, at: usize, told: &mut Vec<(usize, Told)>) {
        let due = |at| self.is_out(open, at);
        if due(at) {
            // Not a minute earlier, as far as somebody looked.
            let before = at - 1;
            let worked = open.ticket.lock.is_some_and(|lock| minute(lock.since) < before);
            let quiet = open.by.values().all(|by| *by < before);
            assert!(!(is_up(before) && worked && quiet && due(before)), "too late at {at}");
            open.ticket = release_lock(&open.ticket, moment(at)).ticket;
            told.push((at, Told::Unlocked));
        }
    }

    /// As the database is asked.
    fn is_out(&self, open: &Open, at: usize) -> bool {
        let Some(lock) = open.ticket.lock else { return false };
        let team = &self.teams[open.site];
        let away = |absence: &absence::Absence| absence.person == lock.by && absence.covers(moment(at));
        let worked = moment(open.last_work(lock.by, lock.since));
        let time_outs = lock_time_outs(&self.tree, &self.catalog, moment(at));
        let here = time_outs
            .into_iter()
            .find(|(_, queues)| queues.contains(&open.ticket.queue_id));
        team.absences.iter().any(away) || here.is_some_and(|(since, _)| worked <= since)
    }

    /// Everybody who is told that the waiting time is over, as the job enters them.
    fn remind(&self, open: &mut Open, at: usize, told_of: &mut Vec<(usize, Told)>) {
        let ticket = &open.ticket;
        let until = ticket.pending_until.filter(|until| *until <= moment(at));
        let fresh = until.is_some() && open.reminded != until;
        if !fresh || ticket.state_type != StateType::PendingReminder {
            return;
        }
        let team = &self.teams[open.site];
        let happening = Happening::reminder(ticket);
        let actors: Vec<_> = team.people().map(|person| team.actor(person, at)).collect();
        let settings = NotificationSettings::default();
        let mut found: BTreeSet<(usize, Option<usize>)> = BTreeSet::new();
        // Those who work in the queue by a role, among whom is whoever owns the ticket.
        for (person, actor) in actors.iter().enumerate().take(AGENTS) {
            let listener = Listener {
                actor,
                settings: &settings,
                stands_for: None,
            };
            if told(&listener, &happening).is_some() {
                found.insert((person, None));
            }
        }
        let concerned = |id: &PersonId| ticket.owner_id.is_none_or(|owner| owner == *id);
        let agents = actors.iter().enumerate().take(AGENTS);
        for (person, away) in agents.filter(|(_, away)| concerned(&away.person_id)) {
            let deputy = absence::deputy(&team.absences, away.person_id, ticket.queue_id, moment(at));
            let deputy = deputy.and_then(|id| actors.iter().position(|actor| actor.person_id == id));
            let Some(deputy) = deputy.filter(|deputy| !found.iter().any(|(one, _)| one == deputy)) else {
                continue;
            };
            let listener = Listener {
                actor: &actors[deputy],
                settings: &settings,
                stands_for: Some(StandsFor {
                    person: away.person_id,
                    grants: &away.grants,
                    settings: &settings,
                }),
            };
            if told(&listener, &happening).is_some() {
                found.insert((deputy, Some(person)));
            }
        }
        open.reminded = until;
        told_of.push((at, Told::Reminded(found)));
    }
}

/// A ticket, and what the history has of it.
struct Open {
    site: usize,
    ticket: Ticket,
    /// When people have last done something.
    by: BTreeMap<PersonId, usize>,
    /// Until when it waited at the last reminder.
    reminded: Option<Timestamp>,
}

impl Open {
    fn last_work(&self, holder: PersonId, since: Timestamp) -> usize {
        self.by.get(&holder).copied().unwrap_or_default().max(minute(since))
    }
}

fn mailbox() -> Mailbox {
    Mailbox {
        name: None,
        address: "lena@uni.example".to_owned(),
    }
}

fn next_look(at: Timestamp, now: usize) -> usize {
    let due = minute(at) + usize::from(at.as_second() % 60 != 0 || at.subsec_nanosecond() != 0);
    (due.max(now)..).find(|at| is_up(*at)).expect("it runs again")
}

/// What a timer's event tells; nothing of an event that no timer writes.
fn of(event: &TicketEvent) -> Option<Told> {
    match event {
        TicketEvent::EscalationWarned { clock, due_at } => Some(Told::Warned(*clock, minute(*due_at))),
        TicketEvent::Escalated { clock, due_at } => Some(Told::Escalated(*clock, minute(*due_at))),
        TicketEvent::AgeReminded { .. } => Some(Told::Forgotten),
        _ => None,
    }
}
