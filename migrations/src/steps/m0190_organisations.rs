//! Organisations that are set up, and the name of a person's as names are compared: counted by the database itself, so that whoever writes a
//! person, a version of before too, needs to know nothing of it. Only ASCII letters and the German umlauts are folded, so that both engines
//! and `pult_domain::organisation::key` agree; long names are cut, since an index takes no more.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0190_organisations",
    r#"
CREATE TABLE organisations (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(name), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü')), 1, 200)) STORED,
    valid BOOLEAN NOT NULL DEFAULT TRUE,
    members_see BOOLEAN NOT NULL DEFAULT FALSE,
    members_reply BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX organisations_name_key ON organisations (name_key);
ALTER TABLE people ADD COLUMN organisation_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(organisation), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü')), 1, 200)) VIRTUAL;
CREATE INDEX people_organisation_key ON people (organisation_key) WHERE organisation_key IS NOT NULL;
"#,
    r#"
CREATE TABLE organisations (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(name), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü') COLLATE "C"), 1, 200)) STORED,
    valid BOOLEAN NOT NULL DEFAULT TRUE,
    members_see BOOLEAN NOT NULL DEFAULT FALSE,
    members_reply BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX organisations_name_key ON organisations (name_key);
ALTER TABLE people ADD COLUMN organisation_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(organisation), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü') COLLATE "C"), 1, 200)) STORED;
CREATE INDEX people_organisation_key ON people (organisation_key) WHERE organisation_key IS NOT NULL;
"#,
);
