//! Compare everybody with a directory: read all entries, say what differs, and write it unless that is only looked at, or too many would
//! vanish or lose their roles.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use pult_domain::directory::{Difference, Memberships, Wanted, describe, difference, too_many};
use pult_shared::{
    api::directory::{DirectoryReport, EntryFault, FaultLine, ReportLine, RunState},
    ids::{DirectoryRunId, PersonId},
};
use pult_store::directory_runs::{self, Run};

use super::{
    Roles,
    apply::{self, Before, held_until},
    named, roles_of, single,
};
use crate::{adapters::ldap::Everybody, app::App, config::Directory, service::ServiceError};

/// Lines of each kind that a report keeps.
const LINES_MAX: usize = 100;

/// Does the comparison that waits longest, and asks for those whose hour has come. Returns how many were done.
///
/// # Errors
/// When the database fails.
pub async fn work(app: &App) -> Result<usize, ServiceError> {
    if app.directories.is_empty() {
        return Ok(0);
    }
    ask_for_due(app).await?;
    let tx = app.store.begin().await?;
    let run = directory_runs::claim(&tx, app.now(), held_until(app)).await?;
    tx.commit().await?;
    let Some(run) = run else { return Ok(0) };
    let id = run.id;
    if let Err(error) = compare(app, run).await {
        tracing::error!(run = %id, %error, "comparing with a directory has failed");
        let tx = app.store.begin().await?;
        directory_runs::end(&tx, id, RunState::Failed, None, Some(&error.to_string()), app.now()).await?;
        tx.commit().await?;
    }
    Ok(1)
}

