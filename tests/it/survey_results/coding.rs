//! Open answers: codes, words.

use serde_json::{Value, json};
use tests::e2e;

use super::{Stage, counts, pair};

e2e! {
    fn open_answers_are_coded_by_hand(app) {
        let stage = Stage::set(app);
        let coder = &stage.admin.client;
        let id = stage.finished(app, &stage.usual());
        let path = |rest: &str| format!("/survey-campaigns/{id}/{rest}");
        let codes = path("answer-codes?question=note");
        let refused = coder.put(&codes, "*", &json!({"codes": [{"code": "Orari!", "label": ""}, {"code": "a", "label": "A"}, {"code": "a", "label": "B"}]}));
        let refused = refused.expect_problem(422, "invalid_content");
        assert!(refused.mistakes().iter().any(|one| one.0 == "/codes/2/code"), "{:?}", refused.mistakes());
        let body = json!({"codes": [{"code": "orari", "label": "Orari"}, {"code": "personale", "label": "Personale"}]});
        let written = coder.put(&codes, "*", &body).expect(200);
        assert_eq!(written.json(), body);
        let mut next = path("open-answers?question=note&limit=20");
        let mut seen = 0;
        loop {
            let page = coder.get(&next).expect(200).json();
            for one in page["items"].as_array().unwrap() {
                seen += 1;
                let code = if one["text"].as_str().unwrap().starts_with("Orari") { "orari" } else { "personale" };
                let coding = path(&format!("responses/{}/coding?question=note", one["response_id"].as_str().unwrap()));
                let _ = coder.put(&coding, "*", &json!({"codes": [code]})).expect(200);
                if seen == 1 {
                    let refused = coder.put(&coding, "*", &json!({"codes": ["boh"]})).expect_problem(422, "invalid_content");
                    assert_eq!(refused.mistakes()[0].0, "/codes/0");
                }
            }
            match page["next_cursor"].as_str() {
                Some(cursor) => next = path(&format!("open-answers?question=note&limit=20&cursor={cursor}")),
                None => break,
            }
        }
        assert_eq!(seen, 44);
        let results = coder.get(&path("results")).expect(200).json();
        let questions = results["questions"].as_array().unwrap();
        let note: &Value = questions.iter().find(|one| one["question"]["name"] == "note").unwrap();
        assert_eq!(note["question"]["kind"], "coded");
        assert_eq!(counts(&note["answers"]), [pair("orari", Some(35)), pair("personale", Some(9))]);
        let words = coder.get(&path("words?question=note")).expect(200).json();
        let first: Vec<_> = words["words"].as_array().unwrap().iter().map(|one| one["word"].as_str().unwrap().to_owned()).collect();
        assert_eq!(first, ["orari", "comodi", "scomodi", "gentile", "personale"]);
    }
}

e2e! {
    fn coders_do_not_write_over_each_other(app) {
        let stage = Stage::set(app);
        let coder = &stage.admin.client;
        let id = stage.finished(app, &stage.usual());
        let path = |rest: &str| format!("/survey-campaigns/{id}/{rest}");
        let put = |path: &str, etag: Option<&str>, body: &Value| {
            let mut headers = vec![("content-type", "application/json")];
            headers.extend(etag.map(|etag| ("if-match", etag)));
            coder.send("PUT", path, &headers, body.to_string().as_bytes())
        };
        let codes = path("answer-codes?question=note");
        let two = json!({"codes": [{"code": "orari", "label": "Orari"}, {"code": "personale", "label": "Personale"}]});
        put(&codes, None, &two).expect_problem(428, "precondition_required");
        let read = coder.get(&codes).expect(200).etag();
        let written = put(&codes, Some(&read), &two).expect(200).etag();
        put(&codes, Some(&read), &two).expect_problem(412, "stale_version");
        assert_eq!(coder.get(&codes).expect(200).etag(), written);
        let page = coder.get(&path("open-answers?question=note&limit=1")).expect(200).json();
        let coding = path(&format!("responses/{}/coding?question=note", page["items"][0]["response_id"].as_str().unwrap()));
        let one = json!({"codes": ["personale"]});
        put(&coding, None, &one).expect_problem(428, "precondition_required");
        let read = coder.get(&coding).expect(200);
        assert_eq!(read.json(), json!({"codes": []}));
        let given = put(&coding, Some(&read.etag()), &one).expect(200);
        put(&coding, Some(&read.etag()), &one).expect_problem(412, "stale_version");
        // A code that is taken away changes what the answer was given.
        let _ = put(&codes, Some(&written), &json!({"codes": [{"code": "orari", "label": "Orari"}]})).expect(200);
        put(&coding, Some(&given.etag()), &json!({"codes": ["orari"]})).expect_problem(412, "stale_version");
        let left = coder.get(&coding).expect(200);
        assert_eq!(left.json(), json!({"codes": []}));
        let _ = put(&coding, Some(&left.etag()), &json!({"codes": ["orari"]})).expect(200);
        stage.evaluator.client.get(&coding).expect_problem(403, "forbidden");
    }
}
