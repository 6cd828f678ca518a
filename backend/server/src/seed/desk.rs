//! What a desk has besides queues, roles and people: services, custom fields, text templates, saved views, postmaster filters. Set up on the same road
//! as by hand, so that the rules check it and the log of settings tells of it.

use pult_shared::{
    api::{
        macros::MacroDef,
        queue::Names,
        queue_request::QueueRequestDef,
        template::TemplateDef,
        view::{Sharing, ViewDef},
        web_form::{FormAccess, FormQuestion, WebFormDef},
    },
    catalog::{FieldDef, ServiceDef},
    postmaster::PostmasterFilterDef,
    rule::RuleDef,
};
use serde::Deserialize;

use super::{SeedError, cast::Cast, house::House};
use crate::{
    app::App,
    service::{catalog, macros, postmaster, queue_request, rule, session::who::SignedIn, template, view, web_form},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Parents come before their children.
    #[serde(rename = "service")]
    services: Vec<ServiceDef>,
    #[serde(rename = "field")]
    fields: Vec<FieldSpec>,
    #[serde(rename = "template")]
    templates: Vec<TemplateSpec>,
    #[serde(rename = "view")]
    views: Vec<ViewSpec>,
    /// In the order in which they run.
    #[serde(rename = "postmaster_filter", default)]
    filters: Vec<PostmasterFilterDef>,
    #[serde(rename = "rule", default)]
    rules: Vec<RuleSpec>,
    #[serde(rename = "macro", default)]
    macros: Vec<MacroSpec>,
    #[serde(rename = "form", default)]
    forms: Vec<FormSpec>,
    #[serde(rename = "queue_request", default)]
    queue_requests: Vec<QueueRequestSpec>,
}

