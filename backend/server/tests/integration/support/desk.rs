//! The application on a fresh database: the demo people of the `e2e` seed, mail that is kept in memory.

use std::{rc::Rc, sync::Arc, time::Duration};

use actix_web::{
    App as ActixApp,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceResponse},
    middleware::from_fn,
    test::{TestRequest, init_service},
};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use pult_server::{
    adapters::{intake::Arrival, transport::memory::MemoryTransport},
    app::App,
    clock::{Clock, FixedClock, SeededRng},
    config::{Config, Settings},
    http, seed,
    service::{intake, outgoing},
};
use pult_shared::api::mail::Door;
use pult_store::{Options, Store};
use tokio_util::sync::CancellationToken;

use super::{Eml, Engine, Visitor};

/// The service in process, whatever its type.
pub trait Handle {
    fn call(&self, request: actix_http::Request) -> LocalBoxFuture<'_, ServiceResponse<BoxBody>>;
}

impl<S, B> Handle for S
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody + 'static,
{
    fn call(&self, request: actix_http::Request) -> LocalBoxFuture<'_, ServiceResponse<BoxBody>> {
        Box::pin(async move {
            match Service::call(self, request).await {
                Ok(response) => response.map_into_boxed_body(),
                Err(error) => ServiceResponse::new(TestRequest::default().to_http_request(), error.error_response()),
            }
        })
    }
}

/// The clock moves a millisecond whenever somebody looks at it, so that what comes later is later.
struct Ticking(Arc<FixedClock>);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        self.0.advance(SignedDuration::from_millis(1));
        self.0.now()
    }
}

async fn store(engine: &Engine) -> Store {
    let options = Options {
        url: engine.url.clone(),
        blobs: engine.folder.path().join("blobs"),
        max_connections: 4,
    };
    Store::open(options).await.expect("the store opens")
}

/// A desk to test.
pub struct Desk {
    pub app: App,
    pub clock: Arc<FixedClock>,
    pub transport: Arc<MemoryTransport>,
    service: Rc<dyn Handle>,
    engine: Engine,
}

impl Desk {
    pub async fn open(engine: Engine) -> Self {
        let store = store(&engine).await;
        store.migrate().await.expect("migrated");
        let clock = Arc::new(FixedClock::new("2026-11-22T09:00:00Z".parse().expect("a timestamp")));
        let transport = Arc::new(MemoryTransport::default());
        let mut settings = Settings::default();
        let toml = format!(
            "data = {:?}\n[mail]\ndomain = \"hs-musterstadt.example\"\ntrusted_authserv_ids = [\"mx.hs-musterstadt.example\"]\ncontrol_senders = [\"@stud.hs-musterstadt.example\"]\n",
            engine.folder.path()
        );
        settings.add_toml("test", &toml).expect("settings");
        let config = Arc::new(Config::from_settings(&settings).expect("a configuration"));
        let app = App::new(
            store,
            config,
            Arc::new(Ticking(Arc::clone(&clock))),
            Arc::new(SeededRng::new(7)),
            transport.clone(),
        );
        seed::e2e(&app).await.expect("seeded");
        let mounted = app.clone();
        let service = init_service(
            ActixApp::new()
                .wrap(from_fn(http::headers::secure))
                .configure(move |config| http::configure(config, mounted, CancellationToken::new())),
        )
        .await;
        Self {
            app,
            clock,
            transport,
            service: Rc::new(service),
            engine,
        }
    }

    /// The same desk with another configuration.
    pub async fn configured(mut self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = (*self.app.config).clone();
        change(&mut config);
        self.app = self.app.configured(Arc::new(config));
        let mounted = self.app.clone();
        let service = init_service(
            ActixApp::new()
                .wrap(from_fn(http::headers::secure))
                .configure(move |config| http::configure(config, mounted, CancellationToken::new())),
        );
        self.service = Rc::new(service.await);
        self
    }

    /// Another instance on the same database.
    pub async fn another(&self) -> App {
        App::new(
            store(&self.engine).await,
            Arc::clone(&self.app.config),
            Arc::clone(&self.app.clock),
            Arc::new(SeededRng::new(8)),
            self.transport.clone(),
        )
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(Rc::clone(&self.service))
    }

    /// Somebody of the seed, signed in: `agent.it`, `agent.lib`, `admin`, `student`.
    pub async fn sign_in(&self, login: &str) -> Visitor {
        let mut visitor = self.visitor();
        visitor.sign_in(login, seed::E2E_PASSWORD).await;
        visitor
    }

    /// A mail comes in by LMTP and is worked on; the ledger's id is not needed by most.
    pub async fn receive(&self, eml: &Eml) {
        self.receive_by(Door::Lmtp, eml).await;
    }

    pub async fn receive_by(&self, door: Door, eml: &Eml) {
        self.receive_raw(door, eml.envelope_from(), eml.envelope_to(), eml.bytes())
            .await;
    }

    pub async fn receive_raw(&self, door: Door, from: &str, to: &str, raw: Vec<u8>) {
        let arrival = Arrival {
            door,
            envelope_from: from.to_owned(),
            envelope_to: vec![to.to_owned()],
            account: None,
            queue: None,
            original_size: raw.len() as u64,
            raw: Bytes::from(raw),
        };
        intake::receive(&self.app, arrival).await.expect("recorded");
        intake::process_pending(&self.app, 100).await.expect("worked on");
    }

    /// Delivers what waits in the outbox and returns all mails that have left so far, parsed.
    pub async fn delivered(&self) -> Vec<pult_mail::ParsedMail> {
        while outgoing::deliver_due(&self.app).await.expect("delivered") > 0 {}
        self.transport
            .sent()
            .iter()
            .map(|mail| pult_mail::parse(&mail.raw))
            .collect()
    }

    /// All mails that have left, as soon as they are enough: some wishes are worked on after they were answered.
    pub async fn delivered_once(
        &self,
        enough: impl Fn(&[pult_mail::ParsedMail]) -> bool,
    ) -> Vec<pult_mail::ParsedMail> {
        for _ in 0..500 {
            let mails = self.delivered().await;
            if enough(&mails) {
                return mails;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("not mailed within ten seconds: {:?}", self.delivered().await);
    }

    /// Seconds since 1970.
    pub fn clock_seconds(&self) -> i64 {
        self.clock.now().as_second()
    }

    /// Time passes.
    pub fn later(&self, by: SignedDuration) -> Timestamp {
        self.clock.advance(by);
        self.clock.now()
    }
}
