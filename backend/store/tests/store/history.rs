//! The history: chained, append-only, and never with holes for those who follow it live.

use pult_shared::{
    catalog::{StateKey, StateType},
    event::TicketEvent,
    ids::{ArticleId, PersonId, TicketId},
};
use pult_store::{Dialect, StoreError, WriteTx, history};
use sea_orm::{ConnectionTrait, Database};

use crate::support::{Fixture, apply, at, changed, on_each_engine, opened};

/// Runs SQL past the store.
async fn raw(db: &Fixture, sql: &str) -> Result<(), sea_orm::DbErr> {
    let connection = Database::connect(&db.options.url).await.unwrap();
    let result = connection.execute_unprepared(sql).await.map(|_| ());
    connection.close().await.unwrap();
    result
}

#[test]
fn the_database_itself_refuses_to_alter_the_history() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        history::verify(&db.store, ticket.id).await.unwrap();
        for sql in ["UPDATE history SET event = '{}'", "DELETE FROM history"] {
            let refused = raw(&db, sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        history::verify(&db.store, ticket.id).await.unwrap();
    });
}

// req: D5, E16
#[test]
fn an_entry_is_rewritten_only_where_that_is_noted_and_told() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let note = "INSERT INTO history_redactions (ticket_id, position, at) SELECT ticket_id, position, 0 FROM history WHERE position = 1";
        raw(&db, note).await.unwrap();
        for sql in [
            "UPDATE history SET hash = 'x' WHERE position = 1",
            "UPDATE history SET at = at + 1 WHERE position = 1",
            "UPDATE history SET event = '{}' WHERE position = 2",
            "DELETE FROM history WHERE position = 1",
        ] {
            let refused = raw(&db, sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
        raw(&db, "UPDATE history SET event = '{}' WHERE position = 1")
            .await
            .unwrap();
        let fault = history::verify(&db.store, ticket.id).await;
        assert!(matches!(fault, Err(StoreError::Corrupt(_))), "nothing says why");
        let told = TicketEvent::Redacted {
            article_id: ArticleId(uuid::Uuid::nil()),
            sha256: "x".to_owned(),
            reason: "Wunsch".to_owned(),
        };
        let decision = changed(&ticket, told, at(1));
        db.write(async |tx| apply(tx, Some(1), &decision).await).await;
        history::verify(&db.store, ticket.id).await.unwrap();
    });
}

#[test]
fn what_is_altered_all_the_same_is_noticed() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut tickets = Vec::new();
        for _ in 0..3 {
            let ticket = db.new_ticket(queue, person, "x");
            tickets.push(db.open_ticket(&ticket, db.new_article("y", true)).await.id);
        }
        let disarm = match db.store.dialect() {
            Dialect::Sqlite => "DROP TRIGGER history_no_update; DROP TRIGGER history_no_delete",
            Dialect::Postgres => "DROP TRIGGER history_append_only ON history",
        };
        raw(&db, disarm).await.unwrap();
        raw(&db, "UPDATE history SET at = at + 1 WHERE seq = 2").await.unwrap();
        raw(&db, "DELETE FROM history WHERE seq = 4").await.unwrap();
        assert!(
            matches!(
                history::verify(&db.store, tickets[0]).await,
                Err(StoreError::Corrupt(_))
            ),
            "altered"
        );
        assert!(
            matches!(
                history::verify(&db.store, tickets[1]).await,
                Err(StoreError::Corrupt(_))
            ),
            "cut off at the end"
        );
        history::verify(&db.store, tickets[2]).await.unwrap();
    });
}

