//! Fills an empty database: a believable university (`demo`), a fixed small set for tests (`e2e`), very many tickets (`load`).
//!
//! Queues, roles and people are entered as they are; settings and tickets come about on the same road as real ones, the tickets with
//! a clock that is set to the past.

mod cast;
mod demo;
mod desk;
mod house;
mod letter;
mod load;
mod script;
mod story;
mod teller;

use pult_store::{StoreError, people};

use crate::{
    adapters::IntakeError,
    app::App,
    identity::password::HashError,
    service::{ServiceError, notification},
};
use desk::Desk;
use house::House;

/// The password of everybody in the demo.
pub const DEMO_PASSWORD: &str = "pult-demo-Passw0rd";
/// The password of everybody in the end-to-end tests.
pub const E2E_PASSWORD: &str = "pult-e2e-Passw0rd";

const DEMO_HOUSE: &str = include_str!("demo/house.toml");
const DEMO_DESK: &str = include_str!("demo/desk.toml");
const E2E_HOUSE: &str = include_str!("e2e/house.toml");

/// Why a database was not filled.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("the database already has {0} people; only an empty one is filled, and nothing was changed")]
    NotEmpty(u64),
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Service(#[from] ServiceError),
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Password(#[from] HashError),
    /// The data of the seed are wrong: a bug, found by a test.
    #[error("the seed's own data: {0}")]
    Data(String),
}

/// Tells the demo, and what to sign in with.
///
/// # Errors
/// `NotEmpty` where somebody is entered already; else when the database fails.
pub async fn demo(app: &App) -> Result<String, SeedError> {
    refuse_unless_empty(app).await?;
    let house = House::read(DEMO_HOUSE)?;
    let desk = Desk::read(DEMO_DESK)?;
    let stories = demo::stories()?;
    house.enter(app, DEMO_PASSWORD).await?;
    desk.set_up(app, &house).await?;
    let told = teller::tell(app, &house, &stories).await?;
    desk.set_up_automation(app, &house).await?;
    notification::note::of_the_past(app).await?;
    Ok(format!(
        "Filled the demo: {told} tickets, {} people, {} queues.\n\n{}",
        house.people.len(),
        house.queues.len(),
        house.logins(DEMO_PASSWORD)
    ))
}

/// Fills in what the end-to-end tests start from.
///
/// # Errors
/// As [`demo`].
pub async fn e2e(app: &App) -> Result<String, SeedError> {
    refuse_unless_empty(app).await?;
    let house = House::read(E2E_HOUSE)?;
    house.enter(app, E2E_PASSWORD).await?;
    Ok(format!(
        "Filled in people and queues for tests.\n\n{}",
        house.logins(E2E_PASSWORD)
    ))
}

/// Fills in a large university and many tickets. The report says how long it took.
///
/// # Errors
/// As [`demo`].
pub async fn load(app: &App, tickets: u32) -> Result<String, SeedError> {
    refuse_unless_empty(app).await?;
    let begin = app.now();
    let mut house = House::read(DEMO_HOUSE)?;
    load::grow(&mut house);
    house.enter(app, DEMO_PASSWORD).await?;
    load::extend_catalog(app).await?;
    load::fill(app, &house, tickets).await?;
    notification::note::pass_over(app).await?;
    app.store.gather_statistics().await?;
    let seconds = app.now().duration_since(begin).as_secs_f64();
    Ok(format!(
        "Filled in {tickets} tickets with three articles each, {} people of the house, {} queues, in {seconds:.0} s: {:.0} tickets a second.\n\n{}",
        house.people.len(),
        house.queues.len(),
        f64::from(tickets) / seconds,
        house.logins(DEMO_PASSWORD)
    ))
}

async fn refuse_unless_empty(app: &App) -> Result<(), SeedError> {
    match people::count(&app.store).await? {
        0 => Ok(()),
        people => Err(SeedError::NotEmpty(people)),
    }
}
