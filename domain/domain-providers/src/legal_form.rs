//! Kinds of provider and the legal forms Italian bodies take.

use domain_shared::codes;

codes! {
    /// What a provider is.
    pub enum ProviderKind {
        /// A public body.
        Public = "public", "pubblico", "public";
        /// A for-profit body or a self-employed person.
        Private = "private", "privato", "private";
        /// A third-sector body.
        ThirdSector = "third_sector", "terzo settore", "third sector";
    }
}

codes! {
    /// The legal form of a provider.
    pub enum LegalForm {
        /// Region.
        Region = "region", "regione", "region";
        /// Province.
        Province = "province", "provincia", "province";
        /// Metropolitan city.
        MetropolitanCity = "metropolitan_city", "città metropolitana", "metropolitan city";
        /// Municipality.
        Municipality = "municipality", "comune", "municipality";
        /// Union of municipalities, mountain or island community.
        UnionOfMunicipalities = "union_of_municipalities", "unione di comuni o comunità montana", "union of municipalities";
        /// Body of the national health service.
        HealthAuthority = "health_authority", "azienda o ente del servizio sanitario nazionale (ASL)", "national health service body (local health authority)";
        /// Special agency of local bodies.
        SpecialAgency = "special_agency", "azienda speciale", "special agency of local bodies";
        /// Public agency of services to the person.
        PublicServiceAgency = "public_service_agency", "azienda pubblica di servizi alla persona (ASP)", "public agency of personal services";
        /// Public consortium.
        PublicConsortium = "public_consortium", "consorzio di diritto pubblico", "public-law consortium";
        /// School or university.
        PublicEducation = "public_education", "istituto, scuola o università pubblica", "public school or university";
        /// Any other public body.
        OtherPublic = "other_public", "altro ente pubblico", "other public body";
        /// Social cooperative of personal services.
        SocialCooperativeA = "social_cooperative_a", "cooperativa sociale di tipo A", "social cooperative, type A (personal services)";
        /// Social cooperative of work integration.
        SocialCooperativeB = "social_cooperative_b", "cooperativa sociale di tipo B", "social cooperative, type B (work integration)";
        /// Social cooperative of both kinds.
        SocialCooperativeAb = "social_cooperative_ab", "cooperativa sociale a scopo plurimo (A e B)", "social cooperative, types A and B";
        /// Consortium of social cooperatives.
        SocialConsortium = "social_consortium", "consorzio di cooperative sociali", "consortium of social cooperatives";
        /// Social enterprise.
        SocialEnterprise = "social_enterprise", "impresa sociale", "social enterprise";
        /// Voluntary organisation.
        VoluntaryOrganisation = "voluntary_organisation", "organizzazione di volontariato (ODV)", "voluntary organisation";
        /// Association for social promotion.
        SocialPromotionAssociation = "social_promotion_association", "associazione di promozione sociale (APS)", "association for social promotion";
        /// Mutual aid society.
        MutualAidSociety = "mutual_aid_society", "società di mutuo soccorso", "mutual aid society";
        /// Philanthropic body.
        PhilanthropicBody = "philanthropic_body", "ente filantropico", "philanthropic body";
        /// Association, recognised or not.
        Association = "association", "associazione (riconosciuta o non riconosciuta)", "association";
        /// Committee.
        Committee = "committee", "comitato", "committee";
        /// Foundation.
        Foundation = "foundation", "fondazione", "foundation";
        /// Religious body.
        ReligiousBody = "religious_body", "ente religioso civilmente riconosciuto", "recognised religious body";
        /// Limited company.
        LimitedCompany = "limited_company", "società a responsabilità limitata (SRL)", "limited company";
        /// Joint-stock company.
        JointStockCompany = "joint_stock_company", "società per azioni (SPA)", "joint-stock company";
        /// General partnership.
        GeneralPartnership = "general_partnership", "società in nome collettivo (SNC)", "general partnership";
        /// Limited partnership.
        LimitedPartnership = "limited_partnership", "società in accomandita semplice (SAS)", "limited partnership";
        /// Simple partnership.
        SimplePartnership = "simple_partnership", "società semplice", "simple partnership";
        /// Cooperative that is not social.
        Cooperative = "cooperative", "società cooperativa", "cooperative";
        /// Consortium of enterprises.
        Consortium = "consortium", "consorzio o società consortile", "consortium of enterprises";
        /// Associated professionals.
        ProfessionalFirm = "professional_firm", "studio associato o società tra professionisti", "professional firm";
        /// Sole trader.
        SoleTrader = "sole_trader", "ditta individuale", "sole trader";
        /// Self-employed professional.
        Freelancer = "freelancer", "libero professionista o lavoratore autonomo", "self-employed professional";
        /// Anything else.
        Other = "other", "altra forma giuridica", "other legal form";
    }
}

