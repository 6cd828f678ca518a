//! What a person chooses for themselves: how pages look, and at the desk how the work goes.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        article::ArticleOrder,
        preferences::{Preferences as Chosen, Theme},
    },
    error::FieldCode,
    limits::UNDO_MAX_SECONDS,
    person::Language,
};

use crate::{
    components::{ErrorSummary, SelectField, TextField},
    form::{Checks, Form, FormField},
    i18n::{
        self,
        dates::{from_local_field, to_local_field},
        t, text,
    },
    keys,
    place::Place,
    session::Session,
    theme,
    toast::Toasts,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "undo_seconds",
        id: "undo-seconds",
        label: "preference-undo",
    },
    FormField {
        name: "away_until",
        id: "away-until",
        label: "preference-away",
    },
];

const THEMES: [(Theme, &str, &str); 4] = [
    (Theme::System, "system", "theme-system"),
    (Theme::Light, "light", "theme-light"),
    (Theme::Dark, "dark", "theme-dark"),
    (Theme::Contrast, "contrast", "theme-contrast"),
];

fn theme_named(name: &str) -> Theme {
    let found = THEMES.into_iter().find(|(_, word, _)| *word == name);
    found.map(|(theme, ..)| theme).unwrap_or_default()
}

const NEWEST: &str = "newest_first";
const OLDEST: &str = "oldest_first";

// req: D20
#[component]
pub fn Preferences() -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let before = untrack(|| session.preferences());
    let form = Form::new(FIELDS);
    let look = THEMES.into_iter().find(|(theme, ..)| *theme == before.theme);
    let look = RwSignal::new(look.map_or("system", |(_, word, _)| word).to_owned());
    let order = RwSignal::new(
        match before.article_order {
            ArticleOrder::OldestFirst => OLDEST,
            ArticleOrder::NewestFirst => NEWEST,
        }
        .to_owned(),
    );
    let undo = RwSignal::new(before.undo_seconds.to_string());
    let away = RwSignal::new(before.away_until.map(to_local_field).unwrap_or_default());
    let speech = RwSignal::new(untrack(i18n::language).tag().to_owned());
    // Seen at once; kept with the rest.
    Effect::new(move |_| theme::show(theme_named(&look.get())));
    on_cleanup(move || theme::show(untrack(|| session.preferences()).theme));

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let seconds = undo.get_untracked().trim().parse::<u32>().ok();
        let away_text = away.get_untracked();
        let away_until = from_local_field(&away_text);
        let mut checks = Checks::default();
        if seconds.is_none_or(|seconds| seconds > UNDO_MAX_SECONDS) {
            checks.add("undo_seconds", FieldCode::Malformed);
        }
        if !away_text.is_empty() && away_until.is_none() {
            checks.add("away_until", FieldCode::Malformed);
        }
        if !form.begin(checks.found()) {
            return;
        }
        let chosen = Chosen {
            theme: theme_named(&look.get_untracked()),
            article_order: match order.get_untracked().as_str() {
                NEWEST => ArticleOrder::NewestFirst,
                _ => ArticleOrder::OldestFirst,
            },
            undo_seconds: seconds.unwrap_or_default(),
            away_until,
            ..untrack(|| session.preferences())
        };
        let language = Language::from_accepted(&speech.get_untracked()).unwrap_or_default();
        spawn_local(async move {
            let mut done = session.choose(chosen).await;
            if done.is_ok() && untrack(i18n::language) != language {
                done = session.speak(language).await;
            }
            match done {
                Ok(()) => {
                    form.done();
                    toasts.show(text("preferences-saved"));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let themes = || {
        let theme = |(_, word, label): (Theme, &str, &str)| (word.to_owned(), text(label));
        THEMES.into_iter().map(theme).collect::<Vec<_>>()
    };
    let orders = || {
        vec![
            (OLDEST.to_owned(), text("order-oldest-first")),
            (NEWEST.to_owned(), text("order-newest-first")),
        ]
    };
    let languages = || {
        vec![
            ("de".to_owned(), "Deutsch".to_owned()),
            ("en".to_owned(), "English".to_owned()),
        ]
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-preferences")}</h1>
            <Show when=move || session.is_agent()>
                <p>
                    <a href=Place::Notifications.path()>{t("title-notifications")}</a>
                    " · "
                    <a href=Place::Absences.path()>{t("title-absences")}</a>
                </p>
            </Show>
            <p>
                <a href=Place::Account.path()>{t("preferences-account")}</a>
            </p>
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <div class="field-row">
                    <SelectField
                        id="theme"
                        label="preference-theme"
                        hint="preference-theme-hint"
                        value=look
                        options=Signal::derive(themes)
                        error=form.error("theme")
                    />
                    <SelectField
                        id="language"
                        label="language"
                        hint="preference-language-hint"
                        value=speech
                        options=Signal::derive(languages)
                        error=form.error("language")
                    />
                </div>
                <Show when=move || session.is_agent()>
                    <SelectField
                        id="article-order"
                        label="preference-order"
                        value=order
                        options=Signal::derive(orders)
                        error=form.error("article_order")
                    />
                    <TextField
                        id="undo-seconds"
                        label="preference-undo"
                        hint="preference-undo-hint"
                        kind="number"
                        value=undo
                        error=form.error("undo_seconds")
                    />
                    <TextField
                        id="away-until"
                        label="preference-away"
                        hint="preference-away-hint"
                        kind="datetime-local"
                        value=away
                        error=form.error("away_until")
                        optional=true
                    />
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=keys::enabled
                            on:change=move |event| keys::enable(event_target_checked(&event))
                        />
                        <span>{t("keys-enabled-here")}</span>
                    </label>
                </Show>
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                        {t("save")}
                    </button>
                </div>
            </form>
        </div>
    }
}
