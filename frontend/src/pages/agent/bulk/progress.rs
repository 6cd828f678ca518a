//! How far a bulk job is: a bar, a button to stop it, and at the end what did not go through, ticket by ticket.

use leptos::prelude::*;
use pult_shared::api::bulk::{BulkFailure, BulkJobView, BulkStatus};

use super::{Jobs, refusal};
use crate::{
    a11y,
    components::{Icon, Sign},
    i18n::{dates, t, words},
    place::Place,
    tr,
};

/// How many failures a job lists; the rest is only counted.
const LISTED: u64 = 200;

#[component]
pub fn Progress(jobs: Jobs) -> impl IntoView {
    Effect::new(move |before: Option<Option<BulkStatus>>| {
        let status = jobs.get().map(|job| job.status);
        // Said when it ends, not each second.
        if before == Some(Some(BulkStatus::Running))
            && let Some(job) = jobs.get().filter(|job| job.status != BulkStatus::Running)
        {
            a11y::announce(&untrack(|| summary(&job)));
        }
        status
    });
    let shown = Memo::new(move |_| jobs.get().is_some());
    let job = move || jobs.get();
    let running = Memo::new(move |_| job().is_some_and(|job| job.status == BulkStatus::Running));
    let above = Memo::new(move |_| job().and_then(|job| job.above));
    let failures = Memo::new(move |_| job().map(|job| (job.failed, job.failures)).unwrap_or_default());
    view! {
        <Show when=move || shown.get()>
            <section class="job" aria-label=t("bulk-job")>
                <div class="job-head">
                    <label for="job-progress">{move || job().map(|job| summary(&job))}</label>
                    <progress
                        id="job-progress"
                        max=move || job().map_or(1, |job| job.total.max(1)).to_string()
                        prop:value=move || job().map_or(0, |job| handled(&job)).to_string()
                    ></progress>
                    <Show
                        when=move || running.get()
                        fallback=move || {
                            view! {
                                <button type="button" class="button button-small" on:click=move |_| jobs.read()>
                                    <Icon sign=Sign::Close />
                                    {t("bulk-put-away")}
                                </button>
                            }
                        }
                    >
                        <button type="button" class="button button-small" on:click=move |_| jobs.stop()>
                            <Icon sign=Sign::Pause />
                            {t("bulk-stop")}
                        </button>
                    </Show>
                </div>
                {move || above.get().map(|number| {
                    let path = Place::DeskTicket(number.clone()).path();
                    view! { <a href=path>{move || tr!("incident-made", number = number.clone())}</a> }
                })}
                {move || jobs.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
                <Show when=move || failures.with(|(_, failures)| !failures.is_empty())>
                    <details class="job-failures" open=move || !running.get()>
                        <summary>{move || tr!("bulk-failures", count = failures.with(|(count, _)| *count))}</summary>
                        <ul>{move || failures.get().1.into_iter().map(failure).collect_view()}</ul>
                        <Show when=move || failures.with(|(count, _)| *count > LISTED)>
                            <p class="soft">{t("bulk-failures-more")}</p>
                        </Show>
                    </details>
                </Show>
            </section>
        </Show>
    }
}

/// Tickets that the job is through with.
fn handled(job: &BulkJobView) -> u64 {
    (job.done + job.failed).min(job.total)
}

fn summary(job: &BulkJobView) -> String {
    let key = match job.status {
        BulkStatus::Running => "bulk-running",
        BulkStatus::Finished => "bulk-finished",
        BulkStatus::Stopped => "bulk-stopped",
    };
    let (done, total, failed) = (
        dates::number(job.done),
        dates::number(job.total),
        dates::number(job.failed),
    );
    let sentence = match job.status {
        BulkStatus::Running => tr!(key, done = dates::number(handled(job)), total = total),
        BulkStatus::Finished | BulkStatus::Stopped => tr!(key, done = done, total = total),
    };
    if job.failed == 0 {
        sentence
    } else {
        format!("{sentence} {}", tr!("bulk-failed", count = job.failed, number = failed))
    }
}

fn failure(failure: BulkFailure) -> impl IntoView {
    let number = failure.number.0.clone();
    let path = Place::DeskTicket(number.clone()).path();
    view! {
        <li>
            <a href=path>{number}</a>
            " "
            <span>{move || refusal::sentence(&failure)}</span>
        </li>
    }
}
