//! LMTP as a mail server speaks it, over a real socket, with an intake of the test's own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use pult_server::adapters::{
    intake::STUB_BYTES,
    lmtp::{self, Limits, Shared},
};
use pult_shared::api::mail::Door;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::intake::Script;

struct Server {
    address: SocketAddr,
    script: Arc<Script>,
    shutdown: CancellationToken,
    running: JoinHandle<()>,
}

#[expect(clippy::unwrap_used, reason = "test set-up")]
async fn start(change: impl FnOnce(&mut Limits)) -> Server {
    let script = Arc::new(Script::default());
    let shutdown = CancellationToken::new();
    let mut limits = Limits {
        max_bytes: 1_000_000,
        max_sessions: 20,
        idle: Duration::from_secs(10),
        host: "pult.example".to_owned(),
    };
    change(&mut limits);
    let shared = Shared::new(Arc::<Script>::clone(&script), limits, shutdown.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(lmtp::serve(listener, Arc::new(shared)));
    Server {
        address,
        script,
        shutdown,
        running,
    }
}

struct Client(BufReader<TcpStream>);

#[expect(clippy::unwrap_used, reason = "test set-up")]
impl Client {
    async fn connect(server: &Server) -> Self {
        let mut client = Self(BufReader::new(TcpStream::connect(server.address).await.unwrap()));
        client.expect("220 pult.example LMTP").await;
        client
    }

    async fn greet(server: &Server) -> Self {
        let mut client = Self::connect(server).await;
        client.send("LHLO mx.example\r\n").await;
        for expected in [
            "250-pult.example",
            "250-PIPELINING",
            "250-ENHANCEDSTATUSCODES",
            "250-8BITMIME",
            "250-SMTPUTF8",
            "250 SIZE",
        ] {
            client.expect(expected).await;
        }
        client
    }

    async fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).await.unwrap();
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        tokio::time::timeout(Duration::from_secs(5), self.0.read_line(&mut line))
            .await
            .unwrap()
            .unwrap();
        line
    }

    async fn expect(&mut self, start: &str) {
        let line = self.line().await;
        assert!(line.starts_with(start), "expected {start:?}, got {line:?}");
    }

    /// One command, one reply.
    async fn say(&mut self, command: &str, start: &str) {
        self.send(&format!("{command}\r\n")).await;
        self.expect(start).await;
    }

    async fn ended(&mut self) {
        let mut rest = Vec::new();
        tokio::time::timeout(Duration::from_secs(5), self.0.read_to_end(&mut rest))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&rest), "");
    }
}

// req: B1
#[tokio::test]
async fn one_mail_for_two_recipients_is_one_arrival_and_two_replies() {
    let server = start(|_| {}).await;
    let mut client = Client::greet(&server).await;
    client
        .say(
            "MAIL FROM:<lena.vogt@stud.example> SIZE=40 BODY=8BITMIME SMTPUTF8",
            "250 2.1.0",
        )
        .await;
    client.say("RCPT TO:<it-desk@pult.example>", "250 2.1.5").await;
    client.say("RCPT TO:<wlan@pult.example>", "250 2.1.5").await;
    client.say("DATA", "354").await;
    client.send("Subject: Grüße\r\n\r\nHallo\r\n..zwei\r\n.\r\n").await;
    client.expect("250 2.0.0 <it-desk@pult.example>").await;
    client.expect("250 2.0.0 <wlan@pult.example>").await;
    client.say("QUIT", "221 2.0.0").await;
    client.ended().await;
    let arrivals = server.script.arrivals();
    assert_eq!(arrivals.len(), 1);
    assert_eq!(arrivals[0].door, Door::Lmtp);
    assert_eq!(arrivals[0].envelope_from, "lena.vogt@stud.example");
    assert_eq!(arrivals[0].envelope_to, ["it-desk@pult.example", "wlan@pult.example"]);
    assert_eq!(arrivals[0].raw, "Subject: Grüße\r\n\r\nHallo\r\n.zwei\r\n".as_bytes());
    assert_eq!(arrivals[0].original_size, arrivals[0].raw.len() as u64);
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let server = start(|_| {}).await;
    let mut client = Client::connect(&server).await;
    client
        .send(
            "LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<a@x.example>\r\nRCPT TO:<>\r\nDATA\r\nSubject: bounce\r\n\r\n.\r\n\
             MAIL FROM:<b@y.example>\r\nRCPT TO:<a@x.example>\r\nDATA\r\n.\r\nRSET\r\nNOOP\r\nQUIT\r\n",
        )
        .await;
    for expected in [
        "250-pult",
        "250-P",
        "250-E",
        "250-8",
        "250-S",
        "250 SIZE",
        "250 2.1.0",
        "250 2.1.5",
        "501 5.1.3",
        "354",
        "250 2.0.0 <a@",
        "250 2.1.0",
        "250 2.1.5",
        "354",
        "250 2.0.0 <a@",
        "250 2.0.0",
        "250 2.0.0",
        "221",
    ] {
        client.expect(expected).await;
    }
    let arrivals = server.script.arrivals();
    assert_eq!((arrivals[0].envelope_from.as_str(), arrivals.len()), ("", 2));
    assert!(arrivals[1].raw.is_empty());
}

