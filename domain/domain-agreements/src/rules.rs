//! When a step in the life of an agreement makes sense, as far as its state does not say so.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain_shared::{BoundedNumber as _, Message, ProviderId};

use crate::{
    Agreement, AgreementContent, AgreementRevisionNumber, Answer, AnswerKind, PartyIndex, PartyRef,
    Signature,
};

/// Most attachments, and most signed documents, of an agreement.
pub const MAX_AGREEMENT_FILES: usize = 50;

domain_shared::define_messages! {
    /// A provider has not accepted the text yet.
    ACCEPTANCE_MISSING = "acceptance_missing",
        "Non tutti gli enti erogatori hanno accettato questo testo: si firma dopo.",
        "Not all providers have accepted this text: it is signed afterwards.";
    /// The provider has accepted the text already.
    ALREADY_ACCEPTED = "already_accepted",
        "L'ente ha già accettato questo testo.",
        "The provider has accepted this text already.";
    /// The party has signed already.
    ALREADY_SIGNED = "already_signed",
        "Questa parte ha già firmato.",
        "This party has signed already.";
    /// A day on paper that has not come yet.
    SIGNED_IN_FUTURE = "signed_in_future",
        "La data della firma non può essere futura.",
        "The day of the signature cannot be in the future.";
    /// A place that no party has.
    PARTY_UNKNOWN = "party_unknown",
        "Non c'è una parte a questo posto dell'elenco.",
        "There is no party at this place of the list.";
    /// An agreement ended on a day that is over.
    ENDED_IN_PAST = "ended_in_past",
        "L'ultimo giorno in vigore non può essere passato.",
        "The last day in force cannot be in the past.";
    /// An agreement ended after its end.
    ENDED_AFTER_END = "ended_after_end",
        "L'accordo finisce già prima di questo giorno.",
        "The agreement ends before this day already.";
    /// Providers changed after they had been sent the text.
    PROVIDERS_FIXED = "providers_fixed",
        "L'accordo è già stato inviato: gli enti erogatori non cambiano più. Si può annullarlo e scriverne un altro.",
        "The agreement was sent already: its providers do not change any more. It can be cancelled and another one written.";
    /// None of the points whoever writes it coordinates.
    OWN_POINT_MISSING = "own_point_missing",
        "Tra le parti manca il proprio punto.",
        "One's own point is missing among the parties.";
    /// A card of a provider that makes no agreement here.
    CARD_OF_NO_PARTY = "card_of_no_party",
        "La scheda è di un ente che non è parte dell'accordo.",
        "The card belongs to a provider that is no party to the agreement.";
    /// A template of another kind of agreements.
    TEMPLATE_OF_OTHER_KIND = "template_of_other_kind",
        "Il modello è per accordi di un altro tipo.",
        "The template is for agreements of another kind.";
    /// A version of a template that is not in use.
    TEMPLATE_NOT_ACTIVE = "template_not_active",
        "Questa versione del modello non è attiva.",
        "This version of the template is not active.";
    /// Another signed agreement gives the same; `{title}` and `{id}` name it.
    BENEFIT_OVERLAP_WITH = "benefit_overlap",
        "L'accordo firmato «{title}» ({id}) concede già un vantaggio dello stesso tipo, alle stesse persone, sullo stesso servizio, negli stessi giorni.",
        "The signed agreement “{title}” ({id}) gives a benefit of the same kind to the same people on the same service on the same days already.";
    /// Another signed agreement says the same; `{title}` and `{id}` name it.
    AGREEMENT_OVERLAP_WITH = "agreement_overlap",
        "L'accordo firmato «{title}» ({id}) è dello stesso tipo, tra le stesse parti, sullo stesso ambito, e vale negli stessi giorni.",
        "The signed agreement “{title}” ({id}) is of the same kind, among the same parties, about the same things, and in force on the same days.";
    /// It was sent before and stays for the record.
    AGREEMENT_WAS_SENT = "agreement_was_sent",
        "L'accordo è già stato inviato alla controparte: si può annullare, non eliminare.",
        "The agreement was sent to the other side before: it can be cancelled, not deleted.";
    /// It has as many files as it can have.
    AGREEMENT_FULL_OF_FILES = "agreement_full_of_files",
        "L'accordo ha raggiunto il numero massimo di file di questo tipo.",
        "The agreement has as many files of this kind as it can have.";
    /// A signed document is no attachment, and stays.
    SIGNED_FILE_STAYS = "signed_file_stays",
        "Un documento firmato non si elimina: si può aggiungerne un altro che lo sostituisce.",
        "A signed document is not deleted: another one that replaces it can be added.";
}

impl AgreementContent {
    /// The providers among the parties.
    pub fn providers(&self) -> impl Iterator<Item = ProviderId> + '_ {
        self.parties.iter().filter_map(|party| match party.party {
            PartyRef::Provider(id) => Some(id),
            PartyRef::NetworkBody(_)
            | PartyRef::Association(_)
            | PartyRef::Point(_)
            | PartyRef::PublicBody(_) => None,
        })
    }

    /// Whether a provider is a party of one that says this and not of one that says the other, or the other
    /// way round.
    #[must_use]
    pub fn has_other_providers_than(&self, other: &Self) -> bool {
        let own: BTreeSet<ProviderId> = self.providers().collect();
        own != other.providers().collect()
    }

    /// The party at a place of the list.
    #[must_use]
    pub fn party(&self, place: PartyIndex) -> Option<&PartyRef> {
        let party = self.parties.get(usize::from(place.number()));
        party.map(|party| &party.party)
    }
}

/// Whether a provider accepted a revision.
#[must_use]
pub fn has_accepted(
    answers: &[Answer],
    provider: ProviderId,
    revision: AgreementRevisionNumber,
) -> bool {
    answers.iter().any(|answer| {
        answer.provider_id == provider
            && answer.revision == revision
            && answer.kind == AnswerKind::Accepted
    })
}

impl Agreement {
    /// Whether a party can sign now: every provider accepted the text, and the party has not signed it yet.
    ///
    /// # Errors
    /// [`ACCEPTANCE_MISSING`], [`ALREADY_SIGNED`].
    pub fn check_signing(
        &self,
        party: PartyIndex,
        answers: &[Answer],
        signatures: &[Signature],
    ) -> Result<(), &'static Message> {
        let mut providers = self.content.providers();
        let accepted = self
            .revision
            .is_some_and(|number| providers.all(|one| has_accepted(answers, one, number)));
        if !accepted {
            return Err(&ACCEPTANCE_MISSING);
        }
        if signatures.iter().any(|one| one.party == party) {
            return Err(&ALREADY_SIGNED);
        }
        Ok(())
    }

    /// Whether every party has signed, with these signatures.
    #[must_use]
    pub fn is_signed_by_all(&self, signatures: &[Signature]) -> bool {
        (0..self.content.parties.len()).all(|place| {
            let mut signed = signatures.iter();
            signed.any(|one| usize::from(one.party.number()) == place)
        })
    }

    /// Whether it can be ended so that a day is its last in force.
    ///
    /// # Errors
    /// [`ENDED_IN_PAST`], [`ENDED_AFTER_END`].
    pub fn check_end(&self, last: NaiveDate, today: NaiveDate) -> Result<(), &'static Message> {
        let end = self.term().and_then(|term| term.last_day());
        if last < today {
            Err(&ENDED_IN_PAST)
        } else if end.is_some_and(|end| end < last) {
            Err(&ENDED_AFTER_END)
        } else {
            Ok(())
        }
    }
}
