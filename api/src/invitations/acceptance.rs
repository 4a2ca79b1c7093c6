//! Accepting an invitation: by its code, once.

use actix_web::{HttpResponse, post};
use domain_accounts::{
    Action, InvitationState, LocaleCode, Permit, Target, User, UserStatus, check_password,
};
use domain_shared::{Locale, Message, PersonName, TextValue as _, Version, Violations, messages};
use persistence::{
    DbError,
    accounts::{
        Credentials, GrantRecord, Invitation, credentials_find, grant_insert, grants_of_place,
        invitation_accept, invitation_find_by_token, password_set, user_find, user_insert,
    },
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    dto::{AcceptanceInput, AcceptanceView},
    issue::record,
};
use crate::{
    auth::{hash_password, token_hash, verify_password},
    http::{Ctx, Snapshot, UnitOfWork, ValidJson, reply},
    hub::off_thread,
    problem::{Outcome, Problem, ProblemCode},
};

/// The code opens nothing, or nothing any more.
static INVITATION_NOT_GOOD: Message = Message {
    code: "invitation_not_good",
    it: "Il codice di invito non esiste, è già stato usato, è stato revocato o è scaduto.",
    en: "The invitation code does not exist, was used or taken back, or has expired.",
};
/// Somebody else is signed in than was invited.
static INVITATION_OF_ANOTHER: Message = Message {
    code: "invitation_of_another",
    it: "L'invito è per un altro indirizzo e-mail: uscire e accettarlo con l'account invitato.",
    en: "The invitation is for another e-mail address: sign out and accept it with the account invited.",
};

/// What the answer says, read.
struct Asked {
    token_hash: String,
    given_name: Option<PersonName>,
    family_name: Option<PersonName>,
    password: Option<SecretString>,
}

impl Asked {
    fn parse(input: AcceptanceInput) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        if input.token.is_empty() {
            wrong.add("/token", &messages::REQUIRED);
        }
        let name = |name: Option<_>| name.map(String::from);
        let (given, family) = (name(input.given_name), name(input.family_name));
        let asked = Self {
            token_hash: token_hash(&input.token),
            given_name: wrong.keep_optional("/given_name", given.as_deref(), PersonName::parse),
            family_name: wrong.keep_optional("/family_name", family.as_deref(), PersonName::parse),
            password: input.password.map(SecretString::from),
        };
        wrong.into_result().map(|()| asked)
    }
}

/// What is there before anything is decided.
struct Found {
    invitation: Invitation,
    signed_in: Option<User>,
    account: Option<Credentials>,
}

/// Who takes the role.
enum Taker {
    Known(User),
    New {
        given_name: PersonName,
        family_name: PersonName,
        password_hash: String,
    },
}

/// Accept an invitation
///
/// With the code from the e-mail, once. Who has no account yet gives name and password and gets one;
/// who has one gives its password, or is signed in with it. The account then signs in at
/// `/sessions` as usual.
#[utoipa::path(
    tag = "invitations", operation_id = "accept_invitation",
    request_body = AcceptanceInput,
    responses(
        (status = 200, description = "The role is given.", body = AcceptanceView),
        (status = 401, description = "The password is not that of the account, or the access token is not good."),
        (status = 403, description = "Somebody else is signed in than was invited."),
    ),
    security((), ("bearer" = [])), extensions(("x-action" = json!("invitation.accept"))),
)]
#[post("/invitations/acceptance")]
pub(super) async fn accept_invitation(
    ctx: Ctx,
    body: ValidJson<AcceptanceInput>,
) -> Outcome<HttpResponse> {
    ctx.check_sensitive_rate()?;
    let asked = body.read(Asked::parse)?;
    let hash = asked.token_hash.clone();
    let found = ctx.read(move |snapshot| look(snapshot, &hash)).await?;
    let hash = asked.token_hash.clone();
    let taker = off_thread(move || identify(asked, found)).await?;
    let (view, version) = ctx.write(move |unit| accept(unit, &hash, &taker)).await?;
    reply::changed(&view, version)
}

fn not_good() -> Problem {
    Problem::invalid("/token", &INVITATION_NOT_GOOD)
}

/// The invitation, if it can be accepted, and the accounts it concerns.
fn look(snapshot: &mut Snapshot<'_>, token_hash: &str) -> Outcome<Found> {
    let now = snapshot.now();
    let caller = snapshot.actor().user_id();
    let connection = snapshot.connection();
    let invitation = invitation_find_by_token(connection, token_hash)?
        .filter(|invitation| invitation.state(now) == InvitationState::Pending)
        .ok_or_else(not_good)?;
    let signed_in = match caller {
        Some(id) => user_find(connection, id)?,
        None => None,
    };
    let account = credentials_find(connection, &invitation.email)?;
    Ok(Found {
        invitation,
        signed_in,
        account,
    })
}

