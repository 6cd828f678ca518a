//! One request of the person: how it stands, the conversation, and an answer.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    api::{article::ArticleView, draft::DraftKind, ticket::TicketView},
    catalog::{FieldDef, FieldKind, FieldValue, StateDef, StateType},
    command::{Command, CommandName, Reply, SetState},
    error::ErrorCode,
    limits::BODY_MAX,
};

use crate::{
    a11y, api, catalog,
    components::{
        Ago, ArticleCard, ErrorSummary, Failure, FilePicker, Icon, Loading, Notice, SecretWarning, Sign, StateBadge,
        TextArea, Tone,
    },
    drafts::Slot,
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{dates, t, text, words},
    live::{News, Soon, listen},
    place::Place,
    session::Session,
    toast::Toasts,
    tr,
    uploads::FILE_LINKS,
    writing::{Keeper, KeptLine, Restored, Sheet},
};

/// The request on screen.
#[derive(Clone, Copy)]
struct Request {
    number: StoredValue<String>,
    ticket: Fetch<TicketView>,
    articles: Fetch<Vec<ArticleView>>,
}

impl Request {
    fn new(number: String) -> Self {
        let request = Self {
            number: StoredValue::new(number),
            ticket: Fetch::new(),
            articles: Fetch::new(),
        };
        request.reload();
        let soon = Soon::new();
        listen(move |news| {
            let mine = match news {
                News::Resync => true,
                News::Ticket(event) => request.number.with_value(|number| *number == event.number.0),
                News::Gone(gone) => request.number.with_value(|number| *number == gone.0),
            };
            if mine {
                soon.ask(move || request.reload());
            }
        });
        request
    }

    fn reload(self) {
        let number = self.number.get_value();
        self.ticket.run(async move { api::tickets::get_ticket(&number).await });
        let number = self.number.get_value();
        self.articles
            .run(async move { api::articles::list_articles(&number).await });
    }
}

// req: D2, D19, E5
#[component]
pub fn MyTicket(number: String) -> impl IntoView {
    let request = Request::new(number);
    let ticket = request.ticket;
    go_on_where_merged(request);
    a11y::page_title(move || {
        let subject = ticket
            .with(|ticket| ticket.map(|ticket| ticket.subject.clone()))
            .unwrap_or_default();
        format!("{} {subject}", request.number.get_value())
    });
    let trouble = move || {
        ticket.error().filter(|_| ticket.get().is_none()).map(|error| {
            if error.code() == Some(ErrorCode::TicketNotFound) {
                view! {
                    <Notice tone=Tone::Error>
                        <p>{move || words::error(&error)}</p>
                    </Notice>
                }
                .into_any()
            } else {
                let message = Signal::derive(move || words::error(&error));
                view! { <Failure message retry=move || request.reload() /> }.into_any()
            }
        })
    };
    view! {
        <div class="page page-request">
            <a class="back" href=Place::Portal.path()>
                <Icon sign=Sign::Back />
                {t("back-to-portal")}
            </a>
            <h1 tabindex="-1">
                <span class="ticket-number">{request.number.get_value()}</span>
                " "
                <span class="ticket-subject">
                    {move || ticket.with(|ticket| ticket.map(|ticket| words::subject(&ticket.subject)))}
                </span>
            </h1>
            {trouble}
            {move || ticket.with(by_organisation)}
            {move || ticket.get().map(|ticket| view! { <Standing ticket /> })}
            <Show when=move || ticket.get().is_none() && ticket.error().is_none()>
                <Loading />
            </Show>
            <Show when=move || ticket.get().is_some()>
                <section class="conversation" aria-label=t("conversation")>
                    <h2 class="visually-hidden">{t("conversation")}</h2>
                    // An agent who is also the customer sees here what customers see.
                    <For
                        each=move || {
                            let all = request.articles.get().unwrap_or_default();
                            all.into_iter().filter(|article| article.visible_to_customer).collect::<Vec<_>>()
                        }
                        key=|article| article.id
                        let:article
                    >
                        <ArticleCard article links=FILE_LINKS portal=true />
                    </For>
                    {move || {
                        request
                            .articles
                            .error()
                            .map(|error| view! { <p class="field-error">{words::error(&error)}</p> })
                    }}
                </section>
                <Answer request />
                <Done request />
            </Show>
        </div>
    }
}

/// Why somebody sees a request who neither made it nor takes part, and why they cannot answer, where they cannot.
fn by_organisation(ticket: Option<&TicketView>) -> Option<impl IntoView + use<>> {
    let ticket = ticket?;
    let name = Session::expect().organisation()?;
    let own = takes_part(ticket)?;
    let requester = ticket.requester.name.clone();
    let only = !ticket.allowed.contains(&CommandName::Reply);
    (!own).then(|| {
        view! {
            <Notice tone=Tone::Info>
                <p>
                    {move || tr!("portal-by-organisation", requester = requester.clone(), name = name.clone())}
                    {only.then(|| view! { " " {t("portal-by-organisation-only")} })}
                </p>
            </Notice>
        }
    })
}

