//! Who is signed in, for the whole program.
//!
//! Knows the session's API; must not know pages. Guards read it, so a session that ends anywhere leads to the sign-in page.

use leptos::prelude::*;
use pult_shared::{
    api::{
        preferences::Preferences,
        second_factor::{PasskeySignIn, SecondStep},
        session::SessionView,
    },
    ids::PersonId,
    person::Language,
};
use serde_json::Value;

use crate::{
    api::{self, ApiError, sessions::SignIn},
    i18n,
    place::Guard,
    road,
};

/// The signed-in person, or nobody.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    view: RwSignal<Option<SessionView>>,
    /// The session ended by itself, so the sign-in page explains it.
    ended: RwSignal<bool>,
    /// The person signed out, so the next one at this device starts at the front.
    left: RwSignal<bool>,
    /// The language was chosen here, just now: that counts more than what the person chose some time ago.
    chosen: RwSignal<bool>,
}

impl Session {
    pub fn new() -> Self {
        Self {
            view: RwSignal::new(None),
            ended: RwSignal::new(false),
            left: RwSignal::new(false),
            chosen: RwSignal::new(false),
        }
    }

    /// The session of the surrounding program.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks the server who is signed in.
    pub async fn restore(self) {
        if let Ok(view) = api::sessions::get_session().await {
            self.view.set(Some(view));
        }
    }

    /// Signs out in the browser whenever the server says that nobody is signed in.
    pub fn watch(self) {
        let signed_out = api::signed_out();
        Effect::new(move |before: Option<()>| {
            signed_out.track();
            // The first run only listens.
            if before.is_some() && self.view.with_untracked(Option::is_some) {
                self.ended.set(true);
                self.view.set(None);
            }
        });
    }

    /// Signs in; where a second factor is still missing, what is asked for.
    pub async fn sign_in(self, login: String, password: String) -> Result<Option<SecondStep>, ApiError> {
        match api::sessions::create_session(login, password).await? {
            SignIn::Done(view) => {
                self.begin(view).await;
                Ok(None)
            }
            SignIn::SecondStep(step) => Ok(Some(step)),
        }
    }

    /// The second step, with the code.
    pub async fn complete(self, step: String, code: String) -> Result<(), ApiError> {
        let view = api::sessions::complete_session(step, code).await?;
        self.begin(view).await;
        Ok(())
    }

    /// With what a passkey has signed.
    pub async fn sign_in_with_passkey(self, challenge: String, credential: Value) -> Result<(), ApiError> {
        let body = PasskeySignIn { challenge, credential };
        let view = api::sessions::sign_in_with_passkey(&body).await?;
        self.begin(view).await;
        Ok(())
    }

    async fn begin(self, view: SessionView) {
        let view = self.agree_on_language(view).await;
        self.ended.set(false);
        self.left.set(false);
        self.view.set(Some(view));
    }

    /// A second factor has to be set up before anything else.
    pub fn second_factor_due(self) -> bool {
        self.view
            .with(|view| view.as_ref().is_some_and(|view| view.second_factor_due))
    }

    pub fn second_factor_due_untracked(self) -> bool {
        untrack(|| self.second_factor_due())
    }

    /// It is set up.
    pub fn has_second_factor(self) {
        if self.second_factor_due_untracked() {
            self.view.update(|view| {
                if let Some(view) = view {
                    view.second_factor_due = false;
                }
            });
        }
    }

    /// The person's language, or the one that was chosen on the way in. Neither is a reason not to be signed in.
    async fn agree_on_language(self, view: SessionView) -> SessionView {
        let here = untrack(i18n::language);
        if view.language == here {
            return view;
        }
        let agreed = if self.chosen.get_untracked() {
            api::sessions::update_session(here).await
        } else {
            i18n::switch_to(view.language).await.map(|()| view.clone())
        };
        agreed.unwrap_or_else(|error| {
            leptos::logging::warn!("{error:?}");
            view
        })
    }

    pub async fn sign_out(self) -> Result<(), ApiError> {
        match api::sessions::delete_session().await {
            Ok(Some(elsewhere)) => {
                // The provider leads back to the sign-in page.
                road::load(&elsewhere, false);
            }
            Ok(None) => {}
            Err(error) if error.signed_out() => {}
            Err(error) => return Err(error),
        }
        self.ended.set(false);
        self.left.set(true);
        self.view.set(None);
        Ok(())
    }

    /// Shows everything in another language, and keeps it for the person.
    pub async fn speak(self, language: Language) -> Result<(), ApiError> {
        i18n::switch_to(language).await?;
        i18n::remember(language);
        self.chosen.set(true);
        if self.signed_in_untracked() {
            let view = api::sessions::update_session(language).await?;
            self.view.set(Some(view));
        }
        Ok(())
    }

    pub fn get(self) -> Option<SessionView> {
        self.view.get()
    }

    pub fn person(self) -> Option<PersonId> {
        self.view.with(|view| view.as_ref().map(|view| view.person.id))
    }

    pub fn person_untracked(self) -> Option<PersonId> {
        untrack(|| self.person())
    }

    pub fn is_agent(self) -> bool {
        self.may(|view| view.agent)
    }

    /// Whether the person may something, and nothing has to be done before.
    fn may(self, what: fn(&SessionView) -> bool) -> bool {
        self.view
            .with(|view| view.as_ref().is_some_and(|view| what(view) && !view.second_factor_due))
    }

    pub fn is_administrator(self) -> bool {
        self.may(|view| view.administrator)
    }

    pub fn may_request_queue(self) -> bool {
        self.view
            .with(|view| view.as_ref().is_some_and(|view| view.may_request_queue))
    }

    /// The organisation whose requests the person sees.
    pub fn organisation(self) -> Option<String> {
        self.view.with(|view| view.as_ref()?.organisation.clone())
    }

    /// Administers at least one queue.
    pub fn is_manager(self) -> bool {
        self.may(|view| view.manager)
    }

    /// Whether the person may see pages with this guard.
    pub fn may_see(self, guard: Guard) -> bool {
        match guard {
            Guard::Anyone => true,
            Guard::SignedIn => self.signed_in(),
            Guard::Agent => self.is_agent(),
            Guard::Manager => self.is_manager() || self.is_administrator(),
            Guard::Administrator => self.is_administrator(),
        }
    }

    /// What the person has chosen for themselves; the usual while nobody is signed in.
    pub fn preferences(self) -> Preferences {
        self.view
            .with(|view| view.as_ref().map(|view| view.preferences.clone()))
            .unwrap_or_default()
    }

    /// Keeps what the person chose, here and on the server.
    pub async fn choose(self, preferences: Preferences) -> Result<(), ApiError> {
        let saved = api::preferences::save_preferences(&preferences).await?;
        self.view.update(|view| {
            if let Some(view) = view {
                view.preferences = saved;
            }
        });
        Ok(())
    }

    pub fn signed_in(self) -> bool {
        self.view.with(Option::is_some)
    }

    pub fn signed_in_untracked(self) -> bool {
        self.view.with_untracked(Option::is_some)
    }

    /// Whether the last session ended by itself.
    pub fn has_ended(self) -> bool {
        self.ended.get()
    }

    /// Whether the last session ended because the person signed out.
    pub fn was_left_untracked(self) -> bool {
        self.left.get_untracked()
    }

    pub fn language_untracked(self) -> Option<Language> {
        self.view.with_untracked(|view| view.as_ref().map(|view| view.language))
    }
}
