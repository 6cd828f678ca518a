//! Names of many people: some share a first name, some a last name, as in a real directory.

use super::pick::word;

const FIRST: [&str; 32] = [
    "Anna", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Hannes", "Ida", "Jonas", "Kira", "Leon", "Mia", "Noah",
    "Olga", "Paul", "Quirin", "Rosa", "Sven", "Tuğba", "Ursula", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoe", "Jürgen",
    "Änne", "Marek", "Chiara", "Søren", "Renée",
];
const LAST: [&str; 40] = [
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Schäfer",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Schröder",
    "Neumann",
    "Schwarz",
    "Zimmermann",
    "Braun",
    "Krüger",
    "Hofmann",
    "Hartmann",
    "Lange",
    "Schmitt",
    "Werner",
    "Krause",
    "Meier",
    "Lehmann",
    "Yılmaz",
    "Nowak",
    "Öztürk",
    "Nguyen",
    "Petrov",
    "Rossi",
    "García",
    "Kowalski",
    "Jansen",
    "Groß",
];

/// A person's name.
pub fn person_name(number: u32, purpose: u32) -> String {
    format!("{} {}", word(&FIRST, number, purpose), word(&LAST, number, purpose + 1))
}
