//! Files on their way to the server, before an article takes them up.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{api::article::UploadView, ids::UploadId};
use web_sys::File;

use crate::{
    api,
    components::{
        FileLinks, Picked, PickedState,
        attachments::{SHOWN_IMAGES, refusal},
    },
    i18n::words,
    web,
};

/// Where the files of articles are.
pub const FILE_LINKS: FileLinks = FileLinks {
    download: api::attachments::download_href,
    show: api::attachments::inline_href,
    raw: api::articles::raw_href,
    with_images: api::articles::html_with_images_href,
};

/// The files of one form.
#[derive(Clone, Copy)]
pub struct Uploads {
    items: RwSignal<Vec<Picked>>,
    next: StoredValue<u32>,
}

impl Uploads {
    /// Begins with files that were uploaded before (a restored draft).
    pub fn new(restored: Vec<UploadView>) -> Self {
        let uploads = Self {
            items: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        uploads.restore(restored);
        uploads
    }

    pub fn restore(self, restored: Vec<UploadView>) {
        let items = restored
            .into_iter()
            .map(|view| Picked {
                key: self.key(),
                name: view.name.clone(),
                size: view.size,
                preview: None,
                state: PickedState::Done(view),
            })
            .collect();
        self.items.set(items);
    }

    fn key(self) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        key
    }

    pub fn items(self) -> Signal<Vec<Picked>> {
        self.items.into()
    }

    /// Starts to send files.
    pub fn add(self, files: Vec<File>) {
        self.add_then(files, |_| {});
    }

    /// Starts to send files, and does something with each that has arrived.
    pub fn add_then(self, files: Vec<File>, then: impl Fn(&UploadView) + Copy + 'static) {
        for file in files {
            let key = self.key();
            let refused = refusal(file.size(), self.items.with_untracked(Vec::len));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a file's size is a whole number"
            )]
            let size = file.size() as u64;
            let (state, send) = match refused {
                Some(reason) => (PickedState::Failed(reason), false),
                None => (PickedState::Uploading, true),
            };
            self.items.update(|items| {
                items.push(Picked {
                    key,
                    name: file.name(),
                    size,
                    preview: None,
                    state,
                });
            });
            if send {
                self.preview(key, &file);
                spawn_local(async move {
                    let state = match api::attachments::create_upload(&file).await {
                        Ok(view) => {
                            if self.has(key) {
                                then(&view);
                            }
                            PickedState::Done(view)
                        }
                        Err(error) => PickedState::Failed(words::error(&error)),
                    };
                    self.finish(key, state);
                });
            }
        }
    }

    /// Shows an image beside its name, from the bytes that are here.
    fn preview(self, key: u32, file: &File) {
        if !SHOWN_IMAGES.contains(&file.type_().as_str()) {
            return;
        }
        web::read_as_address(file, move |address| {
            // Gone with its page.
            let _ = self.items.try_update(|items| {
                if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                    item.preview = Some(address);
                }
            });
        });
    }

    fn has(self, key: u32) -> bool {
        self.items
            .try_with_untracked(|items| items.iter().any(|item| item.key == key))
            .unwrap_or_default()
    }

    fn finish(self, key: u32, state: PickedState) {
        let mut state = Some(state);
        let _gone_with_its_page = self.items.try_update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key)
                && let Some(state) = state.take()
            {
                item.state = state;
            }
        });
        // Nobody took it: the file was removed, or the page left, while it was on its way.
        if let Some(PickedState::Done(view)) = state {
            discard(view.id);
        }
    }

    /// Takes a file out again, on the server too.
    pub fn remove(self, key: u32) {
        let mut gone = None;
        self.items.update(|items| {
            if let Some(index) = items.iter().position(|item| item.key == key) {
                gone = Some(items.remove(index));
            }
        });
        if let Some(Picked {
            state: PickedState::Done(view),
            ..
        }) = gone
        {
            discard(view.id);
        }
    }

    /// Takes all files out again, on the server too.
    pub fn discard_all(self) {
        for item in self.items.get_untracked() {
            self.remove(item.key);
        }
    }

    /// Whether a file is still on its way.
    pub fn busy(self) -> bool {
        self.items
            .with(|items| items.iter().any(|item| item.state == PickedState::Uploading))
    }

    /// The files that have arrived.
    pub fn views(self) -> Vec<UploadView> {
        self.items.with(|items| {
            let done = |item: &Picked| match &item.state {
                PickedState::Done(view) => Some(view.clone()),
                PickedState::Uploading | PickedState::Failed(_) => None,
            };
            items.iter().filter_map(done).collect()
        })
    }

    pub fn ids(self) -> Vec<UploadId> {
        self.views().into_iter().map(|view| view.id).collect()
    }
}

/// An upload that nobody wants any more. The server removes it after a day anyway.
fn discard(id: UploadId) {
    spawn_local(async move {
        if let Err(error) = api::attachments::delete_upload(id).await {
            leptos::logging::warn!("{error:?}");
        }
    });
}
