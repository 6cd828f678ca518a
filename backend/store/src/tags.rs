//! Tags that are in use.

use pult_domain::policy::Visibility;

use crate::{
    StoreError,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    sql::Sql,
};

/// Greater than every letter that may follow.
const LAST: char = '\u{10ffff}';

/// The tags on visible tickets that begin so, the most used first.
pub async fn beginning_with(
    conn: &impl Conn,
    visibility: &Visibility,
    prefix: &str,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let mut sql =
        Sql::new("SELECT g.tag AS value FROM ticket_tags g JOIN tickets t ON t.id = g.ticket_id WHERE g.tag >= ");
    sql.bind(prefix).push(" AND g.tag < ").bind(format!("{prefix}{LAST}"));
    sql.push(" AND ");
    push_filter(
        &mut sql,
        visibility.filter(),
        &FilterContext::of_visibility(conn::dialect(conn)).by_person(),
    );
    sql.push(" GROUP BY g.tag ORDER BY COUNT(*) DESC, g.tag LIMIT ")
        .bind(limit);
    let rows: Vec<Single<String>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
