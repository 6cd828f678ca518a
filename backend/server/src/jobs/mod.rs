//! What runs beside the requests: working on recorded mail, delivering, bulk jobs, locks, notifications, clearing away, watching mailboxes.
//!
//! Knows the use cases and when to call them. A job outlives errors and panics of one item, and ends when it is told to.

mod worker;

use std::{sync::Arc, time::Duration};

use pult_shared::api::failure::Job;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    adapters::{
        Intake,
        imap::{Leases, Pace, Watcher},
    },
    app::App,
    service::{
        ServiceError, absence, bulk, clocks, directory, housekeeping,
        intake::{self, ServiceIntake, Turns},
        locks, mail, notification, outgoing, rule,
        ticket::along,
        waits, webhook,
    },
};
use worker::{Worker, pause};

/// Items that a worker takes before it looks whether it is to end.
const BATCH: u32 = 50;
/// How often the workers look by themselves: other processes write into the same database without waking us.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often it is looked for locks to release, for tickets that have waited long enough and for what was promised: all go by the minute.
const MINUTE: Duration = Duration::from_secs(60);
/// How often it is looked for queues that nobody is in, beside the moments at which absences begin and end: roles change, and tickets come.
const STAFFING_EVERY: Duration = Duration::from_secs(300);
/// How often it is looked for mails to agents that are due: they wait for minutes anyway.
const NOTIFICATION_MAILS_EVERY: Duration = Duration::from_secs(15);
/// How often it is looked whether clocks go by another set-up, by whichever instance it was changed.
const COUNT_EVERY: Duration = Duration::from_secs(10);
/// How often it is looked for a comparison with a directory that somebody has asked for at another instance.
const DIRECTORY_EVERY: Duration = Duration::from_secs(20);
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(3600);
/// A watcher that broke down is started again after this.
const RESTART_AFTER: Duration = Duration::from_secs(30);

/// The jobs of a process.
pub struct Jobs {
    tasks: JoinSet<()>,
}

/// Starts all jobs; they end at shutdown.
#[must_use]
pub fn start(app: &App, shutdown: &CancellationToken) -> Jobs {
    let mut tasks = JoinSet::new();
    let worker = |job, every, batch| Worker {
        job,
        every,
        batch,
        app: Some(app.clone()),
        rng: Arc::clone(&app.rng),
        shutdown: shutdown.clone(),
    };

    let (intake, work) = (worker(Job::Intake, LOOK_EVERY, BATCH), Arc::clone(&app.work));
    let app_ = app.clone();
    tasks.spawn(async move { intake.run(&work.intake, || process(app_.clone())).await });

    let (outbox, work) = (
        worker(Job::Outbox, LOOK_EVERY, outgoing::AT_ONCE),
        Arc::clone(&app.work),
    );
    let app_ = app.clone();
    tasks.spawn(async move { outbox.run(&work.outbox, || deliver(app_.clone())).await });

    let (many, work) = (
        worker(Job::Bulk, LOOK_EVERY, bulk::work::AT_ONCE),
        Arc::clone(&app.work),
    );
    let app_ = app.clone();
    tasks.spawn(async move { many.run(&work.bulk, || change_many(app_.clone())).await });

    let (below, work) = (worker(Job::Along, LOOK_EVERY, along::AT_ONCE), Arc::clone(&app.work));
    let app_ = app.clone();
    tasks.spawn(async move { below.run(&work.along, || close_along(app_.clone())).await });

    let (unlock, work) = (worker(Job::Locks, MINUTE, locks::AT_ONCE), Arc::clone(&app.work));
    let app_ = app.clone();
    tasks.spawn(async move { unlock.run(&work.locks, || release(app_.clone())).await });

    let absences = worker(Job::Absences, MINUTE, BATCH);
    let app_ = app.clone();
    tasks.spawn(async move {
        absences
            .run(&tokio::sync::Notify::new(), || come_and_go(app_.clone()))
            .await;
    });

    let (staffing, work) = (worker(Job::Staffing, STAFFING_EVERY, BATCH), Arc::clone(&app.work));
    let app_ = app.clone();
    tasks.spawn(async move {
        staffing.run(&work.staffing, || look_for_unstaffed(app_.clone())).await;
    });

    let waiting = worker(Job::Waits, MINUTE, waits::AT_ONCE);
    let app_ = app.clone();
    tasks.spawn(async move { waiting.run(&tokio::sync::Notify::new(), || go_on(app_.clone())).await });

    let (telling, work) = (
        worker(Job::Notifications, LOOK_EVERY, notification::note::AT_ONCE),
        Arc::clone(&app.work),
    );
    let app_ = app.clone();
    tasks.spawn(async move { telling.run(&work.notifications, || tell(app_.clone())).await });

    let writing = worker(Job::NotificationMails, NOTIFICATION_MAILS_EVERY, BATCH);
    let app_ = app.clone();
    tasks.spawn(async move {
        writing
            .run(&tokio::sync::Notify::new(), || tell_by_mail(app_.clone()))
            .await;
    });

    let (rules, work) = (
        worker(Job::Rules, LOOK_EVERY, rule::work::AT_ONCE),
        Arc::clone(&app.work),
    );
    let app_ = app.clone();
    tasks.spawn(async move { rules.run(&work.rules, || apply_rules(app_.clone())).await });

    let (hooks, work) = (
        worker(Job::Webhooks, LOOK_EVERY, webhook::deliver::AT_ONCE),
        Arc::clone(&app.work),
    );
    let app_ = app.clone();
    tasks.spawn(async move { hooks.run(&work.webhooks, || tell_others(app_.clone())).await });

    let timed = worker(Job::TimedRules, MINUTE, rule::timed::AT_ONCE);
    let app_ = app.clone();
    tasks.spawn(async move {
        timed
            .run(&tokio::sync::Notify::new(), || apply_timed_rules(app_.clone()))
            .await;
    });

    let escalations = worker(Job::Escalations, MINUTE, clocks::AT_ONCE);
    let app_ = app.clone();
    tasks.spawn(async move {
        escalations
            .run(&tokio::sync::Notify::new(), || escalate(app_.clone()))
            .await;
    });

    let counting = worker(Job::Clocks, COUNT_EVERY, clocks::AT_ONCE);
    let app_ = app.clone();
    tasks.spawn(async move {
        counting
            .run(&tokio::sync::Notify::new(), || recount(app_.clone()))
            .await;
    });

    let housekeeper = worker(Job::Housekeeping, HOUSEKEEPING_EVERY, BATCH);
    let app_ = app.clone();
    // Nothing wakes it: the hour does.
    tasks.spawn(async move {
        housekeeper
            .run(&tokio::sync::Notify::new(), || clear_away(app_.clone()))
            .await;
    });

    if !app.directories.is_empty() {
        let (directory, work) = (worker(Job::Directory, DIRECTORY_EVERY, 1), Arc::clone(&app.work));
        let app_ = app.clone();
        tasks.spawn(async move { directory.run(&work.directory, || compare_people(app_.clone())).await });
    }

    let comparer = worker(Job::Reconciliation, HOUSEKEEPING_EVERY, BATCH);
    let app_ = app.clone();
    tasks.spawn(async move {
        comparer
            .run(&tokio::sync::Notify::new(), || compare(app_.clone()))
            .await;
    });

    let leases = Arc::new(Turns::new(app.clone())) as Arc<dyn Leases>;
    for account in &app.config.imap {
        let watcher = Arc::new(Watcher {
            account: account.clone(),
            intake: Arc::new(ServiceIntake(app.clone())) as Arc<dyn Intake>,
            leases: Arc::clone(&leases),
            rng: Arc::clone(&app.rng),
            max_bytes: app.config.mail.max_bytes,
            pace: Pace::default(),
        });
        tasks.spawn(keep_watching(watcher, shutdown.clone()));
    }
    Jobs { tasks }
}

