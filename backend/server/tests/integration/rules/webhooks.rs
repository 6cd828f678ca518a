//! Webhooks: signed, sent again, given up, replayed; never to addresses inside.

use std::sync::{Arc, Mutex};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use pult_server::{adapters::outward::Outward, service::webhook::deliver::deliver_due};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{open, work};
use crate::support::{Desk, on_both};

const WEBHOOKS: &str = "/api/v1/webhooks";

/// A program on this machine that takes what is sent, and answers as it is told.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<u16>>,
}

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (got, answers) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(200)));
        let (into, says) = (Arc::clone(&got), Arc::clone(&answers));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut read = Vec::new();
                let mut chunk = [0_u8; 4096];
                loop {
                    let count = stream.read(&mut chunk).await.unwrap();
                    read.extend_from_slice(&chunk[..count]);
                    let text = String::from_utf8_lossy(&read).into_owned();
                    let length = text.lines().find_map(|line| {
                        line.to_lowercase()
                            .strip_prefix("content-length: ")?
                            .trim()
                            .parse::<usize>()
                            .ok()
                    });
                    if let Some((_, body)) = text.split_once("\r\n\r\n")
                        && body.len() >= length.unwrap_or_default()
                    {
                        into.lock().unwrap().push(text);
                        break;
                    }
                    if count == 0 {
                        break;
                    }
                }
                let status = *says.lock().unwrap();
                let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 4\r\nconnection: close\r\n\r\nDone");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, got, answers }
    }

    fn got(&self) -> Vec<String> {
        self.got.lock().unwrap().clone()
    }
}

fn head(request: &str, name: &str) -> String {
    let line = request
        .lines()
        .find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
    line.and_then(|line| line.split_once(": ")).unwrap().1.to_owned()
}

fn hook(url: &str) -> Value {
    json!({"name": "Chat", "url": url, "events": ["created", "closed"], "when": "subject:wlan"})
}

/// The desk, where the configuration allows this machine.
fn allowed(mut desk: Desk) -> Desk {
    let _ = rustls::crypto::ring::default_provider().install_default();
    desk.app.outward = Arc::new(Outward::new(["127.0.0.1".to_owned()]));
    desk
}

