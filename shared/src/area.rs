//! The areas of the browser's side. Each is a program of its own with a page that starts it, so that nobody loads what others use.
//!
//! Server and browser go by the same rule: the server to choose the page that it answers with, the browser to know when a way leads
//! to another program.

/// A part of the product that is loaded by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Customers, and what concerns everybody: signing in, preferences.
    Portal,
    /// Agents.
    Desk,
    /// Administrators, and those who manage queues.
    Administration,
    /// The administration of mail and of what runs by itself: what came in, what went out, by which rules and macros.
    Mail,
    /// The administration of people: who they are, what they may, who looked, and by which forms they ask.
    People,
}

impl Area {
    pub const ALL: [Self; 5] = [Self::Portal, Self::Desk, Self::Administration, Self::Mail, Self::People];

    /// The name of its start page (`desk.html`) and of its texts (`/locales/desk/de.ftl`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Desk => "desk",
            Self::Administration => "admin",
            Self::Mail => "mail",
            Self::People => "people",
        }
    }

    /// Where somebody works: what they come to when they ask for nothing particular.
    #[must_use]
    pub const fn of_person(agent: bool, administrator: bool) -> Self {
        match (agent, administrator) {
            (true, _) => Self::Desk,
            (false, true) => Self::Administration,
            (false, false) => Self::Portal,
        }
    }

    /// The area of a page's path. None for pages that every area has: the links of mails, what is not known.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next()?;
        let mut parts = path.trim_start_matches('/').split('/');
        match (parts.next()?, parts.next()) {
            ("login" | "portal" | "preferences" | "account" | "password" | "form" | "form-confirm", _) => {
                Some(Self::Portal)
            }
            // Needed on few days, and so in a program that the desk does not load.
            ("agent", Some("incidents")) => Some(Self::People),
            ("agent", _) => Some(Self::Desk),
            ("admin", Some("mail" | "rules" | "macros")) => Some(Self::Mail),
            (
                "admin",
                Some(
                    "people" | "organisations" | "rights" | "roles" | "readings" | "directory" | "forms"
                    | "queue-requests",
                ),
            ) => Some(Self::People),
            ("admin", _) => Some(Self::Administration),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn the_beginning_of_a_path_names_the_area() {
        for (path, area) in [
            ("/portal", Some(Area::Portal)),
            ("/portal/tickets/2026112200017", Some(Area::Portal)),
            ("/preferences", Some(Area::Portal)),
            ("/account", Some(Area::Portal)),
            ("/password", Some(Area::Portal)),
            ("/form/wlan?embed=1", Some(Area::Portal)),
            ("/form-confirm#abc", Some(Area::Portal)),
            ("/forms", None),
            ("/agent", Some(Area::Desk)),
            ("/agent/", Some(Area::Desk)),
            ("/agent?queue=it", Some(Area::Desk)),
            ("/agent/tickets/2026112200017", Some(Area::Desk)),
            ("/agent/incidents/2026112200017", Some(Area::People)),
            ("/admin", Some(Area::Administration)),
            ("/admin/states?new=", Some(Area::Administration)),
            ("/admin/mailbox", Some(Area::Administration)),
            ("/admin/mail/incoming", Some(Area::Mail)),
            ("/admin/rules?new=", Some(Area::Mail)),
            ("/admin/people?find=kim", Some(Area::People)),
            ("/admin/roles", Some(Area::People)),
            ("/admin/organisations?new=FB%203", Some(Area::People)),
            ("/admin/queue-requests", Some(Area::People)),
            ("/portal/new-queue", Some(Area::Portal)),
            ("/admin/mail/outgoing?status=failed", Some(Area::Mail)),
            ("/", None),
            ("", None),
            ("/login?next=/agent", Some(Area::Portal)),
            ("/tickets/2026112200017", None),
            ("/agents", None),
            ("/api/v1/portal", None),
        ] {
            assert_eq!(Area::of_path(path), area, "{path}");
        }
    }
}
