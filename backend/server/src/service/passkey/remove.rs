//! Take a passkey of one's own out of use.

use pult_domain::refusal::Refusal;
use pult_shared::{api::second_factor::PasswordAgain, error::ErrorCode, ids::PasskeyId};
use pult_store::{passkeys, second_factors};

use crate::{
    app::App,
    service::{
        ServiceError,
        account::letter,
        second_factor::{self, shown},
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// Forgets a passkey; the person is told by mail. With the last second factor the recovery codes go too.
///
/// # Errors
/// `not_found` where it is none of the person's; `not_applicable` where it is the last second factor and a role asks for one; `invalid` with the field
/// `password` where it is wrong, `too_many_requests` after ten wrong ones.
pub async fn remove(
    app: &App,
    signed_in: &SignedIn,
    passkey: PasskeyId,
    request: PasswordAgain,
    origin: &Origin,
) -> Result<(), ServiceError> {
    let person = shown(app, signed_in.actor.person_id, request.password, origin).await?;
    let tx = app.store.begin().await?;
    let known = passkeys::of_person(&tx, person.id).await?;
    let found = known.into_iter().find(|one| one.id == passkey);
    let name = found.ok_or_else(|| Refusal::new(ErrorCode::NotFound))?.name;
    passkeys::delete_of(&tx, person.id, passkey).await?;
    // What waits for a passkey was asked with this one.
    second_factors::forget_steps(&tx, person.id).await?;
    second_factor::remove::without_the_last(app, &tx, person.id).await?;
    let values = [("name", person.name.as_str()), ("passkey", name.as_str())];
    letter::send(app, &tx, &person, "passkey-removed", &values, app.now()).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %person.id, %passkey, "a passkey was removed");
    Ok(())
}
