//! Writers that share a commit.

use std::{panic::AssertUnwindSafe, sync::Barrier};

use persistence::{
    DbError,
    settings::{setting_find, setting_put},
};
use tests::{Backend, e2e};

const WRITERS: usize = 24;

e2e! {
    fn who_fails_takes_nobody_along(app) {
        let db = &app.hub().db;
        let together = Barrier::new(WRITERS);
        let outcomes: Vec<(usize, Option<bool>)> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..WRITERS).map(|number| {
                let together = &together;
                scope.spawn(move || {
                    together.wait();
                    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| db.write_with_others(|tx| {
                        tx.bookkeeping();
                        setting_put(tx, &format!("together.{number}"), "kept")?;
                        assert!(number % 8 != 3, "a writer that panics");
                        if number % 4 == 1 { Err(DbError::NotFound) } else { Ok(()) }
                    })));
                    (number, outcome.ok().map(|outcome| outcome.is_ok()))
                })
            }).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for (number, outcome) in outcomes {
            let expected = if number % 8 == 3 { None } else { Some(number % 4 != 1) };
            // PostgreSQL has no turns: so many at once may find no room within the attempts there are.
            if app.backend() == Backend::Sqlite {
                assert_eq!(outcome, expected, "writer {number}");
            }
            let kept = db.read(|connection| setting_find(connection, &format!("together.{number}"))).unwrap();
            assert_eq!(kept.is_some(), outcome == Some(true), "writer {number}");
        }
        // Whoever needs the connection alone comes after them.
        let alone: Result<(), DbError> = db.write(|tx| { tx.bookkeeping(); setting_put(tx, "together.alone", "kept") });
        assert!(alone.is_ok());
    }
}
