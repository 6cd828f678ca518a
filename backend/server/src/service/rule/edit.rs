//! Make, change, order and delete rules.

use std::sync::Arc;

use pult_domain::{
    policy::{permit_catalog, permit_rule_settings},
    refusal::Refusal,
    rule::check_rule,
};
use pult_shared::{
    api::rule::{RuleList, RuleOrder, RuleView},
    error::ErrorCode,
    filter::Filter,
    ids::RuleId,
    limits::RULES_MAX,
    person::Language,
    rule::{RuleAction, RuleDef},
};
use pult_store::{
    WriteTx, catalog, queues,
    rules::{self, Rule, RunCounts},
};

use super::{Known, is_seen, list, permit};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        settings_order::{KeptOrder, check_complete},
        setup::Setup,
        template::check_texts,
        ticket::asked::read_filter,
    },
};

/// Makes a rule that runs behind all others.
///
/// # Errors
/// `forbidden` unless the person manages the queue of the rule; `invalid`, `invalid_filter` and `invalid_template` with the fields at
/// fault.
pub async fn create(app: &App, signed_in: &SignedIn, rule: &RuleDef) -> Result<RuleView, ServiceError> {
    permit(&signed_in.actor, rule)?;
    let tx = settings_log::begin(app).await?;
    if rules::list(&tx).await?.len() >= RULES_MAX {
        let detail = "There are as many rules as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    save_checked(app, signed_in, tx, RuleId(app.fresh()), None, rule).await
}

/// Changes a rule; it stays in its place. Whoever does it manages its queue, before and after.
///
/// # Errors
/// `rule_not_found`, else as [`create`].
pub async fn save(app: &App, signed_in: &SignedIn, id: RuleId, rule: &RuleDef) -> Result<RuleView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    permit(&signed_in.actor, rule)?;
    save_checked(app, signed_in, tx, id, Some(before), rule).await
}

async fn to_change(tx: &WriteTx, signed_in: &SignedIn, id: RuleId) -> Result<Rule, ServiceError> {
    let all = rules::list(tx).await?;
    let found = all.into_iter().find(|known| known.id == id);
    let found = found
        .filter(|found| is_seen(&signed_in.actor, &found.rule))
        .ok_or_else(|| ServiceError::code(ErrorCode::RuleNotFound))?;
    permit_rule_settings(&signed_in.actor, found.rule.queue_id, [])?;
    Ok(found)
}

/// A rule in order, with the condition read.
///
/// # Errors
/// `invalid`, `invalid_filter` and `invalid_template` with the fields at fault.
pub(super) fn checked(signed_in: &SignedIn, setup: &Setup, rule: &RuleDef) -> Result<(RuleDef, Filter), ServiceError> {
    let filter = match rule.when.trim() {
        "" => Filter::All,
        text => read_filter(signed_in, text, "when")?,
    };
    let rule = check_rule(rule, &filter, &setup.tree)?;
    let mut texts = Vec::new();
    for (index, action) in rule.then.iter().enumerate() {
        if let RuleAction::SendMail(mail) = action {
            for (part, names) in [("subject", &mail.subject), ("body", &mail.body)] {
                for language in Language::ALL {
                    let field = format!("then.{index}.{part}.{}", language.tag());
                    texts.push((field, names.get(language).to_owned()));
                }
            }
        }
    }
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(field, text)| (field.as_str(), text.as_str()))
        .collect();
    check_texts(&texts)?;
    Ok((rule, filter))
}

async fn save_checked(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    id: RuleId,
    before: Option<Rule>,
    rule: &RuleDef,
) -> Result<RuleView, ServiceError> {
    // Not the kept ones: this transaction has another version, which may never be.
    let setup = Setup {
        tree: Arc::new(queues::tree(&tx).await?),
        catalog: Arc::new(catalog::load(&tx).await?),
    };
    let (rule, _) = checked(signed_in, &setup, rule)?;
    let known = Known::of(&tx, &setup, std::iter::once(&rule)).await?;
    known.check(&rule)?;
    let goes_on = |before: &&Rule| before.rule.valid && before.rule.on == rule.on;
    let since = before
        .as_ref()
        .filter(goes_on)
        .map_or_else(|| app.now(), |before| before.since);
    let saved = Rule { id, rule, since };
    rules::save(&tx, &saved).await?;
    let line = settings_log::line(app, signed_in, Thing::Rule, id);
    line.write(&tx, before.as_ref().map(|before| &before.rule), Some(&saved.rule))
        .await?;
    settings_log::finish(app, tx).await?;
    Ok(known.view(&signed_in.actor, saved, RunCounts::default()))
}

/// Deletes a rule with its log. What it has done stays in histories, by its name.
///
/// # Errors
/// `rule_not_found`, `forbidden`.
pub async fn delete(app: &App, signed_in: &SignedIn, id: RuleId) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    rules::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Rule, id);
    line.write(&tx, Some(&before.rule), None).await?;
    settings_log::finish(app, tx).await
}

/// Puts the rules into another order.
///
/// # Errors
/// `forbidden` for everybody but administrators, since the order concerns the rules of all; `invalid` unless every rule is named, once
/// each: somebody has made or deleted one meanwhile.
pub async fn order(app: &App, signed_in: &SignedIn, order: &RuleOrder) -> Result<RuleList, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let all = rules::list(&tx).await?;
    let before: Vec<RuleId> = all.iter().map(|known| known.id).collect();
    check_complete(&before, &order.ids)?;
    rules::reorder(&tx, &order.ids).await?;
    let line = settings_log::line(app, signed_in, Thing::RuleOrder, "order");
    line.write(&tx, Some(&kept(&all, &before)), Some(&kept(&all, &order.ids)))
        .await?;
    settings_log::finish(app, tx).await?;
    list::list(app, signed_in).await
}

fn kept(all: &[Rule], ids: &[RuleId]) -> KeptOrder<RuleId> {
    KeptOrder::of(ids, |id| {
        let found = all.iter().find(|known| known.id == id);
        found.map(|known| known.rule.names.or_other(Language::default()))
    })
}
