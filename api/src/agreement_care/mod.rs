//! Looking after agreements: what is due, reminders, calendar feeds, what agreements cover.

mod calendar;
mod coverage;
mod due;
mod feeds;
mod fields;
pub mod reminders;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(due::list_agreements_due)
        .service(coverage::list_agreement_coverage)
        .service(feeds::create_point_calendar_feed)
        .service(feeds::list_point_calendar_feeds)
        .service(feeds::remove_point_calendar_feed)
        .service(feeds::create_provider_calendar_feed)
        .service(feeds::list_provider_calendar_feeds)
        .service(feeds::remove_provider_calendar_feed)
        .service(calendar::find_calendar_feed);
}
