//! `Authentication-Results` (RFC 8601): what a mail server found out about the sender.
//!
//! Knows the grammar of the field; must not know which server is to be believed: the caller says whose word counts. Nothing is
//! verified here.

use crate::parsed::{HeaderField, ParsedMail};

/// No honest field has more.
const MAX_RESULTS: usize = 50;
const MAX_PROPERTIES: usize = 30;

/// One field: what one server says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthenticationResults {
    /// Lower-cased; empty where the field names none (Exchange Online), which nobody should believe.
    pub authserv_id: String,
    /// In order; empty for `none`.
    pub results: Vec<MethodResult>,
}

/// `dkim=pass reason="…" header.d=x.example`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodResult {
    /// `spf`, `dkim`, `dmarc`, `arc`, `auth`, `iprev`, …: lower-cased, without version.
    pub method: String,
    /// `pass`, `fail`, `none`, `softfail`, `temperror`, …: lower-cased.
    pub result: String,
    pub reason: Option<String>,
    /// `header.d`, `smtp.mailfrom` and the like, lower-cased, each with its value as written.
    pub properties: Vec<(String, String)>,
}

impl MethodResult {
    #[must_use]
    pub fn passed(&self) -> bool {
        self.result == "pass"
    }

    /// The value of `header.d` and the like.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The domain that this result speaks about.
    fn domain(&self) -> Option<String> {
        let names: &[&str] = match self.method.as_str() {
            "dmarc" => &["header.from"],
            "dkim" => &["header.d", "header.i"],
            "spf" => &["smtp.mailfrom", "smtp.mail"],
            "auth" => &["smtp.auth", "smtp.mailfrom"],
            _ => return None,
        };
        let value = names.iter().find_map(|name| self.property(name))?;
        let domain = value.rsplit('@').next().unwrap_or_default();
        Some(domain.trim_matches(['<', '>', '.', ' ']).to_ascii_lowercase()).filter(|domain| !domain.is_empty())
    }
}

impl AuthenticationResults {
    /// All results of one method, in order.
    pub fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a MethodResult> {
        self.results.iter().filter(move |result| result.method == method)
    }

    /// The first result that proves the domain of `address`: DMARC of that domain; else a DKIM signature, an SPF check or a login
    /// whose domain is that of the address or one above it (relaxed alignment, RFC 7489 §3.1). `None`: nothing proves it.
    #[must_use]
    pub fn proof_of(&self, address: &str) -> Option<&MethodResult> {
        let (_, domain) = address.rsplit_once('@')?;
        let domain = domain.to_ascii_lowercase();
        let covers = |proven: &str| {
            proven.contains('.')
                && (proven == domain || domain.strip_suffix(proven).is_some_and(|sub| sub.ends_with('.')))
        };
        ["dmarc", "dkim", "auth", "spf"].iter().find_map(|method| {
            self.of(method)
                .find(|result| result.passed() && result.domain().is_some_and(|proven| covers(&proven)))
        })
    }
}

/// The topmost field of a server whose word counts; all others are ignored, since anybody can write one. `is_trusted` gets the
/// authserv-id, lower-cased. That foreign fields under one of our own ids are removed on arrival is the mail server's duty (RFC 8601 §5).
#[must_use]
pub fn trusted_results(mail: &ParsedMail, is_trusted: impl Fn(&str) -> bool) -> Option<&AuthenticationResults> {
    mail.authentication
        .iter()
        .find(|found| !found.authserv_id.is_empty() && is_trusted(&found.authserv_id))
}

/// All fields of a mail, topmost first.
pub(crate) fn of_fields(fields: &[HeaderField]) -> Vec<AuthenticationResults> {
    fields
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case("Authentication-Results"))
        .take(MAX_RESULTS)
        .map(|field| parse_authentication_results(&field.value))
        .collect()
}

