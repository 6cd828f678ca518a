//! A connection to one server, with its TLS.

use std::{path::Path, sync::Arc, time::Duration};

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings};

use super::ask::AskError;
use crate::{
    adapters::tls,
    config::{Directory, Tls},
};

/// Connects; StartTLS is done before anything is said.
pub async fn connect(settings: &Directory, server: &str, patience: Duration) -> Result<Ldap, AskError> {
    let scheme = if settings.tls == Tls::Tls { "ldaps" } else { "ldap" };
    let mut how = LdapConnSettings::new()
        .set_conn_timeout(patience)
        .set_starttls(settings.tls == Tls::Starttls);
    if settings.tls != Tls::None {
        how = how.set_config(trust(settings.ca_file.as_deref()).await?);
    }
    let (connection, ldap) = LdapConnAsync::with_settings(how, &format!("{scheme}://{server}"))
        .await
        .map_err(|error| AskError::Away(error.to_string()))?;
    let server = server.to_owned();
    // Ends with the last handle.
    tokio::spawn(async move {
        if let Err(error) = connection.drive().await {
            tracing::debug!(server, %error, "a connection to the directory has ended");
        }
    });
    Ok(ldap)
}

async fn trust(ca_file: Option<&Path>) -> Result<Arc<rustls::ClientConfig>, AskError> {
    tls::config(ca_file)
        .await
        .map_err(|error| AskError::Refused(error.to_string()))
}
