//! A whole case as PDF and ZIP: for agents who may see it, complete, in words.

use std::io::{Cursor, Read};

use pult_domain::history::{ChainEntry, verify};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::{Desk, Eml, Visitor, on_both};

/// A ticket with a mail, a note with a file, an answer, and changes of several kinds.
async fn case(desk: &Desk, agent: &Visitor) -> String {
    desk.receive(&Eml::new("case@x", "Beamer kaputt", "Guten Tag, der Beamer flackert."))
        .await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    let file = agent.upload("protokoll.txt", b"Lampe: 3000 h").await;
    let wlan = agent.queue("it/wlan").await;
    for command in [
        json!({"type": "take"}),
        json!({"type": "note", "body": "Lampe ist alt.", "attachments": [file]}),
        json!({"type": "reply", "body": "Wir tauschen die Lampe."}),
        json!({"type": "set_priority", "priority": 4}),
        json!({"type": "add_tag", "tag": "beamer"}),
        json!({"type": "account_time", "minutes": 15, "comment": "Lampe"}),
        json!({"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-30T08:00:00Z"}),
        json!({"type": "move", "queue_id": wlan}),
    ] {
        agent.apply(&number, json!([command])).await.expect(200);
    }
    number
}

fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn text(files: &[(String, Vec<u8>)], name: &str) -> String {
    let found = files.iter().find(|(path, _)| path == name);
    let (_, content) = found.unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(content.clone()).unwrap()
}

/// The chain in the archive can be computed again with nothing but the archive.
fn chain_of(data: &Value) -> Vec<ChainEntry> {
    let entry = |entry: &Value| ChainEntry {
        position: entry["position"].as_i64().unwrap(),
        at: entry["at"].as_str().unwrap().parse().unwrap(),
        actor: entry["actor"].as_str().map(|id| id.parse().unwrap()),
        event_json: entry["event"].as_str().unwrap().to_owned(),
        hash: entry["hash"].as_str().unwrap().to_owned(),
        redacted: false,
    };
    data["entries"].as_array().unwrap().iter().map(entry).collect()
}

on_both! {
    // req: A14, E12
    async fn an_agent_saves_a_case(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = case(&desk, &agent).await;
        for language in ["de", "en"] {
            let pdf = agent.get(&format!("/api/v1/tickets/{number}/case.pdf?language={language}")).await.expect(200);
            assert_eq!(pdf.header("content-type"), "application/pdf");
            assert_eq!(pdf.header("cache-control"), "private, no-store");
            assert!(pdf.header("content-disposition").contains(&format!("{number}.pdf")));
            assert!(pdf.bytes.starts_with(b"%PDF-"));
            assert!(pdf.bytes.windows(10).any(|window| window == b"/Type/Page" || window == b"/Type /Pag"));

            let zip = agent.get(&format!("/api/v1/tickets/{number}/case.zip?language={language}")).await.expect(200);
            assert_eq!(zip.header("content-type"), "application/zip");
            let files = unpack(&zip.bytes);
            let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(
                names,
                [
                    "index.html", "case.pdf", "history.txt", "history.json", "articles/0001.txt", "mails/0001.eml",
                    "articles/0002.txt", "attachments/0002/protokoll.txt", "articles/0003.txt"
                ]
            );
            assert_eq!(text(&files, "attachments/0002/protokoll.txt"), "Lampe: 3000 h");
            assert!(text(&files, "mails/0001.eml").contains("Message-ID: <case@x>"));
            assert!(text(&files, "articles/0003.txt").contains("Wir tauschen die Lampe."));
            for name in ["index.html", "history.txt"] {
                let page = text(&files, name);
                for word in ["event-", "export-", "{", "somebody"] {
                    let body = page.split_once("<body>").map_or(page.as_str(), |(_, body)| body);
                    assert!(!body.contains(word), "{word} in {name}: {body}");
                }
            }
            let history = text(&files, "history.txt");
            let expected = if language == "de" {
                ["hat eine interne Notiz geschrieben.", "30.11.2026, 08:00 UTC", "15 Minuten"]
            } else {
                ["wrote an internal note.", "30 November 2026, 08:00 UTC", "15 minutes"]
            };
            for sentence in expected {
                assert!(history.contains(sentence), "{sentence} in {history}");
            }
        }
    }

    async fn the_chain_in_the_archive_can_be_checked(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = case(&desk, &agent).await;
        let zip = agent.get(&format!("/api/v1/tickets/{number}/case.zip")).await.expect(200);
        let data: Value = serde_json::from_str(&text(&unpack(&zip.bytes), "history.json")).unwrap();
        assert_eq!(data["complete"], true);
        let ticket = data["ticket"].as_str().unwrap().parse().unwrap();
        assert_eq!(verify(ticket, chain_of(&data)), Ok(()));
        let mut altered = chain_of(&data);
        altered[2].event_json.push(' ');
        assert_eq!(verify(ticket, altered), Err(3));
    }

    // req: A14 — the desk's notes are in it.
    async fn only_agents_who_see_the_ticket(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = case(&desk, &agent).await;
        for ending in ["pdf", "zip"] {
            let path = format!("/api/v1/tickets/{number}/case.{ending}");
            desk.sign_in("student").await.get(&path).await.problem(403, "forbidden");
            desk.sign_in("agent.lib").await.get(&path).await.problem(404, "ticket_not_found");
            desk.visitor().get(&path).await.problem(401, "not_signed_in");
        }
    }

    // What a reader may not view is absent from what they save.
    async fn foreign_tickets_are_absent(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = case(&desk, &agent).await;
        let queue = admin.queue("library").await;
        let request = json!({"queue_id": queue, "subject": "Streng geheim", "body": "x"});
        let foreign = admin.post("/api/v1/tickets", &request).await.expect(201).json();
        let foreign_number = foreign["number"].as_str().unwrap();
        let link = json!([{"type": "link", "kind": "related", "ticket": foreign_number}]);
        admin.apply(&number, link).await.expect(200);
        let path = format!("/api/v1/tickets/{number}/case.zip");
        for (reader, sees) in [(&admin, true), (&agent, false)] {
            let files = unpack(&reader.get(&path).await.expect(200).bytes);
            let all: String = ["index.html", "history.txt", "history.json"].map(|name| text(&files, name)).concat();
            assert_eq!(all.contains(foreign_number), sees);
            assert_eq!(all.contains("Streng geheim"), sees);
            let data: Value = serde_json::from_str(&text(&files, "history.json")).unwrap();
            assert_eq!(data["complete"], sees);
        }
    }
}
