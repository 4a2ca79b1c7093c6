//! Statistics against an independent computation, and an attacker against everything that is shown.

mod attacker;
mod attacks;
mod blocks;
mod data;
mod knowledge;
mod statistics;
mod tables;
