//! Mails as customers write them.

/// A mail in the making.
#[derive(Clone, Debug)]
pub struct Eml {
    from: String,
    to: String,
    subject: String,
    message_id: String,
    headers: Vec<String>,
    body: String,
}

impl Eml {
    /// A mail of the seed's student to the IT desk.
    pub fn new(message_id: &str, subject: &str, body: &str) -> Self {
        Self {
            from: "student@stud.hs-musterstadt.example".to_owned(),
            to: "it-desk@hs-musterstadt.example".to_owned(),
            subject: subject.to_owned(),
            message_id: message_id.to_owned(),
            headers: Vec::new(),
            body: body.to_owned(),
        }
    }

    pub fn from(self, from: &str) -> Self {
        Self {
            from: from.to_owned(),
            ..self
        }
    }

    pub fn to(self, to: &str) -> Self {
        Self {
            to: to.to_owned(),
            ..self
        }
    }

    pub fn header(mut self, line: &str) -> Self {
        self.headers.push(line.to_owned());
        self
    }

    pub fn envelope_from(&self) -> &str {
        &self.from
    }

    pub fn envelope_to(&self) -> &str {
        &self.to
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![
            format!("From: {}", self.from),
            format!("To: {}", self.to),
            format!("Subject: {}", self.subject),
            format!("Message-ID: <{}>", self.message_id),
            "Date: Sun, 22 Nov 2026 10:00:00 +0100".to_owned(),
        ];
        lines.extend(self.headers.clone());
        if !self
            .headers
            .iter()
            .any(|line| line.to_lowercase().starts_with("content-type"))
        {
            lines.push("Content-Type: text/plain; charset=utf-8".to_owned());
        }
        format!("{}\r\n\r\n{}\r\n", lines.join("\r\n"), self.body).into_bytes()
    }
}