/// A queue that somebody asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueueRequestSpec {
    /// The login of who asks.
    by: String,
    /// The path of the queue that it shall lie below.
    below: Option<String>,
    is: QueueRequestDef,
    /// Why the administrator refuses it; left out: it waits.
    refused: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormSpec {
    /// The path of the queue where its tickets are opened.
    queue: String,
    slug: String,
    names: Names,
    intro: Names,
    questions: Vec<FormQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSpec {
    /// The path of the queue in which it holds.
    queue: Option<String>,
    is: RuleDef,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MacroSpec {
    /// Paths of the queues where it is offered.
    #[serde(default)]
    queues: Vec<String>,
    is: MacroDef,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldSpec {
    /// Paths of the queues whose tickets have it.
    #[serde(default)]
    queues: Vec<String>,
    is: FieldDef,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateSpec {
    /// Paths of the queues where it is offered.
    #[serde(default)]
    queues: Vec<String>,
    is: TemplateDef,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewSpec {
    /// The login of whom it belongs to.
    of: String,
    /// The path of the queue whose agents have it too.
    queue: Option<String>,
    #[serde(default)]
    everyone: bool,
    is: ViewDef,
}

impl Desk {
    /// Reads a desk.
    pub fn read(text: &str) -> Result<Self, SeedError> {
        toml::from_str(text).map_err(|error| SeedError::Data(error.to_string()))
    }

    /// Sets everything up in a house whose people are entered: the administrator does, and views are their owners'.
    pub async fn set_up(&self, app: &App, house: &House) -> Result<(), SeedError> {
        let cast = Cast::gather(app, house).await?;
        let administrator = house.people.iter().find(|person| person.administrator);
        let administrator = administrator.ok_or_else(|| SeedError::Data("there is no administrator".to_owned()))?;
        let administrator = cast.get(&administrator.login)?;
        self.set_up_catalog(app, &cast, administrator).await?;
        for spec in &self.templates {
            let definition = TemplateDef {
                queue_ids: cast.queues(&spec.queues)?,
                ..spec.is.clone()
            };
            template::edit::create(app, administrator, &definition).await?;
        }
        for filter in &self.filters {
            postmaster::edit::create(app, administrator, filter).await?;
        }
        // Filters name services and fields, which are known only to those who come in after them.
        let cast = Cast::gather(app, house).await?;
        for spec in &self.views {
            view::create::create(app, cast.get(&spec.of)?, spec.definition(&cast)?).await?;
        }
        Ok(())
    }

    /// Sets up what happens by itself, once the stories are told: they are of the past.
    pub async fn set_up_automation(&self, app: &App, house: &House) -> Result<(), SeedError> {
        let cast = Cast::gather(app, house).await?;
        let administrator = house.people.iter().find(|person| person.administrator);
        let administrator = administrator.ok_or_else(|| SeedError::Data("there is no administrator".to_owned()))?;
        let administrator = cast.get(&administrator.login)?;
        for spec in &self.rules {
            let queue_id = match &spec.queue {
                Some(path) => Some(cast.queue(path)?),
                None => None,
            };
            let definition = RuleDef {
                queue_id,
                ..spec.is.clone()
            };
            rule::edit::create(app, administrator, &definition).await?;
        }
        for spec in &self.macros {
            let definition = MacroDef {
                queue_ids: cast.queues(&spec.queues)?,
                ..spec.is.clone()
            };
            macros::edit::create(app, administrator, &definition).await?;
        }
        for spec in &self.forms {
            let definition = WebFormDef {
                slug: spec.slug.clone(),
                names: spec.names.clone(),
                intro: spec.intro.clone(),
                queue_id: cast.queue(&spec.queue)?,
                valid: true,
                access: FormAccess::Anyone,
                confirm_by_mail: true,
                work_bits: 0,
                attachments: true,
                questions: spec.questions.clone(),
                embed_origins: Vec::new(),
            };
            web_form::edit::create(app, administrator, &definition).await?;
        }
        for spec in &self.queue_requests {
            let parent_id = match &spec.below {
                Some(path) => Some(cast.queue(path)?),
                None => None,
            };
            let wanted = QueueRequestDef {
                parent_id,
                ..spec.is.clone()
            };
            let asked = queue_request::create::create(app, cast.get(&spec.by)?, &wanted).await?;
            if let Some(reason) = &spec.refused {
                queue_request::refuse::refuse(app, administrator, &asked.ticket, reason).await?;
            }
        }
        Ok(())
    }

    async fn set_up_catalog(&self, app: &App, cast: &Cast, administrator: &SignedIn) -> Result<(), SeedError> {
        for service in &self.services {
            catalog::kind::save_service(app, administrator, &service.key, service).await?;
        }
        for spec in &self.fields {
            let definition = FieldDef {
                queue_ids: cast.queues(&spec.queues)?,
                ..spec.is.clone()
            };
            catalog::field::save(app, administrator, &definition.key, &definition).await?;
        }
        Ok(())
    }
}

impl ViewSpec {
    fn definition(&self, cast: &Cast) -> Result<ViewDef, SeedError> {
        let sharing = match &self.queue {
            Some(path) => Sharing::Queue {
                queue_id: cast.queue(path)?,
            },
            None if self.everyone => Sharing::Everyone,
            None => Sharing::Nobody,
        };
        Ok(ViewDef {
            sharing,
            ..self.is.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::filter::Filter;

    use super::*;
    use crate::seed::{DEMO_DESK, DEMO_HOUSE};

    #[test]
    fn the_desk_names_what_exists() {
        let house = House::read(DEMO_HOUSE).expect("the demo's house");
        let desk = Desk::read(DEMO_DESK).expect("a desk that can be read");
        let of_fields = desk.fields.iter().flat_map(|spec| &spec.queues);
        let of_templates = desk.templates.iter().flat_map(|spec| &spec.queues);
        let of_views = desk.views.iter().filter_map(|spec| spec.queue.as_ref());
        for path in of_fields.chain(of_templates).chain(of_views) {
            house.queue(path).expect("a queue");
        }
        for spec in &desk.views {
            house.person(&spec.of).expect("a view's owner");
            Filter::parse(&spec.is.filter).expect("a filter");
        }
        for spec in &desk.templates {
            let body = &spec.is.body;
            assert!(
                !body.de.trim().is_empty() && !body.en.trim().is_empty(),
                "{:?}",
                spec.is.names
            );
        }
    }
}
