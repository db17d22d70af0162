//! The categories of v1 with the parameters that stand in them, in the order in which it sent them. Which ones a machine had was
//! read from answers of machines of many kinds.

/// A category: its id, its name, and its parameters.
pub(crate) type Category = (&'static str, &'static str, &'static [i64]);

/// Of the main unit.
const MAIN: &[Category] = &[
    ("STATUS", "status", &[40_067, 40_014, 40_013, 40_004, 40_083, 40_081, 40_079, 43_005]),
    (
        "CPR_INFO_EP14",
        "compressor module ",
        &[
            10_012, 43_416, 43_439, 43_437, 40_015, 40_016, 40_017, 40_008, 40_018, 40_019, 40_012, 40_022, 43_420,
            43_424, 43_122, 43_136, 43_144, 43_305,
        ],
    ),
    ("VENTILATION", "ventilation", &[10_001, 40_025, 40_026, 40_075]),
    ("DEFROSTING", "defrosting", &[43_124, 43_125, 43_066, 41_026]),
    ("SYSTEM_1", "climate system 1", &[43_161, 47_276, 43_009, 40_071, 40_008, 40_012, 40_033]),
    ("SYSTEM_2", "climate system 2", &[43_160, 43_008, 40_007, 40_129, 40_032]),
    ("SYSTEM_3", "climate system 3", &[43_159, 43_007, 40_006, 40_128, 40_031]),
    ("SYSTEM_4", "climate system 4", &[43_158, 43_006, 40_005, 40_127, 40_030]),
    ("PASSIVE_COOLING_INTERNAL", "internal passive cooling", &[43_152, 44_270]),
    ("ADDITION", "addition", &[10_033, 47_214, 43_081, 43_084, 47_212]),
    ("HEAT_METER", "heat meter", &[44_308, 44_300, 44_306, 44_298, 44_304, 40_072, 40_771]),
    ("SMART_PRICE_ADAPTION", "smart price adaption", &[44_908, 10_069, 44_896, 44_897]),
    ("AUX_IN_OUT", "soft in/outputs", &[47_411, 47_410, 47_409, 47_408, 47_407, 47_412]),
    (INFO, "info", &[48_745]),
];

/// Of an outdoor unit.
const OUTDOOR: &[Category] = &[
    ("STATUS", "status", &[44_703, 44_396, 44_362]),
    (
        "CPR_INFO_EP14",
        "compressor module ",
        &[
            10_014, 44_069, 44_071, 44_073, 44_058, 44_059, 44_060, 44_061, 44_055, 44_363, 44_699, 44_700, 44_701,
            40_737, 40_782,
        ],
    ),
    (INFO, "info", &[44_014]),
];

/// The category that also has rows of text: what the machine is.
pub(crate) const INFO: &str = "SYSTEM_INFO";

/// The categories that a unit may have.
pub(crate) fn of_unit(unit: i64) -> &'static [Category] {
    if unit == 0 { MAIN } else { OUTDOOR }
}
