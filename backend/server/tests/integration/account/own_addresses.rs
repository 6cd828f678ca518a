//! Addresses that people enter for themselves: proven by the link of a mail, and nobody's until then.

use jiff::SignedDuration;
use pult_mail::ParsedMail;
use serde_json::{Value, json};

use crate::{
    admin::person,
    support::{Desk, Eml, Visitor, on_both},
};

const PATH: &str = "/api/v1/account/addresses";
const HOME: &str = "stella@home.example";

async fn ask(visitor: &Visitor, address: &str) {
    visitor.post(PATH, &json!({"address": address})).await.expect(202);
}

/// The tokens of the links that went to an address.
async fn tokens(desk: &Desk, address: &str) -> Vec<String> {
    let link = |mail: &ParsedMail| {
        let (_, rest) = mail.text.split_once("/account#")?;
        Some(rest.chars().take_while(|c| !c.is_whitespace()).collect())
    };
    let mails = desk.delivered().await;
    mails
        .iter()
        .filter(|mail| mail.to[0].address == address)
        .filter_map(link)
        .collect()
}

async fn prove(visitor: &Visitor, token: &str) -> crate::support::Answer {
    visitor.put(&format!("{PATH}/proof"), &json!({"token": token})).await
}

async fn remove(visitor: &Visitor, address: &str) -> crate::support::Answer {
    visitor
        .post(&format!("{PATH}/removal"), &json!({"address": address}))
        .await
}

/// Address, kind and whether it is verified.
fn shown(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().expect("items").iter();
    let line = |item: &Value| {
        format!(
            "{} {} {}",
            item["address"].as_str().expect("text"),
            item["kind"].as_str().expect("text"),
            item["verified"]
        )
    };
    items.map(line).collect()
}

fn waiting(list: &Value) -> usize {
    list["waiting"].as_array().expect("a list").len()
}

