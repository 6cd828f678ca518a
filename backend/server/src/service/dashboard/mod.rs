//! The dashboard: what an agent looks at first (requirement B2).

pub mod get;
