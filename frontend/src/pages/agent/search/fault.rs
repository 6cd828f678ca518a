//! What is wrong with a filter's text: a sentence, and the place shown in the text itself.

use leptos::prelude::*;
use pult_shared::{error::ErrorCode, filter::ParseError};

use crate::{
    api::ApiError,
    i18n::{text, words},
    tr,
};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub sentence: String,
    /// The whole text.
    text: String,
    /// First character and how many, where the fault has a place.
    place: Option<(usize, usize)>,
}

impl Fault {
    /// What the browser itself sees.
    pub fn of_text(text: &str, error: &ParseError) -> Self {
        // What is missing is missing at the end.
        let end = (text.chars().count(), 0);
        Self {
            sentence: explain(error),
            text: text.to_owned(),
            place: error.place().map(|place| if place.1 == 0 { end } else { place }),
        }
    }

    /// What the server says about the filter, if that is what it refused. Its places count in the whole filter, `before` characters
    /// of which do not stand in the box.
    pub fn of_answer(text: &str, error: &ApiError, before: usize) -> Option<Self> {
        let ApiError::Problem(problem) = error else { return None };
        if problem.code != ErrorCode::InvalidFilter {
            return None;
        }
        let wrong = problem.errors.first();
        let place = wrong.and_then(|wrong| {
            let at = (wrong.at? as usize).checked_sub(before)?;
            Some((at, wrong.length.unwrap_or(0) as usize))
        });
        let sentence = wrong.map_or_else(
            || words::error(error),
            |wrong| format!("{} {}", words::error(error), words::field_error(wrong.code)),
        );
        Some(Self {
            sentence,
            text: text.to_owned(),
            place,
        })
    }

    /// The text before, at and after the fault.
    fn parts(&self) -> Option<(String, String, String)> {
        let (at, length) = self.place?;
        let part = |from: usize, count: usize| self.text.chars().skip(from).take(count).collect::<String>();
        Some((part(0, at), part(at, length), part(at + length, usize::MAX)))
    }
}

/// Why a search text is no filter, in a sentence.
fn explain(error: &ParseError) -> String {
    match error {
        ParseError::TooLong | ParseError::TooManyNodes | ParseError::TooDeep => text("filter-too-big"),
        ParseError::Unexpected { .. } if error.place().is_some_and(|(_, length)| length == 0) => {
            text("filter-unfinished")
        }
        ParseError::Unexpected { found, at } => {
            tr!(
                "filter-unexpected",
                found = found.clone(),
                position = (at + 1).to_string()
            )
        }
        ParseError::UnknownField { field, .. } => tr!("filter-unknown-field", field = field.clone()),
        ParseError::BadValue { field, value, .. } => {
            tr!("filter-bad-value", field = field.clone(), value = value.clone())
        }
    }
}

/// The sentence, and below it the text with the characters at fault marked.
#[component]
pub fn FaultLine(#[prop(into)] fault: Signal<Option<Fault>>) -> impl IntoView {
    let sentence = move || fault.with(|fault| fault.as_ref().map(|fault| fault.sentence.clone()));
    let marked = move || {
        let (before, wrong, after) = fault.with(|fault| fault.as_ref().and_then(Fault::parts))?;
        let missing = wrong.is_empty();
        Some(view! {
            // The sentence has said it; this shows it.
            <code class="fault-text" aria-hidden="true">
                {before}
                <mark class:fault-gap=missing>{wrong}</mark>
                {after}
            </code>
        })
    };
    view! {
        <div class="field-error" id="search-error" role="alert" hidden=move || fault.with(Option::is_none)>
            <p>{sentence}</p>
            {marked}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::filter::Filter;

    use super::*;

    fn parts(text: &str) -> Option<(String, String, String)> {
        let error = Filter::parse(text).expect_err("it is wrong");
        Fault::of_text(text, &error).parts()
    }

    fn owned(before: &str, wrong: &str, after: &str) -> Option<(String, String, String)> {
        Some((before.to_owned(), wrong.to_owned(), after.to_owned()))
    }

    #[test]
    fn the_fault_is_where_it_is() {
        assert_eq!(parts("größe farbe:rot x"), owned("größe ", "farbe", ":rot x"));
        assert_eq!(parts("priority:hoch"), owned("priority:", "hoch", ""));
        assert_eq!(parts("(state:open a"), owned("(state:open a", "", ""));
        assert_eq!(parts("a ) b"), owned("a ", ")", " b"));
    }
}
