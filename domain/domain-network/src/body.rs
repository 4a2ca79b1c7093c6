//! Network bodies (*enti di rete*) and the shallow tree they form.

use domain_shared::{
    DisplayName, LongText, Message, NetworkBodyId, StableCode, TextValue, Version, Violations,
    WebUrl, text_value,
};
use serde::{Deserialize, Serialize};

/// The parent of a body has itself a parent.
pub static PARENT_IS_NOT_A_ROOT: Message = Message {
    code: "parent_is_not_a_root",
    it: "L'ente superiore deve essere la radice di una rete.",
    en: "The parent body must be the root of a network.",
};

/// A body would change its place in the tree, and with it the network that owns its data.
pub static PARENT_IS_FIXED: Message = Message {
    code: "parent_is_fixed",
    it: "L'ente superiore non può essere cambiato: l'ente passerebbe a un'altra rete.",
    en: "The parent body cannot be changed: the body would move to another network.",
};

text_value! {
    /// The short name by which people know an organisation.
    Acronym {
        min: 1, max: 30, multiline: false, pattern: None, format: None,
        example: "ANCoS",
        description: "Acronym or short name, one line.",
        check: Ok,
    }
}

/// What somebody typed about a network body, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetworkBodyDraft {
    /// Stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Acronym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acronym: Option<String>,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// What is known about a network body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkBodyProfile {
    /// Stable code, unique in the hub.
    pub code: StableCode,
    /// Full name.
    pub name: DisplayName,
    /// Acronym.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acronym: Option<Acronym>,
    /// Description for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LongText>,
    /// Web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<WebUrl>,
}

impl NetworkBodyProfile {
    /// Reads a profile; pointers start at the profile itself (`/code`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the code is taken is not known here.
    pub fn parse(draft: &NetworkBodyDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let code = wrong.keep("/code", StableCode::parse(&draft.code));
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let acronym = wrong.keep_optional("/acronym", draft.acronym.as_deref(), Acronym::parse);
        let description = wrong.keep_optional(
            "/description",
            draft.description.as_deref(),
            LongText::parse,
        );
        let website = wrong.keep_optional("/website", draft.website.as_deref(), WebUrl::parse);
        let (Some(code), Some(name), true) = (code, name, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            code,
            name,
            acronym,
            description,
            website,
        })
    }
}

/// A network body. A body without a parent is the root of a network: the tenant that owns the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkBody {
    /// Identifier.
    pub id: NetworkBodyId,
    /// Version for optimistic concurrency.
    pub version: Version,
    /// The root it belongs to; `None` when it is a root itself. Never changes.
    pub parent: Option<NetworkBodyId>,
    /// What is known about it.
    pub profile: NetworkBodyProfile,
}

impl NetworkBody {
    /// The root of its network. The tree has two levels at most, so this is the parent or itself.
    #[must_use]
    pub fn network_id(&self) -> NetworkBodyId {
        self.parent.unwrap_or(self.id)
    }

    /// Whether it is the root of a network.
    #[must_use]
    pub const fn is_root(&self) -> bool {
        self.parent.is_none()
    }
}

/// Checks that a new body may hang from `parent`.
///
/// # Errors
/// [`PARENT_IS_NOT_A_ROOT`]: the tree would grow a third level.
pub fn check_parent(parent: &NetworkBody) -> Result<(), &'static Message> {
    if parent.is_root() {
        Ok(())
    } else {
        Err(&PARENT_IS_NOT_A_ROOT)
    }
}

/// Checks that a change leaves a body where it is in the tree.
///
/// # Errors
/// [`PARENT_IS_FIXED`].
pub fn check_unmoved(
    body: &NetworkBody,
    parent: Option<NetworkBodyId>,
) -> Result<(), &'static Message> {
    if body.parent == parent {
        Ok(())
    } else {
        Err(&PARENT_IS_FIXED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> NetworkBodyDraft {
        NetworkBodyDraft {
            code: "ancos".to_owned(),
            name: "ANCoS".to_owned(),
            ..NetworkBodyDraft::default()
        }
    }

    fn body(id: &str, parent: Option<NetworkBodyId>) -> NetworkBody {
        NetworkBody {
            id: id.parse().unwrap(),
            version: Version::FIRST,
            parent,
            profile: NetworkBodyProfile::parse(&draft()).unwrap(),
        }
    }

    #[test]
    fn the_tree_has_two_levels_and_stays_as_it_is() {
        let root = body("01990000-0000-7000-8000-000000000001", None);
        let child = body("01990000-0000-7000-8000-000000000002", Some(root.id));
        assert_eq!((root.network_id(), child.network_id()), (root.id, root.id));
        assert_eq!(check_parent(&root), Ok(()));
        assert_eq!(check_parent(&child), Err(&PARENT_IS_NOT_A_ROOT));
        assert_eq!(check_unmoved(&child, Some(root.id)), Ok(()));
        assert_eq!(check_unmoved(&child, None), Err(&PARENT_IS_FIXED));
        assert_eq!(check_unmoved(&root, Some(child.id)), Err(&PARENT_IS_FIXED));
    }

    #[test]
    fn every_mistake_is_reported() {
        let wrong = NetworkBodyProfile::parse(&NetworkBodyDraft {
            code: "ANCoS".to_owned(),
            name: " ".to_owned(),
            acronym: Some("x".repeat(31)),
            description: None,
            website: Some("ancos".to_owned()),
        })
        .unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/code", "/name", "/acronym", "/website"]);
    }
}
