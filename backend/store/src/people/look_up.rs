//! Looking people up while somebody types, and how agents see a person.

use std::collections::BTreeMap;

use pult_domain::{policy::Visibility, text::tokens};
use pult_shared::{
    api::person::PersonCard,
    ids::{PersonId, QueueId},
    limits::PEOPLE_MAX,
    person::Permission,
};

use crate::{
    StoreError,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    roles,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Words of a question that are looked at.
const WORDS_MAX: usize = 6;
/// Words that are put in order by whose they are; with more than so many the question is too short to mean anybody.
const CANDIDATES_MAX: u32 = 1_000;
/// Greater than every letter that may follow.
const LAST: char = '\u{10ffff}';

/// Among whom to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among<'a> {
    Everybody,
    /// Active people who work in some queue.
    Agents,
    /// Active people who may view one of these queues: a queue with all above it, as permissions are inherited.
    AgentsOf(&'a [QueueId]),
}

/// People by how words of their names, account ids or addresses begin; every word of the question must fit. Whole words before
/// beginnings, active people first, then by name. Nobody for a question without letters, unless agents are wanted.
pub async fn look_up(
    conn: &impl Conn,
    question: &str,
    among: Among<'_>,
    limit: u32,
) -> Result<Vec<PersonCard>, StoreError> {
    let mut words = tokens(question);
    words.truncate(WORDS_MAX);
    if words.is_empty() && among == Among::Everybody {
        return Ok(Vec::new());
    }
    // The longest word fits the fewest.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut sql = Sql::new("SELECT p.id AS value FROM people p");
    if among == Among::Everybody {
        push_candidates(&mut sql, &words);
    }
    sql.push(" WHERE ");
    push_among(&mut sql, among);
    if among != Among::Everybody {
        // Agents are few: their words are looked at, not the words of all who are called alike.
        for word in &words {
            sql.push(" AND ");
            push_has_word(&mut sql, "p.id", word);
        }
    }
    sql.push(" ORDER BY ");
    if let Some(longest) = words.first() {
        sql.push("CASE WHEN EXISTS (SELECT 1 FROM person_words x WHERE x.person_id = p.id AND x.word = ")
            .bind(longest)
            .push(") THEN 0 ELSE 1 END, ");
    }
    sql.push("CASE WHEN p.active THEN 0 ELSE 1 END, p.name, p.id LIMIT ")
        .bind(limit.min(PEOPLE_MAX));
    let rows: Vec<Single<PersonId>> = conn::all(conn, sql).await?;
    let ids: Vec<PersonId> = rows.into_iter().map(|row| row.0).collect();
    cards(conn, &ids).await
}

fn push_candidates(sql: &mut Sql, words: &[String]) {
    let Some((longest, others)) = words.split_first() else {
        return;
    };
    sql.push(" JOIN (SELECT DISTINCT m.person_id FROM (SELECT w.person_id FROM person_words w WHERE ");
    push_begins(sql, "w.word", longest);
    for word in others {
        sql.push(" AND ");
        push_has_word(sql, "w.person_id", word);
    }
    sql.push(" LIMIT ").bind(CANDIDATES_MAX);
    sql.push(") m) found ON found.person_id = p.id");
}

/// Among the few words of each that is found: left to themselves, both databases read everybody who is called Anna.
fn push_has_word(sql: &mut Sql, person: &str, word: &str) {
    sql.push("(SELECT COUNT(*) FROM person_words o WHERE o.person_id = ")
        .push(person)
        .push(" AND ");
    push_begins(sql, "(o.word || '')", word);
    sql.push(") > 0");
}

fn push_begins(sql: &mut Sql, term: &str, word: &str) {
    sql.push(term).push(" >= ").bind(word);
    sql.push(" AND ").push(term).push(" < ").bind(format!("{word}{LAST}"));
}

/// Whether `p` works in some queue.
const AGENT: &str = "(p.administrator OR EXISTS (SELECT 1 FROM role_members m JOIN role_grants g ON g.role_id = m.role_id \
     WHERE m.person_id = p.id))";

fn push_among(sql: &mut Sql, among: Among<'_>) {
    match among {
        Among::Everybody => sql.push("p.merged_into IS NULL"),
        // As a set that is made once: asked of each person, it would be looked up for everybody there is.
        Among::Agents => sql.push(
            "p.active AND p.id IN (SELECT m.person_id FROM role_members m JOIN role_grants g ON g.role_id = m.role_id
             UNION SELECT a.id FROM people a WHERE a.administrator)",
        ),
        Among::AgentsOf(queues) => {
            sql.push(
                "p.active AND (p.administrator OR p.id IN (SELECT m.person_id FROM role_members m
                 JOIN role_grants g ON g.role_id = m.role_id WHERE g.permission = ",
            );
            sql.bind(roles::permission_name(Permission::View))
                .push(" AND g.queue_id IN ")
                .list(queues.iter().copied())
                .push("))")
        }
    };
}

struct CardRow {
    card: PersonCard,
    address: Option<String>,
}

impl FromRow for CardRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            card: PersonCard {
                id: row.get("id")?,
                name: row.get("name")?,
                login: row.get("login")?,
                addresses: Vec::new(),
                language: row.get("language")?,
                active: row.get("active")?,
                agent: row.get("agent")?,
                administrator: row.get("administrator")?,
                active_tickets: 0,
            },
            address: row.get("address")?,
        })
    }
}

/// People as agents see them, in the order that was asked for. Their tickets are not counted yet: see [`count_tickets`].
pub async fn cards(conn: &impl Conn, ids: &[PersonId]) -> Result<Vec<PersonCard>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT p.id, p.name, p.login, p.language, p.active, p.administrator, a.address, ");
    sql.push(AGENT)
        .push(" AS agent FROM people p LEFT JOIN person_addresses a ON a.person_id = p.id WHERE p.id IN ");
    sql.list(ids.iter().copied()).push(" ORDER BY p.id, a.position");
    let mut found: BTreeMap<PersonId, PersonCard> = BTreeMap::new();
    for row in conn::all::<CardRow>(conn, sql).await? {
        let card = found.entry(row.card.id).or_insert(row.card);
        card.addresses.extend(row.address);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

struct CountRow(PersonId, u64);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("requester_id")?, row.get("tickets")?))
    }
}

/// Counts each person's active tickets, as far as they are visible. One query.
pub async fn count_tickets(
    conn: &impl Conn,
    visibility: &Visibility,
    cards: &mut [PersonCard],
) -> Result<(), StoreError> {
    if cards.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::with(
        "SELECT t.requester_id, COUNT(*) AS tickets FROM tickets t WHERE t.closed_at IS NULL AND t.requester_id IN ",
        bind![],
    );
    sql.list(cards.iter().map(|card| card.id)).push(" AND ");
    push_filter(
        &mut sql,
        visibility.filter(),
        &FilterContext::of_visibility(conn::dialect(conn)).by_person(),
    );
    sql.push(" GROUP BY t.requester_id");
    let counts: BTreeMap<PersonId, u64> = conn::all::<CountRow>(conn, sql)
        .await?
        .into_iter()
        .map(|row| (row.0, row.1))
        .collect();
    for card in cards {
        card.active_tickets = counts.get(&card.id).copied().unwrap_or_default();
    }
    Ok(())
}
