//! A line of text that offers what fits while one types: the combobox of the ARIA Authoring Practices, with a list.
//!
//! Knows suggestions as texts; must not know where they come from.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{Icon, Sign};
use crate::{i18n::t, tr, web};

/// Something that may be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// What the page goes by: an id, an address, a number.
    pub key: String,
    pub label: String,
    /// What it is, in softer letters: the address, the state.
    pub detail: String,
    pub sign: Option<Sign>,
    /// A key that does the same.
    pub shortcut: Option<&'static str>,
}

/// Where suggestions come from.
#[derive(Clone, Copy)]
pub struct Offers {
    pub found: Signal<Vec<Suggestion>>,
    /// Asks for what fits a text; an empty text clears the list.
    pub ask: Callback<String>,
}

/// Which suggestion the arrow keys stand on, for whatever shows a list below a text.
#[derive(Clone, Copy)]
pub struct Choice {
    pub offers: Offers,
    pub open: RwSignal<bool>,
    active: RwSignal<usize>,
    id: StoredValue<String>,
    choose: Callback<Suggestion>,
    /// The list stands below the text all the time.
    standing: bool,
}

impl Choice {
    /// `id` names the list; `choose` is called with what was picked.
    pub fn new(id: &str, offers: Offers, choose: Callback<Suggestion>) -> Self {
        Self {
            offers,
            open: RwSignal::new(false),
            active: RwSignal::new(0),
            id: StoredValue::new(format!("{id}-list")),
            choose,
            standing: false,
        }
    }

    /// The same for a list that stands there all the time, with its first line chosen.
    fn standing(self, standing: bool) -> Self {
        if standing {
            Effect::new(move |_| {
                self.offers.found.track();
                self.active.set(0);
            });
        }
        Self { standing, ..self }
    }

    pub fn list_id(self) -> String {
        self.id.get_value()
    }

    /// Whether something is on offer right now.
    pub fn shown(self) -> bool {
        (self.standing || self.open.get()) && self.offers.found.with(|found| !found.is_empty())
    }

    /// The id of the suggestion that the keys stand on.
    pub fn active_id(self) -> Option<String> {
        self.shown().then(|| self.option_id(self.active.get()))
    }

    fn option_id(self, index: usize) -> String {
        self.id.with_value(|id| format!("{id}-{index}"))
    }

    /// Asks for what fits a text, and shows it.
    pub fn ask(self, text: String) {
        self.active.set(0);
        self.open.set(!text.trim().is_empty());
        self.offers.ask.run(text);
    }

    pub fn close(self) {
        self.open.set(false);
    }

    fn pick(self, index: usize) {
        let chosen = self.offers.found.with_untracked(|found| found.get(index).cloned());
        self.close();
        if let Some(chosen) = chosen {
            self.choose.run(chosen);
        }
    }

    /// Takes the keys that belong to an open list; tells whether it took this one.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        if !untrack(|| self.shown()) {
            return false;
        }
        let count = self.offers.found.with_untracked(Vec::len);
        let at = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.active.set((at + 1) % count),
            "ArrowUp" => self.active.set((at + count - 1) % count),
            "Enter" => self.pick(at),
            "Escape" if !self.standing => self.close(),
            _ => return false,
        }
        event.prevent_default();
        // Escape must not close the dialog around, nor Enter send the form.
        event.stop_propagation();
        // What was picked may have closed all of it.
        if let Some(active) = self.active.try_get_untracked() {
            web::scroll_near(&format!("#{}", self.option_id(active)));
        }
        true
    }
}

/// The list of what fits.
#[component]
pub fn ChoiceList(choice: Choice) -> impl IntoView {
    let found = choice.offers.found;
    let row = move |(index, one): (usize, Suggestion)| {
        view! {
            <li
                role="option"
                id=choice.option_id(index)
                aria-selected=move || (choice.active.get() == index).to_string()
                // The focus stays in the text.
                on:mousedown=move |event| {
                    event.prevent_default();
                    choice.pick(index);
                }
            >
                {one.sign.map(|sign| view! { <Icon sign /> })}
                <span class="option-label">{one.label}</span>
                <span class="option-hint">{one.detail}</span>
                {one.shortcut.map(|key| view! { <kbd>{key}</kbd> })}
            </li>
        }
    };
    let class = if choice.standing {
        "options options-standing"
    } else {
        "options offers"
    };
    view! {
        <ul class=class role="listbox" id=choice.list_id() aria-label=t("offers") hidden=move || !choice.shown()>
            {move || choice.shown().then(|| found.get().into_iter().enumerate().map(row).collect_view())}
        </ul>
        <span class="visually-hidden" role="status">
            {move || choice.shown().then(|| tr!("offers-count", count = found.with(Vec::len)))}
        </span>
    }
}

/// The text with its list. What is chosen goes to `on_choose`; a text that is none of the offers goes to `on_text` on Enter.
#[component]
pub fn SuggestField(
    #[prop(into)] id: String,
    /// The locale key of its name.
    label: &'static str,
    text: RwSignal<String>,
    offers: Offers,
    on_choose: Callback<Suggestion>,
    #[prop(optional)] on_text: Option<Callback<String>>,
    /// Backspace in an empty text.
    #[prop(optional)]
    on_back: Option<Callback<()>>,
    /// The locale key of what stands in the empty text.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// The name stands beside it in the page already.
    #[prop(optional)]
    labelled: bool,
    /// The list stands below it all the time.
    #[prop(optional)]
    standing: bool,
    #[prop(optional, into)] described_by: Option<String>,
    #[prop(optional, into)] invalid: Signal<bool>,
) -> impl IntoView {
    let choice = Choice::new(&id, offers, on_choose).standing(standing);
    let take_text = move || {
        // Taken out of the page it loses the focus, and then there is nothing left to read.
        let Some(typed) = text.try_get_untracked() else {
            return false;
        };
        let typed = typed.trim().to_owned();
        match on_text {
            Some(on_text) if !typed.is_empty() => {
                choice.close();
                on_text.run(typed);
                true
            }
            _ => false,
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if event.is_composing() || choice.key(&event) {
            return;
        }
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        match event.key().as_str() {
            "Enter" | "," | ";" if plain && take_text() => event.prevent_default(),
            "Backspace" if text.with_untracked(String::is_empty) => {
                if let Some(on_back) = on_back {
                    on_back.run(());
                }
            }
            "ArrowDown" if text.with_untracked(|text| !text.is_empty()) => choice.ask(text.get_untracked()),
            _ => {}
        }
    };
    let left = move |_| {
        let _ = choice.open.try_set(false);
        // Whatever was typed and is whole counts, also without Enter.
        take_text();
    };
    let name = (!labelled).then_some(move || crate::i18n::text(label));
    view! {
        <div class="suggest">
            <input
                type="text"
                id=id
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=name
                aria-autocomplete="list"
                aria-expanded=move || choice.shown().to_string()
                aria-controls=choice.list_id()
                aria-activedescendant=move || choice.active_id()
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                placeholder=move || placeholder.map(crate::i18n::text)
                prop:value=move || text.get()
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    text.set(typed.clone());
                    choice.ask(typed);
                }
                on:keydown=keydown
                on:focusout=left
            />
            <ChoiceList choice />
        </div>
    }
}
