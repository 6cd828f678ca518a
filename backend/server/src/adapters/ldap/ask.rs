//! Questions to one server. Everything that comes from outside is escaped before it goes into a filter (RFC 4515) or a name (RFC 4514).

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use ldap3::{
    Ldap, LdapError, LdapResult, Scope, SearchEntry, SearchOptions,
    adapters::{Adapter, EntriesOnly, PagedResults},
    dn_escape, ldap_escape,
};
use pult_domain::directory::{Entry, Group, normal_dn};

use super::{By, Everybody, Found, connect::connect};
use crate::config::Directory;

/// More entries than any university has people.
const ENTRIES_MAX: usize = 500_000;
/// Groups in groups are followed so far.
const LEVELS_MAX: usize = 20;
/// Members that are asked about in one filter.
const MEMBERS_AT_ONCE: usize = 40;

/// What is asked.
pub enum Ask<'a> {
    Everybody,
    Find(By<'a>),
    SignIn(By<'a>, &'a str),
}

/// What is answered.
pub enum Answer {
    Everybody(Everybody),
    Found(Option<Box<Found>>),
}

/// Why it is not.
#[derive(Debug)]
pub enum AskError {
    /// Perhaps the next server answers.
    Away(String),
    /// All servers would say the same.
    Refused(String),
    /// They would too: whoever asks may not read it.
    Hidden(String),
}

/// Result codes of RFC 4511 §A.1.
mod code {
    pub const SUCCESS: u32 = 0;
    pub const CONSTRAINT_VIOLATION: u32 = 19;
    pub const NO_SUCH_OBJECT: u32 = 32;
    pub const INVALID_CREDENTIALS: u32 = 49;
    pub const INSUFFICIENT_ACCESS: u32 = 50;
    pub const BUSY: u32 = 51;
    pub const UNAVAILABLE: u32 = 52;
    pub const UNWILLING: u32 = 53;
}

impl From<LdapError> for AskError {
    fn from(error: LdapError) -> Self {
        match error {
            LdapError::LdapResult { result } => refused(&result),
            LdapError::FilterParsing => Self::Refused("the configured filter cannot be read".to_owned()),
            other => Self::Away(other.to_string()),
        }
    }
}

fn refused(result: &LdapResult) -> AskError {
    match result.rc {
        code::BUSY | code::UNAVAILABLE => AskError::Away(result.to_string()),
        // A server may say of what somebody must not see that it is not there (RFC 4511 §4.1.9).
        code::NO_SUCH_OBJECT | code::INSUFFICIENT_ACCESS => AskError::Hidden(result.to_string()),
        _ => AskError::Refused(result.to_string()),
    }
}

/// Asks one server; `patience` is for each answer.
pub async fn ask(
    settings: &Directory,
    server: &str,
    question: &Ask<'_>,
    patience: Duration,
) -> Result<Answer, AskError> {
    let ldap = connect(settings, server, patience).await?;
    let mut desk = Desk {
        settings,
        ldap,
        patience,
    };
    let answer = match question {
        Ask::Everybody => desk.everybody().await.map(Answer::Everybody),
        Ask::Find(by) => desk.find(*by).await.map(|found| Answer::Found(found.map(Box::new))),
        Ask::SignIn(name, password) => {
            let found = desk.sign_in(*name, password).await;
            found.map(|found| Answer::Found(found.map(Box::new)))
        }
    };
    if let Err(error) = desk.ldap.unbind().await {
        tracing::debug!(server, %error, "the directory was left without a goodbye");
    }
    answer
}

/// A server that listens.
struct Desk<'a> {
    settings: &'a Directory,
    ldap: Ldap,
    patience: Duration,
}

