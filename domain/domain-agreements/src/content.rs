//! Everything an agreement says.

use std::collections::{BTreeMap, BTreeSet};

use domain_shared::{
    AgreementTemplateId, DefinitionNumber, DisplayName, LongText, Period, StableCode, TextValue,
    Violations, messages, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

use crate::{
    AgreementKind, AgreementScope, AgreementScopeDraft, BENEFIT_OUTSIDE_SCOPE,
    BENEFIT_OUTSIDE_VALIDITY, BENEFIT_OVERLAP, Benefit, BenefitDraft, NoticeDays, PartiesDraft,
    Party, PartyDraft, PartyRef, RENEWAL_NEEDS_END, Renewal, RenewalDraft, SIDE_MISSING, Side,
    Signatory, SignatoryDraft, Term,
};

/// Most obligations.
pub const MAX_OBLIGATIONS: usize = 60;
/// Most benefits.
pub const MAX_BENEFITS: usize = 60;
/// Most clauses with a text of their own, optional clauses, and values.
pub const MAX_CLAUSE_TEXTS: usize = 100;

/// Days from the first to the last, as somebody typed them, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodDraft {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl PeriodDraft {
    /// Reads the days.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn read(&self) -> Result<Period, Violations> {
        let mut wrong = Violations::new();
        let period = wrong.keep_period(&self.from, self.until.as_deref());
        period.ok_or(wrong)
    }
}

impl From<&Period> for PeriodDraft {
    fn from(period: &Period) -> Self {
        Self {
            from: period.from().to_string(),
            until: period.until().map(|day| day.to_string()),
        }
    }
}

/// Which template, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateChoiceDraft {
    /// Identifier of the template.
    pub template_id: String,
    /// Number of the version.
    pub number: i64,
}

/// Which version of which template the text is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TemplateChoice {
    /// The template.
    pub template_id: AgreementTemplateId,
    /// The version.
    pub number: DefinitionNumber,
}

/// A duty of one side, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObligationDraft {
    /// Code of [`Side`].
    pub side: String,
    /// The duty.
    pub text: String,
}

/// A duty of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Whose.
    pub side: Side,
    /// The duty.
    pub text: LongText,
}

impl Obligation {
    fn parse(draft: &ObligationDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let side = wrong.keep("/side", parse_code(&draft.side));
        let text = wrong.keep("/text", LongText::parse(&draft.text));
        match (side, text) {
            (Some(side), Some(text)) => Ok(Self { side, text }),
            (..) => Err(wrong),
        }
    }
}

/// A text in place of a clause of the template, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClauseTextDraft {
    /// Code of the clause.
    pub clause: String,
    /// The text; placeholders are filled in as in the template.
    pub text: String,
}

/// A text in place of a clause of the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseText {
    /// Code of the clause.
    pub clause: StableCode,
    /// The text; placeholders are filled in as in the template.
    pub text: LongText,
}

impl ClauseText {
    /// Reads a text for a clause. Whether the template has the clause is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &ClauseTextDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let clause = wrong.keep("/clause", StableCode::parse(&draft.clause));
        let text = wrong.keep("/text", LongText::parse(&draft.text));
        match (clause, text) {
            (Some(clause), Some(text)) => Ok(Self { clause, text }),
            (..) => Err(wrong),
        }
    }
}

/// Everything an agreement says, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgreementDraft {
    /// Title.
    pub title: String,
    /// Code of [`AgreementKind`].
    pub kind: String,
    /// What the text is made from.
    pub template: Option<TemplateChoiceDraft>,
    /// Who makes it.
    pub parties: Vec<PartyDraft>,
    /// Who signs it.
    pub signatories: Vec<SignatoryDraft>,
    /// What it is about.
    pub scope: AgreementScopeDraft,
    /// Duties.
    pub obligations: Vec<ObligationDraft>,
    /// What people gain.
    pub benefits: Vec<BenefitDraft>,
    /// From when until when.
    pub validity: Option<PeriodDraft>,
    /// Whether it goes on by itself.
    pub renewal: Option<RenewalDraft>,
    /// Days of notice before the end of a period.
    pub notice_days: Option<i64>,
    /// Values for the placeholders of the template, by code.
    pub values: BTreeMap<String, String>,
    /// Codes of the optional clauses to take.
    pub optional_clauses: Vec<String>,
    /// Texts in place of clauses of the template.
    pub clause_texts: Vec<ClauseTextDraft>,
}

