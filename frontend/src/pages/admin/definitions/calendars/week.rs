//! The opening hours of a week as they are typed: `8:00–12:00, 13:00–17:00`.

use leptos::prelude::*;
use pult_shared::calendar::{MINUTES_PER_DAY, Span};

use super::super::super::parts::{
    bind::Bind,
    inputs::Line,
    label::Label,
    problems::{Problems, id_of, sentence},
};
use crate::i18n::t;

/// The opening hours of a week, a line a day.
#[component]
pub fn Week(
    /// Where it stands in the request: `week`.
    #[prop(into)]
    path: String,
    #[prop(into)] label: Label,
    week: Bind<Vec<Vec<Span>>>,
) -> impl IntoView {
    let wrong = Problems::expect().input(&path, label);
    let id = id_of(&path);
    let day = |(index, name): (usize, &'static str)| {
        let spans = week.part(
            move |week| week.get(index).cloned().unwrap_or_default(),
            move |week, spans| {
                if let Some(place) = week.get_mut(index) {
                    *place = spans;
                }
            },
        );
        view! { <Line path=format!("{path}.{index}") label=Label::from(name) value=written(spans) optional=true /> }
    };
    view! {
        <fieldset class="field" id=id tabindex="-1">
            <legend>{move || label.text()}</legend>
            <p class="field-hint">{t("admin-calendar-week-hint")}</p>
            <div class="week">{DAYS.into_iter().enumerate().map(day).collect_view()}</div>
            <p class="field-error" hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
        </fieldset>
    }
}

const DAYS: [&str; 7] = [
    "weekday-0",
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
];

/// What stands for hours that could not be read: refused wherever it goes, so that nothing half read is saved.
const UNREAD: Span = Span { from: 1, to: 0 };

/// Opening hours as they are typed: `8:00–12:00, 13:00–17:00`. What is typed stays as it is typed, also while it cannot be read.
fn written(spans: Bind<Vec<Span>>) -> Bind<String> {
    let typed = RwSignal::new(text_of(&spans.get_untracked()));
    Effect::new(move |_| {
        let spans = spans.get();
        if read(&typed.get_untracked()).unwrap_or_else(|| vec![UNREAD]) != spans {
            typed.set(text_of(&spans));
        }
    });
    Bind::new(
        move || typed.get(),
        move |text: String| {
            spans.set(read(&text).unwrap_or_else(|| vec![UNREAD]));
            typed.set(text);
        },
    )
}

pub fn text_of(spans: &[Span]) -> String {
    let time = |minutes: u32| format!("{}:{:02}", minutes / 60, minutes % 60);
    let span = |span: &Span| format!("{}–{}", time(span.from), time(span.to));
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// Reads opening hours: spans divided by commas, each two times divided by a dash of any kind.
fn read(text: &str) -> Option<Vec<Span>> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (from, to) = part.split_once(['-', '–', '—'])?;
            let span = Span {
                from: minutes(from)?,
                to: minutes(to)?,
            };
            (span.from < span.to && span.to <= MINUTES_PER_DAY).then_some(span)
        })
        .collect()
}

/// `8`, `8:30` or `8.30` as minutes since midnight.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_written() {
        let spans = vec![Span { from: 480, to: 720 }, Span { from: 780, to: 1440 }];
        assert_eq!(text_of(&spans), "8:00–12:00, 13:00–24:00");
        assert_eq!(read(&text_of(&spans)), Some(spans.clone()));
        assert_eq!(read("8-12; 13.00 - 24"), Some(spans));
        assert_eq!(read(" "), Some(Vec::new()));
        for bad in ["8", "8-", "12-8", "8-25", "8:70-9", "x-y"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
