//! The browser's side of Pult: four programs from one source — portal, desk, administration, administration of mail — so that nobody loads what others use.
//!
//! What they share (signing in, the frame, the API, components) is written once and compiled into each; a way from one to another loads
//! a page (`road`). Knows the contract in `pult_shared` and the HTTP API; must not know the database, the mail pipeline or the rules.

#![allow(
    clippy::needless_pass_by_value,
    reason = "properties of components and what event handlers take arrive by value"
)]

mod a11y;
mod api;
mod app;
mod areas;
mod bell;
mod catalog;
mod clock;
mod components;
mod desk_query;
mod drafts;
mod fetch;
mod filter_suggest;
mod form;
mod i18n;
mod keys;
mod live;
mod lookup;
mod order;
mod page_actions;
mod pages;
mod passkeys;
mod place;
mod queues;
mod road;
mod sending;
mod session;
mod theme;
mod toast;
mod uploads;
mod views;
mod way_back;
mod web;
mod writing;

pub use areas::{start_administration, start_desk, start_mail, start_people, start_portal};
