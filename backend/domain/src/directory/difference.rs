//! What differs between the people here and the entries of a directory.
//!
//! The directory's permanent id is the key. Who comes for the first time is recognised by the account id, unless that is a local account's
//! (a directory must not take over an administrator), else by an address of somebody of whom nothing but addresses is known.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::{
        directory::{DescribedPerson, Differs, EntryFault, FaultLine},
        person::PersonAddress,
    },
    ids::{PersonId, RoleId},
    person::AddressKind,
};

use super::address::{Claim, merged, takes};

/// Somebody who came from this directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: PersonId,
    /// As the directory described them; addresses are all that the person has.
    pub described: DescribedPerson,
    pub active: bool,
    /// Not active because the directory did not name them any more.
    pub vanished: bool,
    pub administrator: bool,
    /// Has a password here.
    pub local: bool,
    /// Roles by groups of this directory.
    pub roles: BTreeSet<RoleId>,
    /// Roles that somebody has put the person into.
    pub by_hand: BTreeSet<RoleId>,
}

/// Somebody else who has an account id or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub id: PersonId,
    pub described: DescribedPerson,
    pub active: bool,
    pub vanished: bool,
    /// Has a password here, or is an administrator.
    pub local: bool,
    /// Came from a directory.
    pub linked: bool,
}

/// Who is here.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub known: Vec<Known>,
    /// People who do not come from this directory and have one of its account ids or addresses.
    pub others: Vec<Holder>,
    /// Whether an administrator may sign in who does not come from this directory.
    pub other_administrators: bool,
    /// The roles that somebody may lose because no group of theirs stands for them; `None`: all. Where a group stands for a role that there
    /// is not, the role may only be called otherwise by now: nobody loses one that no group stands for.
    pub judged: Option<BTreeSet<RoleId>>,
}

/// Somebody as the directory wants them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub described: DescribedPerson,
    pub roles: BTreeSet<RoleId>,
    /// Whether `roles` are told at all: where the directory shows no groups, somebody keeps what they have.
    pub roles_known: bool,
}

/// Somebody who is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: PersonId,
    pub wanted: Wanted,
    pub differs: Vec<Differs>,
    /// Whether they may sign in from now on.
    pub active: bool,
}

/// All that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub created: Vec<Wanted>,
    pub changed: Vec<Change>,
    pub unchanged: u64,
    /// Who is gone and is to be deactivated, with their names.
    pub vanished: Vec<(PersonId, String)>,
    /// Who is gone and stays: the last administrator.
    pub kept: Vec<(PersonId, String)>,
    /// People who stay active and lose a role.
    pub roles_lost: u64,
    pub faults: Vec<FaultLine>,
}

/// Whether a comparison has to be confirmed: more than so many per cent would lose what they have: those who could sign in their access,
/// those who are in roles a role. A handful is never too many, or a small desk could not part with anybody.
#[must_use]
pub fn too_many(losing: u64, having: u64, percent: u32) -> bool {
    const HANDFUL: u64 = 5;
    losing > HANDFUL && losing.saturating_mul(100) > having.saturating_mul(u64::from(percent))
}

/// Compares. Entries are taken in the order of their ids, so that of two that claim the same thing always the same one has it.
#[must_use]
pub fn difference(entries: Vec<Wanted>, facts: &Facts) -> Difference {
    let mut comparison = Comparison::new(facts);
    let mut entries = entries;
    entries.sort_by(|one, other| one.described.id.cmp(&other.described.id));
    for entry in entries {
        comparison.take(entry);
    }
    comparison.rest()
}

/// Who has an address at the moment.
#[derive(Clone, Copy)]
struct Held {
    by: PersonId,
    claim: Claim,
}

struct Comparison<'a> {
    facts: &'a Facts,
    by_id: BTreeMap<&'a str, &'a Known>,
    by_login: BTreeMap<&'a str, PersonId>,
    held: BTreeMap<&'a str, Held>,
    others: BTreeMap<PersonId, &'a Holder>,
    /// Account ids and addresses that entries of this comparison have.
    given_logins: BTreeSet<String>,
    given: BTreeSet<String>,
    met: BTreeSet<String>,
    adopted: BTreeSet<PersonId>,
    out: Difference,
}

