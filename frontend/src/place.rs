//! The one table of pages: path, title, who may see it, and in which part of the product it lies.
//!
//! Router, navigation, guards and titles all read this table. Knows no page and no session.

/// A page, with what its path says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Leads on to where the person works.
    Home,
    Login,
    Preferences,
    Notifications,
    Absences,
    /// How one signs in, and where one is signed in.
    Account,
    /// Where a link for a new password is asked for, and where it leads.
    Password,
    /// A contact form, by the end of its address.
    Form(String),
    /// Where the link of a contact form's confirmation leads.
    FormConfirm,
    Dashboard,
    /// The link of mails: leads on to the desk's or the portal's view.
    Ticket(String),
    Desk,
    DeskNew,
    DeskTicket(String),
    /// The one answer to all who have asked below a ticket.
    Incident(String),
    Portal,
    PortalNew,
    PortalNewQueue,
    PortalTicket(String),
    Admin,
    AdminStates,
    AdminPriorities,
    AdminTypes,
    AdminCalendars,
    AdminServices,
    AdminSlas,
    AdminFields,
    AdminQueues,
    AdminQueueRequests,
    AdminRoles,
    AdminRights,
    AdminPeople,
    AdminOrganisations,
    AdminDirectory,
    AdminTemplates,
    AdminLog,
    AdminRedact,
    AdminReadings,
    AdminPostmaster,
    AdminRules,
    AdminMailTexts,
    AdminMacros,
    AdminWebhooks,
    AdminForms,
    OutgoingMails,
    IncomingMails,
    Unknown,
}

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    Anyone,
    SignedIn,
    Agent,
    /// Administers at least one queue.
    Manager,
    Administrator,
}

/// The parts of the product, as the main navigation shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    None,
    Dashboard,
    Desk,
    Portal,
    Administration,
}

/// A row of the table.
pub struct Row {
    /// `:number` stands for a ticket's number, or the name of a form.
    pattern: &'static str,
    make: fn(String) -> Place,
    /// The locale key of the title.
    pub title: &'static str,
    pub guard: Guard,
    pub section: Section,
}

const fn row(
    pattern: &'static str,
    make: fn(String) -> Place,
    title: &'static str,
    guard: Guard,
    section: Section,
) -> Row {
    Row {
        pattern,
        make,
        title,
        guard,
        section,
    }
}

