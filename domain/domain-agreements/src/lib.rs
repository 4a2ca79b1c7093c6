//! Agreements (*convenzioni, accordi, protocolli*): templates, parties, benefits, their life, and what
//! dates say of them.

mod agreement;
mod benefit;
mod codes;
mod content;
mod coverage;
mod deadline;
mod italian;
mod life;
mod party;
mod placeholder;
mod quote;
mod render;
mod render_input;
mod rules;
mod scope;
mod standing;
mod successor;
mod template;
mod term;
mod text;

pub use agreement::{
    Agreement, AgreementEvent, AgreementFile, AgreementRevision, AgreementRevisionNumber, Answer,
    Predecessor, Signature,
};
pub use benefit::{
    BENEFIT_NEEDS_AMOUNT, BENEFIT_NEEDS_PERCENTAGE, BENEFIT_OUTSIDE_SCOPE,
    BENEFIT_OUTSIDE_VALIDITY, BENEFIT_OVERLAP, Benefit, BenefitClass, BenefitDraft, BenefitTarget,
    BenefitValue, PERCENTAGE_INVALID, Percentage, UNEXPECTED_VALUE,
};
pub use codes::{
    AgreementFileKind, AgreementKind, AgreementRelation, AnswerKind, BenefitAudience, BenefitKind,
    DeadlineKind, PartyKind, PlaceholderKind, Side, SignedFormat,
};
pub use content::{
    AgreementContent, AgreementDraft, ClauseText, ClauseTextDraft, MAX_BENEFITS, MAX_CLAUSE_TEXTS,
    MAX_OBLIGATIONS, Obligation, ObligationDraft, PeriodDraft, TemplateChoice, TemplateChoiceDraft,
};
pub use coverage::{CardFacts, Footprint, Place};
pub use deadline::{Deadline, REMINDER_DAYS, deadlines};
pub use life::{AgreementStatus, AgreementStep, allowed_steps, status_after};
pub use party::{
    MAX_PARTIES, MAX_SIGNATORIES, PARTY_NOT_OF_SIDE, PartiesDraft, Party, PartyDraft, PartyIndex,
    PartyRef, PublicBody, SIDE_MISSING, SIGNATORY_OF_NO_PARTY, Signatory, SignatoryDraft,
};
pub use placeholder::{
    PLACEHOLDER_MALFORMED, PLACEHOLDER_UNKNOWN, PLACEHOLDER_UNUSED, Placeholder, PlaceholderDraft,
    SIDE_UNEXPECTED,
};
pub use quote::{Asker, Offer, PriceSpan, Quote, Verdict, quote, why};
pub use render::{
    CLAUSE_NOT_OPTIONAL, CLAUSE_NOT_TAKEN, CLAUSE_UNKNOWN, MAX_RENDERED_CHARS, RENDERED_TOO_LONG,
    VALUE_OF_PARTY, VALUE_UNKNOWN, render,
};
pub use render_input::{RenderDraft, RenderInput};
pub use rules::{
    ACCEPTANCE_MISSING, AGREEMENT_FULL_OF_FILES, AGREEMENT_OVERLAP_WITH, AGREEMENT_WAS_SENT,
    ALREADY_ACCEPTED, ALREADY_SIGNED, BENEFIT_OVERLAP_WITH, CARD_OF_NO_PARTY, ENDED_AFTER_END,
    ENDED_IN_PAST, MAX_AGREEMENT_FILES, OWN_POINT_MISSING, PARTY_UNKNOWN, PROVIDERS_FIXED,
    SIGNED_FILE_STAYS, SIGNED_IN_FUTURE, TEMPLATE_NOT_ACTIVE, TEMPLATE_OF_OTHER_KIND, has_accepted,
};
pub use scope::{AgreementScope, AgreementScopeDraft, MAX_SCOPE_CARDS, MAX_SCOPE_CATEGORIES};
pub use standing::Standing;
pub use successor::{PREDECESSOR_SUPERSEDED, STARTS_BEFORE_PREDECESSOR};
pub use template::{
    Clause, ClauseDraft, MAX_CLAUSES, MAX_PLACEHOLDERS, Template, TemplateContent, TemplateDraft,
    TemplateVersion,
};
pub use term::{
    EXPIRING_DAYS, NoticeDays, RENEWAL_NEEDS_END, Renewal, RenewalDraft, RenewalMonths,
    RenewalTimes, Term,
};
pub use text::{Article, RenderedText};
