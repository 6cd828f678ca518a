//! What a comparison has found: counts, and the people behind them.

use leptos::prelude::*;
use pult_shared::api::directory::{DirectoryReport, FaultLine, ReportLine};

use super::super::parts::selection::{Chosen, href};
use crate::{
    i18n::{dates, t, text},
    place::Place,
    tr,
};

#[component]
pub fn Report(report: DirectoryReport, dry: bool) -> impl IntoView {
    let DirectoryReport {
        entries,
        unchanged,
        created,
        changed,
        vanished,
        kept,
        roles_lost,
        faults,
        ..
    } = report;
    let nothing = created == 0 && changed == 0 && vanished == 0;
    view! {
        <p>{move || tr!("directory-report-entries", count = dates::number(entries), same = dates::number(unchanged))}</p>
        {dry.then(|| view! { <p class="soft">{t("directory-report-dry")}</p> })}
        {nothing.then(|| view! { <p>{t("directory-report-same")}</p> })}
        {lines("directory-created", created, report.created_lines)}
        {lines("directory-changed", changed, report.changed_lines)}
        {(roles_lost > 0)
            .then(|| {
                view! { <p>{move || tr!("directory-roles-lost", count = dates::number(roles_lost))}</p> }
            })}
        {lines("directory-vanished", vanished, report.vanished_lines)}
        {lines("directory-kept", kept, report.kept_lines)}
        {fault_lines(faults, report.fault_lines)}
    }
}

fn lines(title: &'static str, count: u64, lines: Vec<ReportLine>) -> Option<impl IntoView> {
    let more = left_out(count, lines.len());
    (count > 0).then(|| {
        view! {
            <details>
                <summary>{move || tr!(title, count = dates::number(count))}</summary>
                <ul>{lines.into_iter().map(line).collect_view()}</ul>
                {more}
            </details>
        }
    })
}

fn left_out(count: u64, shown: usize) -> Option<impl IntoView> {
    let more = count.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    (more > 0).then(|| view! { <p class="soft">{move || tr!("directory-more", count = dates::number(more))}</p> })
}

fn line(line: ReportLine) -> impl IntoView {
    let name = match line.person_id {
        Some(id) => {
            view! { <a href=href(&Place::AdminPeople, &Chosen::One(id.to_string()))>{line.name}</a> }.into_any()
        }
        None => line.name.into_any(),
    };
    let differs = move || {
        let words = line.differs.iter().map(|one| text(&format!("differs-{}", one.name())));
        words.collect::<Vec<_>>().join(", ")
    };
    view! {
        <li>
            {name} " " <span class="soft">{differs}</span>
        </li>
    }
}

fn fault_lines(count: u64, lines: Vec<FaultLine>) -> Option<impl IntoView> {
    let more = left_out(count, lines.len());
    let row = |line: FaultLine| {
        let fault = line.fault;
        view! {
            <li>
                {line.entry} ": " {move || text(&format!("entry-fault-{}", fault.name()))} " "
                <span class="soft">{line.value}</span>
            </li>
        }
    };
    (count > 0).then(|| {
        view! {
            <details>
                <summary>{move || tr!("directory-faults", count = dates::number(count))}</summary>
                <ul>{lines.into_iter().map(row).collect_view()}</ul>
                {more}
            </details>
        }
    })
}
