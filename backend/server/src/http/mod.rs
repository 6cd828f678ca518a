//! The HTTP door: thin handlers over the use cases, problem documents, cookies, headers, the live stream, the front end.
//!
//! The only room that knows actix-web. Never calls `store`: what a handler needs is a use case.

pub mod api;
mod body;
mod composed;
mod error;
mod examples;
mod head;
pub mod headers;
mod if_match;
mod methods;
mod origin;
mod plain;
mod routes;
mod same_site;
mod seeing_banner;
mod sign_in_page;
mod signed_in;
mod site;

use std::{net::TcpListener, time::Duration};

use actix_web::{
    App as ActixApp, HttpServer,
    middleware::{Compress, Condition},
    web::{self, Data},
};
use tokio_util::sync::CancellationToken;
use tracing_actix_web::TracingLogger;

use crate::{app::App, service::live};

/// Serves until `shutdown` is called; then lets requests that are under way end, for some seconds.
///
/// # Errors
/// When the socket cannot be served.
pub async fn serve(app: App, listener: TcpListener, shutdown: CancellationToken) -> std::io::Result<()> {
    let stop = shutdown.clone();
    let live = tokio::spawn(live::run(app.clone(), shutdown.clone()));
    let server = HttpServer::new(move || {
        let app = app.clone();
        let shutdown = shutdown.clone();
        ActixApp::new()
            .wrap(Condition::new(true, Compress::default()))
            .wrap(actix_web::middleware::from_fn(headers::secure))
            .wrap(TracingLogger::<headers::QuietSpan>::new())
            .configure(move |config| configure(config, app, shutdown))
    })
    // An answer of more than one packet would else wait for the other side's delayed acknowledgement: 40 ms on Linux, for nothing.
    .tcp_nodelay(true)
    .listen(listener)?
    .workers(std::thread::available_parallelism().map_or(2, usize::from).min(4))
    .client_request_timeout(Duration::from_secs(30))
    .shutdown_timeout(5)
    .disable_signals()
    .run();
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        stop.cancelled().await;
        handle.stop(true).await;
    });
    let served = server.await;
    live.abort();
    served
}

/// Mounts everything; tests mount it in process.
pub fn configure(config: &mut web::ServiceConfig, app: App, shutdown: CancellationToken) {
    config
        .app_data(Data::new(app))
        .app_data(Data::new(shutdown))
        .app_data(body::query_config())
        .app_data(body::path_config())
        .app_data(body::form_config())
        .configure(api::mount)
        .configure(site::mount);
}
