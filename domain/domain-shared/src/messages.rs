//! The messages of the shared kernel. Each context keeps its own beside its rules.

crate::define_messages! {
    /// A mandatory value is missing or blank.
    REQUIRED = "required",
        "Il valore è obbligatorio.",
        "The value is required.";
    /// A text is longer than allowed.
    TOO_LONG = "too_long",
        "Il testo è troppo lungo.",
        "The text is too long.";
    /// A text contains control characters.
    CONTROL_CHARACTERS = "control_characters",
        "Il testo contiene caratteri di controllo.",
        "The text contains control characters.";
    /// A text does not have the form its kind asks for.
    INVALID_FORMAT = "invalid_format",
        "Il valore non ha il formato richiesto.",
        "The value does not have the required format.";
    /// Not an e-mail address.
    INVALID_EMAIL = "invalid_email",
        "L'indirizzo e-mail non è valido.",
        "The e-mail address is not valid.";
    /// Not a web address with http or https.
    INVALID_URL = "invalid_url",
        "L'indirizzo web non è valido: serve un URL http o https.",
        "The web address is not valid: an http or https URL is needed.";
    /// Not a telephone number.
    INVALID_PHONE = "invalid_phone",
        "Il numero di telefono non è valido.",
        "The telephone number is not valid.";
    /// A code outside its closed list.
    UNKNOWN_CODE = "unknown_code",
        "Il codice non è tra quelli ammessi.",
        "The code is not one of those allowed.";
    /// A reference to a thing that does not exist or cannot be used here.
    UNKNOWN_REFERENCE = "unknown_reference",
        "L'elemento indicato non esiste o non può essere usato qui.",
        "The referenced item does not exist or cannot be used here.";
    /// The same item twice in a list.
    DUPLICATE = "duplicate",
        "Il valore è ripetuto.",
        "The value is repeated.";
    /// Latitude or longitude outside WGS 84.
    INVALID_COORDINATES = "invalid_coordinates",
        "Le coordinate non sono valide.",
        "The coordinates are not valid.";
    /// Another item already has this value.
    ALREADY_TAKEN = "already_taken",
        "Il valore è già usato da un altro elemento.",
        "The value is already used by another item.";
    /// A number outside its bounds; `{min}` and `{max}`.
    OUT_OF_RANGE = "out_of_range",
        "Il valore deve essere compreso tra {min} e {max}.",
        "The value must be between {min} and {max}.";
    /// Not a calendar date.
    INVALID_DATE = "invalid_date",
        "La data non è valida: serve una data esistente nel formato AAAA-MM-GG.",
        "The date is not valid: an existing date in the form YYYY-MM-DD is needed.";
    /// More items than a list takes; `{max}`.
    TOO_MANY_ITEMS = "too_many_items",
        "Sono ammessi al massimo {max} elementi.",
        "At most {max} items are allowed.";
    /// A step that the present state does not allow.
    INVALID_TRANSITION = "invalid_transition",
        "Il passaggio di stato non è consentito.",
        "The change of state is not allowed.";
}
