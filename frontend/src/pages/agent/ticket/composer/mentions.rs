//! `@` in a note: colleagues who may see the ticket are offered while one types, and are told when the note is saved.

use leptos::{ev::KeyboardEvent, prelude::*};
use pult_shared::person::PersonRef;

use super::{BODY, Composer, Kind};
use crate::{
    components::{
        chips::{Chip, ChipRow},
        suggest::{Choice, ChoiceList, Suggestion},
    },
    lookup::{self, Lookup},
    pages::agent::writing::text_area,
};

/// The longest name that is looked for behind an `@`.
const NAME_MAX: usize = 40;

/// The look-up behind the text.
#[derive(Clone, Copy)]
pub struct Mentions {
    composer: Composer,
    pub choice: Choice,
}

impl Mentions {
    pub fn new(composer: Composer) -> Self {
        let queue = Signal::derive(move || composer.case.read(|ticket| ticket.queue.id));
        let agents = lookup::agents(queue);
        let choose = Callback::new(move |one: Suggestion| name(composer, agents, &one));
        Self {
            composer,
            choice: Choice::new("composer-mentions", agents.offers, choose),
        }
    }

    /// Looks at what stands before the cursor; called with each letter.
    pub fn look(self) {
        let wanted = (self.composer.kind.get_untracked() == Kind::Note)
            .then(|| begun(self.composer))
            .flatten();
        match wanted {
            Some((_, name)) if !name.is_empty() => self.choice.ask(name),
            _ => self.choice.close(),
        }
    }

    /// Takes the keys that belong to the open list.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        self.choice.key(event)
    }
}

/// The name that is being typed at the cursor, and where its `@` stands.
fn begun(composer: Composer) -> Option<(u32, String)> {
    let body = untrack(|| composer.sheet()).body;
    let cursor = text_area::cursor(BODY)?;
    let (before, _) = body.with_untracked(|body| text_area::split(body, cursor, cursor));
    at_sign(&before).map(|(start, name)| (u32::try_from(start).unwrap_or(u32::MAX), name))
}

/// The last `@` of a text that begins a word, counted in UTF-16 units, with what follows it.
fn at_sign(before: &str) -> Option<(usize, String)> {
    let (text, name) = before.rsplit_once('@')?;
    let begins = text.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let fits = name.chars().count() <= NAME_MAX && !name.contains('\n') && name.split(' ').count() <= 3;
    (begins && fits).then(|| (text.encode_utf16().count(), name.to_owned()))
}

/// Puts the name in, and remembers whom it means.
fn name(composer: Composer, agents: Lookup<pult_shared::api::person::PersonCard>, one: &Suggestion) {
    let (Some(person), Some((start, _)), Some(end)) = (agents.get(&one.key), begun(composer), text_area::cursor(BODY))
    else {
        return;
    };
    let sheet = untrack(|| composer.sheet());
    text_area::replace(BODY, sheet.body, start, end, &format!("@{} ", person.name));
    sheet.mentions.update(|mentions| {
        if !mentions.iter().any(|other| other.id == person.id) {
            mentions.push(PersonRef {
                id: person.id,
                name: person.name,
                address: None,
            });
        }
    });
}

/// The list below the text, and whom the note calls.
#[component]
pub fn MentionList(mentions: Mentions) -> impl IntoView {
    let composer = mentions.composer;
    let named = Signal::derive(move || {
        let sheet = composer.sheet();
        sheet.body.with(|body| {
            sheet.mentions.with(|all| {
                let still = all.iter().filter(|person| body.contains(&format!("@{}", person.name)));
                still
                    .map(|person| Chip {
                        key: person.id.to_string(),
                        label: person.name.clone(),
                        title: String::new(),
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let shown = move || composer.kind.get() == Kind::Note;
    view! {
        <div class="suggest">
            <ChoiceList choice=mentions.choice />
        </div>
        <div class="mentions" hidden=move || !shown() || named.with(Vec::is_empty)>
            <span class="soft">{crate::i18n::t("mentions")}</span>
            <ChipRow items=named label="mentions" />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::at_sign;

    #[test]
    fn a_name_begins_behind_an_at_sign_that_begins_a_word() {
        assert_eq!(at_sign("Hallo @Be"), Some((6, "Be".to_owned())));
        assert_eq!(at_sign("@Anna Be"), Some((0, "Anna Be".to_owned())));
        assert_eq!(at_sign("😀 @x"), Some((3, "x".to_owned())));
        assert_eq!(at_sign("mail@example"), None);
        assert_eq!(at_sign("@Anna schreibt heute noch viel"), None);
        assert_eq!(at_sign("@Anna\nneue Zeile"), None);
        assert_eq!(at_sign("kein Name"), None);
    }
}
