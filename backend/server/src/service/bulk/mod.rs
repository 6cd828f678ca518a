//! Bulk jobs: commands for many tickets. A job is made as a whole or not at all; then a worker takes ticket by ticket, each in a
//! transaction of its own by the same road as a click.

pub mod answer;
pub mod create;
pub mod show;
pub mod stop;
pub mod work;
