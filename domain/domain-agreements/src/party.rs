//! Who makes an agreement, and who signs it.

use domain_shared::{
    AssociationId, DisplayName, NetworkBodyId, PersonName, PointId, ProviderId, ShortText, TaxCode,
    TextValue, Violation, Violations, bounded_numbers, messages, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

use crate::{AgreementKind, PartyKind, Side};

/// Most parties of an agreement.
pub const MAX_PARTIES: usize = 60;
/// Most people who sign.
pub const MAX_SIGNATORIES: usize = 120;

domain_shared::define_messages! {
    /// A party that cannot stand on that side in an agreement of that kind.
    PARTY_NOT_OF_SIDE = "party_not_of_side",
        "Questo soggetto non può stare da questa parte in un accordo di questo tipo.",
        "This party cannot stand on this side of an agreement of this kind.";
    /// A side without parties.
    SIDE_MISSING = "side_missing",
        "Serve almeno una parte della rete e almeno una controparte.",
        "At least one party of the network and at least one counterpart are needed.";
    /// Somebody signs for a party that is not in the list.
    SIGNATORY_OF_NO_PARTY = "signatory_of_no_party",
        "Il firmatario rimanda a una parte che non è nell'elenco.",
        "The signatory refers to a party that is not in the list.";
}

bounded_numbers! {
    /// Place of a party in the list, from 0.
    PartyIndex = 0..=59;
}

/// A party as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PartyDraft {
    /// Code of [`Side`].
    pub side: String,
    /// Code of [`PartyKind`].
    pub kind: String,
    /// Its identifier in the hub; not of a public body.
    pub id: Option<String>,
    /// Name of a public body; the others have theirs in the hub.
    pub name: Option<String>,
    /// Tax code of a public body.
    pub tax_code: Option<String>,
}

/// A public body that is no provider of the hub: a municipality, an ASL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicBody {
    /// Name.
    pub name: DisplayName,
    /// Tax code.
    pub tax_code: Option<TaxCode>,
}

/// Which party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyRef {
    /// A network body.
    NetworkBody(NetworkBodyId),
    /// An association.
    Association(AssociationId),
    /// A point.
    Point(PointId),
    /// A provider.
    Provider(ProviderId),
    /// A public body that is no provider.
    PublicBody(PublicBody),
}

impl PartyRef {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> PartyKind {
        match self {
            Self::NetworkBody(_) => PartyKind::NetworkBody,
            Self::Association(_) => PartyKind::Association,
            Self::Point(_) => PartyKind::Point,
            Self::Provider(_) => PartyKind::Provider,
            Self::PublicBody(_) => PartyKind::PublicBody,
        }
    }

    /// Its identifier in the hub, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        match self {
            Self::NetworkBody(id) => Some(id.to_string()),
            Self::Association(id) => Some(id.to_string()),
            Self::Point(id) => Some(id.to_string()),
            Self::Provider(id) => Some(id.to_string()),
            Self::PublicBody(_) => None,
        }
    }
}

/// A party of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Where it stands.
    pub side: Side,
    /// Who it is.
    pub party: PartyRef,
}

impl Party {
    /// Reads a party. Whether there is such a party is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &PartyDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let side = wrong.keep("/side", parse_code(&draft.side));
        let kind = wrong.keep("/kind", parse_code::<PartyKind>(&draft.kind));
        let id = draft.id.as_deref().unwrap_or_default();
        let party = match kind {
            None => None,
            Some(PartyKind::PublicBody) => {
                let name = draft.name.as_deref().unwrap_or_default();
                let name = wrong.keep("/name", DisplayName::parse(name));
                let code = draft.tax_code.as_deref();
                let tax_code = wrong.keep_optional("/tax_code", code, TaxCode::parse);
                name.map(|name| PartyRef::PublicBody(PublicBody { name, tax_code }))
            }
            Some(PartyKind::NetworkBody) => {
                wrong.keep("/id", parse_id(id)).map(PartyRef::NetworkBody)
            }
            Some(PartyKind::Association) => {
                wrong.keep("/id", parse_id(id)).map(PartyRef::Association)
            }
            Some(PartyKind::Point) => wrong.keep("/id", parse_id(id)).map(PartyRef::Point),
            Some(PartyKind::Provider) => wrong.keep("/id", parse_id(id)).map(PartyRef::Provider),
        };
        match (side, party) {
            (Some(side), Some(party)) if wrong.is_empty() => Ok(Self { side, party }),
            (..) => Err(wrong),
        }
    }

    /// Whether it can stand where it stands in an agreement of a kind.
    #[must_use]
    pub const fn fits(&self, kind: AgreementKind) -> bool {
        let found = self.party.kind();
        match kind {
            AgreementKind::AmongPoints => matches!(found, PartyKind::Point),
            AgreementKind::Framework
            | AgreementKind::ServiceConvention
            | AgreementKind::Memorandum => match self.side {
                Side::Network => matches!(
                    found,
                    PartyKind::NetworkBody | PartyKind::Association | PartyKind::Point
                ),
                Side::Counterpart => matches!(found, PartyKind::Provider | PartyKind::PublicBody),
            },
        }
    }
}