on_both! {
    // req: A15
    async fn proven_by_the_link_of_a_mail_and_nobodys_until_then(desk: Desk) {
        let student = desk.sign_in("student").await;
        let before = student.get(PATH).await.expect(200).json();
        ask(&student, &format!(" {} ", HOME.to_uppercase())).await;
        let list = student.get(PATH).await.expect(200).json();
        assert_eq!((shown(&list), waiting(&list)), (shown(&before), 1), "it only waits");
        let token = tokens(&desk, HOME).await.remove(0);

        desk.sign_in("agent.lib").await.put(&format!("{PATH}/proof"), &json!({"token": token})).await.problem(410, "link_expired");
        let list = prove(&student, &token).await.expect(200).json();
        assert_eq!(shown(&list).last().map(String::as_str), Some("stella@home.example private true"));
        assert_eq!(waiting(&list), 0);
        prove(&student, &token).await.problem(410, "link_expired");
        let told = desk.delivered().await;
        assert!(told.iter().any(|mail| mail.text.contains(HOME) && mail.to[0].address != HOME), "told at the main address");

        desk.receive(&Eml::new("home@x", "Von zu Hause", "Hallo").from(HOME)).await;
        assert_eq!(student.tickets("Hause").await.len(), 1, "a mail from there is theirs");
    }

    async fn a_link_ends_after_a_day(desk: Desk) {
        let student = desk.sign_in("student").await;
        ask(&student, HOME).await;
        let token = tokens(&desk, HOME).await.remove(0);
        desk.later(SignedDuration::from_hours(24));
        let student = desk.sign_in("student").await;
        prove(&student, &token).await.problem(410, "link_expired");
        assert_eq!(waiting(&student.get(PATH).await.expect(200).json()), 0);
    }

    // req: A15 — whoever asks learns nothing, whoever has it is told.
    async fn somebody_elses_stays_theirs(desk: Desk) {
        let (student, admin) = (desk.sign_in("student").await, desk.sign_in("admin").await);
        let agent = person(&admin, "agent.lib").await;
        let profile = admin.get(&format!("/api/v1/people/{agent}/profile")).await.expect(200).json();
        let theirs = profile["addresses"][0]["address"].as_str().expect("an address").to_owned();
        ask(&student, &theirs).await;
        ask(&student, HOME).await;
        let list = student.get(PATH).await.expect(200).json();
        assert_eq!(waiting(&list), 2, "both wait alike");
        assert_eq!(tokens(&desk, &theirs).await, Vec::<String>::new());
        let mails = desk.delivered().await;
        let told = mails.iter().find(|mail| mail.to[0].address == theirs).expect("a mail to whoever has it");
        assert!(told.text.contains(&theirs), "{}", told.text);
    }

    // req: A15 — what came before it was known whose the address is.
    async fn what_came_from_there_before_is_theirs_too(desk: Desk) {
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("old@x", "Vor langer Zeit", "Hallo").from(HOME)).await;
        assert_eq!(agent.tickets("langer").await.len(), 1);
        assert_eq!(student.tickets("langer").await.len(), 0);
        ask(&student, HOME).await;
        let token = tokens(&desk, HOME).await.remove(0);
        prove(&student, &token).await.expect(200);
        assert_eq!(student.tickets("langer").await.len(), 1);
        let number = student.tickets("langer").await[0]["number"].as_str().expect("a number").to_owned();
        student.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
    }

    // req: A15 — an address that an administrator has only heard of.
    async fn proof_beats_hearsay(desk: Desk) {
        let (student, admin) = (desk.sign_in("student").await, desk.sign_in("admin").await);
        let other = person(&admin, "agent.lib").await;
        let path = format!("/api/v1/people/{other}");
        let mut profile = admin.get(&format!("{path}/profile")).await.expect(200).json();
        let typed = json!({"address": HOME, "kind": "private", "verified": false});
        profile["addresses"].as_array_mut().expect("addresses").push(typed);
        let fields = ["name", "login", "language", "affiliation", "phone", "room", "organisation", "administrator", "addresses"];
        let body: serde_json::Map<_, _> = fields.iter().filter_map(|field| Some(((*field).to_owned(), profile.get(*field)?.clone()))).collect();
        admin.put(&path, &Value::Object(body)).await.expect(200);
        ask(&student, HOME).await;
        let token = tokens(&desk, HOME).await.remove(0);
        prove(&student, &token).await.expect(200);
        let profile = admin.get(&format!("{path}/profile")).await.expect(200).json();
        assert!(!profile["addresses"].to_string().contains(HOME));
    }

    async fn ones_own_private_ones_go_the_others_stay(desk: Desk) {
        let student = desk.sign_in("student").await;
        let main = student.get(PATH).await.expect(200).json()["items"][0]["address"].as_str().expect("an address").to_owned();
        ask(&student, HOME).await;
        let list = remove(&student, HOME).await.expect(200).json();
        assert_eq!(waiting(&list), 0, "what only waits goes too");
        let token = tokens(&desk, HOME).await.remove(0);
        prove(&student, &token).await.problem(410, "link_expired");
        ask(&student, HOME).await;
        let token = tokens(&desk, HOME).await.remove(1);
        prove(&student, &token).await.expect(200);
        let left = remove(&student, HOME).await.expect(200).json();
        assert!(!left.to_string().contains(HOME));
        for (address, code) in [(main.as_str(), "not_allowed"), ("who@else.example", "unknown")] {
            let fault = remove(&student, address).await.problem(422, "invalid");
            assert_eq!(fault["errors"][0]["code"], code, "{address}");
        }
    }

    async fn few_a_day(desk: Desk) {
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        for address in ["", "nowhere", "library@hs-musterstadt.example"] {
            let fault = student.post(PATH, &json!({"address": address})).await.problem(422, "invalid");
            assert_eq!(fault["errors"][0]["field"], "address");
        }
        for n in 1..=3 {
            ask(&student, HOME).await;
            assert_eq!(tokens(&desk, HOME).await.len(), n);
        }
        ask(&agent, HOME).await;
        assert_eq!(tokens(&desk, HOME).await.len(), 3, "one mailbox gets few, whoever asks");
        ask(&student, "one@home.example").await;
        ask(&student, "two@home.example").await;
        student.post(PATH, &json!({"address": "three@home.example"})).await.problem(429, "too_many_requests");
    }

    // req: A17 — an address that nobody has proven stands for no account.
    async fn an_address_that_nobody_has_proven_opens_nothing(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let queue = admin.queue("it").await;
        let path = format!("/api/v1/queues/{queue}/settings");
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["intake"] = json!({"senders": "directory", "proof": false, "machines": true});
        admin.put(&path, &settings).await.expect(200);
        let id = person(&admin, "student").await;
        let tx = desk.app.store.begin().await.expect("begun");
        let mut profile = pult_store::people::profile::find(&tx, id.parse().expect("an id")).await.expect("read").expect("a student");
        profile.person.addresses.push(pult_shared::api::person::PersonAddress {
            address: HOME.to_owned(),
            kind: pult_shared::person::AddressKind::Private,
            verified: false,
        });
        pult_store::people::profile::update(&tx, profile.id, &profile.person).await.expect("saved");
        tx.commit().await.expect("committed");
        desk.receive(&Eml::new("h1@x", "Hausmeister", "Hallo").from(HOME)).await;
        assert_eq!(admin.tickets("Hausmeister").await.len(), 0);
        let student = desk.sign_in("student").await;
        ask(&student, HOME).await;
        let token = tokens(&desk, HOME).await.remove(0);
        prove(&student, &token).await.expect(200);
        desk.receive(&Eml::new("h2@x", "Drucker", "Hallo").from(HOME)).await;
        assert_eq!(admin.tickets("Drucker").await.len(), 1);
    }
}
