//! Fill in a template. Knows the template language and its limits; must not know where values come from.

use std::sync::LazyLock;

use minijinja::{Environment, Error, UndefinedBehavior, Value, filters, syntax::SyntaxConfig, value::Serde};

use super::variables::{KNOWN, Variables};

/// What one template may do: enough for a letter with a few conditions, not for a loop that never ends.
const FUEL: u64 = 20_000;
/// The longest result, in characters.
const RESULT_MAX: usize = 200_000;

/// No loader, no files, no functions, no escaping: the result is plain text. Filters are the few that letters need.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    // A condition on a line of its own leaves no empty line. Only delimiters could be refused here, and they are the usual ones.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().unwrap_or_default());
    environment.add_filter("default", or_else);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("title", filters::title);
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("replace", filters::replace);
    environment.add_test("defined", is_said);
    environment
});

/// The value, or another one where it says nothing: empty fields are empty texts.
fn or_else(value: Value, other: Option<String>) -> Value {
    if value.is_true() {
        value
    } else {
        Value::from(other.unwrap_or_default())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as the template language calls it")]
fn is_said(value: Value) -> bool {
    value.is_true()
}

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
    fn faults_are_told_in_characters() {
        for (text, at_fault) in [
            ("Grüße\n{% if %}", "%}"),
            ("ä{{ ticket.number | no_such_filter }}", "no_such_filter"),
            ("{% include 'x' %}", "include"),
            ("{{ range(3) }}", "range(3)"),
        ] {
            let fault = check(text).expect_err(text);
            let found: String = text.chars().skip(fault.at).take(fault.length).collect();
            assert_eq!(found, at_fault, "{text}: {fault:?}");
            assert!(!fault.reason.is_empty());
        }
    }

    #[test]
    fn conditions_leave_no_traces() {
        let text =
            "Guten Tag,\n{% if fields.room %}\nRaum {{ fields.room }}\n{% else %}\n(kein Raum)\n{% endif %}\nGruß\n";
        let rendered = render(text, &example()).expect("filled in");
        assert_eq!(rendered.text, "Guten Tag,\n(kein Raum)\nGruß\n");
        assert_eq!(rendered.unknown, ["fields.room"]);
        let rendered = render(
            "{{ customer.title | default('Hallo') }} {{ customer.name | upper }}",
            &example(),
        );
        assert_eq!(rendered.expect("filled in").text, "Hallo ERIKA BEISPIEL");
    }

    #[test]
    fn nothing_is_escaped_and_nothing_is_expanded_twice() {
        let text = "{{ '<b>&' }}{{ '{{ ticket.number }}' }}";
        assert_eq!(
            render(text, &example()).expect("filled in").text,
            "<b>&{{ ticket.number }}"
        );
    }

    #[test]
    fn work_is_bounded() {
        let deep = format!(
            "{}x{}",
            "{% for a in ticket.link %}".repeat(8),
            "{% endfor %}".repeat(8)
        );
        let grows = format!(
            "{{% set x = 'xxxxxxxxxx' %}}{}{{{{ x }}}}",
            "{% set x = x ~ x %}".repeat(40)
        );
        let nested = format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000));
        for bad in [deep, grows, nested, "{{ 'x' * 1000000000 }}".to_owned()] {
            assert!(check(&bad).is_err(), "{}", bad.chars().take(60).collect::<String>());
        }
    }
}
