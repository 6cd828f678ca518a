//! What each permission opens, and what nobody may.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    Timestamp,
    catalog::{StateKey, StateType},
    ids::{PersonId, TicketId},
    ticket::{Channel, Priority, TicketNumber},
};
use uuid::Uuid;

use super::*;
use crate::ticket::Lock;

pub(super) const HERE: QueueId = QueueId(Uuid::from_u128(1));
const ELSEWHERE: QueueId = QueueId(Uuid::from_u128(2));
pub(super) const LENA: PersonId = PersonId(Uuid::from_u128(10));
pub(super) const AGENT: PersonId = PersonId(Uuid::from_u128(11));

pub(super) fn person(id: PersonId, held: &[Permission], queue: QueueId) -> Actor {
    let grants = if held.is_empty() {
        crate::actor::Grants::new()
    } else {
        [(queue, held.iter().copied().collect::<BTreeSet<_>>())].into()
    };
    Actor {
        person_id: id,
        name: "x".to_owned(),
        administrator: false,
        grants,
        organisation: None,
        seer: None,
    }
}

pub(super) fn ticket() -> Ticket {
    let at: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a timestamp");
    Ticket {
        id: TicketId(Uuid::from_u128(20)),
        number: TicketNumber("20261122000017".to_owned()),
        version: 1,
        subject: "x".to_owned(),
        state: StateKey::new("open"),
        state_type: StateType::Open,
        pending_until: None,
        priority: Priority::NORMAL,
        queue_id: HERE,
        requester_id: LENA,
        owner_id: None,
        lock: None,
        channel: Channel::Mail,
        created_at: at,
        updated_at: at,
        closed_at: None,
        ticket_type: None,
        service: None,
        responsible_id: None,
        started_at: None,
        first_answer_at: None,
        last_contact_at: None,
        due_at: None,
        merged_into: None,
        time_minutes: 0,
        tags: BTreeSet::new(),
        fields: BTreeMap::new(),
        participants: BTreeSet::new(),
        watchers: BTreeSet::new(),
        other_queues: BTreeSet::new(),
        left_queues: BTreeSet::new(),
        readers: None,
        organisation: None,
        mentioned: BTreeSet::new(),
        clocks: crate::ticket::Clocks::default(),
    }
}

fn code(result: Result<(Permit, Side), Refusal>) -> Option<ErrorCode> {
    result.err().map(|refusal| refusal.code)
}

// req: B11, C5 — each permission opens exactly its own commands.
#[test]
fn each_permission_opens_its_own_commands() {
    for permission in Permission::ALL {
        let agent = person(AGENT, &[Permission::View, permission], HERE);
        for command in CommandName::ALL {
            let allowed = permit_command(&agent, &ticket(), command).is_ok();
            let needed = needed_permission(command);
            let expected = needed == Some(permission) || needed == Some(Permission::View);
            assert_eq!(allowed, expected, "{permission:?} and {command:?}");
        }
    }
    let needs = |permission| {
        let opened = CommandName::ALL
            .into_iter()
            .filter(|name| needed_permission(*name) == Some(permission));
        opened.collect::<Vec<_>>()
    };
    assert_eq!(needs(Permission::Close), [CommandName::SetState]);
    assert_eq!(needs(Permission::Priority), [CommandName::SetPriority]);
    assert!(needs(Permission::Create).is_empty() && needs(Permission::Manage).is_empty());
    assert!(
        needs(Permission::Own).contains(&CommandName::Merge)
            && needs(Permission::Reply).contains(&CommandName::Forward)
    );
}

#[test]
fn without_view_there_is_no_ticket() {
    let everything_elsewhere = person(AGENT, &Permission::ALL, ELSEWHERE);
    let blind = person(AGENT, &[Permission::Reply, Permission::Own], HERE);
    for actor in [everything_elsewhere, blind, person(AGENT, &[], HERE)] {
        for command in CommandName::ALL {
            assert_eq!(
                code(permit_command(&actor, &ticket(), command)),
                Some(ErrorCode::TicketNotFound)
            );
        }
    }
}

// req: D19, D21
#[test]
fn the_requester_answers_and_closes() {
    for command in CommandName::ALL {
        let result = permit_command(&person(LENA, &[], HERE), &ticket(), command);
        match command {
            CommandName::Reply | CommandName::SetState => {
                assert_eq!(result.map(|(_, side)| side), Ok(Side::Customer));
            }
            _ => assert_eq!(code(result), Some(ErrorCode::Forbidden), "{command:?}"),
        }
    }
}

#[test]
fn opening_needs_create_or_the_portal() {
    let customer = person(LENA, &[], HERE);
    let open = |actor: &Actor, portal| {
        permit_open(actor, HERE, portal)
            .map(|(_, side)| side)
            .map_err(|r| r.code)
    };
    assert_eq!(open(&customer, true), Ok(Side::Customer));
    assert_eq!(open(&customer, false), Err(ErrorCode::QueueNotFound));
    assert_eq!(
        open(&person(AGENT, &[Permission::Create], HERE), false),
        Ok(Side::Agent)
    );
    assert_eq!(
        open(&person(AGENT, &[Permission::View], HERE), false),
        Err(ErrorCode::Forbidden)
    );
}

