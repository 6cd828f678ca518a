//! Statements with bound values, for both engines. `$1`, `$2` … are understood by SQLite and PostgreSQL alike.
//!
//! Values only ever go in as bound parameters; the text of a statement comes from this crate alone.

use std::{borrow::Cow, fmt::Write};

use pult_shared::{
    Timestamp,
    catalog::{CalendarKey, FieldKey, ServiceKey, SlaKey, StateKey, TypeKey},
    ids::{
        AbsenceId, ApiTokenId, ArticleId, AttachmentId, BulkJobId, ChecklistItemId, DirectoryRunId, DraftId,
        IncomingMailId, MacroId, OrganisationId, OutgoingMailId, PasskeyId, PersonId, PersonMergeId,
        PostmasterFilterId, QueueId, RoleId, RuleId, SessionId, TemplateId, TicketId, UploadId, ViewId, WebFormId,
        WebhookDeliveryId, WebhookId,
    },
};
use sea_orm::Value;
use uuid::Uuid;

/// Longer lists hardly differ in length from one question to the next (the queues of a person) and stay as they are.
const PADDED_MAX: usize = 64;

/// A statement in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// A statement whose text names its values `$1`, `$2` … by itself.
    pub(crate) fn with(text: &str, values: Vec<Value>) -> Self {
        Self {
            text: text.to_owned(),
            values,
        }
    }

    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder for a value.
    pub(crate) fn bind(&mut self, value: impl Bind) -> &mut Self {
        self.bind_value(value.bind())
    }

    /// [`Self::bind`] for a value that is one already.
    pub(crate) fn bind_value(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        // Writing into a String cannot fail.
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Appends `(a, b, c, c)`, of which something is one; a list without items becomes one that nothing is in. The last item is
    /// repeated up to a power of two: lists of every length would else be statements of their own, each of which every connection plans.
    pub(crate) fn list<T: Bind>(&mut self, items: impl IntoIterator<Item = T>) -> &mut Self {
        let mut values: Vec<Value> = items.into_iter().map(Bind::bind).collect();
        if let Some(last) = values.last().cloned()
            && values.len() <= PADDED_MAX
        {
            values.resize(values.len().next_power_of_two(), last);
        }
        self.tuple(values)
    }

    /// Appends `(a, b, c)` of values of several types.
    pub(crate) fn tuple(&mut self, values: Vec<Value>) -> &mut Self {
        if values.is_empty() {
            return self.push("(NULL)");
        }
        for (index, value) in values.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", " }).bind_value(value);
        }
        self.push(")")
    }

    /// Appends `(…), (…), (…)`: the rows of an INSERT.
    pub(crate) fn rows(&mut self, rows: impl IntoIterator<Item = Vec<Value>>) -> &mut Self {
        for (index, row) in rows.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.tuple(row);
        }
        self
    }
}

/// A value that can be bound.
pub(crate) trait Bind {
    fn bind(self) -> Value;
}

/// Binds values of several types: `bind![id, name, at]`.
macro_rules! bind {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Bind::bind($value)),*] };
}
pub(crate) use bind;

macro_rules! bind_as {
    ($($type:ty => $variant:ident, $value:ident => $convert:expr;)*) => { $(
        impl Bind for $type {
            fn bind(self) -> Value {
                let $value = self;
                Value::$variant(Some($convert))
            }
        }
        impl Bind for Option<$type> {
            fn bind(self) -> Value {
                Value::$variant(self.map(|$value| $convert))
            }
        }
    )* };
}

bind_as! {
    bool => Bool, value => value;
    i64 => BigInt, value => value;
    f64 => Double, value => value;
    u32 => BigInt, value => i64::from(value);
    Timestamp => BigInt, at => at.as_millisecond();
    Uuid => Uuid, id => id;
    PersonId => Uuid, id => id.0;
    QueueId => Uuid, id => id.0;
    TicketId => Uuid, id => id.0;
    ArticleId => Uuid, id => id.0;
    AttachmentId => Uuid, id => id.0;
    UploadId => Uuid, id => id.0;
    IncomingMailId => Uuid, id => id.0;
    OutgoingMailId => Uuid, id => id.0;
    SessionId => Uuid, id => id.0;
    OrganisationId => Uuid, id => id.0;
    RoleId => Uuid, id => id.0;
    TemplateId => Uuid, id => id.0;
    ViewId => Uuid, id => id.0;
    AbsenceId => Uuid, id => id.0;
    DraftId => Uuid, id => id.0;
    BulkJobId => Uuid, id => id.0;
    ApiTokenId => Uuid, id => id.0;
    PostmasterFilterId => Uuid, id => id.0;
    RuleId => Uuid, id => id.0;
    MacroId => Uuid, id => id.0;
    WebFormId => Uuid, id => id.0;
    PasskeyId => Uuid, id => id.0;
    WebhookId => Uuid, id => id.0;
    WebhookDeliveryId => Uuid, id => id.0;
    ChecklistItemId => Uuid, id => id.0;
    DirectoryRunId => Uuid, id => id.0;
    PersonMergeId => Uuid, id => id.0;
    &StateKey => String, key => key.0.clone();
    &TypeKey => String, key => key.0.clone();
    &ServiceKey => String, key => key.0.clone();
    &FieldKey => String, key => key.0.clone();
    &CalendarKey => String, key => key.0.clone();
    &SlaKey => String, key => key.0.clone();
    Vec<u8> => Bytes, bytes => bytes;
    String => String, text => without_nul(&text);
    &String => String, text => without_nul(text);
    &str => String, text => without_nul(text);
    Cow<'_, str> => String, text => without_nul(&text);
}

/// A size or count. What does not fit into 63 bits does not exist.
impl Bind for u64 {
    fn bind(self) -> Value {
        Value::BigInt(Some(i64::try_from(self).unwrap_or(i64::MAX)))
    }
}

/// The longest text that is an index key as it is; PostgreSQL's indexes hold some 2,700 bytes.
const KEY_MAX: usize = 500;

/// A text from outside as the key of an index. Nobody says how long a Message-ID may be; a very long one is known by its hash.
pub(crate) fn key(text: &str) -> Cow<'_, str> {
    if text.len() <= KEY_MAX {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("sha256:{}", crate::blobs::hash_of(text.as_bytes())))
    }
}

/// PostgreSQL has no NUL in texts; the replacement character keeps the rest, on both engines alike.
fn without_nul(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}")
    } else {
        text.to_owned()
    }
}
