//! Directories, with one that answers from memory (a real one: `e2e/tests/directory.test.mjs`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use pult_domain::directory::Entry;
use pult_server::{
    adapters::ldap::{By, DirectoryError, Everybody, Found, People},
    config::{Config, Directory, Settings},
    identity::{password, token},
    service::directory::sync,
};
use pult_shared::api::directory::ServerView;
use pult_store::{
    accounts::{self, NewLink},
    people,
};
use serde_json::{Value, json};

use super::{faults, person};
use crate::support::{Desk, Eml, Visitor, on_both};

const PASSWORD: &str = "directory-Passw0rd";

/// Entries by account id: name, address, groups.
type Entries = BTreeMap<String, (String, String, Vec<String>)>;

struct Memory {
    settings: Directory,
    /// Nothing: it is away.
    entries: Mutex<Option<Entries>>,
    /// How many passwords it was asked about.
    asked: AtomicU64,
}

impl Memory {
    fn found(&self, fits: impl Fn(&str, &str) -> bool) -> Result<Vec<Found>, DirectoryError> {
        let entries = self.entries.lock().unwrap();
        let Some(entries) = entries.as_ref() else {
            return Err(DirectoryError::Away("out of order".to_owned()));
        };
        let found = entries.iter().filter(|(login, (_, mail, _))| fits(login, mail));
        let entry = |(login, (name, mail, groups)): (&String, &(String, String, Vec<String>))| {
            let values = [
                ("entryuuid", format!("id-{login}")),
                ("uid", login.clone()),
                ("cn", name.clone()),
                ("mail", mail.clone()),
            ];
            Found {
                entry: Entry {
                    dn: format!("uid={login},dc=hs"),
                    attributes: values
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), vec![value]))
                        .collect(),
                },
                groups: Some(groups.iter().cloned().collect::<BTreeSet<_>>()),
            }
        };
        Ok(found.map(entry).collect())
    }

    fn set(&self, change: impl FnOnce(&mut Entries)) {
        change(self.entries.lock().unwrap().get_or_insert_default());
    }
}

impl People for Memory {
    fn settings(&self) -> &Directory {
        &self.settings
    }

    fn servers(&self) -> Vec<ServerView> {
        Vec::new()
    }

    fn everybody(&self) -> BoxFuture<'_, Result<Everybody, DirectoryError>> {
        let found = self.found(|_, _| true);
        let group = |name: &str, found: &[Found]| pult_domain::directory::Group {
            dn: format!("cn={name},dc=hs"),
            name: name.to_owned(),
            members: found
                .iter()
                .filter(|one| one.groups.iter().flatten().any(|group| group == name))
                .map(|one| one.entry.dn.clone())
                .collect(),
        };
        let everybody = found.map(|found| Everybody {
            groups: vec![group("it", &found)],
            entries: found.into_iter().map(|one| one.entry).collect(),
        });
        Box::pin(async move { everybody })
    }

    fn find<'a>(&'a self, by: By<'a>, _patience: Duration) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        let found = self.found(|login, mail| match by {
            By::Login(asked) => asked == login,
            By::Address(asked) => asked == mail,
        });
        Box::pin(async move { found.map(|found| found.into_iter().next()) })
    }

    fn sign_in<'a>(&'a self, name: By<'a>, password: &'a str) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(self.find(name, Duration::ZERO).await?.filter(|_| password == PASSWORD)) })
    }

    fn is_away(&self) -> bool {
        self.entries.lock().unwrap().is_none()
    }
}

async fn with_directory(mut desk: Desk) -> (Desk, Arc<Memory>, Visitor) {
    let mut settings = Settings::default();
    let text = "data = \"x\"\n[[directory]]\nname = \"hs\"\nservers = [\"127.0.0.1\"]\ntls = \"none\"\nbase = \"dc=hs\"\nroles = [\"it: Technik\"]\n";
    settings.add_toml("test", text).unwrap();
    let settings = Config::from_settings(&settings).unwrap().directories.remove(0);
    let memory = Arc::new(Memory {
        settings,
        entries: Mutex::new(Some(Entries::new())),
        asked: AtomicU64::default(),
    });
    memory.set(|entries| {
        for n in 0..20 {
            let groups = if n == 0 { vec!["it".to_owned()] } else { Vec::new() };
            entries.insert(
                format!("p{n}"),
                (format!("Person {n}"), format!("p{n}@hs-musterstadt.example"), groups),
            );
        }
    });
    desk.app.directories = Arc::new(vec![memory.clone() as Arc<dyn People>]);
    let desk = desk.configured(|_| ()).await;
    let admin = desk.sign_in("admin").await;
    let role = json!({"name": "Technik", "grants": [{"queue_id": admin.queue("it").await, "permission": "view"}]});
    admin.post("/api/v1/roles", &role).await.expect(201);
    (desk, memory, admin)
}

