//! Lists: jumped into by offset, in every order, counted; faults in a filter with their place.

use pult_shared::api::ticket::TicketSort;
use serde_json::json;

use super::{all, encoded, open, text};
use crate::support::{Desk, on_both};

on_both! {
    async fn a_list_is_jumped_into_and_sorted(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let mut numbers = Vec::new();
        for n in 0..5 {
            numbers.push(open(&agent, "it", &format!("Anfrage {n}")).await);
        }
        let page = agent.get("/api/v1/tickets?sort=created_asc&offset=2&limit=2").await.expect(200).json();
        assert_eq!(all(&page, "number"), numbers[2..4]);
        let next = format!("/api/v1/tickets?sort=created_asc&limit=2&cursor={}", text(&page["next_cursor"]));
        assert_eq!(all(&agent.get(&next).await.expect(200).json(), "number"), numbers[4..]);
        let beyond = agent.get("/api/v1/tickets?offset=99").await.expect(200).json();
        assert!(all(&beyond, "number").is_empty());
        for sort in TicketSort::ALL {
            let path = format!("/api/v1/tickets?scope=desk&sort={}", sort.name());
            assert_eq!(all(&agent.get(&path).await.expect(200).json(), "number").len(), 5, "{}", sort.name());
        }
        let refused = agent.get(&format!("{next}&offset=1")).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], "offset");
        agent.get("/api/v1/tickets?offset=1000001").await.problem(422, "invalid");
    }

    async fn every_column_of_words_puts_the_list_in_order(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let mut numbers = Vec::new();
        for subject in ["Überweisung", "zoom", "Drucker", "Ärger", "drucker", "VPN"] {
            numbers.push(open(&agent, "it", subject).await);
        }
        agent.apply(&numbers[1], json!([{"type": "take"}, {"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        agent.apply(&numbers[4], json!([{"type": "set_due", "due_at": "2027-01-01T00:00:00Z"}])).await.expect(200);
        // Page by page, so that the cursors carry words too.
        let walk = async |query: &str, key: &str| {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/api/v1/tickets?scope=desk&limit=2&{query}{cursor}");
                let page = agent.get(&path).await.expect(200).json();
                found.extend(all(&page, key));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => return found,
                }
            }
        };
        let subjects = ["Ärger", "Drucker", "drucker", "Überweisung", "VPN", "zoom"];
        assert_eq!(walk("sort=subject_asc", "subject").await, subjects);
        let reversed: Vec<_> = subjects.iter().rev().copied().collect();
        assert_eq!(walk("sort=subject_desc", "subject").await, reversed);
        assert_eq!(walk("sort=number_asc", "number").await, numbers);
        // Who has an owner, or a due time, comes first either way; closed comes behind new among the states.
        for (sort, first) in [("owner_asc", 1), ("owner_desc", 1), ("due_asc", 4), ("due_desc", 4), ("state_desc", 1)] {
            assert_eq!(walk(&format!("sort={sort}"), "number").await[0], numbers[first], "{sort}");
        }
        assert_eq!(walk("sort=state_asc", "number").await.last(), Some(&numbers[1]));
        for order in ["responsible_asc", "queue_asc"] {
            let path = format!("/api/v1/tickets?sort={order}");
            let refused = agent.get(&path).await.problem(422, "invalid");
            assert_eq!(refused["errors"][0]["field"], "sort", "{order}");
            agent.get(&format!("{path}&scope=desk")).await.expect(200);
        }
    }

    async fn counting_is_within_what_one_sees(desk: Desk) {
        let (agent, librarian) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        for n in 0..3 {
            open(&agent, "it", &format!("Anfrage {n}")).await;
        }
        open(&librarian, "library", "Ausweis").await;
        let count = async |who: &crate::support::Visitor, query: &str| {
            let answer = who.get(&format!("/api/v1/tickets/count?{query}")).await.expect(200);
            answer.json()["count"].as_u64().unwrap()
        };
        assert_eq!(count(&agent, "").await, 3);
        assert_eq!(count(&agent, "filter=queue%3Alibrary").await, 0);
        assert_eq!(count(&librarian, "filter=state%3Aactive").await, 1);
        let student = desk.sign_in("student").await;
        assert_eq!(count(&student, "scope=portal").await, 4);
        assert_eq!(count(&student, "scope=desk").await, 0);
    }

    async fn faults_of_a_filter_have_a_place(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        for (filter, code, at, length) in [
            ("wlan sate:open", "malformed", 5, 4),
            ("priority:9", "malformed", 9, 1),
            ("state:waiting", "unknown", 6, 7),
            ("type:incident,bug", "unknown", 14, 3),
            ("service:nothing", "unknown", 8, 7),
            ("x field.room:4711", "unknown", 2, 10),
        ] {
            for path in ["/api/v1/tickets", "/api/v1/tickets/count"] {
                let problem = agent
                    .get(&format!("{path}?filter={}", encoded(filter)))
                    .await
                    .problem(422, "invalid_filter");
                let error = json!({"field": "filter", "code": code, "at": at, "length": length});
                assert_eq!(problem["errors"][0], error, "{filter}");
            }
        }
        agent.get(&format!("/api/v1/tickets?filter={}", encoded("type:incident state:#open"))).await.expect(200);
    }

    async fn tags_are_offered_as_they_are_used(desk: Desk) {
        let (agent, librarian) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        let (first, second) = (open(&agent, "it", "Eins").await, open(&agent, "it", "Zwei").await);
        let tag = |tag: &str| json!({"type": "add_tag", "tag": tag});
        agent.apply(&first, json!([tag("wlan"), tag("wlan-gast"), tag("mensa")])).await.expect(200);
        agent.apply(&second, json!([tag("wlan-gast")])).await.expect(200);
        let secret = open(&librarian, "library", "Leihe").await;
        librarian.apply(&secret, json!([tag("wlan-bibliothek")])).await.expect(200);
        let tags = async |who: &crate::support::Visitor, prefix: &str| {
            who.get(&format!("/api/v1/tags?prefix={prefix}")).await.expect(200).json()["items"].clone()
        };
        assert_eq!(tags(&agent, "WLAN").await, json!(["wlan-gast", "wlan"]));
        assert_eq!(tags(&agent, "").await, json!(["wlan-gast", "mensa", "wlan"]));
        assert_eq!(tags(&librarian, "w").await, json!(["wlan-bibliothek"]));
        assert_eq!(tags(&desk.sign_in("student").await, "").await, json!([]), "tags are the desk's");
    }

    async fn a_customers_filter_knows_only_what_customers_see(desk: Desk) {
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let number = open(&agent, "it", "Drucker").await;
        agent.apply(&number, json!([{"type": "add_tag", "tag": "schwierig"}, {"type": "take"}, {"type": "watch"}])).await.expect(200);
        let finds = async |who: &crate::support::Visitor, filter: &str, scope: &str| {
            let path = format!("/api/v1/tickets?scope={scope}&filter={}", encoded(filter));
            all(&who.get(&path).await.expect(200).json(), "number").len()
        };
        for (filter, agents, customers) in [
            ("tag:schwierig", 1, 0),
            ("-tag:schwierig", 0, 1),
            ("locked:yes", 1, 0),
            ("watcher:nobody", 0, 1),
            ("drucker", 1, 1),
        ] {
            for scope in ["all", "portal"] {
                assert_eq!(finds(&student, filter, scope).await, customers, "{filter} {scope}");
            }
            for scope in ["all", "desk"] {
                assert_eq!(finds(&agent, filter, scope).await, agents, "{filter} {scope}");
            }
        }
    }
}
