//! What the model says about parameters that stand in no category.

use super::item::{Item, fixed, moving};

/// Sensors and settings of the model. What is not here and stands in no category is constant.
const ITEMS: [Item; 45] = [
    moving(40_077, |s| s.water_charging),
    moving(40_078, |s| s.water_top),
    moving(40_121, |s| s.flow),
    moving(40_129, |s| s.circuit_back),
    moving(40_132, |s| s.evaporator - 1.0),
    moving(40_146, |s| 0.8 * s.hot_gas),
    moving(40_147, |s| s.water_top),
    moving(40_152, |s| s.circuit_back),
    moving(40_185, |s| s.outdoor),
    moving(40_195, |s| s.room),
    moving(40_215, |s| s.litres),
    moving(40_321, |s| s.hz),
    moving(40_940, |s| s.degree_minutes),
    moving(41_848, |s| s.kwh_water),
    moving(41_850, |s| s.kwh_heating_all),
    moving(42_100, |s| s.outdoor_average),
    moving(42_437, |s| s.kwh_water),
    moving(42_439, |s| s.kwh_heating_all),
    fixed(42_441, 0.0),
    moving(42_445, |s| s.kwh_water),
    moving(42_447, |s| s.kwh_heating),
    moving(43_065, |s| s.condenser - s.back),
    moving(43_116, |s| s.condenser),
    moving(43_140, |s| 22.0 + 12.0 * s.power_kw),
    moving(43_141, |s| s.power_kw),
    moving(43_147, |s| s.power_kw / 0.23),
    moving(43_181, |s| s.medium_pump),
    moving(43_182, |s| s.hz),
    moving(43_230, |s| s.kwh_heating_all + s.kwh_water),
    moving(43_375, |s| s.power_kw),
    moving(43_427, |s| if s.compressor() { 60.0 } else { 20.0 }),
    fixed(44_302, 0.0),
    fixed(47_043, 47.0),
    fixed(47_044, 40.0),
    fixed(47_047, 53.0),
    fixed(47_048, 50.0),
    fixed(47_103, 20.0),
    fixed(47_104, 110.0),
    fixed(47_134, 30.0),
    fixed(47_135, 20.0),
    fixed(47_375, 17.0),
    fixed(47_376, 5.0),
    fixed(47_377, 24.0),
    fixed(47_378, 10.0),
    fixed(47_379, 7.0),
];

/// Where the value of a parameter comes from; `None` when the model has nothing to do with it.
pub(super) fn of(id: i64) -> Option<&'static Item> {
    ITEMS.binary_search_by_key(&id, |item| item.id).ok().map(|at| &ITEMS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found() {
        assert!(ITEMS.iter().all(|item| of(item.id).is_some_and(|found| found.id == item.id)));
    }
}
