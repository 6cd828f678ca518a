//! Where the engines differ: one place, so that the rest of the store is one text for both.

use pult_shared::ids::TicketId;

use crate::sql::Sql;

/// The engine behind the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// What German letters are put in order as.
const PLAIN_LETTERS: [(char, char); 7] = [
    ('ä', 'a'),
    ('ö', 'o'),
    ('ü', 'u'),
    ('Ä', 'a'),
    ('Ö', 'o'),
    ('Ü', 'u'),
    ('ß', 's'),
];

/// Which words of a ticket may be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// What the customer may see.
    Visible,
    /// Internal notes too.
    All,
}

impl Dialect {
    /// Locks the selected rows until the transaction ends. SQLite has one writer at a time, so nothing is to be done.
    pub(crate) fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Locks the selected rows, and leaves out those that another transaction holds.
    pub(crate) fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Appends the condition that the row `t` of `tickets` has one of these forms among its words.
    ///
    /// The forms are letters and digits (the analyser gives nothing else), so that quoting them is safe.
    pub(crate) fn push_word(self, sql: &mut Sql, words: Words, forms: &[String]) {
        match self {
            Self::Sqlite => {
                let columns = match words {
                    Words::Visible => "visible",
                    Words::All => "visible internal",
                };
                let any = joined(forms, '"', " OR ");
                sql.push("t.id IN (SELECT ticket_id FROM search WHERE search MATCH ");
                sql.bind(format!("{{{columns}}} : ({any})")).push(")");
            }
            Self::Postgres => {
                let any = joined(forms, '\'', " | ");
                sql.push("t.id IN (SELECT ticket_id FROM search WHERE visible @@ CAST(");
                sql.bind(&any).push(" AS tsquery)");
                if words == Words::All {
                    sql.push(" OR internal @@ CAST(").bind(&any).push(" AS tsquery)");
                }
                sql.push(")");
            }
        }
    }

    /// Stands before a column that shall not choose the index. SQLite takes an `OR` over queues and people for selective, reads
    /// half of the table and sorts it, where walking the list in its order finds a page at once. PostgreSQL weighs it itself.
    pub(crate) fn unindexed(self) -> &'static str {
        match self {
            Self::Sqlite => "+",
            Self::Postgres => "",
        }
    }

    /// A text's beginning as lists are put in order by it: small letters, umlauts as the letters that they come from (DIN 5007), byte by byte.
    /// No database's own collation: both give the same order, whatever they were set up with.
    pub(crate) fn in_letters(self, text: &str) -> String {
        self.letters(format!("substr({text}, 1, 80)"))
    }

    /// Appends the condition that a text contains another one, letters compared as [`in_letters`](pult_domain::matches::in_letters).
    pub(crate) fn push_contains(self, sql: &mut Sql, text: &str, part: &str) {
        let find = match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        };
        sql.push(find).push("(").push(&self.letters(text.to_owned())).push(", ");
        sql.bind(pult_domain::matches::in_letters(part)).push(") > 0");
    }

    /// A text as letters are compared.
    fn letters(self, text: String) -> String {
        match self {
            Self::Sqlite => {
                let plain = PLAIN_LETTERS
                    .iter()
                    .fold(text, |text, (from, to)| format!("replace({text}, '{from}', '{to}')"));
                format!("lower({plain})")
            }
            Self::Postgres => {
                let from: String = PLAIN_LETTERS.iter().map(|(from, _)| *from).collect();
                let to: String = PLAIN_LETTERS.iter().map(|(_, to)| *to).collect();
                // In this collation it is the letters from A to Z only that have small ones, as in SQLite.
                format!("lower(translate({text}, '{from}', '{to}') COLLATE \"C\")")
            }
        }
    }

    /// Columns with all that the row `t` of `tickets` has several of, as JSON, so that a page of tickets is one query. NULL or an empty
    /// list where there is nothing.
    pub(crate) fn ticket_parts(self) -> &'static str {
        match self {
            Self::Sqlite => {
                ", (SELECT json_group_array(g.tag) FROM ticket_tags g WHERE g.ticket_id = t.id) AS tags, \
                 (SELECT json_group_array(json_array(f.field_key, f.position, f.shape, f.text)) FROM ticket_fields f \
                 WHERE f.ticket_id = t.id) AS fields, \
                 (SELECT json_group_array(json_array(p.part, hex(p.person_id))) FROM ticket_people p \
                 WHERE p.ticket_id = t.id) AS people, \
                 (SELECT json_group_array(json_array(s.shown, hex(s.queue_id))) FROM ticket_queues s \
                 WHERE s.ticket_id = t.id) AS queues"
            }
            Self::Postgres => {
                ", (SELECT CAST(json_agg(g.tag) AS TEXT) FROM ticket_tags g WHERE g.ticket_id = t.id) AS tags, \
                 (SELECT CAST(json_agg(json_build_array(f.field_key, f.position, f.shape, f.text)) AS TEXT) FROM ticket_fields f \
                 WHERE f.ticket_id = t.id) AS fields, \
                 (SELECT CAST(json_agg(json_build_array(p.part, p.person_id)) AS TEXT) FROM ticket_people p \
                 WHERE p.ticket_id = t.id) AS people, \
                 (SELECT CAST(json_agg(json_build_array(CAST(s.shown AS INT), s.queue_id)) AS TEXT) FROM ticket_queues s \
                 WHERE s.ticket_id = t.id) AS queues"
            }
        }
    }

    /// What stands before and behind a query for the few ids that a column is to be among. PostgreSQL uses an index for it in an
    /// `OR` only when it has them as an array.
    pub(crate) fn among(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => (" IN (", ")"),
            Self::Postgres => (" = ANY(ARRAY(", "))"),
        }
    }

    /// The search row of a ticket that has all these words in a column (`visible` to customers, or `internal`), the newest. The words
    /// are letters and digits.
    pub(crate) fn find_document(self, ticket: TicketId, column: &str, words: &[String]) -> Sql {
        match self {
            Self::Sqlite => {
                let mut sql = Sql::new("SELECT rowid AS value FROM search WHERE search MATCH ");
                sql.bind(format!("{{{column}}} : ({})", joined(words, '"', " AND ")));
                sql.push(" AND ticket_id = ").bind(ticket);
                sql.push(" ORDER BY rowid DESC LIMIT 1");
                sql
            }
            Self::Postgres => {
                let mut sql = Sql::new("SELECT id AS value FROM search WHERE ");
                sql.push(column)
                    .push(" @@ CAST(")
                    .bind(joined(words, '\'', " & "))
                    .push(" AS tsquery) AND ticket_id = ")
                    .bind(ticket);
                sql.push(" ORDER BY id DESC LIMIT 1");
                sql
            }
        }
    }

    /// The key of the search index.
    pub(crate) fn document_key(self) -> &'static str {
        match self {
            Self::Sqlite => "rowid",
            Self::Postgres => "id",
        }
    }

    /// Appends the value of a search column from words.
    pub(crate) fn push_document(self, sql: &mut Sql, words: &[String]) {
        match self {
            Self::Sqlite => {
                sql.bind(words.join(" "));
            }
            // An empty text becomes an empty array.
            Self::Postgres => {
                sql.push("array_to_tsvector(string_to_array(")
                    .bind(words.join(" "))
                    .push(", ' '))");
            }
        }
    }
}

fn joined(forms: &[String], quote: char, or: &str) -> String {
    let quoted: Vec<_> = forms.iter().map(|form| format!("{quote}{form}{quote}")).collect();
    quoted.join(or)
}
