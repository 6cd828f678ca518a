//! Until when somebody is away: by what they chose, and by their absences.

use std::collections::BTreeMap;

use pult_domain::absence::Absence;
use pult_shared::{
    absence::AbsenceDef,
    api::preferences::Preferences,
    ids::{AbsenceId, PersonId},
};
use pult_store::{absences, people, staffing};
use uuid::Uuid;

use crate::support::{Fixture, at, on_each_engine};

async fn save(db: &Fixture, id: u128, person: PersonId, span: (i64, i64), deputy: Option<PersonId>) {
    let new = Absence {
        id: AbsenceId(Uuid::from_u128(id)),
        person,
        begins: at(span.0),
        ends: at(span.1),
        deputy,
        by_queue: BTreeMap::new(),
    };
    let def: AbsenceDef = serde_json::from_str(r#"{"from": "1970-01-01", "until": "1970-01-02"}"#).unwrap();
    db.write(async |tx| {
        absences::save(tx, &new, &def).await?;
        absences::back(tx, person).await?;
        absences::advance(tx, at(100)).await
    })
    .await;
}

async fn delete(db: &Fixture, id: u128, person: PersonId) {
    db.write(async |tx| {
        absences::delete(tx, AbsenceId(Uuid::from_u128(id))).await?;
        absences::back(tx, person).await?;
        absences::advance(tx, at(100)).await
    })
    .await;
}

async fn choose(db: &Fixture, person: PersonId, away_until: Option<i64>) {
    let preferences = Preferences {
        away_until: away_until.map(at),
        ..Preferences::default()
    };
    db.write(async |tx| people::save_preferences(tx, person, &preferences).await)
        .await;
}

// req: E4
#[test]
fn an_absence_that_comes_and_goes_leaves_what_was_chosen() {
    on_each_engine(async |db: Fixture| {
        let (lena, jonas) = (db.person("Lena Vogt").await, db.person("Jonas Beck").await);
        let away = async || {
            let facts = staffing::facts(&db.store).await.unwrap();
            facts.away_until.get(&lena).copied()
        };
        // Who stands in for somebody is among those who are looked at.
        save(&db, 1, jonas, (80_000, 90_000), Some(lena)).await;
        choose(&db, lena, Some(500)).await;
        // A planned one, one that has begun and ends earlier, one that ends later.
        for (begins, ends, meanwhile) in [(200, 900, 500), (50, 400, 500), (50, 900, 900)] {
            save(&db, 2, lena, (begins, ends), None).await;
            assert_eq!(away().await, Some(at(meanwhile)), "{begins} to {ends}");
            delete(&db, 2, lena).await;
            assert_eq!(away().await, Some(at(500)), "after {begins} to {ends}");
        }
        // Nor does what is chosen end an absence.
        save(&db, 2, lena, (50, 900), None).await;
        for chosen in [Some(300), None] {
            choose(&db, lena, chosen).await;
            assert_eq!(away().await, Some(at(900)), "{chosen:?}");
        }
        delete(&db, 2, lena).await;
        assert_eq!(away().await, None);
    });
}
