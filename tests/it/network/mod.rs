//! Network bodies and associations.

mod associations;
mod bodies;
