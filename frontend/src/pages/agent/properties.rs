//! What is said of tickets in a form, be it of a new one or of many at once: type, priority, service, tags, links, watchers. The fields,
//! their commands, and the way back from a refusal to the field.

use leptos::prelude::*;
use pult_shared::{
    catalog::{ServiceKey, TypeKey},
    command::{Command, CommandName, LinkKind, LinkTo, Tag, Watch},
    error::FieldError,
    ids::QueueId,
    ticket::Priority,
};

use crate::{
    catalog,
    components::{
        SelectField,
        chips::{Chip, ChipField},
        suggest::{Offers, Suggestion},
    },
    form::Form,
    i18n::{text, words},
    lookup,
};

/// The ids of the controls on a page.
pub struct Ids {
    pub kind: &'static str,
    pub priority: &'static str,
    pub service: &'static str,
    pub link_kind: &'static str,
    pub links: &'static str,
    pub watchers: &'static str,
}

/// What is filled in. Select fields hold an empty text where nothing is said.
#[derive(Clone, Copy)]
pub struct Properties {
    pub priority: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub service: RwSignal<String>,
    pub tags: RwSignal<Vec<Chip>>,
    pub link_kind: RwSignal<String>,
    pub links: RwSignal<Vec<Chip>>,
    pub watchers: RwSignal<Vec<Chip>>,
}

impl Properties {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let none = || RwSignal::new(Vec::new());
        Self {
            priority: empty(),
            kind: empty(),
            service: empty(),
            tags: none(),
            link_kind: RwSignal::new(LinkKind::Related.name().to_owned()),
            links: none(),
            watchers: none(),
        }
    }

    pub fn priority(self) -> Option<Priority> {
        self.priority.get().parse().ok().and_then(Priority::new)
    }

    pub fn ticket_type(self) -> Option<TypeKey> {
        Some(TypeKey::new(self.kind.get())).filter(|key| !key.0.is_empty())
    }

    pub fn service(self) -> Option<ServiceKey> {
        Some(ServiceKey::new(self.service.get())).filter(|key| !key.0.is_empty())
    }

    /// Tags, watchers and links.
    pub fn commands(self) -> Vec<Command> {
        let keys = |of: RwSignal<Vec<Chip>>| of.get().into_iter().map(|chip| chip.key);
        let tags = keys(self.tags).map(|tag| Command::AddTag(Tag { tag }));
        let watchers = keys(self.watchers).filter_map(|id| id.parse().ok());
        let watch = |person_id| {
            Command::Watch(Watch {
                person_id: Some(person_id),
            })
        };
        let kind = LinkKind::from_name(&self.link_kind.get()).unwrap_or(LinkKind::Related);
        let links = keys(self.links).map(|ticket| Command::Link(LinkTo { kind, ticket }));
        tags.chain(watchers.map(watch)).chain(links).collect()
    }

    pub fn clear(self) {
        for text in [self.priority, self.kind, self.service] {
            text.set(String::new());
        }
        for list in [self.tags, self.links, self.watchers] {
            list.set(Vec::new());
        }
    }
}

