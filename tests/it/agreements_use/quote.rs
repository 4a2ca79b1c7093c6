//! `GET /benefits/quote`: exact to the cent, with reasons.

use serde_json::{Value, json};
use tests::{TestApp, e2e};

use super::{benefit, days, partners};
use crate::services::publish;

fn price(unit: &str, from: &str, to: Option<&str>) -> Value {
    let money = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let mut price = json!({"unit": unit, "vat_rate": "vat_22", "from": money(from)});
    if let Some(to) = to {
        price["to"] = money(to);
    }
    price
}

fn quote(app: &TestApp, query: &str) -> Value {
    app.anonymous()
        .get(&format!("/benefits/quote?{query}"))
        .expect(200)
        .json()
}

/// Lowest and highest price after benefits.
fn after(price: &Value) -> (String, Option<String>) {
    let amount = |end: &Value| end["amount"].as_str().map(str::to_owned);
    let span = &price["after"];
    (amount(&span["from"]).expect("a price"), amount(&span["to"]))
}

e2e! {
    fn percentages_are_exact_and_explained(app) {
        let (point, provider) = partners(app);
        let options = [price("hour", "0.01", None), price("day", "19.99", Some("40.01")), price("month", "0", None)];
        let card = publish(app, &provider, json!({"pricing": {"options": options}}));
        let world = app.world();
        let agreement = world.signed_agreement(&point, &provider, |draft| {
            "Convenzione soci".clone_into(&mut draft.title);
            draft.benefits[0].percentage = Some("33.33".to_owned());
        });
        let path = format!("service={card}&member=member");
        let found = quote(app, &path);
        assert_eq!((found["date"].as_str(), found["member"].as_str(), found["free"].as_bool()), (Some("2026-11-21"), Some("member"), Some(false)));
        let prices = found["prices"].as_array().unwrap();
        assert_eq!(after(&prices[0]), ("0.01".to_owned(), None), "a third of a cent is none");
        assert_eq!(prices[0].get("applied"), None);
        assert_eq!(prices[0]["considered"][0]["verdict"], "no_gain");
        assert_eq!(after(&prices[1]), ("13.33".to_owned(), Some("26.67".to_owned())));
        assert_eq!(prices[1]["before"]["from"]["amount"], "19.99");
        assert_eq!(prices[1]["applied"], json!({"agreement_id": agreement, "number": 0}));
        assert_eq!(prices[1]["why"], "Si applica: sconto del 33,33% per i soci («Convenzione soci»).");
        assert_eq!(prices[1]["considered"], json!([{
            "agreement_id": agreement, "title": "Convenzione soci", "number": 0, "benefit": "sconto del 33,33%",
            "audience": "member", "verdict": "applied", "reason": "applicato",
        }]));
        let english = app.anonymous().send("GET", &format!("/benefits/quote?{path}&unit=day"), &[("accept-language", "en")], b"").expect(200).json();
        assert_eq!(english["prices"].as_array().unwrap().len(), 1);
        assert_eq!(english["prices"][0]["why"], "Applied: 33.33% off for members (“Convenzione soci”).");

        let nobody = quote(app, &format!("service={card}"));
        assert_eq!(after(&nobody["prices"][1]).0, "19.99");
        assert_eq!(nobody["prices"][1]["why"], "Prezzo ordinario: riservato ad altre persone.");
        let never = quote(app, &format!("{path}&date=2028-01-01"));
        assert_eq!(never["prices"][1]["considered"], json!([]));
        assert!(never["prices"][1]["why"].as_str().unwrap().starts_with("Nessun vantaggio"));
    }
}

e2e! {
    fn the_best_benefit_counts(app) {
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({"pricing": {"options": [price("hour", "20", None), price("day", "120", None)]}}));
        let world = app.world();
        let _ = world.signed_agreement(&point, &provider, |draft| draft.benefits.push(benefit(&json!({
            "kind": "fixed_price", "amount": {"amount": "90", "currency": "EUR"}, "unit": "day",
        }))));
        let second = world.signed_agreement(&point, &provider, |draft| draft.benefits = vec![
            benefit(&json!({"kind": "fixed_amount", "amount": {"amount": "2.50", "currency": "EUR"}})),
            benefit(&json!({"kind": "percentage", "percentage": "100", "audience": "card_holder", "period": days("2026-12-24", "2026-12-26")})),
            benefit(&json!({"kind": "priority"})),
        ]);
        let amounts = |query: &str| {
            let found = quote(app, &format!("service={card}{query}"));
            let prices = found["prices"].as_array().unwrap();
            prices.iter().map(|price| after(price).0).collect::<Vec<_>>()
        };
        assert_eq!(amounts(""), ["17.50", "90.00"]);
        assert_eq!(amounts("&member=member"), ["17.50", "90.00"]);
        assert_eq!(amounts("&member=card_holder"), ["17.50", "90.00"]);
        assert_eq!(amounts("&member=card_holder&date=2026-12-25"), ["0.00", "0.00"]);
        let found = quote(app, &format!("service={card}&member=member&unit=hour"));
        let considered = found["prices"][0]["considered"].as_array().unwrap();
        let verdicts: Vec<&str> = considered.iter().map(|one| one["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, ["outdone", "other_unit", "applied", "other_days", "no_price"]);
        assert_eq!(found["prices"][0]["applied"]["agreement_id"], second.to_string());
    }
}

e2e! {
    fn free_services_and_prices_on_request_are_said_so(app) {
        let (point, provider) = partners(app);
        let free = publish(app, &provider, json!({}));
        let asked = publish(app, &provider, json!({"pricing": {"personalised_quote": true}}));
        let _ = app.world().signed_agreement(&point, &provider, |_| ());
        let found = quote(app, &format!("service={free}&member=member"));
        assert_eq!((found["free"].as_bool(), found["prices"].as_array().map(Vec::len)), (Some(true), Some(0)));
        assert_eq!(found["why"], "Il servizio è gratuito.");
        let found = quote(app, &format!("service={asked}&member=member"));
        assert_eq!((found["personalised_quote"].as_bool(), found["prices"].as_array().map(Vec::len)), (Some(true), Some(0)));
        assert!(found["why"].as_str().unwrap().contains("preventivo"));
        let anonymous = app.anonymous();
        for query in ["", "service=7", &format!("service={}", point.id), &format!("service={free}&member=soci"), &format!("service={free}&date=2026-13-01")] {
            let _ = anonymous.get(&format!("/benefits/quote?{query}")).expect_problem(400, "invalid_parameters");
        }
    }
}
