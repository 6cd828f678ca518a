//! Where an agent answers or writes a note. The text is kept as it is typed, and stays when sending does not go through.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    catalog::StateType,
    command::{Command, CommandName, Note, Reply, SetState},
    error::{ErrorCode, FieldCode, FieldError},
    limits::BODY_MAX,
    mailbox::{Mailbox, is_address},
};

use super::case::Case;
use crate::{
    a11y, catalog,
    components::{ErrorSummary, FilePicker, Icon, Notice, Sign, TextArea, TextField, Tone},
    drafts::{ArticleDraft, Slot},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    queues::Queues,
    session::Session,
    tr,
    uploads::Uploads,
    web,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "body",
        id: "composer-body",
        label: "composer-body",
    },
    FormField {
        name: "cc",
        id: "composer-cc",
        label: "composer-cc",
    },
    FormField {
        name: "attachments",
        id: "composer-files",
        label: "attachments",
    },
];

/// What is being written.
#[derive(Clone, Copy)]
pub struct Composer {
    case: Case,
    body: RwSignal<String>,
    internal: RwSignal<bool>,
    cc: RwSignal<String>,
    uploads: Uploads,
    form: Form,
    slot: StoredValue<Option<Slot>>,
    /// The text was there when the page opened.
    restored: RwSignal<bool>,
    /// Who wrote something since the text was begun.
    arrived: RwSignal<Option<String>>,
}

impl Composer {
    /// Begins with the person's draft for this ticket, if there is one.
    pub fn new(case: Case) -> Self {
        let slot = Session::expect()
            .person_untracked()
            .map(|person| Slot::new(person, &case.number.get_value()));
        let draft: Option<ArticleDraft> = slot.as_ref().and_then(Slot::load);
        let restored = draft.as_ref().is_some_and(|draft| !draft.body.is_empty());
        let draft = draft.unwrap_or_default();
        let composer = Self {
            case,
            body: RwSignal::new(draft.body),
            internal: RwSignal::new(draft.internal),
            cc: RwSignal::new(draft.cc),
            uploads: Uploads::new(draft.uploads),
            form: Form::new(FIELDS),
            slot: StoredValue::new(slot),
            restored: RwSignal::new(restored),
            arrived: RwSignal::new(None),
        };
        composer.keep();
        composer.watch();
        composer
    }

    /// Keeps what is written on this device, as it is written.
    fn keep(self) {
        Effect::new(move |before: Option<()>| {
            let draft = ArticleDraft {
                body: self.body.get(),
                internal: self.internal.get(),
                cc: self.cc.get(),
                uploads: self.uploads.views(),
            };
            let empty = draft.body.trim().is_empty() && draft.uploads.is_empty();
            if before.is_some() {
                self.slot.with_value(|slot| match slot {
                    Some(slot) if empty => slot.clear(),
                    Some(slot) => slot.save(&draft),
                    None => {}
                });
            }
        });
    }

    /// Tells when somebody else writes while this text is open.
    fn watch(self) {
        let me = Session::expect().person_untracked();
        Effect::new(move |before: Option<usize>| {
            let (count, last) = self.case.articles.with(|articles| {
                let articles = articles.map(Vec::as_slice).unwrap_or_default();
                (articles.len(), articles.last().cloned())
            });
            let grown = before.is_some_and(|before| before > 0 && count > before);
            if let Some(last) = last.filter(|last| grown && last.author.as_ref().map(|author| author.id) != me)
                && !self.body.with_untracked(String::is_empty)
            {
                let name = last
                    .author
                    .map(|author| author.name)
                    .or(last.from.map(|from| from.label().to_owned()));
                self.arrived.set(Some(name.unwrap_or_else(|| text("somebody"))));
            }
            count
        });
    }

    /// Chooses answer or note, and goes there.
    pub fn write(self, internal: bool) -> bool {
        let allowed = self.case.may(if internal {
            CommandName::Note
        } else {
            CommandName::Reply
        });
        if allowed {
            self.internal.set(internal);
            web::focus("#composer-body");
        }
        allowed
    }

