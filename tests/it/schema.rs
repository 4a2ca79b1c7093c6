//! Both databases hold the same tables, columns and indexes.

use diesel::{RunQueryDsl as _, sql_query, sql_types::Text};
use persistence::AnyConnection;
use tests::{Backend, TestApp, e2e};

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE_COLUMNS: &str = "
    SELECT m.name || '.' || printf('%02d', p.cid + 1) || ' ' || p.name || ' ' || lower(p.type)
           || CASE p.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END AS line
    FROM sqlite_master m JOIN pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name NOT LIKE '!_!_%' ESCAPE '!'";

const POSTGRES_COLUMNS: &str = "
    SELECT table_name || '.' || lpad(ordinal_position::text, 2, '0') || ' ' || column_name || ' '
           || CASE data_type
                WHEN 'double precision' THEN 'double'
                WHEN 'bytea' THEN 'blob'
                WHEN 'timestamp without time zone' THEN 'timestamp'
                ELSE data_type END
           || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";

const SQLITE_INDEXES: &str = "
    SELECT m.tbl_name || ' ' || m.name || CASE l.\"unique\" WHEN 1 THEN ' unique' ELSE '' END AS line
    FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name
    WHERE m.type = 'index' AND m.sql IS NOT NULL";

const POSTGRES_INDEXES: &str = "
    SELECT t.relname || ' ' || i.relname || CASE x.indisunique WHEN true THEN ' unique' ELSE '' END AS line
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_\\_%'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))";

/// Every table with a foreign key, the table it refers to, and what happens when that loses a row.
const SQLITE_REFERENCES: &str = "
    SELECT m.name || '(' || group_concat(f.\"from\") || ') -> ' || f.\"table\" || ' ' || lower(f.on_delete) AS line
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' GROUP BY m.name, f.id, f.\"table\", f.on_delete";

const POSTGRES_REFERENCES: &str = "
    SELECT c.conrelid::regclass::text || '('
           || (SELECT string_agg(a.attname, ',' ORDER BY k.place)
               FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)
           || ') -> ' || c.confrelid::regclass::text || ' '
           || CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict'
                WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END AS line
    FROM pg_constraint c WHERE c.contype = 'f'";

/// The sorted lines one of two queries gives, whichever fits the database.
fn lines(app: &TestApp, sqlite: &'static str, postgres: &'static str) -> Vec<String> {
    let lines: Result<Vec<Line>, persistence::DbError> =
        app.hub().db.read(|connection| match connection {
            AnyConnection::Sqlite(connection) => Ok(sql_query(sqlite)
                .load(connection)
                .expect("SQLite describes itself")),
            AnyConnection::Postgresql(connection) => Ok(sql_query(postgres)
                .load(connection)
                .expect("PostgreSQL describes itself")),
        });
    let mut lines: Vec<String> = lines
        .expect("a snapshot")
        .into_iter()
        .map(|line| line.line)
        .collect();
    lines.sort();
    lines
}

e2e! {
    fn both_databases_have_the_same_shape(app) {
        let (sqlite, postgres) = persistence::migration_names().expect("embedded migrations");
        assert_eq!(sqlite, postgres, "the migrations have the same names");
        let kinds = [
            (SQLITE_COLUMNS, POSTGRES_COLUMNS),
            (SQLITE_INDEXES, POSTGRES_INDEXES),
            (SQLITE_REFERENCES, POSTGRES_REFERENCES),
        ];
        let other = (app.backend() == Backend::Postgres).then(|| TestApp::spawn(Backend::Sqlite));
        for (sqlite, postgres) in kinds {
            let ours = lines(app, sqlite, postgres);
            assert!(!ours.is_empty());
            if let Some(other) = &other {
                let theirs = lines(other, sqlite, postgres);
                let only = |left: &[String], right: &[String]| -> Vec<String> {
                    left.iter().filter(|line| !right.contains(line)).cloned().collect()
                };
                let (here, there) = (only(&ours, &theirs), only(&theirs, &ours));
                assert!(
                    here.is_empty() && there.is_empty(),
                    "only on PostgreSQL: {here:#?}\nonly on SQLite: {there:#?}"
                );
            }
        }
    }
}
