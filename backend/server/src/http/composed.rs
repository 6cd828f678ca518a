//! Schemas that are part of others, as the document tells them.
//!
//! A type that refuses unknown fields is closed (`additionalProperties: false`). Where it is part of another (a command's fields beside its
//! `type`, a person's data beside their roles), that would forbid the rest of the whole: JSON Schema 2020-12, core, §10.3.2.3, sees the fields of
//! one part alone. So parts are left open in the document; the server refuses unknown fields all the same.

use std::collections::BTreeSet;

use utoipa::openapi::{
    OpenApi, RefOr, Schema,
    schema::{AdditionalProperties, ArrayItems},
};

/// Opens each schema of the document that is part of another.
pub fn open_parts(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else {
        return;
    };
    let parts: BTreeSet<String> = components.schemas.values().flat_map(parts_of).collect();
    for (name, schema) in &mut components.schemas {
        if let (RefOr::T(Schema::Object(object)), true) = (schema, parts.contains(name)) {
            object.additional_properties = object
                .additional_properties
                .take()
                .filter(|more| !matches!(**more, AdditionalProperties::FreeForm(false)));
        }
    }
}

/// The names of the schemas that are put together with something else, anywhere in a schema.
fn parts_of(schema: &RefOr<Schema>) -> Vec<String> {
    let RefOr::T(schema) = schema else {
        return Vec::new();
    };
    match schema {
        Schema::AllOf(all) if all.items.len() > 1 => {
            let named = all.items.iter().filter_map(|item| match item {
                RefOr::Ref(to) => to.ref_location.rsplit('/').next().map(str::to_owned),
                RefOr::T(_) => None,
            });
            named.chain(all.items.iter().flat_map(parts_of)).collect()
        }
        Schema::AllOf(all) => all.items.iter().flat_map(parts_of).collect(),
        Schema::OneOf(one) => one.items.iter().flat_map(parts_of).collect(),
        Schema::AnyOf(any) => any.items.iter().flat_map(parts_of).collect(),
        Schema::Array(array) => match &array.items {
            ArrayItems::RefOrSchema(item) => parts_of(item),
            ArrayItems::False => Vec::new(),
        },
        Schema::Object(object) => object.properties.values().flat_map(parts_of).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::api::document;

    #[test]
    fn no_part_forbids_the_rest_of_the_whole() {
        let document = serde_json::to_value(document()).unwrap();
        let schemas = &document["components"]["schemas"];
        let mut wholes = 0;
        visit(&document, &mut |value| {
            let Some(parts) = value["allOf"].as_array().filter(|parts| parts.len() > 1) else {
                return;
            };
            wholes += 1;
            for part in parts {
                let named = part["$ref"].as_str().and_then(|name| name.rsplit('/').next());
                let part = named.map_or(part, |name| &schemas[name]);
                assert_ne!(part["additionalProperties"], Value::Bool(false), "{value:#}");
            }
        });
        assert!(wholes > 50, "{wholes}");
        assert_eq!(
            schemas["ApplyCommands"]["additionalProperties"],
            Value::Bool(false),
            "what is no part stays closed"
        );
    }

    fn visit(value: &Value, each: &mut impl FnMut(&Value)) {
        each(value);
        match value {
            Value::Array(items) => items.iter().for_each(|item| visit(item, each)),
            Value::Object(fields) => fields.values().for_each(|field| visit(field, each)),
            _ => {}
        }
    }
}