impl<'a> Comparison<'a> {
    fn new(facts: &'a Facts) -> Self {
        let mut held = BTreeMap::new();
        let mut by_login = BTreeMap::new();
        let known = facts
            .known
            .iter()
            .map(|known| (known.id, &known.described, known.active, false));
        let others = facts
            .others
            .iter()
            .map(|other| (other.id, &other.described, other.active, other.local));
        for (by, described, active, local) in known.chain(others) {
            for address in &described.addresses {
                let mut claim = claim(address, active);
                if local {
                    // Nobody loses an address of a local account to a directory.
                    claim.kind = AddressKind::Directory;
                }
                held.insert(address.address.as_str(), Held { by, claim });
            }
            if let Some(login) = &described.login {
                by_login.insert(login.as_str(), by);
            }
        }
        Self {
            facts,
            by_id: facts
                .known
                .iter()
                .map(|known| (known.described.id.as_str(), known))
                .collect(),
            by_login,
            held,
            others: facts.others.iter().map(|other| (other.id, other)).collect(),
            given_logins: BTreeSet::new(),
            given: BTreeSet::new(),
            met: BTreeSet::new(),
            adopted: BTreeSet::new(),
            out: Difference::default(),
        }
    }

    fn take(&mut self, mut wanted: Wanted) {
        if !self.met.insert(wanted.described.id.clone()) {
            self.fault(EntryFault::SameId, &wanted, String::new());
            return;
        }
        let known = self.by_id.get(wanted.described.id.as_str()).copied();
        let adopted = if known.is_none() {
            self.adopt(&wanted.described)
        } else {
            None
        };
        let own = known.map(|known| known.id).or(adopted.map(|holder| holder.id));
        self.settle_login(&mut wanted, own);
        let before = known
            .map(|known| &known.described)
            .or(adopted.map(|holder| &holder.described));
        self.settle_addresses(
            &mut wanted,
            own,
            before.map_or(&[], |before| before.addresses.as_slice()),
        );
        // What somebody has chosen stands before what the directory thinks.
        let chosen = before.and_then(|before| before.language);
        wanted.described.language = chosen.or(wanted.described.language);
        match (known, adopted) {
            (Some(known), _) => self.change(known, wanted),
            (None, Some(holder)) => {
                self.adopted.insert(holder.id);
                let active = holder.active || holder.vanished;
                let mut differs = differences(&holder.described, &wanted.described);
                differs.push(Differs::Linked);
                self.push(holder.id, wanted, differs, active);
            }
            (None, None) => self.out.created.push(wanted),
        }
    }

    fn change(&mut self, known: &Known, mut wanted: Wanted) {
        if !wanted.roles_known {
            wanted.roles.clone_from(&known.roles);
        } else if let Some(judged) = &self.facts.judged {
            wanted.roles.extend(known.roles.difference(judged));
        }
        if known.active && !known.roles.is_subset(&wanted.roles) {
            self.out.roles_lost += 1;
        }
        let mut differs = differences(&known.described, &wanted.described);
        // What somebody is in by hand needs no group as well.
        if !known.roles.iter().eq(wanted.roles.difference(&known.by_hand)) {
            differs.push(Differs::Roles);
        }
        // Who was deactivated by a person stays so.
        let active = known.active || known.vanished;
        if active != known.active {
            differs.push(Differs::Active);
        }
        if differs.is_empty() {
            self.out.unchanged += 1;
        } else {
            self.push(known.id, wanted, differs, active);
        }
    }

    fn push(&mut self, id: PersonId, wanted: Wanted, differs: Vec<Differs>, active: bool) {
        self.out.changed.push(Change {
            id,
            wanted,
            differs,
            active,
        });
    }

