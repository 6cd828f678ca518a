//! Mailboxes as Pult watches them, against a small server of the tests' own; the real one (Dovecot, with TLS) is in `e2e`.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use pult_server::{
    adapters::{
        Intake,
        imap::{Pace, Watcher},
        intake::STUB_BYTES,
    },
    clock::SeededRng,
    config::{ImapAccount, Secret, Tls},
};
use pult_shared::api::mail::Door;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    imap_server::{ImapServer, State},
    intake::{Script, Shared, Turn},
};

struct Watched {
    server: ImapServer,
    script: Arc<Script>,
    shared: Shared,
    shutdown: CancellationToken,
    running: JoinHandle<()>,
}

fn account(server: &ImapServer) -> ImapAccount {
    ImapAccount {
        name: "desk".to_owned(),
        host: server.address.ip().to_string(),
        port: server.address.port(),
        tls: Tls::None,
        user: "desk".to_owned(),
        password: Secret::new("secret"),
        folder: "INBOX".to_owned(),
        done_folder: "Pult/Done".to_owned(),
        queue: Some("it/wlan".to_owned()),
        control_fields: false,
        ca_file: None,
    }
}

const QUICK: Pace = Pace {
    step: Duration::from_secs(5),
    content: Duration::from_secs(5),
    idle: Duration::from_secs(20),
    poll: Duration::from_millis(30),
    lease: Duration::from_millis(50),
    retry_first: Duration::from_millis(20),
    retry_most: Duration::from_millis(50),
};

async fn watch(change: impl FnOnce(&mut State)) -> Watched {
    watch_as(change, |_| {}, |_| {}, None).await
}

async fn watch_as(
    change: impl FnOnce(&mut State),
    change_account: impl FnOnce(&mut ImapAccount),
    prepare: impl FnOnce(&Script),
    answers: Option<usize>,
) -> Watched {
    let server = ImapServer::start(change).await;
    let script = Arc::new(Script::default());
    prepare(&script);
    let shutdown = CancellationToken::new();
    let mut account = account(&server);
    change_account(&mut account);
    let shared = Shared::default();
    let turn = Turn {
        answers: answers.map(AtomicUsize::new),
        ..Turn::of(&shared, 1)
    };
    let watcher = Watcher {
        account,
        intake: Arc::<Script>::clone(&script) as Arc<dyn Intake>,
        leases: Arc::new(turn),
        rng: Arc::new(SeededRng::new(1)),
        max_bytes: 100_000,
        pace: QUICK,
    };
    let token = shutdown.clone();
    let running = tokio::spawn(async move { watcher.run(&token).await });
    Watched {
        server,
        script,
        shared,
        shutdown,
        running,
    }
}