/// Decides who takes the role. Hashes a password, so it runs off the async threads and outside
/// transactions.
fn identify(asked: Asked, found: Found) -> Outcome<Taker> {
    match (found.signed_in, found.account) {
        (Some(user), _) if user.email == found.invitation.email => Ok(Taker::Known(user)),
        (Some(_), _) => Err(Problem::new(ProblemCode::Forbidden).saying(&INVITATION_OF_ANOTHER)),
        (None, Some(account)) => known(&asked, account),
        (None, None) => newcomer(asked, &found.invitation),
    }
}

fn known(asked: &Asked, account: Credentials) -> Outcome<Taker> {
    let Some(password) = &asked.password else {
        return Err(Problem::invalid("/password", &messages::REQUIRED));
    };
    let right = verify_password(password, account.password_hash.as_deref());
    if right && account.user.status == UserStatus::Active {
        Ok(Taker::Known(account.user))
    } else {
        Err(Problem::new(ProblemCode::InvalidCredentials))
    }
}

fn newcomer(asked: Asked, invitation: &Invitation) -> Outcome<Taker> {
    let mut wrong = Violations::new();
    let required = || Err(&messages::REQUIRED);
    let given_name = wrong.keep("/given_name", asked.given_name.map_or_else(required, Ok));
    let required = || Err(&messages::REQUIRED);
    let family_name = wrong.keep("/family_name", asked.family_name.map_or_else(required, Ok));
    let password = asked
        .password
        .ok_or(&messages::REQUIRED)
        .and_then(|password| {
            check_password(password.expose_secret(), &invitation.email).map(|()| password)
        });
    let password = wrong.keep("/password", password);
    match (given_name, family_name, password) {
        (Some(given_name), Some(family_name), Some(password)) => Ok(Taker::New {
            given_name,
            family_name,
            password_hash: hash_password(&password)?,
        }),
        (..) => Err(wrong.into()),
    }
}

fn accept(
    unit: &mut UnitOfWork<'_, '_>,
    token_hash: &str,
    taker: &Taker,
) -> Outcome<(AcceptanceView, Version)> {
    let now = unit.now();
    let invitation =
        invitation_find_by_token(unit.connection(), token_hash)?.ok_or_else(not_good)?;
    let target = Target::public_in(invitation.grant.place().network());
    let permit = unit.authorize(Action::InvitationAccept, &target)?;
    invitation_accept(unit.tx(), &permit, invitation.id, now).map_err(|error| match error {
        DbError::Stale => not_good(),
        other => other.into(),
    })?;
    let after = Invitation {
        accepted_at: Some(now),
        version: invitation.version.next(),
        ..invitation.clone()
    };
    record(unit, &permit, Some(&invitation), &after)?;
    let (user, new_account) = match taker {
        Taker::Known(user) => (user.clone(), false),
        Taker::New {
            given_name,
            family_name,
            password_hash,
        } => {
            let user = new_user(unit, &invitation, given_name, family_name);
            user_insert(unit.tx(), &permit, &user)?;
            password_set(unit.tx(), &permit, user.id, password_hash, false, now)?;
            (user, true)
        }
    };
    let record = give(unit, &permit, &invitation, &user)?;
    let view = AcceptanceView::of(&user, &record, new_account);
    let network = Some(invitation.grant.place().network());
    unit.audit(
        &permit,
        ("membership", record.id),
        network,
        None,
        Some(&view),
    )?;
    Ok((view, after.version))
}

fn new_user(
    unit: &UnitOfWork<'_, '_>,
    invitation: &Invitation,
    given_name: &PersonName,
    family_name: &PersonName,
) -> User {
    let now = unit.now();
    User {
        id: unit.new_id(),
        network_id: Some(invitation.grant.place().network()),
        email: invitation.email.clone(),
        given_name: given_name.clone(),
        family_name: family_name.clone(),
        locale: match unit.locale() {
            Locale::Italian => LocaleCode::It,
            Locale::English => LocaleCode::En,
        },
        status: UserStatus::Active,
        must_change_password: false,
        last_login_at: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    }
}

/// Gives the role, unless the account has it already.
fn give(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    invitation: &Invitation,
    user: &User,
) -> Outcome<GrantRecord> {
    let held = grants_of_place(unit.connection(), invitation.grant.place())?
        .into_iter()
        .find(|held| held.user_id == user.id && held.grant == invitation.grant);
    if let Some(held) = held {
        return Ok(held);
    }
    let record = GrantRecord {
        id: unit.new_id(),
        user_id: user.id,
        grant: invitation.grant,
        version: Version::FIRST,
        created_at: unit.now(),
    };
    grant_insert(unit.tx(), permit, &record)?;
    Ok(record)
}
