//! The bulk job that the person started: looked at each second while it runs, on whatever page they are.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::bulk::{BulkJobView, BulkStatus},
    ids::{BulkJobId, PersonId},
};

use crate::{
    api::{self, ApiError, bulk::Job},
    clock,
    i18n::dates,
    web,
};

const EACH_SECOND: Duration = Duration::from_secs(1);

/// So many jobs are remembered as read; the server lists no more.
const REMEMBERED: usize = 20;
/// What ended longer ago is no news, also where nobody read it.
const NEWS: f64 = 7.0 * 24.0 * 3_600_000.0;

/// The job that is shown, until it is put away.
#[derive(Clone, Copy)]
pub struct Jobs {
    job: RwSignal<Option<BulkJobView>>,
    /// The last look at it failed.
    error: RwSignal<Option<ApiError>>,
    /// The job that somebody looks after already.
    watched: StoredValue<Option<BulkJobId>>,
    /// Whose jobs they are.
    person: StoredValue<Option<PersonId>>,
}

impl Jobs {
    pub fn new() -> Self {
        Self {
            job: RwSignal::new(None),
            error: RwSignal::new(None),
            watched: StoredValue::new(None),
            person: StoredValue::new(None),
        }
    }

    pub fn get(self) -> Option<BulkJobView> {
        self.job.get()
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// Somebody else is signed in now, or the result was read.
    pub fn put_away(self) {
        self.watched.set_value(None);
        self.error.set(None);
        self.job.set(None);
    }

    /// The result was read: it does not come back, but another one that nobody has read may.
    pub fn read(self) {
        let id = self.job.with_untracked(|job| job.as_ref().map(|job| job.id));
        let person = self.person.get_value();
        if let (Some(person), Some(id)) = (person, id) {
            let mut ids = read_ids(person);
            ids.insert(0, id.to_string());
            ids.truncate(REMEMBERED);
            web::store(&slot(person), &ids.join(" "));
        }
        self.put_away();
        self.find(person);
    }

    /// Starts one.
    ///
    /// # Errors
    /// As the server refuses it; then nothing was done.
    pub async fn start(self, job: &Job) -> Result<(), ApiError> {
        let started = api::bulk::create_bulk_job(job).await?;
        self.watch(started);
        Ok(())
    }

    /// Finds a job that still runs, or one that ended with failures while nobody looked.
    pub fn find(self, person: Option<PersonId>) {
        self.person.set_value(person);
        if self.job.with_untracked(Option::is_some) {
            return;
        }
        let read = person.map(read_ids).unwrap_or_default();
        spawn_local(async move {
            match api::bulk::list_bulk_jobs().await {
                Ok(list) => {
                    if let Some(job) = to_show(list.items, &read, untrack(clock::now))
                        && self.job.with_untracked(Option::is_none)
                    {
                        self.watch(job);
                    }
                }
                Err(error) => leptos::logging::warn!("{error:?}"),
            }
        });
    }

    pub fn stop(self) {
        let Some(id) = self.job.with_untracked(|job| job.as_ref().map(|job| job.id)) else {
            return;
        };
        spawn_local(async move {
            match api::bulk::stop_bulk_job(id).await {
                Ok(job) => self.take_in(job),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn watch(self, job: BulkJobView) {
        self.watched.set_value(Some(job.id));
        self.error.set(None);
        let id = job.id;
        self.job.set(Some(job));
        self.look_later(id);
    }

    fn take_in(self, job: BulkJobView) {
        if self.watched.get_value() == Some(job.id) {
            self.error.set(None);
            self.job.set(Some(job));
        }
    }

    fn look_later(self, id: BulkJobId) {
        let runs = self
            .job
            .with_untracked(|job| job.as_ref().is_some_and(|job| job.status == BulkStatus::Running));
        if self.watched.get_value() != Some(id) || !runs {
            return;
        }
        set_timeout(
            move || {
                spawn_local(async move {
                    match api::bulk::get_bulk_job(id).await {
                        Ok(job) => self.take_in(job),
                        Err(error) => self.error.set(Some(error)),
                    }
                    self.look_later(id);
                });
            },
            EACH_SECOND,
        );
    }
}

/// Where this device keeps which results somebody has read.
fn slot(person: PersonId) -> String {
    format!("pult.bulk-read/{person}")
}

fn read_ids(person: PersonId) -> Vec<String> {
    let kept = web::stored(&slot(person)).unwrap_or_default();
    kept.split_whitespace().map(str::to_owned).collect()
}

/// The job that runs, else the newest one that left something undone and that nobody has read.
fn to_show(jobs: Vec<BulkJobView>, read: &[String], now: f64) -> Option<BulkJobView> {
    let news = |job: &BulkJobView| {
        let fresh = job.finished_at.is_some_and(|at| now - dates::milliseconds(at) < NEWS);
        fresh && job.failed > 0 && !read.contains(&job.id.to_string())
    };
    let running = jobs.iter().position(|job| job.status == BulkStatus::Running);
    let at = running.or_else(|| jobs.iter().position(news))?;
    jobs.into_iter().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(id: u32, status: BulkStatus, failed: u64, finished: Option<&str>) -> BulkJobView {
        BulkJobView {
            id: format!("00000000-0000-7000-8000-{id:012}").parse().unwrap(),
            status,
            total: 5,
            done: 5 - failed,
            failed,
            failures: Vec::new(),
            above: None,
            created_at: "2026-11-22T10:00:00Z".parse().unwrap(),
            finished_at: finished.map(|at| at.parse().unwrap()),
        }
    }

    #[test]
    fn failures_show_until_they_are_read() {
        let now = dates::milliseconds("2026-11-22T12:00:00Z".parse().unwrap());
        let found = |jobs: &[BulkJobView], read: &[String]| to_show(jobs.to_vec(), read, now).map(|job| job.id);
        let whole = job(1, BulkStatus::Finished, 0, Some("2026-11-22T11:00:00Z"));
        let failed = job(2, BulkStatus::Finished, 2, Some("2026-11-22T11:00:00Z"));
        let old = job(3, BulkStatus::Stopped, 2, Some("2026-11-02T11:00:00Z"));
        let running = job(4, BulkStatus::Running, 0, None);
        let all = [whole, failed.clone(), old, running.clone()];
        assert_eq!(found(&all, &[]), Some(running.id));
        assert_eq!(found(&all[..3], &[]), Some(failed.id));
        assert_eq!(found(&all[..3], &[failed.id.to_string()]), None);
    }
}
