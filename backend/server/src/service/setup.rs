//! What administrators have set up — queues, catalog, and what people's roles permit — as everybody reads it all day: kept in memory,
//! and read again when its version in the database has grown, by whichever instance.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use pult_domain::{actor::Grants, catalog::Catalog, queue::QueueTree};
use pult_shared::ids::PersonId;
use pult_store::{Conn, StoreError, absences, catalog, queues, roles};
use tokio::sync::watch;

/// Queues and catalog of one version.
#[derive(Clone, Debug)]
pub struct Setup {
    pub tree: Arc<QueueTree>,
    pub catalog: Arc<Catalog>,
}

/// People whose rights are kept at the most; whoever signs in beyond that is asked for anew.
const RIGHTS_MAX: usize = 2_000;

/// What the roles of people permit, of one version.
#[derive(Debug, Default)]
struct Rights {
    version: i64,
    of: HashMap<PersonId, Grants>,
}

/// The set-up as this process has read it last.
#[derive(Debug, Default)]
pub struct SetupCache {
    kept: RwLock<Option<Setup>>,
    rights: RwLock<Rights>,
    version: watch::Sender<i64>,
}

impl SetupCache {
    /// The set-up as it is. Costs one small query while nothing changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, conn: &impl Conn) -> Result<Setup, StoreError> {
        let version = catalog::version(conn).await?;
        self.of_version(conn, version).await
    }

    /// The set-up of a version that was read just now. Costs nothing while nothing changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_version(&self, conn: &impl Conn, version: i64) -> Result<Setup, StoreError> {
        if let Some(known) = self.known(version) {
            return Ok(known);
        }
        let setup = Setup {
            catalog: Arc::new(catalog::load(conn).await?),
            tree: Arc::new(queues::tree(conn).await?),
        };
        // Read between two changes it may be newer than its version says; then the next one reads it again.
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some(setup.clone());
        }
        self.version.send_if_modified(|known| {
            let newer = version > *known;
            *known = version.max(*known);
            newer
        });
        Ok(setup)
    }

    /// What a person's roles permit, queue by queue. Costs nothing while nothing changes: `version` was read before the rights are, so
    /// that rights kept by it may be too new for it, never too old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rights(
        &self,
        conn: &impl Conn,
        person: PersonId,
        version: i64,
        tree: &QueueTree,
    ) -> Result<Grants, StoreError> {
        if let Ok(rights) = self.rights.read()
            && rights.version == version
            && let Some(known) = rights.of.get(&person)
        {
            return Ok(known.clone());
        }
        let mut grants = tree.inherit(&roles::granted(conn, person).await?);
        // As long as somebody is away whom they stand in for; each beginning and end is a version of its own.
        for (_, lent) in absences::lent(conn, person, tree).await? {
            for (queue, held) in lent {
                grants.entry(queue).or_default().extend(held);
            }
        }
        self.keep_rights(person, version, &grants);
        Ok(grants)
    }

    fn keep_rights(&self, person: PersonId, version: i64, grants: &Grants) {
        let Ok(mut rights) = self.rights.write() else { return };
        if rights.version != version || rights.of.len() >= RIGHTS_MAX {
            *rights = Rights {
                version,
                of: HashMap::new(),
            };
        }
        rights.of.insert(person, grants.clone());
    }

    /// Tells when the set-up has another version, from now on. Somebody has to [`read`](Self::read) now and then to notice.
    #[must_use]
    pub fn versions(&self) -> watch::Receiver<i64> {
        self.version.subscribe()
    }

    fn known(&self, version: i64) -> Option<Setup> {
        let kept = self.kept.read().ok()?;
        kept.clone().filter(|setup| setup.catalog.version == version)
    }
}
