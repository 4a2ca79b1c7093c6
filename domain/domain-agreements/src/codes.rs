//! The closed lists of agreements.

use domain_shared::codes;

codes! {
    /// What kind of paper an agreement is.
    pub enum AgreementKind {
        /// A framework agreement, under which services are agreed one by one.
        Framework = "framework", "accordo quadro", "framework agreement";
        /// An agreement on services, usually with discounts for members.
        ServiceConvention = "service_convention", "convenzione", "service agreement";
        /// A memorandum with a public body.
        Memorandum = "memorandum", "protocollo d'intesa", "memorandum of understanding";
        /// An agreement among points.
        AmongPoints = "among_points", "accordo tra punti", "agreement among points";
    }
}

codes! {
    /// On which side of an agreement a party stands.
    pub enum Side {
        /// The network's: a network body, an association, a point.
        Network = "network", "rete", "network";
        /// The other side: providers, public bodies, other points.
        Counterpart = "counterpart", "controparte", "counterpart";
    }
}

codes! {
    /// What a party is.
    pub enum PartyKind {
        /// A network body.
        NetworkBody = "network_body", "ente di rete", "network body";
        /// A territorial association.
        Association = "association", "associazione", "association";
        /// A welfare point.
        Point = "point", "Welf@re Point", "welfare point";
        /// A provider.
        Provider = "provider", "ente erogatore", "provider";
        /// A public body that is no provider of the hub.
        PublicBody = "public_body", "ente pubblico", "public body";
    }
}

codes! {
    /// What members gain.
    pub enum BenefitKind {
        /// A percentage off the price.
        Percentage = "percentage", "sconto percentuale", "percentage discount";
        /// An amount off the price.
        FixedAmount = "fixed_amount", "sconto fisso", "fixed discount";
        /// A price of its own.
        FixedPrice = "fixed_price", "prezzo convenzionato", "agreed price";
        /// Free of charge.
        Free = "free", "gratuità", "free of charge";
        /// Served before others.
        Priority = "priority", "precedenza", "priority";
    }
}

codes! {
    /// Who has a benefit.
    pub enum BenefitAudience {
        /// Everyone.
        Everyone = "everyone", "tutti", "everyone";
        /// Members of the party on the network's side.
        Member = "member", "soci", "members";
        /// Holders of a card of the network.
        CardHolder = "card_holder", "titolari di tessera", "card holders";
    }
}

codes! {
    /// Why an agreement points at another.
    pub enum AgreementRelation {
        /// It changes the other from its own first day.
        Amendment = "amendment", "modifica", "amendment";
        /// It follows the other.
        Renewal = "renewal", "rinnovo", "renewal";
    }
}

codes! {
    /// What a provider answers to a text that was sent.
    pub enum AnswerKind {
        /// The text is accepted as it is.
        Accepted = "accepted", "accettato", "accepted";
        /// Another text is proposed.
        Proposed = "proposed", "proposta di modifica", "change proposed";
        /// There will be no agreement.
        Refused = "refused", "rifiutato", "refused";
    }
}

codes! {
    /// What a file of an agreement is.
    pub enum AgreementFileKind {
        /// Something the text refers to.
        Attachment = "attachment", "allegato", "attachment";
        /// The document as it was signed.
        Signed = "signed", "documento firmato", "signed document";
    }
}

codes! {
    /// How a signed document is signed.
    pub enum SignedFormat {
        /// A PDF without a digital signature in it: scanned, or signed on paper.
        Pdf = "pdf", "PDF", "PDF";
        /// A PDF with a digital signature in it.
        Pades = "pades", "PDF con firma digitale (PAdES)", "digitally signed PDF (PAdES)";
        /// A CMS envelope (`.p7m`).
        Cades = "cades", "busta crittografica P7M (CAdES)", "P7M envelope (CAdES)";
    }
}

codes! {
    /// Why a day matters for an agreement.
    pub enum DeadlineKind {
        /// The last day in force.
        Expiry = "expiry", "scadenza", "expiry";
        /// The last day to give notice before it is renewed by itself.
        Notice = "notice", "termine per la disdetta", "last day to give notice";
        /// The signed document is not there.
        SignedFile = "signed_file", "documento firmato mancante", "signed document missing";
        /// A provider is not accredited (any more).
        Accreditation = "accreditation", "accreditamento mancante", "accreditation missing";
    }
}

codes! {
    /// What a placeholder of a template stands for.
    pub enum PlaceholderKind {
        /// The parties of one side.
        Party = "party", "parte", "party";
        /// A day.
        Date = "date", "data", "date";
        /// An amount of money.
        Amount = "amount", "importo", "amount";
        /// A percentage.
        Percentage = "percentage", "percentuale", "percentage";
        /// Words.
        Text = "text", "testo", "text";
    }
}