impl Desk<'_> {
    async fn bind(&mut self, dn: &str, password: &str) -> Result<LdapResult, AskError> {
        Ok(self.ldap.with_timeout(self.patience).simple_bind(dn, password).await?)
    }

    /// As the service account; without one, as nobody.
    async fn introduce(&mut self) -> Result<(), AskError> {
        let (Some(user), Some(password)) = (&self.settings.user, &self.settings.password) else {
            return Ok(());
        };
        let result = self.bind(user, password.expose()).await?;
        if result.rc == code::SUCCESS {
            return Ok(());
        }
        Err(match refused(&result) {
            AskError::Refused(reason) | AskError::Hidden(reason) => {
                AskError::Refused(format!("the service account: {reason}"))
            }
            away @ AskError::Away(_) => away,
        })
    }

    async fn everybody(&mut self) -> Result<Everybody, AskError> {
        self.introduce().await?;
        let settings = self.settings;
        let entries = self
            .search(&settings.base, &settings.filter, settings.map.names())
            .await?;
        let Some(base) = &settings.group_base else {
            return Ok(Everybody {
                entries,
                groups: Vec::new(),
            });
        };
        let attributes = vec![settings.group_name.clone(), settings.group_member.clone()];
        let groups = self.search(base, &settings.group_filter, attributes).await?;
        let groups = groups.into_iter().filter_map(|entry| group(settings, entry)).collect();
        Ok(Everybody { entries, groups })
    }

    async fn find(&mut self, by: By<'_>) -> Result<Option<Found>, AskError> {
        self.introduce().await?;
        let Some(entry) = self.entry(by).await? else {
            return Ok(None);
        };
        let groups = self.groups(&entry).await?;
        Ok(Some(Found {
            entry,
            groups: Some(groups),
        }))
    }

    async fn sign_in(&mut self, name: By<'_>, password: &str) -> Result<Option<Found>, AskError> {
        let found = match (&self.settings.user_dn, name) {
            (Some(template), By::Login(login)) => {
                let dn = template.replace("{login}", &dn_escape(login));
                if !self.is_theirs(&dn, password).await? {
                    return Ok(None);
                }
                return match self.read(&dn).await? {
                    Some(entry) => self.with_readable_groups(entry).await.map(Some),
                    None => Ok(None),
                };
            }
            _ => self.find(name).await?,
        };
        let Some(found) = found else { return Ok(None) };
        // From here on the connection is the person's.
        let theirs = self.is_theirs(&found.entry.dn, password).await?;
        Ok(theirs.then_some(found))
    }

    /// Whether the password is the entry's.
    async fn is_theirs(&mut self, dn: &str, password: &str) -> Result<bool, AskError> {
        let result = self.bind(dn, password).await?;
        match result.rc {
            code::SUCCESS => Ok(true),
            // Locked and expired accounts are told so by several codes; what the reason is stays with the directory.
            code::INVALID_CREDENTIALS | code::UNWILLING | code::CONSTRAINT_VIOLATION | code::NO_SUCH_OBJECT => {
                tracing::info!(dn, code = result.rc, "the directory has refused a password");
                Ok(false)
            }
            _ => Err(refused(&result)),
        }
    }

    /// The entry of an account id or address. Of several the one with the smallest id, as comparing everybody does; with an account id that
    /// several have nobody is meant.
    async fn entry(&mut self, by: By<'_>) -> Result<Option<Entry>, AskError> {
        let settings = self.settings;
        let mut found = self
            .search(&settings.base, &filter(settings, by), settings.map.names())
            .await?;
        if found.len() > 1 && matches!(by, By::Login(_)) {
            tracing::warn!(?by, "several entries of the directory have this account id");
            return Ok(None);
        }
        let id = settings.map.id.to_lowercase();
        found.sort_by(|one, other| one.attributes.get(&id).cmp(&other.attributes.get(&id)));
        Ok(found.into_iter().next())
    }

    async fn read(&mut self, dn: &str) -> Result<Option<Entry>, AskError> {
        let search = self.ldap.with_timeout(self.patience);
        let result = search
            .search(dn, Scope::Base, &self.settings.filter, self.settings.map.names())
            .await?;
        let (entries, _) = result.success()?;
        Ok(entries
            .into_iter()
            .next()
            .map(|entry| plain(SearchEntry::construct(entry))))
    }

    /// All pages.
    async fn search(&mut self, base: &str, filter: &str, attributes: Vec<String>) -> Result<Vec<Entry>, AskError> {
        let adapters: Vec<Box<dyn Adapter<'_, String, Vec<String>>>> = vec![
            Box::new(EntriesOnly::new()),
            Box::new(PagedResults::new(self.settings.page_size)),
        ];
        let mut stream = self
            .ldap
            .with_timeout(self.patience)
            .with_search_options(SearchOptions::new())
            .streaming_search_with(adapters, base, Scope::Subtree, filter, attributes)
            .await?;
        let mut entries = Vec::new();
        while let Some(entry) = stream.next().await? {
            entries.push(plain(SearchEntry::construct(entry)));
            if entries.len() > ENTRIES_MAX {
                return Err(AskError::Refused(format!(
                    "more than {ENTRIES_MAX} entries fit; narrow the filter"
                )));
            }
        }
        let result = stream.finish().await;
        if result.rc == code::SUCCESS {
            Ok(entries)
        } else {
            Err(refused(&result))
        }
    }

    /// Somebody who is bound as themselves, with their groups: read by the service account where there is one. Many directories do not let
    /// people read groups; that keeps nobody out.
    async fn with_readable_groups(&mut self, entry: Entry) -> Result<Found, AskError> {
        self.introduce().await?;
        let groups = match self.groups(&entry).await {
            Ok(groups) => Some(groups),
            Err(AskError::Hidden(reason)) => {
                tracing::warn!(
                    dn = entry.dn,
                    reason,
                    "the groups may not be read; roles stay as they are known"
                );
                None
            }
            Err(other) => return Err(other),
        };
        Ok(Found { entry, groups })
    }

    /// The groups of an entry, level by level upwards.
    async fn groups(&mut self, entry: &Entry) -> Result<BTreeSet<String>, AskError> {
        let settings = self.settings;
        let mut groups = BTreeSet::new();
        let Some(base) = &settings.group_base else {
            return Ok(groups);
        };
        let login = entry.attributes.get(&settings.map.login.to_lowercase());
        let login = login.and_then(|values| values.first()).cloned();
        let mut seen = BTreeSet::new();
        let mut level: Vec<String> = std::iter::once(entry.dn.clone()).chain(login).collect();
        for _ in 0..LEVELS_MAX {
            let mut above = Vec::new();
            for some in level.chunks(MEMBERS_AT_ONCE) {
                let attributes = vec![settings.group_name.clone()];
                for group in self.search(base, &member_filter(settings, some), attributes).await? {
                    if seen.insert(normal_dn(&group.dn)) {
                        above.push(group.dn.clone());
                        groups.extend(name_of(settings, &group));
                    }
                }
            }
            if above.is_empty() {
                break;
            }
            level = above;
        }
        Ok(groups)
    }
}

