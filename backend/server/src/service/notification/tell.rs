//! From what happened to rows for whoever is told of it. A fixed number of queries for however much happened, beside rights that are
//! not in memory yet.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use pult_domain::{
    absence::{self, Absence},
    actor::{Actor, Grants},
    notification::{Happening, Listener, Quiet, StandsFor, Told, digest_after, notice_ways, told},
};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    ids::PersonId,
    notification::{NotificationKind, Relation, Way},
};
use pult_store::{
    StoreError, WriteTx, absences,
    notifications::{self, About, ListenerRow, NewNotification},
};

use super::workers;
use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// So long a mail waits for what else happens to the ticket.
const TOGETHER: SignedDuration = SignedDuration::from_mins(2);
/// What is older when it is looked at, after a long stop, is told in the browser only.
const MAILED_WITHIN: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Something that happened, with the number by which it is told once.
#[derive(Clone, Debug)]
pub(super) struct Occasion<'a> {
    pub number: i64,
    pub at: Timestamp,
    pub happening: Happening<'a>,
}

/// Enters what people are to be told; how many notifications. To be called with the progress claimed.
pub(super) async fn enter(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    occasions: &[Occasion<'_>],
) -> Result<usize, ServiceError> {
    if occasions.is_empty() {
        return Ok(0);
    }
    let now = app.now();
    let working = app.workers.of_version(tx, setup.catalog.version).await?;
    let concerned: Vec<BTreeSet<PersonId>> = occasions
        .iter()
        .map(|occasion| {
            let mut people = occasion.happening.named();
            for queue in occasion.happening.queues() {
                people.extend(workers::in_queue(&working, &setup.tree, queue));
            }
            people
        })
        .collect();
    let mut everybody: BTreeSet<PersonId> = concerned.iter().flatten().copied().collect();
    let absences: Vec<Absence> = absences::open(tx).await?.into_iter().map(|row| row.absence).collect();
    let standing_in = |occasion: &Occasion<'_>, person: PersonId| {
        absence::deputy(&absences, person, occasion.happening.ticket.queue_id, now)
    };
    for (occasion, concerned) in occasions.iter().zip(&concerned) {
        everybody.extend(concerned.iter().filter_map(|person| standing_in(occasion, *person)));
    }
    let everybody: Vec<PersonId> = everybody.into_iter().collect();
    let people = people(app, tx, setup, &everybody).await?;
    let mut new = Vec::new();
    for (occasion, concerned) in occasions.iter().zip(&concerned) {
        for (row, actor) in concerned.iter().filter_map(|id| people.get(id)) {
            let listener = Listener {
                actor,
                settings: &row.settings,
                stands_for: None,
            };
            if let Some(told) = told(&listener, &occasion.happening) {
                new.extend(one(row, occasion, &told, None, now));
            }
        }
        // Who is told of something on their own account is not told once more as a deputy: the first one stays.
        for (away, actor) in concerned.iter().filter_map(|id| people.get(id)) {
            let deputy = standing_in(occasion, away.id).and_then(|deputy| people.get(&deputy));
            let Some((row, deputy)) = deputy else { continue };
            let listener = Listener {
                actor: deputy,
                settings: &row.settings,
                stands_for: Some(StandsFor {
                    person: away.id,
                    grants: &actor.grants,
                    settings: &away.settings,
                }),
            };
            if let Some(told) = told(&listener, &occasion.happening) {
                new.extend(one(row, occasion, &told, Some(away.id), now));
            }
        }
    }
    notifications::insert(tx, &new).await?;
    Ok(new.len())
}

type People = BTreeMap<PersonId, (ListenerRow, Actor)>;

