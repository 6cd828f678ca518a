//! The counters of ticket numbers. Taken in blocks and outside the transaction that uses them: gaps are allowed, doubles are
//! not.

use std::ops::Range;

use jiff::civil::Date;

use crate::{
    Store, StoreError,
    conn::{self, Single},
    sql::{Sql, bind},
};

/// Takes the next `count` counters of a day; they begin at 1. Nobody else gets them, whatever happens afterwards.
pub async fn reserve(store: &Store, day: Date, count: u32) -> Result<Range<u32>, StoreError> {
    let tx = store.begin().await?;
    let day = i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
    let sql = Sql::with(
        "INSERT INTO number_blocks (day, next) VALUES ($1, 1 + $2)
         ON CONFLICT (day) DO UPDATE SET next = number_blocks.next + $2 RETURNING next AS value",
        bind![day, count],
    );
    let next: Option<Single<u32>> = conn::one(&tx, sql).await?;
    let next = next
        .ok_or_else(|| StoreError::Corrupt("the counter gave no number".to_owned()))?
        .0;
    tx.commit().await?;
    Ok(next.saturating_sub(count)..next)
}