/// Whose tax code a legal form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxPerson {
    /// The person's own: sixteen characters, or the eleven digits of the provisional form.
    Natural,
    /// The body's: eleven digits.
    Body,
    /// Not to be told from the legal form.
    Either,
}

impl LegalForm {
    /// Whether a provider of this kind can have this legal form.
    #[must_use]
    pub const fn fits(self, kind: ProviderKind) -> bool {
        match self {
            Self::Region
            | Self::Province
            | Self::MetropolitanCity
            | Self::Municipality
            | Self::UnionOfMunicipalities
            | Self::HealthAuthority
            | Self::SpecialAgency
            | Self::PublicServiceAgency
            | Self::PublicConsortium
            | Self::PublicEducation
            | Self::OtherPublic => matches!(kind, ProviderKind::Public),
            Self::SocialCooperativeA
            | Self::SocialCooperativeB
            | Self::SocialCooperativeAb
            | Self::SocialConsortium
            | Self::SocialEnterprise
            | Self::VoluntaryOrganisation
            | Self::SocialPromotionAssociation
            | Self::MutualAidSociety
            | Self::PhilanthropicBody => matches!(kind, ProviderKind::ThirdSector),
            Self::Association | Self::Committee | Self::Foundation | Self::ReligiousBody => {
                matches!(kind, ProviderKind::ThirdSector | ProviderKind::Private)
            }
            Self::GeneralPartnership
            | Self::LimitedPartnership
            | Self::SimplePartnership
            | Self::Cooperative
            | Self::ProfessionalFirm
            | Self::SoleTrader
            | Self::Freelancer => matches!(kind, ProviderKind::Private),
            // Public bodies work through companies and consortia of their own.
            Self::LimitedCompany | Self::JointStockCompany | Self::Consortium => {
                matches!(kind, ProviderKind::Private | ProviderKind::Public)
            }
            Self::Other => true,
        }
    }

    /// Whether it cannot exist without a VAT number.
    #[must_use]
    pub const fn needs_vat_number(self) -> bool {
        match self {
            Self::SpecialAgency
            | Self::SocialCooperativeA
            | Self::SocialCooperativeB
            | Self::SocialCooperativeAb
            | Self::SocialConsortium
            | Self::SocialEnterprise
            | Self::LimitedCompany
            | Self::JointStockCompany
            | Self::GeneralPartnership
            | Self::LimitedPartnership
            | Self::Cooperative
            | Self::Consortium
            | Self::ProfessionalFirm
            | Self::SoleTrader
            | Self::Freelancer => true,
            Self::Region
            | Self::Province
            | Self::MetropolitanCity
            | Self::Municipality
            | Self::UnionOfMunicipalities
            | Self::HealthAuthority
            | Self::PublicServiceAgency
            | Self::PublicConsortium
            | Self::PublicEducation
            | Self::OtherPublic
            | Self::VoluntaryOrganisation
            | Self::SocialPromotionAssociation
            | Self::MutualAidSociety
            | Self::PhilanthropicBody
            | Self::Association
            | Self::Committee
            | Self::Foundation
            | Self::ReligiousBody
            | Self::SimplePartnership
            | Self::Other => false,
        }
    }

    /// Whose tax code it has.
    #[must_use]
    pub fn tax_person(self) -> TaxPerson {
        if matches!(self, Self::SoleTrader | Self::Freelancer) {
            TaxPerson::Natural
        } else if self == Self::Other {
            TaxPerson::Either
        } else {
            TaxPerson::Body
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    #[test]
    fn every_kind_has_forms_and_every_form_a_kind() {
        for kind in ProviderKind::ALL {
            assert!(
                LegalForm::ALL
                    .iter()
                    .filter(|form| form.fits(*kind))
                    .count()
                    > 5
            );
        }
        for form in LegalForm::ALL {
            assert!(
                ProviderKind::ALL.iter().any(|kind| form.fits(*kind)),
                "{form:?}"
            );
        }
        assert!(!LegalForm::SoleTrader.fits(ProviderKind::ThirdSector));
        assert!(LegalForm::Foundation.fits(ProviderKind::ThirdSector));
    }

    #[test]
    fn people_who_work_on_their_own_need_a_vat_number() {
        for form in LegalForm::ALL
            .iter()
            .filter(|form| form.tax_person() == TaxPerson::Natural)
        {
            assert!(form.needs_vat_number());
        }
    }
}