#[test]
fn the_ui_is_offered_only_what_changes_something() {
    let agent = person(AGENT, &Permission::ALL, HERE);
    let mine = Ticket {
        owner_id: Some(AGENT),
        lock: Some(Lock {
            by: AGENT,
            since: ticket().created_at,
        }),
        ..ticket()
    };
    let offered = allowed_commands(&agent, &mine, &QueueTree::default());
    assert!(!offered.contains(&CommandName::Take) && !offered.contains(&CommandName::Lock));
    assert!(offered.contains(&CommandName::Unlock));
    let offered = allowed_commands(&agent, &ticket(), &QueueTree::default());
    assert!(offered.contains(&CommandName::Take) && !offered.contains(&CommandName::Unlock));
}

#[test]
fn a_person_without_queues_sees_their_own_tickets_only() {
    let customer = person(LENA, &[], HERE);
    assert_eq!(
        visible_tickets(&customer).filter(),
        &Filter::any_of([
            Filter::Requester(Who::Person(LENA)),
            Filter::Participant(Who::Person(LENA))
        ])
    );
    assert_eq!(desk_tickets(&customer).filter(), &Filter::Nothing);
}

// req: D6 — whoever takes part meets the ticket as its requester does.
#[test]
fn participants_are_customers() {
    let ticket = Ticket {
        participants: BTreeSet::from([AGENT]),
        ..ticket()
    };
    let result = permit_command(&person(AGENT, &[], HERE), &ticket, CommandName::Reply);
    assert_eq!(result.map(|(_, side)| side), Ok(Side::Customer));
    assert_eq!(
        code(permit_command(&person(AGENT, &[], HERE), &ticket, CommandName::Note)),
        Some(ErrorCode::Forbidden)
    );
}

// What touches no queue, or every one, is the administrators' alone.
#[test]
fn whoever_manages_every_queue_of_a_thing_may_change_it() {
    use pult_shared::api::role::Grant;
    let admin = Actor {
        administrator: true,
        ..person(AGENT, &[], HERE)
    };
    let manager = person(AGENT, &[Permission::Manage], HERE);
    let agent = person(AGENT, &[Permission::View, Permission::Own], HERE);
    for (queues, by_manager) in [
        (vec![], false),
        (vec![HERE], true),
        (vec![ELSEWHERE], false),
        (vec![HERE, ELSEWHERE], false),
    ] {
        let grants: Vec<Grant> = queues
            .iter()
            .map(|queue| Grant {
                queue_id: *queue,
                permission: Permission::View,
            })
            .collect();
        for (actor, allowed) in [(&admin, true), (&manager, by_manager), (&agent, false)] {
            assert_eq!(permit_role(actor, &grants).is_ok(), allowed, "{queues:?}");
            assert_eq!(permit_template(actor, &queues).is_ok(), allowed, "{queues:?}");
        }
    }
    assert!(permit_catalog(&admin).is_ok() && permit_catalog(&manager).is_err());
}

#[test]
fn rights_of_others_are_for_managers() {
    let manager = person(AGENT, &[Permission::Manage], HERE);
    let agent = person(AGENT, &[Permission::View], HERE);
    assert!(may_see_rights(&manager, LENA).is_ok());
    assert!(may_see_rights(&agent, AGENT).is_ok() && may_see_rights(&agent, LENA).is_err());
}

// One mail to several queues: the people of the others read and note, and may say that it is none of theirs.
#[test]
fn other_queues_read_and_note() {
    let shared = Ticket {
        other_queues: BTreeSet::from([ELSEWHERE]),
        ..ticket()
    };
    let everything = person(AGENT, &Permission::ALL, ELSEWHERE);
    assert_eq!(side(&everything, &shared), Some(Side::Agent));
    for command in CommandName::ALL {
        let needed = needed_permission(command);
        let expected = matches!(needed, Some(Permission::View | Permission::Note));
        assert_eq!(
            permit_command(&everything, &shared, command).is_ok(),
            expected,
            "{command:?}"
        );
    }
    assert_eq!(side(&person(AGENT, &[Permission::Note], ELSEWHERE), &shared), None);
    let may_remove = |held: &[Permission], queue| may_remove_queue(&person(AGENT, held, queue), &shared, ELSEWHERE);
    assert!(may_remove(&[Permission::View, Permission::Note], ELSEWHERE).is_ok());
    assert!(may_remove(&[Permission::View], ELSEWHERE).is_err());
    assert!(may_remove(&[Permission::View, Permission::Own], HERE).is_ok());
    assert!(may_remove(&[Permission::View, Permission::Note], HERE).is_err());
    let left = TicketEvent::QueueRemoved { queue_id: ELSEWHERE };
    assert!(lost_sight(&everything, &ticket(), &left) && !lost_sight(&everything, &shared, &left));
}
