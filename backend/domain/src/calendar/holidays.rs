//! The public holidays of the German federal states, by their laws as of 2026. What is a holiday in some municipalities only (Corpus
//! Christi in parts of Saxony and Thuringia, the Assumption in parts of Bavaria, the peace festival of Augsburg) is a closure that the
//! site enters itself.

use jiff::{Span, civil::Date};
use pult_shared::calendar::Region;

use Region::{Bb, Be, Bw, By, Hb, He, Hh, Mv, Ni, Nw, Rp, Sh, Sl, Sn, St, Th};

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    NewYear,
    Epiphany,
    WomensDay,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    LabourDay,
    Ascension,
    WhitSunday,
    WhitMonday,
    CorpusChristi,
    Assumption,
    ChildrensDay,
    UnityDay,
    ReformationDay,
    AllSaints,
    RepentanceDay,
    ChristmasDay,
    SecondChristmasDay,
}

impl Holiday {
    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NewYear => "New Year's Day",
            Self::Epiphany => "Epiphany",
            Self::WomensDay => "International Women's Day",
            Self::GoodFriday => "Good Friday",
            Self::EasterSunday => "Easter Sunday",
            Self::EasterMonday => "Easter Monday",
            Self::LabourDay => "Labour Day",
            Self::Ascension => "Ascension Day",
            Self::WhitSunday => "Whit Sunday",
            Self::WhitMonday => "Whit Monday",
            Self::CorpusChristi => "Corpus Christi",
            Self::Assumption => "Assumption Day",
            Self::ChildrensDay => "World Children's Day",
            Self::UnityDay => "German Unity Day",
            Self::ReformationDay => "Reformation Day",
            Self::AllSaints => "All Saints' Day",
            Self::RepentanceDay => "Day of Repentance and Prayer",
            Self::ChristmasDay => "Christmas Day",
            Self::SecondChristmasDay => "Second Day of Christmas",
        }
    }

    /// Whether a state keeps it, in a year.
    fn is_kept(self, region: Region, year: i16) -> bool {
        let among = |states: &[Region]| states.contains(&region);
        match self {
            Self::Epiphany => among(&[Bw, By, St]),
            Self::WomensDay => (region == Be && year >= 2019) || (region == Mv && year >= 2023),
            Self::EasterSunday | Self::WhitSunday => region == Bb,
            Self::CorpusChristi => among(&[Bw, By, He, Nw, Rp, Sl]),
            Self::Assumption => region == Sl,
            Self::ChildrensDay => region == Th && year >= 2019,
            // In 2017, 500 years after the theses, everywhere.
            Self::ReformationDay => {
                among(&[Bb, Mv, Sn, St, Th]) || year == 2017 || (year >= 2018 && among(&[Hb, Hh, Ni, Sh]))
            }
            Self::AllSaints => among(&[Bw, By, Nw, Rp, Sl]),
            Self::RepentanceDay => region == Sn,
            Self::NewYear
            | Self::GoodFriday
            | Self::EasterMonday
            | Self::LabourDay
            | Self::Ascension
            | Self::WhitMonday
            | Self::UnityDay
            | Self::ChristmasDay
            | Self::SecondChristmasDay => true,
        }
    }
}

/// The holiday of a state on a day.
pub(super) fn on(region: Region, day: Date) -> Option<Holiday> {
    named(day).filter(|holiday| holiday.is_kept(region, day.year()))
}

/// What a day is called in whatever state keeps it.
fn named(day: Date) -> Option<Holiday> {
    let by_date = match (day.month(), day.day()) {
        (1, 1) => Holiday::NewYear,
        (1, 6) => Holiday::Epiphany,
        (3, 8) => Holiday::WomensDay,
        // Ascension may fall on it (2008); it is a holiday all the same.
        (5, 1) => Holiday::LabourDay,
        (8, 15) => Holiday::Assumption,
        (9, 20) => Holiday::ChildrensDay,
        (10, 3) => Holiday::UnityDay,
        (10, 31) => Holiday::ReformationDay,
        (11, 1) => Holiday::AllSaints,
        (12, 25) => Holiday::ChristmasDay,
        (12, 26) => Holiday::SecondChristmasDay,
        // The Wednesday before 23 November.
        (11, 16..=22) if day.weekday() == jiff::civil::Weekday::Wednesday => Holiday::RepentanceDay,
        _ => return by_easter(day),
    };
    Some(by_date)
}

fn by_easter(day: Date) -> Option<Holiday> {
    let since = easter(day.year())?.until(day).ok().map(|span: Span| span.get_days())?;
    Some(match since {
        -2 => Holiday::GoodFriday,
        0 => Holiday::EasterSunday,
        1 => Holiday::EasterMonday,
        39 => Holiday::Ascension,
        49 => Holiday::WhitSunday,
        50 => Holiday::WhitMonday,
        60 => Holiday::CorpusChristi,
        _ => return None,
    })
}

/// Easter Sunday by the Gregorian rule (as computed by Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let of_march = h + l - 7 * m + 114;
    let (month, day) = (of_march / 31, of_march % 31 + 1);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_is_where_the_church_has_it() {
        // The earliest and the latest that can be, and years around now.
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (2000, 4, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)), "{year}");
        }
    }

    #[test]
    fn each_state_keeps_its_own() {
        let of = |region: Region, year: i16| {
            let days = std::iter::successors(Some(date(year, 1, 1)), |day| day.tomorrow().ok());
            days.take_while(|day| day.year() == year)
                .filter(|day| on(region, *day).is_some())
                .count()
        };
        // Days that are holidays by the states' laws in 2026, Sundays among them.
        for (region, count) in [
            (Bw, 12),
            (By, 12),
            (Be, 10),
            (Bb, 12),
            (Hb, 10),
            (Hh, 10),
            (He, 10),
            (Mv, 11),
            (Ni, 10),
            (Nw, 11),
            (Rp, 11),
            (Sl, 12),
            (Sn, 11),
            (St, 11),
            (Sh, 10),
            (Th, 11),
        ] {
            assert_eq!(of(region, 2026), count, "{region:?}");
        }
        assert_eq!(on(Sn, date(2026, 11, 18)), Some(Holiday::RepentanceDay));
        assert_eq!(on(Ni, date(2026, 11, 18)), None);
        assert_eq!(on(Ni, date(2016, 10, 31)), None);
        assert_eq!(on(By, date(2017, 10, 31)), Some(Holiday::ReformationDay));
        assert_eq!(on(By, date(2026, 6, 4)), Some(Holiday::CorpusChristi));
        assert_eq!(on(Be, date(2018, 3, 8)), None);
    }
}
