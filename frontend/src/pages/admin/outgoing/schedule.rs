//! When a mail that was not taken is tried again, in words.

use leptos::prelude::*;
use pult_shared::api::mail::RetryPlan;

use crate::{
    i18n::{dates, t},
    tr,
};

#[component]
pub fn Schedule(plan: RwSignal<Option<RetryPlan>>) -> impl IntoView {
    let told = move || {
        plan.get().map(|plan| {
            let minutes: Vec<String> = plan
                .minutes
                .iter()
                .map(|minutes| dates::number(u64::from(*minutes)))
                .collect();
            view! {
                <details class="outbox-schedule">
                    <summary>{t("outbox-schedule")}</summary>
                    <p>
                        {move || {
                            tr!(
                                "outbox-schedule-text",
                                minutes = minutes.join(", "),
                                hours = u64::from(plan.hours),
                                attempts = u64::from(plan.attempts)
                            )
                        }}
                    </p>
                </details>
            }
        })
    };
    view! { {told} }
}
