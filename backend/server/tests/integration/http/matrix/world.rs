//! Who comes, and what there is to ask for: a ticket in `it`, and somebody with each single permission there.

use jiff::SignedDuration;
use pult_shared::ids::PersonId;
use pult_store::people::{self, NewPerson};
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor};

/// Everybody who asks, least of all first. `view` has that permission alone, the others theirs and `view`; `worker` has all that the
/// work asks for; `elsewhere` is an agent of another queue, `colleague` somebody of the requester's organisation, whose members see each
/// other's requests; `token_…` are programs with an administrator's token of each scope; `seeing` is an administrator who looks as the
/// requester.
pub const ACTORS: [&str; 24] = [
    "anonymous",
    "expired",
    "signed_out",
    "disabled",
    "foreign",
    "colleague",
    "participant",
    "requester",
    "elsewhere",
    "view",
    "create",
    "note",
    "reply",
    "move_into",
    "own",
    "priority",
    "close",
    "manage",
    "worker",
    "administrator",
    "token_read",
    "token_tickets",
    "token_administer",
    "seeing",
];

/// A desk with everything on it that an operation can name.
pub struct World<'a> {
    pub desk: &'a Desk,
    pub admin: Visitor,
    visitors: Vec<Visitor>,
    pub student: String,
    pub agent: String,
    /// Somebody who is not one of those who ask: their sessions may end.
    pub away: String,
    pub it: String,
    pub wlan: String,
    pub other: String,
    /// The ticket that is asked about, and the command that it was made for.
    pub ticket: Option<(String, Ticket)>,
    pub made: u32,
}

/// A ticket and what belongs to it.
#[derive(Clone)]
pub struct Ticket {
    pub id: String,
    pub number: String,
    pub article: String,
    pub attachment: String,
    /// The message that came in by mail, with HTML.
    pub mail: String,
}

/// Somebody with a login, and the password of everybody in the seed.
async fn insert(desk: &Desk, login: &str) {
    insert_as(desk, login, false).await;
}

async fn insert_as(desk: &Desk, login: &str, administrator: bool) {
    let hash = people::credentials(&desk.app.store, "student")
        .await
        .expect("read")
        .expect("a student")
        .password_hash;
    let person = NewPerson {
        id: PersonId(desk.app.fresh()),
        login: Some(login.to_owned()),
        name: format!("Person {login}"),
        language: None,
        administrator,
        active: true,
        addresses: vec![format!("{login}@hs-musterstadt.example")],
        password_hash: hash,
        created_at: desk.app.now(),
    };
    let tx = desk.app.store.begin().await.expect("begun");
    people::insert(&tx, &person).await.expect("inserted");
    tx.commit().await.expect("committed");
}

/// Puts somebody into an organisation.
async fn belongs(desk: &Desk, login: &str, organisation: &str) {
    let id = people::credentials(&desk.app.store, login).await.expect("read");
    let id = id.expect("somebody").person_id;
    let tx = desk.app.store.begin().await.expect("begun");
    people::set_organisation(&tx, id, organisation).await.expect("updated");
    tx.commit().await.expect("committed");
}

