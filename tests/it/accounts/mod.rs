//! Accounts: signing in, one's own account, users and roles, the audit log, mail.

mod audit;
mod clients;
mod mail;
mod passwords;
mod sessions;
mod users;

use tests::{Person, TestApp};

/// A good password.
pub(crate) const PASSWORD: &str = "il gatto dorme sul tetto";

/// A signed-in administrator of a new network who has a password.
pub(crate) fn with_password(app: &TestApp) -> Person {
    let world = app.world();
    let person = world.admin(world.network());
    world.set_password(&person, PASSWORD);
    person
}
