//! One account for every role.

use domain_accounts::{GrantPlace, Role};
use domain_shared::Code as _;
use persistence::network::network_find_by_code;

use crate::{
    accounts::{NewAccount, create_account},
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// Password of every demonstration account: known to everybody, because the data are.
pub const PASSWORD: &str = "benvenuti nella prova";

/// Code of the network the accounts belong to.
const NETWORK: &str = "confartigianato-persone";

/// The provider that provider roles are for: the first of the demonstration, of that network.
const PROVIDER: &str = "0199a000-0007-7000-8000-000000000001";

/// The point that desk roles are for: Cesena.
const POINT: &str = "0199a000-0003-7000-8000-000000000003";

/// Role and e-mail address of every demonstration account.
#[must_use]
pub fn accounts() -> Vec<(&'static str, String)> {
    Role::ALL
        .iter()
        .map(|role| (role.code(), address(*role)))
        .collect()
}

fn address(role: Role) -> String {
    format!("{}@demo.example.org", role.code().replace('_', "-"))
}

/// Makes the accounts.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>, password_hash: &str) -> Outcome<()> {
    let missing =
        || Problem::internal("demo accounts: their network, point or provider is missing");
    let network = network_find_by_code(unit.connection(), NETWORK)?
        .ok_or_else(missing)?
        .id;
    for role in Role::ALL {
        let place = match role {
            Role::Reviewer | Role::NetworkAdmin | Role::Evaluator => GrantPlace::Network(network),
            Role::ProviderEditor | Role::ProviderManager => {
                let provider = PROVIDER.parse().map_err(|_| missing())?;
                GrantPlace::Provider(network, provider)
            }
            Role::Operator | Role::Specialist | Role::CareManager | Role::PointCoordinator => {
                let point = POINT.parse().map_err(|_| missing())?;
                GrantPlace::Point(network, point)
            }
        };
        let names = ("Prova", role.label(domain_shared::Locale::Italian));
        let mut account = NewAccount::parse(&address(*role), names, *role, place)
            .map_err(|message| Problem::internal(format!("demo accounts: {}", message.code)))?;
        account.must_change_password = false;
        create_account(unit, &account, password_hash)?;
    }
    Ok(())
}
