//! Service cards (*schede servizio*): what they say, how they are reviewed and published.

mod access;
mod audience;
mod availability;
mod card;
mod change;
mod codes;
mod comment;
mod completeness;
mod content;
mod description;
mod file;
mod freshness;
mod job;
mod life;
mod media;
mod place;
mod price;
mod references;
mod report;
mod rules;
mod similarity;
mod staff;
mod window;

pub use access::{
    Access, AccessDraft, Attachment, AttachmentDraft, Image, ImageDraft, Link, LinkDraft,
    NeededDocument, NeededDocumentDraft,
};
pub use audience::{
    Age, AgeRange, AgeRangeDraft, Audience, AudienceDraft, Eligibility, EligibilityDraft,
    RANGE_REVERSED,
};
pub use availability::{
    Capacity, CapacityDraft, GroupSize, MORE_FREE_THAN_THERE_ARE, Places, STATED_ON_REQUIRED,
    Sharing, SharingDraft, Waiting, WaitingDays, WaitingDraft,
};
pub use card::{Card, CardEvent, CardRevision, Claim, ExternalId, RevisionNumber, Verification};
pub use change::{Change, ChangeKind};
pub use codes::{AccessChannel, AttachmentPurpose, DeliveryMode, Recipient, StaffKind, VatRate};
pub use comment::{
    ANSWER_HAS_POINTER, CardComment, ContentPointer, MAX_ANSWERS, POINTER_LEADS_NOWHERE,
    THREAD_FULL, THREAD_RESOLVED,
};
pub use completeness::{CONTACT_REQUIRED, ITALIAN_REQUIRED, PLACE_REQUIRED, PRICE_REQUIRED};
pub use content::{CardContent, CardDraft, MAX_CODES, MAX_PARTS, ValidityDraft};
pub use description::{Description, DescriptionDraft};
pub use file::{CARD_FULL_OF_FILES, CardFile, FILE_IS_SHOWN, FileName, MAX_FILES};
pub use freshness::{Freshness, FreshnessRules};
pub use job::{ImportMode, ImportOrder, Job, JobRow, JobTask, RowOutcome, RowProblem};
pub use life::{CardState, CardStatus, CardStep, DraftStatus, Publication};
pub use media::MediaKind;
pub use place::{
    CardPlace, CardPlaceDraft, FirstContact, FirstContactDraft, PersonInCharge, PersonInChargeDraft,
};
pub use price::{
    FREE_HAS_PRICES, MAX_PRICE_OPTIONS, PackageSize, PriceOption, PriceOptionDraft, Pricing,
    PricingDraft,
};
pub use references::References;
pub use report::{CardReport, ReportAnswer, ReportReason, ReportStatus};
pub use rules::{CardRules, REMINDER_NOT_BEFORE_STALE};
pub use similarity::{NEAR_SAME, TitleShape};
pub use staff::{Headcount, SUPPLIER_NOT_EXPECTED, StaffGroup, StaffGroupDraft, YearsOfExperience};
pub use window::PublicWindow;
