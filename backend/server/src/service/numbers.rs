//! Ticket numbers, reserved in blocks outside the transactions that use them: gaps are allowed, doubles are not.

use std::ops::Range;

use jiff::civil::Date;
use pult_domain::number::format_number;
use pult_shared::{Timestamp, ticket::TicketNumber};
use pult_store::{Store, StoreError, numbers};
use tokio::sync::Mutex;

/// Numbers that one process reserves at a time. A restart leaves the rest unused.
const BLOCK: u32 = 20;

/// What is left of the block of the day.
#[derive(Debug, Default)]
pub struct Numbers(Mutex<Option<(Date, Range<u32>)>>);

impl Numbers {
    /// The next number of the day.
    ///
    /// # Errors
    /// When a new block cannot be reserved.
    pub async fn next(&self, store: &Store, now: Timestamp) -> Result<TicketNumber, StoreError> {
        let day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let mut block = self.0.lock().await;
        if let Some((date, left)) = block.as_mut()
            && *date == day
            && let Some(counter) = left.next()
        {
            return Ok(format_number(day, counter));
        }
        let mut fresh = numbers::reserve(store, day, BLOCK).await?;
        let counter = fresh
            .next()
            .ok_or_else(|| StoreError::Corrupt("an empty block of numbers".to_owned()))?;
        *block = Some((day, fresh));
        Ok(format_number(day, counter))
    }
}