impl Watched {
    #[expect(clippy::panic, reason = "this is how the test fails")]
    /// Waits until something is so; fails after some seconds.
    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if holds(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{what}: never; the server heard {:#?}", self.server.state().commands);
    }

    fn said(&self, start: &str) -> usize {
        self.server
            .state()
            .commands
            .iter()
            .filter(|command| command.starts_with(start))
            .count()
    }

    #[expect(clippy::unwrap_used, reason = "test set-up")]
    async fn end(self) {
        self.shutdown.cancel();
        tokio::time::timeout(Duration::from_secs(2), self.running)
            .await
            .unwrap()
            .unwrap();
    }
}

const ONE: &[u8] = b"Subject: one\r\n\r\n1\r\n";
const TWO: &[u8] = b"Subject: two\r\n\r\n2\r\n";

/// Another process that watches the same mailbox.
fn watch_too(server: &ImapServer, script: &Arc<Script>, turn: Turn) -> (CancellationToken, JoinHandle<()>) {
    let shutdown = CancellationToken::new();
    let watcher = Watcher {
        account: account(server),
        intake: Arc::<Script>::clone(script) as Arc<dyn Intake>,
        leases: Arc::new(turn),
        rng: Arc::new(SeededRng::new(2)),
        max_bytes: 100_000,
        pace: QUICK,
    };
    let token = shutdown.clone();
    (shutdown, tokio::spawn(async move { watcher.run(&token).await }))
}

// Two that move one mail at the same time leave two copies in the done folder.
// req: B1
#[tokio::test]
async fn of_two_processes_one_fetches_and_the_other_goes_on_when_it_ends() {
    let watched = watch(|_| {}).await;
    watched.until("watched", |it| it.said("IDLE") == 1).await;
    let (stop, other) = watch_too(&watched.server, &watched.script, Turn::of(&watched.shared, 2));
    for n in 1..=3 {
        watched.server.put(ONE);
        watched.until("moved", |it| it.server.count("Pult/Done") == n).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(watched.said("LOGIN"), 1, "the other one has not even signed in");
    watched.shutdown.cancel();
    watched.server.put(TWO);
    watched
        .until("the other one at once", |it| it.server.count("Pult/Done") == 4)
        .await;
    assert_eq!(watched.said("LOGIN"), 2);
    stop.cancel();
    other.await.expect("it ends");
    watched.end().await;
}

// req: B1
#[tokio::test]
async fn a_process_that_cannot_renew_its_claim_stops_before_another_one_may_begin() {
    let watched = watch_as(|_| {}, |_| {}, |_| {}, Some(1)).await;
    watched.until("watched", |it| it.said("IDLE") == 1).await;
    let (stop, other) = watch_too(&watched.server, &watched.script, Turn::of(&watched.shared, 2));
    tokio::time::sleep(Duration::from_millis(1000)).await;
    watched.server.put(ONE);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(
        watched.server.count("Pult/Done"),
        0,
        "neither the first, nor yet the second"
    );
    watched
        .until("the other one, when the claim has run out", |it| {
            it.server.count("Pult/Done") == 1
        })
        .await;
    stop.cancel();
    other.await.expect("it ends");
    watched.end().await;
}

// req: A9
#[tokio::test]
async fn what_is_there_is_recorded_in_order_and_moved() {
    let watched = watch(|state| {
        state.separator = ".";
        state.put(ONE);
        state.put(TWO);
    })
    .await;
    watched
        .until("both in the done folder", |it| it.server.count("Pult.Done") == 2)
        .await;
    assert_eq!(watched.server.count("INBOX"), 0);
    let arrivals = watched.script.arrivals();
    assert_eq!(
        arrivals.iter().map(|mail| mail.raw.as_ref()).collect::<Vec<_>>(),
        [ONE, TWO]
    );
    assert_eq!(arrivals[0].door, Door::Imap);
    assert_eq!(
        (arrivals[0].account.as_deref(), arrivals[0].queue.as_deref()),
        (Some("desk"), Some("it/wlan"))
    );
    assert_eq!(arrivals[0].original_size, ONE.len() as u64);
    watched.end().await;
}

#[tokio::test]
async fn what_comes_during_idle_is_fetched_at_once() {
    let watched = watch(|_| {}).await;
    for round in 1..=3 {
        watched.until("IDLE", |it| it.said("IDLE") >= round).await;
        watched.server.put(ONE);
        watched.until("moved", |it| it.server.count("Pult/Done") == round).await;
    }
    assert_eq!(watched.said("LOGIN"), 1);
    watched.end().await;
}

#[tokio::test]
async fn without_idle_it_looks_again_and_again() {
    let watched = watch(|state| state.capabilities = "IMAP4rev1 MOVE").await;
    watched.until("looked", |it| it.said("UID SEARCH") >= 2).await;
    watched.server.put(ONE);
    watched.until("moved", |it| it.server.count("Pult/Done") == 1).await;
    assert_eq!(watched.said("IDLE"), 0);
    watched.end().await;
}

#[tokio::test]
async fn without_move_one_mail_is_copied_and_expunged() {
    let watched = watch(|state| {
        state.capabilities = "IMAP4rev1 IDLE UIDPLUS";
        state.put(ONE);
        state.put(TWO);
    })
    .await;
    watched.until("moved", |it| it.server.count("INBOX") == 0).await;
    assert_eq!(
        (watched.server.count("Pult/Done"), watched.script.arrivals().len()),
        (2, 2)
    );
    watched.end().await;
}

#[tokio::test]
async fn where_a_single_mail_cannot_be_expunged_it_is_marked_and_not_taken_twice() {
    let watched = watch(|state| {
        state.capabilities = "IMAP4rev1";
        state.put(ONE);
    })
    .await;
    watched
        .until("looked again", |it| it.said("UID SEARCH UNDELETED") >= 4)
        .await;
    assert_eq!(
        (watched.server.count("INBOX"), watched.server.count("Pult/Done")),
        (1, 1)
    );
    assert_eq!(watched.script.arrivals().len(), 1);
    assert_eq!(watched.said("EXPUNGE") + watched.said("UID EXPUNGE"), 0);
    watched.end().await;
}

// req: B1
#[tokio::test]
async fn a_mail_that_cannot_be_recorded_stays_until_it_can() {
    let watched = watch_as(
        |state| state.put(ONE),
        |_| {},
        |script| (0..3).for_each(|_| script.fail_next()),
        None,
    )
    .await;
    watched.until("moved", |it| it.server.count("Pult/Done") == 1).await;
    assert_eq!((watched.script.arrivals().len(), watched.said("LOGIN")), (1, 4));
    watched.end().await;
}

#[tokio::test]
async fn a_mail_that_breaks_the_connection_does_not_stop_the_others() {
    let watched = watch(|state| {
        state.put(ONE);
        state.put(TWO);
        state.breaks = Some(1);
    })
    .await;
    watched
        .until("the other one moved", |it| it.server.count("Pult/Done") == 1)
        .await;
    assert_eq!(watched.script.arrivals()[0].raw, TWO);
    assert_eq!(watched.server.count("INBOX"), 1);
    watched.server.state().breaks = None;
    watched
        .until("this one too", |it| it.server.count("Pult/Done") == 2)
        .await;
    watched.end().await;
}

#[tokio::test]
async fn a_mail_that_cannot_leave_the_folder_does_not_stop_the_others_and_is_recorded_once() {
    for capabilities in ["IMAP4rev1 IDLE MOVE UIDPLUS", "IMAP4rev1 IDLE UIDPLUS"] {
        let watched = watch(|state| {
            state.capabilities = capabilities;
            state.put(ONE);
            state.put(TWO);
            state.stays = Some(1);
        })
        .await;
        watched
            .until("the other one moved", |it| it.server.count("Pult/Done") == 1)
            .await;
        watched.until("IDLE", |it| it.said("IDLE") >= 1).await;
        watched.server.put(ONE);
        watched
            .until("the next one moved", |it| it.server.count("Pult/Done") == 2)
            .await;
        watched.until("IDLE again", |it| it.said("IDLE") >= 2).await;
        assert_eq!((watched.script.arrivals().len(), watched.said("LOGIN")), (3, 1));
        watched.server.state().stays = None;
        watched.server.put(TWO);
        watched.until("all moved", |it| it.server.count("Pult/Done") == 4).await;
        assert_eq!((watched.script.arrivals().len(), watched.said("LOGIN")), (4, 1));
        watched.end().await;
    }
}

#[tokio::test]
async fn a_mail_without_content_does_not_keep_the_watcher_from_waiting() {
    let watched = watch(|state| {
        state.put(ONE);
        state.put(TWO);
        state.empty = Some(1);
    })
    .await;
    watched.until("IDLE", |it| it.said("IDLE") >= 1).await;
    assert_eq!(
        (watched.server.count("INBOX"), watched.server.count("Pult/Done")),
        (1, 1)
    );
    assert_eq!(watched.said("LOGIN"), 1);
    watched.end().await;
}

#[tokio::test]
async fn of_a_mail_over_the_limit_the_beginning_is_recorded_with_its_size() {
    let large = [b"Subject: large\r\n\r\n".as_slice(), &b"x".repeat(300_000)].concat();
    let watched = watch(|state| state.put(&large)).await;
    watched.until("moved", |it| it.server.count("Pult/Done") == 1).await;
    let arrival = watched.script.arrivals().remove(0);
    assert_eq!(
        (arrival.raw.len(), arrival.original_size),
        (STUB_BYTES, large.len() as u64)
    );
    watched.end().await;
}

#[tokio::test]
async fn a_server_that_keeps_everything_below_inbox() {
    let watched = watch(|state| {
        state.only_below_inbox = true;
        state.separator = ".";
        state.put(ONE);
    })
    .await;
    watched
        .until("moved", |it| it.server.count("INBOX.Pult.Done") == 1)
        .await;
    watched.end().await;
}

#[tokio::test]
async fn a_done_folder_that_the_list_does_not_tell_of_is_used_and_no_second_one_made() {
    let watched = watch(|state| {
        state.lists_late = true;
        state.folders.insert("Pult/Done".to_owned(), BTreeMap::new());
        state.put(b"Subject: one\r\n\r\n");
    })
    .await;
    watched
        .until("the mail is moved", |w| w.server.count("Pult/Done") == 1)
        .await;
    let folders: Vec<String> = watched.server.state().folders.keys().cloned().collect();
    assert_eq!(folders, ["INBOX", "Pult/Done"]);
    watched.end().await;
}

#[tokio::test]
async fn a_wrong_password_is_tried_again_and_no_mail_is_touched() {
    let watched = watch(|state| {
        state.password = "another";
        state.put(ONE);
    })
    .await;
    watched.until("some attempts", |it| it.said("LOGIN") >= 3).await;
    assert_eq!(watched.server.count("INBOX"), 1);
    watched.server.state().password = "secret";
    watched.until("moved", |it| it.server.count("Pult/Done") == 1).await;
    watched.end().await;
}

#[tokio::test]
async fn names_and_passwords_beyond_ascii_sign_in_by_sasl() {
    let change = |account: &mut ImapAccount| {
        account.user = "désk".to_owned();
        account.password = Secret::new("pässwort");
    };
    let watched = watch_as(
        |state| {
            state.password = "pässwort";
            state.put(ONE);
        },
        change,
        |_| {},
        None,
    )
    .await;
    watched.until("moved", |it| it.server.count("Pult/Done") == 1).await;
    assert_eq!(watched.said("LOGIN"), 0);
    watched.end().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_waited_for_and_shutdown_ends_it() {
    let watched = watch_as(|_| {}, |account| account.port = 1, |_| {}, None).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!watched.running.is_finished());
    watched.end().await;
}
