//! The directories with their servers and last comparisons.

use jiff::{SignedDuration, tz::TimeZone};
use pult_domain::policy;
use pult_shared::{
    Timestamp,
    api::directory::{DirectoryList, DirectoryView},
};
use pult_store::{directory_runs, people};

use super::views;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Comparisons that are shown.
const RUNS: u32 = 20;

/// All directories of the configuration. Three queries for each, of which there are few.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<DirectoryList, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let clock = signed_in.catalog.calendars.first();
    let zone = clock.map_or(TimeZone::UTC, |calendar| calendar.zone().clone());
    let mut items = Vec::new();
    for directory in app.directories.iter() {
        let settings = directory.settings();
        let runs = directory_runs::newest(&app.store, &settings.name, RUNS).await?;
        items.push(DirectoryView {
            name: settings.name.clone(),
            base: settings.base.clone(),
            servers: directory.servers(),
            sync_hour: settings.sync_hour,
            sync_time: on_the_clock(settings.sync_hour, &zone, app.now()),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            deactivate_percent: settings.deactivate_percent,
            people: people::directory::count(&app.store, &settings.name).await?,
            runs: views(app, runs).await?,
        });
    }
    Ok(DirectoryList { items })
}

/// When an hour of the day (UTC) strikes the next time, by the clock on the wall.
fn on_the_clock(hour: u32, zone: &TimeZone, now: Timestamp) -> String {
    let midnight = now.to_zoned(TimeZone::UTC).start_of_day().map(|day| day.timestamp());
    let today = midnight
        .unwrap_or(now)
        .saturating_add(SignedDuration::from_hours(hour.into()));
    let today = today.unwrap_or(now);
    let next = if today > now {
        today
    } else {
        today.saturating_add(SignedDuration::from_hours(24)).unwrap_or(today)
    };
    next.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_is_that_of_the_site() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at = |hour, now: &str| on_the_clock(hour, &berlin, now.parse().unwrap());
        assert_eq!(at(2, "2026-11-23T10:00:00Z"), "03:00");
        assert_eq!(at(2, "2026-07-01T01:00:00Z"), "04:00");
        assert_eq!(at(23, "2026-11-23T10:00:00Z"), "00:00");
        // Clocks go forward on the 29th of March 2026 at one o'clock: it is the next time that counts.
        assert_eq!(at(2, "2026-03-28T03:00:00Z"), "04:00");
        assert_eq!(
            on_the_clock(2, &TimeZone::UTC, "2026-07-01T01:00:00Z".parse().unwrap()),
            "02:00"
        );
    }
}
