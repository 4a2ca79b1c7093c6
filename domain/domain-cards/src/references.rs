//! What a card names without containing it, and whether it is there.

use std::collections::BTreeSet;

use domain_shared::{
    Belfiore, CardId, FileId, ProviderId, ProvinceCode, RegionCode, SiteId, StableCode, Violations,
    ZoneId, messages,
};

use crate::CardContent;

/// Things cards name: those that are wanted, or those of them that can be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Service categories in use.
    pub categories: BTreeSet<StableCode>,
    /// Regions.
    pub regions: BTreeSet<RegionCode>,
    /// Provinces.
    pub provinces: BTreeSet<ProvinceCode>,
    /// Municipalities that exist today.
    pub municipalities: BTreeSet<Belfiore>,
    /// Sub-municipal zones.
    pub zones: BTreeSet<ZoneId>,
    /// Sites of providers.
    pub sites: BTreeSet<(ProviderId, SiteId)>,
    /// Files of cards.
    pub files: BTreeSet<(CardId, FileId)>,
}

impl References {
    /// Adds what a card of a provider names.
    pub fn want(&mut self, card: CardId, provider: ProviderId, content: &CardContent) {
        self.categories.extend(content.categories().cloned());
        let coverage = &content.coverage;
        self.regions.extend(coverage.regions.iter().cloned());
        self.provinces.extend(coverage.provinces.iter().cloned());
        let covered = coverage.municipalities.iter();
        self.municipalities.extend(covered.cloned());
        self.zones.extend(&coverage.zones);
        self.want_places(content);
        let sites = content.places.iter().filter_map(|place| place.site_id);
        self.sites.extend(sites.map(|site| (provider, site)));
        self.files.extend(content.files().map(|file| (card, file)));
    }

    /// Adds the municipalities of the places of a card.
    pub fn want_places(&mut self, content: &CardContent) {
        let places = content.places.iter();
        let municipalities = places.map(|place| place.address.municipality.clone());
        self.municipalities.extend(municipalities);
    }
}

/// Records every item of a list that is not there.
fn need_all<'a, T: 'a>(
    wrong: &mut Violations,
    pointer: &str,
    items: impl IntoIterator<Item = T>,
    is_there: impl Fn(&T) -> bool,
) {
    for (index, item) in items.into_iter().enumerate() {
        if !is_there(&item) {
            wrong.add(format!("{pointer}/{index}"), &messages::UNKNOWN_REFERENCE);
        }
    }
}

impl CardContent {
    /// Whether everything the content of this card names is among what there is.
    ///
    /// # Errors
    /// Every member that names what is not there, by JSON Pointer.
    pub fn check_references(
        &self,
        card: CardId,
        provider: ProviderId,
        there: &References,
    ) -> Result<(), Violations> {
        let mut wrong = Violations::new();
        let unknown = &messages::UNKNOWN_REFERENCE;
        let main = self.main_category.as_ref();
        if main.is_some_and(|main| !there.categories.contains(main)) {
            wrong.add("/main_category", unknown);
        }
        need_all(
            &mut wrong,
            "/other_categories",
            &self.other_categories,
            |code| there.categories.contains(*code),
        );
        let coverage = &self.coverage;
        need_all(&mut wrong, "/coverage/regions", &coverage.regions, |code| {
            there.regions.contains(*code)
        });
        need_all(
            &mut wrong,
            "/coverage/provinces",
            &coverage.provinces,
            |code| there.provinces.contains(*code),
        );
        need_all(
            &mut wrong,
            "/coverage/municipalities",
            &coverage.municipalities,
            |code| there.municipalities.contains(*code),
        );
        need_all(&mut wrong, "/coverage/zones", &coverage.zones, |id| {
            there.zones.contains(*id)
        });
        for (index, place) in self.places.iter().enumerate() {
            let site = place.site_id.map(|site| (provider, site));
            if site.is_some_and(|site| !there.sites.contains(&site)) {
                wrong.add(format!("/places/{index}/site_id"), unknown);
            }
        }
        wrong.absorb("", self.unknown_places(there));
        let images = self.images.iter().map(|image| image.file_id);
        let attachments = self.attachments.iter().map(|one| one.file_id);
        let lists: [(&str, Vec<FileId>); 2] = [
            ("/images", images.collect()),
            ("/attachments", attachments.collect()),
        ];
        for (pointer, files) in lists {
            for (index, file) in files.into_iter().enumerate() {
                if !there.files.contains(&(card, file)) {
                    wrong.add(format!("{pointer}/{index}/file_id"), unknown);
                }
            }
        }
        wrong.into_result()
    }

    /// The places that lie in a municipality that is not there, by JSON Pointer.
    #[must_use]
    pub fn unknown_places(&self, there: &References) -> Violations {
        let mut wrong = Violations::new();
        for (index, place) in self.places.iter().enumerate() {
            if !there.municipalities.contains(&place.address.municipality) {
                let pointer = format!("/places/{index}/address/municipality");
                wrong.add(pointer, &messages::UNKNOWN_REFERENCE);
            }
        }
        wrong
    }
}
