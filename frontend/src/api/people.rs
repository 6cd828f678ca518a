//! People: looked up by agents, entered and changed by administrators.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        account::{ApiTokenList, SessionList},
        person::{DeactivatePerson, DeactivatedPerson, LinkIdentity, PersonCard, PersonDef, PersonList, PersonProfile},
        person_merge::{MergePeople, PersonMerge, PersonMergeList},
        seeing::{BeginSeeingAs, Seeing, SeeingList},
    },
    ids::{ApiTokenId, PersonId, PersonMergeId, QueueId, SessionId},
};

use super::{ApiError, Target};

/// People by name, account id or address, the best fits first.
pub async fn list_people(query: &str, limit: u32) -> Result<PersonList, ApiError> {
    let target = Target::new("/people").with("query", query);
    super::get(target.with("limit", &limit.to_string())).await
}

/// Agents by name, account id or address: of one queue, or of all that the caller sees.
pub async fn list_agents(query: &str, queue: Option<QueueId>, limit: u32) -> Result<PersonList, ApiError> {
    let queue = queue.map(|id| id.to_string());
    let target = Target::new("/people")
        .with("query", query)
        .with_some("queue_id", queue.as_deref())
        .with("agents", "true");
    super::get(target.with("limit", &limit.to_string())).await
}

pub async fn get_person(id: PersonId) -> Result<PersonCard, ApiError> {
    super::get(Target::new(format!("/people/{id}"))).await
}

/// All that is known about a person; for administrators.
pub async fn get_profile(id: PersonId) -> Result<PersonProfile, ApiError> {
    super::get(Target::new(format!("/people/{id}/profile"))).await
}

pub async fn create_person(person: &PersonDef) -> Result<PersonProfile, ApiError> {
    super::send_json(Method::POST, Target::new("/people"), None, person).await
}

pub async fn update_person(id: PersonId, person: &PersonDef) -> Result<PersonProfile, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/people/{id}")), None, person).await
}

/// Ends a person's sessions and lets them in no more; gives their tickets back where that is wanted.
pub async fn deactivate_person(id: PersonId, release: bool) -> Result<DeactivatedPerson, ApiError> {
    let target = Target::new(format!("/people/{id}/deactivation"));
    super::send_json(Method::POST, target, None, &DeactivatePerson { release }).await
}

pub async fn activate_person(id: PersonId) -> Result<PersonProfile, ApiError> {
    super::send_plain(Method::POST, Target::new(format!("/people/{id}/activation"))).await
}

/// Makes two people one; unless it is confirmed, only tells what would happen.
pub async fn merge_people(kept: PersonId, gone: PersonId, confirmed: bool) -> Result<PersonMerge, ApiError> {
    let request = MergePeople {
        kept_id: kept,
        gone_id: gone,
        confirmed,
    };
    super::send_json(Method::POST, Target::new("/person-merges"), None, &request).await
}

pub async fn undo_person_merge(id: PersonMergeId) -> Result<PersonMerge, ApiError> {
    super::send_plain(Method::POST, Target::new(format!("/person-merges/{id}/undo"))).await
}

pub async fn list_person_merges(id: PersonId) -> Result<PersonMergeList, ApiError> {
    super::get(Target::new(format!("/people/{id}/merges"))).await
}

/// Where somebody is signed in; for administrators.
pub async fn list_sessions(id: PersonId) -> Result<SessionList, ApiError> {
    super::get(Target::new(format!("/people/{id}/sessions"))).await
}

pub async fn end_session(id: PersonId, session: SessionId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/people/{id}/sessions/{session}"))).await
}

pub async fn end_sessions(id: PersonId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/people/{id}/sessions"))).await
}

/// Which programs act for somebody; for administrators.
pub async fn list_tokens(id: PersonId) -> Result<ApiTokenList, ApiError> {
    super::get(Target::new(format!("/people/{id}/tokens"))).await
}

pub async fn revoke_token(id: PersonId, token: ApiTokenId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/people/{id}/tokens/{token}"))).await
}

pub async fn link_identity(id: PersonId, provider: &str, subject: String) -> Result<PersonProfile, ApiError> {
    let target = Target::new(format!("/people/{id}/identities/{provider}"));
    super::send_json(Method::PUT, target, None, &LinkIdentity { subject }).await
}

pub async fn unlink_identity(id: PersonId, provider: &str) -> Result<PersonProfile, ApiError> {
    super::send_plain(
        Method::DELETE,
        Target::new(format!("/people/{id}/identities/{provider}")),
    )
    .await
}

/// Mails somebody a link to set their password.
pub async fn send_password_link(id: PersonId) -> Result<(), ApiError> {
    super::send_empty(Method::POST, Target::new(format!("/people/{id}/password-link"))).await
}

/// Takes off what somebody shows beside the password, and ends their sessions.
pub async fn remove_second_factor(id: PersonId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/people/{id}/second-factor"))).await
}

/// From now on the session looks as that person.
pub async fn begin_seeing_as(id: PersonId, reason: String) -> Result<Seeing, ApiError> {
    let body = BeginSeeingAs { reason };
    super::send_json(Method::POST, Target::new(format!("/people/{id}/seeing")), None, &body).await
}

/// Which administrators have looked as a person.
pub async fn list_seeings(id: PersonId) -> Result<SeeingList, ApiError> {
    super::get(Target::new(format!("/people/{id}/seeings"))).await
}
