//! The start of the administration: every page with what it is for.

use leptos::prelude::*;

use super::frame::{AdminPage, GROUPS, Group, Page, is_open};
use crate::{i18n::t, place::Place, session::Session};

#[component]
pub fn Overview() -> impl IntoView {
    let session = Session::expect();
    let entry = |page: &'static Page| {
        view! {
            <li>
                <a href=page.place.path()>{t(page.place.row().title)}</a>
                <p class="soft">{t(page.lead)}</p>
            </li>
        }
    };
    let group = move |group: &'static Group| {
        let open: Vec<_> = group
            .pages
            .iter()
            .filter(|page| is_open(session, &page.place))
            .collect();
        (!open.is_empty()).then(|| {
            view! {
                <section class="card admin-group">
                    <h2>{t(group.title)}</h2>
                    <ul class="admin-group-pages">{open.into_iter().map(entry).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <AdminPage here=Place::Admin>
            <p class="lead">{t("admin-lead")}</p>
            <div class="admin-groups">{move || GROUPS.iter().map(group).collect_view()}</div>
        </AdminPage>
    }
}
