//! Letters to those who look after agreements.

use api::agreement_care::reminders::agreement_reminders_send;
use domain_accounts::{Action, GrantPlace, Permit, Role};
use domain_agreements::AgreementStatus;
use domain_providers::Provider;
use domain_shared::TextValue as _;
use tests::{TestApp, e2e, party};

use super::{Care, days, renewed_yearly};

fn send(app: &TestApp) -> usize {
    let hub = app.hub();
    agreement_reminders_send(hub, hub.clock.now()).expect("the reminders are written")
}

/// Sends what is due on a day, at noon in Rome or thereabouts.
fn send_on(app: &TestApp, day: &str) -> usize {
    app.clock.set(&format!("{day}T11:00:00Z"));
    send(app)
}

/// Forgets the missing document, which would be told of too.
fn with_document(care: &Care<'_>, id: domain_shared::AgreementId) {
    care.world
        .agreement_changed(id, |agreement| agreement.signed_on = None);
}

e2e! {
    fn an_end_is_announced_ninety_sixty_and_thirty_days_before(app) {
        let care = Care::new(app);
        app.clock.set("2026-06-01T10:00:00Z");
        let id = care.until("Trasporti", "2026-12-31");
        with_document(&care, id);
        // 2 October is ninety days before, 1 November sixty, 1 December thirty.
        assert_eq!(send_on(app, "2026-10-01"), 0);
        assert_eq!(send_on(app, "2026-10-02"), 2);
        assert_eq!((send(app), send_on(app, "2026-10-31")), (0, 0));
        assert_eq!(send_on(app, "2026-11-01"), 2);
        assert_eq!(send_on(app, "2026-11-30"), 0);
        assert_eq!(send_on(app, "2026-12-01"), 2);
        assert_eq!((send_on(app, "2026-12-02"), send_on(app, "2026-12-31"), send_on(app, "2027-01-01")), (0, 0, 0));
        let mails = app.mail();
        assert_eq!(mails.len(), 6);
        for person in [&care.coordinator, &care.manager] {
            assert_eq!(mails.iter().filter(|mail| mail.contains(&person.email)).count(), 3);
        }
        for mail in &mails {
            assert!(mail.contains("Trasporti") && mail.contains(care.point.profile.name.as_str()), "{mail}");
            assert!(!mail.contains("Bianchi") && !mail.contains("Lucia"), "nobody is named: {mail}");
        }
        assert!(mails[0].contains("90 giorni") && mails[0].contains("31/12/2026"), "{}", mails[0]);
    }
}

e2e! {
    fn a_deadline_first_seen_late_is_told_once(app) {
        let care = Care::new(app);
        app.clock.set("2026-11-01T10:00:00Z");
        let id = care.until("Trasporti", "2026-12-16");
        with_document(&care, id);
        assert_eq!((send(app), send(app)), (2, 0), "forty-five days before, as for sixty");
        assert!(app.mail()[0].contains("45 giorni"));
        assert_eq!(send_on(app, "2026-11-15"), 0);
        assert_eq!(send_on(app, "2026-11-16"), 2);
    }
}

e2e! {
    fn after_a_pause_what_was_missed_is_caught_up_but_nothing_that_passed(app) {
        let care = Care::new(app);
        app.clock.set("2026-06-01T10:00:00Z");
        let near = care.until("Vicino", "2026-12-31");
        let over = care.until("Passato", "2026-11-20");
        let notice = care.agreement(|draft| {
            "Disdetta".clone_into(&mut draft.title);
            draft.validity = Some(days("2026-01-01", "2027-02-28"));
            renewed_yearly(draft);
        });
        for id in [near, over, notice] {
            with_document(&care, id);
        }
        // The worker slept through August, September and October.
        assert_eq!(send_on(app, "2026-11-21"), 4);
        let mails = app.mail();
        assert!(!mails.iter().any(|mail| mail.contains("Passato")));
        assert!(mails.iter().any(|mail| mail.contains("Disdetta") && mail.contains("30/12/2026")));
        // Both once more thirty days before, on the first day the worker runs again.
        assert_eq!(send_on(app, "2026-12-05"), 4);
        assert_eq!(send_on(app, "2026-12-30"), 0);
        // The next period has a day of its own.
        assert_eq!(send_on(app, "2027-12-01"), 2);
    }
}

e2e! {
    fn nothing_is_announced_of_what_ended_or_was_replaced(app) {
        let care = Care::new(app);
        let (ended, replaced) = (care.until("Cessato", "2026-12-31"), care.until("Rinnovato", "2026-12-31"));
        care.world.agreement_changed(ended, |agreement| {
            agreement.status = AgreementStatus::Terminated;
            agreement.ended_on = Some("2026-12-31".parse().unwrap());
        });
        care.world.agreement_changed(replaced, |agreement| {
            agreement.superseded_from = Some("2027-01-01".parse().unwrap());
        });
        assert_eq!((send(app), send_on(app, "2026-12-20")), (0, 0));
    }
}

