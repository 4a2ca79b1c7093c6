//! Names people write instead of codes: categories and places.

use std::collections::HashMap;

use domain_categories::CategoryTree;
use domain_shared::{Message, TextValue as _, fold};
use domain_territory::{Municipality, MunicipalityStatus};
use persistence::{
    AnyConnection,
    categories::category_tree,
    territory::{Gazetteer, gazetteer_load},
};

use super::messages;
use crate::problem::Outcome;

/// Codes by what people write, and the other way round.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// By folded text; nothing where several share it.
    codes: HashMap<String, Option<String>>,
    names: HashMap<String, String>,
}

impl Names {
    /// Takes a spelling in; a code counts more than a name.
    fn know(&mut self, spelling: &str, code: &str, is_code: bool) {
        let known = self.codes.entry(fold(spelling));
        match known {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(Some(code.to_owned()));
            }
            std::collections::hash_map::Entry::Occupied(mut taken) => {
                if is_code {
                    taken.insert(Some(code.to_owned()));
                } else if taken.get().as_deref() != Some(code) {
                    taken.insert(None);
                }
            }
        }
    }

    fn call(&mut self, code: &str, name: &str) {
        self.names.insert(code.to_owned(), name.to_owned());
    }

    /// The code that a code or a name means.
    pub(crate) fn code(&self, text: &str) -> Result<String, &'static Message> {
        match self.codes.get(&fold(text)) {
            Some(Some(code)) => Ok(code.clone()),
            Some(None) => Err(&messages::AMBIGUOUS_NAME),
            None => Err(&domain_shared::messages::UNKNOWN_REFERENCE),
        }
    }

    /// How people write a code: its name where that leads back to it, else the code itself.
    pub(crate) fn name(&self, code: &str) -> String {
        self.names
            .get(code)
            .filter(|name| self.code(name).as_deref() == Ok(code))
            .map_or(code, String::as_str)
            .to_owned()
    }
}

/// Everything a table can name.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) categories: Names,
    pub(crate) municipalities: Names,
    pub(crate) provinces: Names,
    pub(crate) regions: Names,
    pub(crate) zones: Names,
}

impl Lexicon {
    /// Reads what there is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) fn load(connection: &mut AnyConnection) -> Outcome<Self> {
        let tree = category_tree(connection)?;
        Ok(Self::of(&tree, &gazetteer_load(connection)?))
    }

    fn of(tree: &CategoryTree, gazetteer: &Gazetteer) -> Self {
        let mut lexicon = Self::default();
        let categories = &mut lexicon.categories;
        for category in tree.iter().filter(|category| category.is_active()) {
            categories.know(category.label.it.as_str(), category.code.as_str(), false);
        }
        for category in tree.iter() {
            categories.know(category.code.as_str(), category.code.as_str(), true);
        }
        lexicon.know_places(gazetteer);
        lexicon
    }

    fn know_places(&mut self, gazetteer: &Gazetteer) {
        let mut abbreviations: HashMap<&str, &str> = HashMap::new();
        for province in &gazetteer.provinces {
            let (code, name) = (province.code.as_str(), province.name.as_str());
            let abbreviation = province.abbreviation.as_str();
            abbreviations.insert(code, abbreviation);
            let others = province.alternate_names.iter();
            for name in std::iter::once(&province.name).chain(others) {
                self.provinces.know(name.as_str(), code, false);
            }
            self.provinces.know(abbreviation, code, true);
            self.provinces.know(code, code, true);
            self.provinces.call(code, name);
        }
        for region in &gazetteer.regions {
            let code = region.code.as_str();
            let others = region.alternate_names.iter();
            for name in std::iter::once(&region.name).chain(others) {
                self.regions.know(name.as_str(), code, false);
            }
            self.regions.know(code, code, true);
            self.regions.call(code, region.name.as_str());
        }
        for id in &gazetteer.zones {
            self.zones.know(&id.to_string(), &id.to_string(), true);
        }
        let places = &mut self.municipalities;
        let exists = |place: &&Municipality| place.status() == MunicipalityStatus::Active;
        for place in gazetteer.municipalities.iter().filter(exists) {
            let code = place.belfiore.as_str();
            let province = abbreviations.get(place.province.as_str()).copied();
            for name in std::iter::once(&place.name).chain(&place.alternate_names) {
                places.know(name.as_str(), code, false);
                if let Some(province) = province {
                    places.know(&format!("{} {province}", name.as_str()), code, false);
                }
            }
            places.know(place.istat_code.as_str(), code, true);
            if let Some(province) = province {
                places.call(code, &format!("{} ({province})", place.name.as_str()));
            }
        }
        for place in &gazetteer.municipalities {
            places.know(place.belfiore.as_str(), place.belfiore.as_str(), true);
        }
    }
}

#[cfg(test)]
impl Lexicon {
    /// Knows the few places and categories that tests name.
    pub(crate) fn teach_for_tests(&mut self) {
        for code in ["services-for-the-elderly", "family-carers"] {
            self.categories.know(code, code, true);
        }
        for (code, name, istat) in [
            ("C573", "Cesena", "040007"),
            ("C574", "Cesenatico", "040008"),
            ("H199", "Ravenna", "039014"),
        ] {
            let province = if code == "H199" { "RA" } else { "FC" };
            self.municipalities.know(name, code, false);
            self.municipalities
                .know(&format!("{name} {province}"), code, false);
            self.municipalities.know(code, code, true);
            self.municipalities.know(istat, code, true);
            self.municipalities
                .call(code, &format!("{name} ({province})"));
        }
        for (code, name, abbreviation) in [("039", "Ravenna", "RA"), ("040", "Forlì-Cesena", "FC")]
        {
            self.provinces.know(name, code, false);
            self.provinces.know(abbreviation, code, true);
            self.provinces.know(code, code, true);
            self.provinces.call(code, name);
        }
    }
}
