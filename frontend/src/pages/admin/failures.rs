//! At what the jobs of the desk have failed within the last day: on the start of the administration, and only where there is something.

use leptos::prelude::*;
use pult_shared::api::failure::{JobFailure, JobFailureList};

use crate::{
    api,
    components::Ago,
    fetch::Fetch,
    i18n::{t, text},
    place::Place,
    tr,
};

#[component]
pub fn Failures() -> impl IntoView {
    let list = Fetch::<JobFailureList>::new();
    list.run(api::failures::list_job_failures());
    let items = move || list.get().map(|list| list.items).unwrap_or_default();
    let shown = move || {
        let items = items();
        (!items.is_empty()).then(|| {
            view! {
                <section class="card admin-group" aria-labelledby="failures">
                    <h2 id="failures">{t("failures-title")}</h2>
                    <p class="soft">{t("failures-lead")}</p>
                    <ul class="admin-group-pages">{items.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {shown} }
}

fn line(failure: JobFailure) -> impl IntoView {
    let job = format!("job-{}", failure.job.name());
    let (times, at) = (failure.times, failure.last_at);
    view! {
        <li>
            <span class="waiting">{move || text(&job)}</span>
            {failure
                .number
                .map(|number| {
                    let path = Place::DeskTicket(number.0.clone()).path();
                    view! {
                        " "
                        <a href=path>{number.0}</a>
                    }
                })}
            {failure.person.map(|person| format!(" · {person}"))}
            <p class="soft">
                {move || tr!("failures-times", count = times)} " · " <Ago at=Signal::stored(at) /> <br /> {failure.error}
            </p>
        </li>
    }
}