    fn discard(self) {
        for item in self.uploads.items().get_untracked() {
            self.uploads.remove(item.key);
        }
        self.empty();
    }

    fn empty(self) {
        self.body.set(String::new());
        self.cc.set(String::new());
        self.uploads.clear();
        self.restored.set(false);
        self.arrived.set(None);
    }

    fn checked(self) -> Result<Command, Vec<FieldError>> {
        let body = self.body.get_untracked();
        let mut checks = Checks::default();
        checks.required("body", &body);
        checks.at_most("body", &body, BODY_MAX);
        let cc = addresses(&self.cc.get_untracked());
        let internal = self.internal.get_untracked();
        if cc.is_none() && !internal {
            checks.add("cc", FieldCode::Malformed);
        }
        let wrong = checks.found();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let attachments = self.uploads.ids();
        Ok(if internal {
            Command::Note(Note {
                body,
                attachments,
                ..Note::default()
            })
        } else {
            Command::Reply(Reply {
                body,
                attachments,
                cc: cc.unwrap_or_default(),
                ..Reply::default()
            })
        })
    }

    fn send(self, close: bool, queues: Queues) {
        let command = match self.checked() {
            Ok(command) => command,
            Err(wrong) => {
                self.form.begin(wrong);
                return;
            }
        };
        self.form.begin(Vec::new());
        let mut commands = vec![command];
        if close {
            let closed = SetState {
                state: catalog::main_state(StateType::Closed),
                pending_until: None,
                notify_customer: None,
                with_children: None,
            };
            commands.push(Command::SetState(closed));
        }
        let internal = self.internal.get_untracked();
        spawn_local(async move {
            match self.case.apply(commands).await {
                Ok(_) => {
                    self.form.done();
                    self.empty();
                    queues.refresh();
                    self.case.say(text(match (internal, close) {
                        (true, _) => "done-note",
                        (false, false) => "done-reply",
                        (false, true) => "done-reply-close",
                    }));
                }
                Err(error) => {
                    if error.code() == Some(ErrorCode::StaleVersion) {
                        a11y::announce(&text("text-kept"));
                    }
                    self.form.fail(error);
                }
            }
        });
    }
}

/// Addresses with commas between them; none when one of them is no address.
fn addresses(text: &str) -> Option<Vec<Mailbox>> {
    text.split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            is_address(part).then(|| Mailbox {
                name: None,
                address: part.to_lowercase(),
            })
        })
        .collect()
}

