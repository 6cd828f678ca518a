//! On whose behalf: looked up by name, account id or address while typing; an address that nobody has yet makes a new person.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        person::PersonCard,
        ticket::{TicketPage, TicketRef, TicketScope, TicketSort, TicketView},
    },
    filter::{Filter, Who},
    ids::PersonId,
    mailbox::Mailbox,
};

use crate::{
    api,
    components::{
        Icon, Loading, Sign,
        suggest::{SuggestField, Suggestion},
    },
    fetch::Fetch,
    i18n::{t, text, words},
    lookup,
    pages::agent::ticket::panel::OtherTickets,
    tr, web,
};

/// So many open tickets of the person are shown.
const SHOWN: u32 = 10;

/// So many people are looked at for the one who has an address.
const KNOWN: u32 = 5;

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Requester {
    #[default]
    Nobody,
    Known(Box<PersonCard>),
    /// Somebody at an address; the server knows whether there is such a person already.
    At(Mailbox),
}

impl Requester {
    pub fn id(&self) -> Option<PersonId> {
        match self {
            Self::Known(card) => Some(card.id),
            _ => None,
        }
    }

    pub fn mailbox(&self) -> Option<Mailbox> {
        match self {
            Self::Nobody => None,
            Self::Known(card) => lookup::mailbox(card),
            Self::At(mailbox) => Some(mailbox.clone()),
        }
    }

    pub fn name(&self) -> String {
        match self {
            Self::Nobody => String::new(),
            Self::Known(card) => card.name.clone(),
            Self::At(mailbox) => mailbox.name.clone().unwrap_or_default(),
        }
    }
}

/// The look-up, or whoever was chosen.
// req: A10
#[component]
pub fn RequesterField(requester: RwSignal<Requester>, error: Signal<Option<String>>) -> impl IntoView {
    let people = lookup::people();
    let typed = RwSignal::new(String::new());
    let malformed = RwSignal::new(false);
    let choose = Callback::new(move |one: Suggestion| {
        if let Some(card) = people.get(&one.key) {
            typed.set(String::new());
            malformed.set(false);
            requester.set(Requester::Known(Box::new(card)));
            go_on();
        }
    });
    let take = Callback::new(move |text: String| match lookup::typed_mailbox(&text) {
        Some(mailbox) => {
            typed.set(String::new());
            malformed.set(false);
            requester.set(Requester::At(mailbox));
        }
        None => malformed.set(true),
    });
    // Whoever is known at an address is that person, however the address came here: typed, from a draft, from another ticket.
    let at = Memo::new(move |_| match requester.get() {
        Requester::At(mailbox) => Some(mailbox.address),
        _ => None,
    });
    Effect::new(move |_| {
        let Some(address) = at.get() else { return };
        spawn_local(async move {
            let found = api::people::list_people(&address, KNOWN).await;
            let cards = found.map(|list| list.items).unwrap_or_default();
            let card = cards.into_iter().find(|card| card.addresses.contains(&address));
            if let Some(card) = card.filter(|_| at.try_get_untracked().flatten() == Some(address)) {
                requester.set(Requester::Known(Box::new(card)));
            }
        });
    });
    let again = move |_| {
        requester.set(Requester::Nobody);
        request_animation_frame(|| {
            web::focus("#requester");
        });
    };
    let wrong = Signal::derive(move || {
        let unread = malformed.get() && typed.with(|typed| !typed.is_empty());
        unread.then(|| text("address-unknown")).or_else(|| error.get())
    });
    let line = move || {
        view! {
            <div class="field" class:field-wrong=move || wrong.with(Option::is_some)>
                <label for="requester">{t("requester")}</label>
                <SuggestField
                    id="requester"
                    label="requester"
                    labelled=true
                    text=typed
                    offers=people.offers
                    on_choose=choose
                    on_text=take
                    placeholder="person-lookup"
                    described_by="requester-error"
                    invalid=Signal::derive(move || wrong.with(Option::is_some))
                />
                <p class="field-error" id="requester-error" hidden=move || wrong.with(Option::is_none)>
                    {move || wrong.get()}
                </p>
            </div>
        }
    };
    let chosen = move || {
        let someone = requester.get();
        let details = match &someone {
            Requester::Known(card) => {
                let parts = card.login.iter().chain(card.addresses.first());
                parts.cloned().collect::<Vec<_>>().join(" · ")
            }
            Requester::At(mailbox) => format!("{} · {}", mailbox.address, text("person-by-address")),
            Requester::Nobody => String::new(),
        };
        view! {
            <div class="chosen-person" role="group" aria-label=t("requester")>
                <Icon sign=Sign::Person />
                <span>
                    <strong>{someone.name()}</strong>
                    <span class="person-address">{details}</span>
                </span>
                <button type="button" class="button button-small" on:click=again>
                    {t("requester-change")}
                </button>
            </div>
        }
    };
    let is_new = move || requester.with(|one| matches!(one, Requester::At(_)));
    view! {
        <Show when=move || requester.with(|one| *one == Requester::Nobody) fallback=chosen>
            {line()}
        </Show>
        <Show when=is_new>
            <div class="field">
                <label for="requester-name">
                    {t("field-requester-name")} <span class="field-optional">" " {t("field-optional")}</span>
                </label>
                <input
                    id="requester-name"
                    type="text"
                    autocomplete="off"
                    prop:value=move || requester.with_untracked(Requester::name)
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        requester
                            .update(|one| {
                                if let Requester::At(mailbox) = one {
                                    mailbox.name = Some(name).filter(|name| !name.is_empty());
                                }
                            });
                    }
                />
            </div>
        </Show>
    }
}

/// After the person comes what they want.
fn go_on() {
    request_animation_frame(|| {
        web::focus("#subject");
    });
}

/// What the person has open already: perhaps this call is about one of them.
#[component]
pub fn OpenTickets(requester: RwSignal<Requester>) -> impl IntoView {
    let tickets = Fetch::<TicketPage>::new();
    let id = Memo::new(move |_| requester.with(Requester::id));
    Effect::new(move |_| match id.get() {
        Some(id) => tickets.run(async move {
            let filter = Filter::all_of([Filter::Requester(Who::Person(id)), Filter::Active]);
            api::tickets::list_tickets(TicketScope::Desk, &filter, TicketSort::UpdatedDesc, None, SHOWN).await
        }),
        None => tickets.clear(),
    });
    let list = move || {
        let page = tickets.get()?;
        let count = page.items.len();
        let rows: Vec<TicketRef> = page.items.into_iter().map(one_line).collect();
        Some(view! {
            <p class="soft" role="status">
                {tr!("person-active-tickets", count = count)}
            </p>
            {(count > 0).then(|| view! { <OtherTickets tickets=rows /> })}
        })
    };
    view! {
        <aside class="card panel" aria-labelledby="open-tickets-title" hidden=move || id.get().is_none()>
            <h2 id="open-tickets-title">{move || tr!("open-tickets-of", name = requester.with(Requester::name))}</h2>
            {list}
            <Show when=move || tickets.busy() && tickets.get().is_none()>
                <Loading />
            </Show>
            {move || tickets.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        </aside>
    }
}

fn one_line(ticket: TicketView) -> TicketRef {
    TicketRef {
        id: ticket.id,
        number: ticket.number,
        subject: ticket.subject,
        state: ticket.state,
        state_type: ticket.state_type,
    }
}
