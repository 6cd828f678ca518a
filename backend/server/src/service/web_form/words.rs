//! What was sent, as the first message of its ticket tells it: the description, and below it question by question.

use pult_domain::web_form::{Answered, Submission};
use pult_shared::{
    catalog::{FieldDef, FieldValue},
    i18n::Texts,
};

use crate::service::setup::Setup;

/// The message. Multi-line answers begin on a line of their own.
pub fn message(submission: &Submission, confirmed: bool, texts: &Texts, setup: &Setup) -> String {
    let mut text = submission.body.clone();
    if !submission.answers.is_empty() {
        text.push_str("\n\n");
    }
    for answered in &submission.answers {
        let (label, value) = said(answered, texts, setup);
        let gap = if value.contains('\n') { "\n" } else { " " };
        text.push_str(&format!("{label}:{gap}{value}\n"));
    }
    if !confirmed {
        text.push_str(&format!("\n\n{}", texts.get("form-not-confirmed")));
    }
    text
}

fn said(answered: &Answered, texts: &Texts, setup: &Setup) -> (String, String) {
    let question = &answered.question;
    let kind = question.kind.name();
    let Some(field) = question.field.as_ref().and_then(|key| setup.catalog.field(key)) else {
        let value = match &answered.value {
            FieldValue::Text(choice) if question.kind.choices().contains(&choice.as_str()) => {
                texts.get(&format!("form-{kind}-{choice}"))
            }
            other => plain(other, texts),
        };
        return (texts.get(&format!("form-{kind}")), value);
    };
    let label = field.names.or_other(texts.language()).to_owned();
    (label, of_field(field, &answered.value, texts))
}

fn of_field(field: &FieldDef, value: &FieldValue, texts: &Texts) -> String {
    let named = |key: &String| {
        let option = field.options.iter().find(|option| option.key == *key);
        option.map_or_else(
            || key.clone(),
            |option| option.names.or_other(texts.language()).to_owned(),
        )
    };
    match value {
        FieldValue::Text(key) if !field.options.is_empty() => named(key),
        FieldValue::Texts(keys) => keys.iter().map(named).collect::<Vec<_>>().join(", "),
        other => plain(other, texts),
    }
}

fn plain(value: &FieldValue, texts: &Texts) -> String {
    match value {
        FieldValue::Bool(true) => texts.get("form-others-yes"),
        FieldValue::Bool(false) => texts.get("form-others-no"),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Texts(texts) => texts.join(", "),
    }
}
