//! What is said to be committed is there, also after the disk was full.

use pult_shared::Timestamp;

use super::*;
use crate::blobs;

async fn limit_pages(store: &Store, pages: u32) {
    let limit = format!("PRAGMA max_page_count = {pages}");
    store.shared.write.execute_unprepared(&limit).await.unwrap();
}

// req: B1
#[tokio::test]
async fn after_a_full_disk_a_commit_is_a_commit() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        url: format!("sqlite://{}", folder.path().join("pult.db").display()),
        blobs: folder.path().join("blobs"),
        max_connections: 2,
    };
    let store = Store::open(options).await.unwrap();
    store.migrate().await.unwrap();
    let now = Timestamp::UNIX_EPOCH;

    for attempt in 0..3_u8 {
        // No less than it has already: the next new page is refused, as by a disk without room.
        limit_pages(&store, 1).await;
        let tx = store.begin().await.unwrap();
        let refused = async {
            blobs::put(&tx, &vec![attempt; 200_000], now).await?;
            tx.commit().await
        };
        assert!(matches!(refused.await, Err(StoreError::Unavailable(_))));
        // A look that changes nothing, as the workers have them.
        drop(store.begin().await.unwrap());
    }
    limit_pages(&store, u32::MAX).await;

    let tx = store.begin().await.unwrap();
    let hash = blobs::put(&tx, b"safe", now).await.unwrap();
    tx.commit().await.unwrap();
    let other = Store::open(Options {
        url: format!("sqlite://{}", folder.path().join("pult.db").display()),
        blobs: folder.path().join("blobs"),
        max_connections: 2,
    });
    let seen = blobs::get(&other.await.unwrap(), &hash).await.unwrap();
    assert_eq!(seen.as_deref(), Some(b"safe".as_slice()));
}
