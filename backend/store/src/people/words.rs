//! The words that people are looked up by: of name, account id and addresses, folded by the one analyser.

use std::collections::BTreeMap;

use pult_domain::text::tokens;
use pult_shared::ids::PersonId;

use super::{Person, PersonRow, gather};
use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    conn,
    sql::{Sql, bind},
};

/// Words of one person; nobody has more names and addresses than that.
const WORDS_MAX: usize = 60;

const INSERT: &str = "INSERT INTO person_words (word, person_id) VALUES ";

fn words<'a>(name: &str, login: Option<&str>, addresses: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut text = format!("{name}\n{}", login.unwrap_or_default());
    for address in addresses {
        text.push('\n');
        text.push_str(address);
    }
    let mut words = tokens(&text);
    words.truncate(WORDS_MAX);
    words
}

/// Enters the words of a new person.
pub(super) async fn enter(
    tx: &WriteTx,
    id: PersonId,
    name: &str,
    login: Option<&str>,
    addresses: &[String],
) -> Result<(), StoreError> {
    let rows = words(name, login, addresses).into_iter().map(|word| bind![word, id]);
    insert_rows(tx, INSERT, rows.collect()).await
}

/// The words of a person who has changed.
pub(super) async fn renew(
    tx: &WriteTx,
    id: PersonId,
    name: &str,
    login: Option<&str>,
    addresses: &[String],
) -> Result<(), StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM person_words WHERE person_id = $1", bind![id]),
    )
    .await?;
    enter(tx, id, name, login, addresses).await
}

/// The rows of several new people's words.
pub(super) async fn enter_all<'a>(
    tx: &WriteTx,
    people: impl IntoIterator<Item = (PersonId, &'a str, Option<&'a str>, Vec<&'a String>)>,
) -> Result<(), StoreError> {
    let rows = people.into_iter().flat_map(|(id, name, login, addresses)| {
        let words = words(name, login, addresses);
        words.into_iter().map(move |word| bind![word, id])
    });
    insert_rows(tx, INSERT, rows.collect()).await
}

/// Enters the words of everybody: people who were there before there were words.
pub(crate) async fn enter_everybody(tx: &WriteTx) -> Result<(), StoreError> {
    conn::run(tx, Sql::new("DELETE FROM person_words")).await?;
    let sql = Sql::new(
        "SELECT p.id, p.login, p.name, p.language, p.administrator, p.active, a.address
         FROM people p LEFT JOIN person_addresses a ON a.person_id = p.id ORDER BY p.id, a.position",
    );
    let people: BTreeMap<PersonId, Person> = gather(conn::all::<PersonRow>(tx, sql).await?);
    let rows = people.into_values().flat_map(|person| {
        let words = words(&person.name, person.login.as_deref(), &person.addresses);
        words.into_iter().map(move |word| bind![word, person.id])
    });
    insert_rows(tx, INSERT, rows.collect()).await
}