/// Once a day, at the hour that is set.
async fn ask_for_due(app: &App) -> Result<(), ServiceError> {
    let now = app.now();
    for directory in app.directories.iter() {
        let settings = directory.settings();
        let last = directory_runs::last_asked(&app.store, &settings.name).await?;
        if !is_due(now, last, settings.sync_hour) || directory_runs::is_open(&app.store, &settings.name).await? {
            continue;
        }
        let tx = app.store.begin().await?;
        directory_runs::insert(&tx, &fresh(app, &settings.name, false)).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether the hour has struck since the last one. A directory that was never compared waits for its hour.
fn is_due(now: Timestamp, last: Option<Timestamp>, hour: u32) -> bool {
    let today = now.to_zoned(TimeZone::UTC);
    let Some(midnight) = today.start_of_day().ok() else {
        return false;
    };
    let struck = midnight
        .timestamp()
        .saturating_add(SignedDuration::from_hours(i64::from(hour)));
    let Ok(struck) = struck else { return false };
    match last {
        Some(last) => {
            let yesterday = struck.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(struck);
            last < if struck <= now { struck } else { yesterday }
        }
        None => struck <= now && now.duration_since(struck) < SignedDuration::from_hours(1),
    }
}

/// A comparison that is asked for.
pub(super) fn fresh(app: &App, directory: &str, dry: bool) -> Run {
    Run {
        id: DirectoryRunId(app.fresh()),
        directory: directory.to_owned(),
        dry,
        confirms: None,
        state: RunState::Queued,
        asked_by: None,
        created_at: app.now(),
        ended_at: None,
        steps_done: 0,
        steps_all: None,
        report: None,
        fault: None,
    }
}

async fn compare(app: &App, run: Run) -> Result<(), ServiceError> {
    let directory = named(app, &run.directory)?;
    let settings = directory.settings();
    let everybody = directory
        .everybody()
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    if everybody.entries.is_empty() {
        return Err(ServiceError::Internal(
            "the directory names nobody; base or filter must be wrong".to_owned(),
        ));
    }
    let roles = roles_of(app, settings).await?;
    let (wanted, mut faults) = wanted(settings, &roles, &everybody);
    let facts = single::facts(&app.store, &settings.name, &roles, &wanted, true).await?;
    let active = || facts.known.iter().filter(|known| known.active);
    let known = count(active().count());
    let in_roles = count(active().filter(|known| !known.roles.is_empty()).count());
    let before = Before::of(&facts, &roles);
    let mut found = difference(wanted, &facts);
    faults.append(&mut found.faults);
    found.faults = faults;
    let report = report(&everybody, known, &found);
    let too_many = |losing, having| too_many(losing, having, settings.deactivate_percent);
    let asks = Losses {
        vanished: too_many(report.vanished, known).then_some(report.vanished),
        roles: too_many(report.roles_lost, in_roles).then_some(report.roles_lost),
    };
    let state = match () {
        () if run.dry => RunState::Done,
        () if asks.exceed(&confirmed(app, &run).await?) => RunState::Waiting,
        () => {
            apply::everything(app, &settings.name, run.id, &found, &before).await?;
            RunState::Done
        }
    };
    let tx = app.store.begin().await?;
    directory_runs::end(&tx, run.id, state, Some(&report), None, app.now()).await?;
    if let Some(confirms) = run.confirms.filter(|_| state == RunState::Done) {
        directory_runs::confirmed(&tx, confirms).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many would lose what they have, where that is too many to go on without asking.
#[derive(Default)]
struct Losses {
    vanished: Option<u64>,
    roles: Option<u64>,
}

impl Losses {
    /// Whether that is more than somebody has said yes to. `None` is less than any number.
    fn exceed(&self, confirmed: &Self) -> bool {
        self.vanished > confirmed.vanished || self.roles > confirmed.roles
    }
}

/// So many may lose it, since somebody has said so.
async fn confirmed(app: &App, run: &Run) -> Result<Losses, ServiceError> {
    let Some(confirms) = run.confirms else {
        return Ok(Losses::default());
    };
    let confirmed = directory_runs::find(&app.store, confirms).await?;
    let report = confirmed.and_then(|confirmed| confirmed.report);
    Ok(report.map_or_else(Losses::default, |report| Losses {
        vanished: Some(report.vanished),
        roles: Some(report.roles_lost),
    }))
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The people of all entries, and what is wrong with others.
fn wanted(settings: &Directory, roles: &Roles, everybody: &Everybody) -> (Vec<Wanted>, Vec<FaultLine>) {
    let memberships = Memberships::of(&everybody.groups);
    let missing = roles.missing.iter().map(|(group, role)| FaultLine {
        fault: EntryFault::NoRole,
        entry: group.clone(),
        value: role.clone(),
    });
    let (mut wanted, mut faults) = (Vec::with_capacity(everybody.entries.len()), missing.collect::<Vec<_>>());
    for entry in &everybody.entries {
        match describe(entry, &settings.map) {
            Ok(described) => {
                let groups = memberships.of_entry(&entry.dn, described.login.as_deref());
                let roles = groups
                    .into_iter()
                    .filter_map(|group| roles.by_group.get(group))
                    .copied()
                    .collect();
                wanted.push(Wanted {
                    described,
                    roles,
                    roles_known: true,
                });
            }
            Err(fault) => faults.push(FaultLine {
                fault,
                entry: entry.dn.clone(),
                value: String::new(),
            }),
        }
    }
    (wanted, faults)
}

fn report(everybody: &Everybody, known: u64, found: &Difference) -> DirectoryReport {
    let line = |person_id: Option<PersonId>, name: &str| ReportLine {
        person_id,
        name: name.to_owned(),
        differs: Vec::new(),
    };
    let named = |people: &[(PersonId, String)]| {
        let lines = people.iter().take(LINES_MAX).map(|(id, name)| line(Some(*id), name));
        lines.collect::<Vec<_>>()
    };
    let changed = found.changed.iter().take(LINES_MAX).map(|change| ReportLine {
        person_id: Some(change.id),
        name: change.wanted.described.name.clone(),
        differs: change.differs.clone(),
    });
    let created = found
        .created
        .iter()
        .take(LINES_MAX)
        .map(|one| line(None, &one.described.name));
    DirectoryReport {
        entries: count(everybody.entries.len()),
        known,
        created: count(found.created.len()),
        changed: count(found.changed.len()),
        unchanged: found.unchanged,
        vanished: count(found.vanished.len()),
        kept: count(found.kept.len()),
        roles_lost: found.roles_lost,
        faults: count(found.faults.len()),
        created_lines: created.collect(),
        changed_lines: changed.collect(),
        vanished_lines: named(&found.vanished),
        kept_lines: named(&found.kept),
        fault_lines: found.faults.iter().take(LINES_MAX).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_day_at_the_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for (now, last, due) in [
            ("2026-11-22T01:59:00Z", Some("2026-11-21T02:00:01Z"), false),
            ("2026-11-22T02:00:00Z", Some("2026-11-21T02:00:01Z"), true),
            ("2026-11-22T02:05:00Z", Some("2026-11-22T02:00:01Z"), false),
            ("2026-11-22T13:00:00Z", Some("2026-11-21T20:00:00Z"), true),
            ("2026-11-22T01:00:00Z", Some("2026-11-20T20:00:00Z"), true),
            ("2026-11-22T02:30:00Z", None, true),
            ("2026-11-22T12:00:00Z", None, false),
        ] {
            assert_eq!(is_due(at(now), last.map(at), 2), due, "{now} after {last:?}");
        }
    }
}
