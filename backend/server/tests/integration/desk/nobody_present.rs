//! Notices: that nobody is in a queue with open requests, and that a webhook was switched off; once, and to whoever looks after it.

use jiff::SignedDuration;
use pult_domain::policy::{NoticeVisibility, Visibility};
use pult_server::service::{absence, notification};
use pult_shared::{notification::NotificationKind, person::Permission};
use pult_store::notifications::{self, Seen};
use serde_json::{Value, json};

use super::{grant, open, person, queue, revoke};
use crate::support::{Desk, Visitor, on_both};

async fn look(desk: &Desk) -> usize {
    absence::unstaffed::look(&desk.app).await.expect("looked")
}

async fn mail(desk: &Desk) {
    while notification::mail::send_due(&desk.app).await.expect("written") > 0 {}
    while notification::digest::send_due(&desk.app).await.expect("written") > 0 {}
}

async fn list(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/notifications").await.expect(200).json()
}

/// How many notices somebody has in their list.
async fn notices(visitor: &Visitor) -> usize {
    let list = list(visitor).await;
    let items = list["items"].as_array().expect("items");
    items.iter().filter(|item| item["kind"] == "unstaffed").count()
}

async fn mails_to(desk: &Desk, address: &str) -> Vec<pult_mail::ParsedMail> {
    let mails = desk.delivered().await.into_iter();
    mails
        .filter(|mail| mail.to.iter().any(|to| to.address == address))
        .collect()
}

const LIB: &str = "agent.lib@hs-musterstadt.example";
const TWO_DAYS: &str = "2026-11-24";

/// Monday noon: nothing is quiet. Lotte manages the queue in which Ivo works alone.
async fn monday(desk: &Desk) -> Visitor {
    grant(desk, "agent.lib", "it", &[Permission::View, Permission::Manage]).await;
    desk.later(SignedDuration::from_hours(27));
    desk.sign_in("agent.it").await
}

async fn away(it: &Visitor) -> String {
    let made = it
        .post("/api/v1/absences", &json!({"from": "2026-11-23", "until": TWO_DAYS}))
        .await;
    let made = made.expect(201).json();
    format!("/api/v1/absences/{}", made["id"].as_str().expect("an id"))
}

