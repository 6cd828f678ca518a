//! Where the engines differ: one place, so that the rest of the store is one text for both.

use crate::sql::Sql;

/// The engine behind the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

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
