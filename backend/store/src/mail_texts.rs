//! What the whole desk says in its mails, by name, in both languages.

use pult_shared::api::{mail::MailTexts, queue::Names};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

const PRIVACY_NOTICE: &str = "privacy_notice";

struct Text(Names);

impl FromRow for Text {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Names {
            de: row.get("text_de")?,
            en: row.get("text_en")?,
        }))
    }
}

/// The texts; empty ones where nobody has written any.
pub async fn read(conn: &impl Conn) -> Result<MailTexts, StoreError> {
    let sql = Sql::with(
        "SELECT text_de, text_en FROM mail_texts WHERE name = $1",
        bind![PRIVACY_NOTICE],
    );
    let text: Option<Text> = conn::one(conn, sql).await?;
    Ok(MailTexts {
        privacy_notice: text.map(|text| text.0).unwrap_or_default(),
    })
}

/// Writes the texts in the place of those that are there.
pub async fn save(tx: &WriteTx, texts: &MailTexts) -> Result<(), StoreError> {
    let Names { de, en } = &texts.privacy_notice;
    let sql = Sql::with(
        "INSERT INTO mail_texts (name, text_de, text_en) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET text_de = $2, text_en = $3",
        bind![PRIVACY_NOTICE, de, en],
    );
    conn::run(tx, sql).await.map(|_| ())
}
