//! Web forms: which may be set up, and what may be sent by them. Pure; who may send at all is `policy::permit_form`.

use std::collections::BTreeSet;

use pult_shared::{
    api::web_form::{FormAccess, FormQuestion, QuestionKind, SubmitForm, WebFormDef},
    catalog::{FieldDef, FieldKey, FieldKind, FieldValue},
    error::{ErrorCode, FieldCode, FieldError},
    limits::{
        BODY_MAX, FORM_ANSWER_MAX, FORM_FILES_MAX, FORM_ORIGINS_MAX, FORM_QUESTIONS_MAX, KEY_MAX, NAME_MAX, REASON_MAX,
        SUBJECT_MAX, TEMPLATE_MAX,
    },
    mailbox::{Mailbox, is_address},
    stamp,
};

use crate::{
    catalog::{Catalog, belongs},
    faults::Faults,
    queue::QueueTree,
    refusal::Refusal,
    ticket::{
        canonical,
        words::{clean_body, one_line},
    },
};

/// The longest description, in characters: answers stand below it in the same message.
const DESCRIPTION_MAX: usize = BODY_MAX / 2;

/// The form as it may be kept.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_form(form: &WebFormDef, catalog: &Catalog, tree: &QueueTree) -> Result<WebFormDef, Refusal> {
    let mut faults = Faults::default();
    let slug = form.slug.trim().to_owned();
    if slug.is_empty() {
        faults.add("slug", FieldCode::Required);
    } else if !is_slug(&slug) {
        faults.because(
            "slug",
            FieldCode::Malformed,
            "Lower-case letters, digits and hyphens between them.",
        );
    }
    let names = faults.names("names", &form.names);
    let intro = faults.texts("intro", &form.intro, TEMPLATE_MAX);
    let queue = tree.get(form.queue_id);
    faults.chosen("queue_id", queue.map(|queue| queue.valid), false);
    if form.access == FormAccess::Anyone && !form.confirm_by_mail && form.work_bits == 0 {
        faults.because(
            "confirm_by_mail",
            FieldCode::Required,
            "Whoever is not signed in has to show that they mean it: by mail, by work, or both.",
        );
    }
    if form.work_bits != 0 && !stamp::BITS.contains(&form.work_bits) {
        faults.add("work_bits", FieldCode::NotAllowed);
    }
    let embed_origins = origins(&form.embed_origins, &mut faults);
    if form.questions.len() > FORM_QUESTIONS_MAX {
        faults.add("questions", FieldCode::TooMany);
    }
    let mut seen = BTreeSet::new();
    for (index, question) in form.questions.iter().enumerate() {
        if let Some(code) = question_fault(question, form, catalog, tree) {
            faults.add(format!("questions.{index}.field"), code);
        } else if !seen.insert(question.name()) {
            faults.add(format!("questions.{index}.kind"), FieldCode::Taken);
        }
    }
    faults.or(WebFormDef {
        slug,
        names,
        intro,
        embed_origins,
        ..form.clone()
    })
}

fn is_slug(slug: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    slug.len() <= KEY_MAX && slug.chars().all(fits) && !slug.starts_with('-') && !slug.ends_with('-')
}

fn question_fault(
    question: &FormQuestion,
    form: &WebFormDef,
    catalog: &Catalog,
    tree: &QueueTree,
) -> Option<FieldCode> {
    match (question.kind, &question.field) {
        (QuestionKind::Field, None) => Some(FieldCode::Required),
        (QuestionKind::Field, Some(key)) => match catalog.field(key) {
            None => Some(FieldCode::Unknown),
            Some(field) => (!offered(field, form, tree)).then_some(FieldCode::NotAllowed),
        },
        (_, Some(_)) => Some(FieldCode::NotAllowed),
        (_, None) => None,
    }
}

