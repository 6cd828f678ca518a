//! Bodies that several requests share.

use serde_json::{Value, json};

use super::world::World;

pub fn names_of(key: &str) -> Value {
    json!({"de": key, "en": key})
}

/// The body that saves a definition of the catalog.
pub fn definition(kind: &str, key: &str) -> Value {
    let mut body = json!({"key": key, "names": names_of(key)});
    match kind {
        "state" => body["state_type"] = json!("open"),
        "field" => body["kind"] = json!("text"),
        "sla" => body["solution"] = json!(480),
        "calendar" => {
            body["time_zone"] = json!("Europe/Berlin");
            body["week"] = json!([[{"from": 480, "to": 1020}], [], [], [], [], [], []]);
        }
        _ => {}
    }
    body
}

pub fn wanted_queue(it: &str, key: &str) -> Value {
    json!({"parent_id": it, "key": key, "names": names_of(key), "managers": ["away"], "reason": "x"})
}

pub fn hook() -> Value {
    json!({"name": "x", "url": "https://hooks.example/", "events": ["created"], "valid": false})
}

/// A day that nobody has off yet.
pub fn day_off(world: &mut World<'_>) -> Value {
    world.made += 1;
    let (month, day) = (world.made / 28, world.made % 28 + 1);
    let day = format!("{}-{:02}-{day:02}", 2027 + month / 12, month % 12 + 1);
    json!({"from": day, "until": day})
}
