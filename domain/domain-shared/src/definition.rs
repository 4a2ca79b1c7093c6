//! Things that are written in versions: templates of agreements, questionnaires.

use crate::{InvalidTransition, bounded_numbers, codes};

bounded_numbers! {
    /// Number of a version of a definition, from 1.
    DefinitionNumber = 1..=10_000;
}

codes! {
    /// Where a version of a definition stands.
    pub enum DefinitionStatus {
        /// Being written.
        Draft = "draft", "bozza", "draft";
        /// In use, and unchangeable.
        Active = "active", "attivo", "active";
        /// Out of use, and unchangeable.
        Retired = "retired", "ritirato", "retired";
    }
}

codes! {
    /// A step in the life of a version of a definition.
    pub enum DefinitionStep {
        /// What it says is changed.
        Edit = "edit", "modifica", "edit";
        /// It comes into use, and the former one goes out of it.
        Activate = "activate", "attiva", "activate";
        /// It goes out of use.
        Retire = "retire", "ritira", "retire";
    }
}

/// Where a version of a definition stands after a step. One that was ever in use never changes again: what
/// is to change is written down as the next version.
///
/// # Errors
/// [`InvalidTransition`] when the step is not among the allowed ones.
pub fn definition_status_after(
    status: DefinitionStatus,
    step: DefinitionStep,
) -> Result<DefinitionStatus, InvalidTransition<DefinitionStatus, DefinitionStep>> {
    let allowed: &[DefinitionStep] = match status {
        DefinitionStatus::Draft => &[DefinitionStep::Edit, DefinitionStep::Activate],
        DefinitionStatus::Active => &[DefinitionStep::Retire],
        DefinitionStatus::Retired => &[],
    };
    if !allowed.contains(&step) {
        return Err(InvalidTransition {
            from: status,
            allowed,
        });
    }
    Ok(match step {
        DefinitionStep::Edit => DefinitionStatus::Draft,
        DefinitionStep::Activate => DefinitionStatus::Active,
        DefinitionStep::Retire => DefinitionStatus::Retired,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_use_never_changes() {
        let after = definition_status_after;
        let (draft, active) = (DefinitionStatus::Draft, DefinitionStatus::Active);
        assert_eq!(after(draft, DefinitionStep::Activate), Ok(active));
        assert_eq!(
            after(active, DefinitionStep::Retire),
            Ok(DefinitionStatus::Retired)
        );
        let refused = after(active, DefinitionStep::Edit).unwrap_err();
        assert_eq!(refused.allowed_codes(), ["retire"]);
        let refused = after(DefinitionStatus::Retired, DefinitionStep::Activate).unwrap_err();
        assert!(refused.allowed_codes().is_empty());
    }
}
