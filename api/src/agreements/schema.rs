//! The content of an agreement on the wire: its domain types read and write it themselves, this module says
//! what it looks like.

#![expect(dead_code, reason = "these types describe; nothing is one")]

use chrono::NaiveDate;
use domain_agreements::{AgreementContent, AgreementDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{
    AgreementKindField, AgreementTemplateIdField, BenefitAudienceField, BenefitKindField,
    PartyKindField, SideField, TaxCodeField,
};
use crate::{
    agreement_templates::{AgreementClauseText, PlaceholderValues},
    cards::schema::{Money, TranslatedLong},
    wire::{
        BelfioreField, CardIdField, DisplayNameField, LongTextField, PersonNameField,
        PriceUnitField, ProvinceCodeField, RegionCodeField, ShortTextField, StableCodeField,
        ZoneIdField, described_as,
    },
};

/// The content of an agreement as a client sends it: whatever is not known yet is left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct AgreementContentInput(pub(super) AgreementDraft);

/// The content of an agreement as clients get it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct AgreementContentView(pub(super) AgreementContent);

described_as!(AgreementContentSchema: AgreementContentInput, AgreementContentView);

/// Days from the first to the last, both included.
#[derive(ToSchema)]
#[schema(example = json!({"from": "2027-01-01", "until": "2027-12-31"}))]
pub(super) struct AgreementDays {
    /// First day.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    from: NaiveDate,
    /// Last day; without it there is no end.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    until: Option<NaiveDate>,
}

/// Which version of which template the text is made from.
#[derive(ToSchema)]
#[schema(example = json!({"template_id": "01930000-0000-7000-8000-000000000007", "number": 1}))]
struct AgreementTemplateChoice {
    /// The template.
    template_id: AgreementTemplateIdField,
    /// Number of its version, which must be active when it is chosen.
    #[schema(minimum = 1, maximum = 10_000)]
    number: i32,
}

/// A party of an agreement.
#[derive(ToSchema)]
#[schema(example = json!({"side": "counterpart", "kind": "provider", "id": "01930000-0000-7000-8000-000000000002"}))]
pub(super) struct AgreementParty {
    /// Where it stands.
    side: SideField,
    /// What it is. On the network's side: a network body, an association, a point; on the other: a provider
    /// or a public body; in an agreement among points: points on both.
    kind: PartyKindField,
    /// Its identifier in the hub; a public body has none.
    #[schema(max_length = 36, example = "01930000-0000-7000-8000-000000000002")]
    id: Option<String>,
    /// Name of a public body; the others have theirs in the hub.
    name: Option<DisplayNameField>,
    /// Tax code of a public body.
    tax_code: Option<TaxCodeField>,
}

/// Somebody who signs for a party.
#[derive(ToSchema)]
#[schema(example = json!({"party": 1, "given_name": "Lucia", "family_name": "Fabbri", "capacity": "Legale rappresentante"}))]
struct AgreementSignatory {
    /// Place of the party in the list, from 0.
    #[schema(minimum = 0, maximum = 59)]
    party: i32,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
    /// In which capacity.
    capacity: ShortTextField,
}

/// Where an agreement holds: all of Italy, or the union of the named places; everywhere when it names nothing.
#[derive(ToSchema)]
#[schema(example = json!({"municipalities": ["C573"]}))]
struct AgreementTerritory {
    /// Whether all of Italy is meant; then no place is named.
    national: Option<bool>,
    /// Whole regions.
    #[schema(max_items = 400)]
    regions: Option<Vec<RegionCodeField>>,
    /// Whole provinces.
    #[schema(max_items = 400)]
    provinces: Option<Vec<ProvinceCodeField>>,
    /// Whole municipalities, by cadastral code.
    #[schema(max_items = 400)]
    municipalities: Option<Vec<BelfioreField>>,
    /// Sub-municipal zones.
    #[schema(max_items = 400)]
    zones: Option<Vec<ZoneIdField>>,
}

/// What an agreement is about: of the cards of the providers that are parties those that are named and those
/// of the named categories or below; all where neither is named.
#[derive(ToSchema)]
#[schema(example = json!({"categories": ["services-for-the-elderly"]}))]
struct AgreementScope {
    /// Codes of service categories, each with those below it.
    #[schema(max_items = 60)]
    categories: Option<Vec<StableCodeField>>,
    /// Service cards.
    #[schema(max_items = 500)]
    cards: Option<Vec<CardIdField>>,
    /// Where it holds.
    territory: Option<AgreementTerritory>,
}

/// A duty of one side.
#[derive(ToSchema)]
#[schema(example = json!({"side": "counterpart", "text": "Applicare lo sconto a chi mostra la tessera."}))]
struct AgreementObligation {
    /// Whose.
    side: SideField,
    /// The duty.
    text: LongTextField,
}

/// What people gain.
#[derive(ToSchema)]
#[schema(as = AgreementBenefit, example = json!({
    "kind": "percentage", "percentage": "10", "audience": "member", "categories": ["services-for-the-elderly"],
    "note": {"it": "Con la tessera dell'anno in corso."}
}))]
pub(super) struct BenefitSchema {
    /// What it does.
    kind: BenefitKindField,
    /// The percentage off, above 0 and up to 100; of a percentage discount, which needs it.
    #[schema(
        max_length = 6,
        pattern = "^[0-9]{1,3}(\\.[0-9]{1,2})?$",
        example = "12.5"
    )]
    percentage: Option<String>,
    /// The amount off, or the agreed price; of a fixed discount and an agreed price, which need it.
    amount: Option<Money>,
    /// The unit whose prices are meant; all without.
    unit: Option<PriceUnitField>,
    /// Who has it.
    audience: BenefitAudienceField,
    /// Codes of the categories it is for, within the scope.
    #[schema(max_items = 60)]
    categories: Option<Vec<StableCodeField>>,
    /// The cards it is for, within the scope.
    #[schema(max_items = 500)]
    cards: Option<Vec<CardIdField>>,
    /// The days it holds; those of the agreement without.
    period: Option<AgreementDays>,
    /// Conditions in words.
    note: Option<TranslatedLong>,
}

