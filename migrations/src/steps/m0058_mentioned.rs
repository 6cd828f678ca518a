//! Whom the notes of a ticket name becomes a part of `ticket_people`, so that it can be asked for; from the history for notes of before.

use crate::step::Step;

pub(crate) const STEP: Step = Step::each(
    "m0058_mentioned",
    r#"
INSERT INTO ticket_people (ticket_id, person_id, part)
SELECT DISTINCT h.ticket_id, p.id, 'mentioned'
FROM history h JOIN people p ON p.id = unhex(json_extract(h.event, '$.person_id'), '-')
WHERE h.event LIKE '%"mentioned"%' AND json_extract(h.event, '$.type') = 'mentioned';
"#,
    r#"
INSERT INTO ticket_people (ticket_id, person_id, part)
SELECT DISTINCT h.ticket_id, p.id, 'mentioned'
FROM history h JOIN people p ON p.id = CAST(CAST(h.event AS JSON) ->> 'person_id' AS UUID)
WHERE h.event LIKE '%"mentioned"%' AND CAST(h.event AS JSON) ->> 'type' = 'mentioned';
"#,
);
