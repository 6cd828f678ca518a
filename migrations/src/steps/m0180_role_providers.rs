//! Which memberships of roles came from a provider of single sign-on: it takes back what it has given, and nothing else.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0180_role_providers",
    r"
ALTER TABLE role_members ADD COLUMN provider TEXT;
",
);
