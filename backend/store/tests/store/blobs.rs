//! Contents: small and large, kept once, and never half there.

use pult_store::{
    Store, StoreError,
    blobs::{self, INLINE_MAX},
};

use crate::support::{Fixture, at, on_each_engine};

#[test]
fn contents_of_every_size_come_back() {
    on_each_engine(async |db: Fixture| {
        for size in [0, 1, INLINE_MAX, INLINE_MAX + 1, 5_000_000] {
            let bytes: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let hash = db.write(async |tx| blobs::put(tx, &bytes, at(0)).await).await;
            assert_eq!(hash, blobs::hash_of(&bytes));
            let again = db.write(async |tx| blobs::put(tx, &bytes, at(1)).await).await;
            assert_eq!(again, hash);
            assert_eq!(
                blobs::get(&db.store, &hash).await.unwrap().unwrap(),
                bytes,
                "{size} bytes"
            );
        }
        assert_eq!(blobs::get(&db.store, "nothing").await.unwrap(), None);
    });
}

#[test]
fn a_content_is_seen_after_the_commit_only() {
    on_each_engine(async |db: Fixture| {
        for bytes in [b"small".to_vec(), vec![7; INLINE_MAX + 1]] {
            blobs::stage(&db.store, &bytes).await.unwrap();
            let tx = db.store.begin().await.unwrap();
            let hash = blobs::put(&tx, &bytes, at(0)).await.unwrap();
            assert!(blobs::get(&tx, &hash).await.unwrap().is_some());
            assert_eq!(blobs::get(&db.store, &hash).await.unwrap(), None);
            drop(tx);
            assert_eq!(blobs::get(&db.store, &hash).await.unwrap(), None);
        }
    });
}

#[test]
fn a_large_content_that_was_lost_or_cut_is_damage_not_emptiness() {
    on_each_engine(async |db: Fixture| {
        let bytes = vec![9; INLINE_MAX + 1];
        let hash = db.write(async |tx| blobs::put(tx, &bytes, at(0)).await).await;
        let file = db.options.blobs.join(hash.get(..2).unwrap()).join(&hash);
        std::fs::write(&file, b"short").unwrap();
        assert!(matches!(
            blobs::get(&db.store, &hash).await,
            Err(StoreError::Corrupt(_))
        ));
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(
            blobs::get(&db.store, &hash).await,
            Err(StoreError::Corrupt(_))
        ));
        db.write(async |tx| blobs::put(tx, &bytes, at(0)).await).await;
        assert_eq!(
            blobs::get(&db.store, &hash).await.unwrap().unwrap(),
            bytes,
            "putting it again heals it"
        );
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_told_at_the_start() {
    on_each_engine(async |db: Fixture| {
        let mut options = db.options.clone();
        options.blobs = tempfile::NamedTempFile::new().unwrap().path().join("below-a-file");
        std::fs::write(options.blobs.parent().unwrap(), b"").unwrap();
        let refused = Store::open(options.clone()).await;
        std::fs::remove_file(options.blobs.parent().unwrap()).unwrap();
        assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    });
}
