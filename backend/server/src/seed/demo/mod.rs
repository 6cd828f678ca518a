//! The demo's content: stories in German and English, and the files that come with them.

use super::{
    SeedError,
    story::{self, Story},
};

const STORIES: [&str; 7] = [
    include_str!("stories/it.toml"),
    include_str!("stories/wlan.toml"),
    include_str!("stories/mail.toml"),
    include_str!("stories/accounts.toml"),
    include_str!("stories/library.toml"),
    include_str!("stories/exams.toml"),
    include_str!("stories/students.toml"),
];

/// A file of the demo.
#[derive(Clone, Copy, Debug)]
pub struct DemoFile {
    pub name: &'static str,
    pub media_type: &'static str,
    pub bytes: &'static [u8],
}

const FILES: [DemoFile; 5] = [
    DemoFile {
        name: "wlan-fehler.png",
        media_type: "image/png",
        bytes: include_bytes!("files/wlan-fehler.png"),
    },
    DemoFile {
        name: "login-page.png",
        media_type: "image/png",
        bytes: include_bytes!("files/login-page.png"),
    },
    DemoFile {
        name: "bescheinigung.pdf",
        media_type: "application/pdf",
        bytes: include_bytes!("files/bescheinigung.pdf"),
    },
    DemoFile {
        name: "guide.pdf",
        media_type: "application/pdf",
        bytes: include_bytes!("files/guide.pdf"),
    },
    DemoFile {
        name: "vpn.log",
        media_type: "text/plain",
        bytes: include_bytes!("files/vpn.log"),
    },
];

/// All stories.
pub fn stories() -> Result<Vec<Story>, SeedError> {
    let mut all = Vec::new();
    for text in STORIES {
        all.extend(story::read(text)?);
    }
    Ok(all)
}

/// A file by its name.
pub fn file(name: &str) -> Result<DemoFile, SeedError> {
    let found = FILES.into_iter().find(|file| file.name == name);
    found.ok_or_else(|| SeedError::Data(format!("there is no file {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::{DEMO_HOUSE, house::House, story::Door};

    #[test]
    fn every_story_names_what_exists() {
        let house = House::read(DEMO_HOUSE).expect("the demo's house");
        let now = "2026-11-22T10:00:00Z".parse().expect("a timestamp");
        let all = stories().expect("stories that can be read");
        assert!(all.len() >= 55, "only {} stories", all.len());
        for story in &all {
            let subject = &story.subject;
            house.queue(&story.to).expect(subject);
            story.times(now).expect(subject);
            if !story.by.contains('<') {
                house.person(&story.by).expect(subject);
            } else {
                assert_eq!(story.door, Door::Mail, "{subject}: somebody from outside writes mails");
            }
            assert_eq!(
                story.agent.is_some(),
                matches!(story.door, Door::Phone | Door::Visit),
                "{subject}"
            );
            let keys = |key: &String| {
                let known = all.iter().any(|story| story.key.as_ref() == Some(key));
                assert!(known, "{subject}: no story has the key {key}");
            };
            for step in &story.then {
                step.links.iter().map(|link| &link.to).chain(&step.merge).for_each(keys);
                let works = step.take || step.lock || step.note.is_some() || step.reply.is_some() || step.close;
                assert!(!works || step.who.is_some(), "{subject}: a step of an agent names them");
                let customer = step.mail.is_some() || step.portal.is_some();
                assert_ne!(
                    customer,
                    step.who.is_some(),
                    "{subject}: a step is an agent's or the customer's"
                );
                for login in step
                    .who
                    .iter()
                    .chain(&step.assign)
                    .chain(&step.responsible)
                    .chain(&step.watchers)
                    .chain(&step.mentions)
                {
                    house.person(login).expect(subject);
                }
                if let Some(path) = &step.r#move {
                    house.queue(path).expect(subject);
                }
                for name in &step.files {
                    file(name).expect(subject);
                }
            }
            for name in &story.files {
                file(name).expect(subject);
            }
        }
    }
}
