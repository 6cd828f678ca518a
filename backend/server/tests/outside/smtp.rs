//! Mail by SMTP against a server of the tests' own, which answers as each test wants; the real one (Postfix, with TLS) is in
//! `e2e`.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pult_server::{
    adapters::{OutboundMail, Transport as _, TransportError, transport::smtp::SmtpTransport},
    config::{Secret, Smtp, Tls, TransportChoice},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

/// What the server says to a command that begins like this; everything else gets `250`.
type Answers = &'static [(&'static str, &'static str)];

struct Server {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

#[expect(clippy::unwrap_used, reason = "test set-up")]
async fn start(answers: Answers) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let log = Arc::clone(&log);
            tokio::spawn(async move {
                let mut io = BufReader::new(stream);
                io.get_mut().write_all(b"220 mail.example ESMTP\r\n").await.unwrap();
                let (mut line, mut in_data) = (String::new(), false);
                while io.read_line(&mut line).await.unwrap() > 0 {
                    let command = std::mem::take(&mut line).trim_end().to_owned();
                    log.lock().unwrap_or_else(PoisonError::into_inner).push(command.clone());
                    let given = answers.iter().find(|(start, _)| command.starts_with(start));
                    let answer = match (given, command.as_str()) {
                        (Some((_, answer)), _) => answer,
                        (None, ".") => "250 2.0.0 queued as 4711",
                        (None, "DATA") => "354 go ahead",
                        (None, command) if command.starts_with("EHLO") => {
                            "250-mail.example\r\n250-8BITMIME\r\n250 AUTH PLAIN"
                        }
                        _ => "250 fine",
                    };
                    in_data = (in_data || answer.starts_with("354")) && command != ".";
                    if !in_data || answer.starts_with("354") {
                        io.get_mut()
                            .write_all(format!("{answer}\r\n").as_bytes())
                            .await
                            .unwrap();
                    }
                }
            });
        }
    });
    Server { address, heard }
}

impl Server {
    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[expect(clippy::unwrap_used, reason = "test set-up")]
    fn transport(&self, with_login: bool) -> SmtpTransport {
        let smtp = Smtp {
            transport: TransportChoice::Smtp,
            host: self.address.ip().to_string(),
            port: self.address.port(),
            tls: Tls::None,
            user: with_login.then(|| "pult".to_owned()),
            password: with_login.then(|| Secret::new("secret")),
            ca_file: None,
            retry: pult_domain::outgoing::RetrySchedule::default(),
        };
        SmtpTransport::new(&smtp, "pult.example").unwrap()
    }
}

const MAIL: OutboundMail<'_> = OutboundMail {
    envelope_from: "it-desk@pult.example",
    to: "lena.vogt@stud.example",
    message_id: "1@pult.example",
    raw: b"Subject: x\r\n\r\nhi\r\n.dot\r\n",
};

#[tokio::test]
async fn a_mail_goes_out_byte_for_byte_and_the_connection_is_kept() {
    let server = start(&[]).await;
    let transport = server.transport(false);
    assert_eq!(transport.deliver(MAIL).await.unwrap(), "250 2.0.0 queued as 4711");
    // The pool takes a connection back a moment after the mail is done.
    tokio::time::sleep(Duration::from_millis(100)).await;
    transport
        .deliver(OutboundMail {
            envelope_from: "",
            ..MAIL
        })
        .await
        .unwrap();
    let heard = server.heard();
    let expected = [
        "EHLO pult.example",
        "MAIL FROM:<it-desk@pult.example>",
        "RCPT TO:<lena.vogt@stud.example>",
        "DATA",
    ];
    assert_eq!(heard[..4].iter().map(String::as_str).collect::<Vec<_>>(), expected);
    assert_eq!(heard[4..9], ["Subject: x", "", "hi", "..dot", "."]);
    assert!(heard.iter().any(|line| line == "MAIL FROM:<>"), "{heard:?}");
    assert_eq!(
        heard.iter().filter(|line| line.starts_with("EHLO")).count(),
        1,
        "{heard:?}"
    );
}

#[tokio::test]
async fn what_the_other_side_says_decides_whether_to_try_again() {
    let cases: [(Answers, bool, &str); 6] = [
        (&[("RCPT", "550 5.1.1 no such mailbox")], true, "no such mailbox"),
        (&[(".", "554 5.7.1 looks like spam")], true, "looks like spam"),
        (&[("RCPT", "450 4.2.0 greylisted")], false, "greylisted"),
        (&[("MAIL", "421 4.3.2 shutting down")], false, "shutting down"),
        // The set-up is wrong, not the mail: it must not be given up for that.
        (&[("AUTH", "535 5.7.8 wrong password")], false, "wrong password"),
        (
            &[("MAIL", "530 5.7.0 authentication required")],
            false,
            "authentication required",
        ),
    ];
    for (answers, permanent, part) in cases {
        let server = start(answers).await;
        let error = server.transport(true).deliver(MAIL).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(
            matches!(error, TransportError::Permanent(_)),
            permanent,
            "{answers:?}: {text}"
        );
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn nobody_there_is_temporary_and_no_address_is_permanent() {
    let server = start(&[]).await;
    let no_address = OutboundMail {
        to: "not an address",
        ..MAIL
    };
    let error = server.transport(false).deliver(no_address).await.unwrap_err();
    assert!(
        matches!(&error, TransportError::Permanent(text) if text.contains("not an address")),
        "{error:?}"
    );
    assert!(server.heard().is_empty());
    let gone = Server {
        address: "127.0.0.1:1".parse().unwrap(),
        heard: Arc::default(),
    };
    let error = gone.transport(false).deliver(MAIL).await.unwrap_err();
    assert!(
        matches!(&error, TransportError::Temporary(text) if text.contains("refused")),
        "{error:?}"
    );
}
