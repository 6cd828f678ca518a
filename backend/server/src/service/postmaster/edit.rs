//! Make, change, order and delete postmaster filters.

use std::sync::Arc;

use pult_domain::{inbound::postmaster::check_filter, policy::permit_postmaster, refusal::Refusal};
use pult_shared::{
    api::postmaster::{PostmasterFilterList, PostmasterFilterView, PostmasterOrder},
    error::{ErrorCode, FieldCode},
    ids::PostmasterFilterId,
    limits::POSTMASTER_FILTERS_MAX,
    postmaster::PostmasterFilterDef,
};
use pult_store::{
    WriteTx, catalog,
    postmaster::{self, PostmasterFilter},
    queues,
};

use super::{Known, list};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        settings_order::{KeptOrder, check_complete},
        setup::Setup,
    },
};

/// Makes a filter that runs behind all others.
///
/// # Errors
/// `forbidden` for everybody but administrators; `invalid` with the fields at fault.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    filter: &PostmasterFilterDef,
) -> Result<PostmasterFilterView, ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let all = postmaster::list(&tx).await?;
    if all.len() >= POSTMASTER_FILTERS_MAX {
        let detail = "There are as many postmaster filters as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    save_checked(app, signed_in, tx, &all, PostmasterFilterId(app.fresh()), filter).await
}

/// Changes a filter; it stays in its place.
///
/// # Errors
/// `forbidden`, `postmaster_filter_not_found`, `invalid` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: PostmasterFilterId,
    filter: &PostmasterFilterDef,
) -> Result<PostmasterFilterView, ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let all = postmaster::list(&tx).await?;
    if !all.iter().any(|known| known.id == id) {
        return Err(ServiceError::code(ErrorCode::PostmasterFilterNotFound));
    }
    save_checked(app, signed_in, tx, &all, id, filter).await
}

async fn save_checked(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    all: &[PostmasterFilter],
    id: PostmasterFilterId,
    filter: &PostmasterFilterDef,
) -> Result<PostmasterFilterView, ServiceError> {
    let filter = check_filter(filter)?;
    let lower = filter.name.to_lowercase();
    if all
        .iter()
        .any(|other| other.id != id && other.filter.name.to_lowercase() == lower)
    {
        return Err(Refusal::field("name", FieldCode::Taken).into());
    }
    // Not the kept ones: this transaction has another version, which may never be.
    let setup = Setup {
        tree: Arc::new(queues::tree(&tx).await?),
        catalog: Arc::new(catalog::load(&tx).await?),
    };
    let known = Known::of(&tx, &setup, std::iter::once(&filter)).await?;
    known.check(&filter)?;
    postmaster::save(&tx, id, &filter).await?;
    let before = all.iter().find(|known| known.id == id).map(|known| &known.filter);
    let line = settings_log::line(app, signed_in, Thing::PostmasterFilter, id);
    line.write(&tx, before, Some(&filter)).await?;
    settings_log::finish(app, tx).await?;
    Ok(known.view(PostmasterFilter { id, filter }))
}

/// Deletes a filter. What it has done stays in ledger and histories, by its name.
///
/// # Errors
/// `forbidden`, `postmaster_filter_not_found`.
pub async fn delete(app: &App, signed_in: &SignedIn, id: PostmasterFilterId) -> Result<(), ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let all = postmaster::list(&tx).await?;
    let found = all.into_iter().find(|known| known.id == id);
    let found = found.ok_or_else(|| ServiceError::code(ErrorCode::PostmasterFilterNotFound))?;
    postmaster::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::PostmasterFilter, id);
    line.write(&tx, Some(&found.filter), None).await?;
    settings_log::finish(app, tx).await
}

/// Puts the filters into another order.
///
/// # Errors
/// `forbidden`; `invalid` unless every filter is named, once each: somebody has made or deleted one meanwhile.
pub async fn order(
    app: &App,
    signed_in: &SignedIn,
    order: &PostmasterOrder,
) -> Result<PostmasterFilterList, ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let all = postmaster::list(&tx).await?;
    let before: Vec<PostmasterFilterId> = all.iter().map(|known| known.id).collect();
    check_complete(&before, &order.ids)?;
    postmaster::reorder(&tx, &order.ids).await?;
    let line = settings_log::line(app, signed_in, Thing::PostmasterOrder, "order");
    line.write(&tx, Some(&kept(&all, &before)), Some(&kept(&all, &order.ids)))
        .await?;
    settings_log::finish(app, tx).await?;
    list::list(app, signed_in).await
}

fn kept(all: &[PostmasterFilter], ids: &[PostmasterFilterId]) -> KeptOrder<PostmasterFilterId> {
    KeptOrder::of(ids, |id| {
        let found = all.iter().find(|known| known.id == id);
        found.map(|known| known.filter.name.as_str())
    })
}
