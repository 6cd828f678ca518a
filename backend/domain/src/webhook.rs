//! Webhooks: which may be set up. Whether an address may be asked at all is judged when it is asked, by what its name means then.

use pult_shared::{
    api::webhook::WebhookDef,
    error::FieldCode,
    filter::Filter,
    limits::{FILTER_MAX, URL_MAX},
};

use crate::{faults::Faults, queue::QueueTree, refusal::Refusal, rule::asks_me};

/// The webhook as it may be kept. `filter` is its condition, read.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_webhook(webhook: &WebhookDef, filter: &Filter, tree: &QueueTree) -> Result<WebhookDef, Refusal> {
    let mut faults = Faults::default();
    let name = faults.name("name", &webhook.name);
    let url = webhook.url.trim().to_owned();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        None if url.is_empty() => faults.add("url", FieldCode::Required),
        None => faults.because("url", FieldCode::Malformed, "An address that begins with https://."),
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            if host.is_empty() || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
                faults.add("url", FieldCode::Malformed);
            } else if host.contains('@') {
                faults.because(
                    "url",
                    FieldCode::NotAllowed,
                    "No login in the address: it would stand in logs.",
                );
            }
        }
    }
    faults.length("url", &url, URL_MAX);
    if webhook.queue_id.is_some_and(|id| tree.get(id).is_none()) {
        faults.add("queue_id", FieldCode::Unknown);
    }
    if webhook.events.is_empty() {
        faults.add("events", FieldCode::Required);
    }
    let when = webhook.when.trim().to_owned();
    faults.length("when", &when, FILTER_MAX);
    if asks_me(filter) {
        faults.because(
            "when",
            FieldCode::NotAllowed,
            "A webhook is nobody: there is no `me` in it.",
        );
    }
    faults.or(WebhookDef {
        name,
        url,
        when,
        ..webhook.clone()
    })
}

#[cfg(test)]
mod tests {
    use pult_shared::rule::RuleEvent;

    use super::*;
    use crate::queue::tests::{queue, tree};

    fn webhook(url: &str) -> WebhookDef {
        WebhookDef {
            name: " Chat ".to_owned(),
            url: url.to_owned(),
            valid: true,
            queue_id: None,
            events: vec![RuleEvent::Created],
            when: String::new(),
        }
    }

    #[test]
    fn which_addresses_may_be_kept() {
        for (url, fault) in [
            ("https://chat.example/hooks/1", None),
            ("http://localhost:8080/", None),
            ("", Some(FieldCode::Required)),
            ("chat.example", Some(FieldCode::Malformed)),
            ("ftp://chat.example", Some(FieldCode::Malformed)),
            ("https://", Some(FieldCode::Malformed)),
            ("https://a b/", Some(FieldCode::Malformed)),
            ("https://user:pass@chat.example/", Some(FieldCode::NotAllowed)),
        ] {
            let checked = check_webhook(&webhook(url), &Filter::All, &tree());
            let found = checked
                .err()
                .and_then(|refusal| refusal.errors.first().map(|one| one.code));
            assert_eq!(found, fault, "{url}");
        }
    }

    #[test]
    fn what_a_webhook_may_not_be() {
        let mut nowhere = webhook("https://chat.example/");
        nowhere.queue_id = Some(queue(99));
        assert!(check_webhook(&nowhere, &Filter::All, &tree()).is_err());
        let mut silent = webhook("https://chat.example/");
        silent.events.clear();
        assert!(check_webhook(&silent, &Filter::All, &tree()).is_err());
        let kept = check_webhook(&webhook("https://chat.example/"), &Filter::All, &tree());
        assert_eq!(kept.expect("allowed").name, "Chat");
    }
}
