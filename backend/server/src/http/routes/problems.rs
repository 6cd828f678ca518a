//! The error answers that every operation documents.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{Ref, RefOr, Response, content::ContentBuilder, response::ResponseBuilder},
};

/// Problem documents: for what the caller did (4XX) and for what broke here (5XX).
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = |description: &str| {
            let content = ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build();
            RefOr::T(
                ResponseBuilder::new()
                    .description(description)
                    .content("application/problem+json", content)
                    .build(),
            )
        };
        [
            ("4XX".to_owned(), problem("The request was refused; `code` tells why.")),
            ("5XX".to_owned(), problem("Something is wrong on this side.")),
        ]
        .into()
    }
}
