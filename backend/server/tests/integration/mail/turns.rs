//! One process at a time fetches from a mailbox.

use jiff::SignedDuration;
use pult_server::{adapters::imap::Leases as _, service::intake::Turns};

use crate::support::{Desk, on_both};

const MAILBOX: &str = "it-desk";

on_both! {
    // req: B1
    async fn a_mailbox_goes_to_one_process_until_it_is_given_back_or_its_time_is_over(desk: Desk) {
        let (one, two) = (Turns::new(desk.app.clone()), Turns::new(desk.app.clone()));
        let time = one.take(MAILBOX).await.unwrap().expect("it is free");
        assert_eq!(two.take(MAILBOX).await.unwrap(), None);
        assert!(two.take("library").await.unwrap().is_some(), "another mailbox");
        two.give_back(MAILBOX).await.unwrap();
        assert_eq!(two.take(MAILBOX).await.unwrap(), None, "what is not one's own cannot be given back");

        desk.later(SignedDuration::try_from(time / 2).unwrap());
        assert!(one.take(MAILBOX).await.unwrap().is_some(), "kept longer");
        desk.later(SignedDuration::try_from(time / 2).unwrap());
        assert_eq!(two.take(MAILBOX).await.unwrap(), None);
        desk.later(SignedDuration::try_from(time).unwrap());
        assert!(two.take(MAILBOX).await.unwrap().is_some(), "the first one has died");
        assert_eq!(one.take(MAILBOX).await.unwrap(), None, "and sees it when it comes back");

        two.give_back(MAILBOX).await.unwrap();
        assert!(one.take(MAILBOX).await.unwrap().is_some(), "at once");
    }

    // req: B1
    async fn of_processes_that_ask_at_the_same_time_one_gets_the_mailbox(desk: Desk) {
        let turns: Vec<Turns> = (0..6).map(|_| Turns::new(desk.app.clone())).collect();
        let asked = futures_util::future::join_all(turns.iter().map(|turn| turn.take(MAILBOX))).await;
        let given = asked.into_iter().filter(|given| given.as_ref().unwrap().is_some()).count();
        assert_eq!(given, 1);
    }
}
