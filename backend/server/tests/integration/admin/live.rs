//! A change of what is set up reaches the browsers.

use std::time::Duration;

use pult_server::service::live;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::grant;
use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn everybody_is_told_of_a_new_version(desk: Desk) {
        let stop = CancellationToken::new();
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        let admin = desk.sign_in("admin").await;
        let mut student = desk.sign_in("student").await.listen(None).await;
        let (name, ready) = student.next().await;
        let before = admin.get("/api/v1/catalog").await.expect(200).json()["version"].as_i64().unwrap();
        assert_eq!((name.as_str(), ready["catalog_version"].as_i64()), ("ready", Some(before)));
        admin.put("/api/v1/types/x", &json!({"key": "x", "names": {"de": "x", "en": "x"}})).await.expect(200);
        let (name, told) = student.next().await;
        assert_eq!(name, "catalog");
        let now = admin.get("/api/v1/catalog").await.expect(200).json()["version"].clone();
        assert!(told["version"] == now && now.as_i64() > Some(before), "{told} {now}");
        stop.cancel();
    }

    // Who loses a queue hears nothing of it any more, without connecting anew; who gets one hears of it.
    async fn rights_count_from_now_on(desk: Desk) {
        let stop = CancellationToken::new();
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        let admin = desk.sign_in("admin").await;
        let mut librarian = desk.sign_in("agent.lib").await.listen(None).await;
        assert_eq!(librarian.next().await.0, "ready");
        let role = grant(&admin, "agent.lib", "it", &["view"]).await;
        let mut told = admin.get("/api/v1/catalog").await.expect(200).json()["version"].clone();
        while librarian.next().await != ("catalog".to_owned(), json!({"version": told})) {}
        desk.receive(&Eml::new("1@x", "Eins", "Hallo")).await;
        librarian.take(3).await;
        admin.delete(&format!("/api/v1/roles/{role}")).await.expect(204);
        told = admin.get("/api/v1/catalog").await.expect(200).json()["version"].clone();
        while librarian.next().await != ("catalog".to_owned(), json!({"version": told})) {}
        desk.receive(&Eml::new("2@x", "Zwei", "Hallo")).await;
        assert!(librarian.is_silent().await);
        stop.cancel();
    }
}
