//! Text templates, with the queues that they are offered in.

use std::collections::BTreeMap;

use pult_shared::{
    Timestamp,
    api::template::TemplateDef,
    ids::{QueueId, TemplateId},
};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Templates of the whole desk at the most; nobody finds his way among more.
const TEMPLATES_MAX: u32 = 5_000;

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: TemplateId,
    pub template: TemplateDef,
}

struct TemplateRow {
    template: Template,
    queue_id: Option<QueueId>,
}

impl FromRow for TemplateRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            template: Template {
                id: row.get("id")?,
                template: TemplateDef {
                    names: row.names(["name_de", "name_en"])?,
                    kind: row.get("kind")?,
                    subject: row.names(["subject_de", "subject_en"])?,
                    body: row.names(["body_de", "body_en"])?,
                    queue_ids: Vec::new(),
                    valid: row.get("valid")?,
                },
            },
            queue_id: row.get("queue_id")?,
        })
    }
}

/// All templates, by name. Which of them are offered where is for the rules to say: queues count with all below them. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<Template>, StoreError> {
    fetch(conn, None).await
}

/// The template with this id.
pub async fn find(conn: &impl Conn, id: TemplateId) -> Result<Option<Template>, StoreError> {
    Ok(fetch(conn, Some(id)).await?.pop())
}

async fn fetch(conn: &impl Conn, only: Option<TemplateId>) -> Result<Vec<Template>, StoreError> {
    let mut sql = Sql::new("SELECT o.*, q.queue_id FROM (SELECT * FROM templates ORDER BY id LIMIT ");
    sql.bind(TEMPLATES_MAX)
        .push(") o LEFT JOIN template_queues q ON q.template_id = o.id");
    if let Some(id) = only {
        sql = Sql::with(
            "SELECT o.*, q.queue_id FROM templates o LEFT JOIN template_queues q ON q.template_id = o.id WHERE o.id = $1",
            bind![id],
        );
    }
    sql.push(" ORDER BY o.id, q.queue_id");
    let mut by_id: BTreeMap<TemplateId, Template> = BTreeMap::new();
    for row in conn::all::<TemplateRow>(conn, sql).await? {
        let found = by_id.entry(row.template.id).or_insert(row.template);
        found.template.queue_ids.extend(row.queue_id);
    }
    let mut templates: Vec<Template> = by_id.into_values().collect();
    templates.sort_by_cached_key(|found| (found.template.names.de.to_lowercase(), found.id));
    Ok(templates)
}

/// Enters a template, or changes it; `now` counts for a new one.
pub async fn save(tx: &WriteTx, id: TemplateId, template: &TemplateDef, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO templates (id, kind, name_de, name_en, subject_de, subject_en, body_de, body_en, valid, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET kind = $2, name_de = $3, name_en = $4, subject_de = $5, subject_en = $6,
         body_de = $7, body_en = $8, valid = $9",
        bind![
            id,
            template.kind.name(),
            &template.names.de,
            &template.names.en,
            &template.subject.de,
            &template.subject.en,
            &template.body.de,
            &template.body.en,
            template.valid,
            now,
        ],
    );
    conn::run(tx, sql).await?;
    conn::run(
        tx,
        Sql::with("DELETE FROM template_queues WHERE template_id = $1", bind![id]),
    )
    .await?;
    let mut queues = template.queue_ids.clone();
    queues.sort_unstable();
    queues.dedup();
    let rows = queues.into_iter().map(|queue| bind![id, queue]);
    insert_rows(
        tx,
        "INSERT INTO template_queues (template_id, queue_id) VALUES ",
        rows.collect(),
    )
    .await
}

/// Deletes a template. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: TemplateId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM templates WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}
