//! What one is told of, and how: a table of check boxes for each kind of ticket, quiet hours, the daily mail.

mod desktop;
mod table;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    error::FieldCode,
    notification::{ChosenWays, NotificationSettings, QuietHours, Relation},
};

use self::{
    desktop::Desktop,
    table::{Cells, Ways},
};
use crate::{
    api,
    components::{ErrorSummary, Failure, Loading, TextField},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    toast::Toasts,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "quiet.from",
        id: "quiet-from",
        label: "notifications-quiet-from",
    },
    FormField {
        name: "quiet.until",
        id: "quiet-until",
        label: "notifications-quiet-until",
    },
    FormField {
        name: "digest_at",
        id: "digest-at",
        label: "notifications-digest-at",
    },
    FormField {
        name: "time_zone",
        id: "time-zone",
        label: "notifications-time-zone",
    },
];

#[component]
pub fn Notifications() -> impl IntoView {
    let settings = Fetch::<NotificationSettings>::new();
    let load = move || settings.run(api::notifications::get_notification_settings());
    load();
    let shown = move || match (settings.get(), settings.error()) {
        (Some(settings), _) => view! { <Settings settings /> }.into_any(),
        (None, Some(error)) => {
            let message = words::error(&error);
            view! { <Failure message retry=load /> }.into_any()
        }
        (None, None) => view! { <Loading /> }.into_any(),
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-notifications")}</h1>
            <p class="lead">{t("notifications-lead")}</p>
            {shown}
        </div>
    }
}

/// `08:30` for minutes after midnight.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes after midnight from `08:30`.
fn minutes(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[component]
fn Settings(settings: NotificationSettings) -> impl IntoView {
    let toasts = Toasts::expect();
    let form = Form::new(FIELDS);
    let quiet = settings.quiet;
    let is_quiet = RwSignal::new(quiet.is_some());
    let weekend = RwSignal::new(quiet.is_none_or(|quiet| quiet.weekend));
    let from = RwSignal::new(clock(quiet.map_or(20 * 60, |quiet| quiet.from)));
    let until = RwSignal::new(clock(quiet.map_or(6 * 60 + 30, |quiet| quiet.until)));
    let digest = RwSignal::new(clock(settings.digest_at));
    let zone = RwSignal::new(settings.time_zone.clone());
    let cells = Cells::of(&settings);
    let queues = settings.queues;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        let mut time = |name: &'static str, value: RwSignal<String>| {
            let read = minutes(&value.get_untracked());
            if read.is_none() {
                checks.add(name, FieldCode::Malformed);
            }
            read.unwrap_or_default()
        };
        let digest_at = time("digest_at", digest);
        let quiet = is_quiet.get_untracked().then(|| QuietHours {
            from: time("quiet.from", from),
            until: time("quiet.until", until),
            weekend: weekend.get_untracked(),
        });
        if !form.begin(checks.found()) {
            return;
        }
        let chosen: Vec<ChosenWays> = cells.chosen();
        let settings = NotificationSettings {
            chosen,
            quiet,
            time_zone: zone.get_untracked().trim().to_owned(),
            digest_at,
            queues: queues.clone(),
        };
        spawn_local(async move {
            match api::notifications::save_notification_settings(&settings).await {
                Ok(_) => {
                    form.done();
                    toasts.show(text("preferences-saved"));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let check = |id: &'static str, label: &'static str, value: RwSignal<bool>| {
        view! {
            <label class="check">
                <input
                    id=id
                    type="checkbox"
                    prop:checked=move || value.get()
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                <span>{t(label)}</span>
            </label>
        }
    };
    view! {
        <form class="card form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            {Relation::ALL.map(|relation| view! { <Ways relation cells /> }).collect_view()}
            <h2>{t("notifications-when")}</h2>
            {check("quiet", "notifications-quiet", is_quiet)}
            <Show when=move || is_quiet.get()>
                <div class="field-row">
                    <TextField
                        id="quiet-from"
                        label="notifications-quiet-from"
                        kind="time"
                        value=from
                        error=form.error("quiet.from")
                    />
                    <TextField
                        id="quiet-until"
                        label="notifications-quiet-until"
                        kind="time"
                        value=until
                        error=form.error("quiet.until")
                    />
                </div>
                {check("quiet-weekend", "notifications-quiet-weekend", weekend)}
            </Show>
            <div class="field-row">
                <TextField
                    id="digest-at"
                    label="notifications-digest-at"
                    kind="time"
                    value=digest
                    error=form.error("digest_at")
                />
                <TextField
                    id="time-zone"
                    label="notifications-time-zone"
                    hint="notifications-time-zone-hint"
                    value=zone
                    error=form.error("time_zone")
                />
            </div>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("save")}
                </button>
            </div>
        </form>
        <Desktop />
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, minutes};

    #[test]
    fn times_of_the_day_are_written_and_read() {
        for (number, text) in [(0, "00:00"), (390, "06:30"), (1439, "23:59")] {
            assert_eq!((clock(number).as_str(), minutes(text)), (text, Some(number)));
        }
        for wrong in ["", "24:00", "8", "12:60", "12:x"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
