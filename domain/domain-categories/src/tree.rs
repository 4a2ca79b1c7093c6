//! The whole tree, and the changes it allows.

use std::collections::{BTreeMap, HashSet};

use domain_shared::{ServiceCategoryId, StableCode, Version, Violations};

use crate::{BrokenTree, CategoryError, CategoryProfile, CategoryState, ServiceCategory};

/// Most levels of the tree.
pub const MAX_DEPTH: usize = 4;

/// All the categories, retired ones included.
///
/// It always holds: parents exist, the parent of an active category is active, no category lies below
/// itself, none deeper than [`MAX_DEPTH`], codes are unique, replacements lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryTree(BTreeMap<ServiceCategoryId, ServiceCategory>);

/// What retiring a category changes: all of it is to be stored together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// The retired category.
    pub retired: ServiceCategory,
    /// Its active children, now below the replacement; empty without one.
    pub moved: Vec<ServiceCategory>,
    /// What used the retired category is to use this one.
    pub replaced_by: Option<ServiceCategoryId>,
}

impl CategoryTree {
    /// The tree of stored categories.
    ///
    /// # Errors
    /// Why they are no tree.
    pub fn new(categories: impl IntoIterator<Item = ServiceCategory>) -> Result<Self, BrokenTree> {
        let mut tree = Self(BTreeMap::new());
        let mut codes = HashSet::new();
        for category in categories {
            if !codes.insert(category.code.clone()) {
                return Err(BrokenTree::DuplicateCode);
            }
            if tree.0.insert(category.id, category).is_some() {
                return Err(BrokenTree::DuplicateId);
            }
        }
        tree.0
            .values()
            .try_for_each(|category| tree.sound(category))?;
        Ok(tree)
    }

    fn sound(&self, category: &ServiceCategory) -> Result<(), BrokenTree> {
        if let Some(parent) = category.parent {
            let parent = self.get(parent).ok_or(BrokenTree::MissingParent)?;
            if category.is_active() && !parent.is_active() {
                return Err(BrokenTree::RetiredParent);
            }
        }
        if self.ancestry(category.id).count() > MAX_DEPTH {
            return Err(BrokenTree::CycleOrTooDeep);
        }
        let mut chain = HashSet::from([category.id]);
        let mut next = category.replaced_by();
        while let Some(id) = next {
            let replacement = self.get(id).ok_or(BrokenTree::BadReplacement)?;
            if !chain.insert(id) {
                return Err(BrokenTree::BadReplacement);
            }
            next = replacement.replaced_by();
        }
        Ok(())
    }

    /// The category with this identifier.
    #[must_use]
    pub fn get(&self, id: ServiceCategoryId) -> Option<&ServiceCategory> {
        self.0.get(&id)
    }

    /// Every category, in no meaningful order.
    pub fn iter(&self) -> impl Iterator<Item = &ServiceCategory> {
        self.0.values()
    }

    /// The categories right below one (or the first level), in the order people see.
    #[must_use]
    pub fn children(&self, parent: Option<ServiceCategoryId>) -> Vec<&ServiceCategory> {
        let mut children: Vec<_> = self.iter().filter(|c| c.parent == parent).collect();
        children.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        children
    }

    /// Every category, each before those below it, siblings in the order people see.
    #[must_use]
    pub fn in_order(&self) -> Vec<&ServiceCategory> {
        let mut ordered = Vec::with_capacity(self.0.len());
        let mut open = self.children(None);
        open.reverse();
        while let Some(category) = open.pop() {
            ordered.push(category);
            open.extend(self.children(Some(category.id)).into_iter().rev());
        }
        ordered
    }

    /// The way from the first level down to a category, itself included; empty when unknown.
    #[must_use]
    pub fn path(&self, id: ServiceCategoryId) -> Vec<&ServiceCategory> {
        let mut path: Vec<_> = self.ancestry(id).collect();
        path.reverse();
        path
    }

