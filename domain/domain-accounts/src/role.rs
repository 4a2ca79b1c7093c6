//! The roles people are granted.

use domain_shared::codes;

codes! {
    /// What a person does in the hub, granted for a place.
    pub enum Role {
        /// Keeps the cards of one provider.
        ProviderEditor = "provider_editor", "redattore dell'ente", "provider editor";
        /// Keeps one provider, its cards and its users.
        ProviderManager = "provider_manager", "responsabile dell'ente", "provider manager";
        /// Volunteer or civil-service helper on a desk.
        Operator = "operator", "operatore di sportello", "desk operator";
        /// Trained Welf@re Specialist at one or several points.
        Specialist = "specialist", "Welf@re Specialist", "Welf@re Specialist";
        /// Consultant who follows cases over several points.
        CareManager = "care_manager", "care manager", "care manager";
        /// Responsible for a point.
        PointCoordinator = "point_coordinator", "coordinatore del punto", "point coordinator";
        /// Editorial staff of the network.
        Reviewer = "reviewer", "revisore", "reviewer";
        /// National staff of the network.
        NetworkAdmin = "network_admin", "amministratore di rete", "network administrator";
        /// Scientific and monitoring staff; never sees personal data.
        Evaluator = "evaluator", "valutatore", "evaluator";
    }
}
