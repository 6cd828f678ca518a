//! The try-out: a mail is pasted or picked, and every filter says what it makes of it, before anything is saved.

use leptos::prelude::*;
use pult_shared::{
    api::{
        mail::IncomingMailPage,
        postmaster::{
            FilterVerdict, PostmasterFilterList, TriedFilter, TriedPostmaster, TriedTest, TriedTicket, TryPostmaster,
        },
    },
    postmaster::PostmasterFilterDef,
};

use super::{form::Edited, sentences};
use crate::{
    api,
    components::{Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, text, words},
    queues::Queues,
    tr,
};

/// Mails of the ledger to pick from.
const LAST: u32 = 30;

#[component]
pub fn Trial(filters: Fetch<PostmasterFilterList>) -> impl IntoView {
    let edited = expect_context::<Edited>().0;
    let (picked, raw, to) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let last = Fetch::<IncomingMailPage>::new();
    last.run(async { api::mails::list_last_incoming_mails(LAST).await });
    let result = Fetch::<TriedPostmaster>::new();
    // With which filters it was tried, to say which test is meant.
    let tried_with = RwSignal::new(Vec::<PostmasterFilterDef>::new());
    let run = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let all = untrack(|| set(filters, edited));
        tried_with.set(all.clone());
        let id = picked.with_untracked(|id| id.parse().ok());
        let to = to.get_untracked();
        let what = TryPostmaster {
            filters: Some(all),
            incoming_mail_id: id,
            raw: id.is_none().then(|| raw.get_untracked()),
            envelope_to: (id.is_none() && !to.trim().is_empty()).then(|| to.trim().to_owned()),
            ..TryPostmaster::default()
        };
        result.run(async move { api::postmaster::try_postmaster_filters(&what).await });
    };
    let option = move |mail: pult_shared::api::mail::IncomingMailView| {
        let id = mail.id.to_string();
        let label = move || format!("{} – {}", words::subject(&mail.subject), mail.from);
        view! { <option value=id>{label}</option> }
    };
    view! {
        <section class="card rule-trial" aria-labelledby="trial-title">
            <h2 id="trial-title">{t("postmaster-try")}</h2>
            <p class="soft">
                {move || text(if edited.with(Option::is_some) { "postmaster-try-draft" } else { "postmaster-try-lead" })}
            </p>
            <form class="form" on:submit=run>
                <div class="field">
                    <label for="trial-pick">{t("postmaster-try-pick")}</label>
                    <select id="trial-pick" on:change=move |event| picked.set(event_target_value(&event))>
                        <option value="">{t("postmaster-try-paste")}</option>
                        {move || last.get().map(|page| page.items.into_iter().map(option).collect_view())}
                    </select>
                </div>
                <Show when=move || picked.with(String::is_empty)>
                    <div class="field">
                        <label for="trial-raw">{t("postmaster-try-raw")}</label>
                        <p class="field-hint" id="trial-raw-hint">
                            {t("postmaster-try-raw-hint")}
                        </p>
                        <textarea
                            id="trial-raw"
                            class="rule-raw"
                            rows="9"
                            spellcheck="false"
                            aria-describedby="trial-raw-hint"
                            prop:value=move || raw.get()
                            on:input=move |event| raw.set(event_target_value(&event))
                        ></textarea>
                    </div>
                    <div class="field">
                        <label for="trial-to">
                            {t("postmaster-try-to")} <span class="field-optional">" " {t("field-optional")}</span>
                        </label>
                        <input
                            id="trial-to"
                            type="email"
                            autocomplete="off"
                            prop:value=move || to.get()
                            on:input=move |event| to.set(event_target_value(&event))
                        />
                    </div>
                </Show>
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=move || result.busy()>
                        {t("postmaster-try-run")}
                    </button>
                </div>
            </form>
            <div class="rule-result" aria-live="polite">
                <Show when=move || result.busy()>
                    <Loading />
                </Show>
                {move || result.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
                {move || {
                    result
                        .get()
                        .filter(|_| !result.busy() && result.error().is_none())
                        .map(|tried| view! { <Result tried filters=tried_with.get_untracked() /> })
                }}
            </div>
        </section>
    }
}

/// The set as it would be if what is being edited were saved.
fn set(
    filters: Fetch<PostmasterFilterList>,
    edited: RwSignal<Option<(Option<pult_shared::ids::PostmasterFilterId>, super::draft::Draft)>>,
) -> Vec<PostmasterFilterDef> {
    let edited = edited.get();
    let items = filters.get().map(|list| list.items).unwrap_or_default();
    let mut all: Vec<PostmasterFilterDef> = items
        .into_iter()
        .map(|one| match &edited {
            Some((Some(id), draft)) if *id == one.id => named(draft.filter()),
            _ => one.filter,
        })
        .collect();
    if let Some((None, draft)) = edited {
        all.push(named(draft.filter()));
    }
    all
}

