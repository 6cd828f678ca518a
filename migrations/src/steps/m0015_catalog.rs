//! The catalog: states, priorities, types and services with their defaults, and custom fields. Its version grows with every write.
//! The keys of the default states are those that the rules begin with; names, colours and order are the site's.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0015_catalog",
    r"
CREATE TABLE catalog_version (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO catalog_version (id, version) VALUES (1, 1);
CREATE TABLE states (
    key TEXT NOT NULL PRIMARY KEY,
    state_type TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    color TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL,
    turns_into TEXT REFERENCES states (key)
);
INSERT INTO states (key, state_type, name_de, name_en, color, position, valid, turns_into) VALUES
    ('new', 'new', 'neu', 'new', 'blue', 10, TRUE, NULL),
    ('open', 'open', 'offen', 'open', 'teal', 20, TRUE, NULL),
    ('pending_reminder', 'pending_reminder', 'wartet auf Erinnerung', 'pending reminder', 'yellow', 30, TRUE, NULL),
    ('closed_successful', 'closed', 'erfolgreich geschlossen', 'closed successful', 'green', 60, TRUE, NULL),
    ('closed_unsuccessful', 'closed', 'erfolglos geschlossen', 'closed unsuccessful', 'grey', 70, TRUE, NULL),
    ('merged', 'merged', 'zusammengefasst', 'merged', 'purple', 80, TRUE, NULL),
    ('removed', 'removed', 'entfernt', 'removed', 'grey', 90, TRUE, NULL);
INSERT INTO states (key, state_type, name_de, name_en, color, position, valid, turns_into) VALUES
    ('pending_close_successful', 'pending_auto', 'wartet, dann erfolgreich geschlossen', 'pending, then closed successful',
     'yellow', 40, TRUE, 'closed_successful'),
    ('pending_close_unsuccessful', 'pending_auto', 'wartet, dann erfolglos geschlossen', 'pending, then closed unsuccessful',
     'orange', 50, TRUE, 'closed_unsuccessful');
CREATE TABLE priorities (
    level BIGINT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    color TEXT NOT NULL
);
INSERT INTO priorities (level, name_de, name_en, color) VALUES
    (1, 'sehr niedrig', 'very low', 'grey'),
    (2, 'niedrig', 'low', 'teal'),
    (3, 'normal', 'normal', 'blue'),
    (4, 'hoch', 'high', 'orange'),
    (5, 'sehr hoch', 'very high', 'red');
CREATE TABLE ticket_types (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
INSERT INTO ticket_types (key, name_de, name_en, position, valid) VALUES
    ('request', 'Anfrage', 'Request', 10, TRUE),
    ('incident', 'Störung', 'Incident', 20, TRUE),
    ('order', 'Auftrag', 'Order', 30, TRUE),
    ('question', 'Frage', 'Question', 40, TRUE);
CREATE TABLE services (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
CREATE TABLE custom_fields (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    help_de TEXT NOT NULL,
    help_en TEXT NOT NULL,
    options TEXT NOT NULL,
    queue_ids TEXT NOT NULL,
    type_keys TEXT NOT NULL,
    required_on_close BOOLEAN NOT NULL,
    shown_to_customer BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
",
);
