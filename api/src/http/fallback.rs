//! What answers when no route does: 405 with `Allow` where the path exists, else 404.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde_json::Value;

use crate::{
    hub::Hub,
    problem::{Outcome, Problem},
};

/// Where the API begins.
pub(super) const BASE: &str = "/api/v1";
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Answers a request that no route took.
///
/// # Errors
/// Always: 404 or 405.
pub async fn fallback(req: HttpRequest) -> Outcome<HttpResponse> {
    let hub = req.app_data::<Data<Hub>>().ok_or_else(Problem::not_found)?;
    let allowed = methods_of(hub.schemas.document(), req.path());
    if allowed.is_empty() {
        Err(Problem::not_found())
    } else {
        Err(Problem::method_not_allowed(allowed.join(", ")))
    }
}

/// The methods the description names for a path.
fn methods_of(document: &Value, path: &str) -> Vec<String> {
    let Some(path) = path.strip_prefix(BASE) else {
        return Vec::new();
    };
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Vec::new();
    };
    // A literal path goes before a template that would match it too.
    let item = paths.get(path).or_else(|| {
        paths
            .iter()
            .find(|(template, _)| fits(template, path))
            .map(|(_, item)| item)
    });
    let Some(item) = item.and_then(Value::as_object) else {
        return Vec::new();
    };
    let known = METHODS.iter().filter(|method| item.contains_key(**method));
    known.map(|method| method.to_uppercase()).collect()
}

/// Whether a path has the form of a template.
fn fits(template: &str, path: &str) -> bool {
    let (mut parts, mut sent) = (template.split('/'), path.split('/'));
    loop {
        match (parts.next(), sent.next()) {
            (None, None) => return true,
            (Some(part), Some(text)) if part.starts_with('{') => {
                if text.is_empty() {
                    return false;
                }
            }
            (Some(part), Some(text)) if part == text => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_description_knows_the_methods() {
        let document = json!({"paths": {
            "/points": {"get": {}, "post": {}},
            "/points/{id}": {"get": {}, "patch": {}, "parameters": []},
            "/points/nearest": {"get": {}},
        }});
        assert_eq!(methods_of(&document, "/api/v1/points"), ["GET", "POST"]);
        assert_eq!(methods_of(&document, "/api/v1/points/7"), ["GET", "PATCH"]);
        assert_eq!(methods_of(&document, "/api/v1/points/nearest"), ["GET"]);
        assert!(methods_of(&document, "/api/v1/points/7/x").is_empty());
        assert!(methods_of(&document, "/points").is_empty());
    }
}
