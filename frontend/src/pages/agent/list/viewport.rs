//! Which rows are on screen: from how far the list is scrolled to a span of rows, once a frame at most.
//!
//! Knows the list's scroll container; must not know tickets.

use std::ops::Range;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

/// Rows that are drawn beyond the edges, so that a turn of the wheel shows no gap.
const MARGIN: u32 = 8;
/// What is drawn changes in steps of so many rows, so that most frames of a scroll change nothing.
const STEP: u32 = 8;
/// More rows than any screen shows: without its style sheet the list would have room for all of them.
const DRAWN_MAX: u32 = 400;
/// A row's height until it was measured, in pixels.
const USUAL_HEIGHT: f64 = 36.0;

/// Where a list was left, for the way back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// How far it was scrolled, in pixels.
    top: i32,
    /// A row's height, in pixels.
    row: f64,
    drawn: (u32, u32),
}

impl Standing {
    /// The rows that were drawn.
    pub fn rows(self) -> Range<u32> {
        self.drawn.0..self.drawn.1
    }
}

/// The list's window on its rows.
#[derive(Clone, Copy)]
pub struct Viewport {
    scroller: NodeRef<html::Div>,
    /// An unseen element of a row's height.
    probe: NodeRef<html::Div>,
    row: RwSignal<f64>,
    /// What is drawn: the first row, and the first one no more.
    drawn: RwSignal<(u32, u32)>,
    /// A frame is asked for.
    asked: StoredValue<bool>,
    top: StoredValue<i32>,
}

impl Viewport {
    /// Begins at the top, or where the list was left: the rows that were seen are drawn at once, and scrolled to as soon as they are there.
    pub fn new(left: Option<Standing>) -> Self {
        let viewport = Self {
            scroller: NodeRef::new(),
            probe: NodeRef::new(),
            row: RwSignal::new(left.map_or(USUAL_HEIGHT, |left| left.row)),
            drawn: RwSignal::new(left.map_or((0, 4 * STEP), |left| left.drawn)),
            asked: StoredValue::new(false),
            top: StoredValue::new(left.map_or(0, |left| left.top)),
        };
        viewport.watch_size();
        if let Some(left) = left {
            Effect::new(move |_| {
                if viewport.scroller.get().is_some() {
                    request_animation_frame(move || viewport.go_to(left.top));
                }
            });
        }
        viewport
    }

    /// How it stands now.
    pub fn standing(self) -> Standing {
        Standing {
            top: self.top.get_value(),
            row: self.row.get_untracked(),
            drawn: self.drawn.get_untracked(),
        }
    }

    pub fn scroller(self) -> NodeRef<html::Div> {
        self.scroller
    }

    pub fn probe(self) -> NodeRef<html::Div> {
        self.probe
    }

    /// A row's height in pixels; whole ones, so that many rows add up to what was reckoned.
    pub fn row(self) -> f64 {
        self.row.get()
    }

    pub fn drawn(self) -> (u32, u32) {
        self.drawn.get()
    }

    pub fn drawn_untracked(self) -> (u32, u32) {
        self.drawn.get_untracked()
    }

    fn watch_size(self) {
        Effect::new(move |_| {
            let (Some(scroller), Some(_)) = (self.scroller.get(), self.probe.get()) else {
                return;
            };
            let changed = Closure::<dyn FnMut()>::new(move || self.measure());
            let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
                return;
            };
            observer.observe(&scroller);
            let kept = StoredValue::new_local((observer, changed));
            on_cleanup(move || {
                if let Some(observer) = kept.try_update_value(|kept| kept.0.clone()) {
                    observer.disconnect();
                }
            });
        });
    }

    fn measure(self) {
        let height = self.probe.get_untracked().map(|probe| f64::from(probe.offset_height()));
        if let Some(height) = height.filter(|height| *height > 0.0)
            && (height - self.row.get_untracked()).abs() > 0.1
        {
            self.row.set(height);
        }
        self.look();
    }

    /// To be called on every scroll event.
    pub fn scrolled(self) {
        if !self.asked.get_value() {
            self.asked.set_value(true);
            request_animation_frame(move || {
                if self.asked.try_update_value(|asked| *asked = false).is_some() {
                    self.look();
                }
            });
        }
    }

    /// Reckons what is on screen.
    fn look(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        // On its way out of the page a list has no height, and stands nowhere.
        if scroller.client_height() == 0 {
            return;
        }
        self.top.set_value(scroller.scroll_top());
        let on_screen = self.span(&scroller);
        let first = on_screen.start.saturating_sub(MARGIN) / STEP * STEP;
        let end = ((on_screen.end + MARGIN).div_ceil(STEP) * STEP).min(first + DRAWN_MAX);
        if self.drawn.get_untracked() != (first, end) {
            self.drawn.set((first, end));
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "scroll positions are small and not negative"
    )]
    fn span(self, scroller: &HtmlElement) -> Range<u32> {
        let row = self.row.get_untracked();
        let top = f64::from(scroller.scroll_top().max(0));
        let bottom = top + f64::from(scroller.client_height());
        (top / row).floor() as u32..(bottom / row).ceil() as u32
    }

    /// Scrolls as little as needed to show a row whole, below the head of the table.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the height of the list")]
    pub fn reveal(self, index: u32) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let head = scroller
            .query_selector("thead")
            .ok()
            .flatten()
            .and_then(|head| head.dyn_into::<HtmlElement>().ok())
            .map_or(0, |head| head.offset_height());
        let row = self.row.get_untracked();
        let at = f64::from(index) * row;
        let (top, room) = (
            f64::from(scroller.scroll_top()),
            f64::from(scroller.client_height() - head),
        );
        if at < top {
            scroller.set_scroll_top(at as i32);
        } else if at + row > top + room {
            scroller.set_scroll_top((at + row - room).ceil() as i32);
        }
        self.look();
    }

    /// Goes to a place in pixels: back to where the list was left, or to its beginning.
    pub fn go_to(self, top: i32) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            scroller.set_scroll_top(top);
            self.look();
        }
    }
}
