//! Rows as they come back, column by column, into the values of `shared`.

use pult_shared::{
    Timestamp,
    absence::AbsencePhase,
    api::{
        bulk::BulkStatus,
        directory::RunState,
        draft::DraftKind,
        failure::Job,
        mail::{Door, MailActionName, MailOutcome, MailReason, OutgoingStatus},
        queue::{FollowUp, Names, SenderRule},
        queue_request::QueueRequestStatus,
        reading::ReadingOf,
        rule::RuleOutcome,
        template::TemplateKind,
        ticket::TicketSort,
        webhook::DeliveryStatus,
    },
    calendar::Region,
    catalog::{CalendarKey, Color, FieldKey, FieldKind, ServiceKey, SlaKey, StateKey, StateType, TypeKey},
    command::LinkKind,
    event::MailKind,
    ids::{
        AbsenceId, ApiTokenId, ArticleId, AttachmentId, BulkJobId, ChecklistItemId, DirectoryRunId, DraftId,
        IncomingMailId, MacroId, OrganisationId, OutgoingMailId, PasskeyId, PersonId, PersonMergeId,
        PostmasterFilterId, QueueId, RoleId, RuleId, SessionId, TemplateId, TicketId, UploadId, ViewId, WebFormId,
        WebhookDeliveryId, WebhookId,
    },
    notification::{NotificationKind, Relation},
    person::{AddressKind, Affiliation, Language},
    rule::RuleStop,
    ticket::{Channel, Direction, Priority, TicketNumber},
};
use sea_orm::QueryResult;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

/// A row of a result.
pub(crate) struct Row(pub(crate) QueryResult);

impl Row {
    pub(crate) fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        T::read(self, column)
    }

    /// A text in both languages, from its two columns.
    pub(crate) fn names(&self, columns: [&str; 2]) -> Result<Names, StoreError> {
        let [de, en] = columns;
        Ok(Names {
            de: self.get(de)?,
            en: self.get(en)?,
        })
    }

    /// A column that holds JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        from_json(&self.get::<String>(column)?, column)
    }

    pub(crate) fn json_or_null<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.get::<Option<String>>(column)?
            .map(|text| from_json(&text, column))
            .transpose()
    }
}

fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

/// Something that a row becomes.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

/// A value of one column.
pub(crate) trait Column: Sized {
    fn read(row: &Row, column: &str) -> Result<Self, StoreError>;
}

macro_rules! column_native {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
                Ok(row.0.try_get_by(column)?)
            }
        }
    )* };
}

column_native!(
    i64,
    bool,
    String,
    Uuid,
    Vec<u8>,
    Option<i64>,
    Option<bool>,
    Option<String>,
    Option<Uuid>,
    Option<Vec<u8>>
);

/// Types that another column type becomes, with the word for what is wrong when it does not.
macro_rules! column_from {
    ($($type:ty: $raw:ty, $convert:expr;)*) => { $(
        impl Column for $type {
            fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
                let raw = <$raw>::read(row, column)?;
                ($convert)(&raw).ok_or_else(|| unreadable(column, &raw))
            }
        }
        impl Column for Option<$type> {
            fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
                let raw = Option::<$raw>::read(row, column)?;
                raw.map(|raw| ($convert)(&raw).ok_or_else(|| unreadable(column, &raw))).transpose()
            }
        }
    )* };
}

fn unreadable(column: &str, raw: &dyn std::fmt::Debug) -> StoreError {
    StoreError::Corrupt(format!("{column}: {raw:?}"))
}

