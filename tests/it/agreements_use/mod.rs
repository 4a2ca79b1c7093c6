//! Agreements as the catalogue shows them, and prices with their benefits.

mod filters;
mod following;
mod quote;
mod showing;

use domain_agreements::{AgreementDraft, BenefitDraft, PeriodDraft};
use domain_points::Point;
use domain_providers::Provider;
use serde_json::{Value, json};
use tests::TestApp;

use crate::services::follow;

/// A point and an accredited provider of one network.
fn partners(app: &TestApp) -> (Point, Provider) {
    let world = app.world();
    let network = world.network();
    (world.point(network), world.accredited_provider(network))
}

/// A benefit as somebody types it.
fn benefit(typed: &Value) -> BenefitDraft {
    let mut benefit = json!({"kind": "free", "audience": "everyone"});
    for (name, value) in typed.as_object().expect("members of a benefit") {
        benefit[name] = value.clone();
    }
    serde_json::from_value(benefit).expect("a benefit")
}

/// Days from the first to the last.
fn days(from: &str, until: &str) -> PeriodDraft {
    PeriodDraft {
        from: from.to_owned(),
        until: Some(until.to_owned()),
    }
}

/// Narrows an agreement to categories.
fn on_categories(draft: &mut AgreementDraft, codes: &[&str]) {
    draft.scope.categories = codes.iter().map(|&code| code.to_owned()).collect();
}

/// The agreements of a service as its detail shows them.
fn agreements(app: &TestApp, service: impl std::fmt::Display, query: &str) -> Vec<Value> {
    let path = format!("/services/{service}{query}");
    let shown = app.anonymous().get(&path).expect(200).json();
    let list = shown.get("agreements").map(|list| {
        let list = list.as_array().expect("a list");
        assert!(!list.is_empty(), "an empty list is left out");
        list.clone()
    });
    list.unwrap_or_default()
}

/// Their identifiers.
fn ids(shown: &[Value]) -> Vec<String> {
    let id = |one: &Value| one["id"].as_str().expect("an identifier").to_owned();
    shown.iter().map(id).collect()
}
