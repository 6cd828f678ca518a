//! A fresh database for each test and engine, and short ways to fill it.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use pult_domain::{
    policy::Permit,
    queue::Queue,
    ticket::{Clocks, Decision, NewArticle, Ticket},
};
use pult_shared::{
    Timestamp,
    api::queue::{FollowUp, IntakeRules, Names},
    catalog::{StateKey, StateType},
    event::TicketEvent,
    ids::{ArticleId, PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority, TicketNumber},
};
use pult_store::{
    Options, Store, StoreError, WriteTx, people, queues,
    tickets::{self, Change},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use uuid::Uuid;

/// A database with the schema, and ids that are unique within it.
pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) options: Options,
    next_id: Mutex<u128>,
    _folder: tempfile::TempDir,
}

static DATABASES: AtomicU64 = AtomicU64::new(0);

/// Runs a test on each engine, each time with a database of its own.
pub(crate) fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Fixture) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("pult.db").display());
        test(Fixture::open(url, folder).await).await;
        let Some(admin_url) = postgres_url() else { return };
        let admin = Database::connect(&admin_url).await.unwrap();
        let name = create_database(&admin).await;
        test(Fixture::open(with_database(&admin_url, &name), tempfile::tempdir().unwrap()).await).await;
        admin
            .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .await
            .unwrap();
    });
}

/// The server for the tests on PostgreSQL. On CI it must be there.
fn postgres_url() -> Option<String> {
    let url = std::env::var("PULT_TEST_POSTGRES_URL").ok();
    if url.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "PULT_TEST_POSTGRES_URL must name a PostgreSQL server on CI"
        );
        eprintln!("PULT_TEST_POSTGRES_URL is not set: this test ran on SQLite only");
    }
    url
}

async fn create_database(admin: &DatabaseConnection) -> String {
    let count = DATABASES.fetch_add(1, Ordering::Relaxed);
    let name = format!("pult_store_{}_{count}", std::process::id());
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    name
}

fn with_database(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// A state of the catalog that has this type, with what goes with it.
pub(crate) fn set_state(ticket: &mut Ticket, kind: StateType) {
    let key = match kind {
        StateType::PendingAuto => "pending_close_successful",
        StateType::Closed => "closed_successful",
        other => other.name(),
    };
    ticket.state = StateKey::new(key);
    ticket.state_type = kind;
    ticket.closed_at = (!kind.is_active()).then(|| at(1));
}

/// A moment: seconds after the tests' beginning of time.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_790_000_000_000 + seconds * 1_000).unwrap()
}

impl Fixture {
    async fn open(url: String, folder: tempfile::TempDir) -> Self {
        let options = Options {
            url,
            blobs: folder.path().join("blobs"),
            max_connections: 8,
        };
        let store = Store::open(options.clone()).await.unwrap();
        store.migrate().await.unwrap();
        Self {
            store,
            options,
            next_id: Mutex::new(1),
            _folder: folder,
        }
    }

