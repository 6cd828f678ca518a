//! Where the person last wrote in a form, so that a click can put text in there.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use super::bind::Bind;

/// The id of a text input, and what it holds.
type Noted = (String, Bind<String>);

/// The text input that had the focus last. Forms without one do not provide it, and then nothing is noted.
#[derive(Clone, Copy)]
pub struct Cursor {
    last: Option<RwSignal<Option<Noted>>>,
}

impl Cursor {
    /// For the inputs within the caller's view.
    pub fn provide() -> Self {
        let cursor = Self {
            last: Some(RwSignal::new(None)),
        };
        provide_context(cursor);
        cursor
    }

    pub(super) fn find() -> Self {
        use_context().unwrap_or(Self { last: None })
    }

    /// This input has the focus now.
    pub(super) fn at(self, id: &str, value: Bind<String>) {
        if let Some(last) = self.last {
            last.set(Some((id.to_owned(), value)));
        }
    }

    /// Puts text in where the person last wrote, else at the end of the input `otherwise`.
    pub fn insert(self, text: &str, otherwise: (&str, Bind<String>)) {
        let (id, value) = self
            .last
            .and_then(|last| last.get_untracked())
            .unwrap_or_else(|| (otherwise.0.to_owned(), otherwise.1));
        if let Some(whole) = insert(&id, text) {
            value.set(whole);
        }
    }
}

/// Puts text in place of the selection, sets the cursor behind it, and returns the whole.
fn insert(id: &str, text: &str) -> Option<String> {
    let element = document().get_element_by_id(id)?;
    // In the units that JavaScript counts.
    let length = u32::try_from(text.encode_utf16().count()).ok()?;
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        let start = area.selection_start().ok()??;
        area.set_range_text(text).ok()?;
        area.focus().ok()?;
        area.set_selection_range(start + length, start + length).ok()?;
        return Some(area.value());
    }
    let input = element.dyn_into::<HtmlInputElement>().ok()?;
    let start = input.selection_start().ok()??;
    input.set_range_text(text).ok()?;
    input.focus().ok()?;
    input.set_selection_range(start + length, start + length).ok()?;
    Some(input.value())
}

/// Selects `length` characters from `at` in a text area, and gives it the focus.
pub(super) fn select(id: &str, at: u32, length: u32) {
    let Some(area) = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok())
    else {
        return;
    };
    let text = area.value();
    let units = |characters: u32| {
        let count = text
            .chars()
            .take(usize::try_from(characters).unwrap_or(usize::MAX))
            .map(char::len_utf16)
            .sum::<usize>();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    let selected = area
        .focus()
        .and_then(|()| area.set_selection_range(units(at), units(at.saturating_add(length))));
    if let Err(error) = selected {
        leptos::logging::error!("{error:?}");
    }
}
