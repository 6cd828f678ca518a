//! Somebody who talks to the API: keeps their cookie, reads answers.

use std::{pin::Pin, rc::Rc, time::Duration};

use actix_web::{
    body::{BoxBody, MessageBody},
    http::{Method, StatusCode, header},
    test::TestRequest,
};
use serde_json::{Value, json};

use super::desk::Handle;

/// An answer, read to the end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub bytes: bytes::Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The answer must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// The answer must be a problem document with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// A live stream that somebody listens to.
pub struct Stream {
    body: BoxBody,
    read: String,
}

impl Stream {
    /// The next event: its name and data.
    pub async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((frame, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| {
                    frame
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::to_owned)
                };
                let found = field("event: ").zip(field("data: "));
                self.read = rest.to_owned();
                match found {
                    Some((name, data)) => return (name, serde_json::from_str(&data).expect("JSON")),
                    None => continue,
                }
            }
            let wait = std::future::poll_fn(|context| Pin::new(&mut self.body).poll_next(context));
            let chunk = tokio::time::timeout(Duration::from_secs(5), wait)
                .await
                .expect("an event within seconds");
            let chunk = chunk.expect("the stream goes on").expect("readable");
            self.read.push_str(std::str::from_utf8(&chunk).expect("text"));
        }
    }

    /// The next changes.
    pub async fn take(&mut self, count: usize) -> Vec<Value> {
        let mut events = Vec::new();
        for _ in 0..count {
            let (name, data) = self.next().await;
            assert_eq!(name, "ticket");
            events.push(data);
        }
        events
    }

    /// Reads on until the next sign of life, or the end; whether it was the end.
    pub async fn has_ended(&mut self) -> bool {
        let wait = std::future::poll_fn(|context| Pin::new(&mut self.body).poll_next(context));
        let chunk = tokio::time::timeout(Duration::from_secs(5), wait).await;
        chunk.expect("a sign of life, or the end").is_none()
    }

    /// Nothing comes for a while.
    pub async fn is_silent(&mut self) -> bool {
        let wait = std::future::poll_fn(|context| Pin::new(&mut self.body).poll_next(context));
        self.read.is_empty() && tokio::time::timeout(Duration::from_millis(500), wait).await.is_err()
    }
}

/// Somebody with a browser or a tool.
#[derive(Clone)]
pub struct Visitor {
    service: Rc<dyn Handle>,
    cookie: Option<String>,
    /// An API token, in place of a session.
    bearer: Option<String>,
}

impl Visitor {
    pub fn new(service: Rc<dyn Handle>) -> Self {
        Self {
            service,
            cookie: None,
            bearer: None,
        }
    }

    /// A program with an API token.
    pub fn with_token(self, token: &str) -> Self {
        Self {
            cookie: None,
            bearer: Some(format!("Bearer {token}")),
            ..self
        }
    }

    /// The same with a session that began elsewhere.
    pub fn with_cookie(self, cookie: &str) -> Self {
        Self {
            cookie: Some(cookie.to_owned()),
            ..self
        }
    }

    pub async fn sign_in(&mut self, login: &str, password: &str) {
        let body = json!({"login": login, "password": password});
        let answer = self.post("/api/v1/session", &body).await.expect(201);
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .expect("a cookie")
            .to_owned();
        self.cookie = Some(cookie);
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Listens to what happens, from an event on or from now.
    pub async fn listen(&self, after: Option<i64>) -> Stream {
        let mut request = TestRequest::get().uri("/api/v1/events");
        if let Some(seq) = after {
            request = request.insert_header(("last-event-id", seq.to_string()));
        }
        if let Some(cookie) = &self.cookie {
            request = request.insert_header((header::COOKIE, cookie.as_str()));
        }
        let response = self.service.call(request.to_request()).await;
        assert_eq!(response.status(), StatusCode::OK);
        Stream {
            body: response.into_body(),
            read: String::new(),
        }
    }

    /// What the live stream answers, without listening to it.
    pub async fn listens(&self) -> StatusCode {
        let mut request = TestRequest::get().uri("/api/v1/events");
        if let Some(cookie) = &self.cookie {
            request = request.insert_header((header::COOKIE, cookie.as_str()));
        }
        if let Some(bearer) = &self.bearer {
            request = request.insert_header((header::AUTHORIZATION, bearer.as_str()));
        }
        self.service.call(request.to_request()).await.status()
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, Some(body.to_string().into_bytes()), headers)
            .await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string().into_bytes()), &[])
            .await
    }

    /// Applies commands to a ticket.
    pub async fn apply(&self, ticket: &str, commands: Value) -> Answer {
        self.post(
            &format!("/api/v1/tickets/{ticket}/commands"),
            &json!({"commands": commands}),
        )
        .await
    }

    /// Uploads a file and returns its id.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> String {
        let media_type = if name.ends_with(".png") {
            "image/png"
        } else {
            "text/plain"
        };
        let headers = [("content-type", media_type)];
        let path = format!("/api/v1/uploads?name={name}");
        let answer = self
            .send(Method::POST, &path, Some(bytes.to_vec()), &headers)
            .await
            .expect(201);
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>, headers: &[(&str, &str)]) -> Answer {
        let mut request = TestRequest::default().method(method).uri(path);
        if let Some(body) = body {
            request = request.set_payload(body);
            if !headers.iter().any(|(name, _)| *name == "content-type") {
                request = request.insert_header((header::CONTENT_TYPE, "application/json"));
            }
        }
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        if let Some(cookie) = &self.cookie {
            request = request.insert_header((header::COOKIE, cookie.as_str()));
        }
        if let Some(bearer) = &self.bearer {
            request = request.insert_header((header::AUTHORIZATION, bearer.as_str()));
        }
        let response = self.service.call(request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = actix_web::body::to_bytes(response.into_body()).await.expect("a body");
        Answer { status, headers, bytes }
    }

    /// Every ticket that this person finds with a filter.
    pub async fn tickets(&self, filter: &str) -> Vec<Value> {
        let encoded = filter
            .replace(' ', "%20")
            .replace('#', "%23")
            .replace(':', "%3A")
            .replace('>', "%3E");
        let answer = self
            .get(&format!("/api/v1/tickets?filter={encoded}&sort=created_asc"))
            .await
            .expect(200);
        answer.json()["items"].as_array().expect("items").clone()
    }

    /// The articles of a ticket.
    pub async fn articles(&self, ticket: &str) -> Vec<Value> {
        let answer = self
            .get(&format!("/api/v1/tickets/{ticket}/articles"))
            .await
            .expect(200);
        answer.json()["items"].as_array().expect("items").clone()
    }

    /// The id of the queue at a path.
    pub async fn queue(&self, path: &str) -> String {
        let queues = self.get("/api/v1/queues").await.expect(200).json();
        let items = queues["items"].as_array().expect("items").clone();
        let found = items
            .iter()
            .find(|queue| queue["path"] == path)
            .unwrap_or_else(|| panic!("no queue {path}"));
        found["id"].as_str().expect("an id").to_owned()
    }

    /// Opens a ticket by phone for somebody who writes from an address; the ticket.
    pub async fn open_for(&self, path: &str, subject: &str, address: &str) -> Value {
        let body = serde_json::json!({
            "queue_id": self.queue(path).await, "subject": subject, "body": "Hallo", "channel": "phone", "confirm": false,
            "requester": {"name": null, "address": address},
        });
        self.post("/api/v1/tickets", &body).await.expect(201).json()
    }
}
