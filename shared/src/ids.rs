//! Ids: one type per thing, so that a queue's id cannot be passed where a ticket's is wanted.
//!
//! All are UUIDs of version 7 (RFC 9562): made by the server from its `Clock` and `Rng`, sortable by time of creation.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id of nothing: of what is still to be chosen.
            pub const NIL: Self = Self(Uuid::nil());
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(/** A person: one human being, with all addresses and roles. */ PersonId);
id!(/** A queue of the tree. */ QueueId);
id!(/** A ticket; people see its number instead. */ TicketId);
id!(/** One message, call or note in a ticket. */ ArticleId);
id!(/** A file that belongs to an article. */ AttachmentId);
id!(/** A file that was uploaded and belongs to no article yet. */ UploadId);
id!(/** A row of the ledger: one incoming mail. */ IncomingMailId);
id!(/** A row of the outbox: one outgoing mail to one recipient. */ OutgoingMailId);
id!(/** A signed-in session. */ SessionId);
id!(/** A personal API token. */ ApiTokenId);
id!(/** A role: people in it hold its permissions. */ RoleId);
id!(/** An organisation that people belong to. */ OrganisationId);
id!(/** A text template. */ TemplateId);
id!(/** A saved view. */ ViewId);
id!(/** A draft that was saved while somebody wrote. */ DraftId);
id!(/** A bulk job: commands for many tickets. */ BulkJobId);
id!(/** A postmaster filter. */ PostmasterFilterId);
id!(/** A time in which somebody is away. */ AbsenceId);
id!(/** A rule. */ RuleId);
id!(/** A macro. */ MacroId);
id!(/** A webhook. */ WebhookId);
id!(/** One message of a webhook. */ WebhookDeliveryId);
id!(/** A web form. */ WebFormId);
id!(/** A passkey. */ PasskeyId);
id!(/** One thing to do on a ticket's checklist. */ ChecklistItemId);
id!(/** A comparison of everybody with a directory. */ DirectoryRunId);
id!(/** Two people that became one. */ PersonMergeId);
