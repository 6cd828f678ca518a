//! A text while it is written: what is put in at the cursor, and where the cursor stands.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::web;

fn element(selector: &str) -> Option<HtmlTextAreaElement> {
    web::find(selector).and_then(|element| element.dyn_into().ok())
}

/// The cursor, in UTF-16 units as the browser counts; the end of the text where there is none.
pub fn cursor(selector: &str) -> Option<u32> {
    element(selector)?.selection_end().ok().flatten()
}

/// Puts a text in where the cursor stands, in place of what is selected, and goes on behind it.
pub fn insert(selector: &'static str, body: RwSignal<String>, text: &str) {
    let area = element(selector);
    let length = body.with_untracked(|body| u32::try_from(body.encode_utf16().count()).unwrap_or(u32::MAX));
    let place = |get: fn(&HtmlTextAreaElement) -> Result<Option<u32>, wasm_bindgen::JsValue>| {
        area.as_ref().and_then(|area| get(area).ok().flatten())
    };
    let start = place(HtmlTextAreaElement::selection_start).unwrap_or(length);
    let end = place(HtmlTextAreaElement::selection_end).unwrap_or(length);
    replace(selector, body, start, end, text);
}

/// Puts a text in place of what stands between two places, and the cursor behind it.
pub fn replace(selector: &'static str, body: RwSignal<String>, start: u32, end: u32, text: &str) {
    let (before, after) = body.with_untracked(|body| split(body, start, end));
    let behind = before.encode_utf16().count() + text.encode_utf16().count();
    let behind = u32::try_from(behind).unwrap_or(u32::MAX);
    body.set(format!("{before}{text}{after}"));
    request_animation_frame(move || {
        let Some(area) = element(selector) else { return };
        // The text is in the element by now.
        let done = area.focus().and_then(|()| area.set_selection_range(behind, behind));
        if let Err(error) = done {
            leptos::logging::error!("{error:?}");
        }
    });
}

/// What stands before and after two places that are counted in UTF-16 units.
pub fn split(text: &str, start: u32, end: u32) -> (String, String) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX).min(units.len());
    let (start, end) = (at(start), at(end).max(at(start)));
    (
        String::from_utf16_lossy(units.get(..start).unwrap_or_default()),
        String::from_utf16_lossy(units.get(end..).unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn places_are_counted_as_the_browser_does() {
        assert_eq!(split("a😀b", 3, 3), ("a😀".to_owned(), "b".to_owned()));
        assert_eq!(split("Grüße", 2, 4), ("Gr".to_owned(), "e".to_owned()));
        assert_eq!(split("x", 9, 9), ("x".to_owned(), String::new()));
    }
}
