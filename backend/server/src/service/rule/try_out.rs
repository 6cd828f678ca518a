//! Try a rule out on the newest tickets, saved or not; nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    policy::{self, permit_rule_settings},
    rule::{Compiled, branch, happened},
    ticket::Ticket,
};
use pult_shared::{
    Timestamp,
    api::{
        rule::{TriedRule, TriedRuleTicket, TryRule},
        ticket::TicketSort,
    },
    event::TicketEvent,
    filter::Filter,
    ids::{PersonId, RuleId, TicketId},
    limits::{RULE_TRY_SHOWN, RULE_TRY_TICKETS},
    rule::{After, RuleEvent, RuleTrigger, Since},
};
use pult_store::{
    WriteTx, history, people,
    tickets::{self, RuleClock, Start},
};

use super::{act::Acting, edit::checked, moves_to, person, timed::clock_of};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        ticket::{asked::question, history::named},
    },
};

/// Entries of histories that are looked through for what would have set the rule off.
const ENTRIES_MAX: u32 = 20_000;

/// What would have set a rule off, and when.
type Cause = (String, Timestamp);

/// What a rule would have done to the newest tickets that the person sees at the desk, as they are now.
///
/// # Errors
/// As for making it.
pub async fn try_out(app: &App, signed_in: &SignedIn, request: &TryRule) -> Result<TriedRule, ServiceError> {
    permit_rule_settings(&signed_in.actor, request.rule.queue_id, moves_to(&request.rule))?;
    let setup = signed_in.setup();
    let (rule, _) = checked(signed_in, &setup, &request.rule)?;
    let rule = Compiled::new(RuleId::NIL, rule, Timestamp::UNIX_EPOCH);
    let newest = newest(app, signed_in, &rule, None).await?;
    let oldest = newest.last().map(|ticket| ticket.created_at);
    let fitting = newest_fitting(app, signed_in, &rule, oldest).await?;
    let causes = causes(app, signed_in, &rule, &fitting).await?;
    let acted: Vec<(&Ticket, Cause)> = fitting
        .iter()
        .filter_map(|ticket| Some((ticket, causes.get(&ticket.id)?.clone())))
        .collect();
    let acted_on = acted.len() as u64;
    // Nothing of this transaction is ever committed.
    let tx = app.store.begin().await?;
    let mut shown = Vec::new();
    for (ticket, cause) in acted.into_iter().take(RULE_TRY_SHOWN) {
        shown.push(one(app, &tx, signed_in, &rule, ticket, cause).await?);
    }
    Ok(TriedRule {
        looked_at: newest.len() as u64,
        fitting: fitting.len() as u64,
        acted_on,
        tickets: shown,
    })
}

/// The newest tickets where the rule holds; those of a filter.
async fn newest(
    app: &App,
    signed_in: &SignedIn,
    rule: &Compiled,
    filter: Option<&Filter>,
) -> Result<Vec<Ticket>, ServiceError> {
    let here = match rule.rule.queue_id {
        Some(id) => Filter::QueueIds(branch(id, &signed_in.tree)),
        None => Filter::All,
    };
    let filter = Filter::all_of(std::iter::once(here).chain(filter.cloned()));
    let visible = policy::desk_tickets(&signed_in.actor);
    let mut asked = question(signed_in, &visible, &filter, app.now());
    asked.me = None;
    let page = tickets::page(
        &app.store,
        &asked,
        TicketSort::CreatedDesc,
        Start::First,
        RULE_TRY_TICKETS,
    );
    let tickets = page.await?.items;
    Ok(tickets
        .into_iter()
        .filter(|ticket| ticket.merged_into.is_none() && rule.holds_in(ticket.queue_id, &signed_in.tree))
        .collect())
}

async fn newest_fitting(
    app: &App,
    signed_in: &SignedIn,
    rule: &Compiled,
    oldest: Option<Timestamp>,
) -> Result<Vec<Ticket>, ServiceError> {
    let mut fitting = newest(app, signed_in, rule, Some(&rule.filter)).await?;
    fitting.retain(|ticket| oldest.is_some_and(|oldest| ticket.created_at >= oldest));
    Ok(fitting)
}

