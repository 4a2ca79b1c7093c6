//! The shared kernel: the value types and small rules every bounded context speaks.
//!
//! Nothing here knows HTTP, SQL, the clock or randomness. A value that exists is valid: each type
//! is built by a parser that answers with a [`Message`] saying, in Italian and English, what is wrong.

mod accessibility;
mod address;
mod civil;
mod code;
mod contacts;
mod coordinates;
mod coverage;
mod definition;
mod fold;
mod i18n;
mod id;
mod local_text;
pub mod messages;
mod money;
mod municipality;
mod number;
mod opening;
mod period;
mod price_unit;
mod read;
mod region;
mod tax_code;
mod text;
mod transition;
mod version;
mod violation;
mod work;

pub use accessibility::AccessibilityFeature;
pub use address::{Address, AddressDraft};
pub use civil::{ROME, Utc, civil_date, civil_now, instant_of, italian_month};
pub use code::Code;
pub use contacts::{Contacts, ContactsDraft};
pub use coordinates::{Coordinates, CoordinatesDraft};
pub use coverage::{Coverage, CoverageDraft, MAX_COVERED_PLACES, NATIONAL_HAS_PLACES};
pub use definition::{DefinitionNumber, DefinitionStatus, DefinitionStep, definition_status_after};
pub use fold::{fold, fold_words};
pub use i18n::{I18nText, Locale};
pub use id::aliases::*;
pub use id::{Id, IdKind, InvalidId};
pub use local_text::{LocalText, LocalTextDraft, MAX_TEXT_LANGUAGES};
pub use money::{INVALID_AMOUNT, Money, MoneyDraft, UNKNOWN_CURRENCY};
pub use municipality::Belfiore;
pub use number::BoundedNumber;
pub use opening::*;
pub use period::{PERIOD_ENDS_BEFORE_START, Period};
pub use price_unit::PriceUnit;
pub use read::{parse_code, parse_date, parse_id};
pub use region::{ProvinceCode, RegionCode};
pub use tax_code::{
    TAX_CODE_CHECK, TAX_CODE_DATE, TAX_CODE_FORMAT, TAX_CODE_UNASSIGNED, TaxCode, VAT_NUMBER_CHECK,
    VAT_NUMBER_FORMAT, VAT_NUMBER_UNASSIGNED, VatNumber,
};
pub use text::{
    AddressLine, DisplayName, EmailAddress, LanguageTag, LongText, PersonName, PhoneNumber,
    PostalCode, Reason, ShortText, StableCode, Summary, TextValue, WebUrl, screen_text,
};
pub use transition::InvalidTransition;
pub use version::Version;
pub use violation::{Message, Violation, Violations};
pub use work::{JobStatus, JobStep, Note};