/// Whether a form may ask for a field: people are chosen by those who know them, and a field that tickets of the queue do not have
/// cannot be set.
#[must_use]
pub fn offered(field: &FieldDef, form: &WebFormDef, tree: &QueueTree) -> bool {
    let ticket_type = tree.get(form.queue_id).and_then(|queue| queue.default_type.as_ref());
    field.valid && field.kind != FieldKind::Person && belongs(field, form.queue_id, ticket_type, tree)
}

/// Sites as they are kept: scheme, host and port, once each.
fn origins(given: &[String], faults: &mut Faults) -> Vec<String> {
    if given.len() > FORM_ORIGINS_MAX {
        faults.add("embed_origins", FieldCode::TooMany);
        return Vec::new();
    }
    let mut kept: Vec<String> = Vec::new();
    for origin in given
        .iter()
        .map(|origin| origin.trim().trim_end_matches('/').to_lowercase())
    {
        if origin.is_empty() {
            continue;
        }
        if !is_origin(&origin) {
            faults.because(
                "embed_origins",
                FieldCode::Malformed,
                "Sites as https://www.example.edu, without path and wildcard.",
            );
        } else if !kept.contains(&origin) {
            kept.push(origin);
        }
    }
    kept
}

/// Whether a text is the origin of a site (RFC 6454), and nothing that could mean more in a header.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    host.len() <= 253
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(fits)
        && port.parse::<u16>().is_ok()
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub question: FormQuestion,
    pub value: FieldValue,
}

/// What was sent, where nothing is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub subject: String,
    pub body: String,
    /// In the order of the form.
    pub answers: Vec<Answered>,
}

impl Submission {
    /// What becomes fields of the ticket.
    pub fn fields(&self) -> impl Iterator<Item = (&FieldKey, &FieldValue)> {
        let field = |answered: &'_ Answered| answered.question.field.is_some();
        let with_key = self.answers.iter().filter(move |answered| field(answered));
        with_key.filter_map(|answered| Some((answered.question.field.as_ref()?, &answered.value)))
    }
}

/// What may be sent by a form. Questions about fields that are no more are left out.
///
/// # Errors
/// `invalid` with the fields at fault: `subject`, `body`, `answers.<name>`, `files`, and of whoever is not signed in `name` and `address`.
pub fn check_submission(
    form: &WebFormDef,
    sent: &SubmitForm,
    signed_in: bool,
    catalog: &Catalog,
    tree: &QueueTree,
) -> Result<Submission, Refusal> {
    let mut errors = Vec::new();
    let mut text = |name: &str, text: String, max: usize| {
        if text.trim().is_empty() {
            errors.push(FieldError::new(name, FieldCode::Required));
        } else if text.chars().count() > max {
            errors.push(FieldError::new(name, FieldCode::TooLong));
        }
        text
    };
    let subject = text("subject", one_line(&sent.subject), SUBJECT_MAX);
    let body = text("body", clean_body(&sent.body), DESCRIPTION_MAX);
    if !signed_in {
        text("name", one_line(&sent.name), NAME_MAX);
        let address = sent.address.trim();
        if address.is_empty() {
            errors.push(FieldError::new("address", FieldCode::Required));
        } else if !is_address(address) {
            errors.push(FieldError::new("address", FieldCode::Malformed));
        }
    }
    files(form, sent, signed_in, &mut errors);
    let mut answers = Vec::new();
    for question in &form.questions {
        let given = sent.answers.get(&question.name());
        match answer(question, given, form, catalog, tree) {
            Ok(Some(value)) => answers.push(Answered {
                question: question.clone(),
                value,
            }),
            Ok(None) => {}
            Err(code) => errors.push(FieldError::new(format!("answers.{}", question.name()), code)),
        }
    }
    if errors.is_empty() {
        Ok(Submission { subject, body, answers })
    } else {
        Err(Refusal {
            code: ErrorCode::Invalid,
            detail: None,
            errors,
        })
    }
}

