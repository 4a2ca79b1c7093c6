//! Calendar feeds.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use domain_accounts::{GrantPlace, Role};
use domain_agreements::AgreementStatus;
use domain_shared::TextValue as _;
use serde_json::json;
use tests::{Client, Reply, TestApp, e2e, party};

use super::{Care, days, renewed_yearly};

/// A new feed: its identifier and the path of its link.
fn feed(client: &Client, place: &str, label: &str) -> (String, String) {
    let made = client
        .post(&format!("{place}/calendar-feeds"), &json!({"label": label}))
        .expect(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let url = made.text_at("/url");
    let (base, token) = url.rsplit_once('/').expect("a link");
    assert!(base.ends_with("/api/v1/calendar-feeds"), "{url}");
    assert_eq!(token.len(), 43);
    (made.text_at("/id"), format!("/calendar-feeds/{token}"))
}

fn read(app: &TestApp, path: &str) -> Reply {
    let reply = app.anonymous().get(path).expect(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/calendar; charset=utf-8")
    );
    reply
}

/// The calendar as another program's library reads it.
fn parsed(reply: &Reply) -> ICalendar {
    ICalendar::parse(&reply.text)
        .unwrap_or_else(|entry| panic!("no calendar: {entry:?}\n{}", reply.text))
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let entry = component
        .property(property)
        .unwrap_or_else(|| panic!("no {property:?} in {component:?}"));
    entry.values[0]
        .as_text()
        .unwrap_or_else(|| panic!("{entry:?}"))
        .to_owned()
}

fn date(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let entry = component
        .property(property)
        .unwrap_or_else(|| panic!("no {property:?} in {component:?}"));
    match &entry.values[0] {
        ICalendarValue::PartialDateTime(at) => {
            assert_eq!(at.hour, None, "a whole day");
            format!(
                "{:04}-{:02}-{:02}",
                at.year.unwrap(),
                at.month.unwrap(),
                at.day.unwrap()
            )
        }
        other => panic!("{other:?}"),
    }
}

/// The events: day and summary, sorted.
fn events(reply: &Reply) -> Vec<(String, String)> {
    let calendar = parsed(reply);
    let events = calendar
        .components
        .iter()
        .filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let mut events: Vec<_> = events
        .map(|event| {
            let start = date(event, &ICalendarProperty::Dtstart);
            let next: chrono::NaiveDate = start.parse().unwrap();
            assert_eq!(
                date(event, &ICalendarProperty::Dtend),
                next.succ_opt().unwrap().to_string()
            );
            (start, text(event, &ICalendarProperty::Summary))
        })
        .collect();
    events.sort();
    events
}

fn pair(day: &str, summary: &str) -> (String, String) {
    (day.to_owned(), summary.to_owned())
}

e2e! {
    fn a_calendar_holds_beginnings_ends_and_days_to_give_notice(app) {
        let care = Care::new(app);
        let _ = care.until("Trasporti", "2026-12-31");
        let _ = care.agreement(|draft| {
            "Pasti".clone_into(&mut draft.title);
            draft.validity = Some(days("2025-03-01", "2026-02-28"));
            renewed_yearly(draft);
        });
        let ended = care.until("Cessato", "2027-06-30");
        care.world.agreement_changed(ended, |agreement| {
            agreement.status = AgreementStatus::Terminated;
            agreement.ended_on = Some("2026-11-30".parse().unwrap());
        });
        let _ = care.until("Annullato prima", "2027-06-30");
        let place = format!("/points/{}", care.point.id);
        let (_, link) = feed(&care.coordinator.client, &place, "Coordinamento");
        let reply = read(app, &link);
        assert_eq!(events(&reply), [
            // The day to give notice of 2025, 30 December, lies within the last year; that of 2028 is too far.
            pair("2025-12-30", "Termine per la disdetta: Pasti"),
            pair("2026-01-01", "Inizio: Annullato prima"),
            pair("2026-01-01", "Inizio: Cessato"),
            pair("2026-01-01", "Inizio: Trasporti"),
            pair("2026-11-30", "Scadenza: Cessato"),
            pair("2026-12-30", "Termine per la disdetta: Pasti"),
            pair("2026-12-31", "Scadenza: Trasporti"),
            pair("2027-06-30", "Scadenza: Annullato prima"),
            pair("2027-12-31", "Termine per la disdetta: Pasti"),
        ]);
        for line in ["X-WR-CALNAME:Coordinamento\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT", "VERSION:2.0\r\n"] {
            assert!(reply.text.contains(line), "{line} in {}", reply.text);
        }
    }
}

e2e! {
    fn texts_are_folded_and_escaped_so_that_another_reader_finds_them_whole(app) {
        let care = Care::new(app);
        let title = "Convenzione «perché, così; già\\più» per l'assistenza domiciliare à la carte: attività, servizi e città";
        let _ = care.until(title, "2026-12-31");
        let place = format!("/points/{}", care.point.id);
        let label = "Punto, sede; di «Cesena» e dintorni con un nome molto lungo perché vada a capo";
        let (_, link) = feed(&care.coordinator.client, &place, label);
        let reply = read(app, &link);
        assert!(reply.text.ends_with("END:VCALENDAR\r\n"));
        for line in reply.text.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let calendar = parsed(&reply);
        let name = ICalendarProperty::Other("X-WR-CALNAME".to_owned());
        assert_eq!(text(&calendar.components[0], &name), label);
        let event = calendar.components.iter().find(|one| one.component_type == ICalendarComponentType::VEvent);
        let event = event.expect("an event");
        assert_eq!(text(event, &ICalendarProperty::Summary), format!("Inizio: {title}"));
        let description = text(event, &ICalendarProperty::Description);
        let provider = care.provider.profile.public_name();
        assert_eq!(description, format!("convenzione\n{}\n{}", care.point.profile.name.as_str(), provider.as_str()));
    }
}

e2e! {
    fn what_did_not_change_is_written_the_same(app) {
        let care = Care::new(app);
        let id = care.until("Trasporti", "2026-12-31");
        let (_, link) = feed(&care.coordinator.client, &format!("/points/{}", care.point.id), "Punto");
        let first = read(app, &link);
        let tag = first.etag();
        assert!(first.header("cache-control").expect("a header").starts_with("private"));
        app.clock.set("2026-11-25T09:00:00Z");
        let again = read(app, &link);
        assert_eq!((again.text.as_str(), again.etag()), (first.text.as_str(), tag.clone()));
        let english = app.anonymous().with_header("accept-language", "en").get(&link).expect(200);
        assert_eq!(english.text, first.text);
        let same = app.anonymous().send("GET", &link, &[("if-none-match", &tag)], b"").expect(304);
        assert!(same.text.is_empty());
        let head = app.anonymous().send("HEAD", &link, &[], b"").expect(200);
        assert_eq!(head.etag(), tag);
        let uids = |reply: &Reply| parsed(reply).uids().map(str::to_owned).collect::<Vec<_>>();
        care.world.agreement_changed(id, |agreement| {
            agreement.ended_on = Some("2026-12-24".parse().unwrap());
            agreement.status = AgreementStatus::Terminated;
            agreement.updated_at = "2026-11-25T09:00:00Z".parse().unwrap();
        });
        let changed = read(app, &link);
        assert_ne!(changed.etag(), tag);
        assert_eq!(uids(&changed), uids(&first), "the same events, on other days");
        assert!(changed.text.contains("DTSTAMP:20261125T090000Z"), "{}", changed.text);
        assert!(events(&changed).contains(&pair("2026-12-24", "Scadenza: Trasporti")));
        let _ = app.anonymous().send("GET", &link, &[("if-none-match", &tag)], b"").expect(200);
    }
}

e2e! {
    fn a_feed_shows_the_agreements_of_its_owner(app) {
        let care = Care::new(app);
        let (world, network) = (&care.world, care.network);
        let (other, stranger) = (world.point(network), world.accredited_provider(network));
        let _ = care.until("Comune", "2026-12-31");
        let _ = world.signed_agreement(&other, &stranger, |draft| "Altrui".clone_into(&mut draft.title));
        let _ = world.signed_agreement(&other, &stranger, |draft| {
            "Della rete".clone_into(&mut draft.title);
            draft.parties[0] = party("network", "network_body", &network);
        });
        let starts = |link: &str| {
            let events = events(&read(app, link)).into_iter();
            let starts = events.filter_map(|(_, text)| Some(text.strip_prefix("Inizio: ")?.to_owned()));
            starts.collect::<Vec<_>>()
        };
        let (_, of_point) = feed(&care.coordinator.client, &format!("/points/{}", care.point.id), "Punto");
        assert_eq!(starts(&of_point), ["Comune", "Della rete"]);
        let (_, of_provider) = feed(&care.manager.client, &format!("/providers/{}", care.provider.id), "Ente");
        assert_eq!(starts(&of_provider), ["Comune"]);
        let (_, of_stranger) = feed(&care.admin.client, &format!("/providers/{}", stranger.id), "Altro");
        assert_eq!(starts(&of_stranger), ["Altrui", "Della rete"]);
    }
}

e2e! {
    fn a_link_is_shown_once_and_works_until_it_is_revoked(app) {
        let care = Care::new(app);
        let place = format!("/points/{}", care.point.id);
        let coordinator = &care.coordinator.client;
        let (first, link) = feed(coordinator, &place, "Primo");
        app.clock.advance(chrono::Duration::seconds(1));
        let (second, other) = feed(coordinator, &place, "Secondo");
        let list = format!("{place}/calendar-feeds");
        let listed = coordinator.get(&list).expect(200);
        assert_eq!(listed.ids(), [second.clone(), first.clone()]);
        assert_eq!(listed.text_at("/items/1/label"), "Primo");
        assert_eq!(listed.text_at("/items/1/created_by"), care.coordinator.id.to_string());
        let one = coordinator.get(&format!("{list}?limit=1")).expect(200);
        let next = coordinator.get(&format!("{list}?limit=1&cursor={}", one.text_at("/next_cursor"))).expect(200);
        assert_eq!((one.ids(), next.ids()), (vec![second], vec![first.clone()]));
        let token = link.rsplit('/').next().expect("a token");
        assert!(!listed.text.contains(token));
        let audit = care.admin.client.get("/audit-events?limit=100").expect(200);
        assert!(audit.text.contains("calendar_feed") && !audit.text.contains(token));

        let _ = coordinator.send("DELETE", &format!("{list}/{first}"), &[], b"").expect(204);
        let _ = coordinator.send("DELETE", &format!("{list}/{first}"), &[], b"").expect_problem(404, "not_found");
        let _ = read(app, &other);
        let gone = app.anonymous().get(&link).expect_problem(404, "not_found");
        let wrong = app.anonymous().get(&format!("/calendar-feeds/{}", "A".repeat(43))).expect_problem(404, "not_found");
        let strange = app.anonymous().get("/calendar-feeds/x").expect_problem(404, "not_found");
        let without_id = |reply: &Reply| {
            let mut body = reply.json();
            body["instance"] = json!(null);
            body
        };
        assert_eq!(without_id(&gone), without_id(&wrong));
        assert_eq!(without_id(&gone), without_id(&strange));
        assert_eq!(coordinator.get(&list).expect(200).ids().len(), 1);
    }
}

e2e! {
    fn feeds_are_kept_by_those_responsible(app) {
        let care = Care::new(app);
        let (world, network) = (&care.world, care.network);
        let label = json!({"label": "Calendario"});
        let point = format!("/points/{}/calendar-feeds", care.point.id);
        let provider = format!("/providers/{}/calendar-feeds", care.provider.id);
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, care.point.id)).client;
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, care.provider.id)).client;
        let foreign = world.admin(world.network()).client;
        for (client, path) in [
            (&operator, &point), (&care.manager.client, &point), (&foreign, &point),
            (&editor, &provider), (&care.coordinator.client, &provider), (&foreign, &provider),
        ] {
            let _ = client.post(path, &label).expect_problem(403, "forbidden");
            let _ = client.get(path).expect_problem(403, "forbidden");
        }
        let (of_point, _) = feed(&care.admin.client, &format!("/points/{}", care.point.id), "Rete");
        let (of_provider, _) = feed(&care.manager.client, &format!("/providers/{}", care.provider.id), "Ente");
        let _ = operator.send("DELETE", &format!("{point}/{of_point}"), &[], b"").expect_problem(403, "forbidden");
        // One of another owner is not there.
        let crossed = format!("{point}/{of_provider}");
        let _ = care.admin.client.send("DELETE", &crossed, &[], b"").expect_problem(404, "not_found");
        let none = "/points/01930000-0000-7000-8000-00000000dead/calendar-feeds";
        let _ = care.admin.client.post(none, &label).expect_problem(404, "not_found");
        let _ = app.anonymous().post(&point, &label).expect_problem(401, "unauthenticated");
        let wrong = care.admin.client.post(&point, &json!({"label": " "})).expect(422);
        assert_eq!(wrong.mistakes()[0].0, "/label");
    }
}