/// Everything an agreement says. What is there is well-formed; what a signature needs may still be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementContent {
    /// Title.
    pub title: DisplayName,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// What the text is made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateChoice>,
    /// Who makes it.
    pub parties: Vec<Party>,
    /// Who signs it.
    pub signatories: Vec<Signatory>,
    /// What it is about.
    pub scope: AgreementScope,
    /// Duties.
    pub obligations: Vec<Obligation>,
    /// What people gain.
    pub benefits: Vec<Benefit>,
    /// From when until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity: Option<Period>,
    /// Whether it goes on by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// Days of notice before the end of a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_days: Option<NoticeDays>,
    /// Values for the placeholders of the template, by code. Their kinds are the template's.
    pub values: BTreeMap<StableCode, LongText>,
    /// The optional clauses to take, by code.
    pub optional_clauses: BTreeSet<StableCode>,
    /// Texts in place of clauses of the template.
    pub clause_texts: Vec<ClauseText>,
}

impl AgreementContent {
    /// Reads an agreement; pointers start at the content (`/title`). Whether what it names exists is not
    /// known here.
    ///
    /// # Errors
    /// Every mistake of the draft. What is merely missing is none, but for title and kind.
    pub fn parse(draft: &AgreementDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let title = wrong.keep("/title", DisplayName::parse(&draft.title));
        let kind = wrong.keep("/kind", parse_code(&draft.kind));
        let template = draft.template.as_ref();
        let template =
            template.and_then(|choice| wrong.keep_part("/template", read_template(choice)));
        let people = PartiesDraft {
            parties: &draft.parties,
            signatories: &draft.signatories,
        };
        let (parties, signatories) = people.read(kind, &mut wrong);
        let scope = wrong.keep_part("/scope", AgreementScope::parse(&draft.scope));
        let obligations = wrong.keep_parts(
            "/obligations",
            &draft.obligations,
            MAX_OBLIGATIONS,
            Obligation::parse,
        );
        let benefits = wrong.keep_parts("/benefits", &draft.benefits, MAX_BENEFITS, Benefit::parse);
        let validity = draft.validity.as_ref();
        let validity = validity.and_then(|period| wrong.keep_part("/validity", period.read()));
        let renewal = draft.renewal.as_ref();
        let renewal = renewal.and_then(|one| wrong.keep_part("/renewal", Renewal::parse(one)));
        let notice_days = draft.notice_days;
        let notice_days = notice_days.and_then(|days| wrong.keep_number("/notice_days", days));
        if renewal.is_some() && validity.is_some_and(|period| period.until().is_none()) {
            wrong.add("/renewal", &RENEWAL_NEEDS_END);
        }
        if let Some(scope) = &scope {
            check_benefits(&benefits, scope, validity, renewal, &mut wrong);
        }
        let values = read_values(&draft.values, &mut wrong);
        let optional_clauses = wrong.keep_list(
            "/optional_clauses",
            &draft.optional_clauses,
            MAX_CLAUSE_TEXTS,
            StableCode::parse,
        );
        let clause_texts = read_clause_texts(&draft.clause_texts, &mut wrong);
        let (Some(title), Some(kind), Some(scope), true) = (title, kind, scope, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Self {
            title,
            kind,
            template,
            parties,
            signatories,
            scope,
            obligations: values_of(obligations),
            benefits: values_of(benefits),
            validity,
            renewal,
            notice_days,
            values,
            optional_clauses: optional_clauses.into_iter().collect(),
            clause_texts,
        })
    }

    /// Whether nothing is missing that the other side must see: parties on both sides, a signatory for each
    /// of them, a template, the days of validity.
    ///
    /// # Errors
    /// Every missing member, by JSON Pointer.
    pub fn check_complete(&self) -> Result<(), Violations> {
        let mut wrong = Violations::new();
        let has = |side: Side| self.parties.iter().any(|party| party.side == side);
        if !(has(Side::Network) && has(Side::Counterpart)) {
            wrong.add("/parties", &SIDE_MISSING);
        }
        let signs = |index: usize| {
            let mut places = self.signatories.iter().map(|one| u16::from(one.party));
            places.any(|place| usize::from(place) == index)
        };
        if (0..self.parties.len()).any(|index| !signs(index)) {
            wrong.add("/signatories", &messages::REQUIRED);
        }
        if self.template.is_none() {
            wrong.add("/template", &messages::REQUIRED);
        }
        if self.validity.is_none() {
            wrong.add("/validity", &messages::REQUIRED);
        }
        wrong.into_result()
    }

    /// The parties of a side.
    pub fn side(&self, side: Side) -> impl Iterator<Item = &PartyRef> {
        let parties = self.parties.iter();
        parties
            .filter(move |party| party.side == side)
            .map(|party| &party.party)
    }

