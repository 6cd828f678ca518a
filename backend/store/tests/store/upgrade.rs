//! What was there before the schema grew is there afterwards, in the new words.

use pult_migrations::{Migrator, MigratorTrait};
use pult_shared::{
    catalog::{StateKey, StateType},
    ticket::TicketNumber,
};
use pult_store::{Dialect, Options, Store, people, people::Among, tickets, tickets::TicketKey};
use sea_orm::{ConnectionTrait, Database};

use crate::support::{Fixture, on_each_engine};

/// The steps of the first release.
const FIRST_RELEASE: u32 = 14;

#[test]
fn tickets_and_people_of_the_first_release_go_on() {
    on_each_engine(async |db: Fixture| {
        let mut options: Options = db.options.clone();
        match db.store.dialect() {
            Dialect::Sqlite => options.url = format!("{}?mode=rwc", options.url.replace("pult.db", "old.db")),
            Dialect::Postgres => {
                let connection = Database::connect(&options.url).await.unwrap();
                connection.execute_unprepared("CREATE SCHEMA old").await.unwrap();
                options.url.push_str("?options=-csearch_path%3Dold");
            }
        }
        let connection = Database::connect(&options.url).await.unwrap();
        Migrator::up(&connection, Some(FIRST_RELEASE)).await.unwrap();
        let id = |n: u32| match db.store.dialect() {
            Dialect::Sqlite => format!("X'0190000000007000800000000000000{n}'"),
            Dialect::Postgres => format!("'01900000-0000-7000-8000-00000000000{n}'"),
        };
        let mut sql = format!(
            "INSERT INTO people (id, login, name, administrator, active, created_at) VALUES ({0}, 'lena', 'Lena Voß', FALSE, TRUE, 0);
             INSERT INTO person_addresses (address, person_id, position) VALUES ('lv@stud.example', {0}, 0);",
            id(9)
        );
        for (n, state) in ["new", "open", "pending", "closed"].iter().enumerate() {
            sql.push_str(&format!(
                "INSERT INTO tickets (id, number, version, subject, state, priority, queue_id, requester_id, channel, created_at,
                 updated_at, history_length, history_hash)
                 VALUES ({0}, '{n}', 1, 'x', '{state}', 3, {1}, {2}, 'mail', 5, 7, 0, '');
                 INSERT INTO articles (id, ticket_id, direction, channel, visible_to_customer, mail_to, mail_cc, subject, body,
                 automatic, created_at) VALUES ({0}, {0}, 'outgoing', 'mail', TRUE, '[]', '[]', '', '', FALSE, 6);",
                id(u32::try_from(n).unwrap() + 2),
                id(1),
                id(9),
            ));
        }
        connection.execute_unprepared(&sql).await.unwrap();
        connection.close().await.unwrap();
        let store = Store::open(options).await.unwrap();
        assert!(store.migrate().await.unwrap() > 0);
        for (n, key, kind) in [
            ("0", "new", StateType::New),
            ("1", "open", StateType::Open),
            ("2", "pending_reminder", StateType::PendingReminder),
            ("3", "closed_successful", StateType::Closed),
        ] {
            let number = TicketKey::Number(TicketNumber(n.to_owned()));
            let ticket = tickets::find(&store, &number).await.unwrap().unwrap();
            assert_eq!((ticket.state, ticket.state_type), (StateKey::new(key), kind));
            assert_eq!(ticket.closed_at.is_some(), kind == StateType::Closed);
            let times = [ticket.first_answer_at, ticket.last_contact_at, ticket.started_at];
            assert!(times.iter().all(|time| time.map(|at| at.as_millisecond()) == Some(6)));
        }
        let found = people::look_up(&store, "voss", Among::Everybody, 5).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            people::look_up(&store, "lv@stud", Among::Everybody, 5).await.unwrap(),
            found
        );
        store.close().await;
    });
}