fn filter(settings: &Directory, by: By<'_>) -> String {
    let map = &settings.map;
    let asked = match by {
        By::Login(login) => format!("({}={})", map.login, ldap_escape(login)),
        By::Address(address) => {
            let address = ldap_escape(address);
            let plain = std::iter::once(&map.mail)
                .chain(&map.aliases)
                .filter(|name| !name.is_empty());
            let any: String = plain
                .map(|name| format!("({name}={address})({name}=smtp:{address})"))
                .collect();
            format!("(|{any})")
        }
    };
    format!("(&{}{asked})", settings.filter)
}

fn member_filter(settings: &Directory, members: &[String]) -> String {
    let any: String = members
        .iter()
        .map(|member| format!("({}={})", settings.group_member, ldap_escape(member.as_str())))
        .collect();
    format!("(&{}(|{any}))", settings.group_filter)
}

/// Attribute names in lower case; values that are no text (an `objectGUID`) in hexadecimal.
fn plain(entry: SearchEntry) -> Entry {
    let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, values) in entry.attrs {
        attributes.entry(name.to_lowercase()).or_default().extend(values);
    }
    for (name, values) in entry.bin_attrs {
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        attributes
            .entry(name.to_lowercase())
            .or_default()
            .extend(values.into_iter().map(hex));
    }
    Entry {
        dn: entry.dn,
        attributes,
    }
}

fn name_of(settings: &Directory, group: &Entry) -> Option<String> {
    group
        .attributes
        .get(&settings.group_name.to_lowercase())?
        .first()
        .cloned()
}

fn group(settings: &Directory, mut entry: Entry) -> Option<Group> {
    let name = name_of(settings, &entry)?;
    let members = entry
        .attributes
        .remove(&settings.group_member.to_lowercase())
        .unwrap_or_default();
    Some(Group {
        dn: entry.dn,
        name,
        members,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Settings};

    fn settings() -> Directory {
        let mut settings = Settings::default();
        let text = "data = \"x\"\n[[directory]]\nservers = [\"127.0.0.1:389\"]\ntls = \"none\"\nbase = \"dc=hs\"\nalias_attributes = [\"alias\"]\n";
        settings.add_toml("test", text).unwrap();
        Config::from_settings(&settings).unwrap().directories.remove(0)
    }

    #[test]
    fn what_is_typed_stays_a_value() {
        let settings = settings();
        for (typed, asked) in [
            ("lvogt", "(uid=lvogt)"),
            ("*", r"(uid=\2a)"),
            ("x)(uid=*", r"(uid=x\29\28uid=\2a)"),
            ("a\\b\0", r"(uid=a\5cb\00)"),
        ] {
            assert_eq!(
                filter(&settings, By::Login(typed)),
                format!("(&{}{asked})", settings.filter),
                "{typed:?}"
            );
        }
        let address = filter(&settings, By::Address("a*@b.example"));
        assert!(
            address.contains(r"(mail=a\2a@b.example)") && address.contains(r"(alias=smtp:a\2a@b.example)"),
            "{address}"
        );
        let members = member_filter(&settings, &["cn=a)(x,dc=hs".to_owned()]);
        assert!(members.ends_with(r"(|(member=cn=a\29\28x,dc=hs)))"), "{members}");
    }

    #[test]
    fn a_login_stays_one_part_of_a_name() {
        let template = "uid={login},ou=people,dc=hs";
        assert_eq!(
            template.replace("{login}", &dn_escape("x,dc=evil")),
            r"uid=x\2cdc\3devil,ou=people,dc=hs"
        );
    }
}
