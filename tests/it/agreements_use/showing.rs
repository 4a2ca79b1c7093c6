//! The agreements and benefits that services are shown with, day by day.

use api::services::publication;
use domain_shared::TextValue as _;
use serde_json::{Value, json};
use tests::e2e;

use super::{agreements, benefit, days, follow, ids, partners};
use crate::services::publish;

e2e! {
    fn a_service_shows_what_is_in_force_that_day(app) {
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({}));
        assert!(agreements(app, card, "").is_empty());
        let agreement = app.world().signed_agreement(&point, &provider, |draft| {
            "Convenzione d'autunno".clone_into(&mut draft.title);
            draft.validity = Some(days("2026-11-21", "2026-11-30"));
            draft.benefits.push(benefit(&json!({
                "kind": "fixed_price", "amount": {"amount": "5", "currency": "EUR"}, "unit": "hour",
                "period": {"from": "2026-11-25", "until": "2026-11-26"}, "note": {"it": "Su prenotazione."},
            })));
        });
        follow(app);
        let today = agreements(app, card, "");
        assert_eq!(ids(&today), [agreement.to_string()]);
        assert_eq!(today[0], json!({
            "id": agreement, "kind": "service_convention", "title": "Convenzione d'autunno",
            "of": [{"kind": "point", "id": point.id, "name": point.profile.name.as_str()}],
            "from": "2026-11-21", "until": "2026-11-30",
            "benefits": [{
                "number": 0, "kind": "percentage", "percentage": "10", "audience": "member",
                "from": "2026-11-21", "until": "2026-11-30",
            }],
        }));
        let wednesday = agreements(app, card, "?benefits_on=2026-11-25");
        assert_eq!(wednesday[0]["benefits"][1], json!({
            "number": 1, "kind": "fixed_price", "amount": {"amount": "5.00", "currency": "EUR"}, "unit": "hour",
            "audience": "everyone", "from": "2026-11-25", "until": "2026-11-26", "note": {"it": "Su prenotazione."},
        }));
        for day in ["2026-11-20", "2026-12-01"] {
            assert!(agreements(app, card, &format!("?benefits_on={day}")).is_empty(), "{day}");
        }
        let list = |query: &str| app.anonymous().get(&format!("/services{query}")).expect(200).json()["items"][0].clone();
        assert_eq!(list("")["agreements"], Value::from(today));
        assert_eq!(list("?benefits_on=2026-11-26")["agreements"][0]["benefits"][1]["number"], 1);
        assert_eq!(list("?benefits_on=2026-12-01").get("agreements"), None);
        let _ = app.anonymous().get(&format!("/services/{card}?benefits_on=2026-02-30")).expect_problem(400, "invalid_parameters");
        let _ = app.anonymous().get("/services?benefits_on=domani").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn an_agreement_comes_and_goes_at_midnight_in_rome(app) {
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({}));
        // The days on which the clocks change.
        for (first, before, begins, last, ends, after) in [
            ("2027-03-28", "2027-03-27T22:59:59.6Z", "2027-03-27T23:00:00Z", "2027-03-28", "2027-03-28T21:59:59.6Z", "2027-03-28T22:00:00Z"),
            ("2027-10-31", "2027-10-30T21:59:59.6Z", "2027-10-30T22:00:00Z", "2027-10-31", "2027-10-31T22:59:59.6Z", "2027-10-31T23:00:00Z"),
        ] {
            let agreement = app.world().signed_agreement(&point, &provider, |draft| draft.validity = Some(days(first, last)));
            follow(app);
            let shown = |at: &str| {
                app.clock.set(at);
                // The detail and the list, both of which may be kept, and neither over midnight.
                let list = app.anonymous().get("/services").expect(200).json();
                let detail = ids(&agreements(app, card, ""));
                let filtered = crate::services::found(app, "with_agreement=true");
                assert_eq!(list["items"][0].get("agreements").is_some(), !detail.is_empty(), "{at}");
                assert_eq!(filtered.len(), detail.len(), "{at}");
                detail
            };
            assert!(shown(before).is_empty());
            assert_eq!(shown(begins), [agreement.to_string()]);
            assert_eq!(shown(ends), [agreement.to_string()]);
            assert!(shown(after).is_empty());
        }
    }
}

