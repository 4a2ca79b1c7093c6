//! Frequencies, cross-tables and trends, and who reads them.

use domain_accounts::{GrantPlace, Role};
use serde_json::Value;
use tests::e2e;

use super::{Stage, counts, pair};

e2e! {
    fn results_come_with_the_end_of_a_campaign(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.running(app, &stage.usual());
        let path = format!("/survey-campaigns/{id}/results");
        reader.get(&path).expect_problem(409, "results_not_ready");
        stage.close(&id);
        let results = reader.get(&path).expect(200);
        let questions = results.json()["questions"].clone();
        let named = |name: &str| -> Value {
            let all = questions.as_array().unwrap().iter();
            all.clone().find(|one| one["question"]["name"] == name).unwrap()["answers"].clone()
        };
        let usa = named("usa");
        assert_eq!((usa["total"].as_u64(), usa["answered"].as_u64(), usa["suppressed"].as_bool()), (Some(66), Some(66), Some(false)));
        assert_eq!(counts(&usa), [pair("si", Some(44)), pair("no", Some(22))]);
        assert_eq!(usa["lists"][0]["counts"][0]["percent_of_total"], 66.7);
        // Only who uses the services was asked how often.
        let often = named("quante");
        assert_eq!((often["total"].as_u64(), often["answered"].as_u64()), (Some(66), Some(44)));
        assert_eq!(often["figures"]["median"], 4.0);
        let voto = named("voto");
        assert_eq!(counts(&voto)[3], pair("4", Some(35)));
        assert_eq!(voto["figures"]["first_quartile"], 2.0);
    }
}

e2e! {
    fn small_counts_stay_hidden_in_every_cut(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let table = |query: &str| reader.get(&format!("/survey-campaigns/{id}/cross-table?{query}")).expect(200).json();
        // Two elderly people say no at the second point; by category nothing is small.
        let category = table("row=usa&column=category");
        assert_eq!(counts(&category["columns"][1]["answers"]), [pair("si", Some(35)), pair("no", Some(14))]);
        // Both answers to one question by the other: five say no and give five points, of whom only two.
        let grades = table("row=usa&column=voto");
        let of = |answers: &Value| counts(&answers["answers"]);
        let columns = grades["columns"].as_array().unwrap();
        let five = columns.iter().find(|one| one["group"]["code"] == "5").unwrap();
        assert_eq!(of(five), [pair("si", None), pair("no", None)]);
        assert_eq!(five["answers"]["suppressed"], true);
        // Turned round it is the same table.
        let turned = table("row=voto&column=usa");
        for (place, column) in turned["columns"].as_array().unwrap().iter().enumerate().skip(1).take(2) {
            for (grade, (code, count)) in of(column).into_iter().enumerate() {
                assert_eq!(of(&columns[grade + 1])[place - 1].1, count, "{code}");
            }
        }
        // A filter is a column of the table by that group.
        let by_point = table("row=usa&column=point");
        for (place, point) in stage.points.iter().enumerate() {
            let path = format!("/survey-campaigns/{id}/results?point={}", point.id);
            let filtered = reader.get(&path).expect(200).json();
            let questions = filtered["questions"].as_array().unwrap();
            let usa = questions.iter().find(|one| one["question"]["name"] == "usa").unwrap();
            let columns = by_point["columns"].as_array().unwrap();
            let column = columns.iter().find(|one| one["group"]["code"] == point.id.to_string()).unwrap();
            assert_eq!(usa["answers"], column["answers"], "{place}");
        }
        // Two questions in one group: the whole table hides something, so nothing of a slice is shown.
        let slice = table("row=usa&column=voto&category=elderly");
        for column in slice["columns"].as_array().unwrap() {
            assert!(of(column).iter().all(|(_, count)| count.is_none()));
            assert_eq!(column["answers"]["suppressed"], true);
        }
    }
}

e2e! {
    fn what_cannot_be_asked_is_named(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let path = |rest: &str| format!("/survey-campaigns/{id}/{rest}");
        for wrong in [
            "results?category=elderly&channel=desk", "results?category=nessuna", "results?month=2025-01",
            "cross-table?row=boh&column=category", "cross-table?row=usa&column=boh", "cross-table?row=usa&column=usa",
            "cross-table?row=usa&column=quante", "cross-table?row=usa&column=category&channel=desk", "trends?question=boh",
            "words?question=usa",
        ] {
            reader.get(&path(wrong)).expect_problem(400, "invalid_parameters");
        }
    }
}

e2e! {
    fn campaigns_are_compared(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let first = stage.finished(app, &stage.usual());
        let second = stage.finished(app, &stage.usual()[..41]);
        let open = stage.running(app, &[]);
        let trend = reader.get(&format!("/survey-campaigns/{first}/trends?question=usa&with={second}")).expect(200).json();
        let campaigns = trend["campaigns"].as_array().unwrap();
        assert_eq!(campaigns.len(), 2);
        let totals: Vec<_> = campaigns.iter().map(|one| one["answers"]["total"].as_u64()).collect();
        assert!(totals.contains(&Some(66)) && totals.contains(&Some(41)), "{totals:?}");
        // A trend tells nothing that the results of each campaign do not.
        for question in ["usa", "voto", "quante"] {
            let trend = reader.get(&format!("/survey-campaigns/{first}/trends?question={question}&with={second}")).expect(200).json();
            for one in trend["campaigns"].as_array().unwrap() {
                let results = format!("/survey-campaigns/{}/results", one["campaign_id"].as_str().unwrap());
                let results = reader.get(&results).expect(200).json();
                let mut questions = results["questions"].as_array().unwrap().iter();
                let same = questions.find(|one| one["question"]["name"] == question).unwrap();
                assert_eq!(one["answers"], same["answers"], "{question}");
            }
        }
        reader.get(&format!("/survey-campaigns/{first}/trends?question=usa&with={open}")).expect_problem(409, "results_not_ready");
    }
}

e2e! {
    fn results_are_for_the_network(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let id = stage.finished(app, &stage.usual());
        let path = format!("/survey-campaigns/{id}/results");
        for role in [Role::Reviewer, Role::Evaluator, Role::NetworkAdmin] {
            let _ = world.holder(role, GrantPlace::Network(stage.network)).client.get(&path).expect(200);
        }
        let at_point = GrantPlace::Point(stage.network, stage.points[0].id);
        let coordinator = world.holder(Role::PointCoordinator, at_point).client;
        let _ = coordinator.get(&path).expect(200);
        coordinator.get(&format!("/survey-campaigns/{id}/data")).expect_problem(403, "forbidden");
        let specialist = world.holder(Role::Specialist, at_point).client;
        specialist.get(&path).expect_problem(403, "forbidden");
        let stranger = world.admin(world.network()).client;
        stranger.get(&path).expect_problem(404, "not_found");
        stage.evaluator.client.get(&format!("/survey-campaigns/{id}/open-answers?question=note")).expect_problem(403, "forbidden");
    }
}
