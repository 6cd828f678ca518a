//! Times of the year with weekly hours of their own: lecture-free time, and whatever else a desk has.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    calendar::{PERIODS_MAX, Period, Span},
    person::Language,
};

use super::{
    super::super::parts::{
        bind::Bind,
        inputs::{Line, Switch},
        label::Label,
        problems::{Problems, sentence},
        rows::Rows,
    },
    week::Week,
};
use crate::{
    components::{Icon, Sign},
    i18n::{dates, t, text},
};

/// A usual time of the year: what adding it and it itself are called, and its first and last day by month and day. Each university sets its own terms, so
/// what they begin with is changed where it is not right.
struct Usual {
    button: &'static str,
    /// In German and in English, whichever language is in use.
    names: [&'static str; 2],
    from: &'static str,
    to: &'static str,
}

const USUAL: [Usual; 2] = [
    Usual {
        button: "admin-period-winter",
        names: ["admin-period-winter-in-de", "admin-period-winter-in-en"],
        from: "02-08",
        to: "04-04",
    },
    Usual {
        button: "admin-period-summer",
        names: ["admin-period-summer-in-de", "admin-period-summer-in-en"],
        from: "07-19",
        to: "10-17",
    },
];

impl Usual {
    /// The next one that is not over, with the hours of the week to begin with.
    fn next(&self, today: &str, week: Vec<Vec<Span>>) -> Period {
        let year = today
            .get(..4)
            .and_then(|year| year.parse::<u32>().ok())
            .unwrap_or_default();
        let year = if *today > *format!("{year:04}-{}", self.to) {
            year + 1
        } else {
            year
        };
        Period {
            from: format!("{year:04}-{}", self.from),
            to: format!("{year:04}-{}", self.to),
            yearly: false,
            names: Names {
                de: text(self.names[0]),
                en: text(self.names[1]),
            },
            week,
        }
    }
}

// req: B12, C10
#[component]
pub fn Periods(
    periods: Bind<Vec<Period>>,
    /// The hours of the calendar itself, which a usual period begins with.
    week: Bind<Vec<Vec<Span>>>,
) -> impl IntoView {
    let wrong = Problems::expect().input("periods", Label::from("admin-periods"));
    let usual = move |usual: &'static Usual| {
        let add = move |_: leptos::ev::MouseEvent| {
            let period = usual.next(&dates::today(), week.get_untracked());
            periods.update(|all| all.push(period));
        };
        let full = move || periods.with(|all| all.len() >= PERIODS_MAX);
        view! {
            <button type="button" class="button button-small" disabled=full on:click=add>
                <Icon sign=Sign::Plus />
                {t(usual.button)}
            </button>
        }
    };
    view! {
        <fieldset class="field" id="f-periods" tabindex="-1">
            <legend>{t("admin-periods")}</legend>
            <p class="field-hint">{t("admin-periods-hint")}</p>
            <Rows
                id="periods"
                value=periods
                name="admin-period"
                add="admin-period-add"
                max=PERIODS_MAX
                blank=|| Period {
                    from: String::new(),
                    to: String::new(),
                    yearly: false,
                    names: Names::default(),
                    week: vec![Vec::new(); 7],
                }
                row
            />
            <div class="inline-row" role="group" aria-label=t("admin-period-usual")>
                {USUAL.iter().map(usual).collect_view()}
            </div>
            <p class="field-error" hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
        </fieldset>
    }
}

fn row(index: usize, period: Bind<Period>) -> AnyView {
    let of = format!("periods.{index}");
    let name = Label::from("admin-period-name");
    let word = |language: Language| {
        let value = period.part(
            move |period| period.names.get(language).to_owned(),
            move |period, text| match language {
                Language::De => period.names.de = text,
                Language::En => period.names.en = text,
            },
        );
        let path = format!("{of}.names.{}", language.tag());
        view! { <Line path label=name.in_language(language).number(index) value lang=language /> }
    };
    view! {
        {word(Language::De)}
        {word(Language::En)}
        <Line
            path=format!("{of}.from")
            label=Label::from("admin-period-from").number(index)
            value=period.part(|period| period.from.clone(), |period, day| period.from = day)
            kind="date"
        />
        <Line
            path=format!("{of}.to")
            label=Label::from("admin-period-to").number(index)
            value=period.part(|period| period.to.clone(), |period, day| period.to = day)
            kind="date"
        />
        <Switch
            path=format!("{of}.yearly")
            label=Label::from("admin-period-yearly").number(index)
            value=period.part(|period| period.yearly, |period, yearly| period.yearly = yearly)
        />
        <Week
            path=format!("{of}.week")
            label=Label::from("admin-period-week").number(index)
            week=period.part(|period| period.week.clone(), |period, week| period.week = week)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_is_suggested() {
        for (today, from, to) in [
            ("2026-11-23", "2027-02-08", "2027-04-04"),
            ("2027-04-04", "2027-02-08", "2027-04-04"),
            ("2027-04-05", "2028-02-08", "2028-04-04"),
        ] {
            let next = USUAL[0].next(today, vec![Vec::new(); 7]);
            assert_eq!((next.from.as_str(), next.to.as_str()), (from, to), "{today}");
        }
    }
}
