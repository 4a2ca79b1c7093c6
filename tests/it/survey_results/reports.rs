//! Reports that a worker makes: their life, and what they say.

use api::jobs::{LOST_AFTER, reports_run_due};
use chrono::Duration;
use domain_accounts::{GrantPlace, Role};
use domain_shared::{JobStatus, SurveyCampaignId, SurveyReportId};
use domain_surveys::SurveyChannel;
use persistence::surveys::{survey_report_find, survey_report_update};
use serde_json::json;
use tests::{Client, TestApp, e2e};

use super::Stage;

fn reports(campaign: &str) -> String {
    format!("/survey-campaigns/{campaign}/reports")
}

/// A report that is made, and where it is.
fn made(app: &TestApp, client: &Client, campaign: &str) -> String {
    let asked = client
        .send("POST", &reports(campaign), &[], b"")
        .expect(202);
    assert_eq!(reports_run_due(app.hub()).expect("a report"), 1);
    let path = format!("{}/{}", reports(campaign), asked.text_at("/id"));
    assert_eq!(client.get(&path).expect(200).text_at("/status"), "done");
    path
}

/// Changes a report as a worker would have.
fn arrange(app: &TestApp, path: &str, status: JobStatus) {
    let ids: Vec<&str> = path.split('/').collect();
    let campaign: SurveyCampaignId = ids[2].parse().expect("an identifier");
    let id: SurveyReportId = ids[4].parse().expect("an identifier");
    app.world().arrange(|unit| {
        let mut report = survey_report_find(unit.connection(), campaign, id)?.expect("a report");
        let read = report.version;
        report.status = status;
        report.version = read.next();
        survey_report_update(unit.tx(), read, &report)?;
        Ok(())
    });
}

e2e! {
    fn a_report_is_made_by_and_by_as_page_and_pdf(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.running(app, &stage.usual());
        reader.send("POST", &reports(&id), &[], b"").expect_problem(409, "results_not_ready");
        stage.close(&id);
        let asked = reader.send("POST", &reports(&id), &[], b"").expect(202);
        let path = format!("{}/{}", reports(&id), asked.text_at("/id"));
        assert!(asked.header("location").is_some_and(|url| url.ends_with(&path)), "{:?}", asked.header("location"));
        assert_eq!((asked.text_at("/status"), asked.text_at("/created_by")), ("queued".to_owned(), stage.evaluator.id.to_string()));
        for form in ["page", "document"] {
            reader.get(&format!("{path}/{form}")).expect_problem(409, "report_not_ready");
        }
        reader.send("POST", &reports(&id), &[], b"").expect_problem(409, "report_under_way");
        assert_eq!(reports_run_due(app.hub()).unwrap(), 1);
        let done = reader.get(&path).expect(200).json();
        assert_eq!((&done["status"], done.get("message")), (&json!("done"), None), "{done}");
        assert!(done["finished_at"].is_string());
        let page = reader.get(&format!("{path}/page")).expect(200);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
        for part in ["<h2>Metodo", "<h2>Rilevazione", "<h2>Quote", "<h2>Risultati", "<h2>Per categoria", "<h2>Allegato", "<svg", "66,7 %", "<desc", "novembre 2026"] {
            assert!(page.text.contains(part), "{part}");
        }
        assert_eq!(page.text, reader.get(&format!("/survey-campaigns/{id}/report")).expect(200).text);
        let document = reader.get(&format!("{path}/document")).expect(200);
        assert_eq!(document.header("content-type"), Some("application/pdf"));
        assert!(document.header("content-disposition").is_some_and(|name| name.contains(".pdf")));
        assert!(document.text.starts_with("%PDF-1.7") && document.text.contains("/Lang"));
        let tag = document.etag();
        let again = reader.send("GET", &format!("{path}/document"), &[("if-none-match", &tag)], b"");
        assert_eq!(again.status, 304);
        // Made anew, it has the same bytes.
        let second = made(app, reader, &id);
        assert_ne!(second, path);
        assert_eq!(reader.get(&format!("{second}/document")).expect(200).etag(), tag);
        let listed = reader.get(&reports(&id)).expect(200);
        let ids: Vec<String> = [&second, &path].map(|path| path.rsplit('/').next().unwrap().to_owned()).into();
        assert_eq!(listed.ids(), ids, "newest first");
        let first = reader.get(&format!("{}?limit=1", reports(&id))).expect(200);
        assert_eq!(first.ids(), ids[..1]);
        let events = stage.admin.client.get("/audit-events?resource_type=survey_report").expect(200);
        assert_eq!(events.ids().len(), 2);
    }
}

e2e! {
    fn the_same_request_asks_for_one_report(app) {
        let stage = Stage::set(app);
        let id = stage.finished(app, &stage.usual());
        let reader = stage.evaluator.client.with_header("idempotency-key", "report-1");
        let first = reader.send("POST", &reports(&id), &[], b"").expect(202);
        let again = reader.send("POST", &reports(&id), &[], b"").expect(202);
        assert_eq!((&first.text, first.header("location")), (&again.text, again.header("location")));
        assert_eq!(reader.get(&reports(&id)).expect(200).ids().len(), 1);
    }
}

