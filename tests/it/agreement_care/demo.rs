//! The demonstration agreements.

use std::collections::BTreeSet;

use api::demo::{Prepared, prepare};
use domain_accounts::{GrantPlace, Role};
use domain_agreements::{AgreementStatus, BenefitKind, PartyKind, Standing};
use domain_shared::{Code as _, NetworkBodyId, PointId};
use serde_json::Value;
use tests::{Client, e2e};

/// Root bodies of the demonstration.
const NETWORKS: [&str; 2] = [
    "0199a000-0001-7000-8000-000000000001",
    "0199a000-0001-7000-8000-000000000006",
];
/// Arezzo, whose convention was renewed.
const AREZZO: &str = "0199a000-0003-7000-8000-000000000005";

fn items(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).expect(200).json()["items"]
        .as_array()
        .expect("items")
        .clone()
}

fn found<'a>(items: &'a [Value], member: &str) -> BTreeSet<&'a str> {
    items
        .iter()
        .filter_map(|item| item[member].as_str())
        .collect()
}

e2e! {
    fn every_state_of_agreements_is_shown(app) {
        assert_eq!(prepare(app.hub()).expect("sound data"), Prepared::Filled);
        let networks = NETWORKS.map(|id| id.parse::<NetworkBodyId>().expect("an identifier"));
        let admin = app.world().admin(networks[0]).client;
        let all = items(&admin, "/agreements?limit=100");
        assert_eq!(all.len(), 17);
        assert!(found(&all, "title").iter().all(|title| title.ends_with("(demo)")));
        for status in AgreementStatus::ALL {
            assert!(found(&all, "status").contains(status.code()), "{status:?}");
        }
        for standing in Standing::ALL {
            assert!(found(&all, "standing").contains(standing.code()), "{standing:?}");
            let listed = items(&admin, &format!("/agreements?standing={}", standing.code()));
            assert!(!listed.is_empty(), "{standing:?}");
        }
        let soon = items(&admin, "/agreements/due?kind=expiry&within=20");
        assert_eq!(soon.len(), 1);
        assert_eq!(soon[0]["days_left"], 20);
        for kind in ["notice", "signed_file", "accreditation"] {
            let path = format!("/agreements/due?kind={kind}&within=366");
            assert!(!items(&admin, &path).is_empty(), "{kind}");
        }
        let kinds: BTreeSet<_> = all.iter().filter_map(|one| one["kind"].as_str()).collect();
        assert_eq!(kinds.len(), 4);
        let parties: Vec<&Value> = all.iter().filter_map(|one| one["parties"].as_array()).flatten().collect();
        for kind in PartyKind::ALL {
            assert!(parties.iter().any(|one| one["kind"] == kind.code()), "{kind:?}");
        }
        let desks: BTreeSet<_> = parties
            .iter()
            .filter(|one| one["kind"] == PartyKind::Point.code())
            .filter_map(|one| one["id"].as_str())
            .collect();
        assert!(desks.len() >= 6, "{desks:?}");
        // Everything that was sent has a text, and what was signed is signed by every party.
        for one in &all {
            let id = one["id"].as_str().expect("an identifier");
            let detail = admin.get(&format!("/agreements/{id}")).expect(200).json();
            let revisions = items(&admin, &format!("/agreements/{id}/revisions"));
            assert_eq!(revisions.is_empty(), detail.get("revision").is_none(), "{detail}");
            assert!(!items(&admin, &format!("/agreements/{id}/events")).is_empty());
        }
    }
}

e2e! {
    fn the_demonstration_shows_a_renewal_an_answer_and_a_proposal(app) {
        assert_eq!(prepare(app.hub()).expect("sound data"), Prepared::Filled);
        let network: NetworkBodyId = NETWORKS[0].parse().expect("an identifier");
        let point: PointId = AREZZO.parse().expect("an identifier");
        let coordinator = app.world().holder(Role::PointCoordinator, GrantPlace::Point(network, point)).client;
        let own = items(&coordinator, &format!("/agreements?point={AREZZO}&limit=100"));
        let renewal = own.iter().find(|one| one["title"].as_str().is_some_and(|title| title.contains("rinnovo"))).expect("the renewal");
        let renewal = coordinator.get(&format!("/agreements/{}", renewal["id"].as_str().unwrap())).expect(200).json();
        assert_eq!(renewal["predecessor"]["relation"], "renewal", "{renewal}");
        let former = renewal["predecessor"]["agreement_id"].as_str().expect("the former one");
        let former = coordinator.get(&format!("/agreements/{former}")).expect(200).json();
        assert_eq!((&former["status"], &former["standing"]), (&"signed".into(), &"expired".into()));
        assert!(former.get("superseded_from").is_some());
        let admin = app.world().admin(network).client;
        let sent = items(&admin, "/agreements?status=sent");
        let sent = admin.get(&format!("/agreements/{}", sent[0]["id"].as_str().unwrap())).expect(200).json();
        let answers = sent["answers"].as_array().expect("answers");
        assert_eq!((answers.len(), &answers[0]["kind"]), (1, &"accepted".into()));
        let drafts = items(&admin, "/agreements?status=draft");
        let proposed = drafts.iter().any(|one| {
            let path = format!("/agreements/{}/revisions", one["id"].as_str().unwrap());
            items(&admin, &path).iter().any(|revision| revision.get("proposed_by").is_some())
        });
        assert!(proposed);
    }
}

e2e! {
    fn benefits_of_every_kind_show_in_the_catalogue(app) {
        assert_eq!(prepare(app.hub()).expect("sound data"), Prepared::Filled);
        app.hub().catalogue.catch_up(&app.hub().db).expect("the index follows");
        let anybody = app.anonymous();
        for query in ["with_agreement=true", "with_agreement=false", "with_benefit=true", "with_benefit=false"] {
            assert!(!items(&anybody, &format!("/services?{query}&limit=100")).is_empty(), "{query}");
        }
        assert!(!items(&anybody, &format!("/services?agreement_of={AREZZO}")).is_empty());
        // What is free from next month on does not show today.
        let on = |day: &str| {
            let path = format!("/services?with_benefit=true&limit=100&benefits_on={day}");
            let text = anybody.get(&path).expect(200).text;
            let kinds = BenefitKind::ALL.iter().map(|kind| kind.code());
            kinds.filter(|kind| text.contains(&format!("\"kind\":\"{kind}\""))).collect::<BTreeSet<_>>()
        };
        let all: BTreeSet<_> = BenefitKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(on("2026-11-21"), all);
    }
}
