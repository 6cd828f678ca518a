//! Web forms: who may set them up and send them, what becomes of it, and what strangers cannot do with them.

use actix_web::http::Method;
use jiff::SignedDuration;
use pult_shared::stamp;
use serde_json::{Value, json};

use crate::support::{Desk, Visitor, on_both};

async fn make(admin: &Visitor, change: Value) -> String {
    let mut form = json!({
        "slug": "wlan", "names": {"de": "WLAN-Störung", "en": "Wi-Fi trouble"}, "queue_id": admin.queue("it/wlan").await,
        "access": "anyone", "attachments": true,
        "questions": [{"kind": "device", "required": true}, {"kind": "since"}, {"kind": "tried"}],
    });
    for (name, value) in change.as_object().expect("an object") {
        form[name] = value.clone();
    }
    let made = admin.post("/api/v1/forms", &form).await.expect(201).json();
    made["id"].as_str().expect("an id").to_owned()
}

fn sent() -> Value {
    json!({
        "name": "Kim Beispiel", "address": "Kim@Aussen.example", "subject": "Kein WLAN", "body": "Im Lesesaal.",
        "answers": {"device": "hardware", "since": "gestern", "tried": "Neu gestartet,\nKabel geprüft"}, "language": "de",
    })
}

/// What is sent, with a stamp of twelve bits.
fn stamped(desk: &Desk, body: &str) -> Value {
    let resource = stamp::resource("wlan", "Kim@Aussen.example", "Kein WLAN", body);
    let mut minting = stamp::Minting::new(12, desk.app.now().as_millisecond(), &resource, "aB3");
    let mut sent = sent();
    sent["body"] = json!(body);
    sent["stamp"] = loop {
        if let Some(stamp) = minting.work() {
            break json!(stamp);
        }
    };
    sent
}

const SUBMIT: &str = "/api/v1/public/forms/wlan/submissions";
const CONFIRM: &str = "/api/v1/public/form-confirmations";

/// The tokens of all links that were mailed so far.
async fn tokens(desk: &Desk) -> Vec<String> {
    let mails = desk.delivered().await;
    let links = mails.iter().filter_map(|mail| {
        let (_, rest) = mail.text.split_once("/form-confirm#")?;
        Some(rest.chars().take_while(|c| !c.is_whitespace()).collect::<String>())
    });
    links.collect()
}

