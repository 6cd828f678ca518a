//! The table of one relation: what can happen in rows, the ways in columns, a check box in each cell.

use std::collections::BTreeSet;

use leptos::prelude::*;
use pult_shared::notification::{ChosenWays, NotificationKind, NotificationSettings, Relation, Way};

use crate::i18n::{t, text};

type Cell = (Relation, NotificationKind, Way);

/// Which boxes are checked.
#[derive(Clone, Copy)]
pub struct Cells(RwSignal<BTreeSet<Cell>>);

impl Cells {
    pub fn of(settings: &NotificationSettings) -> Self {
        let each = Relation::ALL
            .into_iter()
            .flat_map(|relation| relation.kinds().iter().map(move |kind| (relation, *kind)));
        let cells = each.flat_map(|(relation, kind)| {
            let ways = settings.ways(relation, kind).iter();
            ways.map(move |way| (relation, kind, *way)).collect::<Vec<_>>()
        });
        Self(RwSignal::new(cells.collect()))
    }

    /// All of it as it is sent.
    pub fn chosen(self) -> Vec<ChosenWays> {
        let cells = self.0.get_untracked();
        let ways = |relation, kind| {
            let ways = Way::ALL.into_iter();
            ways.filter(|way| cells.contains(&(relation, kind, *way))).collect()
        };
        let each = Relation::ALL
            .into_iter()
            .flat_map(|relation| relation.kinds().iter().map(move |kind| (relation, *kind)));
        each.map(|(relation, kind)| ChosenWays {
            relation,
            kind,
            ways: ways(relation, kind),
        })
        .collect()
    }
}

#[component]
pub fn Ways(relation: Relation, cells: Cells) -> impl IntoView {
    let title = format!("relation-{}", relation.name());
    let hint = format!("relation-{}-hint", relation.name());
    let cell = move |kind: NotificationKind, way: Way| {
        let label = move || {
            format!(
                "{}: {}",
                text(&format!("notification-{}", kind.name())),
                text(&format!("way-{}", way.name()))
            )
        };
        let set = move |event| {
            let on = event_target_checked(&event);
            cells.0.update(|cells| {
                if on {
                    cells.insert((relation, kind, way));
                } else {
                    cells.remove(&(relation, kind, way));
                }
            });
        };
        view! {
            <td>
                <label class="way">
                    <input
                        type="checkbox"
                        aria-label=label
                        prop:checked=move || cells.0.with(|cells| cells.contains(&(relation, kind, way)))
                        on:change=set
                    />
                </label>
            </td>
        }
    };
    let row = move |kind: NotificationKind| {
        view! {
            <tr>
                <th scope="row">{move || text(&format!("notification-{}", kind.name()))}</th>
                {Way::ALL.map(|way| cell(kind, way)).collect_view()}
            </tr>
        }
    };
    view! {
        <section class="ways">
            <h2>{move || text(&title)}</h2>
            <p class="field-hint">{move || text(&hint)}</p>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t("notifications-what")}</th>
                        {Way::ALL
                            .map(|way| {
                                view! { <th scope="col">{move || text(&format!("way-{}", way.name()))}</th> }
                            })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{relation.kinds().iter().map(|kind| row(*kind)).collect_view()}</tbody>
            </table>
        </section>
    }
}