impl Jobs {
    /// Waits until all have ended; they do after shutdown.
    pub async fn ended(mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a job ended in a bug");
            }
        }
    }
}

async fn process(app: App) -> Result<usize, pult_store::StoreError> {
    intake::process_pending(&app, BATCH).await
}

async fn deliver(app: App) -> Result<usize, pult_store::StoreError> {
    outgoing::deliver_due(&app).await
}

async fn change_many(app: App) -> Result<usize, pult_store::StoreError> {
    bulk::work::work(&app).await
}

async fn close_along(app: App) -> Result<usize, ServiceError> {
    along::work(&app).await
}

async fn release(app: App) -> Result<usize, ServiceError> {
    locks::release_due(&app).await
}

async fn come_and_go(app: App) -> Result<usize, ServiceError> {
    absence::advance::advance(&app).await
}

async fn look_for_unstaffed(app: App) -> Result<usize, ServiceError> {
    absence::unstaffed::look(&app).await
}

async fn go_on(app: App) -> Result<usize, ServiceError> {
    waits::go_on(&app).await
}

async fn tell(app: App) -> Result<usize, ServiceError> {
    notification::note::note(&app).await
}

/// Reminders, mails about tickets, daily mails. Each look takes some of each; there is more where one of them was full.
async fn tell_by_mail(app: App) -> Result<usize, ServiceError> {
    notification::remind::remind(&app).await?;
    let mailed = notification::mail::send_due(&app).await?;
    let days = notification::digest::send_due(&app).await?;
    let full = mailed >= notification::mail::AT_ONCE as usize || days >= notification::digest::AT_ONCE as usize;
    Ok(if full { BATCH as usize } else { 0 })
}

async fn apply_rules(app: App) -> Result<usize, pult_store::StoreError> {
    rule::work::work(&app).await
}

async fn tell_others(app: App) -> Result<usize, pult_store::StoreError> {
    webhook::deliver::deliver_due(&app).await
}

async fn apply_timed_rules(app: App) -> Result<usize, ServiceError> {
    rule::timed::run_due(&app).await
}

async fn escalate(app: App) -> Result<usize, ServiceError> {
    clocks::tell_due(&app).await
}

async fn recount(app: App) -> Result<usize, ServiceError> {
    clocks::recount(&app).await
}

async fn compare_people(app: App) -> Result<usize, ServiceError> {
    directory::sync::work(&app).await
}

async fn compare(app: App) -> Result<usize, ServiceError> {
    mail::reconcile::due(&app).await
}

async fn clear_away(app: App) -> Result<usize, pult_store::StoreError> {
    housekeeping::run(&app).await.map(|()| 0)
}

/// Watches a mailbox; starts again should the watcher break down.
async fn keep_watching(watcher: Arc<Watcher>, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        let (inner, token) = (Arc::clone(&watcher), shutdown.clone());
        let run = tokio::spawn(async move { inner.run(&token).await });
        if let Err(error) = run.await {
            tracing::error!(account = watcher.account.name, %error, "watching a mailbox ended in a bug; it begins again");
            pause(RESTART_AFTER, &shutdown).await;
        }
    }
}