/// Reads the value of one field (unfolded). What is against the grammar is passed over.
#[must_use]
pub fn parse_authentication_results(value: &str) -> AuthenticationResults {
    let mut found = AuthenticationResults::default();
    for (at, statement) in statements(value).into_iter().enumerate() {
        let is_result = statement.first().is_some_and(|token| token.key.is_some());
        if at == 0 && !is_result {
            // A version may follow it.
            found.authserv_id = statement
                .first()
                .map(|token| token.value.to_ascii_lowercase())
                .unwrap_or_default();
        } else if found.results.len() < MAX_RESULTS {
            found.results.extend(result(&statement));
        }
    }
    found
}

fn result(statement: &[Token]) -> Option<MethodResult> {
    let (first, rest) = statement.split_first()?;
    let key = first.key.as_deref()?;
    let method = key.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
    if method.is_empty() || first.value.is_empty() {
        return None;
    }
    let mut found = MethodResult {
        method,
        result: first.value.to_ascii_lowercase(),
        ..MethodResult::default()
    };
    for token in rest {
        let Some(key) = token.key.as_deref().map(str::to_ascii_lowercase) else {
            continue;
        };
        if key == "reason" {
            found.reason = Some(token.value.clone());
        } else if found.properties.len() < MAX_PROPERTIES {
            found.properties.push((key, token.value.clone()));
        }
    }
    Some(found)
}

/// `key=value`, or a value alone.
struct Token {
    key: Option<String>,
    value: String,
}

/// What stands between semicolons, in tokens; comments are left out.
fn statements(value: &str) -> Vec<Vec<Token>> {
    let mut statements: Vec<Vec<Token>> = vec![Vec::new()];
    let mut scan = Scan::default();
    for character in value.chars() {
        match scan.take(character) {
            Step::Goes => {}
            Step::EndsToken => scan.flush(&mut statements),
            Step::EndsStatement => {
                scan.flush(&mut statements);
                statements.push(Vec::new());
            }
        }
    }
    scan.flush(&mut statements);
    statements
}

#[derive(Default)]
struct Scan {
    key: Option<String>,
    text: String,
    comment: usize,
    is_quoted: bool,
    is_escaped: bool,
    /// A blank came: an `=` may still follow.
    is_waiting: bool,
    /// The first character of the token after the one that ends.
    next: Option<char>,
}

enum Step {
    Goes,
    EndsToken,
    EndsStatement,
}

impl Scan {
    fn take(&mut self, character: char) -> Step {
        if self.is_escaped {
            self.is_escaped = false;
            if self.comment == 0 {
                self.text.push(character);
            }
            return Step::Goes;
        }
        match character {
            '\\' if self.is_quoted || self.comment > 0 => self.is_escaped = true,
            '"' if self.comment == 0 => self.is_quoted = !self.is_quoted,
            _ if self.is_quoted => self.text.push(character),
            '(' => self.comment += 1,
            ')' if self.comment > 0 => self.comment -= 1,
            _ if self.comment > 0 => {}
            ';' => return Step::EndsStatement,
            '=' if self.key.is_none() && !self.text.is_empty() => {
                self.key = Some(std::mem::take(&mut self.text));
                self.is_waiting = false;
            }
            _ if character.is_whitespace() => self.is_waiting = !self.text.is_empty(),
            _ if self.is_waiting => {
                // The one before is complete: this character begins the next.
                self.is_waiting = false;
                self.next = Some(character);
                return Step::EndsToken;
            }
            _ => self.text.push(character),
        }
        Step::Goes
    }

