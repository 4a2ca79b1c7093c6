//! What makes a place or a service accessible.

crate::codes! {
    /// What makes a desk usable by people with disabilities.
    pub enum AccessibilityFeature {
        /// Way in without steps.
        StepFree = "step_free", "ingresso senza gradini", "step-free entrance";
        /// Ramp at the entrance.
        Ramp = "ramp", "rampa di accesso", "entrance ramp";
        /// Lift a wheelchair fits in.
        Lift = "lift", "ascensore accessibile", "accessible lift";
        /// Accessible toilet.
        AccessibleToilet = "accessible_toilet", "servizi igienici accessibili", "accessible toilet";
        /// Reserved parking near the entrance.
        Parking = "parking", "parcheggio riservato", "reserved parking";
        /// Stop of accessible public transport nearby.
        PublicTransport = "public_transport", "fermata di trasporto pubblico accessibile", "accessible public transport stop";
        /// Induction loop for hearing aids.
        HearingLoop = "hearing_loop", "sistema a induzione magnetica", "hearing loop";
        /// Italian sign language.
        Lis = "lis", "lingua dei segni italiana (LIS)", "Italian sign language (LIS)";
        /// Tactile guidance or Braille signs.
        TactileGuidance = "tactile_guidance", "percorsi tattili o segnaletica in Braille", "tactile guidance or Braille signs";
        /// Texts that are easy to read, or pictures that help communication.
        EasyReading = "easy_reading", "testi facili da leggere o CAA", "easy-to-read texts or AAC";
        /// Guide and assistance dogs are welcome.
        AssistanceDogs = "assistance_dogs", "cani da assistenza ammessi", "assistance dogs welcome";
    }
}
