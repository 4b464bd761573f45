//! Values or classes and how often they occur, with the shares that are asked for beside them.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A column's values or classes, in the order of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(pub Vec<Bar>);

/// One value or class and how often it occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The value, such as `Declining`, `CA`, `37` or `2023-07`.
    pub name: String,
    /// How many rows have it.
    pub count: u64,
    /// Their share in percent, 0 to 100.
    pub percent: f64,
    /// The share that the recipe asks for, where it asks for one.
    pub target: Option<f64>,
}

impl Bar {
    /// A value that `count` rows of so many have, and the share in percent that is asked for.
    #[must_use]
    pub fn new(name: impl Into<String>, count: u64, of: u64, target: Option<f64>) -> Bar {
        let percent = if of == 0 { 0.0 } else { count as f64 * 100.0 / of as f64 };
        Bar { name: name.into(), count, percent, target }
    }

    /// How far the share is off its target, in percentage points.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.target.map(|target| self.percent - target)
    }
}

impl FromIterator<Bar> for Distribution {
    fn from_iter<T: IntoIterator<Item = Bar>>(bars: T) -> Distribution {
        Distribution(bars.into_iter().collect())
    }
}

/// A bar as it is written, without its name.
#[derive(Serialize, Deserialize)]
struct Share {
    count: u64,
    percent: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target_percent: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    variance: Option<f64>,
}

impl Serialize for Distribution {
    /// For people an object from name to count and shares, as the reference's report has it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return self.0.serialize(serializer);
        }
        serializer.collect_map(self.0.iter().map(|bar| {
            let share = Share {
                count: bar.count,
                percent: bar.percent,
                target_percent: bar.target,
                variance: bar.variance(),
            };
            (&bar.name, share)
        }))
    }
}

impl<'de> Deserialize<'de> for Distribution {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Distribution, D::Error> {
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Distribution);
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Reads a distribution, whose order no map type would keep.
struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Distribution;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a distribution: shares by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Distribution, A::Error> {
        let mut bars = Vec::new();
        while let Some((name, share)) = map.next_entry::<String, Share>()? {
            let Share { count, percent, target_percent: target, .. } = share;
            bars.push(Bar { name, count, percent, target });
        }
        Ok(Distribution(bars))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn a_distribution_survives_its_way_through_serde() {
        let bars = ["22", "7", "x"].map(|name| Bar::new(name, 3, 9, Some(30.0)));
        let distribution =
            Distribution(bars.into_iter().chain([Bar::new("y", 0, 0, None)]).collect());
        let text = serde_json::to_string(&distribution).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Distribution>(&text).ok(), Some(distribution));
    }
}