/// Type, priority and service.
#[component]
pub fn ClassFields(
    of: Properties,
    ids: &'static Ids,
    form: Form,
    /// The locale keys of what stands for nothing said: of type and priority, and of the service.
    unset: [&'static str; 2],
) -> impl IntoView {
    let [usual, none] = unset;
    let types = || {
        let all = catalog::valid_types().into_iter();
        all.map(|one| (one.key.0, words::name(&one.names))).collect::<Vec<_>>()
    };
    let priorities = || {
        let all = Priority::ALL.into_iter().rev();
        all.map(|one| (one.get().to_string(), words::priority(one))).collect()
    };
    let services = || {
        let all = catalog::valid_services().into_iter();
        all.map(|one| (one.key.0, words::name(&one.names))).collect()
    };
    let field = move |id, label, value, options: fn() -> Vec<(String, String)>, error, placeholder| {
        let (options, error) = (Signal::derive(options), form.error(error));
        view! { <SelectField id label value options error placeholder /> }
    };
    view! {
        {field(ids.kind, "col-ticket_type", of.kind, types, "ticket_type", usual)}
        {field(ids.priority, "col-priority", of.priority, priorities, "priority", usual)}
        {field(ids.service, "field-service", of.service, services, "service", none)}
    }
}

/// Several things that are looked up, or typed where `read` knows how.
#[component]
fn PickField(
    id: &'static str,
    label: &'static str,
    of: RwSignal<Vec<Chip>>,
    offers: Offers,
    placeholder: &'static str,
    error: Signal<Option<String>>,
    #[prop(optional)] read: Option<fn(&str) -> Option<String>>,
) -> impl IntoView {
    let line = RwSignal::new(String::new());
    let add = move |key: String, label: String, title: String| {
        line.set(String::new());
        of.update(|list| {
            if !list.iter().any(|other| other.key == key) {
                list.push(Chip { key, label, title });
            }
        });
    };
    view! {
        <ChipField
            id
            label
            items=of
            offers
            on_add=Callback::new(move |one: Suggestion| add(one.key, one.label, one.detail))
            on_text=Callback::new(move |typed: String| {
                if let Some(key) = read.and_then(|read| read(&typed)) {
                    add(key.clone(), key, String::new());
                }
            })
            on_remove=Callback::new(move |key: String| of.update(|list| list.retain(|chip| chip.key != key)))
            text=line
            placeholder
            error
        />
    }
}

#[component]
pub fn TagField(
    id: &'static str,
    label: &'static str,
    of: RwSignal<Vec<Chip>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let offers = lookup::tags().offers;
    view! { <PickField id label of offers placeholder="tag-add" error read=lookup::typed_tag /> }
}

/// Other tickets, and what they are to this one; colleagues who follow it.
#[component]
pub fn RelationFields(
    of: Properties,
    ids: &'static Ids,
    form: Form,
    /// Colleagues who may view the tickets of this queue.
    queue: Signal<Option<QueueId>>,
) -> impl IntoView {
    let kinds = || {
        let kinds = LinkKind::ALL.into_iter();
        kinds
            .map(|kind| (kind.name().to_owned(), text(&format!("link-{}", kind.name()))))
            .collect::<Vec<_>>()
    };
    let (tickets, agents) = (lookup::tickets().offers, lookup::agents(queue).offers);
    view! {
        <SelectField
            id=ids.link_kind
            label="link-kind"
            value=of.link_kind
            options=Signal::derive(kinds)
            error=form.error("link.kind")
        />
        <PickField
            id=ids.links
            label="links-with"
            of=of.links
            offers=tickets
            placeholder="ticket-lookup"
            error=form.error("link.ticket")
            read=lookup::typed_number
        />
        <PickField
            id=ids.watchers
            label="watchers"
            of=of.watchers
            offers=agents
            placeholder="agent-lookup"
            error=form.error("watch.person_id")
        />
    }
}

/// A fault of `commands.3.body`, in the list that is called so in the request, belongs to the field of the fourth command: `note.body`.
pub fn to_fields(errors: Vec<FieldError>, list: &str, commands: &[Command]) -> Vec<FieldError> {
    let of_command = |field: &str| {
        let (index, rest) = field.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
        match commands.get(index.parse::<usize>().ok()?)? {
            Command::SetField(set) => Some(format!("set_field.{}", set.field)),
            command => Some(format!("{}.{rest}", word(command.name())?)),
        }
    };
    errors
        .into_iter()
        .map(|error| match of_command(&error.field) {
            Some(field) => FieldError { field, ..error },
            None => error,
        })
        .collect()
}

/// The word of a command whose fields stand in one of the forms.
fn word(name: CommandName) -> Option<&'static str> {
    Some(match name {
        CommandName::Reply => "reply",
        CommandName::Note => "note",
        CommandName::AddTag => "add_tag",
        CommandName::RemoveTag => "remove_tag",
        CommandName::SetPriority => "set_priority",
        CommandName::SetType => "set_type",
        CommandName::SetService => "set_service",
        CommandName::SetDue => "set_due",
        CommandName::Watch => "watch",
        CommandName::AddParticipant => "add_participant",
        CommandName::SetResponsible => "set_responsible",
        CommandName::Move => "move",
        CommandName::Assign => "assign",
        CommandName::Link => "link",
        CommandName::SetState => "set_state",
        CommandName::Merge => "merge",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use pult_shared::error::FieldCode;

    use super::*;

    #[test]
    fn faults_find_their_field() {
        let commands = [Command::Take, Command::AddTag(Tag { tag: "b c".to_owned() })];
        let errors = |field: &str| vec![FieldError::new(field, FieldCode::Malformed)];
        assert_eq!(
            to_fields(errors("then.1.tag"), "then", &commands),
            errors("add_tag.tag")
        );
        assert_eq!(
            to_fields(errors("commands.1.tag"), "then", &commands),
            errors("commands.1.tag")
        );
    }
}
