//! Rules that most desks want, with the words and the states of this one.

pub use pult_shared::rule::{PRESETS as NAMES, blank};
use pult_shared::{api::queue::Names, catalog::StateType, person::Language, rule::RuleDef};

use crate::{catalog, i18n::text};

/// The same in both languages: what the preset says in each.
fn both(key: &str) -> Names {
    Names {
        de: text(&format!("{key}-{}", Language::De.tag())),
        en: text(&format!("{key}-{}", Language::En.tag())),
    }
}

/// The rule of this name, filled in as far as it goes for every desk.
pub fn preset(name: &str) -> RuleDef {
    pult_shared::rule::preset(name, both, catalog::main_state(StateType::PendingAuto))
}
