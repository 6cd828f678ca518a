//! Fill in a template: one of the desk for a ticket, or one that is being written, to try it out.

use std::collections::BTreeSet;

use pult_domain::{
    refusal::Refusal,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::{
        queue::Names,
        reading::ReadingOf,
        template::{Opening, RenderTemplate, RenderedTemplate, TemplateDef},
    },
    error::{ErrorCode, FieldCode},
    ids::TemplateId,
    limits::{SUBJECT_MAX, TEMPLATE_MAX},
    person::Language,
};
use pult_store::{Conn, people, templates};

use super::{Variables, check, example, is_seen, text, variables, variables_of_opening, works_in};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::reading},
};

/// The template with its variables filled in, in the customer's language unless another is wanted.
///
/// # Errors
/// `forbidden` for customers; `template_not_found`, `ticket_not_found`, `queue_not_found` where nothing of the person's lies; `invalid` where not exactly one template is given;
/// `invalid_template` with the places at fault.
pub async fn render(
    app: &App,
    signed_in: &SignedIn,
    request: RenderTemplate,
) -> Result<RenderedTemplate, ServiceError> {
    if !signed_in.actor.is_agent() {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let written = request.template.is_some();
    let template = chosen(app, signed_in, &request).await?;
    let (values, subject, language) = values(app, signed_in, &request, &template).await?;
    // Faults are told at the field that the caller has sent.
    filled(&template, &values, subject, language, |field| {
        let place = format!("{field}.{}", language.tag());
        if written { format!("template.{place}") } else { place }
    })
}

/// Subject and body in a language. `subject` is the ticket's, for a template without one.
fn filled(
    template: &TemplateDef,
    values: &Variables,
    subject: String,
    language: Language,
    field: impl Fn(&str) -> String,
) -> Result<RenderedTemplate, ServiceError> {
    let fill = |name: &str, texts: &Names| {
        text::render(texts.or_other(language), values).map_err(|fault| (field(name), fault))
    };
    let (own_subject, body) = match (fill("subject", &template.subject), fill("body", &template.body)) {
        (Ok(subject), Ok(body)) => (subject, body),
        (subject, body) => return Err(check::refusal([subject.err(), body.err()].into_iter().flatten())),
    };
    let unknown: BTreeSet<String> = own_subject.unknown.into_iter().chain(body.unknown).collect();
    Ok(RenderedTemplate {
        subject: match own_subject.text.trim() {
            "" => subject,
            own => own.to_owned(),
        },
        body: body.text,
        language,
        unknown: unknown.into_iter().collect(),
    })
}

/// A template of the desk filled in for a ticket, in its customer's language, in the transaction that answers with it.
///
/// # Errors
/// `template_not_found`, also for one that is offered no more; `invalid_template` with the places at fault.
pub async fn for_customer(
    app: &App,
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: &Ticket,
    id: TemplateId,
) -> Result<RenderedTemplate, ServiceError> {
    let template = offered(conn, signed_in, id).await?;
    let customer = people::find(conn, ticket.requester_id).await?;
    let language = spoken(
        &template,
        customer.and_then(|customer| customer.language).unwrap_or_default(),
    );
    let me = Some(signed_in.actor.person_id);
    let values = variables(app, conn, &signed_in.setup(), ticket, me, language).await?;
    filled(&template, &values, ticket.subject.clone(), language, |field| {
        format!("{field}.{}", language.tag())
    })
}

/// A template that may be answered with.
///
/// # Errors
/// `template_not_found`.
pub async fn offered(conn: &impl Conn, signed_in: &SignedIn, id: TemplateId) -> Result<TemplateDef, ServiceError> {
    let found = templates::find(conn, id).await?.map(|found| found.template);
    found
        .filter(|template| template.valid && is_seen(signed_in, template))
        .ok_or_else(|| ServiceError::code(ErrorCode::TemplateNotFound))
}

/// The template of the desk that is named, or the one that is sent.
async fn chosen(app: &App, signed_in: &SignedIn, request: &RenderTemplate) -> Result<TemplateDef, ServiceError> {
    match (request.template_id, &request.template) {
        (Some(id), None) => {
            let found = templates::find(&app.store, id).await?;
            found
                .map(|found| found.template)
                .filter(|template| is_seen(signed_in, template))
                .ok_or_else(|| ServiceError::code(ErrorCode::TemplateNotFound))
        }
        (None, Some(template)) => {
            refuse_long(template)?;
            Ok(template.clone())
        }
        (None, None) => Err(Refusal::field("template_id", FieldCode::Required).into()),
        (Some(_), Some(_)) => Err(Refusal::field("template", FieldCode::NotAllowed).into()),
    }
}

/// What is being written need not be finished, but it has limits too.
fn refuse_long(template: &TemplateDef) -> Result<(), ServiceError> {
    for (field, text, max) in [
        ("template.subject.de", &template.subject.de, SUBJECT_MAX),
        ("template.subject.en", &template.subject.en, SUBJECT_MAX),
        ("template.body.de", &template.body.de, TEMPLATE_MAX),
        ("template.body.en", &template.body.en, TEMPLATE_MAX),
    ] {
        if text.chars().count() > max {
            return Err(Refusal::field(field, FieldCode::TooLong).into());
        }
    }
    Ok(())
}

/// What is filled in, the subject of the ticket, and the language in which there is a text.
async fn values(
    app: &App,
    signed_in: &SignedIn,
    request: &RenderTemplate,
    template: &TemplateDef,
) -> Result<(Variables, String, Language), ServiceError> {
    if let Some(opening) = &request.opening {
        if request.ticket.is_some() {
            return Err(Refusal::field("opening", FieldCode::NotAllowed).into());
        }
        return of_opening(app, signed_in, request, opening, template).await;
    }
    let Some(ticket) = &request.ticket else {
        let language = spoken(template, request.language.or(signed_in.language).unwrap_or_default());
        return Ok((example(), String::new(), language));
    };
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let customer = people::find(&app.store, ticket.requester_id).await?;
    let theirs = customer.and_then(|customer| customer.language);
    let language = spoken(template, request.language.or(theirs).unwrap_or_default());
    let me = Some(signed_in.actor.person_id);
    let values = variables(app, &app.store, &signed_in.setup(), &ticket, me, language).await?;
    Ok((values, ticket.subject, language))
}

/// Of a ticket that is being opened, in the language of whoever asks where that is known.
async fn of_opening(
    app: &App,
    signed_in: &SignedIn,
    request: &RenderTemplate,
    opening: &Opening,
    template: &TemplateDef,
) -> Result<(Variables, String, Language), ServiceError> {
    if !works_in(signed_in, opening.queue_id) {
        return Err(ServiceError::code(ErrorCode::QueueNotFound));
    }
    let theirs = match opening.requester_id {
        Some(id) => {
            let customer = people::find(&app.store, id).await?;
            customer
                .ok_or_else(|| Refusal::field("opening.requester_id", FieldCode::Unknown))?
                .language
        }
        None => signed_in.language,
    };
    let language = spoken(template, request.language.or(theirs).unwrap_or_default());
    let values = variables_of_opening(app, &app.store, signed_in, opening, language).await?;
    Ok((values, opening.subject.clone(), language))
}

/// The language, or the other one where the template has no text in it.
fn spoken(template: &TemplateDef, language: Language) -> Language {
    let other = Language::ALL.into_iter().find(|other| *other != language);
    match other {
        Some(other) if template.body.get(language).trim().is_empty() => other,
        _ => language,
    }
}
