//! Accounts made by the program itself: the first administrator, the command line, the demonstration.

use domain_accounts::{Action, Grant, GrantPlace, LocaleCode, Permit, Role, User, UserStatus};
use domain_network::{NetworkBody, NetworkBodyDraft, NetworkBodyProfile};
use domain_shared::{EmailAddress, Message, PersonName, TextValue as _, Version, messages};
use persistence::{
    accounts::{GrantRecord, grant_insert, password_set, user_count, user_insert},
    network::network_body_insert,
};

use super::{
    dto::{GrantView, UserView},
    users,
};
use crate::{
    agreement_templates,
    http::UnitOfWork,
    problem::{Outcome, Problem},
    questionnaires,
};

/// Who a new account is for.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// E-mail address.
    pub email: EmailAddress,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// Role.
    pub role: Role,
    /// Where the role counts.
    pub place: GrantPlace,
    /// Whether the password must be changed at the first sign-in.
    pub must_change_password: bool,
}

impl NewAccount {
    /// An account for texts from the command line.
    ///
    /// # Errors
    /// What is wrong with the first wrong one.
    pub fn parse(
        email: &str,
        (given_name, family_name): (&str, &str),
        role: Role,
        place: GrantPlace,
    ) -> Result<Self, &'static Message> {
        Ok(Self {
            email: EmailAddress::parse(email)?,
            given_name: PersonName::parse(given_name)?,
            family_name: PersonName::parse(family_name)?,
            role,
            place,
            must_change_password: true,
        })
    }
}

/// Makes an account with a role and a password, whose hash the caller has computed.
///
/// # Errors
/// 409 when the address is taken, 422 when the role does not fit the place.
pub fn create_account(
    unit: &mut UnitOfWork<'_, '_>,
    account: &NewAccount,
    password_hash: &str,
) -> Outcome<User> {
    let now = unit.now();
    let permit = Permit::system(Action::UserWrite);
    let grant = Grant::new(account.role, account.place)
        .map_err(|message| Problem::invalid("/role", message))?;
    let user = User {
        id: unit.new_id(),
        network_id: Some(account.place.network()),
        email: account.email.clone(),
        given_name: account.given_name.clone(),
        family_name: account.family_name.clone(),
        locale: LocaleCode::It,
        status: UserStatus::Active,
        must_change_password: account.must_change_password,
        last_login_at: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    user_insert(unit.tx(), &permit, &user).map_err(users::email_taken)?;
    password_set(
        unit.tx(),
        &permit,
        user.id,
        password_hash,
        account.must_change_password,
        now,
    )?;
    let record = GrantRecord {
        id: unit.new_id(),
        user_id: user.id,
        grant,
        version: Version::FIRST,
        created_at: now,
    };
    grant_insert(unit.tx(), &permit, &record)?;
    let network = Some(account.place.network());
    unit.audit(
        &permit,
        ("user", user.id),
        network,
        None,
        Some(&UserView::from(&user)),
    )?;
    unit.audit(
        &permit,
        ("grant", record.id),
        network,
        None,
        Some(&GrantView::from(&record)),
    )?;
    Ok(user)
}

/// E-mail address of the first administrator, who changes nothing else before the password.
pub const FIRST_ADMINISTRATOR: &str = "admin@welfare-hub.local";

/// On a hub without users: a network to begin with and its administrator. `None` when there are
/// users already.
///
/// # Errors
/// When the database does not answer.
pub fn create_first_administrator(
    unit: &mut UnitOfWork<'_, '_>,
    password_hash: &str,
) -> Outcome<Option<User>> {
    unit.tx().bookkeeping();
    if user_count(unit.connection())? > 0 {
        return Ok(None);
    }
    let wrong = |_| Problem::internal("the first administrator does not fit the rules");
    let draft = NetworkBodyDraft {
        code: "rete".to_owned(),
        name: "Rete di welfare di prossimità".to_owned(),
        ..NetworkBodyDraft::default()
    };
    let profile =
        NetworkBodyProfile::parse(&draft).map_err(|_| wrong(&messages::INVALID_FORMAT))?;
    let network = NetworkBody {
        id: unit.new_id(),
        version: Version::FIRST,
        parent: None,
        profile,
    };
    let now = unit.now();
    network_body_insert(
        unit.tx(),
        &Permit::system(Action::NetworkBodyWrite),
        &network,
        now,
    )?;
    agreement_templates::install_starters(unit, network.id)?;
    questionnaires::install_starters(unit, network.id)?;
    let account = NewAccount::parse(
        FIRST_ADMINISTRATOR,
        ("Amministrazione", "Rete"),
        Role::NetworkAdmin,
        GrantPlace::Network(network.id),
    )
    .map_err(wrong)?;
    create_account(unit, &account, password_hash).map(Some)
}
