//! Files: those of an article to download, and those that are being attached.

use leptos::{html, prelude::*};
use pult_shared::{
    api::article::{AttachmentView, UploadView},
    ids::{ArticleId, AttachmentId},
    limits::{ATTACHMENTS_MAX, UPLOAD_MAX_BYTES},
};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::{
    Icon, Sign,
    lightbox::{Lightbox, Picture},
};
use crate::{
    i18n::{dates, t},
    tr, web,
};

/// Where files are: to download, and to be shown in the page.
#[derive(Clone, Copy, Debug)]
pub struct FileLinks {
    pub download: fn(AttachmentId) -> String,
    pub show: fn(AttachmentId) -> String,
    /// The raw mail of an article.
    pub raw: fn(ArticleId) -> String,
    /// A mail's own look with the images of other sites.
    pub with_images: fn(ArticleId) -> String,
}

/// The images that every browser shows and that cannot carry scripts.
pub const SHOWN_IMAGES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

fn is_shown(item: &AttachmentView) -> bool {
    SHOWN_IMAGES.contains(&item.media_type.as_str())
}

/// The files of an article: images as previews that open in large, the others to download.
#[component]
pub fn AttachmentList(id: String, items: Vec<AttachmentView>, links: FileLinks) -> impl IntoView {
    let at = RwSignal::new(None);
    let picture = |item: &AttachmentView| Picture {
        show: (links.show)(item.id),
        download: (links.download)(item.id),
        name: item.name.clone(),
    };
    let pictures: Vec<Picture> = items.iter().filter(|item| is_shown(item)).map(picture).collect();
    let mut seen = 0;
    let row = |item: AttachmentView| {
        let label = view! {
            <span class="file-name">{item.name.clone()}</span>
            <span class="file-size">{move || dates::size(item.size)}</span>
        };
        if is_shown(&item) {
            let index = seen;
            seen += 1;
            let name = item.name;
            view! {
                <li>
                    <button
                        type="button"
                        class="file"
                        title=move || tr!("lightbox-open", name = name.clone())
                        on:click=move |_| at.set(Some(index))
                    >
                        <img class="file-image" src=(links.show)(item.id) alt="" loading="lazy" />
                        {label}
                    </button>
                </li>
            }
            .into_any()
        } else {
            view! {
                <li>
                    <a class="file" href=(links.download)(item.id) download=item.name rel="external">
                        <Icon sign=Sign::File />
                        {label}
                    </a>
                </li>
            }
            .into_any()
        }
    };
    let rows = items.into_iter().map(row).collect_view();
    view! {
        <ul class="files" aria-label=t("attachments")>
            {rows}
        </ul>
        {(!pictures.is_empty()).then(|| view! { <Lightbox id=format!("{id}-images") pictures at /> })}
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
    /// Bytes; 0 where nobody knows.
    pub size: u64,
    /// An image as a `data:` address.
    pub preview: Option<String>,
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
    /// Puts an image into the text, where that is possible.
    #[prop(optional)]
    on_show: Option<Callback<UploadView>>,
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
                <For each=move || items.get() key=|item| (item.key, state_key(&item.state), item.preview.is_some()) let:item>
                    <PickedRow item on_remove on_show />
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
fn PickedRow(
    item: Picked,
    on_remove: impl Fn(u32) + Copy + Send + Sync + 'static,
    on_show: Option<Callback<UploadView>>,
) -> impl IntoView {
    let Picked {
        key,
        name,
        size,
        preview,
        state,
    } = item;
    let shown = name.clone();
    let image = match &state {
        PickedState::Done(view) if SHOWN_IMAGES.contains(&view.media_type.as_str()) => Some(view.clone()),
        _ => None,
    };
    let in_text = on_show.zip(image).map(|(on_show, image)| {
        view! {
            <button type="button" class="button button-quiet button-small" on:click=move |_| on_show.run(image.clone())>
                <Icon sign=Sign::Image />
                {t("show-in-text")}
            </button>
        }
    });
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
            {match preview {
                Some(address) => view! { <img class="file-image" src=address alt="" /> }.into_any(),
                None => view! { <Icon sign=Sign::File /> }.into_any(),
            }}
            <span class="file-name">{name}</span>
            {(size > 0).then(|| view! { <span class="file-size">{move || dates::size(size)}</span> })}
            {status}
            {in_text}
            <button type="button" class="button button-quiet button-icon" on:click=move |_| on_remove(key)>
                <Icon sign=Sign::Close />
                <span class="visually-hidden">{move || tr!("remove-file", name = shown.clone())}</span>
            </button>
        </li>
    }
}
