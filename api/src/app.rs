//! The application: the one list of endpoints, and the server around it.

use std::sync::Arc;

use actix_cors::Cors;
use actix_web::{
    App, HttpServer,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::{Compress, from_fn},
    web,
};
use utoipa_actix_web::{AppExt as _, service_config::ServiceConfig};

use crate::{
    accounts, agreement_care, agreement_templates, agreements, card_files, card_import,
    card_reports, card_review, card_rules, cards, categories,
    config::Config,
    http::{edge, fallback},
    hub::Hub,
    invitations, jobs, network, ops, points, problem, providers, questionnaires, services,
    specialists, survey_campaigns, survey_links, survey_respondents, survey_responses,
    survey_results, territory, training,
};

/// Every endpoint of the API, context by context. Routes are tried one after the other, each by its expression: what is
/// asked for most comes first.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .configure(services::endpoints)
        .configure(ops::endpoints)
        .configure(accounts::endpoints)
        .configure(network::endpoints)
        .configure(points::endpoints)
        .configure(territory::endpoints)
        .configure(categories::endpoints)
        .configure(specialists::endpoints)
        .configure(training::endpoints)
        .configure(providers::endpoints)
        // Before the agreements themselves, whose identifiers stand where `due` does.
        .configure(agreement_care::endpoints)
        .configure(cards::endpoints)
        .configure(invitations::endpoints)
        .configure(card_review::endpoints)
        .configure(card_reports::endpoints)
        .configure(card_rules::endpoints)
        .configure(card_files::endpoints)
        .configure(card_import::endpoints)
        .configure(agreements::endpoints)
        .configure(agreement_templates::endpoints)
        .configure(questionnaires::endpoints)
        .configure(survey_campaigns::endpoints)
        .configure(survey_links::endpoints)
        .configure(survey_respondents::endpoints)
        .configure(survey_responses::endpoints)
        .configure(survey_results::endpoints)
        .configure(jobs::endpoints)
        .service(problem::find_problem_type);
}

/// The application over a hub, as it runs in production and in the tests.
pub fn app(
    hub: web::Data<Hub>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let cors = cors(&hub.config);
    let (app, _) = App::new()
        .app_data(web::PayloadConfig::new(hub.config.limits.body_bytes))
        .app_data(hub)
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("/api/v1").configure(endpoints))
        .split_for_parts();
    app.configure(ops::pages)
        .default_service(web::to(fallback))
        .wrap(Compress::default())
        .wrap(cors)
        .wrap(from_fn(edge))
}

/// Which browsers may call: reading is open to pages of any origin, because no credential travels by
/// itself; writing is for the configured front ends.
fn cors(config: &Config) -> Cors {
    let trusted = config.cors_origins.clone();
    Cors::default()
        .allowed_origin_fn(move |origin, request| {
            let asked = request
                .headers()
                .get(header::ACCESS_CONTROL_REQUEST_METHOD)
                .and_then(|method| method.to_str().ok())
                .unwrap_or_else(|| request.method.as_str());
            matches!(asked, "GET" | "HEAD")
                || origin
                    .to_str()
                    .is_ok_and(|origin| trusted.iter().any(|one| one == origin))
        })
        .allowed_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_any_header()
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Retry-After",
            "X-Request-Id",
        ])
        .max_age(3600)
}

/// Starts serving on the configured address; the port may be 0.
///
/// # Errors
/// When the address cannot be bound.
pub fn serve(hub: Arc<Hub>) -> std::io::Result<(Server, Vec<std::net::SocketAddr>)> {
    let bind = hub.config.bind;
    let workers = hub.config.workers;
    let data = web::Data::from(hub);
    let mut server = HttpServer::new(move || app(web::Data::clone(&data))).shutdown_timeout(30);
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    let server = server.bind(bind)?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}
