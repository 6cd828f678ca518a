//! Who a sign-on leads to, and the roles that it brings.

use pult_domain::sign_on::LinkBy;
use pult_shared::{api::person::PersonAddress, ids::PersonId, person::AddressKind};
use pult_store::{
    people,
    roles::{self, Source},
};
use serde_json::{Value, json};

use super::sign_on::{back, failed, leave, me, signed_in, visitor, with_provider};
use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: C14 — a provider takes back what it has given, and nothing else.
    async fn roles_belong_to_whoever_gave_them(desk: Desk) {
        let (desk, provider) = with_provider(desk, |one| one.roles = vec![("staff".to_owned(), "IT".to_owned()), ("old".to_owned(), "No such role".to_owned())]).await;
        let admin = desk.sign_in("admin").await;
        let enter = async |groups: Value| {
            provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Nadja Neu", "groups": groups}));
            me(&signed_in(&desk, &provider).await).await
        };
        let session = enter(json!(["staff"])).await;
        let id = session["person"]["id"].as_str().expect("an id").to_owned();
        let log = async || admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json()["items"].clone();
        let profile = admin.get(&format!("/api/v1/people/{id}/profile")).await.expect(200).json();
        assert_eq!((profile["roles"][0]["name"].as_str(), profile["roles"][0]["provider"].as_str()), (Some("IT"), Some("uni")));
        assert_eq!((log().await[0]["before"]["roles"].clone(), log().await[0]["after"]["roles"].clone()), (json!([]), json!(["IT"])));
        // Nothing said about groups is not: in none.
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Nadja Neu"}));
        assert_eq!(me(&signed_in(&desk, &provider).await).await["agent"], true);
        // The role was given another name: nobody loses it until that is mended.
        let roles = admin.get("/api/v1/roles").await.expect(200).json();
        let role = roles["items"].as_array().expect("roles").iter().find(|role| role["name"] == "IT").expect("the role").clone();
        let path = format!("/api/v1/roles/{}", role["id"].as_str().expect("an id"));
        let named = |name: &str| json!({"name": name, "grants": role["grants"]});
        admin.put(&path, &named("Technik")).await.expect(200);
        assert_eq!(enter(json!([])).await["agent"], true);
        admin.put(&path, &named("IT")).await.expect(200);
        assert_eq!(enter(json!([])).await["agent"], false);
        assert_eq!(log().await[0]["after"]["roles"], json!([]));
        assert_eq!(log().await.as_array().map(Vec::len), Some(2), "where nothing changes, no line");
        // By hand, or by a directory: not the provider's to take.
        let role_id = role["id"].as_str().expect("an id").parse().expect("an id");
        let person = id.parse().expect("an id");
        for source in [None, Some(Source::Directory("hs"))] {
            let tx = desk.app.store.begin().await.expect("a transaction");
            roles::remove_member(&tx, role_id, person).await.expect("out");
            match source {
                None => roles::add_member(&tx, role_id, person).await.expect("in"),
                Some(source) => roles::set_of_source(&tx, person, source, &[role_id].into()).await.expect("in"),
            }
            tx.commit().await.expect("committed");
            assert_eq!(enter(json!(["staff"])).await["agent"], true);
            assert_eq!(enter(json!([])).await["agent"], true, "{source:?}");
        }
    }

    // req: A15 — a link is seen, taken back and made by administrators; what was begun by it ends with it.
    async fn links_to_providers_are_seen_and_mended(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        let admin = desk.sign_in("admin").await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Nadja Neu"}));
        let nadja = signed_in(&desk, &provider).await;
        let id = me(&nadja).await["person"]["id"].as_str().expect("an id").to_owned();
        let profile = admin.get(&format!("/api/v1/people/{id}/profile")).await.expect(200).json();
        let known = &profile["identities"][0];
        assert_eq!((known["provider"].as_str(), known["subject"].as_str(), &known["linked_at"]), (Some("uni"), Some("s-1"), &known["last_used_at"]));
        assert!(profile.get("login").is_none(), "there is nothing else to sign in by");
        let path = format!("/api/v1/people/{id}/identities/uni");
        nadja.put(&path, &json!({"subject": "s-2"})).await.problem(403, "forbidden");
        admin.put(&format!("/api/v1/people/{id}/identities/other"), &json!({"subject": "s-2"})).await.problem(404, "not_found");
        let student = crate::admin::person(&admin, "student").await;
        let theirs = format!("/api/v1/people/{student}/identities/uni");
        let taken = admin.put(&theirs, &json!({"subject": "s-1"})).await.problem(422, "invalid");
        assert_eq!(taken["errors"][0], json!({"field": "subject", "code": "taken"}));
        // It was the wrong person: the link goes over to the right one.
        admin.delete(&path).await.expect(200);
        nadja.get("/api/v1/session").await.problem(401, "session_expired");
        admin.delete(&path).await.problem(404, "not_found");
        let linked = admin.put(&theirs, &json!({"subject": "s-1"})).await.expect(200).json();
        assert_eq!(linked["identities"][0]["subject"], "s-1");
        assert_eq!(me(&signed_in(&desk, &provider).await).await["person"]["id"], json!(student));
        let log = admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json();
        assert_eq!(log["items"][0]["before"], json!({"provider": "uni", "subject": "s-1"}));
        let undo = format!("/api/v1/settings-log/{}/undo", log["items"][0]["seq"]);
        admin.post(&undo, &json!({})).await.problem(409, "cannot_undo");
    }

    async fn who_was_deactivated_does_not_come_in(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        let visitor = signed_in(&desk, &provider).await;
        let id = me(&visitor).await["person"]["id"].as_str().expect("an id").parse().expect("an id");
        let tx = desk.app.store.begin().await.expect("a transaction");
        people::profile::set_active(&tx, id, false).await.expect("written");
        tx.commit().await.expect("committed");
        visitor.get("/api/v1/session").await.problem(401, "session_expired");
        let way = leave(&desk, &provider, "/").await;
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_unknown");
    }

    // req: C14 — by the directory's permanent id also an administrator; by what is given out again none who has a password here.
    async fn administrators_are_not_caught_by_an_address(desk: Desk) {
        let (desk, provider) = with_provider(desk, |one| {
            one.link_by = LinkBy::Account;
            one.create = true;
        }).await;
        let enter = async |desk: &Desk, claims: Value| {
            let way = leave(desk, &provider, "/").await;
            provider.change(|plan| plan.claims = claims);
            back(desk, &way, "&code=code-1").await
        };
        let claims = json!({"sub": "s-1", "preferred_username": "admin", "email": "admin@hs-musterstadt.example", "email_verified": true, "name": "Wer", "entryuuid": "id-admin"});
        failed(&enter(&desk, claims.clone()).await, "sign_on_unknown");
        let desk = desk.configured(|config| config.oidc[0].link_by = LinkBy::Email).await;
        failed(&enter(&desk, claims.clone()).await, "sign_on_unknown");

        // A verified address of now leads to its owner; a former one, and one that somebody only says is theirs, to nobody.
        let student = desk.sign_in("student").await;
        let id: PersonId = me(&student).await["person"]["id"].as_str().expect("an id").parse().expect("an id");
        let subject = |subject: &str, address: &str| json!({"sub": subject, "email": address, "email_verified": true, "name": "Wer"});
        let tx = desk.app.store.begin().await.expect("a transaction");
        let mut def = people::profile::find(&tx, id).await.expect("found").expect("the student").person;
        for (address, kind, verified) in [("old@hs-musterstadt.example", AddressKind::Former, true), ("other@hs-musterstadt.example", AddressKind::Private, false)] {
            def.addresses.push(PersonAddress { address: address.to_owned(), kind, verified });
        }
        people::profile::update(&tx, id, &def).await.expect("written");
        tx.commit().await.expect("committed");
        for (at, address) in ["old@hs-musterstadt.example", "other@hs-musterstadt.example"].into_iter().enumerate() {
            let answer = enter(&desk, subject(&format!("s-2{at}"), address)).await;
            let session = me(&visitor(&desk, &answer)).await;
            assert_ne!(session["person"]["id"], json!(id), "{address}");
            assert_eq!(session["person"]["address"], Value::Null, "it stays whose it is");
        }
        // Who has written a mail and is nothing but that address is its owner.
        desk.receive(&Eml::new("1@x", "Eins", "Hallo").from("neu@anderswo.example")).await;
        let answer = enter(&desk, subject("s-3", "neu@anderswo.example")).await;
        let admin = desk.sign_in("admin").await;
        assert_eq!(me(&visitor(&desk, &answer)).await["person"]["id"], admin.tickets("eins").await[0]["requester"]["id"]);

        let desk = desk.configured(|config| {
            (config.oidc[0].link_by, config.oidc[0].create) = (LinkBy::DirectoryId, false);
            config.oidc[0].claims.directory_id = Some("entryuuid".to_owned());
        }).await;
        failed(&enter(&desk, claims).await, "sign_on_unknown");
    }
}
