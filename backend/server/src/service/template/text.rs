//! Fill in a template. Knows the template language and its limits; must not know where values come from.

use std::sync::LazyLock;

use minijinja::{Environment, Error, UndefinedBehavior, value::Serde};

use super::variables::{KNOWN, Variables};

/// What one template may do: enough for a letter with a few conditions, not for a loop that never ends.
const FUEL: u64 = 20_000;
/// The longest result, in characters.
const RESULT_MAX: usize = 200_000;

/// No loader, no files, no escaping: the result is plain text.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment
});

/// A template that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub text: String,
    /// Variables that do not exist; they stayed empty.
    pub unknown: Vec<String>,
}

/// Why and where a template cannot be read or filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In English, for those who read the API.
    pub reason: String,
    /// The first character at fault, and how many there are.
    pub at: usize,
    pub length: usize,
}

/// Fills in a template.
///
/// # Errors
/// Where the text is no template, or does too much.
pub fn render(template: &str, variables: &Variables) -> Result<Rendered, Fault> {
    let compiled = ENVIRONMENT
        .template_from_str(template)
        .map_err(|error| fault(template, &error))?;
    let text = compiled
        .render(Serde(variables))
        .map_err(|error| fault(template, &error))?;
    if text.chars().count() > RESULT_MAX {
        return Err(Fault {
            reason: format!("The result is longer than {RESULT_MAX} characters."),
            at: 0,
            length: 0,
        });
    }
    let mut unknown: Vec<String> = compiled
        .undeclared_variables(true)
        .into_iter()
        .filter(|name| !is_known(name, variables))
        .collect();
    unknown.sort_unstable();
    Ok(Rendered { text, unknown })
}

/// Whether a text is a template that can be filled in.
///
/// # Errors
/// As [`render`].
pub fn check(template: &str) -> Result<(), Fault> {
    render(template, &super::variables::example()).map(|_| ())
}

fn is_known(name: &str, variables: &Variables) -> bool {
    KNOWN.contains(&name) || name.strip_prefix("fields.").is_some_and(|key| variables.has_field(key))
}

/// The place in characters; the template language counts bytes.
fn fault(template: &str, error: &Error) -> Fault {
    let range = error.range().unwrap_or(0..0);
    let before = template.get(..range.start).unwrap_or(template);
    let at_fault = template.get(range).unwrap_or_default();
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Fault {
        reason,
        at: before.chars().count(),
        length: at_fault.chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::template::example;

    #[test]
    fn variables_are_filled_in() {
        let rendered = render("Guten Tag {{ customer.name }},\n{{ ticket.number }}", &example()).expect("filled in");
        assert_eq!(rendered.text, "Guten Tag Erika Beispiel,\n20261122000017");
        assert!(rendered.unknown.is_empty());
    }

    #[test]
    fn what_does_not_exist_stays_empty_and_is_named() {
        let rendered = render("{{ ticket.colour }}{{ weather.today }}!", &example()).expect("filled in");
        assert_eq!(rendered.text, "!");
        assert_eq!(rendered.unknown, ["ticket.colour", "weather.today"]);
    }

    #[test]
    fn faults_have_a_place() {
        let fault = check("Größe {{ ticket.").expect_err("a fault");
        assert!(fault.at >= 6, "{fault:?}");
        assert!(check("{% if %}").is_err());
    }

    #[test]
    fn nothing_runs_for_ever() {
        assert!(check("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}").is_err());
    }
}
