//! What is done less often: every field, everybody who takes part, merges, links and downloads. The command palette offers all of it.

use leptos::prelude::*;
use pult_shared::{
    catalog::FieldDef,
    command::{Command, CommandName, Watch},
    ids::PersonId,
    person::PersonRef,
};

use super::{
    super::{case::Case, fields::fields_of, merge},
    press_at,
};
use crate::{
    api,
    components::Sign,
    i18n::{self, text, words},
    page_actions::PageAction,
    tr, web,
};

const CHANGE: &str = "palette-change";
const TAKE_PART: &str = "palette-people";
const BELONGS: &str = "palette-relations";
const OUT: &str = "palette-out";

/// Everything besides what the bar has.
pub fn offered(case: Case, me: Option<PersonId>) -> Vec<PageAction> {
    let mut all = changes(case);
    all.extend(own_fields(case));
    all.extend(people(case, me));
    all.extend(relations(case));
    all.extend(downloads(case));
    all
}

/// Facts that are changed where they stand.
fn changes(case: Case) -> Vec<PageAction> {
    let facts = [
        (CommandName::SetState, "col-state", "#fact-state"),
        (CommandName::SetSubject, "col-subject", "#subject-change"),
        (CommandName::SetType, "field-type", "#fact-type"),
        (CommandName::SetService, "field-service", "#fact-service"),
        (CommandName::SetSla, "field-sla", "#fact-sla"),
        (CommandName::SetDue, "field-due", "#fact-due"),
        (CommandName::SetResponsible, "field-responsible", "#fact-responsible"),
        (CommandName::SetRequester, "requester", "#requester-change"),
        (CommandName::AccountTime, "time", "#fact-time"),
    ];
    let may = |(name, ..): &(CommandName, &str, &str)| case.may(*name);
    let action = |(_, label, selector): (CommandName, &'static str, &'static str)| {
        let name = tr!("fact-change", name = text(label));
        PageAction::named(name, Sign::Pen, move || press_at(selector)).in_group(CHANGE)
    };
    facts.into_iter().filter(may).map(action).collect()
}

/// The site's own fields.
fn own_fields(case: Case) -> Vec<PageAction> {
    if !case.may(CommandName::SetField) {
        return Vec::new();
    }
    let action = |field: FieldDef| {
        let name = tr!("fact-change", name = words::name(&field.names));
        let selector = format!("#fact-field-{}", field.key);
        PageAction::named(name, Sign::Pen, move || press_at(&selector)).in_group(CHANGE)
    };
    fields_of(case).into_iter().map(action).collect()
}

fn people(case: Case, me: Option<PersonId>) -> Vec<PageAction> {
    let mut all = Vec::new();
    let watches = case.read(|ticket| ticket.watchers.iter().any(|one: &PersonRef| Some(one.id) == me));
    let (name, label, command) = match watches.unwrap_or_default() {
        true => (CommandName::Unwatch, "unwatch", Command::Unwatch(Watch::default())),
        false => (CommandName::Watch, "watch", Command::Watch(Watch::default())),
    };
    if case.may(name) {
        let press = move || case.act_quietly(vec![command.clone()]);
        all.push(PageAction::new(label, Sign::Eye, press).in_group(TAKE_PART));
    }
    let fields = [
        (CommandName::AddParticipant, "palette-participant", "#participants"),
        (CommandName::Watch, "palette-watcher", "#watchers"),
    ];
    for (name, label, selector) in fields {
        if case.may(name) {
            all.push(PageAction::new(label, Sign::People, move || go_to(selector)).in_group(TAKE_PART));
        }
    }
    all
}

fn relations(case: Case) -> Vec<PageAction> {
    let mut all = Vec::new();
    if case.may(CommandName::AddChecklistItem) {
        let add = || go_to("#checklist-add");
        all.push(PageAction::new("checklist-add", Sign::Check, add).in_group(BELONGS));
    }
    let merged = case.read(|ticket| ticket.merged.iter().map(|one| one.number.0.clone()).collect::<Vec<_>>());
    for number in merged.unwrap_or_default() {
        let name = tr!("palette-unmerge", number = number.clone());
        let undo = move || merge::undo(case, number.clone());
        all.push(PageAction::named(name, Sign::Undo, undo).in_group(BELONGS));
    }
    all
}

fn downloads(case: Case) -> Vec<PageAction> {
    let files = [("case.pdf", "action-pdf"), ("case.zip", "action-zip")];
    let action = |(file, label): (&'static str, &'static str)| {
        let fetch = move || {
            let href = api::tickets::case_href(&case.number.get_value(), file, untrack(i18n::language));
            web::download(&href, &format!("{}-{file}", case.number.get_value()));
        };
        PageAction::new(label, Sign::Download, fetch).in_group(OUT)
    };
    files.into_iter().map(action).collect()
}

fn go_to(selector: &str) {
    web::scroll_near(selector);
    web::focus(selector);
}
