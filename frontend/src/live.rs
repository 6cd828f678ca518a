//! The live stream: one `EventSource` for the program, listeners that come and go with their pages.
//!
//! Knows the stream's address and its events; must not know what listeners do with them.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::LazyLock,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        live::{LiveEvent, TicketGone},
        presence::PresenceView,
    },
    ticket::TicketNumber,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::{api, clock, session::Session};

/// What listeners hear.
#[derive(Clone, Debug)]
pub enum News {
    /// A ticket changed.
    Ticket(Box<LiveEvent>),
    /// A ticket was moved out of one's sight.
    Gone(TicketNumber),
    /// The stream was away for a while: look at everything again.
    Resync,
}

/// Fires when the list of notifications has changed.
static NOTIFICATIONS: LazyLock<ArcTrigger> = LazyLock::new(ArcTrigger::new);

/// Fires when the list of notifications has changed.
pub fn notifications() -> ArcTrigger {
    NOTIFICATIONS.clone()
}

type Listener = Rc<dyn Fn(&News)>;
type PresenceListener = Rc<dyn Fn(&PresenceView)>;

/// How long to wait before a stream that the server ended is opened anew.
const AGAIN: Duration = Duration::from_secs(4);

thread_local! {
    static LISTENERS: RefCell<Vec<(u32, Listener)>> = const { RefCell::new(Vec::new()) };
    static PRESENCE: RefCell<Option<(u32, PresenceListener)>> = const { RefCell::new(None) };
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
    static HIGHEST: Cell<i64> = const { Cell::new(0) };
}

