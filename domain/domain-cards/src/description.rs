//! What a service does, in words.

use domain_shared::{LocalText, LocalTextDraft, LongText, Violations};
use serde::{Deserialize, Serialize};

/// Generates the texts of a description: each may be there or not, in any number of languages.
macro_rules! descriptions {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// A description as somebody typed it, not checked yet.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct DescriptionDraft {
            $($(#[$meta])* pub $name: LocalTextDraft,)+
        }

        /// What a service does, in words.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        pub struct Description {
            $($(#[$meta])* #[serde(skip_serializing_if = "Option::is_none")]
            pub $name: Option<LocalText<LongText>>,)+
        }

        impl Description {
            /// Reads a description.
            ///
            /// # Errors
            /// Every mistake of the draft.
            pub fn parse(draft: &DescriptionDraft) -> Result<Self, Violations> {
                let mut wrong = Violations::new();
                let description = Self {
                    $($name: wrong.keep_local(concat!("/", stringify!($name)), &draft.$name),)+
                };
                wrong.into_result().map(|()| description)
            }

            /// Every text there is.
            pub fn texts(&self) -> impl Iterator<Item = &LocalText<LongText>> {
                [$(&self.$name,)+].into_iter().flatten()
            }
        }
    };
}

descriptions! {
    /// The whole of it, at length.
    overview,
    /// How the need is analysed.
    need_analysis,
    /// The solution that is proposed.
    proposed_solution,
    /// The activities that are carried out.
    activities,
    /// What one gets in the end.
    outcome,
    /// What follows from the outcome.
    next_steps,
    /// Times and deadlines in words.
    timing,
    /// What limits the service.
    constraints,
    /// Special cases.
    special_cases,
    /// Anything else.
    further_information,
}