// req: B1
#[tokio::test]
async fn with_the_database_away_the_mail_stays_with_its_sender_and_the_connection_lives() {
    let server = start(|_| {}).await;
    server.script.fail_next();
    let mut client = Client::greet(&server).await;
    for reply in ["451 4.3.0", "250 2.0.0"] {
        client.say("MAIL FROM:<x@y.example>", "250").await;
        client.say("RCPT TO:<a@x.example>", "250").await;
        client.say("RCPT TO:<b@x.example>", "250").await;
        client.say("DATA", "354").await;
        client.send("Subject: x\r\n\r\nx\r\n.\r\n").await;
        client.expect(reply).await;
        client.expect(reply).await;
    }
    assert_eq!(server.script.arrivals().len(), 1);
}

#[tokio::test]
async fn of_a_mail_over_the_limit_the_beginning_is_recorded_with_its_size() {
    let server = start(|limits| limits.max_bytes = 200_000).await;
    let mut client = Client::greet(&server).await;
    client.say("MAIL FROM:<x@y.example> SIZE=3000000", "250").await;
    client.say("RCPT TO:<a@x.example>", "250").await;
    client.say("DATA", "354").await;
    client.send("Subject: large\r\n\r\n").await;
    let line = format!("{}\r\n", "x".repeat(998));
    for _ in 0..3000 {
        client.send(&line).await;
    }
    client.send(".\r\n").await;
    client.expect("250 2.0.0").await;
    client.say("NOOP", "250").await;
    let arrivals = server.script.arrivals();
    assert_eq!(arrivals[0].raw.len(), STUB_BYTES);
    assert!(arrivals[0].raw.starts_with(b"Subject: large\r\n\r\n"));
    assert_eq!(arrivals[0].original_size, 18 + 3000 * 1000);
}

#[tokio::test]
async fn commands_out_of_order_and_nonsense_are_refused_and_do_no_harm() {
    let server = start(|_| {}).await;
    let mut client = Client::connect(&server).await;
    client.say("MAIL FROM:<x@y.example>", "503 5.5.1").await;
    client.say("EHLO x", "500 5.5.1").await;
    client.say("HELO x", "500 5.5.1").await;
    client.send("LHLO x\r\n").await;
    for _ in 0..6 {
        client.expect("250").await;
    }
    for (command, reply) in [
        ("RCPT TO:<a@x.example>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("MAIL FROM:x@y.example", "501 5.5.2"),
        ("MAIL FROM:<x@y.example> BODY=BINARYMIME", "501 5.6.1"),
        ("MAIL FROM:<x@y.example> NONSENSE=1", "5"),
        ("MAIL FROM:<x@y.example>", "250"),
        ("MAIL FROM:<x@y.example>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("RCPT TO:<a@x.example>", "250"),
        ("VRFY a@x.example", "252"),
        ("STARTTLS", "502"),
        ("BDAT 5 LAST", "502"),
        ("GET / HTTP/1.1", "500"),
        ("HELP", "214"),
        ("RSET", "250"),
        ("RCPT TO:<a@x.example>", "503"),
    ] {
        client.say(command, reply).await;
    }
    client.say(&format!("NOOP {}", "x".repeat(10_000)), "500 5.5.2").await;
    client.say("NOOP", "250").await;
}

#[tokio::test]
async fn addresses_that_the_grammar_forbids_but_the_world_uses_are_taken() {
    let server = start(|_| {}).await;
    let mut client = Client::greet(&server).await;
    client.say("MAIL FROM:<two..dots@docomo.example>", "250").await;
    client.say("RCPT TO:<postmaster>", "250").await;
    client.say("RCPT TO:<desk>", "250").await;
    client.say("RCPT TO:<\"it desk\"@x.example>", "250").await;
    client.say("DATA", "354").await;
    client.send("x\r\n.\r\n").await;
    for _ in 0..3 {
        client.expect("250 2.0.0").await;
    }
    let arrivals = server.script.arrivals();
    assert_eq!(arrivals[0].envelope_from, "two..dots@docomo.example");
    assert_eq!(arrivals[0].envelope_to, ["postmaster", "desk", "it desk@x.example"]);
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_records_nothing() {
    let server = start(|_| {}).await;
    let mut client = Client::greet(&server).await;
    client.say("MAIL FROM:<x@y.example>", "250").await;
    client.say("RCPT TO:<a@x.example>", "250").await;
    client.say("DATA", "354").await;
    client.send("Subject: half\r\n\r\nhalf a ma").await;
    drop(client);
    let mut next = Client::greet(&server).await;
    next.say("NOOP", "250").await;
    assert!(server.script.arrivals().is_empty());
}

#[tokio::test]
async fn silence_too_many_errors_and_too_many_connections_end_a_session() {
    let server = start(|limits| {
        limits.idle = Duration::from_millis(300);
        limits.max_sessions = 1;
    })
    .await;
    let mut client = Client::greet(&server).await;
    let mut other = Client(BufReader::new(TcpStream::connect(server.address).await.unwrap()));
    other.expect("421 4.3.2 too many connections").await;
    other.ended().await;
    client.expect("421 4.4.2").await;
    client.ended().await;
    let mut rude = Client::connect(&server).await;
    for _ in 0..20 {
        rude.say("NONSENSE", "500").await;
    }
    rude.say("NONSENSE", "421 4.7.0").await;
    rude.ended().await;
}

#[tokio::test]
async fn shutdown_tells_waiting_clients_and_ends_soon() {
    let server = start(|_| {}).await;
    let mut client = Client::greet(&server).await;
    server.shutdown.cancel();
    client.expect("421 4.3.2 Pult is shutting down").await;
    client.ended().await;
    tokio::time::timeout(Duration::from_secs(2), server.running)
        .await
        .unwrap()
        .unwrap();
}
