//! The schema as a list of small steps, for SQLite and PostgreSQL.
//!
//! Knows sea-orm-migration only: no rule, no type of the application. The README tells how a step is written so that the
//! version before it keeps running.

mod step;
mod steps;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

/// All steps, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps::all()
            .into_iter()
            .map(|step| Box::new(step) as Box<dyn MigrationTrait>)
            .collect()
    }
}

/// The names of all steps, in order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    steps::all().into_iter().map(|step| step.name).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_grow_and_are_unique() {
        let names = super::names();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    }
}
