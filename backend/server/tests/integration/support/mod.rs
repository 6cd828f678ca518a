//! What every test needs: a desk on a fresh database, people who ask it, and mails.

mod desk;
mod eml;
mod engine;
#[path = "../../outside/imap_server.rs"]
pub mod imap_server;
mod visitor;

pub use desk::Desk;
pub use eml::Eml;
pub use engine::Engine;
pub use visitor::{Answer, Visitor};

/// Declares tests that run on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($desk:ident: $desk_type:ty) $body:block)*) => {
        $(
            mod $name {
                use super::*;

                $(#[$meta])*
                async fn run($desk: $desk_type) $body

                #[actix_web::test]
                async fn sqlite() {
                    run($crate::support::Desk::open($crate::support::Engine::sqlite()).await).await;
                }

                #[actix_web::test]
                async fn postgres() {
                    if let Some(engine) = $crate::support::Engine::postgres() {
                        run($crate::support::Desk::open(engine).await).await;
                    }
                }
            }
        )*
    };
}
pub(crate) use on_both;
