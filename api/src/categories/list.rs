//! The list of categories: the whole tree is small, so it is filtered here and not by a query.

use domain_categories::{CategoryStatus, CategoryTree, ServiceCategory};
use domain_shared::TextValue as _;
use domain_territory::match_rank;
use persistence::{Cursor, Listing, PageRequest};

use super::dto::{ServiceCategoryParams, level};

/// The categories of one page, in the order of the tree.
pub(super) fn listed<'a>(
    tree: &'a CategoryTree,
    filter: &ServiceCategoryParams,
    page: &PageRequest,
) -> Listing<&'a ServiceCategory> {
    let ordered = tree.in_order();
    let start = page.after.as_ref().map_or(0, |after| {
        // Categories are never removed: the cursor's is there.
        let at = ordered
            .iter()
            .position(|category| category.id.to_string() == after.id);
        at.map_or(ordered.len(), |at| at + 1)
    });
    let mut rest = ordered
        .into_iter()
        .skip(start)
        .filter(|category| answers(tree, filter, category))
        .peekable();
    let items: Vec<_> = rest.by_ref().take(page.limit.into()).collect();
    let next = match (rest.peek(), items.last()) {
        (Some(_), Some(last)) => Some(Cursor {
            key: String::new(),
            id: last.id.to_string(),
        }),
        (Some(_) | None, _) => None,
    };
    Listing { items, next }
}

fn answers(tree: &CategoryTree, filter: &ServiceCategoryParams, one: &ServiceCategory) -> bool {
    let below = filter.parent_id.is_empty()
        || filter
            .parent_id
            .iter()
            .any(|parent| one.parent == Some(parent.0));
    let in_state = if filter.status.is_empty() {
        one.status() == CategoryStatus::Active
    } else {
        filter.status.contains(&one.status())
    };
    let means = filter.crosswalk.is_empty()
        || filter.crosswalk.iter().any(|term| {
            one.crosswalks.iter().any(|known| {
                term.split_once(':') == Some((known.scheme.as_str(), known.code.as_str()))
            })
        });
    let named = filter.q.as_ref().is_none_or(|q| {
        let labels = std::iter::once(one.label.it.as_str())
            .chain(one.label.en.as_ref().map(|label| label.as_str()));
        let synonyms = one.synonyms.iter().map(|synonym| synonym.text.as_str());
        match_rank(q, labels.chain(synonyms)).is_some()
    });
    let on_level = filter.level.is_none_or(|wanted| level(tree, one) == wanted);
    below && in_state && means && named && on_level
}