e2e! {
    fn a_missing_document_is_told_of_once_after_two_weeks(app) {
        let care = Care::new(app);
        let _ = care.agreement(|draft| "Senza documento".clone_into(&mut draft.title));
        let kept = care.agreement(|draft| "Con documento".clone_into(&mut draft.title));
        with_document(&care, kept);
        assert_eq!(send_on(app, "2026-12-04"), 0);
        assert_eq!(send_on(app, "2026-12-05"), 2);
        assert_eq!((send(app), send_on(app, "2027-02-01")), (0, 0));
        assert!(app.mail().iter().all(|mail| mail.contains("Senza documento")));
    }
}

e2e! {
    fn a_lost_accreditation_is_told_of_once_each_time(app) {
        let care = Care::new(app);
        let id = care.agreement(|draft| "Trasporti".clone_into(&mut draft.title));
        with_document(&care, id);
        let decide = |provider: &Provider, decision: &str, reason: Option<&str>| {
            let path = format!("/providers/{}/{decision}", provider.id);
            let body = reason.map_or_else(|| "{}".to_owned(), |reason| format!("{{\"reason\":\"{reason}\"}}"));
            let headers = [("if-match", "*"), ("content-type", "application/json")];
            // Days go by; a token of the first day is not good any more.
            let admin = care.world.admin(care.network).client;
            let _ = admin.send("POST", &path, &headers, body.as_bytes()).expect(200);
            app.mail().len()
        };
        assert_eq!(send(app), 0);
        let _ = decide(&care.provider, "suspension", Some("Documenti scaduti"));
        assert_eq!((send(app), send_on(app, "2026-11-23")), (2, 0));
        let _ = decide(&care.provider, "reinstatement", None);
        assert_eq!(send_on(app, "2026-11-24"), 0);
        let _ = decide(&care.provider, "suspension", Some("Documenti scaduti"));
        assert_eq!((send_on(app, "2026-11-25"), send(app)), (2, 0));
        assert!(app.mail().iter().any(|mail| mail.contains(&care.coordinator.email) && mail.contains("Accreditamento mancante")));
    }
}

e2e! {
    fn administrators_are_told_where_a_point_has_no_coordinator(app) {
        let care = Care::new(app);
        let lonely = care.world.point(care.network);
        let nobody = care.world.accredited_provider(care.network);
        let id = care.world.signed_agreement(&lonely, &nobody, |draft| draft.validity = Some(days("2026-01-01", "2026-12-31")));
        with_document(&care, id);
        assert_eq!(send(app), 2);
        let mails = app.mail();
        assert!(mails.iter().any(|mail| mail.contains(&care.admin.email)));
        let address = nobody.profile.contacts.email.clone().expect("an address");
        assert!(mails.iter().any(|mail| mail.contains(address.as_str())));
    }
}

e2e! {
    fn of_an_association_the_coordinators_of_its_points_are_told_once_each(app) {
        let care = Care::new(app);
        // The same person coordinates the point and manages the provider.
        let place = GrantPlace::Provider(care.network, care.provider.id);
        let both = care.world.holder(Role::ProviderManager, place);
        care.world.arrange(|unit| {
            let record = persistence::accounts::GrantRecord {
                id: api::clock::new_id(),
                user_id: both.id,
                grant: domain_accounts::Grant::new(Role::PointCoordinator, GrantPlace::Point(care.network, care.point.id)).unwrap(),
                version: domain_shared::Version::FIRST,
                created_at: unit.now(),
            };
            Ok(persistence::accounts::grant_insert(unit.tx(), &Permit::system(Action::UserWrite), &record)?)
        });
        let id = care.agreement(|draft| {
            draft.validity = Some(days("2026-01-01", "2026-12-31"));
            draft.parties[0] = party("network", "association", &care.point.association_id);
        });
        with_document(&care, id);
        assert_eq!(send(app), 3);
        let mails = app.mail();
        for person in [&care.coordinator, &care.manager, &both] {
            assert_eq!(mails.iter().filter(|mail| mail.contains(&person.email)).count(), 1);
        }
    }
}

e2e! {
    fn of_several_workers_one_sends_each_letter(app) {
        let care = Care::new(app);
        for number in 0..6 {
            let id = care.until(&format!("Convenzione {number}"), "2026-12-31");
            with_document(&care, id);
        }
        let other = TestApp::beside(app);
        let sent: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = [app, &other, app, &other].map(|app| scope.spawn(move || send(app))).into();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!((sent, app.mail().len()), (12, 12));
    }
}
