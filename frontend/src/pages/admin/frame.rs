//! The frame of each page of the administration: the pages at the side, the heading, the guard of what is not saved.

use leptos::prelude::*;

use super::parts::leave::{Leave, LeaveGuard};
use crate::{
    components::{Icon, Sign},
    i18n::t,
    place::{Guard, Place},
    session::Session,
};

/// Pages that belong together.
pub struct Group {
    /// The locale key of the heading.
    pub title: &'static str,
    pub pages: &'static [Page],
}

/// A page with what it is for.
pub struct Page {
    pub place: Place,
    /// The locale key of a sentence about it.
    pub lead: &'static str,
}

const fn page(place: Place, lead: &'static str) -> Page {
    Page { place, lead }
}

/// All pages, in the order of the navigation.
pub static GROUPS: &[Group] = &[
    Group {
        title: "admin-group-tickets",
        pages: &[
            page(Place::AdminStates, "admin-states-lead"),
            page(Place::AdminPriorities, "admin-priorities-lead"),
            page(Place::AdminTypes, "admin-types-lead"),
            page(Place::AdminServices, "admin-services-lead"),
            page(Place::AdminSlas, "admin-slas-lead"),
            page(Place::AdminFields, "admin-fields-lead"),
        ],
    },
    Group {
        title: "admin-group-queues",
        pages: &[
            page(Place::AdminQueues, "admin-queues-lead"),
            page(Place::AdminQueueRequests, "admin-queue-requests-lead"),
            page(Place::AdminCalendars, "admin-calendars-lead"),
            page(Place::AdminForms, "web-forms-lead"),
        ],
    },
    Group {
        title: "admin-group-rights",
        pages: &[
            page(Place::AdminRoles, "admin-roles-lead"),
            page(Place::AdminRights, "admin-rights-lead"),
        ],
    },
    Group {
        title: "admin-group-people",
        pages: &[
            page(Place::AdminPeople, "people-lead"),
            page(Place::AdminOrganisations, "organisations-lead"),
            page(Place::AdminDirectory, "directory-lead"),
        ],
    },
    Group {
        title: "admin-group-texts",
        pages: &[page(Place::AdminTemplates, "admin-templates-lead")],
    },
    Group {
        title: "admin-group-automatic",
        pages: &[
            page(Place::AdminRules, "admin-rules-lead"),
            page(Place::AdminMacros, "admin-macros-lead"),
            page(Place::AdminWebhooks, "admin-webhooks-lead"),
        ],
    },
    Group {
        title: "admin-group-mail",
        pages: &[
            page(Place::AdminPostmaster, "admin-postmaster-lead"),
            page(Place::AdminMailTexts, "admin-mail-texts-lead"),
            page(Place::IncomingMails, "incoming-lead"),
            page(Place::OutgoingMails, "admin-outgoing-lead"),
        ],
    },
    Group {
        title: "admin-group-log",
        pages: &[
            page(Place::AdminLog, "admin-log-lead"),
            page(Place::AdminReadings, "admin-readings-lead"),
        ],
    },
];

/// Whether the person may see a page of the table above.
pub fn is_open(session: Session, place: &Place) -> bool {
    session.is_administrator() || (session.is_manager() && place.row().guard == Guard::Manager)
}

/// The heading comes from the route table, the sentence below it from the table above.
#[component]
pub fn AdminPage(
    here: Place,
    /// Beside the heading: what can be begun here.
    #[prop(optional, into)]
    actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let leave = Leave::new();
    provide_context(leave);
    let title = here.row().title;
    let lead = GROUPS
        .iter()
        .flat_map(|group| group.pages)
        .find(|page| page.place == here)
        .map(|page| page.lead);
    view! {
        <div class="admin">
            <Navigation here />
            <div class="admin-main">
                <div class="page-head">
                    <h1 tabindex="-1">{t(title)}</h1>
                    <div class="admin-actions">{move || actions.run()}</div>
                </div>
                {lead.map(|lead| view! { <p class="lead">{t(lead)}</p> })}
                {children()}
            </div>
            <LeaveGuard leave />
        </div>
    }
}

#[component]
fn Navigation(here: Place) -> impl IntoView {
    let session = Session::expect();
    let title = here.row().title;
    let here = StoredValue::new(here);
    let link = move |page: &'static Page| {
        let place = &page.place;
        let current = here.with_value(|here| here == place).then_some("page");
        view! {
            <li>
                <a href=place.path() aria-current=current>
                    {t(place.row().title)}
                </a>
            </li>
        }
    };
    let group = move |group: &'static Group| {
        let open: Vec<_> = group
            .pages
            .iter()
            .filter(|page| is_open(session, &page.place))
            .collect();
        (!open.is_empty()).then(|| {
            view! {
                <li>
                    <span class="admin-nav-group" id=group.title>
                        {t(group.title)}
                    </span>
                    <ul aria-labelledby=group.title>{open.into_iter().map(link).collect_view()}</ul>
                </li>
            }
        })
    };
    // Only where the page is narrow: there the pages open on demand.
    let open = RwSignal::new(false);
    view! {
        <nav class="admin-nav" class:admin-nav-open=move || open.get() aria-label=t("nav-administration")>
            <button
                type="button"
                class="button admin-nav-toggle"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span>{t("nav-administration")} ": " {t(title)}</span>
                <Icon sign=Sign::Down />
            </button>
            <ul class="admin-nav-groups">{move || GROUPS.iter().map(group).collect_view()}</ul>
        </nav>
    }
}
