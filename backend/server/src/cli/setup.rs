//! From a configuration to a running application: folders, database, transport, runtime, signals.

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use pult_store::Store;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{Failure, Outcome};
use crate::{
    adapters::{
        Transport,
        dkim::{Keys, SenderCheck, Signing, Verifier},
        ldap::{Ldap, People},
        lmtp::{self, Limits, Shared},
        transport::{files::FilesTransport, smtp::SmtpTransport},
    },
    app::App,
    clock::{Clock, Rng, SystemClock, SystemRng},
    config::{Config, TransportChoice},
    service::intake::ServiceIntake,
    smime::{Authorities, SigningKeys},
};

/// After the request to stop, what still runs gets this long.
pub const GRACE: Duration = Duration::from_secs(8);
/// Silence after which an LMTP connection is closed (RFC 5321 §4.5.3.2 asks for five minutes).
const LMTP_IDLE: Duration = Duration::from_secs(300);

/// Runs on one runtime of several threads, which the HTTP server's threads stand beside.
pub fn block_on(future: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let system = actix_web::rt::System::with_tokio_rt(|| runtime);
    system.block_on(future)
}

/// Opens the database; brings its schema up to date.
pub async fn open_store(config: &Config) -> Result<Store, Failure> {
    let store = open_store_as_it_is(config).await?;
    let steps = store.migrate().await?;
    if steps > 0 {
        tracing::info!(steps, "the database's schema was brought up to date");
    }
    Ok(store)
}

/// Opens the database and leaves its schema alone.
pub async fn open_store_as_it_is(config: &Config) -> Result<Store, Failure> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        Failure::because(format!(
            "the data folder {} cannot be created: {error}",
            config.data.display()
        ))
    })?;
    let options = pult_store::Options {
        url: config.database.url.expose().to_owned(),
        blobs: config.blobs_folder(),
        max_connections: config.database.max_connections,
    };
    Store::open(options).await.map_err(|error| {
        Failure::because(format!(
            "the database {} cannot be opened: {error}",
            redacted(config.database.url.expose())
        ))
    })
}

/// The application on the machine's own clock and chance.
pub fn app(config: Config, store: Store) -> Result<App, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let rng: Arc<dyn Rng> = Arc::new(SystemRng);
    let transport = transport(&config, &clock, &rng)?;
    let transport = match dkim_keys(&config)? {
        keys if keys.is_empty() => transport,
        keys => Arc::new(Signing::new(keys, transport)),
    };
    let sender_check = sender_check(&config)?;
    let (authorities, signing_keys) = smime(&config)?;
    let directories = config.directories.iter();
    let directories = directories.map(|one| Arc::new(Ldap::new(one.clone(), Arc::clone(&clock))) as Arc<dyn People>);
    let directories: Vec<_> = directories.collect();
    let mut app = App::new(store, Arc::new(config), clock, rng, transport);
    app.sender_check = sender_check;
    app.authorities = authorities.map(Arc::new);
    app.signing_keys = Arc::new(signing_keys);
    app.directories = Arc::new(directories);
    Ok(app)
}

/// Whose certificates are believed, and the desk's own.
pub fn smime(config: &Config) -> Result<(Option<Authorities>, SigningKeys), Failure> {
    let read = config.mail.smime_ca_file.as_deref().map(Authorities::read).transpose();
    let authorities = read.map_err(|fault| Failure::because(format!("mail.smime_ca_file: {fault}")))?;
    let keys = SigningKeys::read(&config.mail.smime).map_err(|faults| Failure::because(faults.join("\n")))?;
    Ok((authorities, keys))
}

/// The keys of domains that mail is signed with.
pub fn dkim_keys(config: &Config) -> Result<Keys, Failure> {
    Keys::read(&config.mail.dkim).map_err(|faults| Failure::because(faults.join("\n")))
}

fn sender_check(config: &Config) -> Result<Option<Arc<dyn SenderCheck>>, Failure> {
    if !config.mail.verify_dkim {
        return Ok(None);
    }
    let verifier = Verifier::asking(config.mail.name_server, config.mail.trusted_arc_sealers.clone())
        .map_err(|error| Failure::because(format!("mail.verify_dkim: no name server can be asked: {error}")))?;
    Ok(Some(Arc::new(verifier)))
}

fn transport(config: &Config, clock: &Arc<dyn Clock>, rng: &Arc<dyn Rng>) -> Result<Arc<dyn Transport>, Failure> {
    Ok(match config.smtp.transport {
        TransportChoice::Files => Arc::new(FilesTransport::new(
            config.outgoing_folder(),
            Arc::clone(clock),
            Arc::clone(rng),
        )),
        TransportChoice::Smtp => {
            let smtp = SmtpTransport::new(&config.smtp, &config.mail.domain);
            Arc::new(smtp.map_err(|error| Failure::because(format!("mail by SMTP cannot be set up: {error}")))?)
        }
    })
}

/// Starts to listen for LMTP where that is configured; serves until shutdown.
pub async fn start_lmtp(
    app: &App,
    shutdown: &CancellationToken,
) -> Result<Option<tokio::task::JoinHandle<()>>, Failure> {
    let Some(address) = app.config.lmtp.listen else {
        return Ok(None);
    };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| cannot_listen("LMTP", address, &error))?;
    let limits = Limits {
        max_bytes: app.config.mail.max_bytes,
        max_sessions: app.config.lmtp.max_sessions,
        idle: LMTP_IDLE,
        host: app.config.mail.domain.clone(),
    };
    let shared = Shared::new(Arc::new(ServiceIntake(app.clone())), limits, shutdown.clone());
    tracing::info!(%address, "LMTP is ready");
    Ok(Some(tokio::spawn(lmtp::serve(listener, Arc::new(shared)))))
}

pub fn cannot_listen(what: &str, address: SocketAddr, error: &io::Error) -> Failure {
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => "; another program (or another Pult) listens there",
        io::ErrorKind::PermissionDenied => "; ports below 1024 need more rights",
        io::ErrorKind::AddrNotAvailable => "; this machine does not have that address",
        _ => "",
    };
    Failure::because(format!("{what} cannot listen at {address}: {error}{hint}"))
}

/// A token that is cancelled at SIGTERM or SIGINT; a second signal ends the process at once.
pub fn shutdown_on_signal() -> Result<CancellationToken, Failure> {
    let token = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let cancelled = token.clone();
    tokio::spawn(async move {
        for round in 0..2 {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if round == 0 {
                tracing::info!("asked to stop; finishing what is under way");
                cancelled.cancel();
            }
        }
        tracing::warn!("asked to stop again; stopping at once");
        std::process::exit(130);
    });
    Ok(token)
}

/// A database's URL without the password in it.
fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "[hidden]".to_owned();
    };
    // Passwords may hold an @, hosts may not.
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or("");
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn urls_without_passwords() {
        for (url, shown) in [
            (
                "postgres://pult:se:cr@et@db.example/pult",
                "postgres://pult@db.example/pult",
            ),
            ("postgres://db.example/pult", "postgres://db.example/pult"),
            ("sqlite://data/pult.db", "sqlite://data/pult.db"),
            ("nonsense", "[hidden]"),
        ] {
            assert_eq!(redacted(url), shown);
        }
    }
}
