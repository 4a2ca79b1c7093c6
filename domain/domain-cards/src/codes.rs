//! The closed lists a card chooses from.

use domain_shared::codes;

codes! {
    /// Whom a service is for.
    pub enum Recipient {
        /// Elderly people.
        Elderly = "elderly", "persone anziane", "elderly people";
        /// Elderly people who are not self-sufficient.
        DependentElderly = "dependent_elderly", "anziani non autosufficienti", "dependent elderly people";
        /// People with a disability.
        Disabled = "disabled", "persone con disabilità", "people with disabilities";
        /// Family members who care for somebody.
        Caregiver = "caregiver", "caregiver familiari", "family caregivers";
        /// Families with minors.
        FamilyWithMinors = "family_with_minors", "famiglie con minori", "families with minors";
        /// Parents to be and parents of newborns.
        NewParents = "new_parents", "futuri e neogenitori", "expectant and new parents";
        /// Children.
        Child = "child", "bambini", "children";
        /// Adolescents.
        Adolescent = "adolescent", "adolescenti", "adolescents";
        /// Young people.
        Youth = "youth", "giovani", "young people";
        /// Students.
        Student = "student", "studenti", "students";
        /// Workers.
        Worker = "worker", "lavoratori", "workers";
        /// Unemployed people.
        Unemployed = "unemployed", "disoccupati", "unemployed people";
        /// Family carers, domestic workers, babysitters.
        CareWorker = "care_worker", "assistenti familiari, colf e baby-sitter", "care and domestic workers";
        /// Migrants.
        Migrant = "migrant", "persone migranti", "migrants";
        /// Women in difficulty or victims of violence.
        WomenAtRisk = "women_at_risk", "donne in difficoltà o vittime di violenza", "women at risk or victims of violence";
        /// Homeless people.
        Homeless = "homeless", "persone senza dimora", "homeless people";
        /// People in economic difficulty.
        LowIncome = "low_income", "persone in difficoltà economica", "people in economic difficulty";
        /// People with an addiction.
        Addiction = "addiction", "persone con dipendenze", "people with an addiction";
        /// Non-profit organisations.
        NonProfit = "non_profit", "enti non profit", "non-profit organisations";
        /// Companies and their employees.
        Company = "company", "aziende e dipendenti", "companies and their employees";
        /// Everybody.
        Everybody = "everybody", "tutta la cittadinanza", "everybody";
    }
}

codes! {
    /// Where a service is delivered.
    pub enum DeliveryMode {
        /// At the home of the person.
        Home = "home", "a domicilio", "at home";
        /// At the provider's site, where the person is accompanied.
        Accompanied = "accompanied", "accompagnamento presso la sede", "accompanied to the site";
        /// At the site.
        Site = "site", "presso la sede", "at the site";
        /// From a distance.
        Remote = "remote", "a distanza", "remotely";
        /// Elsewhere.
        Other = "other", "altro luogo", "elsewhere";
    }
}

codes! {
    /// How one gets to a service.
    pub enum AccessChannel {
        /// By walking in.
        WalkIn = "walk_in", "accesso libero", "walk-in";
        /// By appointment.
        Appointment = "appointment", "su appuntamento", "by appointment";
        /// By telephone.
        Phone = "phone", "per telefono", "by telephone";
        /// Through a web page.
        Online = "online", "online", "online";
        /// Sent by another service.
        Referral = "referral", "su invio di un altro servizio", "by referral";
    }
}

codes! {
    /// The value-added tax contained in a price.
    pub enum VatRate {
        /// Outside the scope of VAT.
        OutOfScope = "out_of_scope", "fuori campo IVA", "outside the scope of VAT";
        /// Exempt.
        Exempt = "exempt", "esente IVA", "VAT exempt";
        /// 4 %.
        Vat4 = "vat_4", "IVA 4 %", "VAT 4%";
        /// 5 %.
        Vat5 = "vat_5", "IVA 5 %", "VAT 5%";
        /// 10 %.
        Vat10 = "vat_10", "IVA 10 %", "VAT 10%";
        /// 22 %.
        Vat22 = "vat_22", "IVA 22 %", "VAT 22%";
    }
}

codes! {
    /// Whose staff does the work.
    pub enum StaffKind {
        /// The provider's own.
        Internal = "internal", "interno", "internal";
        /// A supplier's.
        External = "external", "esterno", "external";
    }
}

codes! {
    /// What an attached file is.
    pub enum AttachmentPurpose {
        /// Leaflet, guide, description.
        Information = "information", "materiale informativo", "information";
        /// Form to fill in.
        Form = "form", "modulo", "form";
        /// Conditions of the service.
        Terms = "terms", "condizioni di servizio", "terms of service";
        /// Public document: regulation, resolution, tariff.
        Document = "document", "documento pubblico", "public document";
    }
}
