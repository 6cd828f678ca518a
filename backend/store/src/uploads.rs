//! Files that were uploaded and belong to no article yet.

use pult_shared::{
    Timestamp,
    ids::{PersonId, UploadId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    drafts,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// An upload to be entered; its content is in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    pub id: UploadId,
    pub person_id: PersonId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub blob_hash: String,
    pub created_at: Timestamp,
}

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub person_id: PersonId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub blob_hash: String,
}

impl FromRow for Upload {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            name: row.get("name")?,
            media_type: row.get("media_type")?,
            size: row.get("size")?,
            blob_hash: row.get("blob_hash")?,
        })
    }
}

/// Enters an upload.
pub async fn insert(tx: &WriteTx, upload: &NewUpload) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO uploads (id, person_id, name, media_type, size, blob_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        bind![
            upload.id,
            upload.person_id,
            &upload.name,
            &upload.media_type,
            upload.size,
            &upload.blob_hash,
            upload.created_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Those of these uploads that exist and are the person's own.
pub async fn find_own(conn: &impl Conn, ids: &[UploadId], person: PersonId) -> Result<Vec<Upload>, StoreError> {
    let mut uploads = find(conn, ids).await?;
    uploads.retain(|upload| upload.person_id == person);
    Ok(uploads)
}

pub(crate) async fn find(conn: &impl Conn, ids: &[UploadId]) -> Result<Vec<Upload>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT id, person_id, name, media_type, size, blob_hash FROM uploads WHERE id IN ");
    sql.list(ids.iter().copied()).push(" ORDER BY id");
    conn::all(conn, sql).await
}

/// The size of all uploads of a person that no article has taken up yet.
pub async fn waiting_bytes(conn: &impl Conn, person: PersonId) -> Result<u64, StoreError> {
    // PostgreSQL sums BIGINT to NUMERIC, which is no number to read back.
    let sql = Sql::with(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS value FROM uploads WHERE person_id = $1",
        bind![person],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |bytes| bytes.0))
}

/// Forgets uploads; their contents stay.
pub async fn delete(tx: &WriteTx, ids: &[UploadId]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("DELETE FROM uploads WHERE id IN ");
    sql.list(ids.iter().copied());
    conn::run(tx, sql).await.map(|_| ())
}

/// Uploads that one statement forgets.
const AT_ONCE: usize = 500;

/// Forgets the uploads that nobody has used since, but those that a draft of their owner names; how many.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    let kept = drafts::named_uploads(tx, before).await?;
    let old = Sql::with(
        "SELECT id AS value FROM uploads WHERE created_at < $1 ORDER BY id",
        bind![before],
    );
    let old: Vec<Single<UploadId>> = conn::all(tx, old).await?;
    let gone: Vec<UploadId> = old
        .into_iter()
        .map(|row| row.0)
        .filter(|id| !kept.contains(id))
        .collect();
    for ids in gone.chunks(AT_ONCE) {
        delete(tx, ids).await?;
    }
    Ok(gone.len() as u64)
}
