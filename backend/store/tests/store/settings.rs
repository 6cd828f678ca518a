//! What is set up: the catalog, queues, roles, templates, and the log of it.

use pult_domain::queue::Queue;
use pult_shared::{
    api::{
        queue::{FollowUp, Names},
        role::{Grant, RoleDef},
        template::{TemplateDef, TemplateKind},
        view::{Column, Sharing, ViewDef},
    },
    catalog::{
        Color, FieldDef, FieldKey, FieldKind, FieldOption, FieldValue, PriorityDef, ServiceDef, ServiceKey, StateDef,
        StateKey, StateType, TypeDef, TypeKey,
    },
    filter::Filter,
    ids::{QueueId, RoleId, TemplateId, ViewId},
    person::Permission,
    ticket::Priority,
};
use pult_store::{
    StoreError, catalog, queues, roles,
    setting_changes::{self, Keys, SettingChange},
    templates, views,
};

use crate::support::{Fixture, at, on_each_engine};

fn names(text: &str) -> Names {
    Names {
        de: format!("{text} auf Deutsch"),
        en: text.to_owned(),
    }
}

#[test]
fn the_catalog_begins_with_what_a_desk_needs() {
    on_each_engine(async |db: Fixture| {
        let catalog = catalog::load(&db.store).await.unwrap();
        for kind in StateType::ALL {
            assert!(catalog.state_of(kind).is_some(), "{kind:?}");
        }
        assert_eq!(
            catalog.state_of(StateType::Closed).unwrap().key,
            StateKey::new("closed_successful")
        );
        for state in &catalog.states {
            let target = state
                .turns_into
                .as_ref()
                .map(|key| catalog.state(key).unwrap().state_type);
            let expected = (state.state_type == StateType::PendingAuto).then_some(StateType::Closed);
            assert_eq!(target, expected, "{}", state.key);
        }
        let levels: Vec<Priority> = catalog.priorities.iter().map(|priority| priority.level).collect();
        assert_eq!(levels, Priority::ALL);
        let types: Vec<&str> = catalog.types.iter().map(|of| of.key.as_str()).collect();
        assert_eq!(types, ["request", "incident", "order", "question"]);
    });
}

fn state() -> StateDef {
    StateDef {
        key: StateKey::new("waits_for_parts"),
        state_type: StateType::PendingReminder,
        names: names("waits for parts"),
        color: Color::Purple,
        position: 35,
        valid: true,
        turns_into: None,
        stops_clocks: None,
    }
}

fn custom_field() -> FieldDef {
    FieldDef {
        key: FieldKey::new("room"),
        kind: FieldKind::Choice,
        names: names("room"),
        help: names("where it is"),
        options: vec![FieldOption {
            key: "b2".to_owned(),
            names: names("B 2"),
            valid: false,
        }],
        queue_ids: vec![QueueId(uuid::Uuid::from_u128(5))],
        type_keys: vec![TypeKey::new("incident")],
        required_on_close: true,
        shown_to_customer: true,
        position: 4,
        valid: true,
    }
}

#[test]
fn what_is_saved_comes_back_and_every_write_is_noticed() {
    on_each_engine(async |db: Fixture| {
        let mut version = catalog::version(&db.store).await.unwrap();
        let mut newer = async || {
            let now = catalog::version(&db.store).await.unwrap();
            assert!(now > version, "{now} after {version}");
            version = now;
        };
        let (mut state, field) = (state(), custom_field());
        let service = ServiceDef {
            key: ServiceKey::new("mail/groupware"),
            names: names("groupware"),
            sla: None,
            position: 1,
            valid: true,
        };
        let of = TypeDef {
            key: TypeKey::new("project"),
            names: names("project"),
            position: 50,
            valid: true,
        };
        let priority = PriorityDef {
            level: Priority::NORMAL,
            names: names("usual"),
            color: Color::Green,
        };
        db.write(async |tx| catalog::save_state(tx, &state).await).await;
        newer().await;
        db.write(async |tx| catalog::save_field(tx, &field).await).await;
        newer().await;
        db.write(async |tx| catalog::save_service(tx, &service).await).await;
        newer().await;
        db.write(async |tx| catalog::save_type(tx, &of).await).await;
        newer().await;
        db.write(async |tx| catalog::save_priority(tx, &priority).await).await;
        newer().await;
        // Once more: the type of a state stays, as tickets have it beside the key.
        state.names = names("waits");
        let other_type = StateDef {
            state_type: StateType::Closed,
            ..state.clone()
        };
        db.write(async |tx| catalog::save_state(tx, &other_type).await).await;
        let loaded = catalog::load(&db.store).await.unwrap();
        assert_eq!(loaded.state(&state.key), Some(&state));
        assert_eq!(loaded.fields, [field]);
        assert_eq!(loaded.services, [service]);
        assert_eq!(loaded.ticket_type(&of.key), Some(&of));
        assert_eq!(loaded.priorities[2], priority);
        db.queue("it", None).await;
        newer().await;
    });
}

