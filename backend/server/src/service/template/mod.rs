//! Text templates (requirement B9): what agents write again and again, and what stands around answers.

pub mod text;
mod variables;

pub use variables::{Variables, example, variables, variables_of};