/// A name is asked for when it is saved, not while it is tried.
fn named(filter: PostmasterFilterDef) -> PostmasterFilterDef {
    let name = match filter.name.trim() {
        "" => text("postmaster-new"),
        name => name.to_owned(),
    };
    PostmasterFilterDef { name, ..filter }
}

#[component]
fn Result(tried: TriedPostmaster, filters: Vec<PostmasterFilterDef>) -> impl IntoView {
    let TriedPostmaster {
        from,
        subject,
        filters: verdicts,
        applied,
        outcome,
        reason_code,
        reason,
        ticket,
        answers_to,
    } = tried;
    let why = reason_code.map(|code| text(&format!("mail-reason-{}", code.name())));
    let why = move || {
        [why.clone(), reason.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let applied = (!applied.is_empty()).then(|| {
        view! {
            <h4>{t("postmaster-applied")}</h4>
            <ul class="plain-list">{applied.into_iter().map(sentences::applied).collect_view()}</ul>
        }
    });
    let answers = move || match answers_to.as_slice() {
        [] => text("postmaster-no-answer"),
        all => tr!("postmaster-answer", to = all.join(", ")),
    };
    let some = !verdicts.is_empty();
    let verdicts = verdicts.into_iter().zip(filters);
    view! {
        <h3>{t("postmaster-outcome")}</h3>
        <p>
            <span class=format!("badge badge-outcome-{}", outcome.name())>{move || words::outcome(outcome)}</span>
            " " {why}
        </p>
        <p class="soft">{move || tr!("postmaster-read-as", subject = words::subject(&subject), from = from.clone())}</p>
        {ticket.map(|ticket| view! { <Ticket ticket /> })}
        <p>{answers}</p>
        {applied}
        {some
            .then(|| {
                view! {
                    <h4>{t("postmaster-verdicts")}</h4>
                    <ol class="rule-verdicts">
                        {verdicts.map(|(one, filter)| view! { <Verdict one filter /> }).collect_view()}
                    </ol>
                }
            })}
    }
}

#[component]
fn Ticket(ticket: TriedTicket) -> impl IntoView {
    let queues = Queues::expect();
    let line = |label: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <dt>{t(label)}</dt> <dd>{value}</dd> })
    };
    let TriedTicket {
        number,
        queue_id,
        state,
        priority,
        ticket_type,
        service,
        owner,
        responsible,
        tags,
        fields,
        participants,
        ..
    } = ticket;
    let name = |person: Option<pult_shared::person::PersonRef>| person.map(|person| person.name).unwrap_or_default();
    let people: Vec<String> = participants.into_iter().map(|person| person.name).collect();
    let field = |one: pult_shared::api::postmaster::TriedField| {
        view! {
            <dt>{words::field(&one.field)}</dt>
            <dd>{words::field_value(&one.field, &one.value)}</dd>
        }
    };
    view! {
        <dl class="rule-facts">
            {line("col-number", number.map(|number| number.0).unwrap_or_default())}
            {line("col-queue", queues.name(queue_id).unwrap_or_default())} {line("col-state", words::state(&state))}
            {line("col-priority", words::priority(priority))}
            {line("postmaster-effect-set_type", ticket_type.as_ref().map(words::ticket_type).unwrap_or_default())}
            {line("postmaster-effect-set_service", service.as_ref().map(words::service).unwrap_or_default())}
            {line("col-owner", name(owner))} {line("postmaster-effect-set_responsible", name(responsible))}
            {line("postmaster-tags", tags.join(", "))} {line("postmaster-participants", people.join(", "))}
            {fields.into_iter().map(field).collect_view()}
        </dl>
    }
}

#[component]
fn Verdict(one: TriedFilter, filter: PostmasterFilterDef) -> impl IntoView {
    let TriedFilter { name, verdict, tests } = one;
    let line = move |TriedTest { path, holds, found }: TriedTest| {
        let (sentence, found, holds) = match filter.when.test_at(&path, "when") {
            Some((test, turned)) => (
                sentences::test(test, turned),
                found.map(|found| sentences::found(test, found)),
                holds != turned,
            ),
            None => (String::new(), found, holds),
        };
        let label = if holds { "yes" } else { "no" };
        view! {
            <li class="rule-verdict-test" class:rule-holds=holds>
                <Icon sign=if holds { Sign::Check } else { Sign::Close } />
                <span class="visually-hidden">{t(label)} ": "</span>
                <span>{sentence} {found.map(|found| view! { <span class="soft rule-found">{found}</span> })}</span>
            </li>
        }
    };
    let word = move || text(&format!("postmaster-verdict-{}", verdict.name()));
    view! {
        <li class="rule-verdict" class:rule-matched=verdict == FilterVerdict::Matched>
            <p>
                <strong>{name}</strong>
                " "
                <span class="badge">{word}</span>
            </p>
            {(!tests.is_empty())
                .then(|| view! { <ul class="plain-list">{tests.into_iter().map(line).collect_view()}</ul> })}
        </li>
    }
}
