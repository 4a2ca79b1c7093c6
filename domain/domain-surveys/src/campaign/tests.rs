use chrono::NaiveDate;
use domain_shared::{BoundedNumber as _, Id, StableCode, TextValue as _, Violations};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn draft() -> Value {
    json!({
        "title": "Indagine B", "first_day": "2026-11-01", "last_day": "2026-11-30",
        "channels": ["phone", "desk"],
        "categories": [
            {"code": "elderly", "label": {"it": "Anziani"}},
            {"code": "students", "label": {"it": "Studenti"}},
        ],
        "consent": {"text": {"it": "Acconsento."}, "required": true},
        "points": [{
            "point_id": "01930000-0000-7000-8000-000000000001", "minimum": 30, "cap": 40,
            "slots": [{"category": "elderly", "minimum": 5, "cap": 30}, {"category": "students", "minimum": 3}],
        }],
    })
}

fn parse(value: Value) -> Result<CampaignPlan, Violations> {
    CampaignPlan::parse(&serde_json::from_value(value).unwrap())
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<CampaignPlan, Violations> {
    let mut value = draft();
    change(&mut value);
    parse(value)
}

fn told(result: Result<CampaignPlan, Violations>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_plan_is_read() {
    let plan = parse(draft()).unwrap();
    assert_eq!(plan.content.smallest_cell.number(), 5);
    assert_eq!(plan.points[0].slots.len(), 2);
    assert!(plan.content.needs_consent());
    let open = changed(|plan| plan["points"][0]["slots"] = json!([])).unwrap();
    let slots = &open.points[0].slots;
    assert_eq!(slots.len(), 2, "every category is asked");
    assert!(slots.iter().all(|slot| slot.quota.cap.is_none()));
}

#[test]
fn a_plan_is_written_as_it_is_read() {
    let plan = parse(draft()).unwrap();
    let typed = CampaignDraft::from(&plan);
    assert_eq!(CampaignPlan::parse(&typed).unwrap(), plan);
    assert_eq!(
        campaign(&plan).planned(&plan).plan(plan.points.clone()),
        plan
    );
}

#[test]
fn every_mistake_of_a_plan_is_told() {
    let wrong = told(changed(|plan| {
        plan["last_day"] = json!("2026-10-31");
        plan["channels"] = json!([]);
        plan["categories"][1]["code"] = json!("elderly");
        plan["smallest_cell"] = json!(2);
        plan["consent"] = json!({"text": {}});
    }));
    for expected in [
        "/last_day: period_ends_before_start",
        "/channels: required",
        "/categories/1/code: duplicate",
        "/smallest_cell: out_of_range",
        "/consent/text: required",
    ] {
        assert!(wrong.contains(expected), "{expected} in {wrong}");
    }
}

#[test]
fn quotas_must_be_within_reach() {
    let wrong = told(changed(|plan| plan["points"][0]["cap"] = json!(29)));
    assert_eq!(wrong, "/points/0/cap: cap_below_minimum");
    let wrong = told(changed(|plan| {
        plan["points"][0]["slots"][0]["minimum"] = json!(30);
        plan["points"][0]["slots"][1]["minimum"] = json!(11);
    }));
    assert_eq!(wrong, "/points/0/cap: minimums_above_cap");
    let wrong = told(changed(|plan| {
        plan["points"][0]["slots"] = json!([{"category": "elderly", "minimum": 1, "cap": 29}]);
    }));
    assert_eq!(wrong, "/points/0/minimum: caps_below_minimum");
    let wrong = told(changed(|plan| {
        plan["points"][0]["slots"][0]["category"] = json!("workers");
        plan["points"][0]["slots"][1]["minimum"] = json!(-1);
    }));
    assert_eq!(
        wrong,
        "/points/0/slots/0/category: category_unknown; /points/0/slots/1/minimum: out_of_range"
    );
}

#[test]
fn an_open_campaign_stays_comparable() {
    let before = parse(draft()).unwrap();
    let after = |change: &dyn Fn(&mut Value)| {
        let after = changed(|plan| change(plan)).unwrap();
        amended(&before, &after)
            .err()
            .map(|wrong| wrong.to_string())
    };
    let fine = after(&|plan| {
        plan["last_day"] = json!("2026-12-31");
        plan["title"] = json!("Indagine B, prorogata");
        plan["points"][0]["cap"] = json!(60);
        plan["points"][0]["slots"][0]
            .as_object_mut()
            .unwrap()
            .remove("cap");
        plan["categories"]
            .as_array_mut()
            .unwrap()
            .push(json!({"code": "workers", "label": {"it": "Lavoratori"}}));
        plan["points"]
            .as_array_mut()
            .unwrap()
            .push(json!({"point_id": "01930000-0000-7000-8000-000000000002"}));
    });
    assert_eq!(fine, None);
    let refused = after(&|plan| {
        plan["first_day"] = json!("2026-11-02");
        plan["consent"]["required"] = json!(false);
        plan["anonymous"] = json!(true);
        plan["smallest_cell"] = json!(3);
        plan["points"][0]["cap"] = json!(39);
        plan["points"][0]["slots"] = json!([{"category": "elderly", "minimum": 5, "cap": 30}, {"category": "students", "cap": 1}]);
    });
    assert_eq!(
        refused.unwrap(),
        "/first_day: fixed_once_open; /anonymous: fixed_once_open; /consent: fixed_once_open; \
         /smallest_cell: fixed_once_open; /points/0/cap: cap_lowered; /points/0/slots/1/cap: cap_lowered"
    );
    let refused = after(&|plan| {
        plan["points"][0]["point_id"] = json!("01930000-0000-7000-8000-000000000009");
    });
    assert_eq!(refused.unwrap(), "/points: fixed_once_open");
}

#[test]
fn what_ended_never_opens_again() {
    use CampaignStatus::{Cancelled, Closed, Draft, Open};
    let after = campaign_status_after;
    assert_eq!(after(Draft, CampaignStep::Open), Ok(Open));
    assert_eq!(after(Open, CampaignStep::Edit), Ok(Open));
    assert_eq!(after(Open, CampaignStep::Close), Ok(Closed));
    assert!(after(Draft, CampaignStep::Close).is_err());
    for ended in [Closed, Cancelled] {
        let refused = after(ended, CampaignStep::Open).unwrap_err();
        assert!(refused.allowed_codes().is_empty());
    }
}

fn count(minimum: i64, completed: u32) -> QuotaCount {
    let quota = Quota {
        minimum: QuotaMinimum::from_number(minimum).unwrap(),
        cap: None,
    };
    QuotaCount {
        quota,
        completed,
        partial: 0,
    }
}

fn point(total: (i64, u32), slots: &[(i64, u32)]) -> PointProgress {
    let slots = slots.iter().enumerate();
    PointProgress {
        point_id: id(1),
        count: count(total.0, total.1),
        slots: slots
            .map(|(index, (minimum, completed))| SlotProgress {
                category: StableCode::parse(&format!("c{index}")).unwrap(),
                count: count(*minimum, *completed),
            })
            .collect(),
    }
}

fn id<K>(number: u8) -> Id<K> {
    format!("01930000-0000-7000-8000-{number:012}")
        .parse()
        .unwrap()
}

#[test]
fn a_point_needs_its_total_and_every_minimum() {
    assert!(
        !point((30, 30), &[(5, 4), (3, 26)]).is_complete(),
        "a category is short"
    );
    assert!(
        !point((30, 29), &[(5, 5), (3, 24)]).is_complete(),
        "the total is short"
    );
    assert!(point((30, 30), &[(5, 5), (3, 25)]).is_complete());
    assert_eq!(point((4, 0), &[(5, 0), (3, 0)]).needed(), 8);
}

#[test]
fn a_point_is_behind_what_the_days_gone_by_ask_for() {
    let plan = parse(draft()).unwrap();
    let campaign = campaign(&plan);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let behind =
        |completed: u32, on: &str| point((30, completed), &[]).is_behind(&campaign, day(on));
    assert!(!behind(0, "2026-10-01") && !behind(0, "2026-11-01"));
    assert!(behind(0, "2026-11-02"));
    assert!(!behind(1, "2026-11-02"));
    assert!(behind(14, "2026-11-16") && !behind(15, "2026-11-16"));
    assert!(behind(29, "2027-01-01") && !behind(30, "2027-01-01"));
    let late = point((0, 30), &[(15, 0), (0, 30)]);
    assert!(late.is_behind(&campaign, day("2026-11-16")));
}

fn campaign(plan: &CampaignPlan) -> SurveyCampaign {
    let at = "2026-10-01T08:00:00Z".parse().unwrap();
    SurveyCampaign {
        id: id(2),
        network_id: id(3),
        questionnaire_id: id(4),
        questionnaire_number: domain_shared::DefinitionNumber::from_number(1).unwrap(),
        status: CampaignStatus::Open,
        title: plan.title.clone(),
        anonymous: plan.anonymous,
        first_day: plan.first_day,
        last_day: plan.last_day,
        content: plan.content.clone(),
        version: domain_shared::Version::FIRST,
        created_at: at,
        updated_at: at,
    }
}

#[test]
fn answers_are_taken_on_the_days_of_an_open_campaign() {
    let mut campaign = campaign(&parse(draft()).unwrap());
    let takes =
        |campaign: &SurveyCampaign, day: &str| campaign.takes_answers_on(day.parse().unwrap());
    assert!(takes(&campaign, "2026-11-01") && takes(&campaign, "2026-11-30"));
    assert!(!takes(&campaign, "2026-10-31") && !takes(&campaign, "2026-12-01"));
    for status in [
        CampaignStatus::Draft,
        CampaignStatus::Closed,
        CampaignStatus::Cancelled,
    ] {
        campaign.status = status;
        assert!(!takes(&campaign, "2026-11-10"));
    }
}

proptest! {
    /// A complete point is never behind, whatever the day.
    #[test]
    fn what_is_complete_is_not_behind(minimums in prop::collection::vec(0i64..50, 0..5), total in 0i64..200, extra in 0u32..5, offset in -40i64..80) {
        let slots: Vec<(i64, u32)> = minimums.iter().map(|one| (*one, u32::try_from(*one).unwrap() + extra)).collect();
        let completed: u32 = slots.iter().map(|slot| slot.1).sum();
        let completed = completed.max(u32::try_from(total).unwrap());
        let point = point((total, completed), &slots);
        prop_assert!(point.is_complete());
        let campaign = campaign(&parse(draft()).unwrap());
        let day = campaign.first_day + chrono::Duration::days(offset);
        prop_assert!(!point.is_behind(&campaign, day));
    }

    /// No plan of any numbers makes the reader fail otherwise than by telling.
    #[test]
    fn any_numbers_are_read_or_refused(minimum in any::<i64>(), cap in any::<Option<i64>>(), slot in any::<(i64, Option<i64>)>()) {
        let read = changed(|plan| {
            plan["points"][0]["minimum"] = json!(minimum);
            plan["points"][0]["cap"] = json!(cap);
            plan["points"][0]["slots"] = json!([{"category": "elderly", "minimum": slot.0, "cap": slot.1}]);
        });
        if let Ok(plan) = read {
            let quota = plan.points[0].quota;
            prop_assert!(quota.cap.is_none_or(|cap| cap.number() >= quota.minimum.number()));
        }
    }
}
