//! Show the catalog.

use pult_domain::catalog::for_customers;
use pult_shared::catalog::CatalogView;

use crate::service::session::who::SignedIn;

/// Everything for agents; for customers what their own tickets are told in.
#[must_use]
pub fn show(signed_in: &SignedIn) -> CatalogView {
    let catalog = if signed_in.actor.is_agent() {
        signed_in.catalog.as_ref().clone()
    } else {
        for_customers(&signed_in.catalog)
    };
    CatalogView {
        version: catalog.version,
        states: catalog.states,
        priorities: catalog.priorities,
        types: catalog.types,
        services: catalog.services,
        fields: catalog.fields,
        calendars: catalog
            .calendars
            .iter()
            .map(|calendar| calendar.def().clone())
            .collect(),
        slas: catalog.slas,
        former: catalog.former,
    }
}

/// What tells one answer from another: the version, and to whom it is told.
#[must_use]
pub fn tag(signed_in: &SignedIn) -> String {
    let version = signed_in.catalog.version;
    if signed_in.actor.is_agent() {
        version.to_string()
    } else {
        format!("{version}-customer")
    }
}
