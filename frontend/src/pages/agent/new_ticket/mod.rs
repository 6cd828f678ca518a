//! A ticket on behalf of somebody who called, came by, or wrote on paper: one screen, by keyboard from top to bottom.

mod form;
mod person;
mod split;
mod template;

use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{person::Permission, ticket::Channel};

use self::{
    form::{FIELDS, Fields, IDS},
    person::{OpenTickets, RequesterField},
    template::TemplateMenu,
};
use super::{
    listing::Memory,
    properties::{ClassFields, RelationFields, TagField, to_fields},
    ticket::panel::FieldInput,
    writing::{Keeper, KeptLine, MailboxField, Restored},
};
use crate::{
    api::ApiError,
    components::{ErrorSummary, FilePicker, Icon, Notice, SelectField, Sign, TextField, Tone},
    drafts::Slot,
    form::Form,
    i18n::{t, text, words},
    place::Place,
    queues::{Queues, may},
    sending::send_new_ticket,
    session::Session,
    toast::Toasts,
    tr, web,
};

/// The channels that an agent enters by hand.
const CHANNELS: [Channel; 5] = [
    Channel::Phone,
    Channel::Visit,
    Channel::Fax,
    Channel::Mail,
    Channel::WebForm,
];

// req: A8, A10, B6, B18
#[component]
pub fn NewTicket() -> impl IntoView {
    Queues::expect().refresh();
    let session = Session::expect();
    let fields = Fields::new();
    let form = Form::new(FIELDS);
    let slot = session.person_untracked().map(|person| Slot::new(person, "agent-new"));
    let keeper = Keeper::new(fields.sheet, slot);
    fields.keep_requester();
    fields.keep_rest();
    fields.follow_fields();
    let wanted = split::wanted();
    // What is split off is no draft from another day.
    if let Some(wanted) = wanted {
        split::fill_in(fields, wanted);
    } else {
        keeper.begin(None);
        fields.suggest_queue(Memory::expect().queue());
    }
    keeper.save_with_page();
    let send = Sending::new(fields, form, keeper);
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            send.send(event.shift_key());
        }
    };
    view! {
        <div class="new-ticket">
            <h1 tabindex="-1">{t("title-desk-new")}</h1>
            <form
                class="card form"
                novalidate
                on:keydown=keydown
                on:focusout=move |_| keeper.save()
                on:submit=move |event| {
                    event.prevent_default();
                    send.send(false);
                }
            >
                <ErrorSummary complaints=form.complaints() />
                <Show when=move || fields.split_from.get().is_some()>
                    <Notice tone=Tone::Info>
                        <p>{t("split-explained")}</p>
                    </Notice>
                </Show>
                <Restored keeper anew=Callback::new(move |()| fields.begin_anew()) />
                <Who fields form />
                <What fields form />
                <Text fields form keeper />
                <More fields form />
                <Ending fields send />
            </form>
            <OpenTickets requester=fields.requester />
        </div>
    }
}

/// Sending, and what comes after.
#[derive(Clone, Copy)]
struct Sending {
    fields: Fields,
    form: Form,
    keeper: Keeper,
    toasts: Toasts,
    navigate: StoredValue<Navigate, LocalStorage>,
}

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

impl Sending {
    fn new(fields: Fields, form: Form, keeper: Keeper) -> Self {
        let navigate: Navigate = Box::new(use_navigate());
        Self {
            fields,
            form,
            keeper,
            toasts: Toasts::expect(),
            navigate: StoredValue::new_local(navigate),
        }
    }

    /// Opens the ticket; one that was solved at the desk is closed at once, and the form is ready for the next one.
    fn send(self, solved: bool) {
        if untrack(|| self.form.busy().get() || self.fields.sheet.uploads.busy()) {
            return;
        }
        let Some(ticket) = self.fields.checked(self.form, solved) else {
            return;
        };
        spawn_local(async move {
            let answer = send_new_ticket(&ticket).await;
            // Gone with its page: the message says it all the same.
            let here = self.navigate.try_with_value(|_| ()).is_some();
            match answer {
                Ok(ticket) => {
                    let number = ticket.number.0;
                    let key = if solved { "done-ticket-solved" } else { "done-ticket" };
                    self.toasts.show(tr!(key, number = number.clone()));
                    if here {
                        self.form.done();
                        self.fields.keep_queue();
                        self.keeper.sent();
                        self.after(number, solved);
                    }
                }
                Err(ApiError::Problem(mut problem)) if here => {
                    problem.errors = to_fields(std::mem::take(&mut problem.errors), "then", &ticket.then);
                    self.form.fail(ApiError::Problem(problem));
                }
                Err(error) if here => self.form.fail(error),
                Err(error) => self.toasts.show(words::error(&error)),
            }
        });
    }

    fn after(self, number: String, solved: bool) {
        if solved {
            self.fields.begin_anew();
            request_animation_frame(|| {
                web::focus("#requester");
            });
        } else {
            let path = Place::DeskTicket(number).path();
            self.navigate
                .with_value(|navigate| navigate(&path, NavigateOptions::default()));
        }
    }
}

