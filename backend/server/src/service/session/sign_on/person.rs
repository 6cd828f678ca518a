//! The person who belongs to what a provider says: found, linked or entered; and the roles that their groups mean.

use std::collections::BTreeSet;

use pult_domain::{
    refusal::Refusal,
    sign_on::{self, Claims, Facts, Who},
};
use pult_shared::{
    error::ErrorCode,
    ids::{PersonId, RoleId},
};
use pult_store::{
    StoreError, WriteTx, accounts, identities,
    people::{self, NewPerson},
    roles::{self, Source},
};
use serde_json::json;

use crate::{
    app::App,
    config::OidcProvider,
    service::{
        ServiceError,
        settings_log::{Thing, by_nobody},
    },
};

/// Who signs in. In one transaction: link, person, roles.
///
/// # Errors
/// `sign_on_unknown` where nobody here belongs to it, or they may not sign in.
pub async fn settle(app: &App, provider: &OidcProvider, claims: &Claims) -> Result<PersonId, ServiceError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let facts = facts(app, &tx, provider, claims).await?;
    let unknown = || ServiceError::from(Refusal::new(ErrorCode::SignOnUnknown));
    let (name, subject) = (&provider.name, &claims.subject);
    let person = match sign_on::who(provider.link_by, provider.create, &facts) {
        Who::Known(person) => {
            identities::used(&tx, name, subject, now).await?;
            person
        }
        Who::Link(person) => {
            identities::link(&tx, name, subject, person, now).await?;
            tracing::info!(provider = %name, %person, "a person was linked");
            person
        }
        Who::New => {
            let person = enter(app, &tx, claims, &facts).await?;
            identities::link(&tx, name, subject, person, now)
                .await
                .map_err(faster)?;
            tracing::info!(provider = %name, %person, "a person was entered");
            person
        }
        Who::Nobody => {
            tracing::info!(provider = %name, guarded = facts.guarded, "nobody here belongs to a sign-on");
            return Err(unknown());
        }
    };
    let found = people::find(&tx, person).await?;
    if found.is_none_or(|found| !found.active) {
        tracing::info!(provider = %name, %person, "a person who may not sign in");
        return Err(unknown());
    }
    give_roles(app, &tx, provider, claims, person).await?;
    tx.commit().await?;
    Ok(person)
}

/// Of two first sign-ins at once one is later; the second try finds the person.
fn faster(error: StoreError) -> ServiceError {
    match error {
        StoreError::Duplicate(_) => Refusal::new(ErrorCode::SignOnFailed).into(),
        other => other.into(),
    }
}

async fn facts(app: &App, tx: &WriteTx, provider: &OidcProvider, claims: &Claims) -> Result<Facts, ServiceError> {
    let by_email = match &claims.email {
        Some(email) => people::by_proven_address(tx, email).await?.map(|person| person.id),
        None => None,
    };
    let by_account = match &claims.account {
        // An account id that looks like an address would find whoever has the address.
        Some(account) if !account.contains('@') => people::credentials(tx, account).await?.map(|found| found.person_id),
        _ => None,
    };
    let directories: Vec<String> = app.directories.iter().map(|one| one.settings().name.clone()).collect();
    let by_directory_id = match &claims.directory_id {
        Some(id) => people::directory::by_permanent_id(tx, &directories, id).await?,
        None => None,
    };
    // Whoever went on in another person is that one here too.
    let linked = match identities::person_of(tx, &provider.name, &claims.subject).await? {
        Some(person) => Some(people::merge::alias(tx, person).await?),
        None => None,
    };
    let facts = Facts {
        linked,
        by_email,
        by_account,
        by_directory_id,
        ..Facts::default()
    };
    let Some(candidate) = sign_on::candidate(provider.link_by, &facts) else {
        return Ok(facts);
    };
    Ok(Facts {
        taken: identities::is_linked(tx, &provider.name, candidate).await?,
        guarded: is_guarded(tx, candidate).await?,
        ..facts
    })
}

/// An administrator with a password here, or one who comes from no directory.
async fn is_guarded(tx: &WriteTx, person: PersonId) -> Result<bool, ServiceError> {
    let administrator = people::find(tx, person).await?.is_some_and(|found| found.administrator);
    let credentials = accounts::credentials(tx, person).await?;
    Ok(administrator && credentials.is_none_or(|found| found.password_hash.is_some() || found.directory.is_none()))
}

/// Enters a person; account id and address only where nobody has them.
async fn enter(app: &App, tx: &WriteTx, claims: &Claims, facts: &Facts) -> Result<PersonId, ServiceError> {
    let id = PersonId(app.fresh());
    let account = claims.account.clone().filter(|account| {
        facts.by_account.is_none()
            && account.chars().count() <= 64
            && account.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
    });
    let address = match &claims.email {
        Some(email) if people::by_address(tx, email).await?.is_none() => Some(email.clone()),
        _ => None,
    };
    let name = claims
        .name
        .clone()
        .or_else(|| account.clone())
        .or_else(|| address.clone());
    let person = NewPerson {
        id,
        name: name.unwrap_or_else(|| claims.subject.clone()),
        login: account,
        language: None,
        administrator: false,
        active: true,
        addresses: address.into_iter().collect(),
        password_hash: None,
        created_at: app.now(),
    };
    people::insert(tx, &person).await.map_err(faster)?;
    Ok(id)
}

/// Makes the roles that their groups mean those that the provider has put the person into. What came by hand or from a directory stays, and
/// where the provider says nothing about groups, all does. A role that is not found by its name may be called otherwise by now: then
/// nobody leaves one that no group stands for.
async fn give_roles(
    app: &App,
    tx: &WriteTx,
    provider: &OidcProvider,
    claims: &Claims,
    person: PersonId,
) -> Result<(), ServiceError> {
    let Some(groups) = &claims.groups else { return Ok(()) };
    let source = Source::Provider(&provider.name);
    let before = roles::of_source(tx, person, source).await?;
    if provider.roles.is_empty() && before.is_empty() {
        return Ok(());
    }
    let all = roles::names(tx).await?;
    let (mut meant, mut judged, mut missing) = (BTreeSet::new(), BTreeSet::new(), false);
    for (group, name) in &provider.roles {
        let Some((_, role)) = all.iter().find(|(known, _)| known == name) else {
            tracing::warn!(provider = %provider.name, role = %name, "the configuration names a role that there is not");
            missing = true;
            continue;
        };
        judged.insert(*role);
        if groups.contains(group) {
            meant.insert(*role);
        }
    }
    if missing {
        meant.extend(before.difference(&judged));
    }
    roles::set_of_source(tx, person, source, &meant).await?;
    let after = roles::of_source(tx, person, source).await?;
    let names = |roles: &BTreeSet<RoleId>| {
        let names = all.iter().filter(|(_, id)| roles.contains(id)).map(|(name, _)| name);
        json!({"provider": provider.name, "roles": names.collect::<Vec<_>>()})
    };
    let (was, is) = (names(&before), names(&after));
    Ok(by_nobody(app, tx, Thing::Person, &person.to_string(), Some(was), Some(is)).await?)
}