/// That an agreement goes on by itself unless notice is given.
#[derive(ToSchema)]
#[schema(example = json!({"months": 12, "times": 3}))]
struct AgreementRenewal {
    /// For how many months each time.
    #[schema(minimum = 1, maximum = 120)]
    months: i32,
    /// How often at most; without limit when it is left out.
    #[schema(minimum = 1, maximum = 100)]
    times: Option<i32>,
}

/// Everything an agreement says. Members may be left out while it is written; what must be there before it is
/// reviewed is said with each. A list that is left out is an empty one.
#[derive(ToSchema)]
#[schema(as = AgreementContent, example = json!({
    "title": "Convenzione con la cooperativa Il Melograno", "kind": "service_convention",
    "parties": [
        {"side": "network", "kind": "point", "id": "01930000-0000-7000-8000-000000000001"},
        {"side": "counterpart", "kind": "provider", "id": "01930000-0000-7000-8000-000000000002"}
    ],
    "signatories": [{"party": 1, "given_name": "Lucia", "family_name": "Fabbri", "capacity": "Legale rappresentante"}],
    "scope": {"categories": ["services-for-the-elderly"], "territory": {"municipalities": ["C573"]}},
    "obligations": [{"side": "counterpart", "text": "Applicare lo sconto a chi mostra la tessera."}],
    "benefits": [{"kind": "percentage", "percentage": "10", "audience": "member"}],
    "validity": {"from": "2027-01-01", "until": "2027-12-31"}, "renewal": {"months": 12, "times": 3}, "notice_days": 60
}))]
pub(super) struct AgreementContentSchema {
    /// Title.
    title: DisplayNameField,
    /// What kind of paper it is.
    kind: AgreementKindField,
    /// The template its text is made from. Needed before it is reviewed.
    template: Option<AgreementTemplateChoice>,
    /// Who makes it. One of the network's side and one of the other are needed before it is reviewed.
    #[schema(max_items = 60)]
    parties: Option<Vec<AgreementParty>>,
    /// Who signs it. Somebody for each party is needed before it is reviewed.
    #[schema(max_items = 120)]
    signatories: Option<Vec<AgreementSignatory>>,
    /// What it is about.
    scope: Option<AgreementScope>,
    /// Duties.
    #[schema(max_items = 60)]
    obligations: Option<Vec<AgreementObligation>>,
    /// What people gain.
    #[schema(max_items = 60)]
    benefits: Option<Vec<BenefitSchema>>,
    /// From when until when. Needed before it is reviewed.
    validity: Option<AgreementDays>,
    /// Whether it goes on by itself.
    renewal: Option<AgreementRenewal>,
    /// Days of notice before the end of a period.
    #[schema(minimum = 1, maximum = 366)]
    notice_days: Option<i32>,
    /// Values for the placeholders of the template.
    values: Option<PlaceholderValues>,
    /// Codes of the optional clauses to take.
    #[schema(max_items = 100)]
    optional_clauses: Option<Vec<StableCodeField>>,
    /// Texts in place of clauses of the template.
    #[schema(max_items = 100)]
    clause_texts: Option<Vec<AgreementClauseText>>,
}

#[cfg(test)]
mod tests {
    use domain_agreements::{
        AgreementContent, NoticeDays, PartyIndex, RenewalMonths, RenewalTimes,
    };
    use domain_shared::{BoundedNumber, DefinitionNumber};
    use serde_json::{Value, json};

    use crate::http::SchemaChecker;

    fn document() -> Value {
        crate::openapi::document("http://hub.test")
    }

    #[test]
    fn the_described_bounds_are_those_of_the_rules() {
        fn same<N: BoundedNumber>(document: &Value, schema: &str, member: &str) {
            let at = format!("/components/schemas/{schema}/properties/{member}");
            let described = document.pointer(&at).unwrap();
            assert_eq!(described["minimum"], json!(N::MIN), "{at}");
            assert_eq!(described["maximum"], json!(N::MAX), "{at}");
        }
        let document = document();
        same::<DefinitionNumber>(&document, "AgreementTemplateChoice", "number");
        same::<PartyIndex>(&document, "AgreementSignatory", "party");
        same::<RenewalMonths>(&document, "AgreementRenewal", "months");
        same::<RenewalTimes>(&document, "AgreementRenewal", "times");
        same::<NoticeDays>(&document, "AgreementContent", "notice_days");
    }

    #[test]
    fn what_the_rules_read_and_write_fits_the_description() {
        let document = document();
        let checker = SchemaChecker::new(document.clone());
        let full = document["components"]["schemas"]["AgreementContent"]["example"].clone();
        let least = json!({"title": "Accordo", "kind": "framework"});
        for value in [full, least] {
            let content: AgreementContent = serde_json::from_value(value.clone()).unwrap();
            for value in [value, serde_json::to_value(&content).unwrap()] {
                let wrong = checker.check("AgreementContent", &value).unwrap();
                assert!(wrong.is_empty(), "{wrong}: {value}");
            }
        }
    }
}