on_both! {
    // req: B18 req: D4 — a form of somebody who is not signed in becomes a ticket by the click in a mail, once.
    async fn a_ticket_is_made_by_the_click_in_the_mail(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        make(&admin, json!({})).await;
        let shown = visitor.get("/api/v1/public/forms/wlan").await.expect(200).json();
        assert_eq!(shown["questions"][0], json!({"name": "device", "kind": "device", "required": true}));
        assert!(shown.get("queue_id").is_none() && shown.get("embed_origins").is_none(), "no more than it takes: {shown}");
        let mut with_file = sent();
        with_file["files"] = json!([{"name": "../foto.txt", "media_type": "text/plain", "content": "SGFsbG8="}]);
        let answer = visitor.post(SUBMIT, &with_file).await.expect(202).json();
        assert_eq!(answer, json!({}));
        assert!(admin.tickets("subject:wlan").await.is_empty(), "nothing before the click");
        let mails = desk.delivered().await;
        assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "Bitte bestätigen Sie Ihre Anfrage"));
        for theirs in ["Kein WLAN", "Lesesaal", "Kim"] {
            assert!(!mails[0].text.contains(theirs), "what strangers type goes to nobody: {}", mails[0].text);
        }
        let token = tokens(&desk).await.remove(0);
        visitor.post(CONFIRM, &json!({"token": "x"})).await.problem(410, "link_expired");
        let done = visitor.post(CONFIRM, &json!({"token": token})).await.expect(201).json();
        visitor.post(CONFIRM, &json!({"token": token})).await.problem(410, "link_expired");
        let tickets = admin.tickets("subject:wlan").await;
        assert_eq!(tickets.len(), 1);
        assert_eq!((&tickets[0]["number"], &tickets[0]["channel"]), (&done["number"], &json!("web_form")));
        let articles = admin.articles(tickets[0]["id"].as_str().expect("an id")).await;
        let text = articles[0]["text"].as_str().expect("a text");
        for part in ["Im Lesesaal.", "Geht es um Hardware oder Software?: Hardware (Gerät)", "gestern", "Neu gestartet,\nKabel geprüft"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("nicht bestätigt"), "{text}");
        assert_eq!(articles[0]["attachments"][0]["name"], "foto.txt");
        let receipt = desk.delivered().await.pop().expect("a receipt");
        let number = done["number"].as_str().expect("a number");
        assert!(receipt.subject.contains(number), "the receipt: {}", receipt.subject);
    }

    // req: B18 — signed in: a ticket at once, with the fields that there are.
    async fn whoever_is_signed_in_has_a_ticket_at_once(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let field = json!({"key": "haus", "kind": "choice", "names": {"de": "Haus", "en": "House"},
            "options": [{"key": "h1", "names": {"de": "Haus 1", "en": "House 1"}}]});
        admin.put("/api/v1/fields/haus", &field).await.expect(200);
        let questions = json!([{"kind": "field", "field": "haus", "required": true}]);
        make(&admin, json!({"access": "signed_in", "questions": questions})).await;
        let upload = student.upload("bild.txt", b"abc").await;
        let asked = json!({"subject": "Vom Formular", "body": "Hallo", "answers": {"field.haus": "h1"}, "attachments": [upload]});
        desk.visitor().post(SUBMIT, &asked).await.problem(401, "not_signed_in");
        let missing = student.post(SUBMIT, &json!({"subject": "x", "body": "y"})).await.problem(422, "invalid");
        assert_eq!(missing["errors"][0], json!({"field": "answers.field.haus", "code": "required"}));
        let done = student.post(SUBMIT, &asked).await.expect(201).json();
        let theirs = student.get("/api/v1/tickets?scope=portal").await.expect(200).json();
        assert_eq!(theirs["items"][0]["number"], done["number"]);
        let ticket = &admin.tickets("subject:Formular").await[0];
        assert_eq!(ticket["fields"]["haus"], "h1");
        let articles = admin.articles(ticket["id"].as_str().expect("an id")).await;
        assert!(articles[0]["text"].as_str().expect("a text").contains("Haus: Haus 1"));
        assert_eq!(articles[0]["attachments"][0]["name"], "bild.txt");
        // The session of whoever thinks that they are signed in has ended: they are told, and nothing goes out under no name.
        let stale = desk.visitor().with_cookie("pult_session=gone").post(SUBMIT, &asked).await;
        assert_eq!(stale.status.as_u16(), 401);
    }

    async fn links_end_after_a_day_and_one_address_gets_few(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        let form = make(&admin, json!({})).await;
        for _ in 0..5 {
            visitor.post(SUBMIT, &sent()).await.expect(202);
        }
        let mailed = tokens(&desk).await;
        assert_eq!(mailed.len(), 3, "the answer is the same, the mailbox is not filled");
        let list = admin.get("/api/v1/forms").await.expect(200).json();
        assert_eq!(list["items"][0]["pending"], 3);
        // Another form asks other things by now; what was answered counts.
        let mut changed = list["items"][0]["form"].clone();
        changed["questions"] = json!([{"kind": "location", "required": true}]);
        admin.put(&format!("/api/v1/forms/{form}"), &changed).await.expect(200);
        visitor.post(CONFIRM, &json!({"token": mailed[0]})).await.expect(201);
        desk.later(SignedDuration::from_hours(25));
        visitor.post(CONFIRM, &json!({"token": mailed[1]})).await.problem(410, "link_expired");
        pult_server::service::housekeeping::run(&desk.app).await.expect("cleared away");
        let list = admin.get("/api/v1/forms").await;
        // Their session has ended with the day.
        assert_eq!(list.status.as_u16(), 401);
        let admin = desk.sign_in("admin").await;
        assert_eq!(admin.get("/api/v1/forms").await.expect(200).json()["items"][0]["pending"], 0);
    }

    // What nobody has confirmed is looked after by those who manage the form.
    async fn what_waits_is_seen_sent_again_deleted_and_taken(desk: Desk) {
        let (admin, agent, visitor) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await, desk.visitor());
        let form = make(&admin, json!({})).await;
        let path = format!("/api/v1/forms/{form}/entries");
        let mut before: Vec<String> = Vec::new();
        for subject in ["Erstes", "Zweites", "Drittes"] {
            let mut one = sent();
            one["subject"] = json!(subject);
            visitor.post(SUBMIT, &one).await.expect(202);
            let link = tokens(&desk).await.into_iter().find(|link| !before.contains(link));
            before.push(link.expect("a link"));
            desk.later(SignedDuration::from_mins(1));
        }
        agent.get(&path).await.problem(403, "forbidden");
        let list = admin.get(&path).await.expect(200).json();
        let items = list["items"].as_array().expect("items").clone();
        let subjects: Vec<&str> = items.iter().filter_map(|one| one["subject"].as_str()).collect();
        assert_eq!(subjects, ["Drittes", "Zweites", "Erstes"]);
        assert_eq!((&items[0]["address"], &items[0]["mails"]), (&json!("kim@aussen.example"), &json!(1)));
        assert!(!list.to_string().contains("Lesesaal"), "not what was written: {list}");
        let entry = |at: usize, end: &str| format!("{path}/{}{end}", items[at]["id"].as_str().expect("an id"));

        // Once more: the link of before ends, the new one lasts a day.
        desk.later(SignedDuration::from_hours(2));
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        admin.post(&entry(2, "/mails"), &json!({})).await.expect(204);
        admin.post(&entry(2, "/mails"), &json!({})).await.problem(404, "not_found");
        let after = tokens(&desk).await;
        assert_eq!(after.len(), 4);
        let fresh = after.iter().find(|token| !before.contains(token)).expect("a new link");
        visitor.post(CONFIRM, &json!({"token": before[0]})).await.problem(410, "link_expired");
        let now = admin.get(&path).await.expect(200).json();
        let again = now["items"].as_array().expect("items").iter().find(|one| one["mails"] == 2).expect("sent twice").clone();
        admin.post(&format!("{path}/{}/mails", again["id"].as_str().expect("an id")), &json!({})).await.expect(204);
        let now = admin.get(&path).await.expect(200).json();
        let thrice = now["items"].as_array().expect("items").iter().find(|one| one["mails"] == 3).expect("sent three times").clone();
        admin.post(&format!("{path}/{}/mails", thrice["id"].as_str().expect("an id")), &json!({})).await.problem(409, "not_applicable");
        visitor.post(CONFIRM, &json!({"token": fresh})).await.problem(410, "link_expired");

        admin.delete(&entry(1, "")).await.expect(204);
        visitor.post(CONFIRM, &json!({"token": before[1]})).await.problem(410, "link_expired");

        // Confirmed by telephone: a ticket of whoever has sent it, with the reason for those who work on it.
        admin.post(&entry(0, "/ticket"), &json!({"reason": " "})).await.problem(422, "invalid");
        let done = admin.post(&entry(0, "/ticket"), &json!({"reason": "telefonisch bestätigt"})).await.expect(201).json();
        let number = done["number"].as_str().expect("a number");
        let articles = agent.articles(number).await;
        let text = |at: usize| articles[at]["text"].as_str().expect("a text").to_owned();
        assert!(text(0).contains("nicht bestätigt") && text(1).contains("telefonisch bestätigt"), "{articles:?}");
        assert_eq!((&articles[1]["visible_to_customer"], articles.len()), (&json!(false), 2));
        visitor.post(CONFIRM, &json!({"token": before[2]})).await.problem(410, "link_expired");
        let log = admin.get("/api/v1/settings-log?kind=form_entry").await.expect(200).json();
        let lines = log["items"].as_array().expect("lines");
        assert_eq!((lines.len(), &lines[0]["after"]["reason"]), (4, &json!("telefonisch bestätigt")));
        let path = format!("/api/v1/settings-log/{}/undo", lines[0]["seq"]);
        admin.post(&path, &json!({})).await.problem(409, "cannot_undo");
    }

    // A stamp instead of a mail: good for one message, once.
    async fn a_browser_works_for_what_it_sends_as_nobody(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        make(&admin, json!({"confirm_by_mail": false, "work_bits": 12})).await;
        let missing = visitor.post(SUBMIT, &sent()).await.problem(422, "invalid");
        assert_eq!(missing["errors"][0], json!({"field": "stamp", "code": "required"}));
        let stamped = stamped(&desk, "Im Lesesaal.");
        let mut other = stamped.clone();
        other["body"] = json!("Etwas anderes");
        let refused = visitor.post(SUBMIT, &other).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["code"], "not_allowed", "good for one text alone");
        visitor.post(SUBMIT, &stamped).await.expect(201);
        let again = visitor.post(SUBMIT, &stamped).await.problem(422, "invalid");
        assert_eq!(again["errors"][0]["code"], "taken");
        let tickets = admin.tickets("subject:wlan").await;
        assert_eq!(tickets.len(), 1);
        let articles = admin.articles(tickets[0]["id"].as_str().expect("an id")).await;
        assert!(articles[0]["text"].as_str().expect("a text").contains("nicht bestätigt"), "agents know that it is not");
    }

    // What a stamp opens mails its address so often a day and no more: whoever works may still not fill somebody's mailbox.
    async fn receipts_of_stamped_forms_are_bounded(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        make(&admin, json!({"confirm_by_mail": false, "work_bits": 12})).await;
        for place in ["Im Lesesaal.", "In der Mensa.", "Im Foyer.", "Im Hof.", "Auf dem Dach."] {
            visitor.post(SUBMIT, &stamped(&desk, place)).await.expect(201);
        }
        assert_eq!(admin.tickets("subject:wlan").await.len(), 5, "nothing is lost");
        assert_eq!(desk.delivered().await.len(), 3);
        desk.later(SignedDuration::from_hours(25));
        visitor.post(SUBMIT, &stamped(&desk, "Im Keller.")).await.expect(201);
        assert_eq!(desk.delivered().await.len(), 4, "on the next day there is one again");
    }

    async fn too_much_is_slowed_down_and_refused(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        make(&admin, json!({})).await;
        let large = "QUJD".repeat(1_800_000);
        let mut with_file = sent();
        with_file["files"] = json!([{"name": "a.bin", "media_type": "x", "content": large}]);
        visitor.post(SUBMIT, &with_file).await.problem(413, "too_large");
        for _ in 0..9 {
            visitor.post(SUBMIT, &sent()).await.expect(202);
        }
        visitor.post(SUBMIT, &sent()).await.problem(429, "too_many_requests");
        let mut wrong = sent();
        wrong["address"] = json!("Kim <kim@aussen.example>");
        wrong["answers"] = json!({});
        let wrong = visitor.post(SUBMIT, &wrong).await.problem(422, "invalid");
        let fields: Vec<&str> = wrong["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect();
        assert_eq!(fields, ["address", "answers.device"]);
    }

    async fn whoever_manages_the_queue_sets_it_up(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let id = make(&admin, json!({})).await;
        let form = admin.get("/api/v1/forms").await.expect(200).json()["items"][0]["form"].clone();
        let taken = admin.post("/api/v1/forms", &form).await.problem(422, "invalid");
        assert_eq!(taken["errors"][0], json!({"field": "slug", "code": "taken"}));
        agent.get("/api/v1/forms").await.problem(403, "forbidden");
        agent.put(&format!("/api/v1/forms/{id}"), &form).await.problem(403, "forbidden");
        let mut off = form.clone();
        off["valid"] = json!(false);
        admin.put(&format!("/api/v1/forms/{id}"), &off).await.expect(200);
        desk.visitor().get("/api/v1/public/forms/wlan").await.problem(404, "web_form_not_found");
        desk.visitor().post(SUBMIT, &sent()).await.problem(404, "web_form_not_found");
        admin.delete(&format!("/api/v1/forms/{id}")).await.expect(204);
        let log = admin.get("/api/v1/settings-log?kind=web_form").await.expect(200).json();
        assert_eq!(log["items"].as_array().expect("lines").len(), 3);
    }

    // Only the sites that the form names may show it in a frame, and nothing else of the desk.
    async fn a_form_is_embedded_where_it_may_be(desk: Desk) {
        let (admin, visitor) = (desk.sign_in("admin").await, desk.visitor());
        make(&admin, json!({"embed_origins": ["https://www.example.edu", "https://bib.example.edu:8443"]})).await;
        let frames = async |path: &str| {
            let answer = visitor.send(Method::GET, path, None, &[]).await;
            let policy = answer.header("content-security-policy").to_owned();
            let frames = policy.rsplit("frame-ancestors ").next().unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
            (frames, answer.header("x-frame-options").to_owned())
        };
        let both = "https://www.example.edu https://bib.example.edu:8443";
        assert_eq!(frames("/form/wlan?embed=1").await, (both.to_owned(), String::new()));
        for path in ["/form/wlan", "/form/none?embed=1", "/form/wlan/x?embed=1", "/portal?embed=1", "/login?embed=1", "/form-confirm?embed=1",
            "/api/v1/public/forms/wlan?embed=1"] {
            assert_eq!(frames(path).await, ("'none'".to_owned(), "DENY".to_owned()), "{path}");
        }
    }
}
