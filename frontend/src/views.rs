//! The saved views that the person has, their own and shared ones, for the whole program.

use leptos::prelude::*;
use pult_shared::{
    api::view::{SavedView, ViewDef},
    ids::ViewId,
};

use crate::{
    api::{self, ApiError},
    fetch::Fetch,
};

/// All saved views of the person.
#[derive(Clone, Copy)]
pub struct Views {
    list: Fetch<Vec<SavedView>>,
}

impl Views {
    pub fn new() -> Self {
        Self { list: Fetch::new() }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Fetches them (again), with their counters.
    pub fn refresh(self) {
        self.list
            .run(async { api::views::list_views().await.map(|list| list.items) });
    }

    /// Fetches them unless they are there.
    pub fn refresh_if_unknown(self) {
        if self.list.get_untracked().is_none() {
            self.refresh();
        }
    }

    /// Somebody else is signed in now.
    pub fn forget(self) {
        self.list.clear();
    }

    pub fn get(self) -> Option<Vec<SavedView>> {
        self.list.get()
    }

    /// One of them, when they are there.
    pub fn find(self, id: ViewId) -> Option<SavedView> {
        self.list.with(|all| all?.iter().find(|view| view.id == id).cloned())
    }

    /// Whether it is known by now which there are.
    pub fn settled(self) -> bool {
        self.list.with(|all| all.is_some()) || self.list.error().is_some()
    }

    /// Makes a new one.
    pub async fn create(self, view: &ViewDef) -> Result<SavedView, ApiError> {
        let saved = api::views::create_view(view).await?;
        self.put(saved.clone());
        Ok(saved)
    }

    /// Changes one.
    pub async fn save(self, id: ViewId, view: &ViewDef) -> Result<(), ApiError> {
        let saved = api::views::save_view(id, view).await?;
        self.put(saved);
        Ok(())
    }

    pub async fn delete(self, id: ViewId) -> Result<(), ApiError> {
        api::views::delete_view(id).await?;
        let mut all = self.list.get_untracked().unwrap_or_default();
        all.retain(|view| view.id != id);
        self.list.set(all);
        self.refresh();
        Ok(())
    }

    fn put(self, saved: SavedView) {
        let mut all = self.list.get_untracked().unwrap_or_default();
        match all.iter_mut().find(|view| view.id == saved.id) {
            Some(place) => *place = saved,
            None => all.push(saved),
        }
        self.list.set(all);
        self.refresh();
    }
}
