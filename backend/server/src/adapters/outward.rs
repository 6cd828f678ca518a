//! Requests to addresses that people enter: one guarded client for all of them (OWASP: server-side request forgery).
//!
//! A host is resolved first; where one of its addresses is this machine's, private, link-local or otherwise not the public internet's, nothing
//! is asked, unless the configuration allows the host. The connection goes to the addresses that were looked at, so that a name cannot change
//! in between. No redirects, no proxy, a limit in time and in size. Does not know what is asked.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use bytes::Bytes;
use reqwest::{Client, Method, Url, header::HeaderMap, redirect::Policy};

/// A whole exchange takes at most so long.
const TIME_OUT: Duration = Duration::from_secs(10);
/// A connection is made within that time.
const CONNECT_TIME_OUT: Duration = Duration::from_secs(5);

/// Why nothing came of a request. Never says what was sent.
#[derive(Debug, thiserror::Error)]
pub enum OutwardError {
    #[error("{0} is no address that is asked")]
    NotAllowed(String),
    #[error("the host {0} has no address")]
    Unresolved(String),
    #[error("the other side did not answer: {0}")]
    Failed(String),
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// A longer answer is none, in bytes.
    pub answer_max: usize,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// The guarded client.
#[derive(Clone, Debug)]
pub struct Outward {
    /// Hosts, in lower case, that may be asked wherever they are.
    allowed: BTreeSet<String>,
    /// A whole exchange takes at most so long.
    time_out: Duration,
}

impl Default for Outward {
    fn default() -> Self {
        Self::new([])
    }
}

impl Outward {
    #[must_use]
    pub fn new(allowed: impl IntoIterator<Item = String>) -> Self {
        let allowed = allowed.into_iter().map(|host| host.to_lowercase()).collect();
        Self {
            allowed,
            time_out: TIME_OUT,
        }
    }

    /// The same, with less patience.
    #[must_use]
    pub fn within(self, time_out: Duration) -> Self {
        Self { time_out, ..self }
    }

    /// The same, for a host more: one that the configuration itself names.
    #[must_use]
    pub fn and(&self, url: &str) -> Self {
        let host = Url::parse(url).ok().and_then(|url| host_of(&url));
        Self::new(self.allowed.iter().cloned().chain(host)).within(self.time_out)
    }

    /// Asks once.
    ///
    /// # Errors
    /// When the address may not be asked, nobody answers in time, or the answer is too large. Any status is an answer.
    pub async fn send(&self, request: Request) -> Result<Response, OutwardError> {
        let url = Url::parse(&request.url).map_err(|_| OutwardError::NotAllowed("what was given".to_owned()))?;
        let exchange = async {
            let client = self.client(&url).await?;
            let sent = client
                .request(request.method, url)
                .headers(request.headers)
                .body(request.body)
                .send()
                .await;
            read(sent.map_err(|error| failed(&error))?, request.answer_max).await
        };
        tokio::time::timeout(self.time_out, exchange)
            .await
            .map_err(|_| OutwardError::Failed("it took too long".to_owned()))?
    }

    /// A client that goes nowhere but to the addresses of this host as they are now.
    async fn client(&self, url: &Url) -> Result<Client, OutwardError> {
        let host = host_of(url).ok_or_else(|| OutwardError::NotAllowed(url.scheme().to_owned()))?;
        let plain = !url.username().is_empty() || url.password().is_some();
        let allowed = self.allowed.contains(&host);
        // Over plain HTTP only where the configuration says so.
        let scheme = url.scheme() == "https" || (url.scheme() == "http" && allowed);
        let port = url.port_or_known_default().filter(|_| scheme && !plain);
        let port = port.ok_or_else(|| OutwardError::NotAllowed(host.clone()))?;
        let found = tokio::net::lookup_host((host.as_str(), port)).await;
        let addresses: Vec<SocketAddr> = found.map_err(|_| OutwardError::Unresolved(host.clone()))?.collect();
        if addresses.is_empty() {
            return Err(OutwardError::Unresolved(host));
        }
        if !allowed && addresses.iter().any(|address| !is_public(address.ip())) {
            return Err(OutwardError::NotAllowed(host));
        }
        Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(self.time_out)
            .connect_timeout(CONNECT_TIME_OUT)
            .resolve_to_addrs(&host, &addresses)
            .build()
            .map_err(|error| failed(&error))
    }
}

/// The host of a URL, in lower case; of an IPv6 address without its brackets.
fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_lowercase();
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    Some(bare.map_or(host.clone(), str::to_owned))
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Response, OutwardError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
        if body.len() + chunk.len() > limit {
            return Err(OutwardError::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: body.into(),
    })
}

/// What went wrong, with its causes and without the address, which may carry secrets.
fn failed(error: &reqwest::Error) -> OutwardError {
    let mut text = String::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(one) = cause {
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&one.to_string());
        cause = one.source();
    }
    if text.is_empty() {
        text.push_str(if error.is_timeout() {
            "it took too long"
        } else {
            "no connection"
        });
    }
    OutwardError::Failed(text)
}

/// Whether an address is the public internet's (IANA's registries of special-purpose addresses).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, _, _)
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Global unicast is 2000::/3; in it lie Teredo, 6to4, documentation and benchmarking.
    let global = first & 0xe000 == 0x2000;
    let special = (first == 0x2001 && (second < 0x0200 || second == 0x0db8)) || first == 0x2002 || first == 0x3fff;
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet() {
        for (text, public) in [
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("192.0.2.1", false),
            ("198.18.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("8.8.8.8", true),
            ("::1", false),
            ("::", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::7f00:1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::", false),
            ("2606:4700::1111", true),
        ] {
            assert_eq!(is_public(text.parse().expect("an address")), public, "{text}");
        }
    }

    async fn refused(outward: &Outward, url: &str) -> OutwardError {
        let request = Request {
            method: Method::GET,
            url: url.to_owned(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            answer_max: 10,
        };
        outward.send(request).await.expect_err("refused")
    }

    #[tokio::test]
    async fn nothing_inside_is_asked() {
        let outward = Outward::default();
        for url in [
            "https://127.0.0.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://169.254.169.254/latest/meta-data",
            "http://8.8.8.8/",
            "https://user:password@8.8.8.8/",
            "file:///etc/passwd",
            "gopher://8.8.8.8/",
            "no url",
        ] {
            let error = refused(&outward, url).await;
            assert!(matches!(error, OutwardError::NotAllowed(_)), "{url}: {error}");
        }
    }

    #[tokio::test]
    async fn a_host_that_is_allowed_is_asked_wherever_it_is() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let answering = tokio::spawn(async move {
            for body in ["0123456789", "01234567890", ""] {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut buffer = [0_u8; 1024];
                let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut buffer)
                    .await
                    .expect("a request");
                let head = if body.is_empty() {
                    "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_owned()
                } else {
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
                };
                tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes())
                    .await
                    .expect("written");
            }
        });
        let _ = rustls::crypto::ring::default_provider().install_default();
        let outward = Outward::default().and(&url);
        let request = Request {
            method: Method::GET,
            url: url.clone(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            answer_max: 10,
        };
        let answer = outward.send(request.clone()).await.expect("an answer");
        assert_eq!((answer.status, &*answer.body), (200, b"0123456789".as_slice()));
        assert!(matches!(refused(&outward, &url).await, OutwardError::TooLarge(10)));
        let answer = outward.send(request).await.expect("an answer");
        assert_eq!(answer.status, 302, "a redirect is not followed");
        answering.await.expect("answered");
    }
}