fn files(form: &WebFormDef, sent: &SubmitForm, signed_in: bool, errors: &mut Vec<FieldError>) {
    let given = [
        ("attachments", sent.attachments.is_empty(), signed_in),
        ("files", sent.files.is_empty(), !signed_in),
    ];
    for (field, none, fits) in given {
        if !none && (!form.attachments || !fits) {
            errors.push(FieldError::new(field, FieldCode::NotAllowed));
        }
    }
    if sent.files.len() > FORM_FILES_MAX {
        errors.push(FieldError::new("files", FieldCode::TooMany));
    }
}

/// An answer as it is kept; nothing where nothing is said.
fn answer(
    question: &FormQuestion,
    given: Option<&FieldValue>,
    form: &WebFormDef,
    catalog: &Catalog,
    tree: &QueueTree,
) -> Result<Option<FieldValue>, FieldCode> {
    let value = match (&question.field, given) {
        (Some(key), given) => match catalog.field(key).filter(|field| offered(field, form, tree)) {
            // It was a field when the form was made. Nobody who fills it in can help that.
            None => return Ok(None),
            Some(field) => given.map_or(Ok(None), |value| canonical(field, value))?,
        },
        (None, None) => None,
        (None, Some(FieldValue::Text(text))) => guided(question.kind, text)?,
        (None, Some(_)) => return Err(FieldCode::Malformed),
    };
    let said = match &value {
        None => false,
        Some(FieldValue::Bool(checked)) => *checked,
        Some(_) => true,
    };
    if question.required && !said {
        return Err(FieldCode::Required);
    }
    Ok(value)
}

fn guided(kind: QuestionKind, text: &str) -> Result<Option<FieldValue>, FieldCode> {
    let text = match kind {
        QuestionKind::Tried | QuestionKind::Programs => clean_body(text).trim().to_owned(),
        _ => one_line(text),
    };
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > FORM_ANSWER_MAX {
        return Err(FieldCode::TooLong);
    }
    let choices = kind.choices();
    if !choices.is_empty() && !choices.contains(&text.as_str()) {
        return Err(FieldCode::Unknown);
    }
    Ok(Some(FieldValue::Text(text)))
}

/// Why something is taken without the click of whoever has sent it.
///
/// # Errors
/// `invalid` for none, or one over 500 characters.
pub fn check_reason(reason: &str) -> Result<String, Refusal> {
    let reason = one_line(reason);
    if reason.is_empty() {
        Err(Refusal::field("reason", FieldCode::Required))
    } else if reason.chars().count() > REASON_MAX {
        Err(Refusal::field("reason", FieldCode::TooLong))
    } else {
        Ok(reason)
    }
}

