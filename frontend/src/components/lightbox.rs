//! Images in large, one after the other, in a dialog.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{Dialog, Icon, Sign};
use crate::{i18n::t, tr};

/// An image: where it is shown from, where it is downloaded from, and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub show: String,
    pub download: String,
    pub name: String,
}

/// The dialog; `at` is the picture that is shown, or none.
#[component]
pub fn Lightbox(#[prop(into)] id: String, pictures: Vec<Picture>, at: RwSignal<Option<usize>>) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other, and only where they differ: setting the same again would go round for ever.
    Effect::new(move |_| {
        let shown = at.get().is_some();
        if open.get_untracked() != shown {
            open.set(shown);
        }
    });
    Effect::new(move |_| {
        if !open.get() && at.get_untracked().is_some() {
            at.set(None);
        }
    });
    let count = pictures.len();
    let pictures = StoredValue::new(pictures);
    let current = move || at.get().and_then(|at| pictures.with_value(|all| all.get(at).cloned()));
    let step = move |by: usize| at.update(|at| *at = at.map(|at| (at + by) % count.max(1)));
    let keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => step(1),
        "ArrowLeft" => step(count.saturating_sub(1)),
        _ => {}
    };
    let title = Signal::derive(move || current().map(|picture| picture.name).unwrap_or_default());
    let position = move || {
        tr!(
            "lightbox-position",
            at = at.get().unwrap_or_default() + 1,
            count = count
        )
    };
    let steps = move || {
        (count > 1).then(|| {
            view! {
                <button type="button" class="button button-small" on:click=move |_| step(count - 1)>
                    <Icon sign=Sign::Back />
                    {t("lightbox-previous")}
                </button>
                <button type="button" class="button button-small" on:click=move |_| step(1)>
                    {t("lightbox-next")}
                    <Icon sign=Sign::Move />
                </button>
                <span class="soft" role="status">
                    {position}
                </span>
            }
        })
    };
    view! {
        <Dialog open id title wide=true>
            <div class="lightbox" on:keydown=keydown>
                {move || current().map(|picture| view! { <img class="lightbox-image" src=picture.show alt=picture.name /> })}
                <div class="lightbox-end">
                    {steps}
                    {move || {
                        current()
                            .map(|picture| {
                                view! {
                                    <a
                                        class="button button-small"
                                        href=picture.download
                                        download=picture.name
                                        rel="external"
                                    >
                                        <Icon sign=Sign::Download />
                                        {t("download")}
                                    </a>
                                }
                            })
                    }}
                </div>
            </div>
        </Dialog>
    }
}
