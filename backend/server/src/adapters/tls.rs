//! TLS as a client: the system's certificates, and those of the house where a file names them.
//!
//! Knows rustls with the ring provider. Nobody below asks which certificates were trusted.

use std::{io, path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Wraps a connection; `host` is what the server's certificate must be for.
pub async fn wrap<S>(stream: S, host: &str, ca_file: Option<&Path>) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let ca_file = ca_file.map(Path::to_owned);
    // Reading the system's certificates is file work.
    let config = tokio::task::spawn_blocking(move || client_config(ca_file.as_deref()))
        .await
        .map_err(io::Error::other)??;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// The same trust for a client that speaks TLS by itself.
pub async fn config(ca_file: Option<&Path>) -> io::Result<Arc<ClientConfig>> {
    let ca_file = ca_file.map(Path::to_owned);
    let config = tokio::task::spawn_blocking(move || client_config(ca_file.as_deref())).await;
    config.map_err(io::Error::other)?.map(Arc::new)
}

fn client_config(ca_file: Option<&Path>) -> io::Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    Ok(builder.with_root_certificates(roots(ca_file)?).with_no_client_auth())
}

fn roots(ca_file: Option<&Path>) -> io::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let system = rustls_native_certs::load_native_certs();
    for error in &system.errors {
        tracing::warn!(%error, "some of the system's certificates cannot be read");
    }
    roots.add_parsable_certificates(system.certs);
    if let Some(path) = ca_file {
        let named = |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
        let certificates = CertificateDer::pem_file_iter(path).map_err(|error| named(&error))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| named(&error))?;
            roots.add(certificate).map_err(|error| named(&error))?;
        }
    }
    if roots.is_empty() {
        return Err(io::Error::other(
            "no certificate to trust was found; set ca_file, or install ca-certificates",
        ));
    }
    Ok(roots)
}
