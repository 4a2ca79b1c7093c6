//! Statistics of numbers and scales.

/// What a list of numbers amounts to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberSummary {
    /// How many.
    pub count: usize,
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation (divided by one less than the count); nothing for a single number.
    pub deviation: Option<f64>,
    /// First quartile; quantiles lie between neighbours in proportion (Hyndman and Fan's type 7, as in R and pandas).
    pub first_quartile: f64,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub third_quartile: f64,
}

/// Summarises numbers; nothing for none.
#[must_use]
pub fn summarise(numbers: &[f64]) -> Option<NumberSummary> {
    let mut sorted: Vec<f64> = numbers
        .iter()
        .copied()
        .filter(|one| one.is_finite())
        .collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (min, max) = (*sorted.first()?, *sorted.last()?);
    let count = as_number(sorted.len());
    let mean = sorted.iter().sum::<f64>() / count;
    // Two passes: the textbook formula loses its digits where the mean is large.
    let squares: f64 = sorted.iter().map(|one| (one - mean).powi(2)).sum();
    Some(NumberSummary {
        count: sorted.len(),
        min,
        max,
        mean,
        deviation: (sorted.len() > 1).then(|| (squares / (count - 1.0)).sqrt()),
        first_quartile: quantile(&sorted, 1)?,
        median: quantile(&sorted, 2)?,
        third_quartile: quantile(&sorted, 3)?,
    })
}

/// The quantile of so many quarters.
fn quantile(sorted: &[f64], quarters: usize) -> Option<f64> {
    // Counted in quarters of a place, so that the place is exact.
    let place = (sorted.len() - 1) * quarters;
    let below = *sorted.get(place / 4)?;
    let above = sorted.get(place / 4 + 1).copied().unwrap_or(below);
    Some(below + (above - below) * as_number(place % 4) / 4.0)
}

fn as_number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
