//! The settings about mail: a part of the table of all settings.

use super::keys::{ADDRESS, FILE, Section, TEXT, YES_NO, key, secret};

/// What holds for all mail.
pub const MAIL: Section = Section {
    name: "mail",
    help: &["What holds for all mail."],
    keys: &[
        key(
            "mail.domain",
            None,
            Some("\"pult.example\""),
            "a host name",
            &[
                "Right side of the Message-IDs that Pult makes, and the name that it greets other servers with.",
                "The default is the host of `http.public_url`, or localhost where that is a bare IP address.",
            ],
        ),
        key(
            "mail.address",
            None,
            Some("\"service-desk@pult.example\""),
            "a mail address",
            &[
                "Sender of queues that have no address of their own, as the inbox of a new installation.",
                "The default is service-desk@ and `mail.domain`.",
            ],
        ),
        key(
            "mail.max_bytes",
            Some("33554432"),
            None,
            "a number of bytes from 65536 to 33554432",
            &[
                "The largest mail that is taken in whole. A larger one is recorded with its beginning and shown to administrators.",
            ],
        ),
        key(
            "mail.hook",
            Some("\"Ticket#\""),
            None,
            "a text of 1 to 30 characters without brackets and line breaks",
            &["What stands before the number in the subjects of mails: [Ticket#2026112200017]."],
        ),
        key(
            "mail.foreign_hooks",
            Some("[]"),
            Some("[\"dtnet.de #\"]"),
            "a list of texts of 1 to 30 characters without brackets and line breaks",
            &["Hooks of systems that tickets were taken over from; their numbers are found in subjects too."],
        ),
        key(
            "mail.answers_per_day",
            Some("40"),
            None,
            "a whole number from 1 to 10000",
            &["Receipts and the like that one address gets on one day at the most: what ends mail loops."],
        ),
        key(
            "mail.tickets_per_hour",
            Some("100"),
            None,
            "a whole number from 1 to 100000",
            &["Tickets that one sender opens by mail within an hour; what comes beyond waits for a person."],
        ),
        key(
            "mail.ticket_burst",
            Some("40"),
            None,
            "a whole number from 1 to 100000",
            &["Mails that come into one ticket within ten minutes; what comes beyond waits for a person."],
        ),
        key(
            "mail.trusted_authserv_ids",
            Some("[]"),
            Some("[\"mx.pult.example\"]"),
            "a list of names without spaces",
            &[
                "The names under which your own mail servers write Authentication-Results (RFC 8601). Only these are believed when it is",
                "asked whether a sender is who they say; your servers must remove such fields that come from outside.",
            ],
        ),
        key(
            "mail.control_doors",
            Some("[]"),
            Some("[\"pipe\"]"),
            "a list of lmtp, imap and pipe",
            &[
                "Doors whose mails may control the desk by fields of their header: X-Pult-Queue, X-Pult-Priority, X-Pult-Tag, and X-OTRS-…",
                "as OTRS reads them. Only where nobody but your own programs can bring mail; everywhere else such fields do nothing.",
            ],
        ),
        key(
            "mail.control_senders",
            Some("[]"),
            Some("[\"monitoring@pult.example\"]"),
            "a list of addresses, or of domains with an @ before them",
            &[
                "Senders who may do so through every door. They count only where they are proven: see trusted_authserv_ids and verify_dkim.",
            ],
        ),
        key(
            "mail.verify_dkim",
            Some("false"),
            Some("true"),
            YES_NO,
            &[
                "Whether Pult checks signatures (DKIM) by itself where none of these servers has said anything. It asks the name servers of this",
                "machine then. One that does not answer delays a mail by some seconds at the most; the sender stays unproven.",
            ],
        ),
        key(
            "mail.name_server",
            None,
            Some("\"127.0.0.1:53\""),
            ADDRESS,
            &["With verify_dkim: the name server that is asked. Left out: those of this machine."],
        ),
        key(
            "mail.trusted_arc_sealers",
            Some("[]"),
            Some("[\"lists.pult.example\"]"),
            "a list of names without spaces",
            &[
                "With verify_dkim: domains of servers that pass mail on (lists, redirections) and whose seal (ARC, RFC 8617) is believed when it",
                "says that a signature held before they changed the mail.",
            ],
        ),
        key(
            "mail.smime_ca_file",
            None,
            Some("\"/etc/pult/smime-ca.pem\""),
            FILE,
            &[
                "Authorities whose S/MIME certificates are believed, as PEM: signatures of mail that comes in are verified then. Whether a",
                "certificate was revoked is not asked. Left out: nothing is verified.",
            ],
        ),
        key(
            "mail.privacy_notice_de",
            None,
            Some("\"Datenschutz: https://hs.example/datenschutz\""),
            TEXT,
            &[
                "What receipts say in German about personal data, for the whole site. Queues may have texts of their own, in the browser.",
                "Left out here and there: a sentence of Pult's.",
            ],
        ),
        key(
            "mail.privacy_notice_en",
            None,
            Some("\"Privacy: https://hs.example/privacy\""),
            TEXT,
            &["The same in English. Of two languages of which one is left out, the other one holds for both."],
        ),
    ],
};

/// Keys of domains.
pub const DKIM: Section = Section {
    name: "mail.dkim.*",
    help: &[
        "Keys that outgoing mail is signed with (DKIM), where your mail server does not do it. One block like this for each key; of two for",
        "one domain both sign. pult mail dkim-record prints what belongs into the DNS; put it there before you switch a key on.",
    ],
    keys: &[
        key(
            "mail.dkim.*.domain",
            None,
            Some("\"pult.example\""),
            "a host name",
            &["Mail from addresses of this domain, and of those below it, is signed. Required."],
        ),
        key(
            "mail.dkim.*.selector",
            None,
            Some("\"pult2026\""),
            "a host name",
            &["The name of the key in the DNS: pult2026._domainkey.pult.example. Required."],
        ),
        secret(
            "mail.dkim.*.key",
            "\"-----BEGIN PRIVATE KEY----- …\"",
            "a private key in PEM",
            &[
                "RSA of 2048 bits or more, or Ed25519. Required, here or by key_file. For example:",
                "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out /etc/pult/dkim.pem",
            ],
        ),
    ],
};

/// Keys of addresses.
pub const SMIME: Section = Section {
    name: "mail.smime.*",
    help: &[
        "Keys of your own addresses: mail that goes out from one of them is signed (S/MIME), so that everybody's mail program shows who",
        "wrote it. One block like this for each address.",
    ],
    keys: &[
        key(
            "mail.smime.*.address",
            None,
            Some("\"it-desk@pult.example\""),
            "a mail address",
            &["The sender, as a queue has it. Required."],
        ),
        key(
            "mail.smime.*.certificate_file",
            None,
            Some("\"/etc/pult/it-desk.pem\""),
            FILE,
            &["Its certificate, then those of the authorities above it but the last, as PEM. Required."],
        ),
        secret(
            "mail.smime.*.key",
            "\"-----BEGIN PRIVATE KEY----- …\"",
            "a private key in PEM",
            &["RSA of 2048 bits or more, or of the curve P-256. Required, here or by key_file."],
        ),
    ],
};
