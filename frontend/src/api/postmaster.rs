//! Postmaster filters, and trying them out.

use gloo_net::http::Method;
use pult_shared::{
    api::postmaster::{PostmasterFilterList, PostmasterFilterView, PostmasterOrder, TriedPostmaster, TryPostmaster},
    ids::PostmasterFilterId,
    postmaster::PostmasterFilterDef,
};

use super::{ApiError, Target};

pub async fn list_postmaster_filters() -> Result<PostmasterFilterList, ApiError> {
    super::get(Target::new("/postmaster-filters")).await
}

pub async fn create_postmaster_filter(filter: &PostmasterFilterDef) -> Result<PostmasterFilterView, ApiError> {
    super::send_json(Method::POST, Target::new("/postmaster-filters"), None, filter).await
}

pub async fn save_postmaster_filter(
    id: PostmasterFilterId,
    filter: &PostmasterFilterDef,
) -> Result<PostmasterFilterView, ApiError> {
    super::send_json(
        Method::PUT,
        Target::new(format!("/postmaster-filters/{id}")),
        None,
        filter,
    )
    .await
}

pub async fn delete_postmaster_filter(id: PostmasterFilterId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/postmaster-filters/{id}"))).await
}

pub async fn order_postmaster_filters(ids: Vec<PostmasterFilterId>) -> Result<PostmasterFilterList, ApiError> {
    let order = PostmasterOrder { ids };
    super::send_json(Method::POST, Target::new("/postmaster-filters/order"), None, &order).await
}

/// Changes nothing.
pub async fn try_postmaster_filters(what: &TryPostmaster) -> Result<TriedPostmaster, ApiError> {
    super::send_json(Method::POST, Target::new("/postmaster-filters/try"), None, what).await
}