/// An open stream; closed when dropped.
struct Stream {
    source: EventSource,
    _on_ticket: Closure<dyn FnMut(MessageEvent)>,
    _on_gone: Closure<dyn FnMut(MessageEvent)>,
    _on_presence: Closure<dyn FnMut(MessageEvent)>,
    _on_notification: Closure<dyn FnMut(MessageEvent)>,
    _on_ready: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Keeps the stream open while somebody is signed in.
pub fn start(session: Session) {
    let person = Memo::new(move |_| session.person());
    Effect::new(move |_| {
        let connected = person.get().is_some();
        STREAM.set(None);
        HIGHEST.set(0);
        if connected {
            open(false);
        }
    });
}

/// Hears the news until the surrounding view goes away.
pub fn listen(listener: impl Fn(&News) + 'static) {
    let id = NEXT_ID.replace(NEXT_ID.get().wrapping_add(1));
    LISTENERS.with_borrow_mut(|listeners| listeners.push((id, Rc::new(listener))));
    on_cleanup(move || LISTENERS.with_borrow_mut(|listeners| listeners.retain(|(other, _)| *other != id)));
}

/// Hears who is at a ticket until the surrounding view goes away. There is one ticket on screen, so there is one listener.
pub fn listen_presence(listener: impl Fn(&PresenceView) + 'static) {
    let id = NEXT_ID.replace(NEXT_ID.get().wrapping_add(1));
    PRESENCE.set(Some((id, Rc::new(listener))));
    on_cleanup(move || {
        PRESENCE.with_borrow_mut(|kept| {
            // The next page may listen already.
            if kept.as_ref().is_some_and(|(other, _)| *other == id) {
                *kept = None;
            }
        });
    });
}

fn tell_presence(presence: &PresenceView) {
    let listener = PRESENCE.with_borrow(|kept| kept.as_ref().map(|(_, listener)| Rc::clone(listener)));
    if let Some(listener) = listener {
        listener(presence);
    }
}

fn tell(news: &News) {
    // A copy, because a listener may lead to others coming and going.
    let listeners: Vec<Listener> =
        LISTENERS.with_borrow(|all| all.iter().map(|(_, listener)| Rc::clone(listener)).collect());
    for listener in listeners {
        listener(news);
    }
}

/// Opens the stream anew where it is still wanted. Asks for the session first: when that has ended, the answer leads to the
/// sign-in page, and trying for ever would be of no use.
fn reopen() {
    if STREAM.with_borrow(Option::is_none) {
        return;
    }
    spawn_local(async {
        let session = api::sessions::get_session().await;
        if session.is_err_and(|error| error.signed_out()) || STREAM.with_borrow(Option::is_none) {
            return;
        }
        STREAM.set(None);
        open(true);
    });
}

/// Opens the stream; `again` tells that there was one before, so that something may have been missed.
fn open(again: bool) {
    let Ok(source) = EventSource::new("/api/v1/events") else {
        return;
    };
    let on_ticket = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let Some(change) = event
            .data()
            .as_string()
            .and_then(|data| serde_json::from_str::<LiveEvent>(&data).ok())
        else {
            leptos::logging::warn!("a live event could not be read");
            return;
        };
        // An event may come twice after a break; one that comes late has not been told before.
        if change.late || change.seq > HIGHEST.get() {
            HIGHEST.set(HIGHEST.get().max(change.seq));
            clock::catch_up();
            tell(&News::Ticket(Box::new(change)));
        }
    });
    let on_gone = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let data = event.data().as_string();
        match data.and_then(|data| serde_json::from_str::<TicketGone>(&data).ok()) {
            Some(gone) => {
                HIGHEST.set(HIGHEST.get().max(gone.seq));
                tell(&News::Gone(gone.number));
            }
            None => leptos::logging::warn!("a live event could not be read"),
        }
    });
    let on_presence = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let data = event.data().as_string();
        match data.and_then(|data| serde_json::from_str::<PresenceView>(&data).ok()) {
            Some(presence) => tell_presence(&presence),
            None => leptos::logging::warn!("a presence could not be read"),
        }
    });
    let on_notification = Closure::<dyn FnMut(MessageEvent)>::new(|_| NOTIFICATIONS.notify());
    let mut missed = again;
    let on_ready = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
        if std::mem::replace(&mut missed, true) {
            tell(&News::Resync);
        }
    });
    let opened = source.clone();
    let on_error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
        // The browser comes back by itself, unless the server refused.
        if opened.ready_state() == EventSource::CLOSED {
            set_timeout(reopen, AGAIN);
        }
    });
    let heard = [
        ("ticket", &on_ticket),
        ("gone", &on_gone),
        ("presence", &on_presence),
        ("notification", &on_notification),
        ("ready", &on_ready),
        ("error", &on_error),
    ];
    for (name, closure) in heard {
        if let Err(error) = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()) {
            leptos::logging::error!("{error:?}");
        }
    }
    STREAM.set(Some(Stream {
        source,
        _on_ticket: on_ticket,
        _on_gone: on_gone,
        _on_presence: on_presence,
        _on_notification: on_notification,
        _on_ready: on_ready,
        _on_error: on_error,
    }));
}

/// What belongs together comes within this time.
const SOON: Duration = Duration::from_millis(150);

/// Does something soon, and only once however often it is asked for until then: a burst of mail is one look at the list.
#[derive(Clone, Copy)]
pub struct Soon {
    waiting: StoredValue<bool>,
    /// At least so long between two times.
    pause: Duration,
    /// When it was done last, in milliseconds since 1970.
    last: StoredValue<f64>,
}

impl Soon {
    pub fn new() -> Self {
        Self::with_pause(SOON)
    }

    /// For what costs more: while much is going on, it rests so long between two times.
    pub fn with_pause(pause: Duration) -> Self {
        Self {
            waiting: StoredValue::new(false),
            pause,
            last: StoredValue::new(0.0),
        }
    }

    pub fn ask(self, action: impl FnOnce() + 'static) {
        if self.waiting.try_get_value() != Some(false) {
            return;
        }
        self.waiting.set_value(true);
        let gone = Duration::from_secs_f64(((js_sys::Date::now() - self.last.get_value()) / 1000.0).max(0.0));
        set_timeout(
            move || {
                if self.waiting.try_update_value(|waiting| *waiting = false).is_some() {
                    self.last.set_value(js_sys::Date::now());
                    action();
                }
            },
            SOON.max(self.pause.saturating_sub(gone)),
        );
    }
}
