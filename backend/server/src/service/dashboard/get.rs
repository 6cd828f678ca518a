//! Put the dashboard together: a fixed number of queries, however much there is.

use pult_domain::{
    dashboard::{SectionPlan, sections},
    policy::{self, Visibility},
    refusal::Refusal,
    ticket::Ticket,
};
use pult_shared::{
    Timestamp,
    api::{
        dashboard::{Dashboard, Section},
        mail::UndeliveredMail,
    },
    error::ErrorCode,
    filter::Filter,
    person::Permission,
};
use pult_store::{
    notifications, outbox, people,
    tickets::{self, Start},
};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        ticket::{asked::question, view},
        view::list::COUNT_MAX,
    },
};

/// Tickets that a section shows.
const ITEMS: u32 = 8;

/// The dashboard of an agent.
///
/// # Errors
/// `forbidden` for who works in no queue: their page is the portal.
pub async fn get(app: &App, signed_in: &SignedIn) -> Result<Dashboard, ServiceError> {
    let actor = &signed_in.actor;
    if !actor.is_agent() {
        return Err(Refusal::new(ErrorCode::Forbidden).into());
    }
    let now = app.now();
    let last_visit_at = people::previous_visit(&app.store, actor.person_id).await?;
    let plans = sections(actor, &signed_in.tree, last_visit_at, now);
    let visible = policy::desk_tickets(actor);
    let filters: Vec<&Filter> = plans.iter().map(|plan| &plan.filter).collect();
    let everything = question(signed_in, &visible, &Filter::All, now);
    let counts = tickets::counts(&app.store, &everything, &filters, Some(COUNT_MAX)).await?;
    let mut found = Vec::new();
    for (plan, count) in plans.iter().zip(&counts) {
        // What is empty needs no look.
        found.push(if *count == 0 {
            Vec::new()
        } else {
            first(app, signed_in, &visible, plan, now).await?
        });
    }
    let (undelivered, undelivered_count) = outbox::undelivered(&app.store, &visible, ITEMS, COUNT_MAX).await?;
    let undelivered = undelivered.into_iter().map(|row| UndeliveredMail {
        may_settle: actor.administrator || row.queue_id.is_some_and(|queue| actor.has(Permission::Reply, queue)),
        mail: row.mail,
    });
    let seen = policy::visible_notices(actor);
    let unstaffed = notifications::unstaffed(&app.store).await?.into_keys();
    Ok(Dashboard {
        unstaffed: unstaffed.filter(|queue| seen.admits(Some(*queue))).collect(),
        undelivered: undelivered.collect(),
        undelivered_count,
        sections: shown(app, signed_in, plans, counts, found).await?,
        failed_mails: if actor.administrator {
            Some(outbox::count_failed(&app.store).await?)
        } else {
            None
        },
        last_visit_at,
    })
}

async fn first(
    app: &App,
    signed_in: &SignedIn,
    visible: &Visibility,
    plan: &SectionPlan,
    now: Timestamp,
) -> Result<Vec<Ticket>, ServiceError> {
    let asked = question(signed_in, visible, &plan.filter, now);
    let page = tickets::page(&app.store, &asked, plan.sort, Start::First, ITEMS).await?;
    Ok(page.items)
}

/// All sections with their tickets; people are looked up once.
async fn shown(
    app: &App,
    signed_in: &SignedIn,
    plans: Vec<SectionPlan>,
    counts: Vec<u64>,
    found: Vec<Vec<Ticket>>,
) -> Result<Vec<Section>, ServiceError> {
    let lengths: Vec<usize> = found.iter().map(Vec::len).collect();
    let tickets: Vec<Ticket> = found.into_iter().flatten().collect();
    let mut views = view::many(&app.store, signed_in, &tickets).await?.into_iter();
    let section = |((plan, count), length): ((SectionPlan, u64), usize)| Section {
        kind: plan.kind,
        filter: plan.filter.to_string(),
        sort: plan.sort,
        count,
        items: views.by_ref().take(length).collect(),
    };
    Ok(plans.into_iter().zip(counts).zip(lengths).map(section).collect())
}
