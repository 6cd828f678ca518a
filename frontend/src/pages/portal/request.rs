//! One request of the person: how it stands, the conversation, and an answer.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{article::ArticleView, ticket::TicketView},
    catalog::StateType,
    command::{Command, CommandName, Reply},
    error::ErrorCode,
    limits::BODY_MAX,
};

use crate::{
    a11y, api,
    components::{
        Ago, ArticleCard, ErrorSummary, Failure, FilePicker, Icon, Loading, Notice, Sign, StateBadge, TextArea, Tone,
    },
    drafts::{ArticleDraft, Slot},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    live::{News, Soon, listen},
    place::Place,
    session::Session,
    toast::Toasts,
    uploads::{FILE_LINKS, Uploads},
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
            </Show>
        </div>
    }
}

/// How the request stands, in words that customers understand.
#[component]
fn Standing(ticket: TicketView) -> impl IntoView {
    let (state, kind) = (ticket.state, ticket.state_type);
    let owner = ticket.owner.map(|owner| owner.name);
    let queue = ticket.queue;
    view! {
        <div class="card standing">
            <p class="standing-state">
                <StateBadge state=Signal::stored(state) kind=Signal::stored(kind) portal=true />
                <span>{move || text(&format!("portal-explain-{}", kind.name()))}</span>
            </p>
            <dl class="facts facts-wide">
                <dt>{t("portal-queue-label")}</dt>
                <dd>{move || words::queue(&queue)}</dd>
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
            </dl>
        </div>
    }
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
    let place = format!("portal-{}", request.number.get_value());
    let slot = StoredValue::new(
        Session::expect()
            .person_untracked()
            .map(|person| Slot::new(person, &place)),
    );
    let draft: ArticleDraft = slot
        .with_value(|slot| slot.as_ref().and_then(Slot::load))
        .unwrap_or_default();
    let body = RwSignal::new(draft.body);
    let uploads = Uploads::new(draft.uploads);
    let form = Form::new(FIELDS);
    Effect::new(move |before: Option<()>| {
        let draft = ArticleDraft {
            body: body.get(),
            uploads: uploads.views(),
            ..ArticleDraft::default()
        };
        let empty = draft.body.trim().is_empty() && draft.uploads.is_empty();
        if before.is_some() {
            slot.with_value(|slot| match slot {
                Some(slot) if empty => slot.clear(),
                Some(slot) => slot.save(&draft),
                None => {}
            });
        }
    });
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
                    body.set(String::new());
                    uploads.clear();
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
    view! {
        <Show
            when=allowed
            fallback=move || {
                view! {
                    <p class="soft">
                        {t("answer-not-possible")} " " <a href=Place::PortalNew.path()>{t("new-request")}</a>
                    </p>
                }
            }
        >
            <form class="card form" novalidate aria-label=t("answer-title") on:submit=submit>
                <h2>{t("answer-title")}</h2>
                <Show when=closed>
                    <p class="soft">{t("answer-closed-hint")}</p>
                </Show>
                <ErrorSummary complaints=form.complaints() />
                <TextArea id="answer-body" label="answer-label" value=body error=form.error("body") rows=6 />
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
