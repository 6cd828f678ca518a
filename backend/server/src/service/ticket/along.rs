//! Close what is below a closed ticket, or open it again when that is taken back: ticket by ticket, each in a transaction that also settles that it was done. One that
//! cannot be closed stays open with a note that says why and names whoever closed the one above (requirement C9).

use jiff::SignedDuration;
use pult_domain::{
    actor::Actor,
    policy::{self, Permit},
    refusal::Refusal,
    ticket::{self, CloseAlong, SetUp, Side, Ticket, left_open},
};
use pult_shared::{
    api::failure::Job,
    catalog::{FieldKey, StateKey, StateType},
    command::{Command, CommandName, SetState},
    error::ErrorCode,
    ids::{ArticleId, PersonId, SessionId},
    person::{Language, PersonRef},
};
use pult_store::{
    WriteTx,
    along::{self, AlongRow, What},
    job_failures::Item,
    tickets,
};

use super::{
    facts::Facts,
    others::Others,
    step::language_of,
    write::{self, Writing},
};
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        alone::alone,
        session::{acting::acting, who::SignedIn},
        setup::Setup,
        texts,
    },
};

/// Tickets that a look takes on.
pub const AT_ONCE: u32 = 50;
/// Whoever got an answer so shortly before need not be told once more that it is done.
const JUST_ANSWERED: SignedDuration = SignedDuration::from_mins(10);

/// Takes on what is to be closed or opened along; how many. Several instances may look at once: each ticket is taken on by one of them.
///
/// # Errors
/// When the database fails.
pub async fn work(app: &App) -> Result<usize, ServiceError> {
    let due = along::due(&app.store, AT_ONCE).await?;
    for row in &due {
        let (app_, row_) = (app.clone(), row.clone());
        let done = alone(app, Job::Along, Item::ticket(row.ticket_id), async move {
            one(&app_, &row_).await
        })
        .await?;
        if done.is_none() {
            // A bug with one ticket is not tried for ever.
            let tx = app.store.begin().await?;
            along::left(&tx, row.ticket_id, "").await?;
            tx.commit().await?;
        }
    }
    Ok(due.len())
}

async fn one(app: &App, seen: &AlongRow) -> Result<(), ServiceError> {
    let setup = app.setup.read(&app.store).await?;
    let who = match seen.actor_id {
        Some(person) => acting(app, person).await?,
        None => Some(nobody(app, &setup)),
    };
    let tx = app.store.begin().await?;
    let ticket = tickets::find_for_update(&tx, seen.ticket_id).await?;
    let row = along::still_due(&tx, seen.ticket_id).await?.filter(|row| row == seen);
    let (Some(ticket), Some(row)) = (ticket, row) else {
        return Ok(());
    };
    let doing = Doing {
        app,
        tx: &tx,
        setup: &setup,
        who: who.as_ref(),
        row: &row,
        ticket: &ticket,
    };
    match &row.what {
        What::Close(close) => doing.close(close).await?,
        What::Open {
            state,
            closed,
            closed_at,
        } => {
            let unchanged = ticket.closed_at.is_some() && ticket.closed_at == *closed_at && ticket.state == *closed;
            doing.open(state, unchanged).await?;
        }
    }
    write::commit(app, tx).await
}

/// Who acts where nobody did: a rule, or a time that is over.
fn nobody(app: &App, setup: &Setup) -> SignedIn {
    SignedIn {
        session_id: SessionId::NIL,
        actor: Actor::of_rule(""),
        person: PersonRef {
            id: PersonId::NIL,
            name: String::new(),
            address: None,
        },
        language: None,
        expires_at: app.now(),
        second_factor_due: false,
        seen_by: None,
        tree: setup.tree.clone(),
        catalog: setup.catalog.clone(),
    }
}

/// One ticket that is being closed or opened.
struct Doing<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    setup: &'a Setup,
    /// Nobody where whoever closed the one above may not sign in any more.
    who: Option<&'a SignedIn>,
    row: &'a AlongRow,
    ticket: &'a Ticket,
}

