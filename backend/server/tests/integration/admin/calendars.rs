//! Calendars: set up, given to queues, and what they forbid and count.

use jiff::SignedDuration;
use pult_server::service::locks;
use serde_json::{Value, json};

use super::faults;
use crate::support::{Desk, Visitor, on_both};

/// Monday to Friday 8 to 17 in Berlin, holidays of Lower Saxony, closed between the years.
fn office() -> Value {
    let mut week = vec![json!([{"from": 480, "to": 1020}]); 5];
    week.extend([json!([]), json!([])]);
    json!({
        "key": "office", "names": {"de": "Bürozeiten", "en": "Office hours"}, "time_zone": "Europe/Berlin", "week": week,
        "region": "ni",
        "closures": [{"from": "2026-12-24", "to": "2026-12-31", "names": {"de": "Zwischen den Jahren", "en": "Between the years"}}],
    })
}

/// Opens the queue and all below it by the calendar.
async fn give(admin: &Visitor, queue: &str, calendar: Value) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue(queue).await);
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    settings["calendar"] = calendar;
    admin.put(&path, &settings).await.expect(200);
}

async fn open(agent: &Visitor, path: &str, subject: &str) -> String {
    let ticket = agent
        .open_for(path, subject, "student@stud.hs-musterstadt.example")
        .await;
    ticket["number"].as_str().expect("a number").to_owned()
}