/// What would have set the rule off for each ticket, the last time.
async fn causes(
    app: &App,
    signed_in: &SignedIn,
    rule: &Compiled,
    fitting: &[Ticket],
) -> Result<BTreeMap<TicketId, Cause>, ServiceError> {
    let now = app.now();
    let cause = |ticket: &Ticket| match (&rule.rule.on, clock_of(rule, now)?) {
        (on, RuleClock::At(at)) => Some((on.name().to_owned(), at)),
        (RuleTrigger::After(after), RuleClock::Since(_, before)) => {
            let moment = moment(ticket, *after).filter(|moment| *moment <= before)?;
            let span = jiff::SignedDuration::from_mins(after.minutes());
            Some((after.since.name().to_owned(), moment.checked_add(span).ok()?))
        }
        _ => None,
    };
    let RuleTrigger::Events(on) = &rule.rule.on else {
        let timed = fitting.iter().filter_map(|ticket| Some((ticket.id, cause(ticket)?)));
        return Ok(timed.collect());
    };
    let wanted: BTreeSet<RuleEvent> = on.events.iter().copied().collect();
    let ids: Vec<TicketId> = fitting.iter().map(|ticket| ticket.id).collect();
    let mut changes: BTreeMap<(TicketId, i64), (Timestamp, Vec<TicketEvent>)> = BTreeMap::new();
    for entry in history::of_kinds(&app.store, &ids, &kinds(&wanted), ENTRIES_MAX).await? {
        let change = changes
            .entry((entry.ticket_id, entry.version.unwrap_or_default()))
            .or_insert((entry.at, Vec::new()));
        change.1.push(entry.event);
    }
    let mut causes = BTreeMap::new();
    // In the order of versions: the last one stays.
    for ((ticket, _), (at, events)) in changes {
        let happened = happened(&events, &signed_in.catalog);
        if let Some(event) = happened.intersection(&wanted).next() {
            causes.insert(ticket, (event.name().to_owned(), at));
        }
    }
    Ok(causes)
}

fn moment(ticket: &Ticket, after: After) -> Option<Timestamp> {
    match after.since {
        Since::Created => Some(ticket.created_at),
        Since::Contact => ticket.last_contact_at,
        Since::Pending => ticket.pending_until,
        Since::Closed => ticket.closed_at,
        Since::Due => ticket.due_at,
    }
}

/// The events of the history by which it is known that these happened.
fn kinds(wanted: &BTreeSet<RuleEvent>) -> Vec<&'static str> {
    let of = |event: &RuleEvent| match event {
        RuleEvent::Created => ["ticket_opened"; 2],
        RuleEvent::FollowUp | RuleEvent::Answered | RuleEvent::Noted => ["article_added"; 2],
        RuleEvent::StateChanged | RuleEvent::Closed | RuleEvent::Reopened => ["state_changed"; 2],
        RuleEvent::Merged => ["merged_into", "merged_from"],
        other => [other.name(); 2],
    };
    let mut kinds: BTreeSet<&'static str> = wanted.iter().flat_map(of).collect();
    // A first message is no follow-up: that a ticket was opened must be known for it.
    if kinds.contains("article_added") {
        kinds.insert("ticket_opened");
    }
    kinds.into_iter().collect()
}

async fn one(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    rule: &Compiled,
    ticket: &Ticket,
    (cause, at): Cause,
) -> Result<TriedRuleTicket, ServiceError> {
    let setup = signed_in.setup();
    let acting = Acting {
        app,
        tx,
        setup: &setup,
        rule,
        now: app.now(),
        by_machine: false,
    };
    let acted = acting.act(ticket).await?;
    // That the rule did it need not be said here.
    let events: Vec<TicketEvent> = acted.decision.events.into_iter().skip(1).collect();
    let mut people: BTreeSet<PersonId> = events.iter().flat_map(|event| named(signed_in, event)).collect();
    people.extend(rule.rule.then.iter().filter_map(person));
    let people = people::refs(tx, &people.into_iter().collect::<Vec<_>>()).await?;
    Ok(TriedRuleTicket {
        number: ticket.number.clone(),
        subject: ticket.subject.clone(),
        cause,
        at,
        events,
        done: acted.done,
        people: people.into_values().collect(),
        skipped: acted.skipped,
    })
}
