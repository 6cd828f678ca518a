//! A small IMAP server for tests: folders in memory, as many capabilities as a test wants, and faults on demand.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// What a test may look at and change while the server runs.
pub struct State {
    pub capabilities: &'static str,
    pub separator: &'static str,
    pub password: &'static str,
    /// As some servers do: folders outside INBOX may not be made.
    pub only_below_inbox: bool,
    /// LIST does not tell of folders that were made by others, and they may not be made again.
    pub lists_late: bool,
    /// Asking for the content of this mail breaks the connection.
    pub breaks: Option<u32>,
    /// The server has no content for this mail.
    pub empty: Option<u32>,
    /// This mail may not leave the folder.
    pub stays: Option<u32>,
    pub folders: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    pub deleted: BTreeSet<u32>,
    pub commands: Vec<String>,
    next_uid: u32,
}

pub struct ImapServer {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    news: Arc<Notify>,
}

impl ImapServer {
    #[expect(clippy::unwrap_used, reason = "test set-up")]
    pub async fn start(change: impl FnOnce(&mut State)) -> Self {
        let mut state = State {
            capabilities: "IMAP4rev1 IDLE MOVE UIDPLUS",
            separator: "/",
            password: "secret",
            only_below_inbox: false,
            lists_late: false,
            breaks: None,
            empty: None,
            stays: None,
            folders: BTreeMap::from([("INBOX".to_owned(), BTreeMap::new())]),
            deleted: BTreeSet::new(),
            commands: Vec::new(),
            next_uid: 1,
        };
        change(&mut state);
        let state = Arc::new(Mutex::new(state));
        let news = Arc::new(Notify::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (served, told) = (Arc::clone(&state), Arc::clone(&news));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let connection = Connection {
                    io: BufReader::new(stream),
                    state: Arc::clone(&served),
                    news: Arc::clone(&told),
                    selected: String::new(),
                    told: 0,
                };
                tokio::spawn(connection.serve());
            }
        });
        Self { address, state, news }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a mail into INBOX, and tells who waits.
    pub fn put(&self, raw: &[u8]) {
        self.state().put(raw);
        self.news.notify_waiters();
    }

    /// How many mails a folder holds; none where there is no such folder.
    pub fn count(&self, folder: &str) -> usize {
        self.state().folders.get(folder).map_or(0, BTreeMap::len)
    }
}

impl State {
    pub fn put(&mut self, raw: &[u8]) {
        let uid = self.next_uid;
        self.next_uid += 1;
        self.folders
            .entry("INBOX".to_owned())
            .or_default()
            .insert(uid, raw.to_vec());
    }

    /// Lays a mail into a folder, as somebody with another program does.
    #[allow(dead_code, reason = "not every test crate that has this file needs it")]
    pub fn lay(&mut self, folder: &str, raw: &[u8]) {
        let uid = self.next_uid;
        self.next_uid += 1;
        self.folders
            .entry(folder.to_owned())
            .or_default()
            .insert(uid, raw.to_vec());
    }

    fn copy(&mut self, from: &str, to: &str, uid: u32) -> bool {
        let Some(raw) = self.folders.get(from).and_then(|folder| folder.get(&uid)).cloned() else {
            return true;
        };
        let new = self.next_uid;
        self.next_uid += 1;
        self.folders
            .get_mut(to)
            .is_some_and(|folder| folder.insert(new, raw).is_none())
    }

    fn take_away(&mut self, folder: &str, uid: u32) -> String {
        let sequence = self.sequence(folder, uid);
        self.folders.get_mut(folder).and_then(|mails| mails.remove(&uid));
        format!("* {sequence} EXPUNGE\r\n")
    }

    fn sequence(&self, folder: &str, uid: u32) -> usize {
        self.folders
            .get(folder)
            .map_or(0, |mails| mails.keys().filter(|known| **known <= uid).count())
    }
}

struct Connection {
    io: BufReader<TcpStream>,
    state: Arc<Mutex<State>>,
    news: Arc<Notify>,
    selected: String,
    /// The highest UID that the other side has been told of.
    told: u32,
}

