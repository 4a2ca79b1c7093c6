//! Everything outside the API's base: health, metrics, keys, the description and its reader.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data, ServiceConfig},
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::health;
use crate::{http::reply, hub::Hub};

/// Registers the pages.
pub(crate) fn pages(config: &mut ServiceConfig) {
    config
        .route("/health/live", web::get().to(health::live))
        .route("/health/ready", web::get().to(health::ready))
        .route("/metrics", web::get().to(health::metrics))
        .route("/.well-known/jwks.json", web::get().to(jwks))
        .route("/openapi.json", web::get().to(description))
        .route("/docs", web::get().to(to_docs))
        .route("/", web::get().to(to_docs))
        .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json")));
}

/// The description.
async fn description(req: HttpRequest, hub: Data<Hub>) -> HttpResponse {
    reply::prepared(&req, hub.schemas.text().clone())
}

/// The keys access tokens are signed with.
async fn jwks(hub: Data<Hub>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(hub.keys.jwks())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}
