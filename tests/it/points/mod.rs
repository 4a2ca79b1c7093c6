//! Points.

use api::clock::new_id;
use diesel::{RunQueryDsl as _, sql_query};
use domain_points::Point;
use domain_shared::SpecialistId;
use persistence::AnyConnection;
use serde_json::{Value, json};
use tests::TestApp;

mod hours;
mod life;
mod listing;
mod staff;
mod status;
mod writing;

/// A body that makes a point in Cesena.
fn body(association: &impl ToString) -> Value {
    json!({
        "association_id": association.to_string(),
        "phase": "start_up",
        "name": "Welf@re Point Cesena",
        "description": "Ascolto e orientamento.",
        "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573", "notes": "Piano terra"},
        "coordinates": {"lat": 44.1391, "lon": 12.2431},
        "contacts": {"email": "cesena@example.org", "phone": "+39 0547 000 0003", "website": "https://example.org/cesena"},
        "opening_hours": {
            "weekly": [
                {"weekday": "monday", "opens": "09:00", "closes": "13:00"},
                {"weekday": "saturday", "opens": "09:00", "closes": "12:00", "by_appointment": true, "note": "Su appuntamento"}
            ],
            "exceptions": [
                {"from": "2026-12-24", "until": "2027-01-06", "reason": "Festività natalizie"},
                {"from": "2026-12-05", "intervals": [{"opens": "15:00", "closes": "24:00"}]}
            ],
            "closed_on_public_holidays": true
        },
        "access_modes": ["phone", "in_person"],
        "accessibility": ["step_free", "lis"],
        "languages": ["it", "en"]
    })
}

/// Somebody who works at a point.
#[derive(Debug, Clone, Copy)]
struct Worker<'a> {
    family_name: &'a str,
    status: &'a str,
    assigned: (&'a str, Option<&'a str>),
    certificate: Option<(&'a str, Option<&'a str>, Option<&'a str>)>,
}

/// A trained specialist at work.
const READY: Worker<'_> = Worker {
    family_name: "Rossi",
    status: "active",
    assigned: ("2026-01-01", None),
    certificate: Some(("2026-01-01", None, None)),
};

/// Puts somebody to work at a point.
fn employ(app: &TestApp, point: &Point, worker: Worker<'_>) -> SpecialistId {
    let id: SpecialistId = new_id();
    let (assignment, certificate) = (uuid(), uuid());
    let (network, now) = (point.network_id, "2026-01-01 00:00:00");
    let quoted = |text: Option<&str>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
    let (starts, ends) = worker.assigned;
    let mut statements = vec![
        format!(
            "INSERT INTO specialists (id, network_id, given_name, family_name, sort_name, engagement, status, profile, version, created_at, updated_at)
             VALUES ('{id}', '{network}', 'Anna', '{name}', '{sort}', 'volunteer', '{status}', '{{}}', 1, '{now}', '{now}')",
            name = worker.family_name,
            sort = worker.family_name.to_lowercase(),
            status = worker.status,
        ),
        format!(
            "INSERT INTO assignments (id, network_id, specialist_id, point_id, role, starts_on, ends_on, version, created_at, updated_at)
             VALUES ('{assignment}', '{network}', '{id}', '{point}', 'welfare_specialist', '{starts}', {ends}, 1, '{now}', '{now}')",
            point = point.id,
            ends = quoted(ends),
        ),
    ];
    if let Some((issued, expires, revoked)) = worker.certificate {
        statements.push(format!(
            "INSERT INTO certificates (id, network_id, specialist_id, kind, issuer, issued_on, expires_on, revoked_on, version, created_at, updated_at)
             VALUES ('{certificate}', '{network}', '{id}', 'welfare_specialist_base', 'ANCoS', '{issued}', {expires}, {revoked}, 1, '{now}', '{now}')",
            expires = quoted(expires),
            revoked = quoted(revoked),
        ));
    }
    app.world().arrange(|unit| {
        for statement in &statements {
            match unit.connection() {
                AnyConnection::Postgresql(postgres) => sql_query(statement).execute(postgres),
                AnyConnection::Sqlite(sqlite) => sql_query(statement).execute(sqlite),
            }
            .expect("a valid row");
        }
        Ok(())
    });
    id
}

fn uuid() -> String {
    new_id::<domain_shared::AssignmentKind>().to_string()
}
