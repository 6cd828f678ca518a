//! What leaves by mail when an agent writes: from whom, with what, in which order, and once.

use std::{sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use pult_server::{
    adapters::transport::{OutboundMail, Transport, TransportError, memory::MemoryTransport},
    app::App,
    clock::Clock,
    seed,
    service::{
        outgoing,
        session::sign_in::{Origin, SignIn, sign_in},
        ticket::apply_commands::apply_commands,
    },
};
use pult_shared::{
    api::{mail::TransportKind, session::CreateSession},
    command::{Command, Note},
};
use pult_store::outbox;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::support::{Desk, Eml, Visitor, on_both};

/// A ticket in the IT queue, and an agent who may work on it.
async fn ticket(desk: &Desk) -> (Visitor, String) {
    desk.receive(&Eml::new("r@x", "Frage", "Hallo")).await;
    let agent = desk.sign_in("agent.it").await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, number)
}

/// A mail server that thinks for nine minutes before it says that it has the mail.
struct Slow {
    inner: Arc<MemoryTransport>,
    has_begun: Notify,
}

impl Transport for Slow {
    fn kind(&self) -> TransportKind {
        self.inner.kind()
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        Box::pin(async move {
            self.has_begun.notify_one();
            tokio::time::sleep(Duration::from_secs(9 * 60)).await;
            self.inner.deliver(mail).await
        })
    }
}

/// Lets the timers of this thread go on; those who wait for a database are not kept waiting by it.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// Whether another worker could take a mail, so much later. It takes none.
async fn is_free(desk: &Desk, later: SignedDuration) -> bool {
    let then = desk.clock.now().saturating_add(later).unwrap();
    let tx = desk.app.store.begin().await.unwrap();
    !outbox::claim_due(&tx, then, then, 1).await.unwrap().is_empty()
}

on_both! {
    async fn a_slow_mail_server_gets_a_mail_once(desk: Desk) {
        ticket(&desk).await;
        let slow = Arc::new(Slow { inner: desk.transport.clone(), has_begun: Notify::new() });
        let app = App { transport: slow.clone(), ..desk.app.clone() };
        let delivering = tokio::spawn(async move { outgoing::deliver_due(&app).await });
        slow.has_begun.notified().await;
        // The desk's clock and the timers go on together, from one renewal of the claim to the next.
        for _ in 0..66 {
            desk.later(SignedDuration::from_secs(8));
            pass(8).await;
            // Looking takes the row for a moment: the renewal goes first.
            tokio::time::sleep(Duration::from_millis(10)).await;
            while is_free(&desk, SignedDuration::from_secs(22)).await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        assert_eq!(outgoing::deliver_due(&desk.app).await.unwrap(), 0);
        pass(60).await;
        assert_eq!(delivering.await.unwrap().unwrap(), 1);
        assert_eq!(desk.delivered().await.len(), 1, "the receipt, once");
        let admin = desk.sign_in("admin").await;
        assert_eq!(admin.get("/api/v1/outgoing-mails").await.expect(200).json()["items"][0]["status"], "sent");
    }

    // req: A13 — whoever has the ticket when the answer is written is its sender.
    async fn an_answer_comes_from_the_queue_that_has_the_ticket_then(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let (it, wlan) = (agent.queue("it").await, agent.queue("it/wlan").await);
        desk.delivered().await;
        let there = json!([{"type": "move", "queue_id": wlan}, {"type": "reply", "body": "Wir sind nun zuständig."}]);
        let back = json!([{"type": "reply", "body": "Wir geben zurück."}, {"type": "move", "queue_id": it}]);
        for commands in [there, back] {
            agent.apply(&number, commands).await.expect(200);
            let mail = desk.delivered().await.pop().unwrap();
            let from = mail.from.unwrap();
            assert_eq!(from.address, "wlan@hs-musterstadt.example");
            assert!(mail.text.contains(from.name.as_deref().unwrap()), "{}", mail.text);
            assert_eq!(agent.articles(&number).await.pop().unwrap()["from"]["address"], from.address);
        }
    }

    async fn a_file_goes_with_one_message_only(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let file = agent.upload("a.txt", b"einmal").await;
        let twice = json!([
            {"type": "note", "body": "intern", "attachments": [file]},
            {"type": "reply", "body": "Anbei.", "attachments": [file]}
        ]);
        agent.apply(&number, twice).await.problem(422, "upload_not_found");
        assert_eq!(agent.articles(&number).await.len(), 1, "nothing was written");
        let once = json!([{"type": "reply", "body": "Anbei.", "attachments": [file]}]);
        agent.apply(&number, once).await.expect(200);
    }

    async fn a_mail_has_a_largest_size(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let large = vec![b'x'; 17 * 1024 * 1024];
        let files = [agent.upload("a.txt", &large).await, agent.upload("b.txt", &large).await];
        let reply = json!([{"type": "reply", "body": "Anbei.", "attachments": files}]);
        agent.apply(&number, reply).await.problem(413, "too_large");
        let note = json!([{"type": "note", "body": "Bleibt im Haus.", "attachments": files}]);
        agent.apply(&number, note).await.expect(200);
    }

    async fn messages_of_one_request_stay_in_order(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        // On a clock that stands still: all of them are written in the same millisecond.
        let app = App { clock: desk.clock.clone(), ..desk.app.clone() };
        let request = CreateSession { login: "agent.it".to_owned(), password: seed::E2E_PASSWORD.to_owned() };
        let origin = Origin { address: String::new(), user_agent: String::new() };
        let SignIn::Done(session) = sign_in(&app, request, origin).await.expect("signed in") else {
            panic!("nobody has a second factor");
        };
        let caller = session.signed_in;
        let bodies: Vec<String> = (0..12).map(|n| format!("Nummer {n}")).collect();
        let note = |body: &String| Command::Note(Note { body: body.clone(), ..Note::default() });
        let commands: Vec<Command> = bodies.iter().map(note).collect();
        apply_commands(&app, &caller, &number, None, &commands).await.expect("written");
        let articles = agent.articles(&number).await;
        let read: Vec<&str> = articles.iter().skip(1).map(|article: &Value| article["text"].as_str().unwrap()).collect();
        assert_eq!(read, bodies);
    }

    async fn a_look_takes_no_more_mails_than_leave_at_once(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        desk.delivered().await;
        let cc: Vec<Value> = (0..12).map(|n| json!({"address": format!("p{n}@stud.hs-musterstadt.example")})).collect();
        agent.apply(&number, json!([{"type": "reply", "body": "An alle.", "cc": cc}])).await.expect(200);
        assert_eq!(outgoing::deliver_due(&desk.app).await.unwrap(), 8);
        assert_eq!(outgoing::deliver_due(&desk.app).await.unwrap(), 5);
    }

    async fn a_mail_whose_content_is_gone_is_work_for_somebody(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        desk.delivered().await;
        let file = agent.upload("a.txt", &vec![b'x'; 600 * 1024]).await;
        let reply = json!([{"type": "reply", "body": "Anbei.", "attachments": [file]}]);
        agent.apply(&number, reply).await.expect(200);
        std::fs::remove_dir_all(desk.app.config.data.join("blobs")).expect("contents to lose");
        desk.delivered().await;
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let last = history["items"].as_array().unwrap().last().unwrap();
        assert_eq!(last["event"]["type"], "mail_failed", "{last}");
    }
}