/// Somebody who signs, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignatoryDraft {
    /// Place of the party in the list, from 0.
    pub party: i64,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// In which capacity: *legale rappresentante*, *coordinatore*.
    pub capacity: String,
}

/// Somebody who signs for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// Place of the party in the list, from 0.
    pub party: PartyIndex,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// In which capacity.
    pub capacity: ShortText,
}

impl Signatory {
    fn parse(draft: &SignatoryDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let party = wrong.keep_number("/party", draft.party);
        let given_name = wrong.keep("/given_name", PersonName::parse(&draft.given_name));
        let family_name = wrong.keep("/family_name", PersonName::parse(&draft.family_name));
        let capacity = wrong.keep("/capacity", ShortText::parse(&draft.capacity));
        match (party, given_name, family_name, capacity) {
            (Some(party), Some(given_name), Some(family_name), Some(capacity)) => Ok(Self {
                party,
                given_name,
                family_name,
                capacity,
            }),
            (..) => Err(wrong),
        }
    }
}

/// Parties and signatories as somebody typed them, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartiesDraft<'a> {
    /// The parties.
    pub parties: &'a [PartyDraft],
    /// Who signs.
    pub signatories: &'a [SignatoryDraft],
}

impl PartiesDraft<'_> {
    /// Reads parties and signatories of an agreement of a kind, where the kind is known; pointers are
    /// `/parties/0/id`, `/signatories/0/party`.
    pub(crate) fn read(
        &self,
        kind: Option<AgreementKind>,
        wrong: &mut Violations,
    ) -> (Vec<Party>, Vec<Signatory>) {
        let read = wrong.keep_parts("/parties", self.parties, MAX_PARTIES, Party::parse);
        for (index, party) in &read {
            if kind.is_some_and(|kind| !party.fits(kind)) {
                wrong.add(format!("/parties/{index}/kind"), &PARTY_NOT_OF_SIDE);
            }
            let earlier = read.iter().take_while(|(other, _)| other < index);
            if earlier
                .map(|(_, other)| &other.party)
                .any(|other| *other == party.party)
            {
                wrong.add(format!("/parties/{index}"), &messages::DUPLICATE);
            }
        }
        let signatories = wrong.keep_parts(
            "/signatories",
            self.signatories,
            MAX_SIGNATORIES,
            Signatory::parse,
        );
        for (index, signatory) in &signatories {
            if usize::from(u16::from(signatory.party)) >= self.parties.len() {
                let pointer = format!("/signatories/{index}/party");
                wrong.push(Violation::new(pointer, &SIGNATORY_OF_NO_PARTY));
            }
        }
        let parties = read.into_iter().map(|(_, party)| party).collect();
        let signatories = signatories.into_iter().map(|(_, one)| one).collect();
        (parties, signatories)
    }
}

impl Serialize for Party {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("side", &self.side)?;
        map.serialize_entry("kind", &self.party.kind())?;
        if let Some(id) = self.party.id() {
            map.serialize_entry("id", &id)?;
        }
        if let PartyRef::PublicBody(body) = &self.party {
            map.serialize_entry("name", &body.name)?;
            if let Some(code) = &body.tax_code {
                map.serialize_entry("tax_code", code)?;
            }
        }
        map.end()
    }
}
