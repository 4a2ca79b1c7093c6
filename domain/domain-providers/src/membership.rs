//! Who acts for a provider. Somebody must always be able to manage it.

use domain_shared::{Message, UserId};

use crate::messages::LAST_MANAGER;

/// Whether a person may stop managing a provider, by leaving it or by taking a lesser role.
///
/// `managers` are all those of the provider, read in the transaction that changes them. Somebody
/// who is none may always go.
///
/// # Errors
/// [`LAST_MANAGER`] when nobody else would be left.
pub fn check_manager_left(managers: &[UserId], leaving: UserId) -> Result<(), &'static Message> {
    let somebody_stays = managers.iter().any(|manager| *manager != leaving);
    if somebody_stays || !managers.contains(&leaving) {
        Ok(())
    } else {
        Err(&LAST_MANAGER)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: usize) -> UserId {
        format!("01930000-0000-7000-8000-{number:012}")
            .parse()
            .unwrap()
    }

    #[test]
    fn the_last_manager_stays() {
        assert_eq!(check_manager_left(&[id(0)], id(0)), Err(&LAST_MANAGER));
        assert_eq!(
            check_manager_left(&[id(0), id(0)], id(0)),
            Err(&LAST_MANAGER)
        );
        assert_eq!(check_manager_left(&[id(0)], id(1)), Ok(()));
        assert_eq!(check_manager_left(&[id(0), id(1)], id(0)), Ok(()));
        assert_eq!(check_manager_left(&[], id(0)), Ok(()));
    }

    proptest! {
        #[test]
        fn a_managed_provider_stays_managed(count in 1usize..6,
            leaving in prop::collection::vec(0usize..6, 0..20)) {
            let mut managers: Vec<_> = (0..count).map(id).collect();
            for who in leaving {
                if check_manager_left(&managers, id(who)).is_ok() {
                    managers.retain(|manager| *manager != id(who));
                }
                prop_assert!(!managers.is_empty());
            }
        }
    }
}
