//! Try out what an entry would become. Nothing is changed.

use pult_domain::{directory::describe, policy, refusal::Refusal};
use pult_shared::{
    api::directory::{DirectoryTrial, EntryAttribute, EntryView, TryDirectory},
    error::FieldCode,
};
use pult_store::{people, roles};

use super::{named, roles_of, single};
use crate::{
    adapters::ldap::{By, Found, People},
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The longest question: an address.
const QUESTION_MAX: usize = 320;

/// Looks an entry up by account id or address, and says what comes out of it.
///
/// # Errors
/// `forbidden`; `invalid` for a directory that there is not, or nothing asked. What the server says is part of the answer.
pub async fn try_out(app: &App, signed_in: &SignedIn, request: &TryDirectory) -> Result<DirectoryTrial, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let question = request.question.trim();
    if question.is_empty() {
        return Err(Refusal::field("question", FieldCode::Required).into());
    }
    if question.len() > QUESTION_MAX {
        return Err(Refusal::field("question", FieldCode::TooLong).into());
    }
    let directory = named(app, &request.directory)?;
    let by = if question.contains('@') {
        By::Address(question)
    } else {
        By::Login(question)
    };
    match directory.find(by, directory.settings().timeout).await {
        Err(error) => Ok(DirectoryTrial {
            fault: Some(error.to_string()),
            entry: None,
        }),
        Ok(found) => Ok(DirectoryTrial {
            fault: None,
            entry: match found {
                Some(found) => Some(view(app, directory.as_ref(), found).await?),
                None => None,
            },
        }),
    }
}

async fn view(app: &App, directory: &dyn People, found: Found) -> Result<EntryView, ServiceError> {
    let settings = directory.settings();
    let by_group = roles_of(app, settings).await?;
    let described = describe(&found.entry, &settings.map);
    let wanted = single::wanted(settings, &by_group, &found);
    let held = wanted.as_ref().map(|wanted| wanted.roles.clone()).unwrap_or_default();
    let names = roles::names(&app.store).await?;
    let person = match wanted {
        Some(wanted) => {
            let id = wanted.described.id.clone();
            let (difference, facts) = single::compare(&app.store, &settings.name, &by_group, wanted).await?;
            let changed = difference.changed.first().map(|change| change.id);
            changed.or_else(|| {
                facts
                    .known
                    .iter()
                    .find(|known| known.described.id == id)
                    .map(|known| known.id)
            })
        }
        None => None,
    };
    let person = match person {
        Some(id) => people::refs(&app.store, &[id]).await?.remove(&id),
        None => None,
    };
    let attributes = found.entry.attributes.into_iter();
    Ok(EntryView {
        dn: found.entry.dn,
        attributes: attributes
            .map(|(name, values)| EntryAttribute { name, values })
            .collect(),
        groups: found.groups.into_iter().flatten().collect(),
        roles: names
            .into_iter()
            .filter(|(_, id)| held.contains(id))
            .map(|(name, _)| name)
            .collect(),
        fault: described.as_ref().err().copied(),
        described: described.ok(),
        person,
    })
}
