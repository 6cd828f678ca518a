//! Tells stories: lets everything happen in the order of time, each thing through the door or use case that it belongs to.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use pult_shared::{
    api::mail::Door as MailDoor,
    catalog::StateType,
    command::{Command, OpenTicket, Reply},
    event::TicketEvent,
    ids::{ChecklistItemId, UploadId},
    mailbox::Mailbox,
    person::Language,
    ticket::TicketNumber,
};
use pult_store::{
    articles, threads,
    tickets::{self, TicketKey},
};

use super::{
    SeedError,
    cast::Cast,
    demo,
    house::House,
    letter::Letter,
    story::{Door, Step, Story, prose},
};
use crate::{
    adapters::{Arrival, transport::files::FilesTransport},
    app::App,
    clock::{Clock, FixedClock},
    service::{
        intake, locks, outgoing,
        session::who::SignedIn,
        ticket::{apply_commands, open},
        upload,
    },
};

/// Things to do at a time at the most.
const BATCH: u32 = 100;

/// Lets all stories happen, interleaved as they were. Returns how many there are.
pub async fn tell(app: &App, house: &House, stories: &[Story]) -> Result<usize, SeedError> {
    let now = app.now();
    let mut scenes: Vec<(Timestamp, usize, Option<&Step>)> = Vec::new();
    for (index, story) in stories.iter().enumerate() {
        let steps = std::iter::once(None).chain(story.then.iter().map(Some));
        scenes.extend(
            story
                .times(now)?
                .into_iter()
                .zip(steps)
                .map(|(at, step)| (at, index, step)),
        );
    }
    // Stable: steps of the same moment stay in order.
    scenes.sort_by_key(|(at, _, _)| *at);
    let mut teller = Teller::new(app, house).await?;
    let mut clock = scenes.first().map_or(now, |(at, _, _)| *at);
    for (at, index, step) in scenes {
        let Some(story) = stories.get(index) else { continue };
        teller.pass(&mut clock, at).await?;
        teller.clock.set(at);
        match step {
            None => teller.begin(index, story).await?,
            Some(step) => teller.go_on(index, story, step).await?,
        }
        outgoing::deliver_due(&teller.app).await?;
    }
    teller.pass(&mut clock, now).await?;
    Ok(stories.len())
}

/// How often locks are looked at while time passes.
const LOOK: SignedDuration = SignedDuration::from_mins(30);

pub(super) struct Teller<'a> {
    /// As the real one, with a clock that is set.
    pub(super) app: App,
    pub(super) clock: Arc<FixedClock>,
    house: &'a House,
    pub(super) cast: Cast,
    numbers: BTreeMap<usize, TicketNumber>,
    /// The numbers of tickets whose stories have a key.
    keys: BTreeMap<String, TicketNumber>,
    /// What is to be done in a ticket, by its text.
    checklists: BTreeMap<(TicketNumber, String), ChecklistItemId>,
}

impl<'a> Teller<'a> {
    async fn new(real: &App, house: &'a House) -> Result<Self, SeedError> {
        let clock = Arc::new(FixedClock::new(real.now()));
        let as_clock: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        // Whatever is configured: the people of the demo get no real mail.
        let transport = FilesTransport::new(
            real.config.outgoing_folder(),
            Arc::clone(&as_clock),
            Arc::clone(&real.rng),
        );
        let app = App::new(
            real.store.clone(),
            Arc::clone(&real.config),
            as_clock,
            Arc::clone(&real.rng),
            Arc::new(transport),
        );
        let cast = Cast::gather(&app, house).await?;
        Ok(Self {
            app,
            clock,
            house,
            cast,
            numbers: BTreeMap::new(),
            keys: BTreeMap::new(),
            checklists: BTreeMap::new(),
        })
    }

    /// Lets time pass: locks are released when they are due, not all at once when the server starts.
    async fn pass(&self, clock: &mut Timestamp, until: Timestamp) -> Result<(), SeedError> {
        while let Some(next) = clock.checked_add(LOOK).ok().filter(|next| *next < until) {
            *clock = next;
            self.clock.set(next);
            locks::release_due(&self.app).await?;
        }
        Ok(())
    }

    /// Whether nobody has begun to work on a ticket.
    pub(super) async fn is_new(&self, number: &TicketNumber) -> Result<bool, SeedError> {
        let ticket = tickets::find(&self.app.store, &TicketKey::Number(number.clone())).await?;
        Ok(ticket.is_some_and(|ticket| ticket.state_type == StateType::New))
    }

    async fn begin(&mut self, index: usize, story: &Story) -> Result<(), SeedError> {
        let number = match story.door {
            Door::Mail => {
                self.by_mail(story, &story.text, &story.subject, None, &story.files)
                    .await?
            }
            Door::Portal => self.open(self.cast.get(&story.by)?, story, None).await?,
            Door::Phone | Door::Visit => {
                let agent = self.cast.get(story.agent.as_deref().unwrap_or_default())?;
                self.open(agent, story, Some(self.mailbox(&story.by)?)).await?
            }
        };
        if let Some(key) = &story.key {
            self.keys.insert(key.clone(), number.clone());
        }
        self.numbers.insert(index, number);
        Ok(())
    }

    async fn open(&self, by: &SignedIn, story: &Story, requester: Option<Mailbox>) -> Result<TicketNumber, SeedError> {
        let on_behalf = requester.is_some();
        let request = OpenTicket {
            requester,
            channel: on_behalf.then(|| story.door.channel()),
            attachments: self.uploads(by, &story.files).await?,
            ..OpenTicket::new(self.cast.queue(&story.to)?, story.subject.clone(), prose(&story.text))
        };
        Ok(open::open_at(&self.app, by, &request, None, self.clock.now())
            .await?
            .number)
    }

