//! Files that wait for their message.

use pult_shared::{Timestamp, ids::UploadId, limits::UPLOADS_MAX_BYTES};
use pult_store::{blobs, uploads};
use serde_json::json;

use crate::support::{Desk, on_both};

on_both! {
    async fn what_waits_is_bounded(desk: Desk) {
        let student = desk.sign_in("student").await;
        let me = student.get("/api/v1/session").await.expect(200).json();
        let now: Timestamp = desk.app.now();
        let tx = desk.app.store.begin().await.unwrap();
        let blob_hash = blobs::put(&tx, b"stands for much more", now).await.unwrap();
        let much = uploads::NewUpload {
            id: UploadId(desk.app.fresh()),
            person_id: me["person"]["id"].as_str().unwrap().parse().unwrap(),
            name: "viel.bin".to_owned(),
            media_type: "application/octet-stream".to_owned(),
            size: UPLOADS_MAX_BYTES - 10,
            blob_hash,
            created_at: now,
        };
        uploads::insert(&tx, &much).await.unwrap();
        tx.commit().await.unwrap();

        let last = student.upload("a.txt", b"ten bytes.").await;
        let headers = [("content-type", "text/plain")];
        let post = actix_web::http::Method::POST;
        let more = || student.send(post.clone(), "/api/v1/uploads?name=b.txt", Some(b"x".to_vec()), &headers);
        more().await.problem(413, "too_large");
        desk.sign_in("agent.it").await.upload("c.txt", b"others are not concerned").await;

        let queue = student.queue("it").await;
        let request = json!({"queue_id": queue, "subject": "a", "body": "b", "attachments": [last]});
        student.post("/api/v1/tickets", &request).await.expect(201);
        more().await.expect(201);
    }
}