e2e! {
    fn who_may_not_read_results_has_no_reports(app) {
        let stage = Stage::set(app);
        let id = stage.finished(app, &stage.usual());
        let path = made(app, &stage.evaluator.client, &id);
        let world = app.world();
        let below = ["", "/page", "/document"].map(|end| format!("{path}{end}"));
        let operator = world.holder(Role::Specialist, GrantPlace::Point(stage.network, stage.points[0].id)).client;
        let other = world.network();
        let foreign = world.holder(Role::Evaluator, GrantPlace::Network(other)).client;
        for (client, status, code) in [(&operator, 403, "forbidden"), (&foreign, 404, "not_found"), (&app.anonymous(), 401, "unauthenticated")] {
            for path in below.iter().chain([&reports(&id)]) {
                client.get(path).expect_problem(status, code);
            }
            client.send("POST", &reports(&id), &[], b"").expect_problem(status, code);
            client.send("POST", &format!("{path}/cancellation"), &[], b"").expect_problem(status, code);
        }
        // A report is one of its campaign only.
        let second = stage.finished(app, &[]);
        let report = path.rsplit('/').next().unwrap();
        stage.evaluator.client.get(&format!("{}/{report}", reports(&second))).expect_problem(404, "not_found");
    }
}

e2e! {
    fn permission_is_checked_again_when_a_report_is_made(app) {
        let stage = Stage::set(app);
        let id = stage.finished(app, &stage.usual());
        let asked = stage.evaluator.client.send("POST", &reports(&id), &[], b"").expect(202);
        let admin = &stage.admin.client;
        let user = admin.get(&format!("/users/{}", stage.evaluator.id)).expect(200);
        let path = format!("/users/{}/deactivation", stage.evaluator.id);
        let gone = admin.send("POST", &path, &[("if-match", &user.etag())], b"");
        assert!(gone.status < 300, "{}", gone.text);
        assert_eq!(reports_run_due(app.hub()).unwrap(), 1);
        let path = format!("{}/{}", reports(&id), asked.text_at("/id"));
        let report = admin.get(&path).expect(200);
        assert_eq!((report.text_at("/status"), report.text_at("/message/code")), ("failed".to_owned(), "not_allowed".to_owned()));
        admin.get(&format!("{path}/page")).expect_problem(409, "report_not_ready");
    }
}

e2e! {
    fn a_waiting_report_can_be_cancelled_once(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        let id = stage.finished(app, &stage.usual());
        let asked = reader.send("POST", &reports(&id), &[], b"").expect(202);
        let path = format!("{}/{}", reports(&id), asked.text_at("/id"));
        let cancelled = reader.send("POST", &format!("{path}/cancellation"), &[], b"").expect(200);
        assert_eq!(cancelled.text_at("/status"), "cancelled");
        reader.send("POST", &format!("{path}/cancellation"), &[], b"").expect_problem(409, "invalid_transition");
        assert_eq!(reports_run_due(app.hub()).unwrap(), 0);
        reader.get(&format!("{path}/document")).expect_problem(409, "report_not_ready");
        // Another one can be asked for.
        let _ = made(app, reader, &id);
    }
}

e2e! {
    fn a_lost_report_is_made_by_another_worker(app) {
        let stage = Stage::set(app);
        let id = stage.finished(app, &stage.usual());
        let asked = stage.evaluator.client.send("POST", &reports(&id), &[], b"").expect(202);
        let path = format!("{}/{}", reports(&id), asked.text_at("/id"));
        // A worker took it and died.
        arrange(app, &path, JobStatus::Running);
        assert_eq!(reports_run_due(app.hub()).unwrap(), 0, "it may still be alive");
        app.clock.advance(LOST_AFTER + Duration::seconds(1));
        assert_eq!(reports_run_due(app.hub()).unwrap(), 1);
        let admin = app.world().admin(stage.network).client;
        assert_eq!(admin.get(&path).expect(200).text_at("/status"), "done");
        assert!(admin.get(&format!("{path}/document")).expect(200).text.starts_with("%PDF"));
        assert_eq!(reports_run_due(app.hub()).unwrap(), 0);
    }
}

e2e! {
    fn small_counts_stay_hidden_in_reports(app) {
        let stage = Stage::set(app);
        let reader = &stage.evaluator.client;
        // Of 61 students three are unhappy, at one point; the others number what stands nowhere else.
        let first = stage.points[0].id;
        let answer = |grade: u8| json!({"voto": grade, "usa": "no"});
        let given = |grade| (first, "students", SurveyChannel::Desk, "2026-11-10", answer(grade));
        let mut all = vec![given(1); 3];
        all.extend(vec![given(2); 7]);
        all.extend(vec![given(3); 51]);
        let id = stage.finished(app, &all);
        let path = made(app, reader, &id);
        let page = reader.get(&format!("{path}/page")).expect(200).text;
        // Three, and the seven that three would follow from, in any cell; neither do their shares. Heads of rows are grades.
        for hidden in ["<td class=\"n\">3<", "<td class=\"n\">7<", "<td>3<", "<td>7<", "4,9 %", "11,5 %", ">3 (", ">7 ("] {
            let around = page.split_once(hidden).map(|(before, _)| before.chars().rev().take(300).collect::<Vec<_>>());
            assert_eq!(around.map(|around| around.into_iter().rev().collect::<String>()), None, "{hidden}");
        }
        assert!(page.contains("n.d.") && page.contains("<td class=\"n\">51<") && page.contains("83,6 %"));
    }
}