#[test]
fn what_tickets_refer_to_stays() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut ticket = db.new_ticket(queue, person, "x");
        ticket.ticket_type = Some(TypeKey::new("order"));
        ticket.service = Some(ServiceKey::new("mail/groupware"));
        ticket
            .fields
            .insert(FieldKey::new("room"), FieldValue::Text("b2".to_owned()));
        db.open_ticket(&ticket, db.new_article("y", true)).await;
        let service = |key: &str| ServiceDef {
            key: ServiceKey::new(key),
            names: names(key),
            sla: None,
            position: 1,
            valid: true,
        };
        db.write(async |tx| {
            for key in ["mail", "mail/groupware", "mailing"] {
                catalog::save_service(tx, &service(key)).await?;
            }
            catalog::save_state(tx, &state()).await?;
            catalog::save_field(tx, &custom_field()).await
        })
        .await;
        type Outcome = Result<bool, StoreError>;
        let tx = db.store.begin().await.unwrap();
        let in_use: Vec<Outcome> = vec![
            catalog::delete_state(&tx, &StateKey::new("new")).await,
            catalog::delete_state(&tx, &StateKey::new("closed_successful")).await,
            catalog::delete_type(&tx, &TypeKey::new("order")).await,
            catalog::delete_type(&tx, &TypeKey::new("incident")).await,
            catalog::delete_service(&tx, &ServiceKey::new("mail")).await,
            catalog::delete_service(&tx, &ServiceKey::new("mail/groupware")).await,
            catalog::delete_field(&tx, &FieldKey::new("room")).await,
            queues::delete(&tx, queue).await,
        ];
        assert!(
            in_use.iter().all(|outcome| matches!(outcome, Err(StoreError::InUse))),
            "{in_use:?}"
        );
        let gone: Vec<Outcome> = vec![
            catalog::delete_state(&tx, &state().key).await,
            catalog::delete_type(&tx, &TypeKey::new("question")).await,
            catalog::delete_service(&tx, &ServiceKey::new("mailing")).await,
        ];
        assert!(gone.iter().all(|outcome| matches!(outcome, Ok(true))), "{gone:?}");
        assert!(!catalog::delete_field(&tx, &FieldKey::new("nowhere")).await.unwrap());
    });
}

async fn paths(db: &Fixture) -> Vec<String> {
    let tree = queues::tree(&db.store).await.unwrap();
    tree.by_path().into_iter().map(|queue| queue.path.clone()).collect()
}

