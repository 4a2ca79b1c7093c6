//! Choices that look random and are the same in every run.

/// A stream of choices, given by its seed alone (the mixing function is `SplitMix64`).
#[derive(Debug, Clone)]
pub(super) struct Mix(u64);

/// Distance between the states of a stream.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

impl Mix {
    /// The stream of thing `number` in a family of things.
    pub(super) const fn of(family: u64, number: u64) -> Self {
        // Mixed, or else the streams of neighbours would be the same but for one step.
        Self(mixed(mixed(family.wrapping_add(STEP)).wrapping_add(number)))
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A number between two, both included.
    pub(super) fn between(&mut self, from: u32, to: u32) -> u32 {
        let spread = u64::from(to - from) + 1;
        from + u32::try_from(self.below(spread)).expect("no more than the spread")
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn index(&mut self, length: usize) -> usize {
        let bound = u64::try_from(length).expect("a list fits in memory");
        usize::try_from(self.below(bound)).expect("below the length")
    }

    /// One of a list, each as often as the others.
    pub(super) fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())].clone()
    }

    /// One of a list as words are used: one twice as far down comes half as often.
    pub(super) fn zipf<T: Clone>(&mut self, list: &[T]) -> T {
        let buckets = list.len().ilog2() + 1;
        let width = 1_usize << self.below(u64::from(buckets));
        let index = width - 1 + self.index(width);
        match list.get(index) {
            Some(one) => one.clone(),
            None => self.pick(list),
        }
    }
}