/// Fixed paths stand before those with a number.
static TABLE: &[Row] = &[
    row("/", |_| Place::Home, "title-home", Guard::SignedIn, Section::None),
    row("/login", |_| Place::Login, "title-login", Guard::Anyone, Section::None),
    row(
        "/tickets/:number",
        Place::Ticket,
        "title-ticket",
        Guard::SignedIn,
        Section::None,
    ),
    row(
        "/preferences",
        |_| Place::Preferences,
        "title-preferences",
        Guard::SignedIn,
        Section::None,
    ),
    row(
        "/preferences/absences",
        |_| Place::Absences,
        "title-absences",
        Guard::Agent,
        Section::None,
    ),
    row(
        "/preferences/notifications",
        |_| Place::Notifications,
        "title-notifications",
        Guard::Agent,
        Section::None,
    ),
    row(
        "/account",
        |_| Place::Account,
        "title-account",
        Guard::SignedIn,
        Section::None,
    ),
    row(
        "/password",
        |_| Place::Password,
        "title-password",
        Guard::Anyone,
        Section::None,
    ),
    row("/form/:number", Place::Form, "title-form", Guard::Anyone, Section::None),
    row(
        "/form-confirm",
        |_| Place::FormConfirm,
        "title-form-confirm",
        Guard::Anyone,
        Section::None,
    ),
    row(
        "/agent/dashboard",
        |_| Place::Dashboard,
        "title-dashboard",
        Guard::Agent,
        Section::Dashboard,
    ),
    row("/agent", |_| Place::Desk, "title-desk", Guard::Agent, Section::Desk),
    row(
        "/agent/new",
        |_| Place::DeskNew,
        "title-desk-new",
        Guard::Agent,
        Section::Desk,
    ),
    row(
        "/agent/tickets/:number",
        Place::DeskTicket,
        "title-ticket",
        Guard::Agent,
        Section::Desk,
    ),
    row(
        "/agent/incidents/:number",
        Place::Incident,
        "title-incident",
        Guard::Agent,
        Section::Desk,
    ),
    row(
        "/portal",
        |_| Place::Portal,
        "title-portal",
        Guard::SignedIn,
        Section::Portal,
    ),
    row(
        "/portal/new",
        |_| Place::PortalNew,
        "title-portal-new",
        Guard::SignedIn,
        Section::Portal,
    ),
    row(
        "/portal/new-queue",
        |_| Place::PortalNewQueue,
        "title-portal-new-queue",
        Guard::SignedIn,
        Section::Portal,
    ),
    row(
        "/portal/tickets/:number",
        Place::PortalTicket,
        "title-ticket",
        Guard::SignedIn,
        Section::Portal,
    ),
    row(
        "/admin",
        |_| Place::Admin,
        "title-admin",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/states",
        |_| Place::AdminStates,
        "title-admin-states",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/priorities",
        |_| Place::AdminPriorities,
        "title-admin-priorities",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/types",
        |_| Place::AdminTypes,
        "title-admin-types",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/calendars",
        |_| Place::AdminCalendars,
        "title-admin-calendars",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/services",
        |_| Place::AdminServices,
        "title-admin-services",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/slas",
        |_| Place::AdminSlas,
        "title-admin-slas",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/fields",
        |_| Place::AdminFields,
        "title-admin-fields",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/queues",
        |_| Place::AdminQueues,
        "title-admin-queues",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/queue-requests",
        |_| Place::AdminQueueRequests,
        "title-admin-queue-requests",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/roles",
        |_| Place::AdminRoles,
        "title-admin-roles",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/rights",
        |_| Place::AdminRights,
        "title-admin-rights",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/people",
        |_| Place::AdminPeople,
        "title-admin-people",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/organisations",
        |_| Place::AdminOrganisations,
        "title-admin-organisations",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/directory",
        |_| Place::AdminDirectory,
        "title-admin-directory",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/templates",
        |_| Place::AdminTemplates,
        "title-admin-templates",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/redact",
        |_| Place::AdminRedact,
        "title-admin-redact",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/log",
        |_| Place::AdminLog,
        "title-admin-log",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/readings",
        |_| Place::AdminReadings,
        "title-admin-readings",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/rules",
        |_| Place::AdminRules,
        "title-admin-rules",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/macros",
        |_| Place::AdminMacros,
        "title-admin-macros",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/webhooks",
        |_| Place::AdminWebhooks,
        "title-admin-webhooks",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/forms",
        |_| Place::AdminForms,
        "title-admin-forms",
        Guard::Manager,
        Section::Administration,
    ),
    row(
        "/admin/mail/filters",
        |_| Place::AdminPostmaster,
        "title-admin-postmaster",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/mail/texts",
        |_| Place::AdminMailTexts,
        "title-admin-mail-texts",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/mail/outgoing",
        |_| Place::OutgoingMails,
        "title-outgoing",
        Guard::Administrator,
        Section::Administration,
    ),
    row(
        "/admin/mail/incoming",
        |_| Place::IncomingMails,
        "title-incoming",
        Guard::Administrator,
        Section::Administration,
    ),
];

static UNKNOWN: Row = row("", |_| Place::Unknown, "title-not-found", Guard::Anyone, Section::None);

impl Place {
    /// Every page that a person can go to without knowing a number.
    pub fn all() -> impl Iterator<Item = Self> {
        let fixed = TABLE.iter().filter(|row| !row.pattern.contains(':'));
        fixed.map(|row| (row.make)(String::new()))
    }

    /// The page of a path.
    pub fn from_path(path: &str) -> Self {
        let path = path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path);
        TABLE
            .iter()
            .find_map(|row| number_in(row.pattern, path).map(row.make))
            .unwrap_or(Self::Unknown)
    }

    /// Its row in the table.
    pub fn row(&self) -> &'static Row {
        let same = |row: &&Row| std::mem::discriminant(&(row.make)(String::new())) == std::mem::discriminant(self);
        TABLE.iter().find(same).unwrap_or(&UNKNOWN)
    }

    /// The path that leads here. Numbers consist of digits; anything else in one came from a path already.
    pub fn path(&self) -> String {
        let number = match self {
            Self::Ticket(number)
            | Self::DeskTicket(number)
            | Self::Incident(number)
            | Self::PortalTicket(number)
            | Self::Form(number) => number,
            _ => "",
        };
        self.row().pattern.replace(":number", number)
    }
}

/// The number that a path has where the pattern says `:number`, empty for patterns without; none when they differ.
fn number_in(pattern: &str, path: &str) -> Option<String> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut number = String::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(number),
            (Some(":number"), Some(part)) if !part.is_empty() => part.clone_into(&mut number),
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_table_leads_back_to_its_page() {
        for row in TABLE {
            let place = (row.make)("2026112200017".to_owned());
            assert_eq!(Place::from_path(&place.path()), place, "{}", row.pattern);
        }
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in [
            "/agents",
            "/agent/tickets",
            "/agent/tickets/",
            "/portal/tickets/1/2",
            "/admin/colours",
        ] {
            assert_eq!(Place::from_path(path), Place::Unknown, "{path}");
        }
        assert_eq!(Place::from_path("/agent/"), Place::Desk);
        assert_eq!(Place::from_path("/"), Place::Home);
    }
}
