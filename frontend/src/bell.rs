//! The bell in the head: how many notifications are unread, and the newest of them; the desktop is told too where that is allowed.
//!
//! What concerns a ticket counts as read when the ticket is opened, however one came to it; anything else when its page is.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::notification::{NotificationPage, NotificationView, ReadNotifications};
use web_sys::{Notification, NotificationOptions, NotificationPermission};

use crate::{
    a11y, api,
    components::{Ago, Sign, menu::Menu},
    fetch::Fetch,
    i18n::{language, t, text},
    live::{self, News, Soon},
    place::Place,
    tr, web,
};

/// The newest notification that the desktop was told of, in any window of this browser.
const TOLD: &str = "pult.told";

#[component]
pub fn Bell(place: Memo<Place>) -> impl IntoView {
    let page = Fetch::<NotificationPage>::new();
    let unread = Memo::new(move |_| page.get().map_or(0, |page| page.unread));
    let load = move || page.run_then(api::notifications::list_notifications(), tell_desktop);
    let changed = live::notifications();
    let soon = Soon::new();
    Effect::new(move |before: Option<()>| {
        changed.track();
        match before {
            None => load(),
            Some(()) => soon.ask(load),
        }
    });
    live::listen(move |news| {
        if matches!(news, News::Resync) {
            soon.ask(load);
        }
    });
    Effect::new(move |before: Option<u32>| {
        let now = unread.get();
        if before.is_some_and(|before| before < now) && page.get_untracked().is_some() {
            a11y::announce(&label(now));
        }
        now
    });
    let read = move |which: ReadNotifications| {
        spawn_local(async move {
            // What could not be noted is unread still, and shows so.
            if api::notifications::read_notifications(&which).await.is_ok() {
                load();
            }
        });
    };
    Effect::new(move |_| {
        let here = place.get().path();
        let items = page.get().map(|page| page.items).unwrap_or_default();
        if let Some(item) = items.into_iter().find(|item| !item.read && item.path() == here) {
            read(ReadNotifications {
                id: item.number.is_none().then_some(item.id),
                number: item.number,
            });
        }
    });
    let items = move || page.get().map(|page| page.items).unwrap_or_default();
    view! {
        <div class="bell" data-unread=move || badge(unread.get())>
            <Menu label=Signal::derive(move || label(unread.get())) sign=Sign::Bell bare=true class="bell-button">
                <p class="bell-title">{t("title-notifications")}</p>
                <ul class="bell-list">{move || items().into_iter().map(item).collect_view()}</ul>
                <Show when=move || items().is_empty()>
                    <p class="menu-empty">{t("bell-empty")}</p>
                </Show>
                <div class="bell-end">
                    <Show when=move || { unread.get() > 0 }>
                        <button
                            type="button"
                            class="button button-small"
                            on:click=move |_| read(ReadNotifications::default())
                        >
                            {t("bell-read-all")}
                        </button>
                    </Show>
                    <a href=Place::Notifications.path()>{t("bell-settings")}</a>
                </div>
            </Menu>
        </div>
    }
}

fn label(unread: u32) -> String {
    tr!("bell-label", count = unread)
}

/// What stands at the bell.
fn badge(unread: u32) -> Option<String> {
    match unread {
        0 => None,
        100.. => Some("99+".to_owned()),
        count => Some(count.to_string()),
    }
}

/// What happened, in a few words.
fn sentence(item: &NotificationView) -> String {
    let mut what = text(&format!("notification-{}", item.kind.name()));
    if let Some(told) = &item.text {
        what = format!("{what}: {}", told.or_other(language()));
    }
    match (&item.by, &item.deputy_for) {
        (Some(by), None) => format!("{what} · {by}"),
        (_, Some(away)) => format!("{what} · {}", tr!("notification-deputy", name = away.as_str())),
        (None, None) => what,
    }
}

fn item(item: NotificationView) -> impl IntoView {
    let path = item.path();
    let said = sentence(&item);
    let at = item.at;
    view! {
        <li>
            <a class="bell-item" class:bell-unread=!item.read href=path>
                {(!item.read).then(|| view! { <span class="visually-hidden">{t("bell-unread")} ": "</span> })}
                <strong>{item.subject}</strong>
                <span>{said} " · " <Ago at /></span>
            </a>
        </li>
    }
}

/// Tells the desktop of what is new, once for all windows, while this one is not looked at.
fn tell_desktop(page: &NotificationPage) {
    let newest = page.items.iter().map(|item| item.id).max().unwrap_or_default();
    let told = web::stored(TOLD).and_then(|text| text.parse::<i64>().ok());
    if told.is_none_or(|told| told < newest) {
        web::store(TOLD, &newest.to_string());
    }
    let Some(told) = told.filter(|_| Notification::permission() == NotificationPermission::Granted) else {
        return;
    };
    if document().has_focus().unwrap_or(true) {
        return;
    }
    for item in page
        .items
        .iter()
        .filter(|item| item.id > told && !item.read && !item.quiet)
    {
        let options = NotificationOptions::new();
        options.set_body(&item.subject);
        // The next one about the same ticket takes its place.
        let path = item.path();
        options.set_tag(&path);
        match Notification::new_with_options(&sentence(item), &options) {
            Ok(notification) => {
                let open = wasm_bindgen::closure::Closure::once_into_js(move || {
                    if let Err(error) = window().focus() {
                        leptos::logging::error!("{error:?}");
                    }
                    crate::road::load(&path, false);
                });
                notification.set_onclick(Some(wasm_bindgen::JsCast::unchecked_ref(&open)));
            }
            // Some devices let only service workers do this.
            Err(error) => leptos::logging::warn!("{error:?}"),
        }
    }
}