column_from! {
    PersonId: Uuid, |id: &Uuid| Some(PersonId(*id));
    QueueId: Uuid, |id: &Uuid| Some(QueueId(*id));
    TicketId: Uuid, |id: &Uuid| Some(TicketId(*id));
    ArticleId: Uuid, |id: &Uuid| Some(ArticleId(*id));
    AttachmentId: Uuid, |id: &Uuid| Some(AttachmentId(*id));
    UploadId: Uuid, |id: &Uuid| Some(UploadId(*id));
    IncomingMailId: Uuid, |id: &Uuid| Some(IncomingMailId(*id));
    OutgoingMailId: Uuid, |id: &Uuid| Some(OutgoingMailId(*id));
    SessionId: Uuid, |id: &Uuid| Some(SessionId(*id));
    OrganisationId: Uuid, |id: &Uuid| Some(OrganisationId(*id));
    RoleId: Uuid, |id: &Uuid| Some(RoleId(*id));
    TemplateId: Uuid, |id: &Uuid| Some(TemplateId(*id));
    ViewId: Uuid, |id: &Uuid| Some(ViewId(*id));
    DraftId: Uuid, |id: &Uuid| Some(DraftId(*id));
    AbsenceId: Uuid, |id: &Uuid| Some(AbsenceId(*id));
    PostmasterFilterId: Uuid, |id: &Uuid| Some(PostmasterFilterId(*id));
    BulkJobId: Uuid, |id: &Uuid| Some(BulkJobId(*id));
    WebFormId: Uuid, |id: &Uuid| Some(WebFormId(*id));
    PasskeyId: Uuid, |id: &Uuid| Some(PasskeyId(*id));
    WebhookId: Uuid, |id: &Uuid| Some(WebhookId(*id));
    WebhookDeliveryId: Uuid, |id: &Uuid| Some(WebhookDeliveryId(*id));
    DeliveryStatus: String, |name: &String| DeliveryStatus::from_name(name);
    MacroId: Uuid, |id: &Uuid| Some(MacroId(*id));
    RuleId: Uuid, |id: &Uuid| Some(RuleId(*id));
    ApiTokenId: Uuid, |id: &Uuid| Some(ApiTokenId(*id));
    ChecklistItemId: Uuid, |id: &Uuid| Some(ChecklistItemId(*id));
    DirectoryRunId: Uuid, |id: &Uuid| Some(DirectoryRunId(*id));
    PersonMergeId: Uuid, |id: &Uuid| Some(PersonMergeId(*id));
    AddressKind: String, |name: &String| AddressKind::from_name(name);
    Affiliation: String, |name: &String| Affiliation::from_name(name);
    RunState: String, |name: &String| RunState::from_name(name);
    Timestamp: i64, |at: &i64| Timestamp::from_millisecond(*at).ok();
    u64: i64, |count: &i64| u64::try_from(*count).ok();
    u32: i64, |count: &i64| u32::try_from(*count).ok();
    Priority: i64, |value: &i64| u8::try_from(*value).ok().and_then(Priority::new);
    TicketNumber: String, |number: &String| Some(TicketNumber(number.clone()));
    StateKey: String, |key: &String| Some(StateKey(key.clone()));
    TypeKey: String, |key: &String| Some(TypeKey(key.clone()));
    ServiceKey: String, |key: &String| Some(ServiceKey(key.clone()));
    FieldKey: String, |key: &String| Some(FieldKey(key.clone()));
    CalendarKey: String, |key: &String| Some(CalendarKey(key.clone()));
    SlaKey: String, |key: &String| Some(SlaKey(key.clone()));
    Region: String, |name: &String| Region::from_name(name);
    StateType: String, |name: &String| StateType::from_name(name);
    FieldKind: String, |name: &String| FieldKind::from_name(name);
    Color: String, |name: &String| Color::from_name(name);
    QueueRequestStatus: String, |name: &String| QueueRequestStatus::from_name(name);
    FollowUp: String, |name: &String| FollowUp::from_name(name);
    ReadingOf: String, |name: &String| ReadingOf::from_name(name);
    SenderRule: String, |name: &String| SenderRule::from_name(name);
    LinkKind: String, |name: &String| LinkKind::from_name(name);
    TemplateKind: String, |name: &String| TemplateKind::from_name(name);
    TicketSort: String, |name: &String| TicketSort::from_name(name);
    DraftKind: String, |name: &String| DraftKind::from_name(name);
    BulkStatus: String, |name: &String| BulkStatus::from_name(name);
    Channel: String, |name: &String| Channel::from_name(name);
    Direction: String, |name: &String| Direction::from_name(name);
    MailKind: String, |name: &String| MailKind::from_name(name);
    RuleStop: String, |name: &String| RuleStop::ALL.into_iter().find(|stop| stop.name() == name);
    RuleOutcome: String, |name: &String| RuleOutcome::from_name(name);
    OutgoingStatus: String, |name: &String| OutgoingStatus::from_name(name);
    MailOutcome: String, |name: &String| MailOutcome::from_name(name);
    NotificationKind: String, |name: &String| NotificationKind::from_name(name);
    AbsencePhase: String, |name: &String| AbsencePhase::from_name(name);
    Relation: String, |name: &String| Relation::from_name(name);
    Job: String, |name: &String| Job::from_name(name);
    MailReason: String, |name: &String| MailReason::from_name(name);
    MailActionName: String, |name: &String| MailActionName::from_name(name);
    Door: String, |name: &String| Door::from_name(name);
    Language: String, |tag: &String| Language::ALL.into_iter().find(|language| language.tag() == tag);
}
