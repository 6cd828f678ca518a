//! One worker: looks for work when it is woken and every so often, and goes on as long as there is some.

use std::{fmt::Display, future::Future, sync::Arc, time::Duration};

use pult_shared::api::failure::Job;
use pult_store::job_failures::Item;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{app::App, backoff::Backoff, clock::Rng, service::failures};

const RETRY_FIRST: Duration = Duration::from_secs(1);
const RETRY_MOST: Duration = Duration::from_secs(60);

/// What a worker goes by.
pub struct Worker {
    pub job: Job,
    /// The longest time between two looks.
    pub every: Duration,
    /// What one look takes at the most; when it took that much, there is probably more.
    pub batch: u32,
    pub rng: Arc<dyn Rng>,
    /// Where it is noted that it cannot work.
    pub app: Option<App>,
    pub shutdown: CancellationToken,
}

impl Worker {
    /// Works until shutdown. Each look runs as a task of its own, so that a panic ends the look and not the worker.
    pub async fn run<F, W, E>(&self, wake: &Notify, look: F)
    where
        F: Fn() -> W,
        W: Future<Output = Result<usize, E>> + Send + 'static,
        E: Display + Send + 'static,
    {
        let mut backoff = Backoff::new(RETRY_FIRST, RETRY_MOST);
        let mut told: Option<String> = None;
        while !self.shutdown.is_cancelled() {
            let failure = match tokio::spawn(look()).await {
                Ok(Ok(worked)) => {
                    if told.take().is_some() {
                        tracing::info!(job = self.job.name(), "works again");
                    }
                    backoff.reset();
                    if u32::try_from(worked).is_ok_and(|worked| worked < self.batch) {
                        self.rest(wake).await;
                    }
                    continue;
                }
                Ok(Err(error)) => error.to_string(),
                Err(bug) => format!("ended in a bug: {bug}"),
            };
            // A condition is told once, not at every attempt.
            if told.as_ref() == Some(&failure) {
                tracing::debug!(job = self.job.name(), error = failure, "still cannot work");
            } else {
                tracing::error!(
                    job = self.job.name(),
                    error = failure,
                    "cannot work; will be tried again"
                );
                self.note(&failure).await;
            }
            told = Some(failure);
            pause(backoff.next(self.rng.as_ref()), &self.shutdown).await;
        }
    }

    async fn note(&self, failure: &str) {
        if let Some(app) = &self.app {
            failures::note(app, self.job, &[(Item::default(), failure.to_owned())]).await;
        }
    }

    async fn rest(&self, wake: &Notify) {
        tokio::select! {
            () = self.shutdown.cancelled() => {}
            () = wake.notified() => {}
            () = tokio::time::sleep(self.every) => {}
        }
    }
}

/// Sleeps, but not into the shutdown.
pub async fn pause(time: Duration, shutdown: &CancellationToken) {
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::clock::SeededRng;

    fn worker(shutdown: &CancellationToken) -> Worker {
        Worker {
            job: Job::Waits,
            every: Duration::from_secs(3600),
            batch: 10,
            rng: Arc::new(SeededRng::new(1)),
            app: None,
            shutdown: shutdown.clone(),
        }
    }

    /// Runs a worker on paused time over looks with these results; gives how often it looked.
    async fn looks(script: &'static [Result<usize, &'static str>], wakes: usize) -> usize {
        let shutdown = CancellationToken::new();
        let wake = Arc::new(Notify::new());
        let count = Arc::new(AtomicUsize::new(0));
        let worker = worker(&shutdown);
        let (wake_, count_) = (Arc::clone(&wake), Arc::clone(&count));
        let running = tokio::spawn(async move {
            worker
                .run(&wake_, || {
                    let step = count_.fetch_add(1, Ordering::SeqCst);
                    async move {
                        match script.get(step) {
                            Some(Err("panic")) => panic!("a bug in a test"),
                            Some(result) => *result,
                            None => Ok(0),
                        }
                    }
                })
                .await;
        });
        for _ in 0..wakes {
            tokio::time::sleep(Duration::from_secs(120)).await;
            wake.notify_one();
        }
        tokio::time::sleep(Duration::from_secs(120)).await;
        shutdown.cancel();
        running.await.expect("the worker ends at shutdown");
        count.load(Ordering::SeqCst)
    }

    #[tokio::test(start_paused = true)]
    async fn rests_when_there_is_no_work_and_goes_on_when_there_is() {
        assert_eq!(looks(&[Ok(0)], 0).await, 1);
        assert_eq!(looks(&[Ok(10), Ok(10), Ok(3)], 0).await, 3);
        assert_eq!(looks(&[Ok(0), Ok(0)], 2).await, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn outlives_errors_and_panics() {
        assert_eq!(looks(&[Err("panic"), Err("gone"), Err("gone"), Ok(0)], 0).await, 4);
    }
}