    /// From when until when it would hold if it were signed as it is.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        Some(Term {
            validity: self.validity?,
            renewal: self.renewal,
            notice: self.notice_days,
            ended_on: None,
            superseded_from: None,
        })
    }
}

/// What two benefits, or a benefit and its agreement, must not do together.
fn check_benefits(
    benefits: &[(usize, Benefit)],
    scope: &AgreementScope,
    validity: Option<Period>,
    renewal: Option<Renewal>,
    wrong: &mut Violations,
) {
    for (index, benefit) in benefits {
        check_in_scope(*index, benefit, scope, wrong);
        let outside = |period: Period| {
            validity.is_some_and(|validity| {
                // With a renewal the agreement may last longer than its first period.
                let until = validity.until().filter(|_| renewal.is_none());
                period.from() < validity.from()
                    || until.is_some_and(|last| period.until().is_none_or(|end| end > last))
            })
        };
        if benefit.period.is_some_and(outside) {
            wrong.add(
                format!("/benefits/{index}/period"),
                &BENEFIT_OUTSIDE_VALIDITY,
            );
        }
        let earlier = benefits.iter().take_while(|(other, _)| other < index);
        for (_, other) in earlier {
            let days = match (benefit.period, other.period) {
                (Some(one), Some(two)) => one.overlaps(&two),
                (None, _) | (_, None) => true,
            };
            if days && benefit.competes_with(other) {
                wrong.add(format!("/benefits/{index}"), &BENEFIT_OVERLAP);
                break;
            }
        }
    }
}

/// Whether a benefit names what the scope names, as far as that can be told without the tree of categories
/// and the cards themselves: a scope of cards alone covers no category, one of categories alone may cover any card.
fn check_in_scope(index: usize, benefit: &Benefit, scope: &AgreementScope, wrong: &mut Violations) {
    if scope.names_nothing() || !scope.categories.is_empty() {
        return;
    }
    for (place, _) in benefit.categories.iter().enumerate() {
        let pointer = format!("/benefits/{index}/categories/{place}");
        wrong.add(pointer, &BENEFIT_OUTSIDE_SCOPE);
    }
    for (place, card) in benefit.cards.iter().enumerate() {
        if !scope.cards.contains(card) {
            wrong.add(
                format!("/benefits/{index}/cards/{place}"),
                &BENEFIT_OUTSIDE_SCOPE,
            );
        }
    }
}

fn read_template(draft: &TemplateChoiceDraft) -> Result<TemplateChoice, Violations> {
    let mut wrong = Violations::new();
    let template_id = wrong.keep("/template_id", parse_id(&draft.template_id));
    let number = wrong.keep_number("/number", draft.number);
    match (template_id, number) {
        (Some(template_id), Some(number)) => Ok(TemplateChoice {
            template_id,
            number,
        }),
        (..) => Err(wrong),
    }
}

/// Reads texts in place of clauses, at most one for each.
pub(crate) fn read_clause_texts(
    drafts: &[ClauseTextDraft],
    wrong: &mut Violations,
) -> Vec<ClauseText> {
    let read = wrong.keep_parts("/clause_texts", drafts, MAX_CLAUSE_TEXTS, ClauseText::parse);
    let mut seen = BTreeSet::new();
    for (index, text) in &read {
        if !seen.insert(&text.clause) {
            let pointer = format!("/clause_texts/{index}/clause");
            wrong.add(pointer, &messages::DUPLICATE);
        }
    }
    values_of(read)
}

/// Pointer to a member of the object at `parent`.
pub(crate) fn pointer_of(parent: &str, member: &str) -> String {
    format!("{parent}/{}", member.replace('~', "~0").replace('/', "~1"))
}

/// Reads values for placeholders; of which kinds they are is not known here.
pub(crate) fn read_values(
    draft: &BTreeMap<String, String>,
    wrong: &mut Violations,
) -> BTreeMap<StableCode, LongText> {
    wrong.check_length("/values", draft.len(), MAX_CLAUSE_TEXTS);
    let mut values = BTreeMap::new();
    for (code, text) in draft.iter().take(MAX_CLAUSE_TEXTS) {
        let pointer = pointer_of("/values", code);
        let code = wrong.keep(pointer.as_str(), StableCode::parse(code));
        let text = wrong.keep(pointer, LongText::parse(text));
        values.extend(code.zip(text));
    }
    values
}

/// The parts without their indices.
fn values_of<T>(parts: Vec<(usize, T)>) -> Vec<T> {
    parts.into_iter().map(|(_, part)| part).collect()
}

impl<'de> Deserialize<'de> for AgreementContent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = AgreementDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}
