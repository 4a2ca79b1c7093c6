//! Letters to providers whose cards are to be verified.

use api::card_review::reminders::card_reminders_send;
use domain_accounts::{Action, Permit};
use domain_cards::Verification;
use domain_shared::{TextValue as _, Version};
use persistence::cards::card_update;
use serde_json::json;
use tests::{TestApp, e2e};

use super::{Desk, Sample, content};

fn send(app: &TestApp) -> usize {
    let hub = app.hub();
    card_reminders_send(hub, hub.clock.now()).expect("the reminders are written")
}

e2e! {
    fn a_provider_is_told_once_after_six_months(app) {
        let desk = Desk::new(app);
        let old = desk.card(&Sample::published("Pasti a domicilio", "2026-01-31"));
        let _ = desk.card(&Sample::published("Trasporto sociale", "2026-01-30"));
        let _ = desk.card(&Sample::published("Sportello lavoro", "2026-07-20"));
        let _ = desk.card(&Sample::draft("Bozza"));
        let _ = desk.card(&Sample::published("Archiviata", "2025-01-30").archived());
        app.clock.set("2026-07-29T21:59:00Z");
        assert_eq!(send(app), 0);
        // It is the 30th in Rome, so one of the two is due.
        app.clock.set("2026-07-29T22:01:00Z");
        assert_eq!(send(app), 1);
        app.clock.set("2026-07-31T08:00:00Z");
        assert_eq!((send(app), send(app)), (1, 0));
        let mails = app.mail();
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| mail.contains(&desk.editor.email)));
        assert!(mails[0].contains("Trasporto sociale") && !mails[0].contains("Pasti a domicilio"));
        assert!(mails[1].contains("Pasti a domicilio") && !mails[1].contains("Trasporto sociale"));

        // Verified on the very day of the letter: the next one comes half a year later.
        let mut verified = old.clone();
        verified.verification = Some(Verification { on: "2026-07-31".parse().unwrap(), by: None });
        verified.version = old.version.next();
        desk.world.arrange(|unit| {
            let permit = Permit::system(Action::CardKeep);
            let shown = content("Pasti a domicilio");
            Ok(card_update(unit.tx(), &permit, Version::FIRST, &verified, Some(&shown))?)
        });
        app.clock.set("2027-01-30T08:00:00Z");
        assert_eq!(send(app), 1, "that of the third card, verified in July");
        app.clock.set("2027-01-31T08:00:00Z");
        assert_eq!(send(app), 1);
        assert!(app.mail()[3].contains("Pasti a domicilio"));
    }
}

e2e! {
    fn one_letter_names_all_cards_of_a_provider_by_the_rules_of_its_network(app) {
        let (desk, other) = (Desk::new(app), Desk::new(app));
        for title in ["Pasti a domicilio", "Trasporto sociale"] {
            let _ = desk.card(&Sample::published(title, "2026-08-01"));
            let _ = other.card(&Sample::published(title, "2026-08-01"));
        }
        assert_eq!(send(app), 0);
        let admin = desk.world.admin(desk.network).client;
        let rules = json!({"remind_after_months": 3, "stale_after_months": 12});
        let _ = admin.put(&format!("/network-bodies/{}/card-rules", desk.network), "*", &rules).expect(200);
        assert_eq!(send(app), 1);
        let mails = app.mail();
        assert!(mails[0].contains("- Pasti a domicilio") && mails[0].contains("- Trasporto sociale"));
        assert!(mails[0].contains(&desk.editor.email));
    }
}

e2e! {
    fn a_provider_without_people_is_told_at_its_own_address(app) {
        let desk = Desk::new(app);
        let lonely = desk.world.provider(desk.network);
        let _ = desk.card_of(&lonely, &Sample::published("Pasti a domicilio", "2026-01-01"));
        assert_eq!(send(app), 1);
        let address = lonely.profile.contacts.email.clone().expect("an address");
        assert!(app.mail()[0].contains(address.as_str()));
    }
}

e2e! {
    fn of_several_processes_one_tells_a_provider(app) {
        let desk = Desk::new(app);
        for _ in 0..5 {
            let provider = desk.world.provider(desk.network);
            let _ = desk.card_of(&provider, &Sample::published("Pasti a domicilio", "2026-01-01"));
        }
        let other = TestApp::beside(app);
        let sent: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = [app, &other, app].map(|app| scope.spawn(move || send(app))).into();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!((sent, app.mail().len()), (5, 5));
    }
}
