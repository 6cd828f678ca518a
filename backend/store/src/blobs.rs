//! Contents by their SHA-256, each kept once. Small ones are part of the transaction; large ones go to the object store, where
//! they are durable before the row that names them is written.

use std::{collections::HashMap, path::Path};

use bytes::Bytes;
use object_store::{ObjectStoreExt, local::LocalFileSystem, path::Path as ObjectPath};
use pult_shared::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    Store, StoreError, WriteTx,
    conn::{self, Conn, sealed::Sealed},
    row::{FromRow, Row},
    sql::{Sql, bind},
    store::Shared,
};

/// The largest content that is kept in its row.
pub const INLINE_MAX: usize = 256 * 1024;

/// The hash under which a content is kept, in hex.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Keeps a content, in the transaction; its hash. Call [`stage`] first for large ones, so that no other writer waits for the
/// disk.
pub async fn put(tx: &WriteTx, bytes: &[u8], now: Timestamp) -> Result<String, StoreError> {
    let hash = hash_of(bytes);
    if bytes.len() > INLINE_MAX {
        write_object(tx.shared(), &hash, bytes).await?;
    }
    put_staged(tx, &hash, bytes, now).await?;
    Ok(hash)
}

/// Keeps a content whose hash is known and that went through [`stage_as`]: nothing is computed or written to the disk here.
pub async fn put_staged(tx: &WriteTx, hash: &str, bytes: &[u8], now: Timestamp) -> Result<(), StoreError> {
    let inline = bytes.len() <= INLINE_MAX;
    let sql = Sql::with(
        "INSERT INTO blobs (hash, size, bytes, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING",
        bind![hash, bytes.len() as u64, inline.then(|| bytes.to_vec()), now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Writes a large content to the object store ahead of the transaction that will `put` it. Small ones need nothing.
pub async fn stage(store: &Store, bytes: &[u8]) -> Result<(), StoreError> {
    if bytes.len() <= INLINE_MAX {
        return Ok(());
    }
    stage_as(store, &hash_of(bytes), bytes).await
}

/// [`stage`] for a content whose hash is known.
pub async fn stage_as(store: &Store, hash: &str, bytes: &[u8]) -> Result<(), StoreError> {
    if bytes.len() <= INLINE_MAX {
        return Ok(());
    }
    write_object(store.shared(), hash, bytes).await
}

struct Blob {
    size: u64,
    bytes: Option<Vec<u8>>,
}

impl FromRow for Blob {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            size: row.get("size")?,
            bytes: row.get("bytes")?,
        })
    }
}

struct Size {
    hash: String,
    size: u64,
}

impl FromRow for Size {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            hash: row.get("hash")?,
            size: row.get("size")?,
        })
    }
}

/// How large contents are, in bytes, by hash.
pub async fn sizes(conn: &impl Conn, hashes: &[&str]) -> Result<HashMap<String, u64>, StoreError> {
    if hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT hash, size FROM blobs WHERE hash IN ");
    sql.list(hashes.iter().copied());
    let sizes: Vec<Size> = conn::all(conn, sql).await?;
    Ok(sizes.into_iter().map(|size| (size.hash, size.size)).collect())
}

/// The content with this hash.
pub async fn get(conn: &impl Conn, hash: &str) -> Result<Option<Bytes>, StoreError> {
    let sql = Sql::with("SELECT size, bytes FROM blobs WHERE hash = $1", bind![hash]);
    let Some(blob) = conn::one::<Blob>(conn, sql).await? else {
        return Ok(None);
    };
    let bytes = match blob.bytes {
        Some(bytes) => Bytes::from(bytes),
        None => read_object(conn.shared(), hash).await?,
    };
    if bytes.len() as u64 == blob.size {
        Ok(Some(bytes))
    } else {
        Err(StoreError::Corrupt(format!(
            "the content {hash} has another size than it had"
        )))
    }
}

pub(crate) async fn open_folder(folder: &Path) -> Result<LocalFileSystem, StoreError> {
    let unavailable = |error: &dyn std::fmt::Display| {
        StoreError::Unavailable(format!("the folder {} for contents: {error}", folder.display()))
    };
    tokio::fs::create_dir_all(folder)
        .await
        .map_err(|error| unavailable(&error))?;
    let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| unavailable(&error))?;
    Ok(objects.with_fsync(true))
}

/// Folders of 256, so that none gets too long.
fn object_path(hash: &str) -> ObjectPath {
    ObjectPath::from_iter([hash.get(..2).unwrap_or(hash), hash])
}

async fn write_object(shared: &Shared, hash: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let path = object_path(hash);
    // Written under its name in one move, after it is on the disk: what is there is whole.
    let there = shared
        .objects
        .head(&path)
        .await
        .is_ok_and(|meta| meta.size == bytes.len() as u64);
    if there {
        return Ok(());
    }
    let payload = Bytes::copy_from_slice(bytes).into();
    shared
        .objects
        .put(&path, payload)
        .await
        .map(|_| ())
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

async fn read_object(shared: &Shared, hash: &str) -> Result<Bytes, StoreError> {
    let found = shared
        .objects
        .get(&object_path(hash))
        .await
        .map_err(|error| match error {
            object_store::Error::NotFound { .. } => StoreError::Corrupt(format!("the content {hash} is gone")),
            other => StoreError::Unavailable(other.to_string()),
        })?;
    found
        .bytes()
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Deletes the file of a large content whose row is gone. One that is not there is no error.
pub async fn delete_object(store: &Store, hash: &str) -> Result<(), StoreError> {
    match store.shared().objects.delete(&object_path(hash)).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(StoreError::Unavailable(error.to_string())),
    }
}
