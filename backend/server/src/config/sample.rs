//! The sample file, made from the table of keys. `pult config sample` prints it; a copy is committed.

use std::fmt::Write as _;

use super::keys::{Key, SECTIONS, Section};

const INTRODUCTION: &str = "\
# The configuration of Pult. Every setting is here with its default, or with an example where there is none.
# A line with # in front is not in force.
#
# pult serve --config FILE reads it (or PULT_CONFIG=FILE). Environment variables lie over it: PULT_HTTP__LISTEN is
# http.listen, PULT_IMAP__0__PASSWORD the password of the first mailbox. Options of the command line lie over both.
# Secrets may stand in a file of their own: password_file = \"/run/secrets/imap\" in place of password.
# pult config check reads everything and tells what is wrong. Relative paths start where Pult is started.
";

/// The whole sample.
#[must_use]
pub fn sample() -> String {
    let mut text = String::from(INTRODUCTION);
    for section in SECTIONS {
        // Writing into a string cannot fail.
        let _ = write_section(&mut text, section);
    }
    text
}

fn write_section(text: &mut String, section: &Section) -> std::fmt::Result {
    writeln!(text)?;
    for line in section.help {
        writeln!(text, "# {line}")?;
    }
    // A list of tables has no default entry, so its heading is only an example too.
    match section.name.strip_suffix(".*") {
        Some(list) => writeln!(text, "# [[{list}]]")?,
        None if section.name.is_empty() => {}
        None => writeln!(text, "[{}]", section.name)?,
    }
    for key in section.keys {
        write_key(text, key)?;
    }
    Ok(())
}

fn write_key(text: &mut String, key: &Key) -> std::fmt::Result {
    writeln!(text)?;
    for line in key.help {
        writeln!(text, "#   {line}")?;
    }
    writeln!(text, "#   Allowed: {}.", key.allowed)?;
    if let (Some(_), Some(example)) = (key.default, key.example) {
        writeln!(text, "#   Example: {} = {example}", key.name())?;
    }
    if let Some(value) = key.default.or(key.example) {
        writeln!(text, "# {} = {value}", key.name())?;
    }
    Ok(())
}
