//! Steps that the state of a thing does not allow.

use std::fmt;

use crate::{Code, Message, messages};

/// The step is not among those the state allows. `S` is the state, `A` what can be done in it: an
/// action, or the state to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTransition<S, A: 'static = S> {
    /// The state the thing is in.
    pub from: S,
    /// What can be done in it.
    pub allowed: &'static [A],
}

impl<S: Code, A: Code> InvalidTransition<S, A> {
    /// The stable code and the sentences for people.
    #[must_use]
    pub const fn message(&self) -> &'static Message {
        &messages::INVALID_TRANSITION
    }

    /// The code of the present state.
    #[must_use]
    pub fn state_code(&self) -> &'static str {
        self.from.code()
    }

    /// The codes of what can be done.
    #[must_use]
    pub fn allowed_codes(&self) -> Vec<&'static str> {
        self.allowed.iter().map(|step| step.code()).collect()
    }
}

impl<S: Code, A: Code> fmt::Display for InvalidTransition<S, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not possible in state {}", self.from.code())
    }
}

impl<S: Code, A: Code> std::error::Error for InvalidTransition<S, A> {}
