//! What is wrong with an input that does not fit its schema, for people.

use domain_shared::{Message, messages};

pub(super) static UNKNOWN_MEMBER: Message = Message {
    code: "unknown_member",
    it: "Il campo non è previsto.",
    en: "The member is not known here.",
};
pub(super) static UNKNOWN_PARAMETER: Message = Message {
    code: "unknown_parameter",
    it: "Il parametro non è previsto.",
    en: "The parameter is not known here.",
};
pub(super) static REPEATED_PARAMETER: Message = Message {
    code: "repeated_parameter",
    it: "Il parametro può comparire una sola volta.",
    en: "The parameter may appear only once.",
};
pub(super) static WRONG_TYPE: Message = Message {
    code: "wrong_type",
    it: "Il valore è di tipo errato: atteso {expected}.",
    en: "The value has the wrong type: {expected} is expected.",
};
pub(super) static TOO_LONG: Message = Message {
    code: "too_long",
    it: "Il testo supera i {max} caratteri ammessi.",
    en: "The text exceeds the {max} characters allowed.",
};
pub(super) static TOO_SHORT: Message = Message {
    code: "too_short",
    it: "Il testo deve avere almeno {min} caratteri.",
    en: "The text needs at least {min} characters.",
};
pub(super) static TOO_SMALL: Message = Message {
    code: "too_small",
    it: "Il valore minimo è {min}.",
    en: "The smallest value is {min}.",
};
pub(super) static TOO_LARGE: Message = Message {
    code: "too_large",
    it: "Il valore massimo è {max}.",
    en: "The largest value is {max}.",
};
pub(super) static TOO_MANY: Message = Message {
    code: "too_many_items",
    it: "L'elenco può avere al massimo {max} elementi.",
    en: "The list may have at most {max} items.",
};
pub(super) static TOO_FEW: Message = Message {
    code: "too_few_items",
    it: "L'elenco deve avere almeno {min} elementi.",
    en: "The list needs at least {min} items.",
};
pub(super) static NOT_IN_LIST: Message = Message {
    code: "unknown_code",
    it: "Il codice non è tra quelli ammessi: {allowed}.",
    en: "The code is not one of those allowed: {allowed}.",
};
pub(super) static WRONG_FORMAT: Message = Message {
    code: "invalid_format",
    it: "Il valore non ha il formato richiesto ({format}).",
    en: "The value does not have the required format ({format}).",
};
pub(super) static WRONG_SHAPE: Message = Message {
    code: "wrong_shape",
    it: "Il valore non corrisponde a nessuna delle forme ammesse.",
    en: "The value fits none of the allowed forms.",
};
pub(super) static TOO_DEEP: Message = Message {
    code: "too_deep",
    it: "Il JSON è annidato troppo in profondità.",
    en: "The JSON is nested too deeply.",
};
pub(super) static NOT_JSON: Message = Message {
    code: "invalid_json",
    it: "Il corpo non è JSON valido (riga {line}, colonna {column}).",
    en: "The body is no valid JSON (line {line}, column {column}).",
};
pub(super) static NOT_UTF8: Message = Message {
    code: "invalid_encoding",
    it: "Il parametro non è codificato in UTF-8.",
    en: "The parameter is not encoded in UTF-8.",
};
pub(super) static REQUIRED: &Message = &messages::REQUIRED;
