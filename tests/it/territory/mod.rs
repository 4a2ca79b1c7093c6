//! Territory.

mod municipalities;
mod reference;
mod units;
mod zones;