async fn compare(desk: &Desk, admin: &Visitor, more: Value) -> Value {
    let mut request = json!({"directory": "hs"});
    request
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let run = admin.post("/api/v1/directory-runs", &request).await.expect(202).json();
    assert_eq!(run["state"], "queued");
    assert_eq!(sync::work(&desk.app).await.unwrap(), 1);
    admin
        .get(&format!("/api/v1/directory-runs/{}", run["id"].as_str().unwrap()))
        .await
        .expect(200)
        .json()
}

/// Created, changed, vanished, unchanged.
fn numbers(run: &Value) -> [u64; 4] {
    ["created", "changed", "vanished", "unchanged"]
        .map(|name| run["report"][name].as_u64().unwrap_or_else(|| panic!("{run}")))
}

async fn sign_in(desk: &Desk, login: &str, password: &str) -> (u16, Value) {
    let answer = desk
        .visitor()
        .post("/api/v1/session", &json!({"login": login, "password": password}))
        .await;
    (answer.status.as_u16(), answer.json())
}

on_both! {
    // req: A16, C13
    async fn everybody_is_compared(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        let dry = compare(&desk, &admin, json!({"dry": true})).await;
        assert_eq!((dry["state"].as_str(), numbers(&dry)), (Some("done"), [20, 0, 0, 0]));
        assert_eq!(numbers(&compare(&desk, &admin, json!({})).await), [20, 0, 0, 0], "the dry run has changed nothing");
        assert_eq!(numbers(&compare(&desk, &admin, json!({})).await), [0, 0, 0, 20]);
        let p0 = admin.get(&format!("/api/v1/people/{}/profile", person(&admin, "p0").await)).await.expect(200).json();
        assert_eq!((p0["roles"][0]["name"].as_str(), p0["roles"][0]["directory"].as_str()), (Some("Technik"), Some("hs")));
        assert_eq!(p0["addresses"][0], json!({"address": "p0@hs-musterstadt.example", "kind": "directory", "verified": true}));

        let hs = ["hs".to_owned()];
        for (directories, id, found) in [(&hs[..], "id-p0", Some(person(&admin, "p0").await)), (&hs[..], "id-p99", None), (&hs[..0], "id-p0", None)] {
            let known = people::directory::by_permanent_id(&desk.app.store, directories, id).await.unwrap();
            assert_eq!(known.map(|id| id.to_string()), found, "{id}");
        }

        memory.set(|entries| {
            entries.remove("p19");
            let p0 = entries.get_mut("p0").unwrap();
            (p0.0, p0.2) = ("Person Null".to_owned(), Vec::new());
        });
        let run = compare(&desk, &admin, json!({})).await;
        assert_eq!(numbers(&run), [0, 1, 1, 18]);
        assert_eq!(run["report"]["changed_lines"][0]["differs"], json!(["name", "roles"]));
        let id = person(&admin, "p19").await;
        let gone = admin.get(&format!("/api/v1/people/{id}/profile")).await.expect(200).json();
        assert_eq!((gone["active"].as_bool(), gone["vanished"].as_bool()), (Some(false), Some(true)));
        let log = admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json();
        assert_eq!(log["items"][0]["after"]["active"], false);
        memory.set(|entries| {
            entries.insert("p19".to_owned(), ("Person 19".to_owned(), "p19@hs-musterstadt.example".to_owned(), Vec::new()));
        });
        assert_eq!(numbers(&compare(&desk, &admin, json!({})).await), [0, 1, 0, 19]);
        assert_eq!(sign_in(&desk, "p19", PASSWORD).await.0, 201);
    }

    async fn too_many_are_asked_about(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        compare(&desk, &admin, json!({})).await;
        memory.set(|entries| entries.retain(|login, _| login.len() == 2));
        let waiting = compare(&desk, &admin, json!({})).await;
        assert_eq!((waiting["state"].as_str(), waiting["report"]["vanished"].as_u64()), (Some("waiting"), Some(10)));
        let people = || async { admin.get("/api/v1/directories").await.expect(200).json()["items"][0]["people"].as_u64() };
        assert_eq!(people().await, Some(20), "nothing was changed");
        // More have gone since it was asked: so many were not confirmed.
        memory.set(|entries| { entries.remove("p9"); });
        let again = compare(&desk, &admin, json!({"confirms": waiting["id"]})).await;
        assert_eq!(again["state"], "waiting");
        assert_eq!(compare(&desk, &admin, json!({"confirms": again["id"]})).await["state"], "done");
        assert_eq!(people().await, Some(9));
        let stale = admin.post("/api/v1/directory-runs", &json!({"directory": "hs", "confirms": again["id"]})).await.problem(422, "invalid");
        assert_eq!(faults(&stale), [("confirms", "not_allowed")]);
        // A directory that names nobody is a mistake, not a university without people.
        memory.set(Entries::clear);
        assert_eq!(compare(&desk, &admin, json!({})).await["state"], "failed");
        assert_eq!(people().await, Some(9));
    }

    async fn people_sign_in_by_it_and_administrators_without(desk: Desk) {
        let (desk, memory, _) = with_directory(desk).await;
        let (status, session) = sign_in(&desk, "p0", PASSWORD).await;
        assert_eq!((status, session["person"]["name"].as_str(), session["agent"].as_bool()), (201, Some("Person 0"), Some(true)));
        assert_eq!(sign_in(&desk, "P1@hs-musterstadt.example", PASSWORD).await.0, 201);
        for (login, password) in [("p0", "wrong"), ("nobody", PASSWORD)] {
            let (status, problem) = sign_in(&desk, login, password).await;
            assert_eq!((status, problem["code"].as_str()), (401, Some("wrong_credentials")), "{login}");
        }
        // An entry of the same name does not take a local administrator over.
        memory.set(|entries| {
            entries.insert("admin".to_owned(), ("Eve".to_owned(), "eve@hs-musterstadt.example".to_owned(), Vec::new()));
        });
        assert_eq!(sign_in(&desk, "admin", PASSWORD).await.0, 401);
        let (status, session) = sign_in(&desk, "eve@hs-musterstadt.example", PASSWORD).await;
        assert_eq!((status, session["person"]["name"].as_str(), session["administrator"].as_bool()), (201, Some("Eve"), Some(false)));

        *memory.entries.lock().unwrap() = None;
        let (status, problem) = sign_in(&desk, "p0", PASSWORD).await;
        assert_eq!((status, problem["code"].as_str()), (503, Some("directory_unavailable")));
        desk.sign_in("admin").await.get("/api/v1/session").await.expect(200);
    }

    async fn an_unknown_sender_is_looked_up_once(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        desk.receive(&Eml::new("1@x", "Eins", "Hallo").from("p5@hs-musterstadt.example")).await;
        let requester = admin.tickets("eins").await[0]["requester"].clone();
        assert_eq!(requester["name"], "Person 5");
        let stranger = "fremd@anderswo.example";
        desk.receive(&Eml::new("2@x", "Zwei", "Hallo").from(stranger)).await;
        assert_eq!(admin.tickets("zwei").await.len(), 1);
        // The directory comes to know the stranger: the same person, with all that they have asked for.
        memory.set(|entries| { entries.insert("neu".to_owned(), ("Nele Neu".to_owned(), stranger.to_owned(), Vec::new())); });
        let run = compare(&desk, &admin, json!({})).await;
        assert_eq!((numbers(&run), &run["report"]["changed_lines"][0]["name"]), ([19, 1, 0, 1], &json!("Nele Neu")));
        assert_eq!(admin.tickets("zwei").await[0]["requester"]["name"], "Nele Neu");
        // Away, it holds no mail up.
        *memory.entries.lock().unwrap() = None;
        desk.receive(&Eml::new("3@x", "Drei", "Hallo").from("noch-jemand@anderswo.example")).await;
        assert_eq!(admin.tickets("drei").await.len(), 1);
    }

    async fn an_entry_is_tried_out(desk: Desk) {
        let (_desk, memory, admin) = with_directory(desk).await;
        let ask = |question: &str| { let body = json!({"directory": "hs", "question": question}); let admin = &admin; async move { admin.post("/api/v1/directory-trials", &body).await } };
        let trial = ask("p0").await.expect(200).json();
        let entry = &trial["entry"];
        assert_eq!((entry["groups"].clone(), entry["roles"].clone(), entry["described"]["name"].as_str()), (json!(["it"]), json!(["Technik"]), Some("Person 0")));
        assert_eq!(entry["person"], Value::Null, "nobody is entered by trying");
        assert_eq!(ask("nobody").await.expect(200).json()["entry"], Value::Null);
        assert_eq!(faults(&ask(" ").await.problem(422, "invalid")), [("question", "required")]);
        *memory.entries.lock().unwrap() = None;
        assert!(ask("p0").await.expect(200).json()["fault"].as_str().unwrap().contains("out of order"));
        let unknown = admin.post("/api/v1/directory-runs", &json!({"directory": "other"})).await.problem(422, "invalid");
        assert_eq!(faults(&unknown), [("directory", "unknown")]);
    }

    // req: A16 — whoever vanishes from the directory must not stay by a password that is kept here.
    async fn whom_it_leads_gets_no_password_here(desk: Desk) {
        let (desk, _memory, admin) = with_directory(desk).await;
        compare(&desk, &admin, json!({})).await;
        let id = person(&admin, "p3").await;
        let now = desk.app.now();
        // A link from before the directory knew them.
        let link = |token: &str| NewLink {
            token_hash: token::hash(token),
            person_id: id.parse().unwrap(),
            created_at: now.saturating_sub(SignedDuration::from_hours(2)).unwrap(),
            expires_at: now.saturating_add(SignedDuration::from_hours(1)).unwrap(),
        };
        let tx = desk.app.store.begin().await.unwrap();
        accounts::insert_link(&tx, &link("early")).await.unwrap();
        tx.commit().await.unwrap();
        let set = json!({"token": "early", "password": "vier Mantas am Bahnsteig"});
        desk.visitor().put("/api/v1/password", &set).await.problem(409, "password_elsewhere");

        let known = desk.visitor().post("/api/v1/password-links", &json!({"login": "p3"})).await.expect(202);
        let unknown = desk.visitor().post("/api/v1/password-links", &json!({"login": "nobody"})).await.expect(202);
        assert_eq!((&known.bytes, known.headers.len()), (&unknown.bytes, unknown.headers.len()), "the answer tells nothing");
        for _ in 0..4 {
            desk.visitor().post("/api/v1/password-links", &json!({"login": "p3"})).await.expect(202);
        }
        let mails = desk.delivered_once(|mails| mails.len() >= 3).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(desk.delivered().await.len(), 3, "nobody's mailbox is filled");
        for mail in mails {
            assert_eq!(mail.subject, "Ihr Passwort");
            assert!(mail.text.contains("Hochschule") && !mail.text.contains("/password"), "{}", mail.text);
        }
        desk.visitor().put("/api/v1/password", &set).await.problem(410, "link_expired");
        let path = format!("/api/v1/people/{id}/password-link");
        admin.post(&path, &json!({})).await.problem(409, "password_elsewhere");
        // Who has one from before does not renew it.
        let tx = desk.app.store.begin().await.unwrap();
        let hash = password::hash("vier Mantas am Bahnsteig".to_owned(), desk.app.rng.as_ref()).await.unwrap();
        people::set_password(&tx, id.parse().unwrap(), &hash).await.unwrap();
        tx.commit().await.unwrap();
        let mut visitor = desk.visitor();
        visitor.sign_in("p3", "vier Mantas am Bahnsteig").await;
        let change = json!({"current": "vier Mantas am Bahnsteig", "password": "noch ein anderer Zug fährt ab"});
        visitor.put("/api/v1/account/password", &change).await.problem(409, "password_elsewhere");
        // Where no directory leads any more, they are like everybody.
        let mut desk = desk;
        desk.app.directories = Arc::default();
        let desk = desk.configured(|_| ()).await;
        desk.visitor().post("/api/v1/password-links", &json!({"login": "p4"})).await.expect(202);
        desk.delivered_once(|mails| mails.iter().any(|mail| mail.text.contains("/password#"))).await;
    }

    async fn many_who_would_lose_a_role_are_asked_about(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        let technicians = |count: usize| memory.set(|entries| {
            for n in 0..20 {
                entries.get_mut(&format!("p{n}")).unwrap().2 = if n < count { vec!["it".to_owned()] } else { Vec::new() };
            }
        });
        technicians(8);
        compare(&desk, &admin, json!({})).await;
        let lost = |run: &Value| (run["state"].as_str().unwrap().to_owned(), run["report"]["roles_lost"].as_u64().unwrap());
        technicians(2);
        let waiting = compare(&desk, &admin, json!({})).await;
        assert_eq!(lost(&waiting), ("waiting".to_owned(), 6));
        let members = || async {
            let roles = admin.get("/api/v1/roles").await.expect(200).json();
            let role = roles["items"].as_array().unwrap().iter().find(|role| role["name"] == "Technik").unwrap();
            role["members"].as_array().unwrap().len()
        };
        assert_eq!(members().await, 8, "nothing was changed");
        // More since it was asked: so many were not confirmed.
        technicians(1);
        let again = compare(&desk, &admin, json!({"confirms": waiting["id"]})).await;
        assert_eq!(lost(&again), ("waiting".to_owned(), 7));
        assert_eq!(lost(&compare(&desk, &admin, json!({"confirms": again["id"]})).await), ("done".to_owned(), 7));
        assert_eq!(members().await, 1);
    }

    async fn a_role_that_is_called_otherwise_is_lost_by_nobody(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        compare(&desk, &admin, json!({})).await;
        let log = |login: &'static str| {
            let admin = &admin;
            async move {
                let id = person(admin, login).await;
                admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json()["items"].clone()
            }
        };
        assert_eq!((log("p0").await[0]["after"]["roles"].clone(), log("p1").await), (json!(["Technik"]), json!([])), "who came into a role");
        let roles = admin.get("/api/v1/roles").await.expect(200).json();
        let role = roles["items"].as_array().unwrap().iter().find(|role| role["name"] == "Technik").unwrap();
        let path = format!("/api/v1/roles/{}", role["id"].as_str().unwrap());
        let named = |name: &str| json!({"name": name, "grants": role["grants"]});
        admin.put(&path, &named("Haustechnik")).await.expect(200);
        let run = compare(&desk, &admin, json!({})).await;
        assert_eq!((numbers(&run), &run["report"]["fault_lines"][0]["fault"]), ([0, 0, 0, 20], &json!("no_role")));
        assert_eq!(sign_in(&desk, "p0", PASSWORD).await.1["agent"], true);
        admin.put(&path, &named("Technik")).await.expect(200);
        memory.set(|entries| entries.get_mut("p0").unwrap().2 = Vec::new());
        assert_eq!(numbers(&compare(&desk, &admin, json!({})).await), [0, 1, 0, 19]);
        let last = log("p0").await[0].clone();
        assert_eq!((last["before"]["roles"].clone(), last["after"]["roles"].clone()), (json!(["Technik"]), json!([])));
        assert_eq!(sign_in(&desk, "p0", PASSWORD).await.1["agent"], false);
    }

    // req: A16 — gone is gone, but the last administrator is not locked out.
    async fn administrators_who_are_gone_stay_out_but_the_last(desk: Desk) {
        let (desk, memory, admin) = with_directory(desk).await;
        compare(&desk, &admin, json!({})).await;
        let promote = |login: &'static str| {
            let admin = &admin;
            async move {
                let path = format!("/api/v1/people/{}/profile", person(admin, login).await);
                let profile = admin.get(&path).await.expect(200).json();
                let fields = ["name", "login", "language", "affiliation", "phone", "room", "organisation", "addresses"];
                let mut body: serde_json::Map<_, _> = fields.iter().filter_map(|name| Some(((*name).to_owned(), profile.get(*name)?.clone()))).collect();
                body.insert("administrator".to_owned(), json!(true));
                admin.put(&path.replace("/profile", ""), &Value::Object(body)).await.expect(200);
            }
        };
        promote("p1").await;
        promote("p2").await;
        let mut one = desk.visitor();
        one.sign_in("p1", PASSWORD).await;
        let token = one.post("/api/v1/tokens", &json!({"name": "Skript", "scope": "read", "days": 30})).await.expect(201).json();
        let token = format!("Bearer {}", token["token"].as_str().expect("a token"));
        let ask = async || desk.visitor().send(actix_web::http::Method::GET, "/api/v1/tickets", None, &[("authorization", token.as_str())]).await;
        ask().await.expect(200);
        memory.set(|entries| { entries.remove("p1"); });
        let run = compare(&desk, &admin, json!({})).await;
        assert_eq!((numbers(&run), run["report"]["kept"].as_u64()), ([0, 0, 1, 19], Some(0)));
        one.get("/api/v1/session").await.problem(401, "session_expired");
        ask().await.problem(401, "not_signed_in");
        memory.set(|entries| {
            entries.insert("p1".to_owned(), ("Person 1".to_owned(), "p1@hs-musterstadt.example".to_owned(), Vec::new()));
        });
        compare(&desk, &admin, json!({})).await;
        assert_eq!(sign_in(&desk, "p1", PASSWORD).await.1["administrator"], true);
        ask().await.problem(401, "not_signed_in");

        // Both are gone, and there is no other: one stays.
        let mut two = desk.visitor();
        two.sign_in("p2", PASSWORD).await;
        let me = admin.get("/api/v1/session").await.expect(200).json()["person"]["id"].as_str().unwrap().to_owned();
        let tx = desk.app.store.begin().await.unwrap();
        people::profile::set_active(&tx, me.parse().unwrap(), false).await.unwrap();
        tx.commit().await.unwrap();
        memory.set(|entries| { entries.remove("p1"); entries.remove("p2"); });
        two.post("/api/v1/directory-runs", &json!({"directory": "hs"})).await.expect(202);
        sync::work(&desk.app).await.unwrap();
        let left = people::profile::count_other_administrators(&desk.app.store, me.parse().unwrap()).await.unwrap();
        assert_eq!(left, 1);
    }

    // req: D16 — which accounts are kept here shows neither by status nor by text, nor by a hash that is not computed.
    async fn local_accounts_look_like_all_others(desk: Desk) {
        let (desk, memory, _) = with_directory(desk).await;
        sign_in(&desk, "p0", PASSWORD).await;
        for away in [false, true] {
            if away {
                *memory.entries.lock().unwrap() = None;
            }
            let mut answers = Vec::new();
            for login in ["admin", "student", "student@stud.hs-musterstadt.example", "p0", "p1", "nobody", "nobody@hs-musterstadt.example"] {
                let (before, asked) = (desk.app.passwords.computed(), memory.asked.load(Ordering::Relaxed));
                let body = json!({"login": login, "password": "wrong wrong wrong"});
                let answer = desk.visitor().post("/api/v1/session", &body).await;
                assert_eq!(desk.app.passwords.computed() - before, 1, "{login}: one hash, whoever it is");
                assert_eq!(memory.asked.load(Ordering::Relaxed) - asked, 1, "{login}: the directory is asked about everybody");
                let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
                answers.push((answer.status.as_u16(), answer.json(), names));
            }
            assert_eq!(answers[0].0, if away { 503 } else { 401 });
            assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:#?}");
        }
        // Whoever has a password here comes in without the directory.
        desk.sign_in("admin").await.get("/api/v1/session").await.expect(200);
        // Guessing counts while it is away too.
        for _ in 0..10 {
            assert_eq!(sign_in(&desk, "agent.it", "wrong wrong wrong").await.0, 503);
        }
        assert_eq!(sign_in(&desk, "agent.it", "wrong wrong wrong").await.0, 429);
        let student = desk.sign_in("student").await;
        let wrong = json!({"current": "wrong wrong wrong", "password": "vier Mantas am Bahnsteig"});
        let problem = student.put("/api/v1/account/password", &wrong).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("current", "wrong")], "no directory is asked about a local account's own password");
    }
}