    fn flush(&mut self, statements: &mut [Vec<Token>]) {
        let (key, value) = (self.key.take(), std::mem::take(&mut self.text));
        self.is_waiting = false;
        self.text.extend(self.next.take());
        if let Some(statement) = statements.last_mut().filter(|_| key.is_some() || !value.is_empty()) {
            statement.push(Token { key, value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        let found = parse_authentication_results(value);
        let results: Vec<String> = found
            .results
            .iter()
            .map(|result| {
                let properties: Vec<String> = result
                    .properties
                    .iter()
                    .map(|(key, value)| format!("{key}={value}"))
                    .collect();
                let reason = result.reason.as_deref().unwrap_or("-");
                format!(
                    "{} {} {reason} [{}]",
                    result.method,
                    result.result,
                    properties.join(" ")
                )
            })
            .collect();
        format!("{}: {}", found.authserv_id, results.join("; "))
    }

    #[test]
    fn fields_are_read_by_their_grammar() {
        let cases = [
            (
                "MX.hs.example 1; spf=pass smtp.mailfrom=x.example; dkim=pass (2048-bit; key \\) ok) header.d=x.example header.i=@x.example",
                "mx.hs.example: spf pass - [smtp.mailfrom=x.example]; dkim pass - [header.d=x.example header.i=@x.example]",
            ),
            ("mx.hs.example; none", "mx.hs.example: "),
            (
                "mx; dmarc=fail (p=REJECT) reason=\"no \\\"alignment\\\"; none\" header.from=x.example",
                "mx: dmarc fail no \"alignment\"; none [header.from=x.example]",
            ),
            (
                "mx; DKIM/1 = Pass header.d = x.example",
                "mx: dkim pass - [header.d=x.example]",
            ),
            (
                "spf=pass smtp.mailfrom=x.example",
                ": spf pass - [smtp.mailfrom=x.example]",
            ),
            ("(all (nested) comment) mx; (x) spf=none", "mx: spf none - []"),
            ("mx; ; =; spf=; a; x=y", "mx: x y - []"),
            ("(((((", ": "),
            ("", ": "),
        ];
        for (value, expected) in cases {
            assert_eq!(shown(value), expected, "{value:?}");
        }
    }

    // req: A17
    #[test]
    fn only_a_pass_for_the_domain_of_the_sender_proves_it() {
        let cases = [
            ("mx; dmarc=pass header.from=hs.example", Some("dmarc")),
            (
                "mx; dmarc=fail header.from=hs.example; dkim=pass header.d=hs.example",
                Some("dkim"),
            ),
            ("mx; dkim=pass header.d=evil.example", None),
            ("mx; dkim=pass header.d=example", None),
            ("mx; dkim=pass header.i=@stud.hs.example", None),
            ("mx; dmarc=pass header.from=evilhs.example", None),
            ("mx; spf=pass smtp.mailfrom=erika@hs.example", Some("spf")),
            ("mx; spf=softfail smtp.mailfrom=erika@hs.example", None),
            ("mx; auth=pass smtp.auth=erika@hs.example", Some("auth")),
            ("mx; arc=pass header.d=hs.example", None),
        ];
        for (value, expected) in cases {
            let found = parse_authentication_results(value);
            let proof = found.proof_of("Erika@hs.example").map(|result| result.method.as_str());
            assert_eq!(proof, expected, "{value}");
        }
        let found = parse_authentication_results("mx; dkim=pass header.d=hs.example");
        assert!(found.proof_of("erika@stud.hs.example").is_some());
        assert!(found.proof_of("nobody").is_none());
    }

    #[test]
    fn the_topmost_word_of_a_trusted_server_counts() {
        let mail = crate::parse(
            b"Authentication-Results: evil.example; dmarc=pass\r\nAuthentication-Results: MX.hs.example;\r\n dmarc=fail\r\n\
              Authentication-Results: mx.hs.example; dmarc=pass\r\nAuthentication-Results: spf=pass\r\n\r\n",
        );
        assert_eq!(mail.authentication.len(), 4);
        let trusted = trusted_results(&mail, |id| id == "mx.hs.example").unwrap();
        assert_eq!(trusted.results[0].result, "fail");
        assert!(trusted_results(&mail, |id| id == "other.example").is_none());
    }
}