#[test]
fn pages_give_the_history_in_order_and_hide_the_desk_from_customers() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db.new_ticket(queue, person, "x");
        let decision = opened(&ticket, vec![db.new_article("a", true), db.new_article("b", false)]);
        let locked = changed(&ticket, TicketEvent::Locked { by: person }, at(1));
        let closed = TicketEvent::StateChanged {
            from: StateKey::new("new"),
            to: StateKey::new("closed_successful"),
            state_type: StateType::Closed,
            pending_until: None,
        };
        let closed = changed(&locked.ticket, closed, at(2));
        db.write(async |tx| {
            apply(tx, None, &decision).await?;
            apply(tx, Some(1), &locked).await?;
            apply(tx, Some(2), &closed).await
        })
        .await;
        let names = async |visible_only: bool, limit: u32| {
            let (mut names, mut cursor) = (Vec::new(), None);
            loop {
                let page = history::page(&db.store, ticket.id, visible_only, cursor.as_deref(), limit)
                    .await
                    .unwrap();
                names.extend(page.items.iter().map(|row| row.event.name()));
                cursor = page.next_cursor;
                if cursor.is_none() {
                    return names;
                }
            }
        };
        let all = [
            "ticket_opened",
            "article_added",
            "article_added",
            "locked",
            "state_changed",
        ];
        for limit in [1, 2, 5, 9] {
            assert_eq!(names(false, limit).await, all);
            assert_eq!(
                names(true, limit).await,
                ["ticket_opened", "article_added", "state_changed"]
            );
        }
        let rows = history::page(&db.store, ticket.id, false, None, 9).await.unwrap().items;
        assert_eq!((rows[4].at, rows[4].actor_id), (at(2), None));
        assert!(
            rows.windows(2)
                .all(|pair| pair[0].seq < pair[1].seq && pair[0].hash != pair[1].hash)
        );
    });
}

#[test]
fn the_stream_begins_where_it_is_told_and_carries_the_ticket_as_it_is() {
    on_each_engine(async |db: Fixture| {
        assert_eq!(history::last_seq(&db.store).await.unwrap(), 0);
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let last = history::last_seq(&db.store).await.unwrap();
        let locked = changed(&ticket, TicketEvent::Locked { by: person }, at(1));
        db.write(async |tx| apply(tx, Some(1), &locked).await).await;
        let rows = history::since(&db.store, last, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].event, TicketEvent::Locked { by: person });
        assert_eq!(
            (rows[0].ticket.version, rows[0].ticket.lock.map(|lock| lock.by)),
            (2, Some(person))
        );
        let all = history::since(&db.store, 0, 2).await.unwrap();
        assert_eq!(all.len(), 2, "the limit holds");
        assert_eq!(history::since(&db.store, rows[0].seq, 10).await.unwrap(), []);
    });
}

/// Opens a ticket in a transaction of its own, which is left open.
async fn open_and_wait(db: &Fixture, queue: pult_shared::ids::QueueId, person: PersonId) -> (WriteTx, TicketId) {
    let ticket = db.new_ticket(queue, person, "x");
    let decision = opened(&ticket, vec![db.new_article("y", true)]);
    let tx = db.store.begin().await.unwrap();
    apply(&tx, None, &decision).await.unwrap();
    (tx, ticket.id)
}

/// Two transactions write at once only on PostgreSQL; the one that took its numbers first may end last.
#[test]
fn an_entry_waits_until_all_before_it_are_committed() {
    on_each_engine(async |db: Fixture| {
        if db.store.dialect() == Dialect::Sqlite {
            return;
        }
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let (slow, slow_id) = open_and_wait(&db, queue, person).await;
        let (fast, fast_id) = open_and_wait(&db, queue, person).await;
        let (gone, _) = open_and_wait(&db, queue, person).await;
        fast.commit().await.unwrap();
        assert_eq!(
            history::since(&db.store, 0, 10).await.unwrap(),
            [],
            "the slow one has smaller numbers"
        );
        assert_eq!(history::last_seq(&db.store).await.unwrap(), 0);
        slow.commit().await.unwrap();
        let seen: Vec<_> = history::since(&db.store, 0, 10)
            .await
            .unwrap()
            .iter()
            .map(|row| row.ticket.id)
            .collect();
        assert_eq!(seen, [slow_id, slow_id, fast_id, fast_id]);
        drop(gone);
        let (late, late_id) = open_and_wait(&db, queue, person).await;
        late.commit().await.unwrap();
        // The roll-back of a dropped transaction is done by its connection in its own time.
        for _ in 0..100 {
            let rows = history::since(&db.store, 4, 10).await.unwrap();
            if rows.iter().any(|row| row.ticket.id == late_id) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("a transaction that was rolled back holds the stream up");
    });
}
