//! Files of somebody who is not signed in: read here, and sent with the form.

use leptos::prelude::*;
use pult_shared::{api::web_form::FormFile, limits::FORM_FILES_MAX_BYTES};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::room;
use crate::{
    components::{Icon, Sign},
    i18n::{dates, t, text},
    tr, web,
};

/// A file that was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub file: FormFile,
    pub size: u64,
}

pub type Files = Vec<Chosen>;

#[component]
pub fn NewFiles(files: RwSignal<Files>, hint: Signal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let too_large = RwSignal::new(false);
    let picked = move |event: leptos::ev::Event| {
        let target = event.target();
        let Some(input) = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        too_large.set(false);
        for file in web::files(input.files()).into_iter().take(untrack(|| files.with(room))) {
            read(&file, files, too_large);
        }
        // The same file may be picked again after it was removed.
        input.set_value("");
    };
    let row = move |(index, chosen): (usize, Chosen)| {
        let name = chosen.file.name.clone();
        view! {
            <li class="file">
                <Icon sign=Sign::File />
                <span class="file-name">{chosen.file.name}</span>
                <span class="file-size">{move || dates::size(chosen.size)}</span>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    on:click=move |_| {
                        files.update(|files| {
                            files.remove(index);
                        });
                        web::focus("#form-files");
                    }
                >
                    <Icon sign=Sign::Close />
                    <span class="visually-hidden">{move || tr!("remove-file", name = name.clone())}</span>
                </button>
            </li>
        }
    };
    let wrong = move || {
        error
            .get()
            .or_else(|| too_large.get().then(|| text("web-form-files-too-large")))
    };
    view! {
        <div class="field" class:field-wrong=move || wrong().is_some()>
            <p class="field-label" id="form-files-label">
                {t("web-form-files")} <span class="field-optional">" " {t("field-optional")}</span>
            </p>
            <div class="picker-add">
                <input
                    class="picker-input"
                    id="form-files"
                    type="file"
                    multiple
                    aria-labelledby="form-files-label form-files-button"
                    aria-describedby="form-files-error form-files-hint"
                    disabled=move || files.with(|files| room(files) == 0)
                    on:change=picked
                />
                <label class="button button-small" id="form-files-button" for="form-files">
                    <Icon sign=Sign::Clip />
                    {t("attach-files")}
                </label>
                <span class="picker-hint" id="form-files-hint">
                    {hint}
                </span>
            </div>
            <p class="field-error" id="form-files-error" role="alert">
                {wrong}
            </p>
            <ul class="files" aria-label=t("attachments") hidden=move || files.with(Vec::is_empty)>
                {move || files.get().into_iter().enumerate().map(row).collect_view()}
            </ul>
        </div>
    }
}

/// Reads a file, unless all of them together would be too large.
fn read(file: &File, files: RwSignal<Files>, too_large: RwSignal<bool>) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole number"
    )]
    let size = file.size() as u64;
    let (name, media_type) = (file.name(), file.type_());
    web::read_as_address(file, move |address| {
        // `data:text/plain;base64,SGFsbG8=`
        let content = address.split_once(',').map(|(_, content)| content.to_owned());
        let Some(content) = content else { return };
        let _gone_with_its_page = files.try_update(|files| {
            let all = files.iter().map(|one| one.size).sum::<u64>() + size;
            if all > FORM_FILES_MAX_BYTES as u64 || room(files) == 0 {
                too_large.set(true);
                return;
            }
            files.push(Chosen {
                file: FormFile {
                    name,
                    media_type,
                    content,
                },
                size,
            });
        });
    });
}