    /// Somebody here who is that entry, though nobody has said so yet.
    fn adopt(&self, described: &DescribedPerson) -> Option<&'a Holder> {
        let free = |holder: &&Holder| !holder.linked && !holder.local && !self.adopted.contains(&holder.id);
        let by_login = described.login.as_deref().and_then(|login| self.by_login.get(login));
        let by_login = by_login.and_then(|id| self.others.get(id).copied()).filter(free);
        let by_address = || {
            let holders = described
                .addresses
                .iter()
                .filter_map(|address| self.held.get(address.address.as_str()));
            holders
                .filter_map(|held| self.others.get(&held.by).copied())
                .filter(free)
                .find(|holder| holder.described.login.is_none())
        };
        by_login.or_else(by_address)
    }

    fn settle_login(&mut self, wanted: &mut Wanted, own: Option<PersonId>) {
        let Some(login) = wanted.described.login.clone() else {
            return;
        };
        let foreign = self
            .by_login
            .get(login.as_str())
            .is_some_and(|holder| Some(*holder) != own);
        if foreign || !self.given_logins.insert(login.clone()) {
            self.fault(EntryFault::LoginTaken, wanted, login);
            wanted.described.login = None;
        }
    }

    fn settle_addresses(&mut self, wanted: &mut Wanted, own: Option<PersonId>, before: &[PersonAddress]) {
        let mut taken = Vec::new();
        wanted.described.addresses.retain(|address| {
            let free = !self.given.contains(&address.address)
                && self
                    .held
                    .get(address.address.as_str())
                    .is_none_or(|held| Some(held.by) == own || takes(claim(address, true), held.claim));
            if !free {
                taken.push(address.address.clone());
            }
            free
        });
        for address in taken {
            self.fault(EntryFault::AddressTaken, wanted, address);
        }
        let mut named = wanted.described.addresses.iter().map(|address| address.address.clone());
        // The first is the directory's main one, unless that is somebody else's.
        let mail = named.next();
        let aliases: Vec<String> = named.collect();
        // What an entry of this comparison has been given is not this one's any more.
        let rest: Vec<PersonAddress> = before
            .iter()
            .filter(|address| !self.given.contains(&address.address))
            .cloned()
            .collect();
        wanted.described.addresses = merged(&rest, mail.as_deref(), &aliases);
        self.given
            .extend(wanted.described.addresses.iter().map(|address| address.address.clone()));
    }

    fn fault(&mut self, fault: EntryFault, wanted: &Wanted, value: String) {
        self.out.faults.push(FaultLine {
            fault,
            entry: wanted.described.name.clone(),
            value,
        });
    }

    /// The administrator who must stay although the directory does not name them: of those who are gone, where no other administrator could
    /// sign in, one who has a password here, else the one who came first.
    fn last_administrator(&self) -> Option<PersonId> {
        let met = |known: &&Known| self.met.contains(&known.described.id);
        let administrators = self.facts.known.iter().filter(|known| known.administrator);
        if self.facts.other_administrators
            || administrators
                .clone()
                .any(|known| met(&known) && (known.active || known.vanished))
        {
            return None;
        }
        let gone = administrators.filter(|known| known.active && !met(known));
        gone.min_by_key(|known| (!known.local, known.id)).map(|known| known.id)
    }

    /// Who was not met is gone.
    fn rest(mut self) -> Difference {
        let stays = self.last_administrator();
        for known in &self.facts.known {
            if self.met.contains(&known.described.id) || !known.active {
                continue;
            }
            let line = (known.id, known.described.name.clone());
            if Some(known.id) == stays {
                self.out.kept.push(line);
            } else {
                self.out.vanished.push(line);
            }
        }
        self.out
    }
}

fn claim(address: &PersonAddress, active: bool) -> Claim {
    Claim {
        active,
        kind: address.kind,
        verified: address.verified,
    }
}

fn differences(before: &DescribedPerson, after: &DescribedPerson) -> Vec<Differs> {
    let pairs = [
        (Differs::Name, before.name != after.name),
        (Differs::Login, before.login != after.login),
        (Differs::Language, before.language != after.language),
        (Differs::Affiliation, before.affiliation != after.affiliation),
        (Differs::Phone, before.phone != after.phone),
        (Differs::Room, before.room != after.room),
        (Differs::Organisation, before.organisation != after.organisation),
        (Differs::Addresses, before.addresses != after.addresses),
    ];
    pairs
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(what, _)| what)
        .collect()
}