/// Whom the answer goes to, of somebody who is not signed in.
#[must_use]
pub fn sender(sent: &SubmitForm) -> Mailbox {
    Mailbox {
        name: Some(one_line(&sent.name)).filter(|name| !name.is_empty()),
        address: sent.address.trim().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::api::queue::Names;

    use super::*;
    use crate::queue::tests::{queue, tree};

    fn form() -> WebFormDef {
        let names = |text: &str| Names {
            de: text.to_owned(),
            en: text.to_owned(),
        };
        let ask = |kind, required| FormQuestion {
            kind,
            field: None,
            required,
        };
        WebFormDef {
            slug: "wlan-stoerung".to_owned(),
            names: names("WLAN"),
            intro: Names::default(),
            queue_id: queue(1),
            valid: true,
            access: FormAccess::Anyone,
            confirm_by_mail: true,
            work_bits: 0,
            attachments: false,
            questions: vec![ask(QuestionKind::Device, true), ask(QuestionKind::Tried, false)],
            embed_origins: Vec::new(),
        }
    }

    fn faults<T>(checked: Result<T, Refusal>) -> Vec<(String, FieldCode)> {
        let errors = checked.err().map(|refusal| refusal.errors).unwrap_or_default();
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn which_forms_may_be_set_up() {
        let check = |change: fn(&mut WebFormDef)| {
            let mut form = form();
            change(&mut form);
            faults(check_form(&form, &Catalog::default(), &tree()))
        };
        let one = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(check(|_| {}), vec![]);
        assert_eq!(
            check(|form| form.slug = String::new()),
            one("slug", FieldCode::Required)
        );
        for slug in ["WLAN", "a/b", "a b", "-a", "a?", "ä"] {
            let mut form = form();
            form.slug = slug.to_owned();
            let found = faults(check_form(&form, &Catalog::default(), &tree()));
            assert_eq!(found, one("slug", FieldCode::Malformed), "{slug}");
        }
        assert_eq!(
            check(|form| form.queue_id = queue(99)),
            one("queue_id", FieldCode::Unknown)
        );
        assert_eq!(
            check(|form| form.confirm_by_mail = false),
            one("confirm_by_mail", FieldCode::Required),
            "anybody, and nothing to show"
        );
        assert_eq!(
            check(|form| (form.confirm_by_mail, form.work_bits) = (false, 17)),
            vec![]
        );
        assert_eq!(
            check(|form| form.work_bits = 40),
            one("work_bits", FieldCode::NotAllowed)
        );
        assert_eq!(
            check(|form| form.questions.push(form.questions[0].clone())),
            one("questions.2.kind", FieldCode::Taken)
        );
        assert_eq!(
            check(|form| form.questions[0].kind = QuestionKind::Field),
            one("questions.0.field", FieldCode::Required)
        );
    }

    #[test]
    fn sites_are_origins_and_nothing_more() {
        for (origin, kept) in [
            (" https://WWW.example.edu/ ", Some("https://www.example.edu")),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("https://*.example.edu", None),
            ("https://a.example/path", None),
            ("https://a.example; script-src *", None),
            ("*", None),
            ("'self'", None),
            ("https:", None),
            ("https://a..b", None),
            ("https://a:99999", None),
        ] {
            let mut form = form();
            form.embed_origins = vec![origin.to_owned(), origin.to_owned()];
            let checked = check_form(&form, &Catalog::default(), &tree());
            let found = checked.ok().and_then(|form| form.embed_origins.first().cloned());
            assert_eq!(found.as_deref(), kept, "{origin}");
        }
    }

    // req: D4
    #[test]
    fn what_may_be_sent() {
        let sent = SubmitForm {
            name: "Kim".to_owned(),
            address: "kim@example.org".to_owned(),
            subject: " Kein\nWLAN ".to_owned(),
            body: "Seit heute".to_owned(),
            answers: [("device".to_owned(), FieldValue::Text("hardware".to_owned()))].into(),
            ..SubmitForm::default()
        };
        let check = |change: fn(&mut SubmitForm), signed_in| {
            let mut sent = sent.clone();
            change(&mut sent);
            check_submission(&form(), &sent, signed_in, &Catalog::default(), &tree())
        };
        let good = check(|_| {}, false).expect("allowed");
        assert_eq!((good.subject.as_str(), good.answers.len()), ("Kein WLAN", 1));
        let one = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(
            faults(check(|sent| sent.answers.clear(), false)),
            one("answers.device", FieldCode::Required)
        );
        assert_eq!(
            faults(check(
                |sent| drop(
                    sent.answers
                        .insert("device".to_owned(), FieldValue::Text("x".to_owned()))
                ),
                false
            )),
            one("answers.device", FieldCode::Unknown)
        );
        assert_eq!(
            faults(check(|sent| sent.address = "kim".to_owned(), false)),
            one("address", FieldCode::Malformed)
        );
        assert_eq!(faults(check(|sent| sent.address.clear(), true)), vec![]);
        assert_eq!(
            faults(check(
                |sent| sent.files.push(pult_shared::api::web_form::FormFile {
                    name: "a".to_owned(),
                    media_type: "text/plain".to_owned(),
                    content: String::new()
                }),
                false
            )),
            one("files", FieldCode::NotAllowed),
            "this form takes none"
        );
    }
}
