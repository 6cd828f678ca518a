//! `pult directory sync`: compare everybody with the directories from the command line.

use std::time::Duration;

use clap::{Args, Subcommand};
use pult_shared::{
    api::directory::{CreateDirectoryRun, DirectoryRun, RunState},
    ids::DirectoryRunId,
};

use super::{Failure, Outcome, options::Common, serve::announce, setup};
use crate::{
    app::App,
    service::directory::{start, sync},
};

/// Another process may do the work; it is looked at so often.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Compare people with directories (LDAP)
#[derive(Args, Debug)]
pub struct Directory {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Sync(Sync),
}

/// Bring people up to date by the directories, and print what differs
///
/// Ends with 1 where a comparison fails, or waits for a confirmation because too many people would be deactivated or lose roles.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult directory sync --config /etc/pult.toml --dry-run\n  pult directory sync --config /etc/pult.toml --name hs"
)]
struct Sync {
    #[command(flatten)]
    common: Common,

    /// Only look: print what differs, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// The directory's name in the configuration [default: all of them]
    #[arg(long)]
    name: Option<String>,

    /// The id of a comparison that waits: so many people may be deactivated, and lose roles, as it has found
    #[arg(long, value_name = "ID", requires = "name")]
    confirm: Option<DirectoryRunId>,
}

impl Directory {
    pub async fn run(self) -> Outcome {
        match self.action {
            Action::Sync(sync) => sync.run().await,
        }
    }
}

impl Sync {
    async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let all = config.directories.iter().map(|directory| directory.name.clone());
        let names: Vec<String> = all
            .filter(|name| self.name.as_ref().is_none_or(|wanted| wanted == name))
            .collect();
        if names.is_empty() {
            return Err(Failure::because(
                "no such directory is configured; see [[directory]] in pult config sample",
            ));
        }
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let mut trouble = false;
        for directory in names {
            let request = CreateDirectoryRun {
                directory,
                dry: self.dry_run,
                confirms: self.confirm,
            };
            let run = compare(&app, &request).await?;
            trouble = trouble || run.state != RunState::Done;
            announce(&told(&run))?;
        }
        store.close().await;
        if trouble {
            Err(Failure::because("not everything was compared"))
        } else {
            Ok(())
        }
    }
}

/// Asks for it, and helps until it has ended.
async fn compare(app: &App, request: &CreateDirectoryRun) -> Result<DirectoryRun, Failure> {
    let mut run = start::ask(app, None, request).await?;
    while run.state.is_open() {
        if sync::work(app).await? == 0 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        run = start::one(app, run.id).await?;
    }
    Ok(run)
}

fn told(run: &DirectoryRun) -> String {
    let name = &run.directory;
    let Some(report) = &run.report else {
        return format!("{name}: {}", run.fault.as_deref().unwrap_or("no report"));
    };
    let tense = if run.dry || run.state == RunState::Waiting {
        "would be "
    } else {
        ""
    };
    let mut text = format!(
        "{name}: {} entries; {} {tense}created, {} {tense}changed, {} {tense}deactivated, {} the same, {} kept, {} left out; {} {tense}without a role that they had",
        report.entries,
        report.created,
        report.changed,
        report.vanished,
        report.unchanged,
        report.kept,
        report.faults,
        report.roles_lost
    );
    for line in &report.fault_lines {
        text.push_str(&format!("\n  {}: {} {}", line.entry, line.fault.name(), line.value));
    }
    if run.state == RunState::Waiting {
        text.push_str(&format!(
            "\n  nothing was changed, since so many would be deactivated or lose roles; if that is right: --name {name} --confirm {}",
            run.id
        ));
    }
    text
}
