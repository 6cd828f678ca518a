//! The form: which kind, whom it goes to, the text, files, and what stands between the text and its sending.

use leptos::{
    ev::{DragEvent, KeyboardEvent},
    prelude::*,
};
use pult_shared::{api::article::UploadView, ids::ArticleId};
use web_sys::File;

use super::{
    Composer, Kind,
    call::{CallFields, VisibleCheck},
    doubts::Doubts,
    mentions::{MentionList, Mentions},
    recipients::Recipients,
    submit::SubmitButtons,
    templates::TemplateMenu,
};
use crate::{
    components::{
        ErrorSummary, FilePicker, Icon, Notice, Sign, Tone, article,
        attachments::SHOWN_IMAGES,
        chips::{Chip, ChipRow},
    },
    i18n::{t, text},
    pages::agent::writing::KeptLine,
    web,
};

// req: B7, D21
#[component]
pub fn ComposerForm(composer: Composer) -> impl IntoView {
    let case = composer.case;
    let allowed = Memo::new(move |_| {
        Kind::ALL
            .into_iter()
            .filter(|kind| case.may(kind.command()))
            .collect::<Vec<_>>()
    });
    let kind = composer.kind;
    let over = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        composer.send(Vec::new());
    };
    let pasted = move |event: web_sys::ClipboardEvent| {
        let files = web::files(event.clipboard_data().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            take_files(composer, files, true);
        }
    };
    let dropped = move |event: DragEvent| {
        over.set(false);
        let files = web::files(event.data_transfer().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            take_files(composer, files, true);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            composer.send(Vec::new());
        }
    };
    let mail = move || kind.get().is_mail();
    view! {
        <Show when=move || allowed.with(|allowed| !allowed.is_empty())>
            <form
                id="composer"
                class="composer"
                class:composer-internal=move || matches!(kind.get(), Kind::Note)
                class:picker-over=move || over.get()
                aria-label=t("composer-title")
                novalidate
                on:submit=submit
                on:paste=pasted
                on:keydown=keydown
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
                on:focusout=move |_| untrack(|| composer.keeper()).save()
            >
                <KindSwitch composer allowed />
                <ErrorSummary complaints=composer.form.complaints() />
                <Restored composer />
                <Show when=mail fallback=move || view! { <NoMail composer /> }>
                    <Recipients composer />
                </Show>
                <Show when=move || kind.get() == Kind::Forward>
                    <ForwardFields composer />
                </Show>
                <SubjectField composer />
                <Body composer />
                <FilePicker
                    id="composer-files"
                    items=Signal::derive(move || composer.sheet().uploads.items().get())
                    on_files=move |files| take_files(composer, files, false)
                    on_remove=move |key| untrack(|| composer.sheet()).uploads.remove(key)
                    on_show=Callback::new(move |file: UploadView| composer.insert(&reference(&file)))
                />
                <Doubts composer />
                <SubmitButtons composer />
            </form>
        </Show>
    }
}

/// Sends files to the server. Images that were pasted or dropped into a mail are shown in the text, where they were put.
fn take_files(composer: Composer, files: Vec<File>, into_text: bool) {
    let uploads = untrack(|| composer.sheet()).uploads;
    let mail = composer.kind.get_untracked().is_mail();
    let (images, others): (Vec<File>, Vec<File>) = files
        .into_iter()
        .partition(|file| into_text && mail && SHOWN_IMAGES.contains(&file.type_().as_str()));
    uploads.add(others);
    uploads.add_then(images, move |file| composer.insert(&reference(file)));
}

/// How the text names an image that it shows.
fn reference(file: &UploadView) -> String {
    let name = file.name.replace(['[', ']', '\n'], " ");
    format!("![{name}](upload:{})", file.id)
}

