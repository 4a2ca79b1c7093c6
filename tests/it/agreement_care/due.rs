//! The list of what is due.

use domain_accounts::{GrantPlace, Role};
use domain_agreements::AgreementStatus;
use domain_shared::TextValue as _;
use serde_json::Value;
use tests::{Client, e2e, party};

use super::{Care, days, renewed_yearly};

/// What a list holds: title, kind, day, days left.
fn listed(client: &Client, query: &str) -> Vec<(String, String, String, i64)> {
    let body = client
        .get(&format!("/agreements/due{query}"))
        .expect(200)
        .json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let items = body["items"].as_array().expect("items").iter();
    let read = |item: &Value| {
        (
            text(&item["agreement"]["title"]),
            text(&item["kind"]),
            text(&item["day"]),
            item["days_left"].as_i64().expect("a number"),
        )
    };
    items.map(read).collect()
}

fn titles(client: &Client, query: &str) -> Vec<String> {
    let mut titles: Vec<_> = listed(client, query).into_iter().map(|one| one.0).collect();
    titles.dedup();
    titles
}

fn line(title: &str, kind: &str, day: &str, left: i64) -> (String, String, String, i64) {
    (title.to_owned(), kind.to_owned(), day.to_owned(), left)
}

e2e! {
    fn what_is_due_comes_by_day_with_its_reason(app) {
        let care = Care::new(app);
        let _ = care.until("Trasporti", "2026-12-11");
        let _ = care.agreement(|draft| {
            "Pasti".clone_into(&mut draft.title);
            draft.validity = Some(days("2026-01-01", "2027-02-28"));
            renewed_yearly(draft);
        });
        let _ = care.until("Lontano", "2027-11-20");
        let unknown = care.world.provider(care.network);
        let _ = care.world.signed_agreement(&care.point, &unknown, |draft| {
            "Senza accreditamento".clone_into(&mut draft.title);
        });
        app.clock.set("2026-11-21T22:59:00Z");
        // A token of an earlier day is not good any more.
        let admin = &care.world.admin(care.network).client;
        let all = listed(admin, "");
        let missing = |title: &str| line(title, "signed_file", "2026-11-21", 0);
        let mut at_once = all[..5].to_vec();
        at_once.sort();
        assert_eq!(at_once, [
            missing("Lontano"),
            missing("Pasti"),
            line("Senza accreditamento", "accreditation", "2026-11-21", 0),
            missing("Senza accreditamento"),
            missing("Trasporti"),
        ]);
        assert_eq!(all[5..], [
            line("Trasporti", "expiry", "2026-12-11", 20),
            line("Pasti", "notice", "2026-12-30", 39),
        ]);
        // A minute later it is tomorrow in Rome.
        app.clock.set("2026-11-21T23:00:00Z");
        assert_eq!(listed(admin, "?kind=expiry"), [line("Trasporti", "expiry", "2026-12-11", 19)]);
        assert_eq!(listed(admin, "?kind=signed_file")[0].3, -1);
        assert_eq!(listed(admin, "?kind=expiry&within=19").len(), 1);
        assert_eq!(listed(admin, "?kind=expiry&within=18").len(), 0);
        assert_eq!(listed(admin, "?kind=expiry&within=366").len(), 2);
        assert_eq!(listed(admin, "?kind=expiry&kind=notice").len(), 2);
        // On its last day it is due, on the next it is over: nothing of it is due any more.
        app.clock.set("2026-12-11T22:50:00Z");
        let admin = &care.world.admin(care.network).client;
        assert_eq!(listed(admin, "?kind=expiry"), [line("Trasporti", "expiry", "2026-12-11", 0)]);
        app.clock.set("2026-12-11T23:00:00Z");
        assert!(!titles(admin, "?within=366").contains(&"Trasporti".to_owned()));
        let _ = admin.get("/agreements/due?within=0").expect_problem(400, "invalid_parameters");
        let _ = admin.get("/agreements/due?kind=birthday").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn an_item_names_the_agreement_and_its_parties(app) {
        let care = Care::new(app);
        let id = care.agreement(|draft| {
            draft.validity = Some(days("2026-01-01", "2026-12-31"));
            draft.parties.push(domain_agreements::PartyDraft {
                side: "counterpart".to_owned(),
                kind: "public_body".to_owned(),
                name: Some("Comune di Cesena".to_owned()),
                ..domain_agreements::PartyDraft::default()
            });
        });
        let list = care.admin.client.get("/agreements/due?kind=expiry").expect(200).json();
        let agreement = &list["items"][0]["agreement"];
        assert_eq!(agreement["id"], id.to_string());
        assert_eq!(agreement["kind"], "service_convention");
        let names: Vec<_> = agreement["parties"].as_array().expect("parties").iter().map(|one| &one["name"]).collect();
        assert_eq!(names, [
            care.point.profile.name.as_str(), care.provider.profile.public_name().as_str(), "Comune di Cesena",
        ]);
        assert_eq!(agreement["parties"][0]["side"], "network");
        assert_eq!(agreement["parties"][2]["kind"], "public_body");
    }
}

e2e! {
    fn everybody_sees_what_is_due_of_their_own(app) {
        let care = Care::new(app);
        let (world, network) = (&care.world, care.network);
        let other = world.point(network);
        let stranger = world.accredited_provider(network);
        let own = |draft: &mut domain_agreements::AgreementDraft| draft.validity = Some(days("2026-01-01", "2026-12-31"));
        let _ = care.until("Del punto", "2026-12-01");
        let _ = world.signed_agreement(&other, &stranger, |draft| {
            own(draft);
            "Di un altro punto".clone_into(&mut draft.title);
        });
        let _ = world.signed_agreement(&care.point, &stranger, |draft| {
            own(draft);
            "Della associazione".clone_into(&mut draft.title);
            draft.parties[0] = party("network", "association", &care.point.association_id);
        });
        let _ = world.signed_agreement(&care.point, &stranger, |draft| {
            own(draft);
            "Della rete".clone_into(&mut draft.title);
            draft.parties[0] = party("network", "network_body", &network);
        });
        let titles = |client: &Client, query: &str| {
            let mut titles = titles(client, &format!("?kind=expiry{query}"));
            titles.sort();
            titles
        };
        let all = ["Del punto", "Della associazione", "Della rete", "Di un altro punto"];
        assert_eq!(titles(&care.admin.client, ""), all);
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(network));
        assert_eq!(titles(&evaluator.client, ""), all);
        assert_eq!(titles(&care.coordinator.client, ""), all[..3]);
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, other.id));
        assert_eq!(titles(&operator.client, ""), ["Della rete", "Di un altro punto"]);
        assert_eq!(titles(&care.manager.client, ""), ["Del punto"]);
        let theirs = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, stranger.id));
        assert_eq!(titles(&theirs.client, ""), all[1..]);
        let foreign = world.admin(world.network());
        assert!(titles(&foreign.client, "").is_empty());
        assert!(titles(&foreign.client, &format!("&point={}", care.point.id)).is_empty());
        // Filters.
        let admin = &care.admin.client;
        assert_eq!(titles(admin, &format!("&point={}", care.point.id)), all[..3]);
        assert_eq!(titles(admin, &format!("&provider={}", care.provider.id)), ["Del punto"]);
        let both = format!("&point={}&provider={}", other.id, stranger.id);
        assert_eq!(titles(admin, &both), ["Della rete", "Di un altro punto"]);
        let _ = app.anonymous().get("/agreements/due").expect_problem(401, "unauthenticated");
        let _ = world.person(Some(network)).client.get("/agreements/due").expect_problem(403, "forbidden");
    }
}

