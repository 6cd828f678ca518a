//! The people of a house as the use cases want them: signed in, with their rights.

use std::{collections::BTreeMap, sync::Arc};

use pult_domain::queue::QueueTree;
use pult_shared::{
    Timestamp,
    ids::{QueueId, SessionId},
    person::PersonRef,
};
use pult_store::people;

use super::{SeedError, house::House};
use crate::{app::App, service::session::who::SignedIn, service::setup::Setup};

/// Everybody with a login.
pub struct Cast {
    by_login: BTreeMap<String, SignedIn>,
    tree: Arc<QueueTree>,
}

impl Cast {
    pub async fn gather(app: &App, house: &House) -> Result<Self, SeedError> {
        let Setup { tree, catalog } = app.setup.read(&app.store).await?;
        let mut by_login = BTreeMap::new();
        for spec in &house.people {
            let missing = || SeedError::Data(format!("{} was not entered", spec.login));
            let person = people::by_address(&app.store, &spec.address)
                .await?
                .ok_or_else(missing)?;
            let actor = people::actor(&app.store, person.id, &tree).await?.ok_or_else(missing)?;
            let signed_in = SignedIn {
                session_id: SessionId(app.fresh()),
                person: PersonRef {
                    id: person.id,
                    name: person.name,
                    address: Some(spec.address.clone()),
                },
                language: person.language,
                actor,
                expires_at: Timestamp::MAX,
                second_factor_due: false,
                seen_by: None,
                tree: Arc::clone(&tree),
                catalog: Arc::clone(&catalog),
            };
            by_login.insert(spec.login.clone(), signed_in);
        }
        Ok(Self { by_login, tree })
    }

    pub fn get(&self, login: &str) -> Result<&SignedIn, SeedError> {
        self.by_login
            .get(login)
            .ok_or_else(|| SeedError::Data(format!("there is nobody with the login {login}")))
    }

    pub fn queue(&self, path: &str) -> Result<QueueId, SeedError> {
        let queue = self
            .tree
            .at_path(path)
            .ok_or_else(|| SeedError::Data(format!("there is no queue {path}")))?;
        Ok(queue.id)
    }

    /// The queues at these paths.
    pub fn queues(&self, paths: &[String]) -> Result<Vec<QueueId>, SeedError> {
        paths.iter().map(|path| self.queue(path)).collect()
    }
}