/// Whether whoever is signed in made a request or takes part in it.
fn takes_part(ticket: &TicketView) -> Option<bool> {
    let me = Session::expect().person()?;
    Some(ticket.requester.id == me || ticket.participants.iter().any(|person| person.id == me))
}

/// The first state that means done.
fn closing_state() -> Option<StateDef> {
    catalog::valid_states()
        .into_iter()
        .find(|state| state.state_type == StateType::Closed)
}

/// The customer says that nothing more is wanted; an answer takes it back.
#[component]
fn Done(request: Request) -> impl IntoView {
    let toasts = Toasts::expect();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None));
    let allowed = move || {
        request
            .ticket
            .with(|ticket| ticket.is_some_and(|ticket| ticket.allowed.contains(&CommandName::SetState)))
    };
    let close = move |_| {
        let (Some(ticket), Some(state)) = (request.ticket.get_untracked(), closing_state()) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let command = Command::SetState(SetState {
                state: state.key,
                pending_until: None,
                notify_customer: None,
                with_children: None,
                undo_seconds: None,
            });
            match api::tickets::apply_commands(&ticket.number.0, ticket.version, vec![command]).await {
                Ok(_) => toasts.show(text("done-request-closed")),
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
            busy.try_set(false);
            if request.number.try_get_value().is_some() {
                request.reload();
            }
        });
    };
    view! {
        <Show when=allowed>
            <div class="card request-done">
                <p>{t("request-done-hint")}</p>
                <button type="button" class="button" aria-disabled=move || busy.get().to_string() on:click=close>
                    <Icon sign=Sign::Check />
                    {t("request-done")}
                </button>
                {move || failed.get().map(|error| view! { <p class="field-error" role="alert">{words::error(&error)}</p> })}
            </div>
        </Show>
    }
}

/// A number that is an alias leads on to the request that goes on, where the person takes part in it.
fn go_on_where_merged(request: Request) {
    let (navigate, toasts) = (use_navigate(), Toasts::expect());
    let into = Memo::new(move |_| {
        let into = |ticket: &TicketView| ticket.merged_into.as_ref().map(|into| into.number.0.clone());
        request.ticket.with(|ticket| ticket.and_then(into))
    });
    Effect::new(move |_| {
        let from = request.number.get_value();
        let Some(into) = into.get().filter(|into| *into != from) else {
            return;
        };
        toasts.show(tr!("portal-merged-into", from = from, into = into.clone()));
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&Place::PortalTicket(into).path(), options);
    });
}

