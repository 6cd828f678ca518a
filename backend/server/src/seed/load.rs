//! Very many tickets, fast: many in one transaction. Each is decided by the domain's rules and written by the store as always,
//! only without mails.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use pult_domain::{
    number::format_number,
    policy::Permit,
    ticket::{self, Decision, OpenFacts, Side, TicketFacts},
};
use pult_shared::{
    command::{Command, Note, OpenTicket, Reply, SetState, Take},
    event::TicketEvent,
    ids::{PersonId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, State, TicketNumber},
};
use pult_store::{
    WriteTx, numbers,
    tickets::{self, Change},
};

use super::{SeedError, cast::Cast, house::House};
use crate::app::{App, Ids};

/// Tickets in one transaction.
const BATCH: u32 = 500;
/// The tickets are spread over so many days up to now.
const DAYS: u32 = 730;

/// Words that subjects and texts are made of, so that searches find some and not all.
const THINGS: [&str; 12] = [
    "Drucker", "WLAN", "VPN", "E-Mail", "Beamer", "Passwort", "Ausleihe", "Prüfung", "licence", "printer", "calendar", "account",
];
const TROUBLES: [&str; 10] = [
    "geht nicht", "ist sehr langsam", "fehlt", "zeigt einen Fehler", "ist abgelaufen", "does not work", "is missing", "was locked",
    "shows an error", "braucht Hilfe",
];
const PLACES: [&str; 9] = ["Hörsaal 1", "Labor C 204", "Bibliothek", "Wohnheim Nord", "home office", "Campus Süd", "room B 12", "Mensa", "Seminarraum 7"];