    /// What something of a category counts for: the category with all above it and, where another took its
    /// place, that one with all above it; empty when unknown.
    #[must_use]
    pub fn counted_for(&self, code: &StableCode) -> Vec<&ServiceCategory> {
        let Some(category) = self.iter().find(|category| category.code == *code) else {
            return Vec::new();
        };
        let mut found = self.path(category.id);
        let current = self.current(category.id);
        let instead = current.map(|current| self.path(current.id));
        for above in instead.unwrap_or_default() {
            if !found.iter().any(|known| known.id == above.id) {
                found.push(above);
            }
        }
        found
    }

    /// A category and everything below it, retired ones included; empty when unknown.
    #[must_use]
    pub fn subtree(&self, id: ServiceCategoryId) -> Vec<&ServiceCategory> {
        let within = |category: &&ServiceCategory| self.ancestry(category.id).any(|c| c.id == id);
        self.iter().filter(within).collect()
    }

    /// The active category that stands for one today: itself, or the end of its replacements.
    #[must_use]
    pub fn current(&self, id: ServiceCategoryId) -> Option<&ServiceCategory> {
        std::iter::successors(self.get(id), |c| self.get(c.replaced_by()?))
            .find(|category| category.is_active())
    }

    /// The new category of a draft.
    ///
    /// # Errors
    /// At `/code` when another has it, at `/parent_id` when it cannot be there.
    pub fn create(
        &self,
        id: ServiceCategoryId,
        draft: CategoryProfile,
    ) -> Result<ServiceCategory, Violations> {
        let mut violations = Violations::new();
        if self.iter().any(|category| category.code == draft.code) {
            violations.push(CategoryError::CodeTaken.violation());
        }
        if let Err(error) = self.fits(draft.parent, 1) {
            violations.push(error.violation());
        }
        violations.into_result().map(|()| ServiceCategory {
            id,
            code: draft.code,
            parent: draft.parent,
            label: draft.label,
            description: draft.description,
            synonyms: draft.synonyms,
            crosswalks: draft.crosswalks,
            position: draft.position,
            state: CategoryState::Active,
            version: Version::FIRST,
        })
    }

    /// A category as a draft rewrites it, perhaps elsewhere in the tree, one version on.
    ///
    /// # Errors
    /// When it is unknown or retired; at `/code` when it would change; at `/parent_id` when it cannot
    /// be there.
    pub fn revise(
        &self,
        id: ServiceCategoryId,
        draft: CategoryProfile,
    ) -> Result<ServiceCategory, Violations> {
        let category = self
            .active(id)
            .map_err(|error| Violations::from(error.violation()))?;
        let mut violations = Violations::new();
        if category.code != draft.code {
            violations.push(CategoryError::CodeFixed.violation());
        }
        if let Err(error) = self.can_move(category, draft.parent) {
            violations.push(error.violation());
        }
        violations.into_result().map(|()| ServiceCategory {
            id,
            code: draft.code,
            parent: draft.parent,
            label: draft.label,
            description: draft.description,
            synonyms: draft.synonyms,
            crosswalks: draft.crosswalks,
            position: draft.position,
            state: category.state,
            version: category.version.next(),
        })
    }

    /// A category, and with it everything below, under another parent (or at the first level).
    ///
    /// # Errors
    /// When it is unknown or retired, or cannot be there.
    pub fn relocate(
        &self,
        id: ServiceCategoryId,
        parent: Option<ServiceCategoryId>,
    ) -> Result<ServiceCategory, CategoryError> {
        let category = self.active(id)?;
        self.can_move(category, parent)?;
        Ok(under(category, parent))
    }

    /// Retires a category. With a replacement this is [`merge`](Self::merge); without, nothing may use
    /// it (`in_use`) and no active category may lie below.
    ///
    /// # Errors
    /// When it is unknown or already retired, still needed, or as `merge`.
    pub fn retire(
        &self,
        id: ServiceCategoryId,
        replaced_by: Option<ServiceCategoryId>,
        in_use: bool,
    ) -> Result<Retirement, CategoryError> {
        if let Some(into) = replaced_by {
            return self.merge(id, into);
        }
        let category = self.active(id)?;
        if self.active_children(id).next().is_some() {
            return Err(CategoryError::HasActiveChildren);
        }
        if in_use {
            return Err(CategoryError::InUse);
        }
        Ok(Retirement {
            retired: retired(category, None),
            moved: Vec::new(),
            replaced_by: None,
        })
    }

