//! Territory.

mod reference;
