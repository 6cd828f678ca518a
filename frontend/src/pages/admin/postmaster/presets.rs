//! Filters that most desks want, to begin with.

use pult_shared::{
    command::Tag,
    postmaster::{AutoResponse, MailEffect, MailField, MailTest, TestHow},
};

use super::draft::{Draft, Group, Mode, Node, blank};
use crate::i18n::text;

/// Their names, as in the locale keys.
pub const NAMES: [&str; 5] = ["spam", "virus", "absence", "list", "sender"];

/// The filter of this name, filled in as far as it goes for every desk.
pub fn preset(name: &str) -> Draft {
    let (mode, nodes, then, stop) = match name {
        "spam" => (
            Mode::Any,
            vec![
                is(MailField::Spam, "yes"),
                test(MailField::SpamScore, TestHow::AtLeast, "8"),
            ],
            vec![MailEffect::Quarantine],
            true,
        ),
        "virus" => (
            Mode::Any,
            vec![
                is(MailField::Virus, "infected"),
                test(MailField::Attachment, TestHow::Regex, r"\.(exe|scr|js|vbs|bat|lnk)$"),
            ],
            vec![MailEffect::Quarantine],
            true,
        ),
        "absence" => (
            Mode::All,
            vec![is(MailField::Automatic, "auto_reply"), is(MailField::FollowUp, "no")],
            vec![MailEffect::Ignore],
            true,
        ),
        "list" => (
            Mode::All,
            vec![test(MailField::ListId, TestHow::Exists, "")],
            vec![
                MailEffect::AddTag(Tag {
                    tag: text("postmaster-preset-tag"),
                }),
                MailEffect::AutoResponse(AutoResponse { send: false }),
            ],
            false,
        ),
        _ => (
            Mode::All,
            vec![test(MailField::From, TestHow::Like, "*@")],
            vec![MailEffect::AddTag(Tag { tag: String::new() })],
            false,
        ),
    };
    Draft {
        name: text(&format!("postmaster-preset-{name}")),
        stop,
        when: Group { mode, nodes },
        then,
        ..blank()
    }
}

fn test(field: MailField, how: TestHow, value: &str) -> Node {
    Node::Test {
        test: MailTest {
            field,
            header: String::new(),
            how,
            value: value.to_owned(),
        },
        not: false,
    }
}

fn is(field: MailField, word: &str) -> Node {
    test(field, TestHow::Is, word)
}
