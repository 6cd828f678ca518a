//! The queues in which nobody is present who may own tickets: a warning where queues are set up.

use pult_shared::{absence::AbsenceList, ids::QueueId};

use crate::{api, fetch::Fetch, queues::Queues, tr};

/// Where nobody is now, among the queues that the reader manages.
#[derive(Clone, Copy)]
pub struct Unstaffed {
    list: Fetch<AbsenceList>,
    queues: Queues,
}

impl Unstaffed {
    pub fn load() -> Self {
        let (list, queues) = (Fetch::new(), Queues::expect());
        queues.refresh_if_unknown();
        list.run(api::absences::list_absences());
        Self { list, queues }
    }

    #[must_use]
    pub fn has(self, queue: QueueId) -> bool {
        self.list
            .with(|list| list.is_some_and(|list| list.unstaffed.contains(&queue)))
    }

    /// Their names in a sentence; nothing where somebody is everywhere.
    #[must_use]
    pub fn sentence(self) -> Option<String> {
        let list = self.list.with(|list| Some(list?.unstaffed.clone()))?;
        let names: Vec<String> = list.into_iter().filter_map(|queue| self.queues.name(queue)).collect();
        (!names.is_empty()).then(|| tr!("absences-unstaffed", queues = names.join(", ")))
    }
}