#[test]
fn a_queue_takes_all_below_it_along() {
    on_each_engine(async |db: Fixture| {
        let it = db.queue("it", None).await;
        let wlan = db.queue("it/wlan", Some(it)).await;
        db.queue("it/wlan/dorm", Some(wlan)).await;
        db.queue("it/w", Some(it)).await;
        let library = db.queue("library", None).await;
        let tree = queues::tree(&db.store).await.unwrap();
        let moved = Queue {
            parent_id: Some(library),
            path: "library/net".to_owned(),
            addresses: vec!["net@hs-musterstadt.example".to_owned()],
            valid: false,
            description: names("network"),
            salutation: names("hello"),
            signature: names("bye"),
            follow_up: FollowUp::NewTicket,
            unlock_minutes: Some(30),
            calendar: None,
            sla: None,
            remind_days: None,
            default_priority: Priority::new(4),
            default_type: Some(TypeKey::new("incident")),
            mails: pult_shared::api::queue::QueueMails::default(),
            catch_all: true,
            ..tree.get(wlan).unwrap().clone()
        };
        let person = db.person("Lena Vogt").await;
        let (follows, stays) = (ViewId(db.id()), ViewId(db.id()));
        let filter = |text: &str| ViewDef {
            filter: text.to_owned(),
            ..view("x", Sharing::Nobody)
        };
        db.write(async |tx| {
            let text = "state:open (queue:it/wlan/dorm OR -queue:it/wlan) owner:me";
            views::save(tx, follows, person, &filter(text)).await?;
            views::save(tx, stays, person, &filter("queue:it/w  queue:it")).await?;
            queues::update(tx, &moved).await
        })
        .await;
        let text = async |id| views::find(&db.store, id).await.unwrap().unwrap().view.filter;
        assert_eq!(
            Filter::parse(&text(follows).await),
            Filter::parse("state:open (queue:library/net/dorm OR -queue:library/net) owner:me")
        );
        assert_eq!(text(stays).await, "queue:it/w  queue:it", "as it was typed");
        assert_eq!(
            paths(&db).await,
            ["inbox", "it", "it/w", "library", "library/net", "library/net/dorm"]
        );
        let tree = queues::tree(&db.store).await.unwrap();
        assert_eq!(tree.get(wlan), Some(&moved));
        assert_eq!(tree.catch_all().map(|queue| queue.id), Some(wlan));
        assert!(tree.for_address("it-wlan@hs-musterstadt.example").is_none());
        let taken = Queue {
            path: "it".to_owned(),
            ..moved.clone()
        };
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            queues::update(&tx, &taken).await,
            Err(StoreError::Duplicate("queue path"))
        ));
    });
}

fn role(name: &str, grants: &[(QueueId, Permission)]) -> RoleDef {
    let grants = grants
        .iter()
        .map(|&(queue_id, permission)| Grant { queue_id, permission });
    RoleDef {
        name: name.to_owned(),
        description: format!("{name} for all"),
        grants: grants.collect(),
        requires_second_factor: false,
    }
}

fn view(name: &str, sharing: Sharing) -> ViewDef {
    ViewDef {
        name: name.to_owned(),
        filter: "state:active".to_owned(),
        sort: pult_shared::api::ticket::TicketSort::DueAsc,
        columns: vec![Column::Number, Column::Due],
        sharing,
        position: 3,
    }
}

fn template(name: &str, queue_ids: Vec<QueueId>) -> TemplateDef {
    TemplateDef {
        names: names(name),
        kind: TemplateKind::PhoneCall,
        subject: Names::default(),
        body: names("{{ ticket.number }}"),
        queue_ids,
        valid: true,
    }
}

