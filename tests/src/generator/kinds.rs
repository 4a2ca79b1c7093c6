//! What cards are about: the second-level categories, the most offered first.

use PriceUnit as U;
use Recipient as R;
use domain_cards::Recipient;
use domain_shared::PriceUnit;

/// A kind of service.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Code of its category.
    pub(super) code: &'static str,
    pub(super) recipients: &'static [Recipient],
    pub(super) units: &'static [PriceUnit],
    /// What such services are called, in Italian and English.
    pub(super) names: &'static [(&'static str, &'static str)],
}

const fn kind(
    code: &'static str,
    recipients: &'static [Recipient],
    units: &'static [PriceUnit],
    names: &'static [(&'static str, &'static str)],
) -> Kind {
    Kind {
        code,
        recipients,
        units,
        names,
    }
}

#[rustfmt::skip]
pub(super) const KINDS: [Kind; 24] = [
    kind("services-for-the-elderly", &[R::Elderly, R::DependentElderly, R::Caregiver], &[U::Hour, U::Day, U::Month, U::Meal, U::Trip],
        &[("Assistenza domiciliare agli anziani", "Home care for the elderly"), ("Centro diurno per anziani", "Day centre for the elderly"), ("Telesoccorso e compagnia telefonica", "Emergency call and phone company"), ("Pasti a domicilio", "Meals at home"), ("Ricovero di sollievo", "Respite stay"), ("Trasporto sociale", "Social transport"), ("Bagno assistito", "Assisted bath")]),
    kind("family-carers", &[R::DependentElderly, R::Elderly, R::Disabled, R::Caregiver], &[U::Hour, U::OneOff, U::Night, U::Month],
        &[("Ricerca dell'assistente familiare", "Search for a family carer"), ("Badante di condominio", "Condominium carer"), ("Assistenza notturna", "Night care"), ("Sostituzione della badante", "Replacement of the carer"), ("Assistente familiare a ore", "Family carer by the hour"), ("Sportello badanti", "Carers desk")]),
    kind("psychological-support", &[R::Everybody, R::Caregiver, R::Adolescent, R::WomenAtRisk, R::Addiction], &[U::Session, U::Package],
        &[("Sostegno psicologico", "Psychological support"), ("Ascolto psicologico per adolescenti", "Counselling for adolescents"), ("Gruppo di auto mutuo aiuto", "Self-help group"), ("Consulenza di coppia", "Couple counselling"), ("Elaborazione del lutto", "Support in mourning")]),
    kind("courses-for-children-and-adolescents", &[R::Child, R::Adolescent, R::FamilyWithMinors], &[U::Month, U::Week, U::Course],
        &[("Doposcuola", "After-school"), ("Laboratorio di teatro", "Theatre workshop"), ("Centro estivo", "Summer camp"), ("Aiuto compiti", "Homework help"), ("Corso di musica per bambini", "Music course for children"), ("Spazio gioco", "Play space")]),
    kind("domestic-help-and-babysitters", &[R::FamilyWithMinors, R::Worker, R::NewParents], &[U::Hour, U::OneOff, U::Month],
        &[("Baby-sitter in emergenza", "Emergency babysitter"), ("Colf a ore", "Domestic help by the hour"), ("Baby-sitter condivisa", "Shared babysitter"), ("Pulizie di casa", "House cleaning"), ("Stiro a domicilio", "Ironing at home")]),
    kind("supplementary-health-care", &[R::Everybody, R::Disabled, R::Elderly], &[U::Intervention, U::Session, U::Year],
        &[("Infermiere a domicilio", "Nurse at home"), ("Fisioterapia a domicilio", "Physiotherapy at home"), ("Mutua sanitaria", "Health mutual"), ("Prelievi a casa", "Blood samples at home"), ("Noleggio di ausili", "Hire of aids")]),
    kind("adult-job-guidance", &[R::Unemployed, R::Worker, R::Migrant], &[U::Session, U::Course],
        &[("Orientamento al lavoro", "Job guidance"), ("Bilancio delle competenze", "Skills assessment"), ("Sportello lavoro", "Job desk"), ("Laboratorio sul curriculum", "Curriculum workshop")]),
    kind("activities-for-the-elderly", &[R::Elderly], &[U::Month, U::Year, U::Session],
        &[("Ginnastica dolce", "Gentle exercise"), ("Università della terza età", "University of the third age"), ("Allenamento della memoria", "Memory training"), ("Circolo ricreativo", "Social club"), ("Ballo liscio", "Ballroom dancing")]),
    kind("social-security-advice", &[R::Worker, R::Elderly, R::Disabled], &[U::Session, U::OneOff],
        &[("Consulenza previdenziale", "Social-security advice"), ("Sportello pensioni", "Pensions desk"), ("Domanda di invalidità civile", "Disability application"), ("Pratiche in rete", "Online applications")]),
    kind("home-delivery", &[R::Elderly, R::Disabled, R::Everybody], &[U::Delivery, U::Month],
        &[("Consegna della spesa", "Shopping delivery"), ("Farmaci a domicilio", "Medicine at home"), ("Spesa sospesa", "Suspended shopping"), ("Commissioni per chi è solo", "Errands for people alone")]),
    kind("small-maintenance", &[R::Everybody, R::Elderly], &[U::Intervention, U::Hour, U::Kilometre],
        &[("Piccole riparazioni in casa", "Small repairs at home"), ("Tuttofare di quartiere", "Neighbourhood handyman"), ("Giardinaggio solidale", "Solidarity gardening"), ("Imbiancatura e montaggio", "Painting and assembly")]),
    kind("school-and-university-guidance", &[R::Student, R::Adolescent, R::Youth], &[U::Session, U::Package],
        &[("Orientamento scolastico", "School guidance"), ("Scelta dell'università", "Choosing a university"), ("Metodo di studio", "Study method"), ("Borse di studio", "Scholarships")]),
    kind("good-neighbourhood", &[R::Everybody, R::LowIncome], &[U::Month, U::Person],
        &[("Portierato sociale", "Social concierge"), ("Banca del tempo", "Time bank"), ("Custode di quartiere", "Neighbourhood caretaker"), ("Orto condiviso", "Shared garden")]),
    kind("disability-job-placement", &[R::Disabled, R::Youth], &[U::Month, U::HalfDay],
        &[("Collocamento mirato", "Supported employment"), ("Laboratorio protetto", "Sheltered workshop"), ("Tirocinio inclusivo", "Inclusive traineeship")]),
    kind("youth-job-placement", &[R::Youth, R::Student, R::Unemployed], &[U::Course, U::Month],
        &[("Tirocini per giovani", "Traineeships for young people"), ("Primo impiego", "First job"), ("Bottega dei mestieri", "Craft workshop")]),
    kind("carer-courses", &[R::CareWorker, R::Unemployed, R::Migrant], &[U::Course],
        &[("Corso per assistenti familiari", "Course for family carers"), ("Formazione per baby-sitter", "Training for babysitters"), ("Corso di primo soccorso", "First-aid course")]),
    kind("household-consumption-advice", &[R::LowIncome, R::Everybody], &[U::Session, U::OneOff],
        &[("Sportello bollette", "Bills desk"), ("Educazione finanziaria", "Financial education"), ("Risparmio energetico in casa", "Saving energy at home")]),
    kind("travel", &[R::Elderly, R::Disabled, R::Everybody], &[U::Day, U::Week, U::Person],
        &[("Gite sociali", "Group outings"), ("Soggiorni al mare", "Seaside stays"), ("Vacanze accessibili", "Accessible holidays")]),
    kind("solidarity-purchasing-groups", &[R::Everybody, R::LowIncome], &[U::Week, U::Year],
        &[("Gruppo di acquisto solidale", "Solidarity purchasing group"), ("Emporio solidale", "Solidarity shop")]),
    kind("housing-first", &[R::Homeless, R::LowIncome], &[U::Month, U::Night],
        &[("Prima la casa", "Housing First"), ("Accoglienza notturna", "Night shelter")]),
    kind("co-housing", &[R::Elderly, R::Student, R::Youth], &[U::Month, U::OneOff],
        &[("Convivenza solidale", "Home sharing"), ("Coabitazione tra generazioni", "Co-housing of generations")]),
    kind("group-apartments", &[R::Disabled, R::Elderly], &[U::Month, U::Day],
        &[("Gruppo appartamento", "Group flat"), ("Casa per l'autonomia", "Home for independence")]),
    kind("inter-company-activities", &[R::Company, R::Worker], &[U::Year, U::Person, U::HalfDay],
        &[("Welfare interaziendale", "Inter-company welfare"), ("Circolo dei dipendenti", "Employees' club")]),
    kind("fundraising-support", &[R::NonProfit], &[U::OneOff, U::Session],
        &[("Sostegno alla raccolta fondi", "Fundraising support"), ("Consulenza per il terzo settore", "Advice for the third sector")]),
];
