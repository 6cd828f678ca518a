//! What somebody had seen when they began to change something. The change goes by that version, however fresh the page is by now:
//! the live stream renews what is on screen while a form is open, and nobody must lose a value that they never read.

use leptos::prelude::*;
use pult_shared::{api::ticket::HistoryEntry, command::Command, error::ErrorCode, event::TicketEvent};

use super::{case::Case, history::Changes};
use crate::{api::ApiError, i18n::t};

/// What one form was opened with.
#[derive(Clone, Copy)]
pub struct Seen {
    case: Case,
    version: StoredValue<Option<i64>>,
    /// What others did meanwhile. Whoever presses again has been told.
    came: RwSignal<Vec<HistoryEntry>>,
}

impl Seen {
    /// The form opens now.
    pub fn now(case: Case) -> Self {
        Self {
            case,
            version: StoredValue::new(case.version()),
            came: RwSignal::new(Vec::new()),
        }
    }

    /// The form opens again.
    pub fn begin(self) {
        self.version.set_value(self.case.version());
        self.came.set(Vec::new());
    }

    /// Whether the writer has been told of changes that stand against theirs. What they keep now, they choose.
    pub fn told(self) -> bool {
        self.came.with_untracked(|came| !came.is_empty())
    }

    /// Applies commands to the ticket as it was when the form opened.
    ///
    /// # Errors
    /// `stale_version` where somebody changed the same meanwhile: they are named in [`Told`], and the next attempt goes by what is
    /// there now.
    pub async fn apply(self, commands: Vec<Command>) -> Result<Vec<TicketEvent>, ApiError> {
        let answer = self.case.apply_as_of(self.version.get_value(), commands).await;
        if let Err(ApiError::Problem(problem)) = &answer
            && problem.code == ErrorCode::StaleVersion
            // Gone with its page.
            && self.version.try_get_value().is_some()
        {
            // What they came to is on screen before the sentences are.
            self.case.look_now().await;
            let _ = self.version.try_set_value(self.case.version());
            let _ = self.came.try_set(problem.changes.clone());
        }
        answer
    }
}

// req: B8
/// What others changed while the form was open. The value that was typed is still there.
#[component]
pub fn Told(seen: Seen) -> impl IntoView {
    let came = seen.came;
    view! {
        <div class="told" role="alert">
            <Show when=move || came.with(|came| !came.is_empty())>
                <p>{t("edit-overtaken")}</p>
                <Changes case=seen.case entries=Signal::derive(move || came.get()) />
                <p>{t("edit-overtaken-choice")}</p>
            </Show>
        </div>
    }
}
