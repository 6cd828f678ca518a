//! The bulk job that the person started: looked at each second while it runs, on whatever page they are.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::bulk::{BulkJobView, BulkStatus, CreateBulkJob},
    ids::BulkJobId,
};

use crate::api::{self, ApiError};

const EACH_SECOND: Duration = Duration::from_secs(1);

/// The job that is shown, until it is put away.
#[derive(Clone, Copy)]
pub struct Jobs {
    job: RwSignal<Option<BulkJobView>>,
    /// The last look at it failed.
    error: RwSignal<Option<ApiError>>,
    /// The job that somebody looks after already.
    watched: StoredValue<Option<BulkJobId>>,
}

impl Jobs {
    pub fn new() -> Self {
        Self {
            job: RwSignal::new(None),
            error: RwSignal::new(None),
            watched: StoredValue::new(None),
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

    /// Starts one.
    ///
    /// # Errors
    /// As the server refuses it; then nothing was done.
    pub async fn start(self, job: &CreateBulkJob) -> Result<(), ApiError> {
        let started = api::bulk::create_bulk_job(job).await?;
        self.watch(started);
        Ok(())
    }

    /// Finds a job that still runs, after the page was loaded anew.
    pub fn find_running(self) {
        if self.job.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match api::bulk::list_bulk_jobs().await {
                Ok(list) => {
                    let running = list.items.into_iter().find(|job| job.status == BulkStatus::Running);
                    if let Some(running) = running
                        && self.job.with_untracked(Option::is_none)
                    {
                        self.watch(running);
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
