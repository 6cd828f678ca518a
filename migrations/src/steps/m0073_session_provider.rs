//! Which provider's sign-on a session came from, so that it ends with the provider's session.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0073_session_provider",
    r"
ALTER TABLE sessions ADD COLUMN provider TEXT;
ALTER TABLE sessions ADD COLUMN provider_subject TEXT;
ALTER TABLE sessions ADD COLUMN provider_session TEXT;
ALTER TABLE sessions ADD COLUMN id_token TEXT;
CREATE INDEX sessions_provider ON sessions (provider, provider_subject) WHERE provider IS NOT NULL;
",
);