impl Connection {
    async fn serve(mut self) -> io::Result<()> {
        self.send(b"* OK ready\r\n").await?;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok(());
            }
            let (tag, command) = line.trim_end().split_once(' ').unwrap_or(("*", ""));
            self.state().commands.push(command.to_owned());
            let words = words(command);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["IDLE"] => self.idle(tag).await?,
                ["AUTHENTICATE", "PLAIN"] => {
                    self.send(b"+ \r\n").await?;
                    let answer = self.line().await?;
                    let expected = plain(self.state().password);
                    let verdict = if answer.trim_end() == expected { "OK" } else { "NO" };
                    self.send(format!("{tag} {verdict} done\r\n").as_bytes()).await?;
                }
                ["UID", "FETCH", uid, query @ ..] => {
                    let Some(answer) = self.fetch(uid.parse().unwrap_or(0), &query.join(" ")) else {
                        return Ok(());
                    };
                    self.send(&answer).await?;
                    self.send(format!("{tag} OK done\r\n").as_bytes()).await?;
                }
                words => {
                    let (data, verdict) = self.simple(words);
                    self.send(format!("{data}{tag} {verdict}\r\n").as_bytes()).await?;
                }
            }
        }
    }

    /// Commands whose answer is a text.
    fn simple(&mut self, words: &[&str]) -> (String, &'static str) {
        let selected = self.selected.clone();
        let mut state = self.state();
        let nothing = String::new();
        match words {
            ["CAPABILITY"] => (format!("* CAPABILITY {}\r\n", state.capabilities), "OK done"),
            ["LOGIN", _, password] if *password == state.password => (nothing, "OK done"),
            ["LOGIN", ..] => (nothing, "NO wrong"),
            ["LIST", _, ""] => (
                format!("* LIST (\\Noselect) \"{}\" \"\"\r\n", state.separator),
                "OK done",
            ),
            ["LIST", _, name] if state.folders.contains_key(*name) && !state.lists_late => {
                (format!("* LIST () \"{}\" \"{name}\"\r\n", state.separator), "OK done")
            }
            ["CREATE", name] if state.only_below_inbox && !name.starts_with("INBOX") => (nothing, "NO not there"),
            ["CREATE", name] if state.folders.contains_key(*name) => (nothing, "NO [ALREADYEXISTS] it is there"),
            ["STATUS", name, ..] => match state.folders.get(*name) {
                Some(mails) => (format!("* STATUS \"{name}\" (MESSAGES {})\r\n", mails.len()), "OK done"),
                None => (nothing, "NO [NONEXISTENT] not there"),
            },
            ["CREATE", name] => {
                state.folders.insert((*name).to_owned(), BTreeMap::new());
                (nothing, "OK done")
            }
            ["SELECT" | "EXAMINE", name] => {
                let exists = state.folders.get(*name).map_or(0, BTreeMap::len);
                drop(state);
                self.selected = (*name).to_owned();
                let data =
                    format!("* FLAGS (\\Deleted)\r\n* {exists} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] valid\r\n");
                (data, "OK [READ-WRITE] done")
            }
            ["UID", "SEARCH", which] => {
                let mails = state.folders.get(&selected).cloned().unwrap_or_default();
                let wanted = mails
                    .keys()
                    .filter(|uid| *which == "ALL" || !state.deleted.contains(uid));
                let uids: Vec<String> = wanted.map(ToString::to_string).collect();
                drop(state);
                self.told = mails.keys().copied().max().unwrap_or(0).max(self.told);
                (format!("* SEARCH {}\r\n", uids.join(" ")), "OK done")
            }
            ["UID", "MOVE" | "COPY", uid, _] if uid.parse().is_ok_and(|uid| state.stays == Some(uid)) => {
                (nothing, "NO [OVERQUOTA] no room")
            }
            ["UID", "MOVE", uid, to] => {
                let uid = uid.parse().unwrap_or(0);
                if state.copy(&selected, to, uid) {
                    (state.take_away(&selected, uid), "OK done")
                } else {
                    (nothing, "NO no such folder")
                }
            }
            ["UID", "COPY", uid, to] => {
                let copied = state.copy(&selected, to, uid.parse().unwrap_or(0));
                (nothing, if copied { "OK done" } else { "NO no such folder" })
            }
            ["UID", "STORE", uid, "+FLAGS.SILENT", "(\\Deleted)"] => {
                state.deleted.insert(uid.parse().unwrap_or(0));
                (nothing, "OK done")
            }
            ["UID", "EXPUNGE", uid] => (state.take_away(&selected, uid.parse().unwrap_or(0)), "OK done"),
            ["NOOP"] | ["SUBSCRIBE", _] | ["LIST", ..] => (nothing, "OK done"),
            _ => (nothing, "BAD unknown"),
        }
    }

    /// `None`: break the connection.
    fn fetch(&self, uid: u32, query: &str) -> Option<Vec<u8>> {
        let state = self.state();
        let Some(raw) = state.folders.get(&self.selected).and_then(|mails| mails.get(&uid)) else {
            return Some(Vec::new());
        };
        let sequence = state.sequence(&self.selected, uid);
        if query == "(UID RFC822.SIZE)" {
            return Some(format!("* {sequence} FETCH (UID {uid} RFC822.SIZE {})\r\n", raw.len()).into_bytes());
        }
        if state.breaks == Some(uid) {
            return None;
        }
        if state.empty == Some(uid) {
            return Some(format!("* {sequence} FETCH (UID {uid})\r\n").into_bytes());
        }
        let most: usize = query
            .strip_prefix("(UID BODY.PEEK[]<0.")?
            .strip_suffix(">)")?
            .parse()
            .ok()?;
        let part = raw.get(..most).unwrap_or(raw);
        let mut answer = format!("* {sequence} FETCH (UID {uid} BODY[]<0> {{{}}}\r\n", part.len()).into_bytes();
        answer.extend_from_slice(part);
        answer.extend_from_slice(b")\r\n");
        Some(answer)
    }

    async fn idle(&mut self, tag: &str) -> io::Result<()> {
        let news = Arc::clone(&self.news);
        let told = news.notified();
        tokio::pin!(told);
        told.as_mut().enable();
        // What has come since the last search is told with the next answer (RFC 3501, 7.3.1).
        let (exists, newest) = {
            let state = self.state();
            let mails = state.folders.get(&self.selected);
            (
                mails.map_or(0, BTreeMap::len),
                mails.and_then(|mails| mails.keys().copied().max()),
            )
        };
        if newest.is_some_and(|uid| uid > self.told) {
            self.send(format!("* {exists} EXISTS\r\n").as_bytes()).await?;
        }
        self.send(b"+ idling\r\n").await?;
        let mut line = String::new();
        tokio::select! {
            read = self.io.read_line(&mut line) => { read?; }
            () = told => {
                let exists = self.state().folders.get(&self.selected).map_or(0, BTreeMap::len);
                self.send(format!("* {exists} EXISTS\r\n").as_bytes()).await?;
                line = self.line().await?;
            }
        }
        let verdict = if line.trim_end() == "DONE" { "OK" } else { "BAD" };
        self.send(format!("{tag} {verdict} done\r\n").as_bytes()).await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.io.read_line(&mut line).await?;
        Ok(line)
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.io.get_mut().write_all(bytes).await
    }
}

/// Splits a command at blanks; quoted words are one, without their quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut started = false;
    for c in command.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                started = true;
            }
            ' ' if !quoted => {
                words.push(String::new());
                started = false;
            }
            other => {
                started = true;
                if let Some(word) = words.last_mut() {
                    word.push(other);
                }
            }
        }
    }
    if !started && words.last().is_some_and(String::is_empty) {
        words.pop();
    }
    words
}

/// The answer to AUTHENTICATE PLAIN for the user `désk`, in Base64.
fn plain(password: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(format!("\0désk\0{password}"))
}
