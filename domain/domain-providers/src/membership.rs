//! Who acts for a provider. Somebody must always be able to manage it.

use chrono::{DateTime, Utc};
use domain_shared::{MembershipId, ProviderId, UserId, codes};
use serde::Serialize;

codes! {
    /// What a member may do for the provider.
    pub enum ProviderRole {
        /// Keeps cards, requests, sites and agreements.
        Editor = "provider_editor", "redattore dell'ente", "provider editor";
        /// The same, and the provider's members.
        Manager = "provider_manager", "responsabile dell'ente", "provider manager";
    }
}

/// A person who acts for a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// Identifier.
    pub id: MembershipId,
    /// The provider.
    pub provider: ProviderId,
    /// The person's account.
    pub user: UserId,
    /// What they may do.
    pub role: ProviderRole,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Why the members cannot be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipError {
    /// There is no such member.
    NotAMember,
    /// The person already is one.
    AlreadyAMember,
    /// Nobody would be left to manage the provider.
    LastManager,
}

/// Whether a person may join the members.
///
/// # Errors
/// [`MembershipError::AlreadyAMember`].
pub fn check_joining(members: &[Membership], user: UserId) -> Result<(), MembershipError> {
    if members.iter().any(|member| member.user == user) {
        Err(MembershipError::AlreadyAMember)
    } else {
        Ok(())
    }
}

/// The member to be removed. `members` are all those of the provider, read in the transaction that
/// removes.
///
/// # Errors
/// [`MembershipError::NotAMember`], [`MembershipError::LastManager`].
pub fn remove(members: &[Membership], id: MembershipId) -> Result<&Membership, MembershipError> {
    let member = find(members, id)?;
    keep_a_manager(members, id)?;
    Ok(member)
}

/// The member with another role. `members` are all those of the provider, read in the transaction
/// that writes.
///
/// # Errors
/// [`MembershipError::NotAMember`], [`MembershipError::LastManager`].
pub fn change_role(
    members: &[Membership],
    id: MembershipId,
    role: ProviderRole,
) -> Result<Membership, MembershipError> {
    let member = find(members, id)?;
    match role {
        ProviderRole::Editor => keep_a_manager(members, id)?,
        ProviderRole::Manager => {}
    }
    Ok(Membership {
        role,
        ..member.clone()
    })
}

fn find(members: &[Membership], id: MembershipId) -> Result<&Membership, MembershipError> {
    members
        .iter()
        .find(|member| member.id == id)
        .ok_or(MembershipError::NotAMember)
}

/// Refuses when `leaving` is the only manager; others may always go.
fn keep_a_manager(members: &[Membership], leaving: MembershipId) -> Result<(), MembershipError> {
    let mut managers = members
        .iter()
        .filter(|member| member.role == ProviderRole::Manager);
    let is_manager = managers.clone().any(|member| member.id == leaving);
    if is_manager && managers.all(|member| member.id == leaving) {
        Err(MembershipError::LastManager)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id<K>(number: usize) -> domain_shared::Id<K> {
        format!("01930000-0000-7000-8000-{number:012}")
            .parse()
            .unwrap()
    }

    fn members(roles: &[ProviderRole]) -> Vec<Membership> {
        let member = |(number, role): (usize, &ProviderRole)| Membership {
            id: id(number),
            provider: id(0),
            user: id(100 + number),
            role: *role,
            since: DateTime::UNIX_EPOCH,
        };
        roles.iter().enumerate().map(member).collect()
    }

    #[test]
    fn the_last_manager_stays() {
        let one = members(&[ProviderRole::Manager, ProviderRole::Editor]);
        assert_eq!(remove(&one, id(0)), Err(MembershipError::LastManager));
        assert_eq!(
            change_role(&one, id(0), ProviderRole::Editor),
            Err(MembershipError::LastManager)
        );
        assert!(change_role(&one, id(0), ProviderRole::Manager).is_ok());
        assert_eq!(remove(&one, id(1)).unwrap().user, id(101));
        assert_eq!(remove(&one, id(7)), Err(MembershipError::NotAMember));
        assert_eq!(
            check_joining(&one, id(101)),
            Err(MembershipError::AlreadyAMember)
        );
        assert_eq!(check_joining(&one, id(102)), Ok(()));
    }

    proptest! {
        #[test]
        fn a_managed_provider_stays_managed(roles in prop::collection::vec(any::<bool>(), 1..6),
            steps in prop::collection::vec((0usize..6, 0u8..3), 0..20)) {
            let roles: Vec<_> = roles.into_iter()
                .map(|manager| if manager { ProviderRole::Manager } else { ProviderRole::Editor })
                .chain([ProviderRole::Manager])
                .collect();
            let mut members = members(&roles);
            for (who, what) in steps {
                let changed = match what {
                    0 => {
                        if remove(&members, id(who)).is_ok() {
                            members.retain(|member| member.id != id(who));
                        }
                        continue;
                    }
                    1 => change_role(&members, id(who), ProviderRole::Editor),
                    _ => change_role(&members, id(who), ProviderRole::Manager),
                };
                if let (Ok(changed), Some(member)) =
                    (changed, members.iter_mut().find(|member| member.id == id(who)))
                {
                    *member = changed;
                }
                prop_assert!(members.iter().any(|member| member.role == ProviderRole::Manager));
            }
        }
    }
}
