//! Raw bytes → [`ParsedMail`].
//!
//! Knows the order of the steps: split off the header block, read it, split the body into its leaves, tell body from
//! attachments, classify. Each step is linear in the mail, without recursion, and keeps to the limits in
//! [`limits`]. The header grammar (addresses, dates, encoded words, parameters) is mail-parser's; the splitting of
//! the body is our own, since a mail of a few megabytes that declares thousands of nested parts makes a searching
//! parser quadratic.

mod attachment;
mod body;
mod classify;
mod decode;
mod encoded_words;
mod flowed;
mod guard;
mod headers;
mod limits;
mod part;
pub(crate) mod source;
mod structure;

use crate::{
    Defect, Lang, ParsedMail, language,
    parsed::{Automatic, Defects},
};

/// Reads a mail. Never fails and never panics; what is wrong with it is told in `defects`.
pub fn parse(raw: &[u8]) -> ParsedMail {
    let mut defects = Defects::default();
    let raw = source::normal_lines(raw);
    let (header_bytes, body) = source::split_header(source::without_envelope(&raw));
    let header = source::header_text(header_bytes, limits::HEADER_BYTES, &mut defects);
    let facts = headers::read(&header, &mut defects);
    let leaves = structure::split(&facts.part, body, &mut defects);
    let content = body::assemble(leaves, &mut defects);

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
        automatic: classify::automatic(&facts.machine, &facts.part),
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
