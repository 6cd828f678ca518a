//! A month of 300 tickets through the real jobs of two instances that race: every reminder, breach, time-out and end of a waiting time comes
//! once, at the first look after its time, also where the jobs stood still for days; compared with plain sums of times.

use std::{cell::RefCell, collections::BTreeMap};

use jiff::{SignedDuration, Timestamp};
use pult_domain::{
    policy::{NoticeVisibility, Visibility},
    ticket::{Lock, SetUp, Ticket, recounted},
};
use pult_server::{
    app::App,
    service::{absence, clocks, locks, notification, waits},
};
use pult_shared::{
    catalog::{StateKey, StateType},
    event::TicketEvent,
    ids::{PersonId, TicketId},
    notification::NotificationKind,
    person::Permission,
    ticket::TicketNumber,
};
use pult_store::{
    history,
    notifications::{self, Seen},
    tickets::{self, TicketKey},
};
use serde_json::json;

use super::{crowd, grant, open, person};
use crate::support::{Desk, on_both};

const TICKETS: usize = 300;
const HOURS: i64 = 30 * 24;
const MINUTE: i64 = 60_000;
/// What the queue promises, in minutes: first response and solution.
const PROMISES: [i64; 2] = [300, 2_000];
/// The seed's queues give locks back after four hours.
const UNLOCK: i64 = 240;

/// What is to come of one ticket, and at the earliest when.
type Due = BTreeMap<&'static str, i64>;

/// Chance that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, of: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).expect("31 bits") % of
    }
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at + SignedDuration::from_mins(minutes)
}

/// All that the jobs of an instance do about time. Errors are of no matter to the other one.
async fn work(app: &App) {
    absence::advance::advance(app).await.expect("advanced");
    while clocks::tell_due(app).await.expect("told") > 0 {}
    while waits::go_on(app).await.expect("gone on") > 0 {}
    while locks::release_due(app).await.expect("released") > 0 {}
    while notification::note::note(app).await.expect("noted") > 0 {}
    notification::remind::remind(app).await.expect("reminded");
}

/// Times of the day at which the jobs look: every few hours, and not at all for some days.
fn looks() -> Vec<i64> {
    let mut dice = Dice(3);
    let mut looks = Vec::new();
    let mut at = 0;
    while at < HOURS * 60 {
        at += 60 + dice.below(8 * 60);
        let stopped = (9 * 24 * 60..12 * 24 * 60).contains(&at) || (20 * 24 * 60..21 * 24 * 60).contains(&at);
        if !stopped {
            looks.push(at);
        }
    }
    // What is due at the end is told once more.
    looks.push(HOURS * 60 + 5_000);
    looks
}

/// Gives a ticket its fate.
fn fate(ticket: &mut Ticket, dice: &mut Dice, begin: Timestamp, set_up: SetUp<'_>, owner: PersonId) -> Due {
    let mut due = Due::new();
    let minutes = 30 + dice.below(HOURS * 60 - 60);
    ticket.owner_id = Some(owner);
    match dice.below(4) {
        0 => {
            ticket.state = StateKey::new("pending_reminder");
            ticket.state_type = StateType::PendingReminder;
            ticket.pending_until = Some(later(begin, minutes));
            due.insert("reminder", minutes);
        }
        1 => {
            ticket.state = StateKey::new("pending_close_unsuccessful");
            ticket.state_type = StateType::PendingAuto;
            ticket.pending_until = Some(later(begin, minutes));
            due.insert("closed", minutes);
        }
        2 => {
            ticket.lock = Some(Lock {
                by: owner,
                since: later(begin, minutes),
            });
            due.insert("unlocked", minutes + UNLOCK);
        }
        _ => {
            ticket.clocks.since = Some(later(begin, minutes));
            ticket.clocks.used = 0;
            for (name, promise) in ["first response", "solution"].into_iter().zip(PROMISES) {
                due.insert(name, minutes + promise);
            }
        }
    }
    if !due.contains_key("solution") {
        ticket.clocks.since = None;
        ticket.clocks.next_at = None;
    } else {
        ticket.clocks = recounted(ticket, set_up, begin);
    }
    due
}