#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl<'a> World<'a> {
    pub async fn new(desk: &'a Desk) -> Self {
        let expired = desk.sign_in("agent.it").await;
        desk.later(SignedDuration::from_hours(24 * 60));
        let signed_out = desk.sign_in("admin").await;
        signed_out.delete("/api/v1/session").await.expect(204);
        let admin = desk.sign_in("admin").await;
        desk.receive(&Eml::new("a@x", "Frage", "Hallo").to("library@hs-musterstadt.example"))
            .await;
        desk.delivered().await;
        let (it, wlan) = (admin.queue("it").await, admin.queue("it/wlan").await);
        let mut visitors = Vec::new();
        for actor in ACTORS {
            visitors.push(match actor {
                "anonymous" => desk.visitor(),
                "expired" => expired.clone(),
                "signed_out" => signed_out.clone(),
                "requester" => desk.sign_in("student").await,
                "elsewhere" => desk.sign_in("agent.lib").await,
                "worker" => desk.sign_in("agent.it").await,
                "administrator" => admin.clone(),
                "disabled" => {
                    insert(desk, actor).await;
                    let disabled = desk.sign_in(actor).await;
                    let id = crate::admin::person(&admin, actor).await;
                    let path = format!("/api/v1/people/{id}/deactivation");
                    assert!(admin.post(&path, &json!({})).await.status.is_success());
                    disabled
                }
                "token_read" | "token_tickets" | "token_administer" => {
                    let scope = actor.trim_start_matches("token_");
                    let body = json!({"name": actor, "scope": scope, "days": 90});
                    let made = admin.post("/api/v1/tokens", &body).await.expect(201).json();
                    desk.visitor().with_token(&text(&made["token"]))
                }
                "seeing" => {
                    insert_as(desk, actor, true).await;
                    let seeing = desk.sign_in(actor).await;
                    let student = crate::admin::person(&admin, "student").await;
                    let path = format!("/api/v1/people/{student}/seeing");
                    seeing.post(&path, &json!({"reason": "Ticket 1"})).await.expect(201);
                    seeing
                }
                "foreign" | "participant" => {
                    insert(desk, actor).await;
                    belongs(desk, actor, "FB 4").await;
                    desk.sign_in(actor).await
                }
                "colleague" => {
                    insert(desk, actor).await;
                    for login in [actor, "student"] {
                        belongs(desk, login, "FB 3").await;
                    }
                    let shared = json!({"name": "fb 3", "members_see": true});
                    admin.post("/api/v1/organisations", &shared).await.expect(201);
                    desk.sign_in(actor).await
                }
                permission => {
                    let login = format!("only.{permission}");
                    insert(desk, &login).await;
                    let both = if permission == "view" {
                        vec!["view"]
                    } else {
                        vec!["view", permission]
                    };
                    crate::admin::grant(&admin, &login, "it", &both).await;
                    desk.sign_in(&login).await
                }
            });
        }
        insert(desk, "away").await;
        let other = text(
            &admin
                .open_for("it", "Anderes", "student@stud.hs-musterstadt.example")
                .await["number"],
        );
        Self {
            desk,
            student: crate::admin::person(&admin, "student").await,
            agent: crate::admin::person(&admin, "agent.it").await,
            away: crate::admin::person(&admin, "away").await,
            admin,
            visitors,
            it,
            wlan,
            other,
            ticket: None,
            made: 0,
        }
    }

    pub fn visitor(&self, actor: usize) -> &Visitor {
        &self.visitors[actor]
    }

    /// A key that nothing has yet.
    pub fn key(&mut self) -> String {
        self.made += 1;
        format!("key_{}", self.made)
    }

    /// The ticket of the student with somebody who takes part, a file, and a message of each kind; made anew for each purpose, and
    /// whenever somebody has changed it.
    pub async fn ticket(&mut self, purpose: &str) -> Ticket {
        if let Some((made_for, ticket)) = &self.ticket
            && made_for == purpose
        {
            return ticket.clone();
        }
        // By mail only what is read: whoever writes a hundred mails in an hour waits for a person.
        let opened = if purpose == "read" {
            let mail = Eml::new("mail@x", "Anliegen", "<p>Hallo</p>").header("Content-Type: text/html; charset=utf-8");
            self.desk.receive(&mail).await;
            self.admin.tickets("Anliegen").await.remove(0)
        } else {
            self.admin
                .open_for("it", purpose, "student@stud.hs-musterstadt.example")
                .await
        };
        let (id, number) = (text(&opened["id"]), text(&opened["number"]));
        let file = self.admin.upload("a.txt", b"a").await;
        let commands = json!([
            {"type": "reply", "body": "Antwort", "attachments": [file]},
            {"type": "add_participant", "participant": {"address": "participant@hs-musterstadt.example", "name": null}},
        ]);
        self.admin.apply(&number, commands).await.expect(200);
        let articles = self.admin.articles(&number).await;
        let answer = articles.last().expect("an article");
        let ticket = Ticket {
            id,
            number,
            article: text(&answer["id"]),
            attachment: text(&answer["attachments"][0]["id"]),
            mail: text(&articles[0]["id"]),
        };
        self.ticket = Some((purpose.to_owned(), ticket.clone()));
        ticket
    }

    /// What the administrator makes by a request; its id.
    pub async fn make(&self, path: &str, body: &Value) -> String {
        let answer = self.admin.post(&format!("/api/v1/{path}"), body).await;
        assert!(
            answer.status.is_success(),
            "{path}: {}",
            String::from_utf8_lossy(&answer.bytes)
        );
        text(&answer.json()["id"])
    }
}
