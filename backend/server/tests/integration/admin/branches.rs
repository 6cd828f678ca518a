//! A branch of queues that is run by whoever manages it: addresses of its domains, calendars of its own.

use serde_json::{Value, json};

use super::{faults, manager};
use crate::support::{Desk, Visitor, on_both};

async fn settings(visitor: &Visitor, path: &str) -> (String, Value) {
    let path = format!("/api/v1/queues/{}/settings", visitor.queue(path).await);
    let settings = visitor.get(&path).await.expect(200).json()["settings"].clone();
    (path, settings)
}

fn with(settings: &Value, field: &str, value: Value) -> Value {
    let mut changed = settings.clone();
    changed[field] = value;
    changed
}

fn calendar(key: &str, queue: &Value) -> Value {
    let mut week = vec![json!([{"from": 480, "to": 1020}]); 5];
    week.extend([json!([]), json!([])]);
    json!({"key": key, "names": {"de": key, "en": key}, "time_zone": "Europe/Berlin", "week": week, "queue_id": queue})
}

on_both! {
    // req: C12 — those who manage a branch do not decide of which domains the house has addresses.
    async fn addresses_are_of_the_domains_of_the_branch(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let below = |key: &str, address: &str, parent: &str| json!({"parent_id": parent, "key": key, "names": {"de": key, "en": key}, "addresses": [address]});
        let wlan = manager.queue("it/wlan").await;
        // Nobody has said anything: the domains that the desk has already.
        let made = manager.post("/api/v1/queues", &below("eduroam", "eduroam@hs-musterstadt.example", &wlan)).await.expect(201).json();
        assert_eq!(made["allowed_domains"], json!(["hs-musterstadt.example"]));
        let foreign = below("guests", "guests@aussen.example", &wlan);
        let problem = manager.post("/api/v1/queues", &foreign).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("addresses.0", "foreign_domain")]);
        // What the administration gives stays, whatever may be given now.
        let place = format!("/api/v1/queues/{}/settings", made["id"].as_str().unwrap());
        let both = json!(["eduroam@hs-musterstadt.example", "eduroam@alt.example"]);
        let saved = admin.put(&place, &with(&made["settings"], "addresses", both)).await.expect(200).json();
        assert!(saved.get("allowed_domains").is_none(), "administrators give any");
        manager.put(&place, &with(&saved["settings"], "closing_mail", json!(false))).await.expect(200);

        let (path, it) = settings(&admin, "it").await;
        let domains = with(&it, "address_domains", json!(["@Netz.Example", "lists.example"]));
        let saved = admin.put(&path, &domains).await.expect(200).json();
        assert_eq!(saved["settings"]["address_domains"], json!(["netz.example", "lists.example"]));
        manager.post("/api/v1/queues", &below("gaeste", "gaeste@netz.example", &wlan)).await.expect(201);
        for (address, is) in [("a@hs-musterstadt.example", false), ("a@sub.netz.example", false), ("b@lists.example", true)] {
            let answer = manager.post("/api/v1/queues", &below(&address.replace(['@', '.'], "_"), address, &wlan)).await;
            assert_eq!(answer.status.is_success(), is, "{address}");
        }
        // Nearer is right; and nobody else says it.
        let settings_of = manager.get(&place).await.expect(200).json()["settings"].clone();
        let problem = manager.put(&place, &with(&settings_of, "address_domains", json!(["aussen.example"]))).await.problem(403, "forbidden");
        assert_eq!(faults(&problem), [("address_domains", "not_allowed")]);
        admin.put(&place, &with(&settings_of, "address_domains", json!(["aussen.example"]))).await.expect(200);
        let wider = with(&admin.get(&place).await.expect(200).json()["settings"].clone(), "addresses", json!(["x@aussen.example"]));
        manager.put(&place, &wider).await.expect(200);
        for (bad, fault) in [("kein domain", "malformed"), ("lists.example", "taken")] {
            let problem = admin.put(&path, &with(&it, "address_domains", json!(["lists.example", bad]))).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [("address_domains.1", fault)]);
        }
    }

    // req: B12, C12
    async fn a_branch_has_calendars_of_its_own(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let (wlan, library) = (json!(manager.queue("it/wlan").await), json!(admin.queue("library").await));
        let own = calendar("netz", &wlan);
        let saved = manager.put("/api/v1/calendars/netz", &own).await.expect(200).json();
        assert_eq!(saved["queue_id"], wlan);
        // Not for all, not for others; and what is others' or everybody's is not taken over.
        for queue in [Value::Null, library.clone(), json!(admin.queue("it").await)] {
            manager.put("/api/v1/calendars/neu", &calendar("neu", &queue)).await.problem(403, "forbidden");
            manager.put("/api/v1/calendars/netz", &calendar("netz", &queue)).await.problem(403, "forbidden");
        }
        admin.put("/api/v1/calendars/alle", &calendar("alle", &Value::Null)).await.expect(200);
        manager.put("/api/v1/calendars/alle", &calendar("alle", &wlan)).await.problem(403, "forbidden");
        manager.delete("/api/v1/calendars/alle").await.problem(403, "forbidden");
        desk.sign_in("agent.it").await.put("/api/v1/calendars/netz", &own).await.problem(403, "forbidden");

        // It opens queues of the branch alone.
        let (path, settings_of) = settings(&manager, "it/wlan").await;
        manager.put(&path, &with(&settings_of, "calendar", json!("netz"))).await.expect(200);
        for outside in ["it", "library"] {
            let (path, settings_of) = settings(&admin, outside).await;
            let problem = admin.put(&path, &with(&settings_of, "calendar", json!("netz"))).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [("calendar", "not_allowed")], "{outside}");
        }
        let sla = json!({"key": "eilig", "names": {"de": "x", "en": "x"}, "solution": 60, "calendar": "netz"});
        let problem = admin.put("/api/v1/slas/eilig", &sla).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("calendar", "not_allowed")]);
        // Nor goes it away from under them.
        let problem = admin.put("/api/v1/calendars/netz", &calendar("netz", &library)).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("queue_id", "not_allowed")]);
        manager.delete("/api/v1/calendars/netz").await.problem(409, "in_use");
        let nobody = json!("00000000-0000-7000-8000-000000000000");
        let problem = admin.put("/api/v1/calendars/netz", &calendar("netz", &nobody)).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("queue_id", "unknown")]);

        // The log shows it to them, and nothing else that is called so; they take it back themselves.
        admin.put("/api/v1/services/netz", &json!({"key": "netz", "names": {"de": "Netz", "en": "Network"}})).await.expect(200);
        let lines = manager.get("/api/v1/settings-log?key=netz").await.expect(200).json();
        let kinds: Vec<&str> = lines["items"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["calendar"]);
        manager.put(&path, &settings_of).await.expect(200);
        let seq = lines["items"][0]["seq"].clone();
        manager.post(&format!("/api/v1/settings-log/{seq}/undo"), &json!({})).await.expect(204);
        manager.put("/api/v1/calendars/netz", &own).await.expect(200);
        // A queue with a calendar stays until that has gone.
        let below = json!({"parent_id": wlan, "key": "lab", "names": {"de": "Labor", "en": "Lab"}});
        let below = manager.post("/api/v1/queues", &below).await.expect(201).json()["id"].clone();
        manager.put("/api/v1/calendars/lab", &calendar("lab", &below)).await.expect(200);
        let place = format!("/api/v1/queues/{}", below.as_str().unwrap());
        manager.delete(&place).await.problem(409, "in_use");
        manager.delete("/api/v1/calendars/lab").await.expect(204);
        manager.delete(&place).await.expect(204);
    }

    // A queue that is moved away takes no calendar of the branch along, and none of those below it.
    async fn what_moves_away_leaves_the_calendar(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let it = json!(admin.queue("it").await);
        admin.put("/api/v1/calendars/netz", &calendar("netz", &it)).await.expect(200);
        let below = json!({"parent_id": admin.queue("it/wlan").await, "key": "lab", "names": {"de": "Labor", "en": "Lab"}, "calendar": "netz"});
        let below = admin.post("/api/v1/queues", &below).await.expect(201).json();
        let (path, wlan) = settings(&admin, "it/wlan").await;
        let away = with(&wlan, "parent_id", json!(admin.queue("library").await));
        let problem = admin.put(&path, &away).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("parent_id", "not_allowed")]);
        let place = format!("/api/v1/queues/{}/settings", below["id"].as_str().unwrap());
        let own = with(&below["settings"], "parent_id", json!(admin.queue("library").await));
        let problem = admin.put(&place, &own).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("calendar", "not_allowed")]);
        admin.put(&place, &with(&own, "calendar", Value::Null)).await.expect(200);
        admin.put(&path, &away).await.expect(200);
    }
}