/// How the request stands, in words that customers understand.
#[component]
fn Standing(ticket: TicketView) -> impl IntoView {
    // Whoever takes part in the other ticket is led there.
    let elsewhere = ticket.state_type == StateType::Merged && ticket.merged_into.is_none();
    let facts = shown_fields(&ticket);
    let (state, kind) = (ticket.state, ticket.state_type);
    let owner = ticket.owner.map(|owner| owner.name);
    // Some queues keep their name to themselves.
    let queue = Some(ticket.queue).filter(|queue| !queue.path.is_empty());
    view! {
        <div class="card standing">
            <p class="standing-state">
                <StateBadge state=Signal::stored(state) kind=Signal::stored(kind) portal=true />
                <span>{move || text(&format!("portal-explain-{}", kind.name()))}</span>
            </p>
            {elsewhere.then(|| view! { <p>{t("portal-merged-elsewhere")}</p> })}
            <dl class="facts facts-wide">
                {queue
                    .map(|queue| {
                        view! {
                            <dt>{t("portal-queue-label")}</dt>
                            <dd>{move || words::queue(&queue)}</dd>
                        }
                    })}
                <dt>{t("portal-col-owner")}</dt>
                <dd>{move || owner.clone().unwrap_or_else(|| text("portal-no-owner"))}</dd>
                <dt>{t("field-created")}</dt>
                <dd>
                    <Ago at=Signal::stored(ticket.created_at) />
                </dd>
                <dt>{t("field-updated")}</dt>
                <dd>
                    <Ago at=Signal::stored(ticket.updated_at) />
                </dd>
                {facts
                    .into_iter()
                    .map(|(field, value)| {
                        view! {
                            <dt>{move || words::name(&field.names)}</dt>
                            <dd class="standing-field">{value}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
        </div>
    }
}

/// The site's own fields that customers may see and that have a value, in the site's order.
// req: D18
fn shown_fields(ticket: &TicketView) -> Vec<(FieldDef, AnyView)> {
    let value = |field: FieldDef| {
        let value = ticket.fields.get(&field.key)?.clone();
        let shown = match (field.kind, value) {
            (FieldKind::Person, FieldValue::Text(id)) => {
                let found = ticket.field_people.iter().find(|person| person.id.to_string() == id);
                found.map(|person| person.name.clone())?.into_any()
            }
            (FieldKind::Date, FieldValue::Text(day)) => (move || dates::day(&day)).into_any(),
            (_, value) => {
                let key = field.key.clone();
                (move || words::field_value(&key, &value)).into_any()
            }
        };
        Some((field, shown))
    };
    // Also one that is not in use any more, where the ticket has it.
    catalog::fields().into_iter().filter_map(value).collect()
}

const FIELDS: &[FormField] = &[
    FormField {
        name: "body",
        id: "answer-body",
        label: "answer-label",
    },
    FormField {
        name: "attachments",
        id: "answer-files",
        label: "attachments",
    },
];

// req: D21
#[component]
fn Answer(request: Request) -> impl IntoView {
    let toasts = Toasts::expect();
    let place = format!("portal-answer-{}", request.number.get_value());
    let person = Session::expect().person_untracked();
    let sheet = Sheet::new(DraftKind::Reply);
    let keeper = Keeper::new(sheet, person.map(|person| Slot::new(person, &place)));
    keeper.save_with_page();
    // The draft belongs to the ticket, which is known when it is here.
    Effect::new(move |begun: Option<bool>| {
        let ticket = request
            .ticket
            .with(|ticket| ticket.as_ref().map(|ticket| (ticket.id, ticket.version)));
        let begun = begun == Some(true);
        if !begun && ticket.is_some() {
            keeper.begin(ticket);
        }
        begun || ticket.is_some()
    });
    let (body, uploads) = (sheet.body, sheet.uploads);
    let form = Form::new(FIELDS);
    let send = move || {
        let text_now = body.get_untracked();
        let mut checks = Checks::default();
        checks.required("body", &text_now);
        checks.at_most("body", &text_now, BODY_MAX);
        let Some(ticket) = request.ticket.get_untracked().filter(|_| form.begin(checks.found())) else {
            return;
        };
        let reply = Reply {
            body: text_now,
            attachments: uploads.ids(),
            ..Reply::default()
        };
        spawn_local(async move {
            let number = ticket.number.0;
            match api::tickets::apply_commands(&number, ticket.version, vec![Command::Reply(reply)]).await {
                Ok(_) => {
                    form.done();
                    keeper.sent();
                    toasts.show(text("done-answer"));
                }
                Err(error) => form.fail(error),
            }
            // Also after a refusal: the desk may have written meanwhile, and the next attempt goes by the newer version.
            if request.number.try_get_value().is_some() {
                request.reload();
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let allowed = move || {
        request
            .ticket
            .with(|ticket| ticket.is_some_and(|t| t.allowed.contains(&CommandName::Reply)))
    };
    let closed = move || {
        request
            .ticket
            .with(|ticket| ticket.is_some_and(|ticket| ticket.state_type == StateType::Closed))
    };
    // To others the page says above that they only read.
    let theirs = move || request.ticket.with(|ticket| ticket.and_then(takes_part) != Some(false));
    view! {
        <Show
            when=allowed
            fallback=move || {
                view! {
                    <Show when=theirs>
                        <p class="soft">
                            {t("answer-not-possible")} " " <a href=Place::PortalNew.path()>{t("new-request")}</a>
                        </p>
                    </Show>
                }
            }
        >
            <form
                class="card form"
                novalidate
                aria-label=t("answer-title")
                on:submit=submit
                on:focusout=move |_| keeper.save()
            >
                <h2>{t("answer-title")}</h2>
                <Show when=closed>
                    <p class="soft">{t("answer-closed-hint")}</p>
                </Show>
                <Restored keeper />
                <ErrorSummary complaints=form.complaints() />
                <TextArea id="answer-body" label="answer-label" value=body error=form.error("body") rows=6 />
                <SecretWarning written=body />
                <KeptLine kept=keeper.kept.into() />
                <FilePicker
                    id="answer-files"
                    items=uploads.items()
                    on_files=move |files| uploads.add(files)
                    on_remove=move |key| uploads.remove(key)
                />
                <div class="form-end">
                    <button
                        type="submit"
                        class="button button-primary"
                        disabled=move || form.busy().get() || uploads.busy()
                    >
                        {move || text(if form.busy().get() { "sending" } else { "send-answer" })}
                    </button>
                </div>
            </form>
        </Show>
    }
}
