//! One entry becomes one person, by the same rules as everybody.

use std::collections::BTreeSet;

use pult_domain::directory::{Difference, Facts, Wanted, describe, difference};
use pult_shared::ids::PersonId;
use pult_store::{Conn, StoreError, WriteTx, people};

use super::{
    Roles,
    apply::{self, Before},
};
use crate::{adapters::ldap::Found, app::App, config::Directory};

/// Somebody as the entry wants them; nobody where the entry cannot be a person.
pub fn wanted(directory: &Directory, roles: &Roles, found: &Found) -> Option<Wanted> {
    let described = describe(&found.entry, &directory.map).ok()?;
    let roles = found
        .groups
        .iter()
        .flatten()
        .filter_map(|group| roles.by_group.get(group))
        .copied()
        .collect();
    Some(Wanted {
        described,
        roles,
        roles_known: found.groups.is_some(),
    })
}

/// Who is here of what some entries name.
pub async fn facts(
    conn: &impl Conn,
    directory: &str,
    roles: &Roles,
    wanted: &[Wanted],
    everybody: bool,
) -> Result<Facts, StoreError> {
    let ids: Vec<String> = wanted.iter().map(|one| one.described.id.clone()).collect();
    let known = people::directory::known(conn, directory, (!everybody).then_some(ids.as_slice())).await?;
    let own: BTreeSet<PersonId> = known.iter().map(|known| known.id).collect();
    // Only names that nobody of this directory has had so far are news.
    let logins: BTreeSet<&String> = known
        .iter()
        .filter_map(|known| known.described.login.as_ref())
        .collect();
    let addresses = known
        .iter()
        .flat_map(|known| &known.described.addresses)
        .map(|address| &address.address);
    let addresses: BTreeSet<&String> = addresses.collect();
    let new_logins = wanted.iter().filter_map(|one| one.described.login.as_ref());
    let new_logins: BTreeSet<String> = new_logins.filter(|login| !logins.contains(login)).cloned().collect();
    let new_addresses = wanted
        .iter()
        .flat_map(|one| &one.described.addresses)
        .map(|address| &address.address);
    let new_addresses: BTreeSet<String> = new_addresses
        .filter(|address| !addresses.contains(address))
        .cloned()
        .collect();
    let new_logins: Vec<String> = new_logins.into_iter().collect();
    let new_addresses: Vec<String> = new_addresses.into_iter().collect();
    let others = people::directory::holders(conn, &new_logins, &new_addresses, &own).await?;
    Ok(Facts {
        known,
        others,
        other_administrators: people::directory::has_other_administrators(conn, directory).await?,
        judged: roles.judged(),
    })
}

/// What differs about one entry.
pub async fn compare(
    conn: &impl Conn,
    directory: &str,
    roles: &Roles,
    wanted: Wanted,
) -> Result<(Difference, Facts), StoreError> {
    let facts = facts(conn, directory, roles, std::slice::from_ref(&wanted), false).await?;
    let found = difference(vec![wanted], &facts);
    Ok((found, facts))
}

/// Enters or changes the person of an entry. `None`: the person may not sign in.
pub async fn write(
    app: &App,
    tx: &WriteTx,
    directory: &str,
    roles: &Roles,
    wanted: Wanted,
) -> Result<Option<PersonId>, StoreError> {
    let id = wanted.described.id.clone();
    let (difference, facts) = compare(tx, directory, roles, wanted).await?;
    if let Some(change) = difference.changed.first() {
        apply::change(app, tx, directory, change, &Before::of(&facts, roles)).await?;
        return Ok(change.active.then_some(change.id));
    }
    if !difference.created.is_empty() {
        return Ok(
            apply::create(app, tx, directory, &difference.created, &Before::of(&facts, roles))
                .await?
                .pop(),
        );
    }
    let known = facts.known.iter().find(|known| known.described.id == id);
    Ok(known.filter(|known| known.active).map(|known| known.id))
}
