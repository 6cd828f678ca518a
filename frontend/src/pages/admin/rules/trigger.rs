//! When a rule runs: on events, by the clock, or so long after a moment.

use leptos::prelude::*;
use pult_shared::rule::{After, At, OnEvents, RuleEvent, RuleTrigger, Since, TimeUnit, Weekly};

use super::{
    super::parts::{
        bind::Bind,
        choices::{Choice, Choices},
        inputs::{Count, Line, Pick},
    },
    sentences,
};
use crate::i18n::text;

/// The zone of rules that nobody has given another: that of German desks.
const TIME_ZONE: &str = "Europe/Berlin";

fn blank(kind: &str) -> RuleTrigger {
    let (time, time_zone) = ("03:00".to_owned(), TIME_ZONE.to_owned());
    match kind {
        "daily" => RuleTrigger::Daily(At { time, time_zone }),
        "weekly" => RuleTrigger::Weekly(Weekly {
            weekday: 1,
            time,
            time_zone,
        }),
        "after" => RuleTrigger::After(After {
            amount: 7,
            unit: TimeUnit::Days,
            since: Since::Contact,
        }),
        _ => RuleTrigger::Events(OnEvents::default()),
    }
}

#[component]
pub fn Trigger(value: Bind<RuleTrigger>) -> impl IntoView {
    let kind = value.part(
        |on| on.name().to_owned(),
        |on, name| {
            if name != on.name() {
                *on = blank(&name);
            }
        },
    );
    let kinds = || {
        let name = |name: &str| (name.to_owned(), text(&format!("rule-on-{name}")));
        RuleTrigger::NAMES.into_iter().map(name).collect::<Vec<_>>()
    };
    let inputs = move || match kind.get().as_str() {
        "daily" => view! { <Clock value /> }.into_any(),
        "weekly" => view! {
            <Day value />
            <Clock value />
        }
        .into_any(),
        "after" => view! { <Later value /> }.into_any(),
        _ => view! { <Events value /> }.into_any(),
    };
    view! {
        <Pick path="on.type" label="rule-on" value=kind options=Signal::derive(kinds) quiet=true />
        {inputs}
    }
}

#[component]
fn Events(value: Bind<RuleTrigger>) -> impl IntoView {
    let events = value.part(
        |on| match on {
            RuleTrigger::Events(on) => on
                .events
                .iter()
                .map(|event| event.name().to_owned())
                .collect::<Vec<_>>(),
            _ => Vec::new(),
        },
        |on, names| {
            let known = RuleEvent::ALL.into_iter();
            let events = known.filter(|event| names.iter().any(|name| name == event.name()));
            *on = RuleTrigger::Events(OnEvents {
                events: events.collect(),
            });
        },
    );
    let all = || {
        let choice = |event: RuleEvent| Choice {
            key: event.name().to_owned(),
            name: sentences::event(event),
            depth: 0,
        };
        RuleEvent::ALL.into_iter().map(choice).collect::<Vec<_>>()
    };
    view! {
        <Choices
            path="on.events"
            label="rule-events"
            value=events
            choices=Signal::derive(all)
            hint="rule-events-hint"
            none="rule-events-none"
        />
    }
}

#[component]
fn Clock(value: Bind<RuleTrigger>) -> impl IntoView {
    let time = value.part(
        |on| match on {
            RuleTrigger::Daily(at) => at.time.clone(),
            RuleTrigger::Weekly(at) => at.time.clone(),
            _ => String::new(),
        },
        |on, time| match on {
            RuleTrigger::Daily(at) => at.time = time,
            RuleTrigger::Weekly(at) => at.time = time,
            _ => {}
        },
    );
    let zone = value.part(
        |on| match on {
            RuleTrigger::Daily(at) => at.time_zone.clone(),
            RuleTrigger::Weekly(at) => at.time_zone.clone(),
            _ => String::new(),
        },
        |on, zone| match on {
            RuleTrigger::Daily(at) => at.time_zone = zone,
            RuleTrigger::Weekly(at) => at.time_zone = zone,
            _ => {}
        },
    );
    view! {
        <Line path="on.time" label="rule-time" value=time kind="time" />
        <Line path="on.time_zone" label="rule-time-zone" value=zone hint="rule-time-zone-hint" />
    }
}

#[component]
fn Day(value: Bind<RuleTrigger>) -> impl IntoView {
    let day = value.part(
        |on| match on {
            RuleTrigger::Weekly(at) => at.weekday.to_string(),
            _ => String::new(),
        },
        |on, day| {
            if let (RuleTrigger::Weekly(at), Ok(day)) = (on, day.parse()) {
                at.weekday = day;
            }
        },
    );
    let days = || {
        (1..=7)
            .map(|day: u8| (day.to_string(), sentences::weekday(day)))
            .collect::<Vec<_>>()
    };
    view! { <Pick path="on.weekday" label="rule-weekday" value=day options=Signal::derive(days) /> }
}

#[component]
fn Later(value: Bind<RuleTrigger>) -> impl IntoView {
    let after = value.part(
        |on| match on {
            RuleTrigger::After(after) => *after,
            _ => After {
                amount: 0,
                unit: TimeUnit::Days,
                since: Since::Created,
            },
        },
        |on, after| *on = RuleTrigger::After(after),
    );
    let amount = after.part(
        |after| (after.amount > 0).then_some(after.amount),
        |after, amount| after.amount = amount.unwrap_or_default(),
    );
    let unit = after.part(
        |after| after.unit.name().to_owned(),
        |after, name| after.unit = TimeUnit::from_name(&name).unwrap_or(TimeUnit::Days),
    );
    let since = after.part(
        |after| after.since.name().to_owned(),
        |after, name| after.since = Since::from_name(&name).unwrap_or(Since::Created),
    );
    let all = || {
        let name = |since: Since| (since.name().to_owned(), sentences::since(since));
        Since::ALL.into_iter().map(name).collect::<Vec<_>>()
    };
    view! {
        <div class="rule-span">
            <Count path="on.amount" label="rule-amount" value=amount max=100_000 />
            <Pick path="on.unit" label="rule-unit" value=unit options=Signal::derive(units) />
            <Pick path="on.since" label="rule-since" value=since options=Signal::derive(all) />
        </div>
        <p class="field-hint">{crate::i18n::t("rule-after-hint")}</p>
    }
}

/// The units of time, as something to pick.
pub fn units() -> Vec<(String, String)> {
    let name = |unit: TimeUnit| (unit.name().to_owned(), sentences::unit(unit));
    TimeUnit::ALL.into_iter().map(name).collect()
}
