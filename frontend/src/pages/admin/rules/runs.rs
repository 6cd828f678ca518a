//! What a rule has done: its last runs.

use leptos::prelude::*;
use pult_shared::{
    api::rule::{RuleRun, RuleRunList},
    ids::RuleId,
};

use super::sentences;
use crate::{
    api,
    components::Ago,
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
};

#[component]
pub fn Runs(id: RuleId) -> impl IntoView {
    let runs = Fetch::<RuleRunList>::new();
    // Asked for when somebody wants to know.
    let open = move |event: leptos::ev::Event| {
        let opened = event_target::<web_sys::HtmlDetailsElement>(&event).open();
        if opened {
            runs.run(async move { api::rules::list_rule_runs(id).await });
        }
    };
    let rows = move || {
        let items = runs.get().map(|list| list.items).unwrap_or_default();
        if items.is_empty() {
            return runs
                .get()
                .map(|_| view! { <p class="soft">{t("rule-runs-none")}</p> }.into_any());
        }
        Some(view! { <ul class="plain-list rule-verdicts">{items.into_iter().map(row).collect_view()}</ul> }.into_any())
    };
    view! {
        <details class="rule-runs" on:toggle=open>
            <summary>{t("rule-runs")}</summary>
            {move || runs.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            {rows}
        </details>
    }
}

fn row(run: RuleRun) -> impl IntoView {
    let RuleRun {
        at,
        number,
        subject,
        outcome,
        done,
        skipped,
        stop,
        ..
    } = run;
    let link = Place::DeskTicket(number.0.clone()).path();
    let word = move || match stop {
        Some(stop) => text(&format!("rule-stop-{}", stop.name())),
        None => text(&format!("rule-outcome-{}", outcome.name())),
    };
    let what = move || {
        let names: Vec<String> = done.iter().map(|name| sentences::action_name(name)).collect();
        names.join(", ")
    };
    let left_out = |one: &pult_shared::postmaster::SkippedEffect| {
        let (name, reason) = sentences::skipped(one);
        view! {
            <li class="soft">
                {t("postmaster-skipped")} " " {name} " (" <span lang="en">{reason}</span> ")"
            </li>
        }
    };
    view! {
        <li class="rule-verdict">
            <p>
                <a href=link>{number.0} " " {words::subject(&subject)}</a>
                " "
                <span class="badge">{word}</span>
            </p>
            <p class="soft"><Ago at /></p>
            <p>{what}</p>
            {(!skipped.is_empty())
                .then(|| view! { <ul class="plain-list">{skipped.iter().map(left_out).collect_view()}</ul> })}
        </li>
    }
}