e2e! {
    fn what_is_stored_to_be_shown_is_right_before_and_after_it_is_renewed(app) {
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({}));
        let other = publish(app, &provider, json!({"title": {"it": "Un altro servizio"}}));
        let world = app.world();
        let _ = world.signed_agreement(&point, &provider, |draft| {
            draft.validity = Some(days("2026-11-21", "2026-12-20"));
            draft.benefits = vec![benefit(&json!({"kind": "priority", "period": {"from": "2026-11-25", "until": "2026-11-26"}}))];
        });
        let _ = world.signed_agreement(&point, &provider, |draft| {
            draft.validity = Some(days("2026-12-01", "2026-12-31"));
            draft.scope.cards = vec![card.to_string()];
        });
        let dates = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-12-01", "2026-12-20", "2026-12-21", "2026-12-31", "2027-01-01"];
        let of_day = |card, day: &str| agreements(app, card, &format!("?benefits_on={day}"));
        let expected: Vec<_> = dates.map(|day| [of_day(card, day), of_day(other, day)]).into();
        let counts = |day: &[Vec<Value>; 2]| [&day[0], &day[1]].map(|one| one.iter().map(|one| 1 + one["benefits"].as_array().unwrap().len()).collect::<Vec<_>>());
        assert_eq!(counts(&expected[0]), [[1], [1]], "the priority is not for the day");
        assert_eq!(counts(&expected[2]), [[2], [2]]);
        assert_eq!(counts(&expected[4]), [vec![1, 2], vec![1]]);
        for (day, expected) in dates.iter().zip(&expected) {
            app.clock.set(&format!("{day}T09:00:00Z"));
            follow(app);
            let shown = || {
                let list = app.anonymous().get("/services").expect(200).json();
                let listed = |card: &dyn std::fmt::Display| {
                    let items = list["items"].as_array().unwrap();
                    let item = items.iter().find(|one| one["service"]["id"] == card.to_string());
                    item.and_then(|one| one.get("agreements")?.as_array().cloned()).unwrap_or_default()
                };
                assert_eq!(&[listed(&card), listed(&other)], expected, "list, {day}");
                assert_eq!(&[agreements(app, card, ""), agreements(app, other, "")], expected, "detail, {day}");
            };
            shown();
            let renewed = publication::renew_agreements(app.hub()).expect("they are stored");
            shown();
            let again = publication::renew_agreements(app.hub()).expect("they are stored");
            assert_eq!(again, 0, "{day}");
            let expected = match *day {
                // Begins for one card only.
                "2026-12-01" | "2027-01-01" => 1,
                "2026-11-25" | "2026-11-27" | "2026-12-21" => 2,
                _ => 0,
            };
            assert_eq!(renewed, expected, "{day}");
        }
    }
}

e2e! {
    fn an_end_and_a_replacement_are_seen_at_once(app) {
        use domain_agreements::AgreementStatus;
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({}));
        let world = app.world();
        let agreement = world.signed_agreement(&point, &provider, |_| ());
        let replaced = world.signed_agreement(&point, &provider, |draft| draft.benefits = vec![benefit(&json!({"kind": "priority"}))]);
        follow(app);
        assert_eq!(ids(&agreements(app, card, "?benefits_on=2027-06-01")), [agreement.to_string(), replaced.to_string()]);
        let changes = || app.anonymous().get("/changes").expect(200).json()["items"].as_array().unwrap().len();
        let before = changes();
        world.agreement_changed(agreement, |agreement| {
            agreement.status = AgreementStatus::Terminated;
            agreement.ended_on = "2026-12-31".parse().ok();
        });
        world.agreement_changed(replaced, |agreement| agreement.superseded_from = "2027-01-16".parse().ok());
        assert_eq!(changes(), before + 2, "indexes and clients are told");
        world.agreement_changed(replaced, |_| ());
        assert_eq!(changes(), before + 2, "nothing to tell");
        for (day, count) in [("2026-12-31", 2), ("2027-01-01", 1), ("2027-01-15", 1), ("2027-01-16", 0)] {
            assert_eq!(agreements(app, card, &format!("?benefits_on={day}")).len(), count, "{day}");
        }
        follow(app);
        assert!(crate::services::found(app, "with_agreement=true&benefits_on=2027-02-01").is_empty());
        assert_eq!(crate::services::found(app, "with_agreement=true&benefits_on=2027-01-15").len(), 1);
        // Ended before it began, it never was.
        world.agreement_changed(agreement, |agreement| agreement.ended_on = "2025-12-31".parse().ok());
        assert_eq!(ids(&agreements(app, card, "")), [replaced.to_string()]);
    }
}
