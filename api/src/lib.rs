//! The HTTP side of the hub: parse, authorise, run one use case in one transaction, map.
//!
//! Start reading at [`app`] (every endpoint is listed there) and [`http::Ctx`] (what each gets).

pub mod accounts;
pub mod agreement_care;
mod agreement_templates;
mod agreement_text;
pub mod agreements;
pub mod app;
pub mod auth;
mod card_files;
pub mod card_import;
mod card_reports;
pub mod card_review;
mod card_rules;
mod cards;
mod categories;
pub mod clock;
pub mod config;
pub mod demo;
pub mod files;
pub mod http;
pub mod hub;
mod invitations;
mod jobs;
pub mod log_lines;
pub mod mail;
pub mod metrics;
mod network;
pub mod openapi;
mod ops;
mod points;
pub mod problem;
mod providers;
mod questionnaires;
pub mod services;
mod specialists;
mod survey_campaigns;
pub mod survey_forms;
mod survey_links;
mod survey_respondents;
mod survey_responses;
mod survey_results;
pub mod tables;
mod territory;
mod training;
pub mod wire;
pub mod worker;
