//! The browser's own interfaces, in a form that cannot fail half-way: window, storage, files, randomness.
//!
//! Knows web-sys only.

use leptos::{
    prelude::{document, window},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Clipboard, Element, File, FileList, FileReader, FocusOptions, HtmlAnchorElement, HtmlDetailsElement, HtmlElement,
    HtmlInputElement, ReadableStream, ReadableStreamDefaultReader, RequestInit, ScrollIntoViewOptions,
    ScrollLogicalPosition, Storage,
};

/// The local storage, unless the browser forbids it (private mode, policy).
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Reads one entry of the local storage.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps one entry; a full or forbidden storage only means that it is not remembered.
pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _full = storage.set_item(key, value);
    }
}

pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _forbidden = storage.remove_item(key);
    }
}

/// The languages that the person's browser asks for, most wanted first, as in `Accept-Language`.
pub fn browser_languages() -> String {
    let list = window().navigator().languages();
    list.iter()
        .filter_map(|tag| tag.as_string())
        .collect::<Vec<_>>()
        .join(",")
}

/// Whether a media query fits, for example `(prefers-contrast: more)`.
pub fn prefers(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Text as a part of a path or query.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// 128 random bits in hex. `randomUUID` would need a secure context, this does not.
pub fn random_key() -> Option<String> {
    let mut bytes = [0_u8; 16];
    window()
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bytes)
        .ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files of a list as a vector.
pub fn files(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect())
        .unwrap_or_default()
}

/// The first element that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Moves the keyboard focus to the first element that a selector finds; tells whether there was one.
pub fn focus(selector: &str) -> bool {
    find(selector)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// The same without scrolling there: where the page stands is the router's and the browser's matter.
pub fn focus_in_place(selector: &str) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok())
        && let Err(error) = element.focus_with_options(&options)
    {
        leptos::logging::error!("{error:?}");
    }
}

/// Scrolls no further than needed.
pub fn nearest() -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options
}

/// Whether key presses go into this element as text, so that they are no shortcuts. Boxes to tick take none.
pub fn takes_text(element: &Element) -> bool {
    let input = element.dyn_ref::<HtmlInputElement>();
    if input.is_some_and(|input| {
        matches!(
            input.type_().as_str(),
            "checkbox" | "radio" | "button" | "submit" | "file"
        )
    }) {
        return false;
    }
    let tag = element.tag_name();
    let editable = element
        .dyn_ref::<HtmlElement>()
        .is_some_and(HtmlElement::is_content_editable);
    editable
        || ["INPUT", "TEXTAREA", "SELECT"]
            .iter()
            .any(|name| tag.eq_ignore_ascii_case(name))
}

/// Whether a modal dialog is open: it owns the keyboard then.
pub fn dialog_open() -> bool {
    find("dialog[open]").is_some()
}

/// Takes the lines away that `index.html` shows until the program runs.
pub fn remove_start_screen() {
    if let Some(screen) = document().get_element_by_id("start") {
        screen.remove();
    }
}

/// Turns the lines of `index.html` into the message that loading has failed.
pub fn show_start_failure() {
    for (selector, hide) in [
        ("#start-loading", true),
        (".start-slow", true),
        ("#start-failure", false),
    ] {
        if let Some(element) = find(selector) {
            let done = if hide {
                element.set_attribute("hidden", "")
            } else {
                element.remove_attribute("hidden")
            };
            if let Err(error) = done {
                leptos::logging::error!("{error:?}");
            }
        }
    }
}

/// Scrolls as little as needed to bring an element into view.
pub fn scroll_near(selector: &str) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(element) = find(selector) {
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Presses a button.
pub fn press(selector: &str) {
    if let Some(button) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// Opens all `<details>` that are closed, and returns them.
pub fn open_details(selector: &str) -> Vec<HtmlDetailsElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    let all = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlDetailsElement>().ok());
    let closed: Vec<_> = all.filter(|one| !one.open()).collect();
    for one in &closed {
        one.set_open(true);
    }
    closed
}

/// Downloads something, as a press on a link would.
pub fn download(href: &str, name: &str) {
    let Ok(link) = document().create_element("a") else {
        return;
    };
    let Ok(link) = link.dyn_into::<HtmlAnchorElement>() else {
        return;
    };
    link.set_href(href);
    link.set_download(name);
    // So that the router lets it through.
    link.set_rel("external");
    link.click();
}

/// Puts a text onto the clipboard; tells whether the browser let us.
pub async fn copy(text: &str) -> bool {
    // Not there outside of a secure context.
    let Ok(clipboard) = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()) else {
        return false;
    };
    let Ok(clipboard) = clipboard.dyn_into::<Clipboard>() else {
        return false;
    };
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Sends a request whose answer nobody waits for.
pub fn fetch_and_forget(url: &str, options: &js_sys::Object) {
    let sent = window().fetch_with_str_and_init(url, options.unchecked_ref::<RequestInit>());
    spawn_local(async move {
        if let Err(error) = JsFuture::from(sent).await {
            leptos::logging::debug_warn!("{error:?}");
        }
    });
}

/// The bytes of a file as a `data:` address, to show an image that is not on the server yet.
pub fn read_as_address(file: &File, then: impl FnOnce(String) + 'static) {
    let Ok(reader) = FileReader::new() else { return };
    let result = reader.clone();
    let done = Closure::once_into_js(move || {
        if let Some(address) = result.result().ok().and_then(|value| value.as_string()) {
            then(address);
        }
    });
    reader.set_onload(Some(done.unchecked_ref()));
    if let Err(error) = reader.read_as_data_url(file) {
        leptos::logging::error!("{error:?}");
    }
}

/// The text of a file (UTF-8); nothing where it cannot be read.
pub async fn read_text(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// This page's address without what stands behind `#`.
pub fn here() -> String {
    let location = window().location();
    let part = |value: Result<String, wasm_bindgen::JsValue>| value.unwrap_or_default();
    format!("{}{}", part(location.origin()), part(location.pathname()))
}

/// The first bytes of a stream, at most about `limit`, and whether it goes on; nothing where it breaks.
pub async fn read_start(stream: &ReadableStream, limit: usize) -> Option<(Vec<u8>, bool)> {
    let reader = ReadableStreamDefaultReader::new(stream).ok()?;
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        let part = |name: &str| js_sys::Reflect::get(&chunk, &name.into()).ok();
        if part("done")?.is_truthy() {
            return Some((bytes, false));
        }
        bytes.extend(js_sys::Uint8Array::new(&part("value")?).to_vec());
        if bytes.len() > limit {
            bytes.truncate(limit);
            // What it says to that does not matter.
            drop(reader.cancel());
            return Some((bytes, true));
        }
    }
}