    async fn go_on(&mut self, index: usize, story: &Story, step: &Step) -> Result<(), SeedError> {
        let number = self
            .numbers
            .get(&index)
            .cloned()
            .ok_or_else(|| SeedError::Data(story.subject.clone()))?;
        if let Some(text) = &step.mail {
            self.by_mail(story, text, &story.subject, Some(&number), &step.files)
                .await?;
            return Ok(());
        }
        let (by, commands) = match &step.portal {
            Some(text) => {
                let customer = self.cast.get(&story.by)?;
                let attachments = self.uploads(customer, &step.files).await?;
                (
                    customer,
                    vec![Command::Reply(Reply {
                        body: prose(text),
                        attachments,
                        ..Reply::default()
                    })],
                )
            }
            None => {
                let agent = self.cast.get(step.who.as_deref().unwrap_or_default())?;
                (agent, self.commands(agent, &number, step).await?)
            }
        };
        let at = self.clock.now();
        let applied = apply_commands::apply_commands_at(&self.app, by, &number.0, None, &commands, at)
            .await
            .map_err(|error| SeedError::Data(format!("{:?} at {:?}: {error}", story.subject, step.after)))?;
        for event in applied.events {
            if let TicketEvent::ChecklistItemAdded { item_id, text } = event {
                self.checklists.insert((number.clone(), text), item_id);
            }
        }
        Ok(())
    }

    /// The number of the ticket whose story has a key.
    pub(super) fn ticket(&self, key: &str) -> Result<String, SeedError> {
        let number = self.keys.get(key);
        let number = number.ok_or_else(|| SeedError::Data(format!("no story has begun with the key {key}")))?;
        Ok(number.0.clone())
    }

    /// What is to be done in a ticket, by its text.
    pub(super) fn checklist_item(&self, number: &TicketNumber, text: &str) -> Result<ChecklistItemId, SeedError> {
        let item = self.checklists.get(&(number.clone(), text.to_owned()));
        item.copied()
            .ok_or_else(|| SeedError::Data(format!("there is nothing to do that reads {text:?}")))
    }

    pub(super) async fn uploads(&self, by: &SignedIn, names: &[String]) -> Result<Vec<UploadId>, SeedError> {
        let mut ids = Vec::new();
        for name in names {
            let file = demo::file(name)?;
            let bytes = Bytes::from_static(file.bytes);
            ids.push(
                upload::create::create(&self.app, by, file.name, file.media_type, &bytes)
                    .await?
                    .id,
            );
        }
        Ok(ids)
    }

    /// A mail through the same door as real ones; `answers` makes it an answer to that ticket's last mail.
    async fn by_mail(
        &self,
        story: &Story,
        text: &str,
        subject: &str,
        answers: Option<&TicketNumber>,
        files: &[String],
    ) -> Result<TicketNumber, SeedError> {
        let sender = self.mailbox(&story.by)?;
        let queue = self.house.queue(&story.to)?;
        let to = queue.addresses.first().cloned().unwrap_or_default();
        let message_id = format!("{}@mailer.example", self.app.fresh());
        let mut letter = Letter {
            sender: &sender,
            to: &to,
            subject: subject.to_owned(),
            text,
            message_id: &message_id,
            answers: None,
            files,
        };
        if let Some(number) = answers {
            let english = self
                .house
                .person(&story.by)
                .is_ok_and(|person| person.language == Language::En);
            let prefix = if english { "Re" } else { "AW" };
            letter.subject = format!("{prefix}: [{}{number}] {subject}", self.app.config.mail.hook);
            letter.answers = self.last_mail(number).await?;
        }
        let raw = Bytes::from(letter.write(self.clock.now())?);
        let arrival = Arrival {
            door: MailDoor::Lmtp,
            envelope_from: sender.address.clone(),
            envelope_to: vec![to],
            account: None,
            queue: None,
            original_size: raw.len() as u64,
            raw,
        };
        intake::receive(&self.app, arrival).await?;
        intake::process_pending(&self.app, BATCH).await?;
        self.ticket_of(&message_id)
            .await?
            .ok_or_else(|| SeedError::Data(format!("the mail {subject:?} made no ticket")))
    }

    /// A login, or `Name <address>`.
    pub(super) fn mailbox(&self, who: &str) -> Result<Mailbox, SeedError> {
        match who.split_once('<') {
            Some((name, address)) => Ok(Mailbox {
                name: Some(name.trim().to_owned()),
                address: address.trim_end_matches('>').to_owned(),
            }),
            None => {
                let spec = self.house.person(who)?;
                Ok(Mailbox {
                    name: Some(spec.name.clone()),
                    address: spec.address.clone(),
                })
            }
        }
    }

    async fn ticket_of(&self, message_id: &str) -> Result<Option<TicketNumber>, SeedError> {
        let found = threads::tickets_by_message_ids(&self.app.store, &[message_id.to_owned()]).await?;
        let Some((_, id)) = found.into_iter().next() else {
            return Ok(None);
        };
        Ok(tickets::find(&self.app.store, &TicketKey::Id(id))
            .await?
            .map(|ticket| ticket.number))
    }

    async fn last_mail(&self, number: &TicketNumber) -> Result<Option<String>, SeedError> {
        let Some(ticket) = tickets::find(&self.app.store, &TicketKey::Number(number.clone())).await? else {
            return Ok(None);
        };
        Ok(articles::last_message_ids(&self.app.store, ticket.id, 10).await?.pop())
    }
}