    /// An id greater than all before.
    pub(crate) fn id(&self) -> Uuid {
        let mut next = self.next_id.lock().unwrap();
        *next += 1;
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0001_0000 + *next)
    }

    pub(crate) async fn write<T>(&self, work: impl AsyncFnOnce(&WriteTx) -> Result<T, StoreError>) -> T {
        let tx = self.store.begin().await.unwrap();
        let value = work(&tx).await.unwrap();
        tx.commit().await.unwrap();
        value
    }

    pub(crate) fn new_person(&self, name: &str) -> people::NewPerson {
        let login = name.to_lowercase().replace(' ', ".");
        people::NewPerson {
            id: PersonId(self.id()),
            login: Some(login.clone()),
            name: name.to_owned(),
            language: None,
            administrator: false,
            active: true,
            addresses: vec![format!("{login}@hs-musterstadt.example")],
            password_hash: None,
            created_at: at(0),
        }
    }

    pub(crate) async fn person(&self, name: &str) -> PersonId {
        let person = self.new_person(name);
        self.write(async |tx| people::insert(tx, &person).await).await;
        person.id
    }

    pub(crate) async fn queue(&self, path: &str, parent: Option<QueueId>) -> QueueId {
        let queue = Queue {
            id: QueueId(self.id()),
            parent_id: parent,
            path: path.to_owned(),
            names: Names {
                de: path.to_uppercase(),
                en: path.to_owned(),
            },
            addresses: vec![format!("{}@hs-musterstadt.example", path.replace('/', "-"))],
            portal: true,
            closing_mail: true,
            catch_all: false,
            valid: true,
            description: Names::default(),
            salutation: Names::default(),
            signature: Names::default(),
            follow_up: FollowUp::Reopen,
            unlock_minutes: None,
            calendar: None,
            sla: None,
            remind_days: None,
            default_priority: None,
            default_type: None,
            mails: pult_shared::api::queue::QueueMails::default(),
            intake: IntakeRules::default(),
            sensitive: false,
            customers_close: true,
            name_shown: true,
            address_domains: Vec::new(),
        };
        self.write(async |tx| queues::insert(tx, &queue).await).await;
        queue.id
    }

    pub(crate) fn new_ticket(&self, queue: QueueId, requester: PersonId, subject: &str) -> Ticket {
        let id = self.id();
        Ticket {
            id: TicketId(id),
            number: TicketNumber(format!("2026{:010}", id.as_u128() & 0xffff)),
            version: 0,
            subject: subject.to_owned(),
            state: StateKey::new("new"),
            state_type: StateType::New,
            pending_until: None,
            priority: Priority::NORMAL,
            ticket_type: None,
            service: None,
            queue_id: queue,
            requester_id: requester,
            owner_id: None,
            lock: None,
            channel: Channel::Mail,
            created_at: at(0),
            updated_at: at(0),
            closed_at: None,
            responsible_id: None,
            started_at: None,
            first_answer_at: None,
            last_contact_at: None,
            due_at: None,
            merged_into: None,
            time_minutes: 0,
            tags: BTreeSet::new(),
            fields: BTreeMap::new(),
            participants: BTreeSet::new(),
            watchers: BTreeSet::new(),
            other_queues: BTreeSet::new(),
            left_queues: BTreeSet::new(),
            readers: None,
            organisation: None,
            mentioned: BTreeSet::new(),
            clocks: Clocks::default(),
        }
    }

    pub(crate) fn new_article(&self, text: &str, visible_to_customer: bool) -> NewArticle {
        NewArticle {
            id: ArticleId(self.id()),
            direction: if visible_to_customer {
                Direction::Incoming
            } else {
                Direction::Internal
            },
            channel: Channel::Mail,
            visible_to_customer,
            author_id: None,
            from: Some(Mailbox {
                name: Some("Lena Vogt".to_owned()),
                address: "lena@stud.example".to_owned(),
            }),
            to: vec![Mailbox {
                name: None,
                address: "it@hs-musterstadt.example".to_owned(),
            }],
            cc: Vec::new(),
            subject: String::new(),
            text: text.to_owned(),
            html: None,
            message_id: None,
            automatic: false,
            held: false,
            trust: None,
            invitations: Vec::new(),
            created_at: at(0),
            uploads: Vec::new(),
            files_of: Vec::new(),
        }
    }

    /// Stores a ticket with an article and the events that go with them.
    pub(crate) async fn open_ticket(&self, ticket: &Ticket, article: NewArticle) -> Ticket {
        let decision = opened(ticket, vec![article]);
        self.write(async |tx| apply(tx, None, &decision).await).await;
        Ticket {
            version: 1,
            ..ticket.clone()
        }
    }
}

pub(crate) fn added(article: &NewArticle) -> TicketEvent {
    TicketEvent::ArticleAdded {
        article_id: article.id,
        direction: article.direction,
        channel: article.channel,
        visible_to_customer: article.visible_to_customer,
        automatic: article.automatic,
    }
}

/// The decision that opens a ticket.
pub(crate) fn opened(ticket: &Ticket, articles: Vec<NewArticle>) -> Decision {
    let opened = TicketEvent::TicketOpened {
        number: ticket.number.clone(),
        queue_id: ticket.queue_id,
        requester_id: ticket.requester_id,
        subject: ticket.subject.clone(),
        priority: ticket.priority,
        channel: ticket.channel,
        ticket_type: ticket.ticket_type.clone(),
    };
    let events = std::iter::once(opened).chain(articles.iter().map(added)).collect();
    Decision {
        ticket: ticket.clone(),
        events,
        articles,
        mails: Vec::new(),
        recalled: Vec::new(),
        others: Vec::new(),
        along: None,
    }
}

/// A decision that changes a ticket.
pub(crate) fn changed(ticket: &Ticket, event: TicketEvent, now: Timestamp) -> Decision {
    let mut ticket = ticket.clone();
    ticket.evolve(&event, now);
    ticket.updated_at = now;
    Decision {
        ticket,
        events: vec![event],
        articles: Vec::new(),
        mails: Vec::new(),
        recalled: Vec::new(),
        others: Vec::new(),
        along: None,
    }
}

pub(crate) fn change(decision: &Decision) -> Change<'_> {
    Change {
        decision,
        actor: None,
        at: decision.ticket.updated_at,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    }
}

pub(crate) async fn apply(tx: &WriteTx, before: Option<i64>, decision: &Decision) -> Result<i64, StoreError> {
    tickets::apply(tx, &Permit::for_system(), before, &change(decision)).await
}
