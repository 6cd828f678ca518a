//! A filter as it means to a customer: what they do not see of their tickets is not there for their filters either. Else a filter
//! would tell tags, watchers, locks and hidden fields by trying.

use pult_shared::{
    filter::{FieldTest, Filter, Who},
    ids::QueueId,
};

use crate::{catalog::Catalog, queue::QueueTree};

/// The same question about tickets as their customers see them: untagged, unlocked, watched by nobody, nobody mentioned or responsible,
/// without the fields that are not shown to them.
#[must_use]
pub fn as_customer(filter: &Filter, catalog: &Catalog, tree: &QueueTree) -> Filter {
    let holds = |fits: bool| if fits { Filter::All } else { Filter::Nothing };
    match filter {
        Filter::Not(inner) => as_customer(inner, catalog, tree).negate(),
        Filter::And(parts) => Filter::all_of(parts.iter().map(|part| as_customer(part, catalog, tree))),
        Filter::Or(parts) => Filter::any_of(parts.iter().map(|part| as_customer(part, catalog, tree))),
        Filter::Tag(_) | Filter::From(_) | Filter::Affiliation(_) | Filter::Organisation(_) | Filter::Colleagues(_) => {
            Filter::Nothing
        }
        Filter::Locked(locked) => holds(!locked),
        // A queue whose name they do not see is none that they could ask for.
        Filter::QueuePath(path) if tree.at_path(path).is_some_and(|queue| !tree.shows_its_name(queue.id)) => {
            Filter::Nothing
        }
        Filter::QueueIds(ids) => {
            let shown = |id: &&QueueId| tree.shows_its_name(**id);
            Filter::QueueIds(ids.iter().filter(shown).copied().collect())
        }
        // Who else may read it is the desk's to know.
        Filter::Readable(_) => Filter::All,
        // Nothing is promised to them, as far as they see.
        Filter::Sla(key) => holds(key.is_none()),
        Filter::ClockDue(..) => Filter::Nothing,
        Filter::Escalating(expected) | Filter::Forgotten(expected) | Filter::Orphaned(expected) => holds(!expected),
        Filter::Watcher(who) | Filter::Mentioned(who) | Filter::Responsible(who) => holds(*who == Who::Nobody),
        Filter::Field(key, test) if !catalog.field(key).is_some_and(|field| field.shown_to_customer) => {
            holds(*test == FieldTest::Empty)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;
    use pult_shared::{
        Timestamp,
        api::queue::Names,
        catalog::{FieldDef, FieldKey, FieldKind, FieldValue, SlaKey, StateKey, StateType},
        ids::{PersonId, QueueId, TicketId},
        ticket::{Channel, Priority, TicketNumber},
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        matches::{MatchFacts, matches},
        queue::QueueTree,
        staffing::{StaffFacts, Staffing},
        ticket::{Clocks, Lock, Ticket},
    };

    const ME: PersonId = PersonId(Uuid::from_u128(1));

    fn field(key: &str, shown_to_customer: bool) -> FieldDef {
        FieldDef {
            key: FieldKey::new(key),
            kind: FieldKind::Text,
            names: Names::default(),
            help: Names::default(),
            options: Vec::new(),
            queue_ids: Vec::new(),
            type_keys: Vec::new(),
            required_on_close: false,
            shown_to_customer,
            position: 0,
            valid: true,
        }
    }

    fn catalog() -> Catalog {
        Catalog {
            fields: vec![field("room", true), field("secret", false)],
            ..Catalog::default()
        }
    }

    /// A ticket that has some of what customers see, and some of what they do not: a bit for each.
    fn ticket(has: u16) -> Ticket {
        let bit = |n: u16| has & (1 << n) != 0;
        let person = |n: u16| bit(n).then_some(ME);
        let set = |n: u16| person(n).into_iter().collect::<BTreeSet<_>>();
        let value = |n: u16, key: &str| bit(n).then(|| (FieldKey::new(key), FieldValue::Text("x".to_owned())));
        let now = Timestamp::UNIX_EPOCH;
        Ticket {
            id: TicketId(Uuid::from_u128(2)),
            number: TicketNumber("20261122000015".to_owned()),
            version: 1,
            subject: "Drucker".to_owned(),
            state: StateKey::new("open"),
            state_type: StateType::Open,
            pending_until: None,
            priority: Priority::NORMAL,
            ticket_type: None,
            service: None,
            queue_id: QueueId(Uuid::from_u128(3)),
            requester_id: ME,
            owner_id: person(0),
            responsible_id: person(1),
            lock: person(2).map(|by| Lock { by, since: now }),
            channel: Channel::Mail,
            created_at: now,
            updated_at: now,
            closed_at: bit(3).then_some(now),
            started_at: None,
            first_answer_at: None,
            last_contact_at: None,
            due_at: None,
            merged_into: None,
            time_minutes: 0,
            tags: bit(4).then(|| "geheim".to_owned()).into_iter().collect(),
            fields: [value(5, "room"), value(6, "secret")]
                .into_iter()
                .flatten()
                .collect::<BTreeMap<_, _>>(),
            participants: set(7),
            watchers: set(8),
            other_queues: BTreeSet::new(),
            left_queues: BTreeSet::new(),
            readers: None,
            organisation: None,
            mentioned: set(8),
            clocks: Clocks {
                sla: bit(9).then(|| SlaKey::new("gold")),
                solution_due: bit(10).then_some(now),
                warn_at: bit(10).then_some(now),
                remind_at: bit(11).then_some(now),
                ..Clocks::default()
            },
        }
    }

    /// The one owner is there.
    fn everybody() -> Staffing {
        let facts = StaffFacts {
            active: BTreeMap::from([(ME, true)]),
            ..StaffFacts::default()
        };
        Staffing::at(&facts, &QueueTree::default(), Timestamp::UNIX_EPOCH)
    }

    /// What its customer sees of it.
    fn seen(ticket: &Ticket) -> Ticket {
        Ticket {
            responsible_id: None,
            lock: None,
            tags: BTreeSet::new(),
            watchers: BTreeSet::new(),
            mentioned: BTreeSet::new(),
            clocks: Clocks::default(),
            fields: ticket
                .fields
                .iter()
                .filter(|(key, _)| key.as_str() == "room")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            ..ticket.clone()
        }
    }

    /// Filters as somebody types them.
    fn typed() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "*",
            "tag:geheim",
            "locked:yes",
            "locked:no",
            "watcher:me",
            "watcher:nobody",
            "mentioned:me",
            "mentioned:nobody",
            "responsible:me",
            "responsible:nobody",
            "owner:me",
            "owner:nobody",
            "participant:me",
            "state:active",
            "orphaned:yes",
            "orphaned:no",
            "field.room:x",
            "field.room:none",
            "field.secret:x",
            "field.secret:none",
            "drucker",
            "priority:>=3",
            "requester:me",
        ]);
        word.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(|part| format!("-({part})")),
                (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("({one} {two})")),
                (inner.clone(), inner).prop_map(|(one, two)| format!("({one} OR {two})")),
            ]
        })
    }

    proptest! {
        /// A customer's filter finds exactly what the same words find among tickets as customers see them.
        #[test]
        fn a_filter_means_what_its_reader_sees(text in typed(), has in 0u16..4096) {
            let filter = Filter::parse(&text).expect("a filter");
            let words: BTreeSet<String> = crate::text::words("Drucker").into_iter().collect();
            let (tree, now) = (QueueTree::new([]), Timestamp::UNIX_EPOCH);
            let fits = |filter: &Filter, ticket: &Ticket, staffing: &Staffing| {
                matches(filter, &MatchFacts { ticket, words: &words, addresses: &[], affiliation: None, organisation: None, staffing }, Some(ME), &tree, now)
            };
            let whole = ticket(has);
            // At the desk nobody looks after the owner's tickets; as far as the customer sees, somebody looks after everything.
            let (nobody, everybody) = (Staffing::default(), everybody());
            let meant = fits(&as_customer(&filter, &catalog(), &QueueTree::default()), &whole, &nobody);
            prop_assert_eq!(meant, fits(&filter, &seen(&whole), &everybody), "{}", text);
        }
    }

    #[test]
    fn what_is_hidden_is_not_there() {
        let table = [
            ("state:active drucker owner:me", "state:active drucker owner:me"),
            ("state:active tag:geheim", "-*"),
            ("-tag:geheim", "*"),
            ("locked:no watcher:nobody responsible:nobody x", "x"),
            ("(locked:yes OR watcher:me OR y)", "y"),
            ("field.secret:none", "*"),
            ("-field.secret:4711 z", "z"),
        ];
        for (asked, meant) in table {
            let filter = Filter::parse(asked).unwrap();
            assert_eq!(
                as_customer(&filter, &Catalog::default(), &QueueTree::default()),
                Filter::parse(meant).unwrap(),
                "{asked}"
            );
        }
    }
}
