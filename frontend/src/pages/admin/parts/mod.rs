//! What the pages of the administration are built from: forms that know their faults, lists that are filtered, trees that are
//! shown. They know the contract's types and texts, and apart from the look-up of people no API.

pub mod bind;
pub mod choices;
pub mod course;
pub mod cursor;
pub mod editor;
pub mod ending;
pub mod filter_input;
pub mod inputs;
pub mod key;
pub mod label;
pub mod leave;
pub mod list_page;
pub mod listing;
pub mod pages;
pub mod person_search;
pub mod preview;
pub mod problems;
pub mod rows;
pub mod selection;
pub mod swatches;
pub mod tree;
pub mod words;