// req: B7, D21
#[component]
pub fn ComposerForm(composer: Composer) -> impl IntoView {
    let Composer {
        case,
        body,
        internal,
        cc,
        uploads,
        form,
        restored,
        arrived,
        ..
    } = composer;
    let queues = Queues::expect();
    let (may_reply, may_note) = (
        Memo::new(move |_| case.may(CommandName::Reply)),
        Memo::new(move |_| case.may(CommandName::Note)),
    );
    // Whoever may only write one of the two writes that one.
    Effect::new(move |_| match (may_reply.get(), may_note.get()) {
        (true, false) => internal.set(false),
        (false, true) => internal.set(true),
        _ => {}
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        composer.send(false, queues);
    };
    let pasted = move |event: web_sys::ClipboardEvent| {
        let files = web::files(event.clipboard_data().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            uploads.add(files);
        }
    };
    let sending = form.busy();
    let waits = move || sending.get() || uploads.busy();
    let send_label = move || {
        text(match (sending.get(), uploads.busy(), internal.get()) {
            (true, _, _) => "sending",
            (false, true, _) => "waiting-for-files",
            (false, false, true) => "save-note",
            (false, false, false) => "send",
        })
    };
    let may_close = move || case.may(CommandName::SetState) && !internal.get();
    view! {
        <Show when=move || may_reply.get() || may_note.get()>
            <form
                class="composer"
                class:composer-internal=move || internal.get()
                aria-label=t("composer-title")
                novalidate
                on:submit=submit
                on:paste=pasted
            >
                <fieldset class="segments">
                    <legend class="visually-hidden">{t("composer-kind")}</legend>
                    <Kind internal of=false allowed=may_reply sign=Sign::Reply label="composer-reply" />
                    <Kind internal of=true allowed=may_note sign=Sign::Lock label="composer-note" />
                </fieldset>
                <ErrorSummary complaints=form.complaints() />
                <Notices case restored arrived discard=move || composer.discard() />
                <Show when=move || !internal.get() fallback=|| view! { <p class="composer-to">{t("note-hint")}</p> }>
                    <p class="composer-to">
                        <span class="soft">{t("mail-to")}</span>
                        " "
                        {move || case.ticket.with(|ticket| ticket.map(|ticket| recipient(&ticket.requester)))}
                    </p>
                    <details class="composer-more" open=!cc.with_untracked(String::is_empty)>
                        <summary>{t("composer-cc")}</summary>
                        <TextField
                            id="composer-cc"
                            label="composer-cc"
                            hint="composer-cc-hint"
                            value=cc
                            error=form.error("cc")
                            optional=true
                        />
                    </details>
                </Show>
                <TextArea id="composer-body" label="composer-body" value=body error=form.error("body") rows=7 />
                <FilePicker
                    id="composer-files"
                    items=uploads.items()
                    on_files=move |files| uploads.add(files)
                    on_remove=move |key| uploads.remove(key)
                />
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=waits>
                        {send_label}
                    </button>
                    <Show when=may_close>
                        <button type="button" class="button" disabled=waits on:click=move |_| composer.send(true, queues)>
                            {t("send-and-close")}
                        </button>
                    </Show>
                </div>
            </form>
        </Show>
    }
}

/// One of the two things that can be written.
#[component]
fn Kind(internal: RwSignal<bool>, of: bool, allowed: Memo<bool>, sign: Sign, label: &'static str) -> impl IntoView {
    view! {
        <Show when=move || allowed.get()>
            <label class="segment">
                <input
                    type="radio"
                    name="composer-kind"
                    prop:checked=move || internal.get() == of
                    on:change=move |_| internal.set(of)
                />
                <span>
                    <Icon sign />
                    {t(label)}
                </span>
            </label>
        </Show>
    }
}

/// What the writer should know before sending.
#[component]
fn Notices(
    case: Case,
    restored: RwSignal<bool>,
    arrived: RwSignal<Option<String>>,
    discard: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Show when=move || restored.get()>
            <Notice tone=Tone::Info>
                <p>{t("draft-restored")}</p>
                <button type="button" class="button button-small" on:click=move |_| discard()>
                    {t("draft-discard")}
                </button>
            </Notice>
        </Show>
        {move || {
            arrived
                .get()
                .map(|name| {
                    view! {
                        <Notice tone=Tone::Warning>
                            <p>{move || tr!("arrived-meanwhile", name = name.clone())}</p>
                        </Notice>
                    }
                })
        }}
        <Overtaken case />
    }
}

/// What others changed, when somebody was faster.
#[component]
pub fn Overtaken(case: Case) -> impl IntoView {
    view! {
        <Show when=move || case.overtaken.with(|changes| !changes.is_empty())>
            <Notice tone=Tone::Warning>
                <p>{t("overtaken")}</p>
                <ul>
                    {move || case.overtaken.get().into_iter().map(|change| view! { <li>{change}</li> }).collect_view()}
                </ul>
            </Notice>
        </Show>
    }
}

fn recipient(person: &pult_shared::person::PersonRef) -> String {
    match &person.address {
        Some(address) => format!("{} <{address}>", person.name),
        None => person.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn several_addresses_or_a_fault() {
        let found = addresses("a@b.example, C@d.example;").unwrap();
        let addresses_only: Vec<_> = found.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(addresses_only, ["a@b.example", "c@d.example"]);
        assert_eq!(addresses(""), Some(vec![]));
        assert_eq!(addresses("a@b.example, nobody"), None);
    }
}