impl Doing<'_> {
    async fn close(&self, close: &CloseAlong) -> Result<(), ServiceError> {
        let (tx, ticket) = (self.tx, self.ticket);
        if !ticket.state_type.is_active() {
            return Ok(along::forget(tx, ticket.id).await?);
        }
        let lately = self.app.now().saturating_sub(JUST_ANSWERED).unwrap_or_default();
        let answered = along::was_answered_since(tx, ticket.id, lately).await?;
        let set = SetState {
            notify_customer: Some(close.notify && !answered),
            undo_seconds: close.undo_seconds,
            ..SetState::to(close.state.0.clone())
        };
        match self.set(set).await {
            Ok(after) => Ok(along::closed(tx, ticket.id, &ticket.state, after.closed_at).await?),
            Err(ServiceError::Refused(refusal)) => self.leave(&refusal).await,
            Err(error) => Err(error),
        }
    }

    /// Back to what it was. What was changed since stays as it is by now.
    async fn open(&self, before: &StateKey, unchanged: bool) -> Result<(), ServiceError> {
        along::forget(self.tx, self.ticket.id).await?;
        if !unchanged {
            return Ok(());
        }
        let catalog = &self.setup.catalog;
        // Nothing becomes new again, and until when it waited is over.
        let kept = catalog
            .state(before)
            .filter(|state| state.state_type == StateType::Open);
        let Some(state) = kept.or_else(|| catalog.state_of(StateType::Open)) else {
            return Ok(());
        };
        let set = SetState {
            notify_customer: Some(false),
            with_children: Some(true),
            ..SetState::to(state.key.0.clone())
        };
        match self.set(set).await {
            // Whoever may not do it did not do it; the ticket is closed, and the one above says that it is open.
            Ok(_) | Err(ServiceError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Sets a state as whoever it was would, with their rights as they are now.
    async fn set(&self, set: SetState) -> Result<Ticket, ServiceError> {
        let (app, ticket) = (self.app, self.ticket);
        let who = self.who.ok_or_else(|| Refusal::new(ErrorCode::Forbidden))?;
        let person = self.row.actor_id;
        let permit = match person {
            None => Permit::for_system(),
            Some(_) => match policy::permit_command(&who.actor, ticket, CommandName::SetState)? {
                (permit, Side::Agent) => permit,
                (_, Side::Customer) => return Err(Refusal::new(ErrorCode::Forbidden).into()),
            },
        };
        let command = Command::SetState(set);
        let facts = Facts {
            app,
            tx: self.tx,
            signed_in: who,
            ticket,
            others: &Others::new(),
            articles: &[],
        };
        let facts = facts.of(&command, Side::Agent).await?;
        let mut ids = Ids(app);
        let mut ctx = app.context(&mut ids, app.now(), person, Side::Agent, self.setup);
        let decision = ticket::decide(ticket, &command, &facts, &mut ctx)?;
        let writing = Writing {
            actor: person,
            ..Writing::by_system(permit, Some(ticket.version), language_of(self.tx, ticket).await?)
        };
        write::write(app, self.tx, &decision, writing).await
    }

    /// It stays open: the note is for whoever closed the one above, else for whoever looks after that or this one, and the ticket is among those in which they are mentioned.
    async fn leave(&self, refusal: &Refusal) -> Result<(), ServiceError> {
        let (app, tx, ticket) = (self.app, self.tx, self.ticket);
        let parent = tickets::find_many(tx, &[self.row.parent_id])
            .await?
            .remove(&self.row.parent_id);
        let Some(parent) = parent else {
            return Ok(along::forget(tx, ticket.id).await?);
        };
        let language = self.who.and_then(|who| who.language).unwrap_or_default();
        let reason = self.sentence(refusal, language);
        let values = [
            ("number", parent.number.0.as_str().into()),
            ("reason", reason.as_str().into()),
        ];
        let text = app.texts.in_language(language).format("incident-left-note", &values);
        let asked = [
            self.row.actor_id,
            parent.owner_id,
            parent.responsible_id,
            ticket.owner_id,
        ];
        let whom = self.first_reader(asked.into_iter().flatten()).await?;
        let set_up = SetUp {
            catalog: &self.setup.catalog,
            tree: &self.setup.tree,
        };
        let decision = left_open(ticket, (ArticleId(app.fresh()), text), whom, set_up, app.now());
        let writing = Writing::by_system(Permit::for_system(), Some(ticket.version), language);
        write::write(app, tx, &decision, writing).await?;
        Ok(along::left(tx, ticket.id, &reason).await?)
    }

    /// The first of them who meets the ticket at the desk.
    async fn first_reader(&self, people: impl Iterator<Item = PersonId>) -> Result<Option<PersonId>, ServiceError> {
        for person in people {
            let reader = acting(self.app, person).await?;
            if reader.is_some_and(|reader| policy::side(&reader.actor, self.ticket) == Some(Side::Agent)) {
                return Ok(Some(person));
            }
        }
        Ok(None)
    }

    /// Why, in words, with the fields that are missing by their names.
    fn sentence(&self, refusal: &Refusal, language: Language) -> String {
        let words = texts::of_exports(language);
        let fields = refusal
            .errors
            .iter()
            .filter_map(|error| error.field.strip_prefix("fields."));
        let names: Vec<&str> = fields
            .filter_map(|key| self.setup.catalog.field(&FieldKey::new(key)))
            .map(|field| field.names.or_other(language))
            .collect();
        if names.is_empty() {
            words.get(&format!("error-{}", refusal.code.code()))
        } else {
            format!("{}: {}", names.join(", "), words.get("field-error-required"))
        }
    }
}
