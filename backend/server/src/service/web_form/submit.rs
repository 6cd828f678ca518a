//! Send a form. Whoever is signed in has a ticket at once; others after the click on a link that is mailed to them, or after the work of their
//! browser, as the form says. Without a confirmation there is no ticket, no person and no receipt: an address of somebody else gets one short
//! mail of ours, which quotes nothing.

use pult_domain::{
    policy,
    refusal::Refusal,
    web_form::{Submission, check_submission, sender},
};
use pult_shared::{
    Timestamp,
    api::web_form::{SubmitForm, SubmittedForm, WebFormDef},
    error::FieldCode,
    ids::PersonId,
    mailbox::Mailbox,
    person::Language,
    stamp,
};
use pult_store::{
    WriteTx, people,
    web_forms::{self, Kept, Pending, WebForm},
};

use super::{
    CONFIRM_LASTS, PENDING_MAX, PENDING_MAX_BYTES, PENDING_OF_ADDRESS_MAX, RECEIPTS_OF_ADDRESS_MAX,
    open::{self, Asking},
    show::offered_form,
};
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError,
        account::letter,
        session::{sign_in::Origin, who::SignedIn},
        setup::Setup,
        ticket::{facts::check_uploads, write},
    },
};

/// Takes what is sent by the form with this address.
///
/// # Errors
/// `web_form_not_found`; `not_signed_in` where the form is for those who are; `invalid` with the fields at fault, `stamp` among them;
/// `too_large` for its files; `too_many_requests` after ten of one address, or a hundred from one place or by one form, in five minutes.
pub async fn submit(
    app: &App,
    signed_in: Option<&SignedIn>,
    slug: &str,
    sent: SubmitForm,
    origin: &Origin,
) -> Result<SubmittedForm, ServiceError> {
    let found = offered_form(app, slug).await?;
    let permit = policy::permit_form(found.form.access, signed_in.is_some())?;
    let setup = app.setup.read(&app.store).await?;
    let form = &found.form;
    let submission = check_submission(form, &sent, signed_in.is_some(), &setup.catalog, &setup.tree)?;
    let now = app.now();
    let limited = |who: &str, place: &str| {
        let begun = app.form_posts.begin(who, place, now);
        begun.map(drop).map_err(ServiceError::TooManyRequests)
    };
    if let Some(signed_in) = signed_in {
        limited(&signed_in.actor.person_id.to_string(), &origin.address)?;
        return of_person(app, permit, &setup, signed_in, form, &submission, &sent).await;
    }
    let address = sender(&sent).address;
    limited(&address, &origin.address)?;
    // Many places at once, too.
    limited(&address, &format!("the form {slug}"))?;
    let spent = stamped(form, &sent, now)?;
    if form.confirm_by_mail {
        open::read_files(&sent.files)?;
        return wait(app, found, sent, spent, now).await;
    }
    let files = open::read_files(&sent.files)?;
    open::stage(app, &files).await?;
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    spend(&tx, spent, now).await?;
    let language = sent.language;
    let fresh = PersonId(app.fresh());
    let requester = people::ensure_for_mailbox(&tx, &sender(&sent), Some(language), now, fresh).await?;
    let asking = Asking {
        form,
        submission: &submission,
        requester: &requester,
        language: requester.language.unwrap_or(language),
        confirmed: false,
        receipt: still_gets_receipts(&tx, requester.id, now).await?,
        uploads: Vec::new(),
        files: &files,
    };
    let ticket = open::open(app, &tx, permit, &setup, number, asking, now).await?;
    write::commit(app, tx).await?;
    Ok(SubmittedForm {
        number: Some(ticket.number),
    })
}

/// Whether an address that nobody has confirmed has got fewer receipts than it may: nobody's mailbox is filled by our forms.
async fn still_gets_receipts(tx: &WriteTx, requester: PersonId, now: Timestamp) -> Result<bool, ServiceError> {
    let since = now.saturating_sub(CONFIRM_LASTS).unwrap_or(now);
    Ok(web_forms::opened_since(tx, requester, since).await? < RECEIPTS_OF_ADDRESS_MAX)
}

