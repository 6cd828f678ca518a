//! Raw bytes → [`ParsedMail`].
//!
//! Knows the order of the steps: split off the header block, read it, split the body into its leaves, tell body from
//! attachments, classify. Each step is linear in the mail, without recursion, and keeps to the limits in
//! [`limits`]. The header grammar (addresses, dates, encoded words, parameters) is mail-parser's; the splitting of
//! the body is our own, since a mail of a few megabytes that declares thousands of nested parts makes a searching
//! parser quadratic.

mod absence;
mod attachment;
mod body;
mod classify;
mod dates;
pub(crate) mod decode;
mod encoded_words;
mod fields;
mod flowed;
mod guard;
mod headers;
pub(crate) mod limits;
pub(crate) mod part;
pub(crate) mod source;
mod structure;
mod uuencode;
mod words;

use crate::{
    Defect, Lang, ParsedMail, authentication, calendar, html_text, language,
    parsed::{Automatic, Defects, Protection},
    smime, verdicts,
};

/// Calendars of a whole term are files, no invitations.
const SHOWN_INVITATIONS: usize = 5;

/// Reads a mail. Never fails and never panics; what is wrong with it is told in `defects`.
pub fn parse(raw: &[u8]) -> ParsedMail {
    let mut defects = Defects::default();
    let raw = source::normal_lines(raw);
    let (header_bytes, body) = source::split_header(source::without_envelope(&raw));
    let header = source::header_text(header_bytes, limits::HEADER_BYTES, &mut defects);
    let facts = headers::read(&header, &mut defects);
    let mut leaves = structure::split(&facts.part, body, &mut defects);
    let signed = within_signature(&facts.part, body);
    let signed = signed.as_deref().map(source::split_header);
    if let Some((header, body)) = signed {
        // The signature stays as a file behind what was signed.
        let part = part::read(&source::header_text(header, limits::PART_HEADER_BYTES, &mut defects));
        let inner = structure::split(&part, body, &mut defects);
        leaves.splice(..0, inner);
    }
    let mut content = body::assemble(leaves, &mut defects);
    if signed.is_some() {
        content.protection = Some(Protection::SmimeOpaque);
    }
    let invitations = calendar::invitations(&content.attachments);
    show_invitations(&invitations, &mut content);

    let classified = classify::automatic(&facts.machine, &facts.part)
        .or_else(|| classify::by_class(content.message_class.as_deref()?));
    let mut mail = ParsedMail {
        message_id: facts.message_id,
        from: facts.from,
        reply_to: facts.reply_to,
        to: facts.to,
        cc: facts.cc,
        delivered_to: facts.delivered_to,
        subject: facts.subject,
        date: facts.date,
        in_reply_to: facts.in_reply_to,
        references: facts.references,
        text: content.text,
        html: content.html,
        attachments: content.attachments,
        invitations,
        protection: content.protection,
        automatic: classified.map(|(automatic, _)| automatic),
        sign: classified.map(|(_, sign)| sign),
        authentication: authentication::of_fields(&facts.fields),
        verdicts: verdicts::of_fields(&facts.fields),
        controls: verdicts::controls(&facts.fields),
        list_id: facts.list_id,
        headers: facts.fields,
        loop_marker: facts.machine.loop_marker,
        language: None,
        defects: Vec::new(),
    };
    mail.language = language_of(&mail.text, facts.header_language, mail.automatic);
    defects.note_if(mail.from.is_none() && !facts.has_from, Defect::NoFrom);
    defects.note_if(mail.from.is_none() && facts.has_from, Defect::BadFrom);
    defects.note_if(mail.date.is_none(), Defect::NoDate);
    defects.note_if(mail.message_id.is_none(), Defect::NoMessageId);
    defects.note_if(mail.text.trim().is_empty(), Defect::EmptyBody);
    mail.defects = defects.into_vec();
    mail
}

/// The mail that was signed, where the whole mail is a signature with its content inside (Outlook's *opaque* signatures).
fn within_signature(part: &part::Part, body: &[u8]) -> Option<Vec<u8>> {
    let is_smime = part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime");
    let bytes = is_smime.then(|| decode::transfer(body, part.transfer, &mut Defects::default()))?;
    smime::signed_content(&bytes)
}

/// The body of an invitation rarely says when it is. So that stands above it.
fn show_invitations(invitations: &[calendar::Invitation], content: &mut body::Content) {
    let events: Vec<String> = invitations
        .iter()
        .take(SHOWN_INVITATIONS)
        .map(|invitation| invitation.lines().join("\n"))
        .filter(|event| !event.is_empty())
        .collect();
    if events.is_empty() {
        return;
    }
    let events = events.join("\n\n");
    if let Some(html) = &mut content.html {
        *html = format!("{}\n{html}", html_text::paragraph(&events));
    }
    content.text = format!("{events}\n\n{}", content.text).trim_end().to_owned();
}

/// The header says which language the sender's program is set to. A student with a German mail program who plainly
/// writes English wants English, so a text without any doubt goes first.
fn language_of(text: &str, header: Option<Lang>, automatic: Option<Automatic>) -> Option<Lang> {
    let guess = language::guess(text);
    match (guess, header) {
        (Some(guess), _) if guess.strong && automatic != Some(Automatic::Bounce) => Some(guess.lang),
        (_, Some(lang)) => Some(lang),
        (guess, None) => guess.map(|guess| guess.lang),
    }
}

/// The id under which somebody sent a mail that came back, from the mail or its header alone: that of the resending, where it was
/// redirected, else its Message-ID.
pub(crate) fn sent_as(raw: &[u8]) -> Option<String> {
    let mut defects = Defects::default();
    let raw = source::normal_lines(raw);
    let header = source::split_header(source::without_envelope(&raw)).0;
    let header = source::header_text(header, limits::HEADER_BYTES, &mut defects);
    let facts = headers::read(&header, &mut defects);
    facts.resent_message_id.or(facts.message_id)
}

/// What the file of a raw mail is called: its subject with `.eml`. `None` when it has none.
pub(crate) fn mail_file_name(raw: &[u8]) -> Option<String> {
    attachment::attached_subject("message/rfc822", raw)
}

/// The message ids in the value of a field, or in a line that quotes one.
pub(crate) fn ids_in(value: &str) -> Vec<String> {
    fields::message_ids(value)
}

/// Bytes in a character set, as well as they can be read.
pub(crate) fn decoded(bytes: &[u8], charset: &str) -> String {
    decode::text(bytes, Some(charset), &mut Defects::default())
}