/// By which road, and who asks.
#[component]
fn Who(fields: Fields, form: Form) -> impl IntoView {
    let channel = fields.channel;
    let choice = move |one: Channel| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="channel"
                    prop:checked=move || channel.get() == one
                    on:change=move |_| channel.set(one)
                />
                <span>{move || words::channel(one)}</span>
            </label>
        }
    };
    let (unnamed, address) = (form.error("requester"), form.error("requester.address"));
    view! {
        <fieldset class="segments">
            <legend>{t("field-channel")}</legend>
            {CHANNELS.into_iter().map(choice).collect_view()}
        </fieldset>
        <RequesterField
            requester=fields.requester
            error=Signal::derive(move || unnamed.get().or_else(|| address.get()))
        />
    }
}

/// Queue, type, priority and the site's own fields.
#[component]
fn What(fields: Fields, form: Form) -> impl IntoView {
    let queue = fields.sheet.queue_text();
    let queues = move || {
        fields
            .queues
            .choices(|queue| queue.valid && may(queue, Permission::Create))
    };
    let values = move || {
        let row = |(field, value): (pult_shared::catalog::FieldDef, _)| {
            let error = form.error_at(format!("set_field.{}", field.key));
            view! { <FieldInput id=format!("field-{}", field.key) field value error /> }
        };
        fields.values.get().into_iter().map(row).collect_view()
    };
    view! {
        <div class="field-row">
            <SelectField
                id="queue"
                label="field-queue"
                value=queue
                options=Signal::derive(queues)
                error=form.error("queue_id")
                placeholder="choose"
            />
            <ClassFields of=fields.said ids=&IDS form unset=["as-queue-says", "service-none"] />
        </div>
        <div class="field-row" hidden=move || fields.values.with(Vec::is_empty)>
            {values}
        </div>
    }
}

/// Subject, text and files.
#[component]
fn Text(fields: Fields, form: Form, keeper: Keeper) -> impl IntoView {
    let sheet = fields.sheet;
    let error = form.error("body");
    let wrong = move || error.with(Option::is_some);
    let uploads = sheet.uploads;
    let pasted = move |event: web_sys::ClipboardEvent| {
        let files = web::files(event.clipboard_data().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            uploads.add(files);
        }
    };
    view! {
        <TextField id="subject" label="col-subject" value=sheet.subject error=form.error("subject") />
        <div class="field" class:field-wrong=wrong on:paste=pasted>
            <div class="composer-tools">
                <label for="body">{t("field-description")}</label>
                <TemplateMenu fields />
            </div>
            <textarea
                id="body"
                rows="9"
                dir="auto"
                aria-required="true"
                aria-describedby=move || wrong().then_some("body-error")
                aria-invalid=move || wrong().then_some("true")
                prop:value=move || sheet.body.get()
                on:input=move |event| sheet.body.set(event_target_value(&event))
            ></textarea>
            <p class="field-error" id="body-error" hidden=move || !wrong()>
                {move || error.get()}
            </p>
            <KeptLine kept=keeper.kept.into() />
        </div>
        <FilePicker
            id="files"
            items=uploads.items()
            on_files=move |files| uploads.add(files)
            on_remove=move |key| uploads.remove(key)
        />
        <MailboxField
            id="participants"
            label="participants"
            of=Signal::stored(sheet.cc)
            error=form.error("participants")
        />
    }
}

/// What is seldom said of a ticket at its beginning.
#[component]
fn More(fields: Fields, form: Form) -> impl IntoView {
    let said = fields.said;
    view! {
        <details class="bulk-more">
            <summary>{t("new-ticket-more")}</summary>
            <TagField id="tags" label="tags" of=said.tags error=form.error("add_tag.tag") />
            <RelationFields of=said ids=&IDS form queue=fields.sheet.queue.into() />
        </details>
    }
}

/// Who is told, whose it is, and the two ways to end.
#[component]
fn Ending(fields: Fields, send: Sending) -> impl IntoView {
    let busy = send.form.busy();
    let waits = Signal::derive(move || busy.get() || fields.sheet.uploads.busy());
    let check = move |value: RwSignal<bool>, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || value.get()
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                <span>{t(label)}</span>
            </label>
        }
    };
    view! {
        <div class="choices-row">
            {check(fields.confirm, "confirm-to-requester")} {check(fields.mine, "owner-is-me")}
        </div>
        <div class="form-end">
            <button type="submit" class="button button-primary" disabled=waits aria-keyshortcuts="Control+Enter">
                {move || text(if busy.get() { "sending" } else { "create-ticket" })}
            </button>
            <button
                type="button"
                class="button"
                disabled=waits
                aria-keyshortcuts="Control+Shift+Enter"
                title="Ctrl+Shift+Enter"
                on:click=move |_| send.send(true)
            >
                <Icon sign=Sign::Check />
                {t("create-solved")}
            </button>
            <a class="button" href=Place::Desk.path()>
                {t("cancel")}
            </a>
        </div>
        <p class="field-hint">{t("create-solved-hint")}</p>
    }
}
