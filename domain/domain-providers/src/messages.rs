//! What can be wrong with a provider, said in Italian and English.

use domain_shared::define_messages;

define_messages! {
    /// A company or a self-employed person without a VAT number.
    VAT_NUMBER_REQUIRED = "vat_number_required",
        "Per questa forma giuridica la partita IVA è obbligatoria.",
        "This legal form requires a VAT number.";
    /// A body with the tax code of a natural person.
    TAX_CODE_OF_A_PERSON = "tax_code_of_a_person",
        "Per questa forma giuridica serve il codice fiscale dell'ente (11 cifre), non quello di una persona.",
        "This legal form needs the tax code of the body (11 digits), not that of a person.";
    /// The legal form does not exist for this kind of provider.
    LEGAL_FORM_NOT_OF_KIND = "legal_form_not_of_kind",
        "La forma giuridica non è compatibile con la natura dell'ente (pubblico, privato, terzo settore).",
        "The legal form does not fit the kind of provider (public, private, third sector).";
    /// A number that does not have the form of its register.
    REGISTER_NUMBER_FORMAT = "register_number_format",
        "Il numero di iscrizione non ha il formato del registro indicato.",
        "The registration number does not have the format of the register named.";
    /// A register this kind of provider cannot be in.
    REGISTER_NOT_OF_KIND = "register_not_of_kind",
        "Nel RUNTS sono iscritti solo gli enti del terzo settore.",
        "Only third-sector bodies are entered in the RUNTS.";
    /// Nobody can reach the provider.
    CONTACT_REQUIRED = "contact_required",
        "Serve almeno un recapito: e-mail, PEC o telefono.",
        "At least one contact is needed: e-mail, certified e-mail or telephone.";
    /// A decision that must be explained is not.
    REASON_REQUIRED = "reason_required",
        "Questa decisione va motivata.",
        "This decision needs a reason.";
    /// An accreditation without its days.
    PERIOD_REQUIRED = "period_required",
        "Occorre indicare il periodo di accreditamento.",
        "The accreditation period is needed.";
    /// A period given with a decision that has none.
    PERIOD_NOT_EXPECTED = "period_not_expected",
        "Questa decisione non prevede un periodo.",
        "This decision takes no period.";
    /// An accreditation whose first day is still to come.
    PERIOD_STARTS_LATER = "period_starts_later",
        "Il periodo di accreditamento non può iniziare dopo il giorno della decisione.",
        "The accreditation period cannot start after the day of the decision.";
    /// An accreditation whose last day has passed.
    PERIOD_ALREADY_OVER = "period_already_over",
        "Il periodo di accreditamento è già terminato.",
        "The accreditation period is already over.";
    /// Nobody would be left to manage the provider.
    LAST_MANAGER = "last_manager",
        "È l'unico responsabile dell'ente: nominarne prima un altro.",
        "This is the only manager of the provider: name another one first.";
}
