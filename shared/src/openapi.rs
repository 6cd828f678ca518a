//! Schemas that cannot be derived: the words of an enum that a macro of ours declares, whose `rename` the derive does not see.

use utoipa::openapi::{
    RefOr,
    schema::{ObjectBuilder, Schema, Type},
};

/// A string that is one of these words.
pub(crate) fn words(description: &str, words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .build()
        .into()
}
