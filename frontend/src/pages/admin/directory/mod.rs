//! Directories: how their servers are, comparing everybody, trying an entry out.

mod report;
mod trial;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::directory::{CreateDirectoryRun, DirectoryList, DirectoryRun, DirectoryView, RunState, ServerView},
    ids::DirectoryRunId,
};

use self::{report::Report, trial::Trial};
use super::frame::AdminPage;
use crate::{
    api::{self, ApiError},
    components::{Ago, Empty, Failure, Icon, Loading, Notice, Sign, Tone},
    fetch::Fetch,
    i18n::{self, dates, t, text, words},
    place::Place,
    tr,
};

/// How often a comparison that goes on is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(800);

// req: A16, C13
#[component]
pub fn Directories() -> impl IntoView {
    let list = Fetch::<DirectoryList>::new();
    let load = move || list.run(async { api::directory::list_directories().await });
    load();
    let changed = Callback::new(move |()| load());
    let shown = move || {
        let items = list.get()?.items;
        Some(match items.is_empty() {
            true => view! { <Empty message=Signal::derive(t("directory-none")) /> }.into_any(),
            false => items
                .into_iter()
                .map(|view| view! { <One view changed /> })
                .collect_view()
                .into_any(),
        })
    };
    view! {
        <AdminPage here=Place::AdminDirectory>
            {move || {
                list.error()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || i18n::words::error(&error))
                                retry=move || untrack(load)
                            />
                        }
                    })
            }}
            <Show when=move || list.with(|list| list.is_none()) && list.busy()>
                <Loading />
            </Show>
            {shown}
        </AdminPage>
    }
}

#[component]
fn One(view: DirectoryView, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let DirectoryView {
        name,
        base,
        servers,
        sync_time,
        time_zone,
        deactivate_percent,
        people,
        runs,
        ..
    } = view;
    let nightly = move || {
        let (time, zone) = (sync_time.as_str(), time_zone.as_str());
        tr!(
            "directory-nightly-text",
            time = time,
            zone = zone,
            percent = deactivate_percent
        )
    };
    // What is asked for here is followed until it ends; else the newest is shown.
    let followed = RwSignal::new(runs.first().filter(|run| run.state.is_open()).map(|run| run.id));
    let (title, heading) = (name.clone(), name.clone());
    view! {
        <section class="card directory" aria-label=title>
            <h2>{heading}</h2>
            <dl class="facts">
                <dt>{t("directory-base")}</dt>
                <dd>{base}</dd>
                <dt>{t("directory-people")}</dt>
                <dd>{move || dates::number(people)}</dd>
                <dt>{t("directory-servers")}</dt>
                <dd>
                    <ul class="people-links">{servers.into_iter().map(server).collect_view()}</ul>
                </dd>
                <dt>{t("directory-nightly")}</dt>
                <dd>{nightly}</dd>
            </dl>
            <Compare directory=name.clone() followed changed />
            {move || followed.get().map(|id| view! { <Followed id followed changed /> })}
            <Runs directory=name.clone() runs followed />
            <Trial directory=name />
        </section>
    }
}

fn server(server: ServerView) -> impl IntoView {
    let state = match (server.fault, server.answered_at) {
        (Some(fault), _) => view! {
            <span class="directory-fault">
                <Icon sign=Sign::Alert />
                {t("directory-server-fault")}
                ": "
                <span lang="en">{fault}</span>
            </span>
        }
        .into_any(),
        (None, Some(at)) => view! {
            <span class="soft">
                {t("directory-server-answered")} " " <Ago at />
            </span>
        }
        .into_any(),
        (None, None) => view! { <span class="soft">{t("directory-server-unknown")}</span> }.into_any(),
    };
    view! { <li>{server.address} " " {state}</li> }
}

#[component]
fn Compare(
    directory: String,
    followed: RwSignal<Option<DirectoryRunId>>,
    #[prop(into)] changed: Callback<()>,
) -> impl IntoView {
    let failure = RwSignal::new(None::<ApiError>);
    let directory = StoredValue::new(directory);
    let start = move |dry: bool| {
        let request = CreateDirectoryRun {
            directory: directory.get_value(),
            dry,
            confirms: None,
        };
        ask(request, followed, failure, changed);
    };
    view! {
        <div class="directory-actions">
            <button type="button" class="button" disabled=move || followed.get().is_some() on:click=move |_| start(true)>
                {t("directory-dry")}
            </button>
            <button
                type="button"
                class="button button-primary"
                disabled=move || followed.get().is_some()
                on:click=move |_| start(false)
            >
                {t("directory-compare")}
            </button>
        </div>
        <p class="field-error" role="alert">
            {move || failure.with(|failure| failure.as_ref().map(words::error))}
        </p>
    }
}

