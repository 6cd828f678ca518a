//! Who looks at a ticket, and who writes.

use gloo_net::http::Method;
use pult_shared::api::presence::{PresenceView, ReportPresence};

use super::{ApiError, Target, tickets};

fn target(number: &str) -> Target {
    Target::new(format!("{}/presence", tickets::path(number)))
}

pub async fn report_presence(number: &str, writing: bool) -> Result<PresenceView, ApiError> {
    let report = ReportPresence { writing, gone: false };
    super::send_json(Method::PUT, target(number), None, &report).await
}

/// Says goodbye while the page goes away.
pub fn leave(number: &str) {
    let report = ReportPresence {
        writing: false,
        gone: true,
    };
    super::send_leaving(Method::PUT, &target(number), &report);
}
