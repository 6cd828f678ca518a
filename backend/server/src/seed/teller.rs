//! Tells stories: lets everything happen in the order of time, each thing through the door or use case that it belongs to.

use std::{collections::BTreeMap, sync::Arc, time::SystemTime};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use lettre::{
    Message,
    message::{Attachment, MultiPart, SinglePart, header::ContentType},
};
use pult_shared::{
    api::mail::Door as MailDoor,
    command::{Assign, Command, Move, Note, OpenTicket, Reply, SetPriority, SetState},
    ids::UploadId,
    mailbox::Mailbox,
    person::Language,
    ticket::{Priority, TicketNumber},
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
    story::{Door, Step, Story},
};
use crate::{
    adapters::{Arrival, transport::files::FilesTransport},
    app::App,
    clock::{Clock, FixedClock},
    service::{
        intake, outgoing,
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
    for (at, index, step) in scenes {
        let Some(story) = stories.get(index) else { continue };
        teller.clock.set(at);
        match step {
            None => teller.begin(index, story).await?,
            Some(step) => teller.go_on(index, story, step).await?,
        }
        outgoing::deliver_due(&teller.app).await?;
    }
    Ok(stories.len())
}

struct Teller<'a> {
    /// As the real one, with a clock that is set.
    app: App,
    clock: Arc<FixedClock>,
    house: &'a House,
    cast: Cast,
    numbers: BTreeMap<usize, TicketNumber>,
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
        })
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
                let spec = self.house.person(&story.by)?;
                let requester = Mailbox {
                    name: Some(spec.name.clone()),
                    address: spec.address.clone(),
                };
                self.open(agent, story, Some(requester)).await?
            }
        };
        self.numbers.insert(index, number);
        Ok(())
    }

    async fn open(&self, by: &SignedIn, story: &Story, requester: Option<Mailbox>) -> Result<TicketNumber, SeedError> {
        let on_behalf = requester.is_some();
        let request = OpenTicket {
            requester,
            channel: on_behalf.then(|| story.door.channel()),
            attachments: self.uploads(by, &story.files).await?,
            ..OpenTicket::new(self.cast.queue(&story.to)?, story.subject.clone(), story.text.trim())
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
                        body: text.trim().to_owned(),
                        attachments,
                        ..Reply::default()
                    })],
                )
            }
            None => {
                let agent = self.cast.get(step.who.as_deref().unwrap_or_default())?;
                (agent, self.commands(agent, step).await?)
            }
        };
        let at = self.clock.now();
        apply_commands::apply_commands_at(&self.app, by, &number.0, None, &commands, at)
            .await
            .map_err(|error| SeedError::Data(format!("{:?} at {:?}: {error}", story.subject, step.after)))?;
        Ok(())
    }

    async fn commands(&self, agent: &SignedIn, step: &Step) -> Result<Vec<Command>, SeedError> {
        let mut commands = Vec::new();
        if step.take {
            commands.push(Command::Take);
        }
        if step.lock {
            commands.push(Command::Lock);
        }
        if let Some(priority) = step.priority.and_then(Priority::new) {
            commands.push(Command::SetPriority(SetPriority { priority }));
        }
        if let Some(login) = &step.assign {
            commands.push(Command::Assign(Assign {
                owner_id: Some(self.cast.get(login)?.person.id),
            }));
        }
        if let Some(note) = &step.note {
            commands.push(Command::Note(Note {
                body: note.trim().to_owned(),
                ..Note::default()
            }));
        }
        if let Some(reply) = &step.reply {
            let attachments = self.uploads(agent, &step.files).await?;
            commands.push(Command::Reply(Reply {
                body: reply.trim().to_owned(),
                attachments,
                ..Reply::default()
            }));
        }
        if step.unlock {
            commands.push(Command::Unlock);
        }
        if let Some(days) = step.pending {
            let wait = SignedDuration::from_hours(24 * i64::from(days));
            let until = self
                .clock
                .now()
                .saturating_add(wait)
                .map_err(|error| SeedError::Data(error.to_string()))?;
            commands.push(Command::SetState(SetState {
                pending_until: Some(until),
                ..SetState::to("pending_reminder")
            }));
        }
        if step.close {
            commands.push(Command::SetState(SetState::to("closed_successful")));
        }
        if let Some(path) = &step.r#move {
            commands.push(Command::Move(Move {
                queue_id: self.cast.queue(path)?,
            }));
        }
        Ok(commands)
    }

    async fn uploads(&self, by: &SignedIn, names: &[String]) -> Result<Vec<UploadId>, SeedError> {
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
        let sender = self.sender(story)?;
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

    fn sender(&self, story: &Story) -> Result<Mailbox, SeedError> {
        match story.by.split_once('<') {
            Some((name, address)) => Ok(Mailbox {
                name: Some(name.trim().to_owned()),
                address: address.trim_end_matches('>').to_owned(),
            }),
            None => {
                let spec = self.house.person(&story.by)?;
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

/// A customer's mail.
struct Letter<'a> {
    sender: &'a Mailbox,
    to: &'a str,
    subject: String,
    text: &'a str,
    message_id: &'a str,
    answers: Option<String>,
    files: &'a [String],
}

impl Letter<'_> {
    fn write(&self, at: Timestamp) -> Result<Vec<u8>, SeedError> {
        let wrong = |error: &dyn std::fmt::Display| SeedError::Data(format!("{:?}: {error}", self.subject));
        let mailbox = |name: Option<&str>, address: &str| {
            let address = address.parse().map_err(|error| wrong(&error))?;
            Ok::<_, SeedError>(lettre::message::Mailbox::new(name.map(str::to_owned), address))
        };
        let mut message = Message::builder()
            .from(mailbox(self.sender.name.as_deref(), &self.sender.address)?)
            .to(mailbox(None, self.to)?)
            .subject(self.subject.clone())
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(SystemTime::from(at));
        if let Some(id) = &self.answers {
            message = message.in_reply_to(format!("<{id}>")).references(format!("<{id}>"));
        }
        let text = self.text.trim().to_owned();
        let built = if self.files.is_empty() {
            message.singlepart(SinglePart::plain(text))
        } else {
            let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(text));
            for name in self.files {
                let file = demo::file(name)?;
                let media_type = ContentType::parse(file.media_type).map_err(|error| wrong(&error))?;
                parts = parts.singlepart(Attachment::new(file.name.to_owned()).body(file.bytes.to_vec(), media_type));
            }
            message.multipart(parts)
        };
        Ok(built.map_err(|error| wrong(&error))?.formatted())
    }
}