on_both! {
    // req: A4, B12, C8
    async fn a_queue_that_nobody_is_in_is_told_once(desk: Desk) {
        let it = monday(&desk).await;
        open(&it, "it", "Beamer").await;
        assert_eq!(look(&desk).await, 0, "he is there");
        let woken = desk.app.work.staffing.notified();
        let absence = away(&it).await;
        tokio::time::timeout(std::time::Duration::from_secs(10), woken).await.expect("the job is woken");
        let other = desk.another().await;
        let (here, there) = tokio::join!(absence::unstaffed::look(&desk.app), absence::unstaffed::look(&other));
        assert_eq!(here.unwrap() + there.unwrap(), 1, "by one of the instances");
        let (lib, it) = (desk.sign_in("agent.lib").await, desk.sign_in("agent.it").await);
        let told = list(&lib).await;
        let notice = &told["items"][0];
        assert_eq!((&notice["kind"], &notice["relation"], &notice["subject"]), (&json!("unstaffed"), &json!("managed"), &json!("IT Service Desk")));
        assert!(notice.get("number").is_none() && notice.get("ticket_id").is_none(), "{notice}");
        assert_eq!((&told["unread"], told["items"].as_array().unwrap().len()), (&json!(1), 1));
        assert_eq!(notices(&desk.sign_in("admin").await).await, 0, "whoever manages it is there");
        assert_eq!(notices(&it).await, 0, "he manages nothing");
        let dashboard = lib.get("/api/v1/dashboard").await.expect(200).json();
        assert_eq!(dashboard["unstaffed"], json!([queue(&desk, "it").await]));
        assert!(it.get("/api/v1/dashboard").await.expect(200).json().get("unstaffed").is_none());
        // Two minutes later there is a mail, which belongs to no ticket.
        desk.later(SignedDuration::from_mins(3));
        mail(&desk).await;
        let mails = mails_to(&desk, LIB).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, "Nobody is there: IT Service Desk");
        assert!(mails[0].text.contains("/preferences/absences") && !mails[0].text.contains("Beamer"), "{}", mails[0].text);
        // It is the same time as long as nobody comes, whatever else comes.
        open(&desk.sign_in("admin").await, "it", "Drucker").await;
        assert_eq!(look(&desk).await, 0);
        let lib = desk.sign_in("agent.lib").await;
        lib.post("/api/v1/notifications/read", &json!({"id": notice["id"]})).await.expect(200);
        assert_eq!(list(&lib).await["unread"], 0);
        // He comes back, and goes again.
        let it = desk.sign_in("agent.it").await;
        it.delete(&absence).await.expect(204);
        assert_eq!(look(&desk).await, 0);
        assert!(lib.get("/api/v1/dashboard").await.expect(200).json().get("unstaffed").is_none(), "he is back");
        away(&it).await;
        assert_eq!(look(&desk).await, 1);
        assert_eq!(notices(&desk.sign_in("agent.lib").await).await, 2);
    }

    async fn nothing_to_do_needs_nobody(desk: Desk) {
        let it = monday(&desk).await;
        away(&it).await;
        assert_eq!(look(&desk).await, 0);
        // A request comes in while nobody is there.
        open(&desk.sign_in("admin").await, "it/wlan", "Empfang").await;
        assert_eq!(look(&desk).await, 1);
        let lib = desk.sign_in("agent.lib").await;
        assert_eq!(list(&lib).await["items"][0]["subject"], "Wi-Fi and Network", "it hangs below what she manages");
        lib.get("/api/v1/absences").await.expect(200);
    }

    // Where whoever manages it is away too, or nobody does, administrators are told.
    async fn administrators_stand_behind_them(desk: Desk) {
        let it = monday(&desk).await;
        open(&it, "it", "Beamer").await;
        let lib = desk.sign_in("agent.lib").await;
        lib.post("/api/v1/absences", &json!({"from": "2026-11-23", "until": TWO_DAYS})).await.expect(201);
        away(&it).await;
        assert_eq!(look(&desk).await, 1);
        assert_eq!(notices(&desk.sign_in("admin").await).await, 1);
        assert_eq!(notices(&desk.sign_in("agent.lib").await).await, 1, "she reads it when she is back");
    }

    async fn who_manages_it_no_more_is_told_no_more(desk: Desk) {
        let role = grant(&desk, "agent.lib", "it", &[Permission::View, Permission::Manage]).await;
        desk.later(SignedDuration::from_hours(27));
        let it = desk.sign_in("agent.it").await;
        open(&it, "it", "Beamer").await;
        away(&it).await;
        assert_eq!(look(&desk).await, 1);
        revoke(&desk, role).await;
        let lib = desk.sign_in("agent.lib").await;
        assert_eq!((notices(&lib).await, &list(&lib).await["unread"]), (0, &json!(0)));
        desk.later(SignedDuration::from_hours(1));
        mail(&desk).await;
        assert!(mails_to(&desk, LIB).await.is_empty(), "nor by a mail that waited");
    }

    async fn in_the_ways_that_somebody_has_chosen(desk: Desk) {
        let it = monday(&desk).await;
        let lib = desk.sign_in("agent.lib").await;
        let settings = json!({"chosen": [{"relation": "managed", "kind": "unstaffed", "ways": ["digest"]}], "digest_at": 840});
        lib.put("/api/v1/notifications/settings", &settings).await.expect(200);
        open(&it, "it", "Beamer").await;
        away(&it).await;
        assert_eq!(look(&desk).await, 1);
        assert_eq!(notices(&lib).await, 0, "not in the browser");
        mail(&desk).await;
        assert!(mails_to(&desk, LIB).await.is_empty(), "not at once");
        desk.later(SignedDuration::from_hours(2));
        mail(&desk).await;
        let mails = mails_to(&desk, LIB).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, "Nobody is there: IT Service Desk");
        assert!(mails[0].text.contains("in a queue with open requests: IT Service Desk"), "{}", mails[0].text);
    }

    // What is about a queue goes with it; rows of tickets stay what they were.
    async fn a_notice_is_about_one_thing(desk: Desk) {
        let it = monday(&desk).await;
        open(&it, "it", "Beamer").await;
        away(&it).await;
        assert_eq!(look(&desk).await, 1);
        let lib = person(&desk, "agent.lib").await;
        let seen = Seen { tickets: &Visibility::for_system(), notices: &NoticeVisibility::for_system() };
        let page = notifications::page(&desk.app.store, lib, seen, false, None, 10).await.unwrap();
        assert_eq!(page.items.len(), 1);
        let one = &page.items[0];
        assert_eq!((one.kind, one.number.is_none(), one.path().as_str()), (NotificationKind::Unstaffed, true, "/preferences/absences"));
    }
}
