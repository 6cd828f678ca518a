//! Notifications: who is told what in the browser and by mail, once, and never what they may not see.

use jiff::SignedDuration;
use pult_domain::policy::{NoticeVisibility, Visibility};
use pult_server::{
    app::App,
    service::{live, notification},
};
use pult_shared::{
    ids::{PersonId, RoleId},
    notification::NotificationKind,
    person::Permission,
};
use pult_store::{
    notifications::{self, Seen},
    people::{self, NewPerson},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{crowd, grant, open, person, revoke};
use crate::support::{Desk, Visitor, on_both};

/// All that the workers do about notifications.
async fn work(app: &App) {
    while notification::note::note(app).await.expect("noted") > 0 {}
    notification::remind::remind(app).await.expect("reminded");
    while notification::mail::send_due(app).await.expect("written") > 0 {}
    while notification::digest::send_due(app).await.expect("written") > 0 {}
}

async fn list(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/notifications").await.expect(200).json()
}

fn kinds(list: &Value) -> Vec<(String, String)> {
    let items = list["items"].as_array().expect("items").iter();
    items
        .map(|item| (super::text(&item["kind"]), super::text(&item["relation"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(kind, relation)| ((*kind).to_owned(), (*relation).to_owned()))
        .collect()
}

/// The subjects of all mails to somebody.
async fn mails_to(desk: &Desk, address: &str) -> Vec<String> {
    let mails = desk.delivered().await;
    let to = |mail: &&pult_mail::ParsedMail| mail.to.iter().any(|to| to.address == address);
    mails.iter().filter(to).map(|mail| mail.subject.clone()).collect()
}

const IT: &str = "agent.it@hs-musterstadt.example";

/// Two agents of one queue; a ticket that belongs to the first.
async fn two_agents(desk: &Desk) -> (Visitor, Visitor, String, RoleId) {
    let own = [
        Permission::View,
        Permission::Note,
        Permission::Reply,
        Permission::Own,
        Permission::Create,
        Permission::Close,
    ];
    let role = grant(desk, "agent.lib", "it", &own).await;
    let it = desk.sign_in("agent.it").await;
    let number = open(&it, "it", "WLAN im Hörsaal").await;
    let owner = person(desk, "agent.it").await;
    it.apply(&number, json!([{"type": "assign", "owner_id": owner}]))
        .await
        .expect(200);
    // Monday noon: nothing is quiet.
    desk.later(SignedDuration::from_hours(27));
    work(&desk.app).await;
    (
        desk.sign_in("agent.it").await,
        desk.sign_in("agent.lib").await,
        number,
        role,
    )
}

on_both! {
    async fn what_happens_is_told_once_and_not_to_who_did_it(desk: Desk) {
        let (it, lib, number, _) = two_agents(&desk).await;
        assert_eq!(kinds(&list(&it).await), pairs(&[]), "all by herself");
        assert_eq!(kinds(&list(&lib).await), pairs(&[("new_ticket", "queues")]));
        let other = desk.another().await;
        let me = person(&desk, "agent.it").await;
        lib.apply(&number, json!([{"type": "note", "body": "Schau bitte", "mentions": [me]}])).await.expect(200);
        let (here, there) = tokio::join!(notification::note::note(&desk.app), notification::note::note(&other));
        assert!(here.unwrap() + there.unwrap() > 0);
        work(&other).await;
        let told = list(&it).await;
        assert_eq!(kinds(&told), pairs(&[("mention", "mentioned")]), "a note that mentions is one notification");
        let first = &told["items"][0];
        assert_eq!((&first["number"], &first["by"], &first["read"], &told["unread"]), (&json!(number), &json!("Lotte Lesesaal"), &json!(false), &json!(1)));
        // Read it.
        let unread = it.post("/api/v1/notifications/read", &json!({"number": number})).await.expect(200).json();
        assert_eq!(unread["unread"], 0);
        assert_eq!(list(&it).await["items"][0]["read"], true);
        assert_eq!(list(&lib).await["unread"], 1, "hers are not read by that");
        desk.visitor().get("/api/v1/notifications").await.problem(401, "not_signed_in");
    }

    async fn one_mail_for_what_comes_together_and_none_for_what_was_read(desk: Desk) {
        let (it, lib, number, _) = two_agents(&desk).await;
        for body in ["Eins", "Zwei", "Drei"] {
            let note = json!([{"type": "note", "body": body, "mentions": [person(&desk, "agent.it").await]}]);
            lib.apply(&number, note).await.expect(200);
        }
        work(&desk.app).await;
        assert!(mails_to(&desk, IT).await.is_empty(), "mails wait for what else comes");
        desk.later(SignedDuration::from_mins(3));
        let other = desk.another().await;
        let (here, there) = tokio::join!(notification::mail::send_due(&desk.app), notification::mail::send_due(&other));
        assert!(here.unwrap() + there.unwrap() >= 1);
        let subjects = mails_to(&desk, IT).await;
        assert_eq!(subjects, ["You were mentioned: WLAN im Hörsaal"]);
        let mails = desk.delivered().await;
        let mail = mails.iter().find(|mail| mail.subject == subjects[0]).unwrap();
        let text = &mail.text;
        assert_eq!(text.matches("A note mentions you").count(), 3, "{text}");
        assert!(text.contains(&format!("/tickets/{number}")) && !text.contains("Eins"), "{text}");
        // The next one is no sooner than a quarter of an hour after, and not at all once it has been read.
        let note = json!([{"type": "note", "body": "Vier", "mentions": [person(&desk, "agent.it").await]}]);
        lib.apply(&number, note).await.expect(200);
        work(&desk.app).await;
        desk.later(SignedDuration::from_mins(5));
        work(&desk.app).await;
        assert_eq!(mails_to(&desk, IT).await.len(), 1);
        it.post("/api/v1/notifications/read", &json!({})).await.expect(200);
        desk.later(SignedDuration::from_mins(20));
        work(&desk.app).await;
        assert_eq!(mails_to(&desk, IT).await.len(), 1);
    }

    // req: B17 — whoever wants no quiet hours has none.
    async fn quiet_hours_can_be_left_out(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let path = "/api/v1/notifications/settings";
        let mut settings = agent.get(path).await.expect(200).json();
        assert_eq!(settings["quiet"]["from"], 1_200, "usually there are some");
        settings["quiet"] = json!(null);
        agent.put(path, &settings).await.expect(200);
        assert_eq!(agent.get(path).await.expect(200).json()["quiet"], json!(null));
    }

    // req: B17 — in the quiet hours nothing is mailed; all of it goes when they end.
    async fn a_mail_waits_until_the_quiet_hours_end(desk: Desk) {
        let (_, _, number, _) = two_agents(&desk).await;
        let me = person(&desk, "agent.it").await;
        // 19:58 in Berlin: within the two minutes for which a mail waits the quiet hours begin.
        desk.later(SignedDuration::from_mins(6 * 60 + 58));
        let lib = desk.sign_in("agent.lib").await;
        lib.apply(&number, json!([{"type": "note", "body": "Noch wach?", "mentions": [me]}])).await.expect(200);
        for _ in 0..10 {
            work(&desk.app).await;
            desk.later(SignedDuration::from_hours(1));
        }
        // 05:58, and 06:29.
        desk.later(SignedDuration::from_mins(31));
        work(&desk.app).await;
        assert!(mails_to(&desk, IT).await.is_empty(), "it is quiet");
        desk.later(SignedDuration::from_mins(2));
        work(&desk.app).await;
        assert_eq!(mails_to(&desk, IT).await, ["You were mentioned: WLAN im Hörsaal"]);
    }

    async fn nobody_is_told_of_what_they_may_not_see_any_more(desk: Desk) {
        let (it, lib, number, role) = two_agents(&desk).await;
        let assign = json!([{"type": "assign", "owner_id": person(&desk, "agent.lib").await}]);
        it.apply(&number, assign).await.expect(200);
        work(&desk.app).await;
        assert_eq!(kinds(&list(&lib).await), pairs(&[("assigned", "mine"), ("new_ticket", "queues")]));
        revoke(&desk, role).await;
        let after = list(&lib).await;
        assert_eq!((kinds(&after), &after["unread"]), (pairs(&[]), &json!(0)));
        desk.later(SignedDuration::from_hours(1));
        work(&desk.app).await;
        assert!(mails_to(&desk, "agent.lib@hs-musterstadt.example").await.is_empty(), "nor by a mail that waited");
    }

    // req: B17 C10
    async fn a_reminder_comes_when_the_time_is_over(desk: Desk) {
        let (it, _, number, _) = two_agents(&desk).await;
        let wait = json!([{"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-23T13:00:00Z"}]);
        it.apply(&number, wait).await.expect(200);
        work(&desk.app).await;
        assert_eq!(kinds(&list(&it).await), pairs(&[]));
        desk.later(SignedDuration::from_mins(61));
        let other = desk.another().await;
        let (here, there) = tokio::join!(notification::remind::remind(&desk.app), notification::remind::remind(&other));
        here.unwrap();
        there.unwrap();
        desk.later(SignedDuration::from_mins(3));
        work(&desk.app).await;
        let it = desk.sign_in("agent.it").await;
        assert_eq!(kinds(&list(&it).await), pairs(&[("reminder", "mine")]));
        assert_eq!(mails_to(&desk, IT).await, ["Reminder: WLAN im Hörsaal"]);
    }

    // req: B17, C10 — any number of tickets may wait until the same minute.
    async fn however_many_wait_until_one_moment_all_are_told_of(desk: Desk) {
        let (it, _, number, _) = two_agents(&desk).await;
        let wait = json!([{"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-23T13:00:00Z"}]);
        it.apply(&number, wait).await.expect(200);
        crowd(&desk, &number, 230, |_| {}).await;
        notification::remind::remind(&desk.app).await.unwrap();
        let me = person(&desk, "agent.it").await;
        let told = async || {
            let seen = Seen { tickets: &Visibility::for_system(), notices: &NoticeVisibility::for_system() };
            let page = notifications::page(&desk.app.store, me, seen, false, None, 1_000).await.unwrap();
            page.items.iter().filter(|item| item.kind == NotificationKind::Reminder).count()
        };
        assert_eq!(told().await, 0);
        desk.later(SignedDuration::from_mins(61));
        let other = desk.another().await;
        let (here, there) = tokio::join!(notification::remind::remind(&desk.app), notification::remind::remind(&other));
        here.unwrap();
        there.unwrap();
        assert_eq!(told().await, 231);
        desk.later(SignedDuration::from_mins(1));
        notification::remind::remind(&desk.app).await.unwrap();
        assert_eq!(told().await, 231, "once each");
    }

    async fn whom_nobody_can_write_to_keeps_no_other_from_their_mail(desk: Desk) {
        let (_, lib, number, _) = two_agents(&desk).await;
        let odd = PersonId(desk.app.fresh());
        let anton = NewPerson {
            id: odd,
            login: Some("a.anfang".to_owned()),
            name: "Anton Anfang".to_owned(),
            language: None,
            administrator: false,
            active: true,
            addresses: vec!["kein briefkasten@hs-musterstadt.example".to_owned()],
            password_hash: None,
            created_at: desk.app.now(),
        };
        let tx = desk.app.store.begin().await.unwrap();
        people::insert(&tx, &anton).await.unwrap();
        tx.commit().await.unwrap();
        grant(&desk, "a.anfang", "it", &[Permission::View, Permission::Own]).await;
        let both = [odd, person(&desk, "agent.it").await];
        lib.apply(&number, json!([{"type": "note", "body": "Seht bitte", "mentions": both}])).await.expect(200);
        work(&desk.app).await;
        desk.later(SignedDuration::from_mins(3));
        assert_eq!(notification::mail::send_due(&desk.app).await.unwrap(), 2);
        assert_eq!(mails_to(&desk, IT).await, ["You were mentioned: WLAN im Hörsaal"]);
        assert_eq!(notification::mail::send_due(&desk.app).await.unwrap(), 0, "put off");
        desk.later(SignedDuration::from_mins(16));
        assert_eq!(notification::mail::send_due(&desk.app).await.unwrap(), 1, "and come back to");
        // The same for the mail of the day.
        let tx = desk.app.store.begin().await.unwrap();
        for one in both {
            let settings = serde_json::from_value(json!({
                "chosen": [{"relation": "mentioned", "kind": "mention", "ways": ["digest"]}], "digest_at": 840, "time_zone": "Europe/Berlin",
            }));
            notifications::save_settings(&tx, one, &settings.unwrap()).await.unwrap();
        }
        tx.commit().await.unwrap();
        lib.apply(&number, json!([{"type": "note", "body": "Nochmal", "mentions": both}])).await.expect(200);
        while notification::note::note(&desk.app).await.unwrap() > 0 {}
        desk.later(SignedDuration::from_hours(2));
        assert_eq!(notification::digest::send_due(&desk.app).await.unwrap(), 2);
        assert_eq!(mails_to(&desk, IT).await.len(), 2);
        assert_eq!(notification::digest::send_due(&desk.app).await.unwrap(), 0);
    }

    async fn what_is_chosen_counts(desk: Desk) {
        let (it, lib, number, _) = two_agents(&desk).await;
        let settings = json!({
            "chosen": [{"relation": "mine", "kind": "note", "ways": ["digest"]}],
            "quiet": {"from": 0, "until": 0, "weekend": false}, "time_zone": "Europe/Berlin", "digest_at": 840, "queues": [],
        });
        let saved = it.put("/api/v1/notifications/settings", &settings).await.expect(200).json();
        assert_eq!(it.get("/api/v1/notifications/settings").await.expect(200).json(), saved);
        lib.apply(&number, json!([{"type": "note", "body": "Nur so"}])).await.expect(200);
        work(&desk.app).await;
        assert_eq!(kinds(&list(&it).await), pairs(&[]), "not in the list");
        desk.later(SignedDuration::from_hours(2));
        work(&desk.app).await;
        work(&desk.another().await).await;
        let subjects = mails_to(&desk, IT).await;
        assert_eq!(subjects, ["Your tickets: news of one ticket"]);
        for (wrong, field) in [
            (json!({"digest_at": 1440}), "digest_at"),
            (json!({"time_zone": "Mond"}), "time_zone"),
            (json!({"chosen": [{"relation": "mine", "kind": "new_ticket", "ways": []}]}), "chosen"),
        ] {
            let it = desk.sign_in("agent.it").await;
            let problem = it.put("/api/v1/notifications/settings", &wrong).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
    }

    async fn the_stream_says_when_the_list_has_changed(desk: Desk) {
        let (it, lib, number, _) = two_agents(&desk).await;
        let never = CancellationToken::new();
        let told = async {
            let mut stream = it.listen(None).await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            let watch = json!([{"type": "note", "body": "Hallo"}]);
            lib.apply(&number, watch).await.expect(200);
            work(&desk.app).await;
            loop {
                let (name, _) = stream.next().await;
                if name == "notification" {
                    break;
                }
            }
        };
        tokio::select! {
            () = live::run(desk.app.clone(), never.clone()) => panic!("it runs on"),
            () = told => {}
        }
    }
}
