//! What dates say of an agreement, with the clock set.

use domain_agreements::{AgreementDraft, PeriodDraft, RenewalDraft};
use serde_json::json;
use tests::{TestApp, e2e};

use super::{NOTHING, Stage, any, because, pairs};

/// What an agreement is worth at a time, in its detail and as a filter of the list.
fn standing_at(app: &TestApp, stage: &Stage, id: &str, at: &str) -> String {
    app.clock.set(at);
    let admin = app.world().session(stage.admin.id);
    let standing = admin
        .get(&format!("/agreements/{id}"))
        .expect(200)
        .text_at("/standing");
    for one in [
        "draft",
        "in_review",
        "sent",
        "upcoming",
        "active",
        "expiring",
        "expired",
        "terminated",
        "cancelled",
        "completed",
    ] {
        let listed = admin
            .get(&format!("/agreements?standing={one}"))
            .expect(200)
            .ids();
        assert_eq!(
            listed.contains(&id.to_owned()),
            one == standing,
            "{at}: {one} where it is {standing}"
        );
    }
    standing
}

/// A signed agreement for some days.
fn signed(
    app: &TestApp,
    stage: &Stage,
    from: &str,
    until: &str,
    change: impl FnOnce(&mut AgreementDraft),
) -> String {
    let world = app.world();
    let validity = Some(PeriodDraft {
        from: from.to_owned(),
        until: Some(until.to_owned()),
    });
    let id = world.signed_agreement(&stage.point, &stage.provider, |draft| {
        draft.validity = validity;
        change(draft);
    });
    id.to_string()
}

e2e! {
    fn the_last_minute_is_one_of_rome_on_both_days_the_clocks_change(app) {
        let stage = Stage::set(app);
        let spring = signed(app, &stage, "2027-01-01", "2027-03-28", |_| ());
        let autumn = signed(app, &stage, "2027-04-01", "2027-10-31", |_| ());
        for (at, expected) in [
            ("2026-12-31T22:59:59Z", "upcoming"), ("2026-12-31T23:00:00Z", "expiring"),
            // 23:59 in Rome, an hour later than the day before by the clock of the world.
            ("2027-03-28T21:59:00Z", "expiring"), ("2027-03-28T22:00:00Z", "expired"),
        ] {
            assert_eq!(standing_at(app, &stage, &spring, at), expected, "{at}");
        }
        for (at, expected) in [
            ("2027-03-31T21:59:59Z", "upcoming"), ("2027-03-31T22:00:00Z", "active"), ("2027-08-02T10:00:00Z", "expiring"),
            ("2027-10-31T22:59:00Z", "expiring"), ("2027-10-31T23:00:00Z", "expired"),
        ] {
            assert_eq!(standing_at(app, &stage, &autumn, at), expected, "{at}");
        }
    }
}

e2e! {
    fn renewals_nobody_looked_at_are_counted(app) {
        let stage = Stage::set(app);
        let renewed = |times: Option<i64>| move |draft: &mut AgreementDraft| {
            draft.renewal = Some(RenewalDraft { months: 12, times });
            draft.notice_days = Some(60);
        };
        let endless = signed(app, &stage, "2020-02-29", "2021-02-28", renewed(None));
        let twice = signed(app, &stage, "2020-02-29", "2021-02-28", renewed(Some(2)));
        for (at, from, until, notice) in [
            ("2024-02-29T12:00:00Z", "2023-03-01", "2024-02-29", "2024-12-30"),
            ("2024-03-01T12:00:00Z", "2024-03-01", "2025-02-28", "2024-12-30"),
            ("2027-06-01T12:00:00Z", "2027-03-01", "2028-02-29", "2027-12-31"),
        ] {
            assert_eq!(standing_at(app, &stage, &endless, at), "active");
            let admin = app.world().session(stage.admin.id);
            let term = admin.get(&format!("/agreements/{endless}")).expect(200).json()["term"].clone();
            assert_eq!(term["current_period"], json!({"from": from, "until": until}), "{at}");
            assert_eq!((&term["renews"], &term["notice_by"]), (&json!(true), &json!(notice)), "{at}");
            assert!(term.get("last_day").is_none());
        }
        for (at, expected) in [("2022-06-01T12:00:00Z", "active"), ("2023-02-28T22:59:00Z", "expiring"), ("2023-02-28T23:00:00Z", "expired")] {
            assert_eq!(standing_at(app, &stage, &twice, at), expected, "{at}");
        }
        app.clock.set("2022-12-01T12:00:00Z");
        let admin = app.world().session(stage.admin.id);
        let term = admin.get(&format!("/agreements/{twice}")).expect(200).json()["term"].clone();
        assert_eq!((&term["renews"], &term["last_day"]), (&json!(false), &json!("2023-02-28")));
        let expiring = admin.get("/agreements?expiring_before=2023-03-01").expect(200).ids();
        assert_eq!(expiring, [twice]);
        assert!(admin.get("/agreements?expiring_before=2023-02-28").expect(200).ids().is_empty());
        admin.get("/agreements?expiring_before=2023-02-30").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn a_signature_and_an_end_have_their_days(app) {
        let stage = Stage::set(app);
        let id = stage.sent(&stage.content());
        let _ = any(&stage.editor.client, &id, "acceptance", NOTHING).expect(200);
        // It is the 22nd in Rome, while the world still has the 21st.
        app.clock.set("2026-11-21T23:30:00Z");
        let admin = app.world().session(stage.admin.id);
        let day = |party: u16, on: &str| json!({"party": party, "signed_on": on});
        let wrong = any(&admin, &id, "signatures", day(7, "2026-11-23")).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/party", "party_unknown"), ("/signed_on", "signed_in_future")]));
        let wrong = any(&admin, &id, "signatures", json!({})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes().len(), 2);
        let _ = any(&admin, &id, "signatures", day(1, "2026-11-22")).expect(200);
        let signed = any(&admin, &id, "signatures", day(0, "2026-11-10")).expect(200);
        assert_eq!(signed.text_at("/signed_on"), "2026-11-22", "the latest of the days");
        let end = |on: &str| json!({"ended_on": on, "reason": "Sede chiusa."});
        let wrong = any(&admin, &id, "termination", end("2026-11-21")).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/ended_on", "ended_in_past")]));
        let wrong = any(&admin, &id, "termination", end("2028-01-01")).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/ended_on", "ended_after_end")]));
        any(&admin, &id, "termination", because()).expect_problem(422, "invalid_content");
        let never = any(&admin, &id, "termination", end("2026-11-22")).expect(200);
        assert_eq!(never.text_at("/term/last_day"), "2026-11-22", "it never comes into force");
        assert_eq!(standing_at(app, &stage, &id, "2027-06-01T12:00:00Z"), "terminated");
    }
}
