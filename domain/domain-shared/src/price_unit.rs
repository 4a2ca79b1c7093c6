//! What prices are for.

use crate::codes;

codes! {
    /// What a price is for.
    pub enum PriceUnit {
        /// One hour.
        Hour = "hour", "ora", "hour";
        /// Half a day.
        HalfDay = "half_day", "mezza giornata", "half day";
        /// One day.
        Day = "day", "giorno", "day";
        /// One night.
        Night = "night", "notte", "night";
        /// One week.
        Week = "week", "settimana", "week";
        /// One month.
        Month = "month", "mese", "month";
        /// One year.
        Year = "year", "anno", "year";
        /// One meeting or session.
        Session = "session", "incontro", "session";
        /// One intervention.
        Intervention = "intervention", "intervento", "intervention";
        /// One journey.
        Trip = "trip", "viaggio", "trip";
        /// One kilometre.
        Kilometre = "kilometre", "chilometro", "kilometre";
        /// One meal.
        Meal = "meal", "pasto", "meal";
        /// One delivery.
        Delivery = "delivery", "consegna", "delivery";
        /// One person.
        Person = "person", "persona", "person";
        /// One course.
        Course = "course", "corso", "course";
        /// A package of several services.
        Package = "package", "pacchetto", "package";
        /// Once, whatever is done.
        OneOff = "one_off", "una tantum", "one-off";
    }
}
