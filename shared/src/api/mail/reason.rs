//! Why an incoming mail has its outcome: a closed set, as outcomes are.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// Why an incoming mail has its outcome, as far as there is more to say than the outcome does. The UI translates it
        /// (`mail-reason-<name>`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum MailReason {
            $($(#[$doc])* $variant,)*
        }

        impl MailReason {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.name() == name)
            }
        }
    };
}

reasons! {
    /// Larger than the limit; only its beginning was kept.
    OverSize = "over_size";
    /// Sent by this desk itself.
    OwnMail = "own_mail";
    /// An automatic answer that belongs to no ticket.
    StrayAutoReply = "stray_auto_reply";
    /// Reports on a mail that is not known here.
    UnknownReport = "unknown_report";
    /// The sender takes no part in the ticket that the mail names.
    Stranger = "stranger";
    /// The ticket is closed, and its queue takes no more messages for it.
    ClosedTicket = "closed_ticket";
    /// The queue takes no mail of machines.
    MachineMail = "machine_mail";
    /// The queue takes mail of known persons only, and the sender is none.
    UnknownSender = "unknown_sender";
    /// The queue takes mail of persons with an account only, from an address of that account.
    NotInDirectory = "not_in_directory";
    /// Nothing proves that the sender is who they say, and the queue asks for proof.
    UnprovenSender = "unproven_sender";
    /// The sender has opened too many tickets within an hour.
    SenderRate = "sender_rate";
    /// Too many messages came into the ticket within minutes: machines answer each other.
    TicketBurst = "ticket_burst";
    /// It has more parts, or deeper ones, than are read; the raw mail has all.
    CutShort = "cut_short";
    /// It went to more people than may take part in a ticket by that; only the first ones do.
    ManyRecipients = "many_recipients";
    /// Not all of its files are kept with the message; the raw mail has them.
    FilesLeftOut = "files_left_out";
    /// It could not be worked on; the details tell what broke.
    Broken = "broken";
    /// It could not be read; a person has made a ticket of it with the raw mail as a file.
    Unreadable = "unreadable";
    /// A postmaster filter wants it so; the details tell which.
    PostmasterFilter = "postmaster_filter";
    /// A control field of its header wants it so, and the sender may control it.
    ControlField = "control_field";
    /// A person has put it aside; the details tell why.
    Discarded = "discarded";
}
