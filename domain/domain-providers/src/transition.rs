//! Steps that the state of a thing does not allow.

/// The step is not among those the state allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTransition<S, A: 'static> {
    /// The state the thing is in.
    pub from: S,
    /// What can be done in it.
    pub allowed: &'static [A],
}
