//! Images and documents of service cards: upload, list, removal, and the bytes themselves.

mod bytes;
mod dto;
mod manage;
mod upload;

use utoipa_actix_web::service_config::ServiceConfig;

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(upload::upload_card_file)
        .service(manage::list_card_files)
        .service(manage::remove_card_file)
        .service(bytes::download_file);
}
