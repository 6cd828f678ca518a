//! Files: those of an article to download, and those that are being attached.

use leptos::{html, prelude::*};
use pult_shared::{
    api::article::{AttachmentView, UploadView},
    ids::AttachmentId,
    limits::{ATTACHMENTS_MAX, UPLOAD_MAX_BYTES},
};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::{Icon, Sign};
use crate::{
    i18n::{dates, t},
    tr, web,
};

/// Where files are: to download, and to be shown in the page.
#[derive(Clone, Copy, Debug)]
pub struct FileLinks {
    pub download: fn(AttachmentId) -> String,
    pub show: fn(AttachmentId) -> String,
}

/// The images that every browser shows and that cannot carry scripts.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The files of an article.
#[component]
pub fn AttachmentList(items: Vec<AttachmentView>, links: FileLinks) -> impl IntoView {
    let row = move |item: AttachmentView| {
        let download = item.name.clone();
        view! {
            <li>
                <a class="file" href=(links.download)(item.id) download=download rel="external">
                    {if SHOWN.contains(&item.media_type.as_str()) {
                        view! { <img class="file-image" src=(links.show)(item.id) alt="" loading="lazy" /> }.into_any()
                    } else {
                        view! { <Icon sign=Sign::File /> }.into_any()
                    }}
                    <span class="file-name">{item.name}</span>
                    <span class="file-size">{move || dates::size(item.size)}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="files" aria-label=t("attachments")>
            {items.into_iter().map(row).collect_view()}
        </ul>
    }
}

/// How far a picked file is.
#[derive(Clone, Debug, PartialEq)]
pub enum PickedState {
    Uploading,
    Done(UploadView),
    /// Why it did not go.
    Failed(String),
}

/// A file that was picked for an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    pub key: u32,
    pub name: String,
    pub size: u64,
    pub state: PickedState,
}

/// Why a file cannot be taken, before anything is sent.
pub fn refusal(size: f64, already: usize) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
    let limit = UPLOAD_MAX_BYTES as f64;
    if already >= ATTACHMENTS_MAX {
        return Some(tr!("upload-too-many", count = ATTACHMENTS_MAX.to_string()));
    }
    (size > limit).then(|| tr!("upload-too-large", limit = dates::size(UPLOAD_MAX_BYTES as u64)))
}

/// Picks files by dialog or by dropping them here, and shows how far each one is.
#[component]
pub fn FilePicker(
    id: &'static str,
    #[prop(into)] items: Signal<Vec<Picked>>,
    on_files: impl Fn(Vec<File>) + Copy + 'static,
    on_remove: impl Fn(u32) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let picked = move |event: leptos::ev::Event| {
        let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        on_files(web::files(input.files()));
        // The same file may be picked again after it was removed.
        input.set_value("");
    };
    let dropped = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        on_files(web::files(event.data_transfer().and_then(|data| data.files())));
    };
    view! {
        <div
            class="picker"
            class:picker-over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <div class="picker-add">
                <input class="picker-input" node_ref=input type="file" multiple id=id on:change=picked />
                <label class="button button-small" for=id>
                    <Icon sign=Sign::Clip />
                    {t("attach-files")}
                </label>
                <span class="picker-hint">{t("attach-hint")}</span>
            </div>
            <ul class="files" aria-label=t("attachments") hidden=move || items.with(Vec::is_empty)>
                <For each=move || items.get() key=|item| (item.key, state_key(&item.state)) let:item>
                    <PickedRow item on_remove />
                </For>
            </ul>
        </div>
    }
}

/// A row is shown anew when its state changes.
fn state_key(state: &PickedState) -> u8 {
    match state {
        PickedState::Uploading => 0,
        PickedState::Done(_) => 1,
        PickedState::Failed(_) => 2,
    }
}

#[component]
fn PickedRow(item: Picked, on_remove: impl Fn(u32) + Copy + Send + Sync + 'static) -> impl IntoView {
    let Picked { key, name, size, state } = item;
    let shown = name.clone();
    let status = match state {
        PickedState::Uploading => view! {
            <progress class="file-progress" aria-label=tr!("uploading", name = shown.clone())></progress>
        }
        .into_any(),
        PickedState::Done(_) => view! {
            <span class="file-done">
                <Icon sign=Sign::Check />
                {t("uploaded")}
            </span>
        }
        .into_any(),
        PickedState::Failed(reason) => view! { <span class="file-failed" role="alert">{reason}</span> }.into_any(),
    };
    view! {
        <li class="file">
            <Icon sign=Sign::File />
            <span class="file-name">{name}</span>
            <span class="file-size">{move || dates::size(size)}</span>
            {status}
            <button type="button" class="button button-quiet button-icon" on:click=move |_| on_remove(key)>
                <Icon sign=Sign::Close />
                <span class="visually-hidden">{move || tr!("remove-file", name = shown.clone())}</span>
            </button>
        </li>
    }
}