on_both! {
    // req: B12 — the clock stands on Sunday, 22 November 2026.
    async fn nothing_is_due_on_a_closed_day(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let saved = admin.put("/api/v1/calendars/office", &office()).await.expect(200).json();
        assert_eq!((saved["valid"].as_bool(), saved["position"].as_u64()), (Some(true), Some(0)));
        let number = open(&agent, "it/wlan", "Anschluss").await;
        let due = |at: &str| json!([{"type": "set_due", "due_at": at}]);
        // Nobody has said when the queue is open: always.
        agent.apply(&number, due("2026-11-29T10:00:00Z")).await.expect(200);
        give(&admin, "it", json!("office")).await;
        for (at, reason) in [
            ("2026-12-06T10:00:00Z", "2026-12-06 is closed: Sunday."),
            ("2026-12-28T10:00:00Z", "2026-12-28 is closed: Between the years."),
            ("2027-03-26T10:00:00Z", "2027-03-26 is closed: Good Friday."),
            // Late on Friday in Greenwich is Saturday here.
            ("2026-12-04T23:30:00Z", "2026-12-05 is closed: Saturday."),
        ] {
            let problem = agent.apply(&number, due(at)).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [("commands.0.due_at", "closed_day")], "{at}");
            assert_eq!(problem["detail"], reason);
        }
        agent.apply(&number, due("2026-12-07T10:00:00Z")).await.expect(200);
        let waits = |at: &str| json!([{"type": "note", "body": "später"}, {"type": "set_state", "state": "pending_reminder", "pending_until": at}]);
        let problem = agent.apply(&number, waits("2026-12-06T10:00:00Z")).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("commands.1.pending_until", "closed_day")]);
        agent.apply(&number, waits("2026-12-07T10:00:00Z")).await.expect(200);

        let screen = agent.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200).json();
        let closed: Vec<&str> = screen["closed_days"].as_array().unwrap().iter().map(|day| day.as_str().unwrap()).collect();
        assert_eq!(closed[..3], ["2026-11-22", "2026-11-28", "2026-11-29"]);
        assert!(closed.contains(&"2026-12-24") && closed.contains(&"2027-01-01") && !closed.contains(&"2026-11-23"));
    }

    async fn what_a_calendar_may_not_be(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        for (field, value, fault) in [
            ("time_zone", json!("Europe/Atlantis"), ("time_zone", "unknown")),
            ("week", json!([[], [], [], [], [], [], []]), ("week", "required")),
            ("week", json!([[{"from": 600, "to": 500}], [], [], [], [], [], []]), ("week.0", "malformed")),
            ("closures", json!([{"from": "2026-02-30", "to": "2026-03-01", "names": {"de": "x", "en": "x"}}]), ("closures.0.from", "malformed")),
            ("names", json!({"de": "", "en": "x"}), ("names.de", "required")),
        ] {
            let mut bad = office();
            bad[field] = value;
            let problem = admin.put("/api/v1/calendars/office", &bad).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [fault]);
        }
        let mut unknown = office();
        unknown["region"] = json!("xx");
        admin.put("/api/v1/calendars/office", &unknown).await.problem(422, "invalid");
        student.put("/api/v1/calendars/office", &office()).await.problem(403, "forbidden");
        admin.put("/api/v1/calendars/office", &office()).await.expect(200);
        let catalog = student.get("/api/v1/catalog").await.expect(200).json();
        assert!(catalog.get("calendars").is_none(), "a matter of agents");

        give(&admin, "it", json!("office")).await;
        admin.delete("/api/v1/calendars/office").await.problem(409, "in_use");
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it/wlan").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["calendar"] = json!("nope");
        let problem = admin.put(&path, &settings).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("calendar", "unknown")]);
        give(&admin, "it", Value::Null).await;
        admin.delete("/api/v1/calendars/office").await.expect(204);
        let log = admin.get("/api/v1/settings-log?kind=calendar").await.expect(200).json();
        assert_eq!(log["items"].as_array().unwrap().len(), 2, "made and deleted");
    }

    // req: B12, C10 — the clock stands on Sunday, 22 November 2026; lecture-free time with hours of its own, and what is counted by it.
    async fn a_period_has_hours_of_its_own(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let period = |from: &str, to: &str, week: Value| json!({"from": from, "to": to, "yearly": true, "names": {"de": "Vorlesungsfrei", "en": "Lecture-free"}, "week": week});
        let tuesdays = json!([[], [{"from": 540, "to": 720}], [], [], [], [], []]);
        let mut calendar = office();
        calendar["periods"] = json!([period("2026-11-23", "2026-12-20", tuesdays.clone()), period("2027-12-20", "2028-01-10", tuesdays.clone())]);
        let problem = admin.put("/api/v1/calendars/office", &calendar).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("periods.1.from", "overlaps")]);
        calendar["periods"][1]["from"] = json!("2027-12-21");
        let saved = admin.put("/api/v1/calendars/office", &calendar).await.expect(200).json();
        assert_eq!(saved["periods"], calendar["periods"]);
        let catalog = agent.get("/api/v1/catalog").await.expect(200).json();
        let read = catalog["calendars"].as_array().unwrap().iter().find(|one| one["key"] == "office").unwrap();
        assert_eq!(read["periods"], calendar["periods"]);

        give(&admin, "it", json!("office")).await;
        let number = open(&agent, "it/wlan", "Anschluss").await;
        let due = |at: &str| json!([{"type": "set_due", "due_at": at}]);
        let problem = agent.apply(&number, due("2026-11-30T10:00:00Z")).await.problem(422, "invalid");
        assert_eq!(problem["detail"], "2026-11-30 is closed: Lecture-free.");
        agent.apply(&number, due("2026-12-01T10:00:00Z")).await.expect(200);

        // Taken back by the log, it is as it was before.
        calendar["periods"] = json!([]);
        admin.put("/api/v1/calendars/office", &calendar).await.expect(200);
        let log = admin.get("/api/v1/settings-log?kind=calendar").await.expect(200).json();
        let last = &log["items"][0];
        admin.post(&format!("/api/v1/settings-log/{}/undo", last["seq"]), &json!({})).await.expect(204);
        let catalog = admin.get("/api/v1/catalog").await.expect(200).json();
        let read = catalog["calendars"].as_array().unwrap().iter().find(|one| one["key"] == "office").unwrap();
        assert_eq!(read["periods"].as_array().unwrap().len(), 2);

        // A lock of four hours: three on this Tuesday, one on the next.
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        desk.later(SignedDuration::from_mins(9 * 24 * 60 - 1));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0, "Tuesday 1 December, 9:59");
        desk.later(SignedDuration::from_mins(1));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 1, "10:00");
    }

    async fn a_calendar_is_looked_at_before_it_is_saved(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let mut calendar = office();
        calendar["periods"] = json!([{"from": "2027-01-04", "to": "2027-01-10", "names": {"de": "Inventur", "en": "Stocktaking"}, "week": [[{"from": 540, "to": 720}], [], [], [], [], [], []]}]);
        let asked = json!({"calendar": calendar, "from": "2026-12-23"});
        let days = admin.post("/api/v1/calendars/preview", &asked).await.expect(200).json()["days"].clone();
        let names = |name: &str, en: &str| json!({"de": name, "en": en});
        let between = names("Zwischen den Jahren", "Between the years");
        let open = |from: u32, to: u32| json!([{"from": from, "to": to}]);
        assert_eq!(days.as_array().unwrap().len(), 28);
        assert_eq!(days[0], json!({"day": "2026-12-23", "hours": open(480, 1020), "source": "week"}));
        assert_eq!(days[1], json!({"day": "2026-12-24", "hours": [], "source": "closure", "names": between}));
        assert_eq!(days[9], json!({"day": "2027-01-01", "hours": [], "source": "holiday"}));
        assert_eq!(days[12], json!({"day": "2027-01-04", "hours": open(540, 720), "source": "period", "names": names("Inventur", "Stocktaking")}));
        assert_eq!(days[13]["source"], "period");
        let today = admin.post("/api/v1/calendars/preview", &json!({"calendar": calendar})).await.expect(200).json();
        assert_eq!(today["days"][0]["day"], "2026-11-22");
        let problem = admin.post("/api/v1/calendars/preview", &json!({"calendar": calendar, "from": "morgen"})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("from", "malformed")]);
        agent.post("/api/v1/calendars/preview", &asked).await.problem(403, "forbidden");
        assert!(admin.get("/api/v1/settings-log?kind=calendar").await.expect(200).json()["items"].as_array().unwrap().is_empty());
    }

    // req: B16 — four hours of work, not four hours of the night.
    async fn a_lock_runs_out_in_opening_hours(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        admin.put("/api/v1/calendars/office", &office()).await.expect(200);
        give(&admin, "it", json!("office")).await;
        // Sunday 10:00 here; the seed's queues give locks back after 240 minutes.
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Liegt").await;
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        desk.later(SignedDuration::from_mins(26 * 60 - 30));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0, "Monday 11:30: three and a half hours");
        desk.later(SignedDuration::from_mins(31));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 1, "Monday 12:01");
    }

    // req: B12
    async fn closed_days_are_read_from_an_icalendar(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let ical = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\
            BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270208\r\nDTEND;VALUE=DATE:20270213\r\nSUMMARY:Vorlesungsfreie\r\n  Zeit\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261221\r\nSUMMARY:Betriebsausflug\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nDTSTART:20261221T090000Z\r\nSUMMARY:Besprechung\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261222\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Jede Woche\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let read = admin.post("/api/v1/calendars/read-closures", &json!({"ical": ical})).await.expect(200).json();
        let named = |from: &str, to: &str, name: &str| json!({"from": from, "to": to, "names": {"de": name, "en": name}});
        assert_eq!(read["closures"], json!([
            named("2026-12-21", "2026-12-21", "Betriebsausflug"), named("2027-02-08", "2027-02-12", "Vorlesungsfreie Zeit"),
        ]));
        assert_eq!(read["left_out"], 2);
        let problem = admin.post("/api/v1/calendars/read-closures", &json!({"ical": "Hallo"})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("ical", "malformed")]);
        agent.post("/api/v1/calendars/read-closures", &json!({"ical": ical})).await.problem(403, "forbidden");
    }
}