on_both! {
    async fn a_message_is_signed_and_told_once(desk: Desk) {
        let desk = allowed(desk);
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let receiver = Receiver::start().await;
        let made = admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201).json();
        let secret = made["secret"].as_str().unwrap().strip_prefix("whsec_").unwrap().to_owned();
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        let listed = String::from_utf8(admin.get(WEBHOOKS).await.expect(200).bytes.to_vec()).unwrap();
        assert!(!listed.contains(&secret), "never shown again");
        let number = open(&agent, "WLAN weg").await;
        open(&agent, "Drucker").await;
        assert!(receiver.got().is_empty());
        work(&desk).await;
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 0);
        let got = receiver.got().remove(0);
        let body = got.split_once("\r\n\r\n").unwrap().1.to_owned();
        let said: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&said["type"], &said["data"]["ticket"]["number"]), (&json!("ticket.created"), &json!(number)));
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&STANDARD.decode(&secret).unwrap()).unwrap();
        mac.update(format!("{}.{}.{body}", head(&got, "webhook-id"), head(&got, "webhook-timestamp")).as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(head(&got, "webhook-signature"), expected);
        let log = admin.get(&format!("{WEBHOOKS}/{id}/deliveries")).await.expect(200).json();
        assert_eq!((&log["items"][0]["status"], &log["items"][0]["answer_status"], &log["items"][0]["answer"]), (&json!("sent"), &json!(200), &json!("Done")));
        // Once more by a click, under the same id.
        let delivery = log["items"][0]["id"].as_str().unwrap();
        admin.post(&format!("{WEBHOOKS}/{id}/deliveries/{delivery}/replay"), &json!({})).await.expect(204);
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        assert_eq!(head(&receiver.got()[1], "webhook-id"), delivery);
        agent.get(WEBHOOKS).await.problem(403, "forbidden");
    }

    async fn one_that_takes_nothing_holds_no_other_up(desk: Desk) {
        let desk = allowed(desk);
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (good, bad) = (Receiver::start().await, Receiver::start().await);
        *bad.answers.lock().unwrap() = 500;
        for receiver in [&bad, &good] {
            admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201);
        }
        for n in 0..5 {
            open(&agent, &format!("WLAN weg {n}")).await;
        }
        work(&desk).await;
        deliver_due(&desk.app).await.unwrap();
        assert_eq!((bad.got().len(), good.got().len()), (1, 4), "what is behind a failure waits");
        deliver_due(&desk.app).await.unwrap();
        assert_eq!((bad.got().len(), good.got().len()), (2, 5), "one of those that fail, whatever others have");
        // Nobody answers there at all, and the other one has its message at once.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        admin.post(WEBHOOKS, &hook(&format!("http://{}/hook", silent.local_addr().unwrap()))).await.expect(201);
        open(&agent, "WLAN weg 5").await;
        work(&desk).await;
        let look = tokio::time::timeout(std::time::Duration::from_secs(3), deliver_due(&desk.app)).await;
        assert!(look.is_err(), "it waits for the silent one still");
        assert_eq!(good.got().len(), 6);
    }

    async fn what_is_not_taken_is_tried_again_and_at_last_switched_off(desk: Desk) {
        let desk = allowed(desk);
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let receiver = Receiver::start().await;
        *receiver.answers.lock().unwrap() = 500;
        let made = admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201).json();
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        open(&agent, "WLAN weg").await;
        work(&desk).await;
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 0, "not at once");
        desk.later(SignedDuration::from_mins(2));
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        desk.later(SignedDuration::from_hours(5 * 24));
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        let admin = desk.sign_in("admin").await;
        let listed = admin.get(WEBHOOKS).await.expect(200).json();
        assert!(listed["items"][0]["disabled_at"].is_string(), "{listed}");
        // The administrators are told, among whom is whoever has set it up; nobody else is.
        let told = admin.get("/api/v1/notifications").await.expect(200).json();
        let notice = told["items"].as_array().unwrap().iter().find(|item| item["kind"] == "webhook_off").expect("a notice");
        assert_eq!((&notice["relation"], &notice["subject"]), (&json!("managed"), &listed["items"][0]["webhook"]["name"]));
        let others = desk.sign_in("agent.it").await.get("/api/v1/notifications").await.expect(200).json();
        assert!(!others.to_string().contains("webhook_off"), "{others}");
        desk.later(SignedDuration::from_hours(24));
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 0, "it is off");
        // Saved again, it goes on where it stopped.
        *receiver.answers.lock().unwrap() = 204;
        let admin = desk.sign_in("admin").await;
        admin.put(&format!("{WEBHOOKS}/{id}"), &hook(&receiver.url)).await.expect(200);
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        let listed = admin.get(WEBHOOKS).await.expect(200).json();
        assert!(listed["items"][0].get("disabled_at").is_none() && listed["items"][0].get("failing_since").is_none());
    }

    async fn of_a_ticket_in_a_sensitive_queue_it_says_only_which_one_it_is(desk: Desk) {
        let desk = allowed(desk);
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let receiver = Receiver::start().await;
        admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201);
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await.as_str());
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["sensitive"] = json!(true);
        admin.put(&path, &settings).await.expect(200);
        let number = open(&agent, "WLAN in der Beratung").await;
        work(&desk).await;
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        let got = receiver.got().remove(0);
        assert!(got.contains(&number) && !got.contains("Beratung") && !got.contains("requester_id"), "{got}");
    }

    async fn two_instances_tell_a_change_once(desk: Desk) {
        let desk = allowed(desk);
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let receiver = Receiver::start().await;
        admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201);
        for _ in 0..3 {
            open(&agent, "WLAN weg").await;
        }
        work(&desk).await;
        let mut other = desk.another().await;
        other.outward = Arc::clone(&desk.app.outward);
        let (one, two) = futures_util::join!(deliver_due(&desk.app), deliver_due(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 3);
        assert_eq!(receiver.got().len(), 3);
    }

    async fn addresses_inside_are_not_asked(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let receiver = Receiver::start().await;
        let made = admin.post(WEBHOOKS, &hook(&receiver.url)).await.expect(201).json();
        open(&agent, "WLAN weg").await;
        work(&desk).await;
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 1);
        assert!(receiver.got().is_empty());
        let path = format!("{WEBHOOKS}/{}/deliveries", made["webhook"]["id"].as_str().unwrap());
        let log = admin.get(&path).await.expect(200).json();
        assert!(log["items"][0].get("answer_status").is_none());
        assert!(log["items"][0]["answer"].as_str().unwrap().contains("no address that is asked"));
        admin.post(WEBHOOKS, &hook("https://user:pass@hooks.example/")).await.problem(422, "invalid");
    }
}