e2e! {
    fn what_ended_or_was_replaced_is_due_no_more(app) {
        let care = Care::new(app);
        let unknown = care.world.provider(care.network);
        let ids: Vec<_> = ["Uno", "Due", "Tre"].map(|title| {
            care.world.signed_agreement(&care.point, &unknown, |draft| {
                title.clone_into(&mut draft.title);
                draft.validity = Some(days("2026-01-01", "2026-12-31"));
            })
        }).into();
        let admin = &care.admin.client;
        assert_eq!(listed(admin, "").len(), 9);
        care.world.agreement_changed(ids[0], |agreement| {
            agreement.status = AgreementStatus::Terminated;
            agreement.ended_on = Some("2026-11-30".parse().unwrap());
        });
        care.world.agreement_changed(ids[1], |agreement| {
            agreement.superseded_from = Some("2026-12-15".parse().unwrap());
        });
        assert_eq!(titles(admin, ""), ["Tre"]);
        assert_eq!(listed(admin, "").len(), 3);
    }
}

e2e! {
    fn pages_hold_everything_once(app) {
        let care = Care::new(app);
        let unknown = care.world.provider(care.network);
        for number in 0..4 {
            // Two reasons on the same day: a period ends when notice can be given of the next.
            let _ = care.world.signed_agreement(&care.point, &unknown, |draft| {
                draft.title = format!("Convenzione {number}");
                draft.validity = Some(days("2026-01-01", "2026-12-10"));
                draft.renewal = Some(domain_agreements::RenewalDraft { months: 1, times: Some(1) });
                draft.notice_days = Some(31);
                draft.parties.push(party("counterpart", "provider", &care.provider.id));
            });
        }
        app.clock.set("2026-11-09T10:00:00Z");
        let admin = &care.admin.client;
        let whole = listed(admin, "?limit=100");
        assert_eq!(whole.len(), 16);
        for limit in [1, 3, 5] {
            let mut paged = Vec::new();
            let mut query = format!("?limit={limit}");
            loop {
                paged.extend(listed(admin, &query));
                let body = admin.get(&format!("/agreements/due{query}")).json();
                let Some(cursor) = body["next_cursor"].as_str() else { break };
                query = format!("?limit={limit}&cursor={cursor}");
            }
            assert_eq!(paged, whole, "{limit}");
        }
    }
}
