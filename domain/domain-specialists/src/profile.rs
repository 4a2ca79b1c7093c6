//! What a specialist says about themself.

use domain_shared::{
    EmailAddress, LanguageTag, LongText, PersonName, PhoneNumber, ServiceCategoryId, TextValue,
    Violations, codes, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

/// Most roles of one specialist.
pub const MAX_ROLES: usize = 10;
/// Most areas of expertise of one specialist.
pub const MAX_EXPERTISE: usize = 50;
/// Most languages of one specialist.
pub const MAX_LANGUAGES: usize = 20;

codes! {
    /// On what terms a specialist works for the network.
    pub enum Engagement {
        /// Unpaid, as a volunteer of the association.
        Volunteer = "volunteer", "volontario", "volunteer";
        /// Employed by a body of the network.
        Employed = "employed", "dipendente", "employed";
    }
}

codes! {
    /// What a specialist does on a desk.
    pub enum SpecialistRole {
        /// Listens, orients and follows cases.
        WelfareSpecialist = "welfare_specialist", "Welf@re Specialist", "welfare specialist";
        /// Takes over complex cases of several points.
        CareManager = "care_manager", "care manager", "care manager";
        /// Is responsible for the point.
        PointCoordinator = "point_coordinator", "coordinatore del punto", "point coordinator";
        /// Teaches households to manage their money.
        FinancialEducator = "financial_educator", "educatore finanziario", "financial educator";
        /// Receives people and books appointments.
        IntakeOperator = "intake_operator", "operatore di accoglienza", "intake operator";
        /// Helps citizens with digital services (*servizio civile digitale*).
        DigitalFacilitator = "digital_facilitator", "facilitatore digitale", "digital facilitator";
    }
}

/// A valid profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialistProfile {
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// Work e-mail address.
    pub email: EmailAddress,
    /// Work telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// Terms of the engagement.
    pub engagement: Engagement,
    /// What the person may be assigned to do; 1 to [`MAX_ROLES`], no repetition.
    pub roles: Vec<SpecialistRole>,
    /// Categories the person is expert in; up to [`MAX_EXPERTISE`], no repetition.
    pub expertise: Vec<ServiceCategoryId>,
    /// Languages spoken on the desk, best first; 1 to [`MAX_LANGUAGES`], no repetition.
    pub languages: Vec<LanguageTag>,
    /// A few words for the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<LongText>,
}

/// A profile as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpecialistDraft {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Work e-mail address.
    pub email: String,
    /// Work telephone.
    pub phone: Option<String>,
    /// Code of [`Engagement`].
    pub engagement: String,
    /// Codes of [`SpecialistRole`].
    pub roles: Vec<String>,
    /// Identifiers of service categories; whether they exist is for the caller to check.
    pub expertise: Vec<String>,
    /// Language tags, BCP 47.
    pub languages: Vec<String>,
    /// A few words for the public.
    pub bio: Option<String>,
}

impl SpecialistProfile {
    /// The valid profile.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &SpecialistDraft) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let given_name = v.keep("/given_name", PersonName::parse(&draft.given_name));
        let family_name = v.keep("/family_name", PersonName::parse(&draft.family_name));
        let email = v.keep("/email", EmailAddress::parse(&draft.email));
        let phone = v.keep_optional("/phone", draft.phone.as_deref(), TextValue::parse);
        let engagement = v.keep("/engagement", parse_code(&draft.engagement));
        let roles = v.keep_required_list("/roles", &draft.roles, MAX_ROLES, parse_code);
        let expertise = v.keep_list("/expertise", &draft.expertise, MAX_EXPERTISE, parse_id);
        let languages = v.keep_required_list(
            "/languages",
            &draft.languages,
            MAX_LANGUAGES,
            LanguageTag::parse,
        );
        let bio = v.keep_optional("/bio", draft.bio.as_deref(), TextValue::parse);
        match (given_name, family_name, email, engagement) {
            (Some(given_name), Some(family_name), Some(email), Some(engagement))
                if v.is_empty() =>
            {
                Ok(Self {
                    given_name,
                    family_name,
                    email,
                    phone,
                    engagement,
                    roles,
                    expertise,
                    languages,
                    bio,
                })
            }
            (_, _, _, _) => Err(v),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use domain_shared::messages;

    use super::*;

    pub(crate) fn draft() -> SpecialistDraft {
        SpecialistDraft {
            given_name: "Niccolò".into(),
            family_name: "D’Àlena".into(),
            email: "n.dalena@example.org".into(),
            engagement: "volunteer".into(),
            roles: vec!["welfare_specialist".into()],
            languages: vec!["it".into(), "de".into()],
            ..SpecialistDraft::default()
        }
    }

    #[test]
    fn a_correct_profile_is_read() {
        let profile = SpecialistProfile::parse(&draft()).unwrap();
        assert_eq!(profile.engagement, Engagement::Volunteer);
        assert_eq!(profile.languages.len(), 2);
        assert_eq!(profile.phone, None);
    }

    #[test]
    fn every_mistake_is_reported_where_it_is() {
        let wrong = SpecialistDraft {
            given_name: " ".into(),
            email: "nobody".into(),
            phone: Some("chiamare".into()),
            engagement: "contractor".into(),
            roles: vec![
                "care_manager".into(),
                "wizard".into(),
                "care_manager".into(),
            ],
            expertise: vec!["1".into()],
            languages: vec![],
            bio: Some("a\u{0}b".into()),
            ..draft()
        };
        let found: Vec<_> = SpecialistProfile::parse(&wrong)
            .unwrap_err()
            .into_iter()
            .map(|violation| (violation.pointer, violation.message))
            .collect();
        let expected = [
            ("/given_name", &messages::REQUIRED),
            ("/email", &messages::INVALID_EMAIL),
            ("/phone", &messages::INVALID_PHONE),
            ("/engagement", &messages::UNKNOWN_CODE),
            ("/roles/1", &messages::UNKNOWN_CODE),
            ("/roles/2", &messages::DUPLICATE),
            ("/expertise/0", &messages::UNKNOWN_REFERENCE),
            ("/languages", &messages::REQUIRED),
            ("/bio", &messages::CONTROL_CHARACTERS),
        ];
        assert_eq!(
            found,
            expected.map(|(pointer, message)| (pointer.to_owned(), message))
        );
    }

    #[test]
    fn a_huge_list_is_one_mistake() {
        let wrong = SpecialistDraft {
            expertise: (0..10_000)
                .map(|n| format!("01930000-0000-7000-8000-{n:012x}"))
                .collect(),
            ..draft()
        };
        let found: Vec<_> = SpecialistProfile::parse(&wrong)
            .unwrap_err()
            .into_iter()
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, &messages::TOO_MANY_ITEMS);
    }
}
