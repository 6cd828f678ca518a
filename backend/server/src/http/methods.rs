//! What is asked of the API and does not exist: no such path (404), or no such method there (405, with `Allow`).

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::header, web::Data};
use pult_shared::error::ErrorCode;
use utoipa::openapi::OpenApi;

use super::error::ApiError;

/// The paths of the API with their methods, read from the document.
pub struct Methods(Vec<(Vec<String>, String)>);

impl Methods {
    #[must_use]
    pub fn of(document: &OpenApi) -> Self {
        let path = |path: &String| path.split('/').map(str::to_owned).collect();
        let methods = |item: &utoipa::openapi::PathItem| {
            [
                ("GET, HEAD", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PATCH", item.patch.is_some()),
                ("PUT", item.put.is_some()),
                ("DELETE", item.delete.is_some()),
            ]
            .into_iter()
            .filter_map(|(name, exists)| exists.then_some(name))
            .collect::<Vec<_>>()
            .join(", ")
        };
        Self(
            document
                .paths
                .paths
                .iter()
                .map(|(template, item)| (path(template), methods(item)))
                .collect(),
        )
    }

    /// The methods of a path, for `Allow`.
    fn allowed(&self, path: &str) -> Option<&str> {
        let segments: Vec<&str> = path.split('/').collect();
        let fits = |template: &[String]| {
            template.len() == segments.len()
                && template
                    .iter()
                    .zip(&segments)
                    .all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
        };
        self.0
            .iter()
            .find(|(template, _)| fits(template))
            .map(|(_, methods)| methods.as_str())
    }
}

/// Answers what no route took.
pub async fn no_such_route(request: HttpRequest, methods: Data<&'static Methods>) -> HttpResponse {
    match methods.allowed(request.path()) {
        Some(allowed) => {
            let mut response = ApiError::new(ErrorCode::MethodNotAllowed).error_response();
            if let Ok(value) = header::HeaderValue::from_str(allowed) {
                response.headers_mut().insert(header::ALLOW, value);
            }
            response
        }
        None => ApiError::new(ErrorCode::NotFound).error_response(),
    }
}