async fn of_person(
    app: &App,
    permit: policy::Permit,
    setup: &Setup,
    signed_in: &SignedIn,
    form: &WebFormDef,
    submission: &Submission,
    sent: &SubmitForm,
) -> Result<SubmittedForm, ServiceError> {
    let now = app.now();
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    check_uploads(&tx, &sent.attachments, signed_in.actor.person_id).await?;
    let requester = people::find(&tx, signed_in.actor.person_id).await?;
    let requester = requester.ok_or_else(|| ServiceError::code(pult_shared::error::ErrorCode::NotSignedIn))?;
    let asking = Asking {
        form,
        submission,
        requester: &requester,
        language: requester.language.unwrap_or(sent.language),
        confirmed: true,
        receipt: true,
        uploads: sent.attachments.clone(),
        files: &[],
    };
    let ticket = open::open(app, &tx, permit, setup, number, asking, now).await?;
    write::commit(app, tx).await?;
    Ok(SubmittedForm {
        number: Some(ticket.number),
    })
}

/// The hash of the stamp, where the form asks for one and it is good.
fn stamped(form: &WebFormDef, sent: &SubmitForm, now: Timestamp) -> Result<Option<String>, Refusal> {
    if form.work_bits == 0 {
        return Ok(None);
    }
    let given = sent.stamp.as_deref();
    let given = given.ok_or_else(|| Refusal::field("stamp", FieldCode::Required))?;
    let resource = stamp::resource(&form.slug, &sent.address, &sent.subject, &sent.body);
    let hash = stamp::check(given, form.work_bits, &resource, now.as_millisecond());
    hash.map(Some)
        .ok_or_else(|| Refusal::field("stamp", FieldCode::NotAllowed))
}

async fn spend(tx: &WriteTx, stamp: Option<String>, now: Timestamp) -> Result<(), ServiceError> {
    let Some(hash) = stamp else { return Ok(()) };
    // Longer than a stamp is good, whatever our clocks say.
    let until = now.saturating_add(CONFIRM_LASTS).unwrap_or(now);
    if web_forms::spend_stamp(tx, &hash, until).await? {
        Ok(())
    } else {
        Err(Refusal::field("stamp", FieldCode::Taken).into())
    }
}

/// Keeps what was sent until it is confirmed, and mails the link. The answer is the same whether a mail goes out or the address has got as many
/// as it may.
async fn wait(
    app: &App,
    form: WebForm,
    sent: SubmitForm,
    stamp: Option<String>,
    now: Timestamp,
) -> Result<SubmittedForm, ServiceError> {
    let to = sender(&sent);
    let language = sent.language;
    let tx = app.store.begin().await?;
    spend(&tx, stamp, now).await?;
    let waiting = web_forms::waiting(&tx, &to.address, now).await?;
    if waiting.all >= PENDING_MAX || waiting.bytes >= PENDING_MAX_BYTES {
        tracing::warn!(
            ?waiting,
            "no more is taken by web forms until something is confirmed or too old"
        );
        return Err(ServiceError::TooManyRequests(60 * 60));
    }
    if waiting.of_address >= PENDING_OF_ADDRESS_MAX {
        tracing::info!(form = %form.form.slug, "no further confirmation for this address within the day");
        tx.commit().await?;
        return Ok(SubmittedForm { number: None });
    }
    let token = token::fresh(&*app.rng);
    let name = form.form.names.or_other(language).to_owned();
    let pending = Pending {
        form_id: form.id,
        content: Kept { form: form.form, sent },
    };
    let until = now.saturating_add(CONFIRM_LASTS).unwrap_or(now);
    web_forms::insert_pending(&tx, &token::hash(&token), &pending, now, until).await?;
    mail_link(app, &tx, &name, &to, language, &token, now).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    Ok(SubmittedForm { number: None })
}

/// Mails the link that confirms what was sent by a form.
pub(super) async fn mail_link(
    app: &App,
    tx: &WriteTx,
    form: &str,
    to: &Mailbox,
    language: Language,
    token: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    // Behind the #, browsers keep it to themselves; and what opens links before people do confirms nothing by that.
    let link = format!("{}/form-confirm#{token}", app.config.http.public_url);
    // Nothing of what was written: this mail goes to whatever address somebody has typed. Not even the name.
    let to = Mailbox {
        name: None,
        address: to.address.clone(),
    };
    let values = [("form", form), ("link", link.as_str())];
    letter::send_to(app, tx, &to, language, "form-confirm", &values, now).await
}