type Came = BTreeMap<(TicketId, &'static str), Vec<i64>>;

/// What has come of all tickets by the history: at which minutes.
async fn came(desk: &Desk, begin: Timestamp) -> Came {
    let mut found = Came::new();
    let mut after = 0;
    loop {
        let rows = history::since(&desk.app.store, after, 500).await.expect("the history");
        let Some(last) = rows.last() else { return found };
        after = last.seq;
        for row in &rows {
            let word = match &row.event {
                TicketEvent::Escalated { clock, .. } if clock.name() == "first_response" => "first response",
                TicketEvent::Escalated { .. } => "solution",
                TicketEvent::Unlocked { .. } => "unlocked",
                TicketEvent::StateChanged { to, .. } if to.0 == "closed_unsuccessful" => "closed",
                _ => continue,
            };
            let minute = (row.at.as_millisecond() - begin.as_millisecond()) / MINUTE;
            found.entry((row.ticket.id, word)).or_default().push(minute);
        }
    }
}

on_both! {
    // req: B15, B16, B17, C8, C10
    async fn a_month_of_two_instances(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (ivo, lotte) = (person(&desk, "agent.it").await, person(&desk, "agent.lib").await);
        grant(&desk, "agent.lib", "it", &[Permission::View, Permission::Own]).await;
        let sla = json!({"key": "standard", "names": {"de": "Standard", "en": "Standard"}, "first_response": PROMISES[0], "solution": PROMISES[1], "warn_percent": 100});
        admin.put("/api/v1/slas/standard", &sla).await.expect(200);
        let number = open(&agent, "it", "Beamer").await;
        agent.apply(&number, json!([{"type": "set_sla", "sla": "standard"}])).await.expect(200);
        agent.apply(&number, json!([{"type": "set_state", "state": "open"}])).await.expect(200);
        while clocks::recount(&desk.app).await.unwrap() > 0 {}
        // From the first look on reminders are told: what was over before is not.
        work(&desk.app).await;
        // Lotte stands in for the third week.
        let week = json!({"from": "2026-12-06", "until": "2026-12-12", "deputy_id": lotte});
        agent.post("/api/v1/absences", &week).await.expect(201);
        let (dice, fates, begin) = (RefCell::new(Dice(11)), RefCell::new(Vec::new()), desk.app.now());
        let setup = desk.app.setup.read(&desk.app.store).await.unwrap();
        let set_up = SetUp { catalog: &setup.catalog, tree: &setup.tree };
        let numbers = crowd(&desk, &number, TICKETS, |ticket| {
            let due = fate(ticket, &mut dice.borrow_mut(), begin, set_up, ivo);
            fates.borrow_mut().push(due);
        })
        .await;
        let fates: Vec<Due> = fates.into_inner();
        let looks = looks();
        let other = desk.another().await;
        let mut now = 0;
        for look in &looks {
            desk.later(SignedDuration::from_mins(look - now));
            now = *look;
            tokio::join!(work(&desk.app), work(&other));
        }
        let seen = Seen { tickets: &Visibility::for_system(), notices: &NoticeVisibility::for_system() };
        let mut reminded: BTreeMap<_, Vec<TicketNumber>> = BTreeMap::new();
        for who in [ivo, lotte] {
            let told = notifications::page(&desk.app.store, who, seen, false, None, 5_000).await.unwrap().items;
            let told = told.into_iter().filter(|item| item.kind == NotificationKind::Reminder);
            reminded.insert(who, told.filter_map(|item| item.number).collect());
        }
        let absent = |minute: i64| {
            let span = ["2026-12-05T23:00:00Z", "2026-12-12T23:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
            (span[0]..span[1]).contains(&later(begin, minute))
        };
        // A lock goes with its holder.
        let first_look = |word: &str, due: i64| {
            let mut looks = looks.iter().copied();
            looks.find(|look| *look >= due || (word == "unlocked" && absent(*look))).expect("a look after it")
        };
        let mut came = came(&desk, begin).await;
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, due) in numbers.into_iter().zip(&fates) {
            let number = TicketNumber(number);
            let ticket = tickets::find(&desk.app.store, &TicketKey::Number(number.clone())).await.unwrap().unwrap();
            for (word, at) in due {
                let look = first_look(word, *at);
                if *word == "reminder" {
                    let times = |who| reminded[&who].iter().filter(|told| **told == number).count();
                    let deputy = usize::from(absent(look));
                    assert_eq!((times(ivo), times(lotte)), (1, deputy), "{number:?} waits until minute {at}");
                    *count.entry(if deputy == 1 { "by deputy" } else { word }).or_default() += 1;
                } else {
                    assert_eq!(came.remove(&(ticket.id, *word)), Some(vec![look]), "{word} of {number:?}: {due:?}");
                    *count.entry(word).or_default() += 1;
                }
            }
            let of_it = came.keys().filter(|(id, _)| *id == ticket.id).collect::<Vec<_>>();
            assert!(of_it.is_empty(), "{of_it:?} of {number:?} is nobody's wish: {due:?}");
        }
        assert!(count.len() == 6 && count.values().all(|times| *times > 5), "{count:?}");
    }
}
