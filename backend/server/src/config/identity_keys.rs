//! The settings about single sign-on: a part of the table of all settings.

use super::keys::{Section, TEXT, YES_NO, key, secret};

const CLAIM: &str = "the name of a claim";

/// Providers of OpenID Connect.
pub const OIDC: Section = Section {
    name: "oidc.*",
    help: &[
        "Single sign-on by OpenID Connect. One block like this for each provider; each is a button on the sign-in page. Register there",
        "<http.public_url>/api/v1/sign-on/<name>/callback as the redirect URI, and the same with /logout for back-channel logout.",
    ],
    keys: &[
        key(
            "oidc.*.name",
            None,
            Some("\"uni\""),
            "a short name of lower-case letters, digits and hyphens, of its own for each provider",
            &["How addresses and logs call it; links of people are kept under it. Required."],
        ),
        key(
            "oidc.*.label_de",
            None,
            Some("\"Mit Uni-Kennung anmelden\""),
            TEXT,
            &["What the button says in German. Required."],
        ),
        key(
            "oidc.*.label_en",
            None,
            Some("\"Sign in with your university account\""),
            TEXT,
            &["The same in English; the German text stands in."],
        ),
        key(
            "oidc.*.issuer",
            None,
            Some("\"https://login.example\""),
            "a URL that begins with https://, or with http:// on this machine",
            &["The provider, exactly as it calls itself. Required."],
        ),
        key("oidc.*.client_id", None, Some("\"pult\""), TEXT, &["Required."]),
        secret(
            "oidc.*.client_secret",
            "\"…\"",
            TEXT,
            &["Required, here or by client_secret_file."],
        ),
        key(
            "oidc.*.scopes",
            Some("[\"email\", \"profile\"]"),
            None,
            "a list of words",
            &["What is asked for beside openid."],
        ),
        key(
            "oidc.*.userinfo",
            Some("false"),
            None,
            YES_NO,
            &["Whether the provider tells its claims at the userinfo endpoint, not in the ID token."],
        ),
        key(
            "oidc.*.link_by",
            Some("\"none\""),
            Some("\"account\""),
            "one of \"none\", \"email\", \"account\", \"directory_id\"",
            &[
                "How somebody who comes for the first time is found among the people who are known: not at all, by the verified address, by",
                "the account id, or by the directory's permanent id (id_attribute), which is the safest: a provider may give addresses and account",
                "ids to somebody else one day. Afterwards the provider's stable subject counts. Address and account id never lead to an administrator",
                "who has a password here or comes from no directory.",
            ],
        ),
        key(
            "oidc.*.create",
            Some("true"),
            None,
            YES_NO,
            &["Whether somebody who is not found becomes a new person."],
        ),
        key(
            "oidc.*.account_claim",
            Some("\"preferred_username\""),
            None,
            CLAIM,
            &["The account id."],
        ),
        key(
            "oidc.*.directory_id_claim",
            None,
            Some("\"entryuuid\""),
            CLAIM,
            &["The directory's permanent id of the person. Required with link_by = \"directory_id\"."],
        ),
        key(
            "oidc.*.name_claim",
            Some("\"name\""),
            None,
            CLAIM,
            &["The person's name."],
        ),
        key(
            "oidc.*.email_claim",
            Some("\"email\""),
            None,
            CLAIM,
            &["The person's address; believed only with email_verified."],
        ),
        key(
            "oidc.*.groups_claim",
            Some("\"groups\""),
            None,
            CLAIM,
            &["Groups, as a list or as one text. Where the claim is missing, nobody's roles change."],
        ),
        key(
            "oidc.*.roles",
            Some("[]"),
            Some("[\"staff-it=IT\"]"),
            "a list of group=role",
            &[
                "Who is in the group is in the role of this name, and leaves it with the group, at the next sign-in. Who was put in by hand or by a",
                "directory stays.",
            ],
        ),
        key(
            "oidc.*.accept_bearer_audience",
            None,
            Some("\"https://pult.example.org/api\""),
            "an audience, not the client_id",
            &[
                "Services may use the API with access tokens (JWT) that the provider gives them for this audience, as the person whose",
                "subject it is. Off unless set.",
            ],
        ),
        key(
            "oidc.*.bearer_scope_claim",
            Some("\"scope\""),
            None,
            CLAIM,
            &["Where such a token says what it is for: pult:read, pult:tickets or pult:administer."],
        ),
    ],
};