/// What is written, as a row of choices.
#[component]
fn KindSwitch(composer: Composer, allowed: Memo<Vec<Kind>>) -> impl IntoView {
    let choice = move |kind: Kind| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="composer-kind"
                    prop:checked=move || composer.kind.get() == kind
                    on:change=move |_| composer.choose(kind)
                />
                <span>
                    <Icon sign=kind.sign() />
                    {t(kind.label())}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{t("composer-kind")}</legend>
            {move || allowed.get().into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

/// What stands in place of the recipients.
#[component]
fn NoMail(composer: Composer) -> impl IntoView {
    move || match composer.kind.get() {
        Kind::Call => view! { <CallFields composer /> }.into_any(),
        _ => view! { <p class="composer-to">{t("note-hint")}</p> }.into_any(),
    }
}

/// Which articles go along, and whether the customer sees that.
#[component]
fn ForwardFields(composer: Composer) -> impl IntoView {
    let items = Signal::derive(move || {
        let ids = composer.sheet().articles.get();
        composer.case.talk.with(|articles| {
            let chip = |id: &ArticleId| {
                let article = articles.iter().find(|article| article.id == *id);
                Chip {
                    key: id.to_string(),
                    label: article.map_or_else(|| text("article-older"), article_name),
                    title: article
                        .map(|article| article.text.chars().take(80).collect())
                        .unwrap_or_default(),
                }
            };
            ids.iter().map(chip).collect::<Vec<_>>()
        })
    });
    let on_remove = Callback::new(move |key: String| {
        untrack(|| composer.sheet())
            .articles
            .update(|ids| ids.retain(|id| id.to_string() != key));
    });
    let all = move |_| {
        let ids = composer.case.talk.with_untracked(|articles| {
            let shown = articles
                .iter()
                .filter(|article| article.visible_to_customer && !article.recalled);
            shown.map(|article| article.id).collect::<Vec<_>>()
        });
        untrack(|| composer.sheet()).articles.set(ids);
    };
    let error = composer.form.error("article_ids");
    view! {
        <div class="chip-field" id="composer-articles" tabindex="-1">
            <p class="chip-field-label">{t("forward-articles")}</p>
            <ChipRow items label="forward-articles" on_remove />
            <button type="button" class="link" on:click=all>
                {t("forward-all")}
            </button>
            <p class="field-error" hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
        <VisibleCheck composer label="forward-visible" />
    }
}

fn article_name(article: &pult_shared::api::article::ArticleView) -> String {
    format!("{} · {}", text(article::label(article)), article::author(article))
}

/// The subject, where somebody wants another one than the ticket's.
#[component]
fn SubjectField(composer: Composer) -> impl IntoView {
    let value = move || composer.sheet().subject.get();
    let error = composer.form.error("subject");
    view! {
        <details class="composer-more" open=move || !untrack(value).is_empty() || error.with(Option::is_some)>
            <summary>{t("composer-subject")}</summary>
            <div class="field" class:field-wrong=move || error.with(Option::is_some)>
                <label for="composer-subject" class="visually-hidden">
                    {t("col-subject")}
                </label>
                <input
                    id="composer-subject"
                    type="text"
                    autocomplete="off"
                    placeholder=move || composer.case.read(|ticket| ticket.subject.clone())
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input=move |event| untrack(|| composer.sheet()).subject.set(event_target_value(&event))
                />
                <p class="field-error" hidden=move || error.with(Option::is_none)>
                    {move || error.get()}
                </p>
            </div>
        </details>
    }
}

/// The text, with what helps to write it.
#[component]
fn Body(composer: Composer) -> impl IntoView {
    let mentions = Mentions::new(composer);
    let error = composer.form.error("body");
    let wrong = move || error.with(Option::is_some);
    view! {
        <div class="field" class:field-wrong=wrong>
            <div class="composer-tools">
                <label for="composer-body">{t("composer-body")}</label>
                <TemplateMenu composer />
            </div>
            <textarea
                id="composer-body"
                rows="8"
                dir="auto"
                aria-required="true"
                aria-describedby=move || wrong().then_some("composer-body-error")
                aria-invalid=move || wrong().then_some("true")
                aria-autocomplete=move || (composer.kind.get() == Kind::Note).then_some("list")
                aria-controls=move || mentions.choice.shown().then(|| mentions.choice.list_id())
                aria-activedescendant=move || mentions.choice.active_id()
                prop:value=move || composer.sheet().body.get()
                on:input=move |event| {
                    untrack(|| composer.sheet()).body.set(event_target_value(&event));
                    composer.touched.set(true);
                    mentions.look();
                }
                on:keydown=move |event| {
                    mentions.key(&event);
                }
                on:blur=move |_| mentions.choice.close()
            ></textarea>
            <MentionList mentions />
            <p class="field-error" id="composer-body-error" hidden=move || !wrong()>
                {move || error.get()}
            </p>
            <KeptLine kept=Signal::derive(move || composer.keeper().kept.get()) />
        </div>
    }
}

/// The text was there when the page opened; it can be thrown away.
#[component]
fn Restored(composer: Composer) -> impl IntoView {
    let shown = move || {
        let sheet = composer.sheet();
        sheet.restored.get() && !sheet.is_empty()
    };
    view! {
        <Show when=shown>
            <Notice tone=Tone::Info>
                <p>{t("draft-restored")}</p>
                <button type="button" class="button button-small" on:click=move |_| composer.discard()>
                    <Icon sign=Sign::Close />
                    {t("draft-discard")}
                </button>
            </Notice>
        </Show>
    }
}
