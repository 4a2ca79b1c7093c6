//! The whole matrix as a reviewed snapshot, and the agreement of scopes with decisions.

use std::fmt::Write as _;

use domain_shared::{Id, IdKind};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Grant;

fn id<K: IdKind>(number: u128) -> Id<K> {
    Id::new(Uuid::from_u128(number))
}

fn holder(role: Role) -> Actor {
    let (network, point, provider) = (id(1), id(11), id(21));
    let places = [
        GrantPlace::Network(network),
        GrantPlace::Point(network, point),
        GrantPlace::Provider(network, provider),
    ];
    let grant = places
        .into_iter()
        .find_map(|place| Grant::new(role, place).ok())
        .unwrap();
    Actor::User {
        id: id(100),
        grants: vec![grant],
    }
}

fn targets() -> Vec<(&'static str, Target)> {
    let own = Target::private_in(id(1))
        .at_point(id(11))
        .of_provider(id(21));
    vec![
        ("own place", own.clone()),
        (
            "own place, public",
            Target {
                public: true,
                ..own
            },
        ),
        (
            "own network",
            Target::private_in(id(1))
                .at_point(id(12))
                .of_provider(id(22)),
        ),
        (
            "other network",
            Target::private_in(id(2))
                .at_point(id(13))
                .of_provider(id(23)),
        ),
        ("oneself", Target::private_in(id(2)).about(Some(id(100)))),
    ]
}

fn mark(decision: Result<Permit, Denied>) -> &'static str {
    match decision {
        Ok(_) => "allow",
        Err(Denied::Unauthenticated) => "401",
        Err(Denied::Forbidden) => "403",
        Err(Denied::Hidden) => "404",
    }
}

#[test]
fn the_matrix() {
    let mut actors = vec![("anonymous", Actor::Anonymous)];
    actors.extend(Role::ALL.iter().map(|role| (role.code(), holder(*role))));
    let mut matrix = String::new();
    for action in Action::ALL {
        writeln!(matrix, "{}", action.code()).unwrap();
        write!(matrix, "  {:<18}", "").unwrap();
        for (name, _) in targets() {
            write!(matrix, "{name:<20}").unwrap();
        }
        matrix.push('\n');
        for (name, actor) in &actors {
            write!(matrix, "  {name:<18}").unwrap();
            for (_, target) in targets() {
                write!(matrix, "{:<20}", mark(authorize(actor, *action, &target))).unwrap();
            }
            matrix.push('\n');
        }
    }
    let trimmed: Vec<_> = matrix.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("matrix", trimmed.join("\n"));
}

fn grant() -> impl Strategy<Value = Grant> {
    let place = (0u8..3, 1u128..3, 1u128..3).prop_map(|(kind, network, item)| match kind {
        0 => GrantPlace::Network(id(network)),
        1 => GrantPlace::Point(id(network), id(network * 10 + item)),
        _ => GrantPlace::Provider(id(network), id(network * 20 + item)),
    });
    (prop::sample::select(Role::ALL), place).prop_filter_map("role fits place", |(role, place)| {
        Grant::new(role, place).ok()
    })
}

proptest! {
    #[test]
    fn a_client_may_never_do_more_than_its_user(
        grants in prop::collection::vec(grant(), 0..4),
        action in prop::sample::select(Action::ALL),
        scopes in prop::collection::vec(prop::sample::select(Action::ALL), 0..12),
        network in 1u128..3, owner in 99u128..102, public: bool,
    ) {
        let target = Target { public, ..Target::private_in(id(network)) }.about(Some(id(owner)));
        let user = Actor::User { id: id(100), grants: grants.clone() };
        let client = Actor::Client { user: id(100), grants, scopes: scopes.clone() };
        if authorize(&client, action, &target).is_ok() {
            prop_assert!(authorize(&user, action, &target).is_ok());
            prop_assert!(scopes.contains(&action) || (public && is_public(action)));
        }
    }

    #[test]
    fn a_scope_holds_exactly_what_is_authorised(
        grants in prop::collection::vec(grant(), 0..4),
        action in prop::sample::select(Action::ALL),
        network in 1u128..3, item in 1u128..3, owner in 99u128..102, public: bool,
        scopes in prop::option::of(prop::collection::vec(prop::sample::select(Action::ALL), 0..12)),
    ) {
        let actor = match scopes {
            None => Actor::User { id: id(100), grants },
            Some(scopes) => Actor::Client { user: id(100), grants, scopes },
        };
        let target = Target {
            network: Some(id(network)),
            points: vec![id(network * 10 + item)],
            providers: vec![id(network * 20 + item)],
            owner: Some(id(owner)),
            public,
        };
        let scope = scope(&actor, action);
        let within = scope.everything
            || (scope.public && target.public)
            || target.network.is_some_and(|network| scope.networks.contains(&network))
            || target.points.iter().any(|point| scope.points.contains(point))
            || target.providers.iter().any(|provider| scope.providers.contains(provider))
            || (scope.owner.is_some() && scope.owner == target.owner);
        prop_assert_eq!(within, authorize(&actor, action, &target).is_ok());
    }
}
