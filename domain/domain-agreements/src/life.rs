//! The stored states of an agreement. What dates can say is in [`crate::Standing`].

use domain_shared::{InvalidTransition, codes};

codes! {
    /// Where an agreement stands, as far as somebody did something.
    pub enum AgreementStatus {
        /// Being written.
        Draft = "draft", "bozza", "draft";
        /// Waiting for the network's review.
        InReview = "in_review", "in revisione", "in review";
        /// Before the other side.
        Sent = "sent", "inviato alla controparte", "sent to the other side";
        /// Signed by all parties.
        Signed = "signed", "firmato", "signed";
        /// Ended before its time.
        Terminated = "terminated", "cessato", "terminated";
        /// Given up before it was signed.
        Cancelled = "cancelled", "annullato", "cancelled";
        /// Ended, everything in it done.
        Completed = "completed", "concluso", "completed";
    }
}

codes! {
    /// A step in the life of an agreement.
    pub enum AgreementStep {
        /// The agreement is written down.
        Create = "create", "creato", "created";
        /// Its text or its terms are changed.
        Edit = "edit", "modifica", "edit";
        /// It goes to the network's review.
        Submit = "submit", "invia in revisione", "submit for review";
        /// The review sends it back.
        SendBack = "send_back", "rimanda al redattore", "send back";
        /// The review sends it to the other side; the text is fixed.
        Send = "send", "invia alla controparte", "send to the other side";
        /// It is taken back from the other side.
        Recall = "recall", "richiama", "recall";
        /// A provider accepts the text.
        Accept = "accept", "accetta il testo", "accept the text";
        /// A provider proposes another text.
        Propose = "propose", "proponi una modifica", "propose a change";
        /// A provider refuses.
        Refuse = "refuse", "rifiuta", "refuse";
        /// A party signs.
        Sign = "sign", "firma", "sign";
        /// It is ended before its time.
        Terminate = "terminate", "cessa", "terminate";
        /// It is closed, everything in it done.
        Complete = "complete", "concludi", "complete";
        /// It is given up.
        Cancel = "cancel", "annulla", "cancel";
    }
}

impl AgreementStep {
    /// Whether it must be explained.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::SendBack
            | Self::Recall
            | Self::Propose
            | Self::Refuse
            | Self::Terminate
            | Self::Cancel => true,
            Self::Create
            | Self::Edit
            | Self::Submit
            | Self::Send
            | Self::Accept
            | Self::Sign
            | Self::Complete => false,
        }
    }
}

impl AgreementStatus {
    /// Whether nothing can be done any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Terminated | Self::Cancelled | Self::Completed => true,
            Self::Draft | Self::InReview | Self::Sent | Self::Signed => false,
        }
    }

    /// Whether it is, or was, in force: everybody signed it.
    #[must_use]
    pub const fn was_signed(self) -> bool {
        match self {
            Self::Signed | Self::Terminated | Self::Completed => true,
            Self::Draft | Self::InReview | Self::Sent | Self::Cancelled => false,
        }
    }
}

/// The steps that can be taken in a state.
#[must_use]
pub const fn allowed_steps(status: AgreementStatus) -> &'static [AgreementStep] {
    use AgreementStep::{
        Accept, Cancel, Complete, Edit, Propose, Recall, Refuse, Send, SendBack, Sign, Submit,
        Terminate,
    };
    match status {
        AgreementStatus::Draft => &[Edit, Submit, Cancel],
        AgreementStatus::InReview => &[SendBack, Send, Cancel],
        AgreementStatus::Sent => &[Accept, Propose, Refuse, Sign, Recall, Cancel],
        AgreementStatus::Signed => &[Terminate, Complete],
        AgreementStatus::Terminated | AgreementStatus::Cancelled | AgreementStatus::Completed => {
            &[]
        }
    }
}

/// Where an agreement stands after a step. `all_signed` says whether, with this step, every party has
/// signed; it matters for [`AgreementStep::Sign`] only.
///
/// # Errors
/// [`InvalidTransition`] when the step is not among the allowed ones.
pub fn status_after(
    status: AgreementStatus,
    step: AgreementStep,
    all_signed: bool,
) -> Result<AgreementStatus, InvalidTransition<AgreementStatus, AgreementStep>> {
    let allowed = allowed_steps(status);
    if !allowed.contains(&step) {
        return Err(InvalidTransition {
            from: status,
            allowed,
        });
    }
    Ok(match step {
        AgreementStep::Create
        | AgreementStep::Edit
        | AgreementStep::SendBack
        | AgreementStep::Recall
        | AgreementStep::Propose => AgreementStatus::Draft,
        AgreementStep::Submit => AgreementStatus::InReview,
        AgreementStep::Sign if all_signed => AgreementStatus::Signed,
        AgreementStep::Send | AgreementStep::Accept | AgreementStep::Sign => AgreementStatus::Sent,
        AgreementStep::Terminate => AgreementStatus::Terminated,
        AgreementStep::Complete => AgreementStatus::Completed,
        AgreementStep::Refuse | AgreementStep::Cancel => AgreementStatus::Cancelled,
    })
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    #[test]
    fn final_states_allow_nothing_and_others_something() {
        for status in AgreementStatus::ALL {
            assert_eq!(allowed_steps(*status).is_empty(), status.is_final());
        }
    }

    #[test]
    fn it_is_signed_once_everybody_has() {
        let sent = AgreementStatus::Sent;
        let after = |all| status_after(sent, AgreementStep::Sign, all).unwrap();
        assert_eq!(after(false), AgreementStatus::Sent);
        assert_eq!(after(true), AgreementStatus::Signed);
    }

    #[test]
    fn a_signed_agreement_is_not_edited() {
        let refused = status_after(AgreementStatus::Signed, AgreementStep::Edit, false);
        assert_eq!(
            refused.unwrap_err().allowed_codes(),
            ["terminate", "complete"]
        );
    }
}