/// What people have chosen and may see.
async fn people(app: &App, tx: &WriteTx, setup: &Setup, ids: &[PersonId]) -> Result<People, ServiceError> {
    let mut people = People::new();
    for (id, row) in notifications::listeners(tx, ids).await? {
        let grants: Grants = app.setup.rights(tx, id, setup.catalog.version, &setup.tree).await?;
        let actor = Actor {
            person_id: id,
            name: row.name.clone(),
            administrator: row.administrator,
            grants,
            // Told of a ticket is who works on it: what somebody sees as a customer does not count.
            organisation: None,
            seer: None,
        };
        people.insert(id, (row, actor));
    }
    Ok(people)
}

fn one(
    row: &ListenerRow,
    occasion: &Occasion<'_>,
    told: &Told,
    deputy_for: Option<PersonId>,
    now: Timestamp,
) -> Option<NewNotification> {
    if told.ways.is_empty() {
        return None;
    }
    let due = Due::of(row, &told.ways, occasion.at, now);
    Some(NewNotification {
        person: row.id,
        about: About::Ticket(occasion.happening.ticket.id),
        occasion: occasion.number,
        kind: told.kind,
        relation: told.relation,
        text: told.text.clone(),
        actor: occasion.happening.by,
        deputy_for,
        at: occasion.at,
        listed: told.ways.contains(&Way::Browser),
        quiet: due.quiet,
        mail_due_at: due.mail,
        digest_due_at: due.digest,
    })
}

/// When mails go by what somebody has chosen.
struct Due {
    quiet: bool,
    mail: Option<Timestamp>,
    digest: Option<Timestamp>,
}

impl Due {
    fn of(row: &ListenerRow, ways: &BTreeSet<Way>, at: Timestamp, now: Timestamp) -> Self {
        let quiet = Quiet::of(&row.settings);
        let fresh = now.duration_since(at) <= MAILED_WITHIN;
        let mail = ways.contains(&Way::Mail) && fresh;
        let digest = ways.contains(&Way::Digest) && fresh;
        Self {
            quiet: quiet.at(now),
            mail: mail.then(|| quiet.end(now.saturating_add(TOGETHER).unwrap_or(now))),
            digest: digest.then(|| digest_after(&row.settings, now)),
        }
    }
}

/// Something that happened and is about no ticket.
#[derive(Clone, Debug)]
pub(in crate::service) struct Notice {
    pub about: About,
    pub kind: NotificationKind,
    /// What it is about, by name.
    pub name: Names,
    pub at: Timestamp,
    pub people: BTreeSet<PersonId>,
}

/// Enters what people are to be told that is about no ticket. Ids of notifications grow in the order of commits: nobody else enters any
/// before this transaction ends.
pub(in crate::service) async fn notices(tx: &WriteTx, told: &[Notice], now: Timestamp) -> Result<(), StoreError> {
    notifications::claim_progress(tx).await?;
    let everybody: BTreeSet<PersonId> = told.iter().flat_map(|notice| notice.people.iter().copied()).collect();
    let everybody: Vec<PersonId> = everybody.into_iter().collect();
    let listeners = notifications::listeners(tx, &everybody).await?;
    let one = |notice: &Notice, row: &ListenerRow| {
        let ways = notice_ways(&row.settings, notice.kind);
        let due = Due::of(row, &ways, notice.at, now);
        (!ways.is_empty()).then(|| NewNotification {
            person: row.id,
            about: notice.about,
            occasion: notice.at.as_millisecond(),
            kind: notice.kind,
            relation: Relation::Managed,
            text: Some(notice.name.clone()),
            actor: None,
            deputy_for: None,
            at: notice.at,
            listed: ways.contains(&Way::Browser),
            quiet: due.quiet,
            mail_due_at: due.mail,
            digest_due_at: due.digest,
        })
    };
    let new = told.iter().flat_map(|notice| {
        let people = notice.people.iter().filter_map(|person| listeners.get(person));
        people.filter_map(|row| one(notice, row)).collect::<Vec<_>>()
    });
    notifications::insert(tx, &new.collect::<Vec<_>>()).await
}
