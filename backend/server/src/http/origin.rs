//! Where a request comes from: the client's address, and what it says that it is.

use actix_web::{HttpRequest, http::header};

use crate::{app::App, service::session::sign_in::Origin};

/// Longer names of browsers are cut, in characters.
const USER_AGENT_MAX: usize = 300;

/// The origin of a request. Behind a proxy that is trusted, the address is the one that the proxy names.
#[must_use]
pub fn origin(app: &App, request: &HttpRequest) -> Origin {
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Origin {
        address: client_address(app, request),
        user_agent: user_agent.unwrap_or_default().chars().take(USER_AGENT_MAX).collect(),
    }
}

fn client_address(app: &App, request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|address| address.ip());
    let trusted = peer.is_some_and(|peer| app.config.http.trusted_proxies.contains(&peer));
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .filter(|_| trusted)
        .and_then(|value| {
            value
                .to_str()
                .ok()?
                .rsplit(',')
                .next()
                .map(|last| last.trim().to_owned())
        });
    forwarded
        .or_else(|| peer.map(|peer| peer.to_string()))
        .unwrap_or_default()
}
