//! Factors that one client's table has wrong, as the register lists of the manufacturer have them.

use nibe_uplink::catalogue;

/// The table says 10 for these; what is stored is what is shown.
const WHOLE: [i64; 121] = [
    41789, 41793, 41797, 41801, 41805, 41809, 41813, 41817, 41862, 41864, 41866, 41868, 41870, 41872, 41874, 41876,
    41878, 41880, 41882, 41884, 41886, 41888, 41890, 41892, 42468, 42470, 42472, 42474, 42476, 42478, 42480, 42482,
    42484, 42486, 42488, 42490, 42492, 42494, 42496, 42498, 42504, 43599, 43661, 43723, 43785, 43847, 43909, 43971,
    44033, 44510, 44538, 44566, 44594, 44622, 44650, 44678, 44706, 47020, 47021, 47022, 47023, 47024, 47025, 47026,
    47027, 47028, 47284, 47285, 47286, 47287, 47288, 47289, 47290, 47318, 47538, 47539, 48174, 48175, 48176, 48177,
    48181, 48185, 48214, 48215, 48267, 48581, 48582, 48583, 48584, 48740, 48741, 48742, 48850, 48860, 48861, 48862,
    48901, 48902, 48974, 49191, 49192, 49221, 49241, 49295, 49296, 49361, 49362, 49363, 49364, 49365, 49366, 49370,
    49371, 49372, 49373, 49374, 49375, 49376, 49377, 49378, 49431,
];

/// The table says 10 for these as well.
const HUNDREDFOLD: [i64; 4] = [40995, 40997, 48914, 49225];

#[test]
fn factors_are_those_of_the_register_lists() {
    let wrong = |ids: &[i64], factor: u32| -> Vec<i64> {
        let right = |id: &i64| catalogue::get(*id).is_some_and(|p| p.factor == Some(factor) && !p.weak);
        ids.iter().copied().filter(|id| !right(id)).collect()
    };
    assert_eq!(wrong(&WHOLE, 1), [0_i64; 0]);
    assert_eq!(wrong(&HUNDREDFOLD, 100), [0_i64; 0]);
    // Missing before, and of each size; confirmed.
    assert_eq!(wrong(&[40322, 41928, 43141], 100), [0_i64; 0]);
    assert_eq!(wrong(&[40755, 41989, 44503, 47399, 48793, 40015], 10), [0_i64; 0]);
}

#[test]
fn units_words_and_conflicts_come_with_them() {
    let known = |id: i64| catalogue::get(id).expect("in the catalogue");
    assert_eq!([known(43141).unit, known(47308).unit, known(40121).unit], ["kW", "s", "\u{b0}C"]);
    assert_eq!(known(43086).values[..3], [(10, "Off"), (20, "Hot Water"), (30, "Heat")]);
    // Words that the cloud shows stay.
    assert_eq!(known(48132).values[4], (4, "one time"));
    // The lists end at 30 where the cloud takes 35.
    let set_point = known(47398);
    assert_eq!(set_point.max, Some(35.0));
    assert!(set_point.note.contains("5 to 30"), "{}", set_point.note);
    // In the cloud it depends on the currency, whatever its register does.
    assert_eq!(known(41427).factor, None);
}

#[test]
fn units_are_spelled_as_readings_spell_them() {
    let parts = catalogue::all().flat_map(|p| p.unit.split(" / "));
    let other: Vec<&str> = parts.filter(|unit| uplink_runtime::unit_spelling(unit) != *unit).collect();
    assert_eq!(other, [""; 0]);
}
