//! The words for what only the administration shows: permissions, kinds, colours, commands.

use pult_shared::{
    api::{
        queue::{FollowUp, SenderRule},
        template::TemplateKind,
    },
    calendar::Region,
    catalog::{Color, FieldKind, StateType},
    command::CommandName,
    person::Permission,
};
use serde::Serialize;

use crate::i18n::text;

pub fn permission(permission: Permission) -> String {
    text(&format!("permission-{}", wire(&permission)))
}

/// What a permission allows, in a sentence.
pub fn permission_help(permission: Permission) -> String {
    text(&format!("permission-help-{}", wire(&permission)))
}

pub fn command(command: CommandName) -> String {
    text(&format!("right-command-{}", wire(&command)))
}

pub fn state_type(kind: StateType) -> String {
    text(&format!("state-type-{}", kind.name()))
}

/// What a state of a type means for the desk.
pub fn state_type_help(kind: StateType) -> String {
    text(&format!("state-type-help-{}", kind.name()))
}

pub fn region(region: Region) -> String {
    text(&format!("region-{}", region.name()))
}

pub fn color(color: Color) -> String {
    text(&format!("color-{}", color.name()))
}

pub fn field_kind(kind: FieldKind) -> String {
    text(&format!("field-kind-{}", kind.name()))
}

pub fn template_kind(kind: TemplateKind) -> String {
    text(&format!("template-kind-{}", kind.name()))
}

pub fn follow_up(policy: FollowUp) -> String {
    text(&format!("follow-up-{}", policy.name()))
}

pub fn sender_rule(rule: SenderRule) -> String {
    text(&format!("sender-rule-{}", rule.name()))
}

/// The word that a value has in the API.
fn wire(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
