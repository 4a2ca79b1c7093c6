//! `welfare-hub user`.

use std::sync::Arc;

use api::{
    accounts::{NewAccount, create_account},
    auth::{hash_password, one_time_password},
    http::UnitOfWork,
    hub::Hub,
    problem::{Outcome, Problem},
};
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use domain_accounts::{Action, EndReason, GrantPlace, Permit, Role, Scope, User, UserStatus};
use domain_shared::{Code as _, EmailAddress, Locale, PointId, ProviderId, TextValue as _};
use persistence::{
    PageRequest,
    accounts::{
        UserFilter, network_of_point, network_of_provider, sessions_end_all, user_find_by_email,
        user_list, user_update,
    },
    network::network_find_by_code,
};
use secrecy::ExposeSecret as _;

use super::say;

/// What can be done with users.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a user with a role; prints a one-time password.
    Add(AddOptions),
    /// List the users.
    List,
    /// Disable a user and end the sessions.
    Disable {
        /// E-mail address.
        email: String,
    },
}

/// Who to add.
#[derive(Args)]
pub(super) struct AddOptions {
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// Given name.
    #[arg(long)]
    given_name: String,
    /// Family name.
    #[arg(long)]
    family_name: String,
    /// Role.
    #[arg(long, value_parser = roles().try_map(|code| role(&code)))]
    role: Role,
    /// Code of the network's root body, for roles in a network.
    #[arg(long, group = "place")]
    network: Option<String>,
    /// Identifier of the point, for roles on a desk.
    #[arg(long, group = "place")]
    point: Option<String>,
    /// Identifier of the provider, for roles in a provider.
    #[arg(long, group = "place")]
    provider: Option<String>,
}

/// The codes of all roles.
fn roles() -> PossibleValuesParser {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.code()))
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| format!("{code} is no role"))
}

/// Runs the command.
pub(super) fn run(hub: &Arc<Hub>, command: Command) -> Result<(), String> {
    match command {
        Command::Add(options) => add(hub, &options),
        Command::List => list(hub),
        Command::Disable { email } => disable(hub, &email),
    }
}

/// Runs one use case as the system.
fn write<T>(
    hub: &Hub,
    mut work: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<T>,
) -> Result<T, String> {
    let (now, url) = (hub.clock.now(), hub.config.public_url.clone());
    hub.db
        .write(|tx| work(&mut UnitOfWork::of_system(tx, now, url.clone())))
        .map_err(|problem| explain(&problem))
}

/// A problem as a line for the terminal.
pub(super) fn explain(problem: &Problem) -> String {
    problem.log_text().map_or_else(
        || problem.code.explanation(Locale::English).to_owned(),
        str::to_owned,
    )
}

fn place(unit: &mut UnitOfWork<'_, '_>, options: &AddOptions) -> Outcome<Option<GrantPlace>> {
    let connection = unit.connection();
    if let Some(code) = &options.network {
        let root = network_find_by_code(connection, code)?;
        return Ok(root.map(|body| GrantPlace::Network(body.network_id())));
    }
    if let Some(id) = options
        .point
        .as_deref()
        .and_then(|id| id.parse::<PointId>().ok())
    {
        return Ok(network_of_point(connection, id)?.map(|network| GrantPlace::Point(network, id)));
    }
    if let Some(id) = options
        .provider
        .as_deref()
        .and_then(|id| id.parse::<ProviderId>().ok())
    {
        let network = network_of_provider(connection, id)?;
        return Ok(network.map(|network| GrantPlace::Provider(network, id)));
    }
    Ok(None)
}

fn add(hub: &Hub, options: &AddOptions) -> Result<(), String> {
    let password = one_time_password();
    let hash = hash_password(&password).map_err(|problem| explain(&problem))?;
    let created = write(hub, |unit| {
        unit.tx().bookkeeping();
        let Some(place) = place(unit, options)? else {
            return Ok(Err(
                "name the place: --network CODE, --point ID or --provider ID of one that exists"
                    .to_owned(),
            ));
        };
        let names = (options.given_name.as_str(), options.family_name.as_str());
        match NewAccount::parse(&options.email, names, options.role, place) {
            Ok(account) => create_account(unit, &account, &hash).map(Ok),
            Err(message) => Ok(Err(message.en.to_owned())),
        }
    })??;
    say(&format!("user:              {}", created.email.as_str()));
    say(&format!("one-time password: {}", password.expose_secret()));
    say("It must be changed at the first sign-in.");
    Ok(())
}

fn list(hub: &Hub) -> Result<(), String> {
    let everything = Scope {
        everything: true,
        ..Scope::default()
    };
    let mut page = PageRequest {
        limit: 100,
        after: None,
    };
    loop {
        let listing = hub
            .db
            .read(|connection| -> Outcome<_> {
                Ok(user_list(
                    connection,
                    &everything,
                    &UserFilter::default(),
                    &page,
                )?)
            })
            .map_err(|problem| explain(&problem))?;
        for user in &listing.items {
            say(&format!(
                "{}  {:<8}  {} {}",
                user.email.as_str(),
                user.status.code(),
                user.given_name.as_str(),
                user.family_name.as_str(),
            ));
        }
        match listing.next {
            Some(next) => page.after = Some(next),
            None => return Ok(()),
        }
    }
}

fn disable(hub: &Hub, email: &str) -> Result<(), String> {
    let email = EmailAddress::parse(email).map_err(|message| message.en.to_owned())?;
    write(hub, |unit| {
        unit.tx().bookkeeping();
        let before =
            user_find_by_email(unit.connection(), &email)?.ok_or_else(Problem::not_found)?;
        let permit = Permit::system(Action::UserWrite);
        let now = unit.now();
        let after = User {
            status: UserStatus::Disabled,
            version: before.version.next(),
            updated_at: now,
            ..before.clone()
        };
        user_update(unit.tx(), &permit, before.version, &after)?;
        sessions_end_all(unit.tx(), after.id, None, EndReason::AccountDisabled, now)?;
        let state = |user: &User| serde_json::json!({ "status": user.status.code() });
        unit.audit(
            &permit,
            ("user", after.id),
            after.network_id,
            Some(&state(&before)),
            Some(&state(&after)),
        )
    })?;
    say(&format!("{} is disabled", email.as_str()));
    Ok(())
}
