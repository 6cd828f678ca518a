//! Redirecting a mail that came in, and sending one that went out once more: both only ask for recipients.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::article::ArticleView,
    command::{Command, Redirect, Resend},
    error::FieldCode,
    mailbox::Mailbox,
};

use crate::{
    components::{Dialog, ErrorSummary, article},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    pages::agent::{ticket::case::Case, writing::MailboxField},
};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    Redirect,
    Resend,
}

impl Road {
    fn title(self) -> &'static str {
        match self {
            Self::Redirect => "article-redirect",
            Self::Resend => "article-resend",
        }
    }

    fn explained(self) -> &'static str {
        match self {
            Self::Redirect => "redirect-explained",
            Self::Resend => "resend-explained",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Redirect => "done-redirect",
            Self::Resend => "done-resend",
        }
    }
}

/// What the dialog is about.
#[derive(Clone, Copy)]
pub struct SendOn {
    open: RwSignal<bool>,
    what: StoredValue<Option<(Road, ArticleView)>>,
}

impl SendOn {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            what: StoredValue::new(None),
        }
    }

    pub fn open(self, road: Road, article: ArticleView) {
        self.what.set_value(Some((road, article)));
        self.open.set(true);
    }
}

const FIELDS: &[FormField] = &[FormField {
    name: "to",
    id: "send-on-to",
    label: "mail-to-label",
}];

#[component]
pub fn SendOnDialog(case: Case, send_on: SendOn) -> impl IntoView {
    let title = Signal::derive(move || {
        let open = send_on.open.get();
        let road = send_on.what.with_value(|what| what.as_ref().map(|(road, _)| *road));
        road.filter(|_| open).map(|road| text(road.title())).unwrap_or_default()
    });
    let form = move || {
        let what = send_on.what.get_value();
        what.map(|(road, article)| view! { <SendOnForm case send_on road article /> })
    };
    view! {
        <Dialog open=send_on.open id="send-on" title>
            {form()}
        </Dialog>
    }
}

#[component]
fn SendOnForm(case: Case, send_on: SendOn, road: Road, article: ArticleView) -> impl IntoView {
    let form = Form::new(FIELDS);
    let first = match road {
        Road::Redirect => Vec::new(),
        Road::Resend => article.to.clone(),
    };
    let to = RwSignal::new(first);
    let id = article.id;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to: Vec<Mailbox> = to.get_untracked();
        let mut checks = Checks::default();
        if to.is_empty() {
            checks.add("to", FieldCode::Required);
        }
        if !form.begin(checks.found()) {
            return;
        }
        let command = match road {
            Road::Redirect => Command::Redirect(Redirect { article_id: id, to }),
            Road::Resend => Command::Resend(Resend { article_id: id, to }),
        };
        spawn_local(async move {
            let answer = case.apply(vec![command]).await;
            if case.number.try_get_value().is_none() {
                return;
            }
            match answer {
                Ok(_) => {
                    form.done();
                    send_on.open.set(false);
                    case.say(text(road.done()));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <p class="soft">{t(road.explained())}</p>
            <p>
                <strong>{article::author(&article)}</strong>
                " · "
                {article.subject}
            </p>
            <MailboxField id="send-on-to" label="mail-to-label" of=Signal::stored(to) error=form.error("to") />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("send")}
                </button>
                <button type="button" class="button" on:click=move |_| send_on.open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}