fn ask(
    request: CreateDirectoryRun,
    followed: RwSignal<Option<DirectoryRunId>>,
    failure: RwSignal<Option<ApiError>>,
    changed: Callback<()>,
) {
    spawn_local(async move {
        match api::directory::create_directory_run(&request).await {
            Ok(run) => {
                failure.set(None);
                followed.set(Some(run.id));
            }
            Err(error) => {
                failure.set(Some(error));
                changed.run(());
            }
        }
    });
}

/// A comparison that goes on, with how far it is.
#[component]
fn Followed(
    id: DirectoryRunId,
    followed: RwSignal<Option<DirectoryRunId>>,
    #[prop(into)] changed: Callback<()>,
) -> impl IntoView {
    let run = Fetch::<DirectoryRun>::new();
    let look = move || {
        run.run_then(async move { api::directory::get_directory_run(id).await }, move |run| {
            if !run.state.is_open() && followed.try_get_untracked() == Some(Some(id)) {
                followed.set(None);
                changed.run(());
            }
        });
    };
    look();
    let timer = set_interval_with_handle(look, LOOK_EVERY).ok();
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
    });
    let progress = move || {
        let run = run.get()?;
        let all = run.steps_all;
        Some(match all {
            Some(all) => {
                view! { <progress max=all.max(1).to_string() value=run.steps_done.to_string()></progress> }.into_any()
            }
            None => view! { <progress></progress> }.into_any(),
        })
    };
    let words = move || match run.get() {
        Some(run) if run.steps_all.is_some() => {
            tr!(
                "directory-progress",
                done = run.steps_done,
                all = run.steps_all.unwrap_or_default()
            )
        }
        _ => text("directory-reading"),
    };
    view! {
        <div class="directory-progress" role="status" aria-label=t("directory-running")>
            {progress}
            <span>{words}</span>
        </div>
    }
}

#[component]
fn Runs(directory: String, runs: Vec<DirectoryRun>, followed: RwSignal<Option<DirectoryRunId>>) -> impl IntoView {
    if runs.is_empty() {
        return view! { <p class="soft">{t("directory-runs-none")}</p> }.into_any();
    }
    let directory = StoredValue::new(directory);
    let failure = RwSignal::new(None::<ApiError>);
    let row = move |(index, run): (usize, DirectoryRun)| {
        let (state, dry, at) = (run.state, run.dry, run.created_at);
        let who = run.asked_by.as_ref().map(|person| person.name.clone());
        let id = run.id;
        let kind = if dry {
            "directory-run-dry"
        } else {
            "directory-run-whole"
        };
        let confirm = move |_| {
            let request = CreateDirectoryRun {
                directory: directory.get_value(),
                dry: false,
                confirms: Some(id),
            };
            ask(request, followed, failure, Callback::new(|()| ()));
        };
        let losses = run.report.as_ref().map(|report| (report.vanished, report.roles_lost));
        let (vanished, roles) = losses.unwrap_or_default();
        let waits = (state == RunState::Waiting && index == 0).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{move || tr!("directory-waits", count = vanished, roles = roles)}</p>
                    <button type="button" class="button button-danger" on:click=confirm>
                        {move || tr!("directory-confirm", count = vanished, roles = roles)}
                    </button>
                </Notice>
            }
        });
        let fault = run.fault.clone().map(|fault| {
            view! {
                <Notice tone=Tone::Error>
                    <p lang="en">{fault}</p>
                </Notice>
            }
        });
        view! {
            <li>
                <details open=index == 0>
                    <summary>
                        <Ago at />
                        ": "
                        {t(kind)}
                        ", "
                        {move || text(&format!("run-state-{}", state.name()))}
                        {who.map(|who| view! { <span class="soft">" · " {who}</span> })}
                    </summary>
                    {waits}
                    {fault}
                    {run.report.map(|report| view! { <Report report dry /> })}
                </details>
            </li>
        }
    };
    view! {
        <section aria-label=t("directory-runs")>
            <h3>{t("directory-runs")}</h3>
            <p class="field-error" role="alert">
                {move || failure.with(|failure| failure.as_ref().map(words::error))}
            </p>
            <ol class="directory-runs">{runs.into_iter().enumerate().map(row).collect_view()}</ol>
        </section>
    }
    .into_any()
}