    /// Merges a category into another: it is retired, its active children move below the other, and
    /// what used it is to use the other.
    ///
    /// # Errors
    /// When either is unknown or retired, the other is the category itself or lies below it, or the
    /// children would lie too deep.
    pub fn merge(
        &self,
        id: ServiceCategoryId,
        into: ServiceCategoryId,
    ) -> Result<Retirement, CategoryError> {
        let category = self.active(id)?;
        let target = self.get(into).ok_or(CategoryError::UnknownReplacement)?;
        if !target.is_active() {
            return Err(CategoryError::RetiredReplacement);
        }
        if self.ancestry(into).any(|above| above.id == id) {
            return Err(CategoryError::ReplacementInside);
        }
        let moved = self
            .active_children(id)
            .map(|child| {
                self.can_move(child, Some(into))?;
                Ok(under(child, Some(into)))
            })
            .collect::<Result<_, _>>()?;
        Ok(Retirement {
            retired: retired(category, Some(into)),
            moved,
            replaced_by: Some(into),
        })
    }

    /// From a category up to the first level; stops past [`MAX_DEPTH`], so that it ends on any data.
    fn ancestry(&self, id: ServiceCategoryId) -> impl Iterator<Item = &ServiceCategory> {
        std::iter::successors(self.get(id), |c| self.get(c.parent?)).take(MAX_DEPTH + 1)
    }

    fn active(&self, id: ServiceCategoryId) -> Result<&ServiceCategory, CategoryError> {
        let category = self.get(id).ok_or(CategoryError::Unknown)?;
        if category.is_active() {
            Ok(category)
        } else {
            Err(CategoryError::Retired)
        }
    }

    fn active_children(&self, id: ServiceCategoryId) -> impl Iterator<Item = &ServiceCategory> {
        self.children(Some(id))
            .into_iter()
            .filter(|child| child.is_active())
    }

    /// Levels of a category and everything below it.
    fn height(&self, id: ServiceCategoryId) -> usize {
        let steps_down = |c: &ServiceCategory| self.ancestry(c.id).position(|above| above.id == id);
        self.iter()
            .filter_map(steps_down)
            .max()
            .map_or(0, |steps| steps + 1)
    }

    /// Whether something `height` levels high has room below a parent.
    fn fits(&self, parent: Option<ServiceCategoryId>, height: usize) -> Result<(), CategoryError> {
        let depth = match parent {
            None => 0,
            Some(id) => {
                let parent = self.get(id).ok_or(CategoryError::UnknownParent)?;
                if !parent.is_active() {
                    return Err(CategoryError::RetiredParent);
                }
                self.ancestry(id).count()
            }
        };
        if depth + height > MAX_DEPTH {
            Err(CategoryError::TooDeep)
        } else {
            Ok(())
        }
    }

    fn can_move(
        &self,
        category: &ServiceCategory,
        parent: Option<ServiceCategoryId>,
    ) -> Result<(), CategoryError> {
        if parent.is_some_and(|to| self.ancestry(to).any(|above| above.id == category.id)) {
            return Err(CategoryError::Cycle);
        }
        self.fits(parent, self.height(category.id))
    }
}

fn under(category: &ServiceCategory, parent: Option<ServiceCategoryId>) -> ServiceCategory {
    ServiceCategory {
        parent,
        version: category.version.next(),
        ..category.clone()
    }
}

fn retired(category: &ServiceCategory, replaced_by: Option<ServiceCategoryId>) -> ServiceCategory {
    ServiceCategory {
        state: CategoryState::Retired { replaced_by },
        version: category.version.next(),
        ..category.clone()
    }
}
