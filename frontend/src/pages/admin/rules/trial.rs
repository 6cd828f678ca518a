//! The try-out: what a rule would have done to the newest tickets, before it is saved.

use leptos::prelude::*;
use pult_shared::{
    api::rule::{TriedRule, TriedRuleTicket},
    rule::RuleDef,
};

use super::sentences;
use crate::{
    api,
    components::{Ago, Loading},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    tr,
};

#[component]
pub fn Trial(rule: Signal<RuleDef>) -> impl IntoView {
    let result = Fetch::<TriedRule>::new();
    let run = move |_| {
        let rule = rule.get_untracked();
        result.run(async move { api::rules::try_rule(rule).await });
    };
    view! {
        <section class="card rule-trial" aria-labelledby="trial-title">
            <h2 id="trial-title">{t("rule-try")}</h2>
            <p class="soft">{t("rule-try-lead")}</p>
            <div class="form-end">
                <button type="button" class="button" disabled=move || result.busy() on:click=run>
                    {t("rule-try-run")}
                </button>
            </div>
            <div class="rule-result" aria-live="polite">
                <Show when=move || result.busy()>
                    <Loading />
                </Show>
                {move || result.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
                {move || {
                    result
                        .get()
                        .filter(|_| !result.busy() && result.error().is_none())
                        .map(|tried| view! { <Result tried /> })
                }}
            </div>
        </section>
    }
}

#[component]
fn Result(tried: TriedRule) -> impl IntoView {
    let TriedRule {
        looked_at,
        fitting,
        acted_on,
        tickets,
    } = tried;
    let shown = tickets.len();
    view! {
        <p>{move || tr!("rule-tried", looked = looked_at, fitting = fitting, acted = acted_on)}</p>
        {(acted_on > shown as u64).then(|| view! { <p class="soft">{move || tr!("rule-tried-shown", count = shown)}</p> })}
        <ul class="plain-list rule-verdicts">{tickets.into_iter().map(ticket).collect_view()}</ul>
    }
}

fn ticket(one: TriedRuleTicket) -> impl IntoView {
    let TriedRuleTicket {
        number,
        subject,
        cause,
        at,
        done,
        skipped,
        ..
    } = one;
    let link = Place::DeskTicket(number.0.clone()).path();
    let what = move || {
        if done.is_empty() {
            crate::i18n::text("rule-tried-nothing")
        } else {
            let names: Vec<String> = done.iter().map(|name| sentences::action_name(name)).collect();
            names.join(", ")
        }
    };
    let left_out = move |(name, reason): (String, String)| {
        view! {
            <li class="soft">
                {t("postmaster-skipped")} " " {name} " (" <span lang="en">{reason}</span> ")"
            </li>
        }
    };
    let skipped: Vec<_> = skipped.iter().map(sentences::skipped).collect();
    view! {
        <li class="rule-verdict">
            <p>
                <a href=link>{number.0} " " {words::subject(&subject)}</a>
            </p>
            <p class="soft">{move || sentences::cause(&cause)} ", " <Ago at /></p>
            <p>{what}</p>
            {(!skipped.is_empty())
                .then(|| view! { <ul class="plain-list">{skipped.into_iter().map(left_out).collect_view()}</ul> })}
        </li>
    }
}
