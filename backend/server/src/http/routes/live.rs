//! `/events`: what happens, as it happens (Server-Sent Events).

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    web::{Bytes, Data},
};
use futures_util::stream;
use pult_shared::{
    api::{live::LiveEvent, presence::PresenceView},
    ids::PersonId,
};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::{
        live::{self, LiveRow},
        presence::Change,
        session::who::{self, SignedIn},
    },
};

/// A sign of life, so that proxies keep the connection; and how soon a stream ends after its session.
const PULSE: Duration = Duration::from_secs(20);
/// After this the client connects anew, with its session and its rights as they are then.
const LIFETIME: Duration = Duration::from_secs(10 * 60);
/// That the list of notifications has changed is all that is told: what is in it is asked for.
const NOTIFICATION: &[u8] = b"event: notification\ndata: {}\n\n";

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(stream_events);
}

/// Stream what happens
///
/// Server-Sent Events: first `ready`, then a `ticket` event with a `LiveEvent` for each change that the caller may know
/// of, a `gone` event with a `TicketGone` when a ticket was moved out of the caller's sight, and for agents a `presence` event with a `PresenceView` whenever somebody comes to a ticket, begins to write or leaves, and a `notification` event when their list of notifications has changed. A client
/// that reconnects with `Last-Event-ID` gets the changes that it missed. An event may come twice. `ready` carries the version of what
/// is set up (`{"catalog_version": 7}`), and a `catalog` event (`{"version": 8}`) tells when it has changed: time to get the catalog and
/// the queues again.
#[utoipa::path(
    tag = "events",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last `seq` that the client has seen")),
    responses((status = OK, description = "The stream", body = LiveEvent, content_type = "text/event-stream"), Problems)
)]
#[get("/events")]
pub async fn stream_events(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    shutdown: Data<CancellationToken>,
) -> Result<HttpResponse, ApiError> {
    // Listening starts before the look back, so that nothing falls between.
    let events = app.live.subscribe();
    let presence = app.presence.subscribe();
    let people = app.live.subscribe_people();
    let mut setup = app.setup.versions();
    if *setup.borrow() > caller.catalog.version {
        setup.mark_changed();
    }
    let last = request
        .headers()
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let missed = match last {
        Some(seq) => live::missed(&app, &caller, seq).await?,
        None => Vec::new(),
    };
    let mut waiting: VecDeque<Bytes> = [ready_frame(caller.catalog.version)].into();
    waiting.extend(missed.iter().filter_map(frame));
    let feed = Feed {
        app: app.get_ref().clone(),
        signed_in: caller.signed_in,
        token: caller.token,
        events,
        presence,
        people,
        setup,
        waiting,
        shutdown: shutdown.get_ref().clone(),
        pulse: Instant::now() + PULSE,
        end: Instant::now() + LIFETIME,
    };
    let body = stream::unfold(feed, |mut feed| async move {
        let chunk = feed.next().await?;
        Some((Ok::<_, actix_web::Error>(chunk), feed))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Compression would hold events back until its window is full.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body))
}

/// One connection.
struct Feed {
    app: App,
    signed_in: SignedIn,
    token: String,
    events: Receiver<Arc<LiveRow>>,
    presence: Receiver<Arc<Change>>,
    /// Whose notifications have changed.
    people: Receiver<Arc<BTreeSet<PersonId>>>,
    /// The version of what is set up.
    setup: watch::Receiver<i64>,
    waiting: VecDeque<Bytes>,
    shutdown: CancellationToken,
    /// When the next sign of life is due, however much happens.
    pulse: Instant,
    end: Instant,
}

impl Feed {
    /// The next piece; `None` ends the stream, and the client connects anew.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(chunk) = self.waiting.pop_front() {
                return Some(chunk);
            }
            tokio::select! {
                () = self.shutdown.cancelled() => return None,
                () = tokio::time::sleep_until(self.end) => return None,
                () = tokio::time::sleep_until(self.pulse) => return self.beat().await,
                received = self.events.recv() => match received {
                    Ok(row) => self.waiting.extend(row_frame(&self.signed_in, &row)),
                    Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
                },
                received = self.presence.recv() => match received {
                    Ok(change) => self.waiting.extend(change.visible_to(&self.signed_in.actor).and_then(presence_frame)),
                    // The next report replaces what was missed.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
                received = self.people.recv() => match received {
                    Ok(people) if !people.contains(&self.signed_in.actor.person_id) => {}
                    // What somebody is told of is not for whoever looks as them.
                    Ok(_) | Err(RecvError::Lagged(_)) if self.signed_in.seen_by.is_some() => {}
                    // Also who has missed some looks again.
                    Ok(_) | Err(RecvError::Lagged(_)) => self.waiting.push_back(Bytes::from_static(NOTIFICATION)),
                    Err(RecvError::Closed) => return None,
                },
                Ok(()) = self.setup.changed() => return self.see_setup().await,
            }
        }
    }

    /// Tells that what is set up has changed. Rights may have changed with it, so what the person may know is looked at anew.
    async fn see_setup(&mut self) -> Option<Bytes> {
        let version = *self.setup.borrow_and_update();
        match who::as_of_now(&self.app, &self.signed_in).await {
            Ok(signed_in) => self.signed_in = signed_in?,
            Err(error) => {
                tracing::warn!(%error, "cannot look what somebody may know now; their live stream ends");
                return None;
            }
        }
        Some(Bytes::from(format!(
            "event: catalog\ndata: {{\"version\":{version}}}\n\n"
        )))
    }

    /// A sign of life, as long as the session lives. What was allowed is looked at again when the client connects anew.
    async fn beat(&mut self) -> Option<Bytes> {
        self.pulse = Instant::now() + PULSE;
        match who::is_signed_in(&self.app, &self.token, &self.signed_in).await {
            Ok(true) => Some(Bytes::from_static(b": \n\n")),
            Ok(false) => None,
            Err(error) => {
                tracing::warn!(%error, "cannot look whether a session still runs; its live stream ends");
                None
            }
        }
    }
}

fn ready_frame(version: i64) -> Bytes {
    Bytes::from(format!(
        "retry: 2000\nevent: ready\ndata: {{\"catalog_version\":{version}}}\n\n"
    ))
}

/// What somebody is told of a change: what happened, or that the ticket is not theirs any more.
fn row_frame(signed_in: &SignedIn, row: &LiveRow) -> Option<Bytes> {
    match live::gone_for(signed_in, row) {
        Some(gone) => Some(Bytes::from(format!(
            "id: {}\nevent: gone\ndata: {}\n\n",
            gone.seq,
            json(&gone)?
        ))),
        None => live::visible_to(signed_in, row).as_ref().and_then(frame),
    }
}

fn frame(event: &LiveEvent) -> Option<Bytes> {
    let json = json(event)?;
    // What comes late is no place to go on from: greater numbers were told before.
    let id = if event.late {
        String::new()
    } else {
        format!("id: {}\n", event.seq)
    };
    Some(Bytes::from(format!("{id}event: ticket\ndata: {json}\n\n")))
}

fn presence_frame(view: &PresenceView) -> Option<Bytes> {
    let json = json(view)?;
    Some(Bytes::from(format!("event: presence\ndata: {json}\n\n")))
}

fn json(event: &impl serde::Serialize) -> Option<String> {
    serde_json::to_string(event)
        .inspect_err(|error| tracing::error!(%error, "an event cannot be written"))
        .ok()
}
