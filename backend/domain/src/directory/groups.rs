//! Groups in groups: who is in which group, also by way of others. Circles are no harm.

use std::collections::{BTreeMap, BTreeSet};

/// A group with its members: names of entries or other groups, or account ids, as the directory writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub dn: String,
    pub name: String,
    pub members: Vec<String>,
}

/// A name (DN) as two of them are compared: no spaces around the signs, small letters (RFC 4514 §2.4, RFC 4518).
#[must_use]
pub fn normal_dn(dn: &str) -> String {
    let parts = dn.split(',').map(|part| {
        let words = part.split('=').map(str::trim);
        words.collect::<Vec<_>>().join("=")
    });
    parts.collect::<Vec<_>>().join(",").to_lowercase()
}

/// All groups by their members.
#[derive(Debug, Default)]
pub struct Memberships {
    /// Name of each group.
    names: Vec<String>,
    /// For each member, the groups that name it.
    named_by: BTreeMap<String, Vec<usize>>,
    /// For each group, itself and all groups that it is in by whatever way.
    above: Vec<BTreeSet<usize>>,
}

impl Memberships {
    #[must_use]
    pub fn of(groups: &[Group]) -> Self {
        let mut named_by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, group) in groups.iter().enumerate() {
            for member in &group.members {
                named_by.entry(normal_dn(member)).or_default().push(index);
            }
        }
        let dns: Vec<String> = groups.iter().map(|group| normal_dn(&group.dn)).collect();
        let above = (0..groups.len())
            .map(|index| {
                let (mut seen, mut open) = (BTreeSet::new(), vec![index]);
                while let Some(next) = open.pop() {
                    if seen.insert(next) {
                        let dn = dns.get(next).and_then(|dn| named_by.get(dn));
                        open.extend(dn.into_iter().flatten());
                    }
                }
                seen
            })
            .collect();
        Self {
            names: groups.iter().map(|group| group.name.clone()).collect(),
            named_by,
            above,
        }
    }

    /// The names of all groups that an entry is in, by its DN or its account id.
    #[must_use]
    pub fn of_entry(&self, dn: &str, login: Option<&str>) -> BTreeSet<&str> {
        let keys = [Some(normal_dn(dn)), login.map(str::to_lowercase)];
        let direct = keys.iter().flatten().filter_map(|key| self.named_by.get(key)).flatten();
        let all = direct.filter_map(|index| self.above.get(*index)).flatten();
        all.filter_map(|index| self.names.get(*index))
            .map(String::as_str)
            .collect()
    }
}
