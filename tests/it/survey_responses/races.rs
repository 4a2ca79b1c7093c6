//! Many people at once.

use serde_json::{Value, json};
use tests::{Client, e2e};

use super::{Stage, edit_of};

/// The statuses of submissions sent at once, sorted.
fn at_once(stage: &Stage, submissions: &[(&Client, Value)]) -> Vec<u16> {
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let running: Vec<_> = submissions
            .iter()
            .map(|(client, submission)| {
                scope.spawn(move || {
                    let reply = stage.submit(client, submission);
                    // Whoever met too many others may try again.
                    match reply.status {
                        503 => stage.submit(client, submission).status,
                        status => status,
                    }
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    statuses
}

e2e! {
    fn a_quota_is_never_exceeded(app) {
        let stage = Stage::with(app, |plan| plan["points"][0]["slots"] = json!([{"category": "elderly", "cap": 3}]));
        let client = &stage.specialist.client;
        let submissions: Vec<_> = (0..6).map(|_| (client, stage.submission())).collect();
        assert_eq!(at_once(&stage, &submissions), [201, 201, 201, 409, 409, 409]);
        assert_eq!(stage.counts(), (3, 0, 3));
        let listed = client.get(&stage.path("responses")).expect(200);
        assert_eq!(listed.ids().len(), 3);
    }
}

e2e! {
    fn a_respondent_answers_once(app) {
        let stage = Stage::set(app);
        for _ in 0..3 {
            let respondent = stage.respondent();
            let clients = [&stage.specialist.client, &stage.coordinator.client, &stage.admin.client];
            let submissions: Vec<_> = clients.into_iter().map(|client| (client, stage.submission_of(&respondent))).collect();
            assert_eq!(at_once(&stage, &submissions), [201, 409, 409]);
        }
        assert_eq!(stage.counts(), (3, 0, 3));
    }
}

e2e! {
    fn the_same_sent_at_once_is_taken_once(app) {
        let stage = Stage::set(app);
        for _ in 0..3 {
            let submission = stage.submission();
            let submissions: Vec<_> = (0..3).map(|_| (&stage.specialist.client, submission.clone())).collect();
            assert_eq!(at_once(&stage, &submissions), [200, 200, 201]);
        }
        assert_eq!(stage.counts(), (3, 0, 3));
    }
}

e2e! {
    fn of_two_edits_one_is_made(app) {
        let stage = Stage::set(app);
        let begun = stage.submission_with(|one| one["complete"] = json!(false));
        let _ = stage.submit(&stage.specialist.client, &begun).expect(201);
        let edit = |voto: u8| edit_of(&begun, |one| { one["complete"] = json!(true); one["answers"]["voto"] = json!(voto); });
        let submissions = [(&stage.specialist.client, edit(1)), (&stage.admin.client, edit(2))];
        assert_eq!(at_once(&stage, &submissions), [200, 409]);
        assert_eq!(stage.counts(), (1, 0, 1));
    }
}

e2e! {
    fn a_deletion_and_an_edit_leave_the_count_right(app) {
        let stage = Stage::set(app);
        for _ in 0..3 {
            let submission = stage.submission();
            let made = stage.submit(&stage.specialist.client, &submission).expect(201);
            let path = stage.path(&format!("responses/{}", made.text_at("/id")));
            let edit = edit_of(&submission, |one| one["answers"]["voto"] = json!(1));
            let etag = made.etag();
            std::thread::scope(|scope| {
                let deletion = scope.spawn(|| stage.admin.client.delete(&path, &etag).status);
                let edited = scope.spawn(|| stage.submit(&stage.specialist.client, &edit).status);
                let statuses = (deletion.join().unwrap(), edited.join().unwrap());
                assert!(matches!(statuses, (204, 409) | (412, 200)), "{statuses:?}");
            });
            let left = stage.admin.client.get(&stage.path("responses")).expect(200).ids().len();
            assert_eq!(stage.counts().0, i64::try_from(left).unwrap());
        }
    }
}