#[test]
fn a_queue_that_is_gone_leaves_nothing_behind() {
    on_each_engine(async |db: Fixture| {
        let (it, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let (of_role, of_template, of_view) = (RoleId(db.id()), TemplateId(db.id()), ViewId(db.id()));
        db.write(async |tx| {
            roles::save(tx, of_role, &role("desk", &[(it, Permission::View)])).await?;
            templates::save(tx, of_template, &template("x", vec![it]), at(0)).await?;
            views::save(tx, of_view, person, &view("x", Sharing::Queue { queue_id: it })).await?;
            assert_eq!(roles::count_granting(tx, it).await?, 1);
            queues::delete(tx, it).await
        })
        .await;
        assert!(
            roles::find(&db.store, of_role)
                .await
                .unwrap()
                .unwrap()
                .grants
                .is_empty()
        );
        assert!(
            templates::find(&db.store, of_template)
                .await
                .unwrap()
                .unwrap()
                .template
                .queue_ids
                .is_empty()
        );
        let own = views::find(&db.store, of_view).await.unwrap().unwrap();
        assert_eq!(own.view.sharing, Sharing::Nobody);
        assert_eq!(paths(&db).await, ["inbox"]);
    });
}

// req: C5
#[test]
fn roles_have_grants_and_members_and_tell_why() {
    on_each_engine(async |db: Fixture| {
        let (it, library) = (db.queue("it", None).await, db.queue("library", None).await);
        let (lena, jonas) = (db.person("lena Vogt").await, db.person("Jonas Beck").await);
        let (desk, reader) = (RoleId(db.id()), RoleId(db.id()));
        db.write(async |tx| {
            roles::save(
                tx,
                desk,
                &role("desk", &[(it, Permission::Own), (it, Permission::View)]),
            )
            .await?;
            roles::save(tx, reader, &role("Auskunft", &[(library, Permission::View)])).await?;
            for (of, person) in [(desk, lena), (desk, jonas), (reader, lena), (desk, lena)] {
                roles::add_member(tx, of, person).await?;
            }
            Ok(())
        })
        .await;
        let before = db.store.query_count();
        let all = roles::list(&db.store).await.unwrap();
        assert_eq!(db.store.query_count() - before, 3);
        let names: Vec<&str> = all.iter().map(|role| role.name.as_str()).collect();
        assert_eq!(names, ["Auskunft", "desk"]);
        let members: Vec<&str> = all[1].members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(members, ["Jonas Beck", "lena Vogt"]);
        assert_eq!(all[1].grants.len(), 2);
        let held = roles::held_by(&db.store, lena).await.unwrap();
        let why: Vec<_> = held
            .iter()
            .map(|held| (held.role.as_str(), held.grant.permission))
            .collect();
        assert!(
            why.len() == 3 && why.contains(&("Auskunft", Permission::View)),
            "{why:?}"
        );
        db.write(async |tx| {
            roles::save(tx, desk, &role("desk", &[(library, Permission::View)])).await?;
            assert!(roles::remove_member(tx, desk, lena).await?);
            assert!(!roles::remove_member(tx, desk, lena).await?);
            assert!(roles::delete(tx, reader).await?);
            Ok(())
        })
        .await;
        assert!(roles::held_by(&db.store, lena).await.unwrap().is_empty());
        let desk = roles::find(&db.store, desk).await.unwrap().unwrap();
        assert_eq!((desk.members.len(), desk.grants.len()), (1, 1));
        let tx = db.store.begin().await.unwrap();
        let twice = roles::save(&tx, RoleId(db.id()), &role("desk", &[])).await;
        assert!(matches!(twice, Err(StoreError::Duplicate("role name"))), "{twice:?}");
    });
}

// req: B9
#[test]
fn templates_come_with_their_queues() {
    on_each_engine(async |db: Fixture| {
        let (it, library) = (db.queue("it", None).await, db.queue("library", None).await);
        let ids = [TemplateId(db.id()), TemplateId(db.id())];
        let mut first = template("zweite", vec![it, library]);
        db.write(async |tx| {
            templates::save(tx, ids[0], &first, at(0)).await?;
            templates::save(tx, ids[1], &template("Erste", Vec::new()), at(0)).await
        })
        .await;
        let before = db.store.query_count();
        let all = templates::list(&db.store).await.unwrap();
        assert_eq!(db.store.query_count() - before, 1);
        assert_eq!(all.iter().map(|found| found.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        assert_eq!(all[1].template, first);
        (first.valid, first.queue_ids, first.kind) = (false, vec![library], TemplateKind::Answer);
        db.write(async |tx| templates::save(tx, ids[0], &first, at(1)).await)
            .await;
        assert_eq!(
            templates::find(&db.store, ids[0]).await.unwrap().unwrap().template,
            first
        );
        db.write(async |tx| templates::delete(tx, ids[0]).await).await;
        assert!(templates::find(&db.store, ids[0]).await.unwrap().is_none());
    });
}

#[test]
fn views_are_seen_by_whom_they_are_shared_with() {
    on_each_engine(async |db: Fixture| {
        let (it, library) = (db.queue("it", None).await, db.queue("library", None).await);
        let (lena, jonas) = (db.person("Lena Vogt").await, db.person("Jonas Beck").await);
        let sharings = [
            Sharing::Nobody,
            Sharing::Queue { queue_id: it },
            Sharing::Queue { queue_id: library },
            Sharing::Everyone,
        ];
        let ids: Vec<ViewId> = sharings.iter().map(|_| ViewId(db.id())).collect();
        db.write(async |tx| {
            for (n, sharing) in sharings.into_iter().enumerate() {
                views::save(tx, ids[n], lena, &view(&format!("Sicht {n}"), sharing)).await?;
            }
            Ok(())
        })
        .await;
        let seen = async |person, agent, queues: &[QueueId]| -> Vec<ViewId> {
            let views = views::list(&db.store, person, agent, queues).await.unwrap();
            views.iter().map(|view| view.id).collect()
        };
        assert_eq!(seen(lena, false, &[]).await, ids);
        assert_eq!(seen(jonas, false, &[]).await, []);
        assert_eq!(seen(jonas, true, &[it]).await, [ids[1], ids[3]]);
        assert_eq!(views::count_own(&db.store, lena).await.unwrap(), 4);
        let found = views::find(&db.store, ids[2]).await.unwrap().unwrap();
        assert_eq!(
            (found.view, found.owner.name.as_str()),
            (view("Sicht 2", sharings[2]), "Lena Vogt")
        );
        let other = view("umbenannt", Sharing::Everyone);
        db.write(async |tx| views::save(tx, ids[0], jonas, &other).await).await;
        let found = views::find(&db.store, ids[0]).await.unwrap().unwrap();
        assert_eq!((found.owner.id, found.view), (lena, other), "the owner stays");
        assert!(db.write(async |tx| views::delete(tx, ids[0]).await).await);
    });
}

#[test]
fn the_log_of_settings_tells_the_newest_first() {
    on_each_engine(async |db: Fixture| {
        let person = db.person("Lena Vogt").await;
        let change = |n: i64, kind: &str, key: &str| SettingChange {
            seq: 0,
            at: at(n),
            actor_id: (n > 0).then_some(person),
            kind: kind.to_owned(),
            key: key.to_owned(),
            before: (n > 0).then(|| serde_json::json!({"n": n - 1})),
            after: Some(serde_json::json!({"n": n})),
        };
        db.write(async |tx| {
            for n in 0..5 {
                setting_changes::insert(tx, &change(n, "state", "open")).await?;
            }
            setting_changes::insert(tx, &change(9, "queue", "q1")).await
        })
        .await;
        let first = setting_changes::page(&db.store, Some("state"), None, None, 3)
            .await
            .unwrap();
        let cursor = first.next_cursor.as_deref();
        let rest = setting_changes::page(&db.store, Some("state"), None, cursor, 3)
            .await
            .unwrap();
        let times: Vec<_> = first.items.iter().chain(&rest.items).map(|change| change.at).collect();
        assert_eq!(times, [4, 3, 2, 1, 0].map(at));
        assert_eq!(
            rest.items[1],
            SettingChange {
                seq: rest.items[1].seq,
                ..change(0, "state", "open")
            }
        );
        let keys = Keys::from(vec!["q1".to_owned(), "q2".to_owned()]);
        let of_keys = setting_changes::page(&db.store, None, Some(&keys), None, 9)
            .await
            .unwrap();
        assert_eq!(of_keys.items.len(), 1);
        // A calendar that is called like something else shows nothing of that.
        let calendars = Keys {
            any: Vec::new(),
            calendars: vec!["q1".to_owned()],
        };
        let of_calendars = setting_changes::page(&db.store, None, Some(&calendars), None, 9)
            .await
            .unwrap();
        assert!(of_calendars.items.is_empty());
        assert!(
            setting_changes::page(&db.store, None, Some(&Keys::default()), None, 9)
                .await
                .unwrap()
                .items
                .is_empty()
        );
    });
}
