//! What a ticket has several of: tags, values of custom fields, people, links, things to do, accounted time.
//!
//! A field has a row for each value: `shape` tells how the text is read, `folded` is what is compared, `number` and `day` are set where
//! the value is one. A link has two rows, each as seen from its ticket.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0019_ticket_parts",
    r"
CREATE TABLE ticket_tags (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    tag TEXT {bytewise} NOT NULL,
    PRIMARY KEY (ticket_id, tag)
);
CREATE INDEX ticket_tags_tag ON ticket_tags (tag, ticket_id);
CREATE TABLE ticket_fields (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    field_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    shape TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT {bytewise} NOT NULL,
    number DOUBLE PRECISION,
    day TEXT {bytewise},
    PRIMARY KEY (ticket_id, field_key, position)
);
CREATE INDEX ticket_fields_folded ON ticket_fields (field_key, folded, ticket_id);
CREATE INDEX ticket_fields_number ON ticket_fields (field_key, number, ticket_id) WHERE number IS NOT NULL;
CREATE INDEX ticket_fields_day ON ticket_fields (field_key, day, ticket_id) WHERE day IS NOT NULL;
CREATE TABLE ticket_people (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    person_id UUID NOT NULL REFERENCES people (id),
    part TEXT NOT NULL,
    PRIMARY KEY (ticket_id, person_id, part)
);
CREATE INDEX ticket_people_person ON ticket_people (person_id, part, ticket_id);
CREATE TABLE ticket_links (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    other_id UUID NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (ticket_id, other_id, kind)
);
CREATE TABLE checklist_items (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    done BOOLEAN NOT NULL
);
CREATE INDEX checklist_items_ticket ON checklist_items (ticket_id, position);
CREATE TABLE time_entries (
    id {serial},
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    person_id UUID REFERENCES people (id),
    minutes BIGINT NOT NULL,
    comment TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX time_entries_ticket ON time_entries (ticket_id, at);
",
);
