//! The S family: ids as its local and its cloud's API have them, ranges as its menus show them.

use super::{CAPITAL_ON_OFF, Extra, ON_OFF, absent, extra, fixed, setting, status, toggle};

const PRIORITY: &[(i64, &str)] = &[(10, "Off"), (20, "Hot water"), (30, "Heating"), (40, "Pool"), (60, "Cooling")];
const MODE: &[(i64, &str)] = &[(0, "Auto"), (1, "Manual"), (2, "Add. heat only")];
const INFLUENCE: &[(i64, &str)] = &[(0, "Off"), (1, "Comfort"), (2, "Saving"), (3, "Saving plus")];
const FLOOR: &[(i64, &str)] = &[(0, "Own"), (1, "Radiator"), (2, "Underfloor heating"), (3, "Rad. and underfloor")];
const CLOCK: &[(i64, &str)] = &[(0, "12 h"), (1, "24 h")];
const METHOD: &[(i64, &str)] = &[(0, "Price per kWh"), (1, "CO2")];
const PRICES: &[(i64, &str)] = &[(10, "Off"), (30, "On")];

/// A temperature that is set.
const fn degrees(id: i64, name: &'static str, value: f64, min: f64, max: f64) -> Extra {
    setting(id, name, value).of("°C", 10).within(min, max, 1.0)
}

/// A whole number that is set.
const fn number(id: i64, name: &'static str, unit: &'static str, (value, min, max): (f64, f64, f64)) -> Extra {
    setting(id, name, value).of(unit, 1).within(min, max, 1.0)
}

pub(super) const POINTS: &[Extra] = &[
    status(55_000, "Priority", super::priority).worded(PRIORITY),
    status(1760, "Int. add. heat", |active| i64::from(active("Addition"))).worded(CAPITAL_ON_OFF),
    status(1838, "Ext. heating medium pump (GP10)", |active| i64::from(active("Heating"))).worded(CAPITAL_ON_OFF),
    extra(22_130, "Instantaneous used power", super::Source::Sum(&[40_079, 40_081, 40_083], 230.0)).of("W", 1),
    absent(121, "Ext. return line (BT71)"),
    absent(734, "Supply line, cooling (BT64)"),
    fixed(2691, "Degree minutes, cooling", 0.0).of("DM", 10),
    fixed(2695, "Calculated cooling supply climate system 1", 20.0).of("°C", 10),
    fixed(2509, "Software version", 1035.0),
    fixed(1948, "Holiday function", 0.0).worded(CAPITAL_ON_OFF),
    fixed(3292, "Operating mode (Smart Price Adaption)", 10.0).worded(PRICES),
    number(5033, "Cooling offset climate system 1", "", (0.0, -10.0, 10.0)),
    toggle(3941, "Use room sensor climate system 1", true),
    setting(3949, "Room sensor factor climate system 1, heating", 1.0).of("", 10).within(0.0, 6.0, 0.1),
    setting(5087, "Room sensor factor climate system 1, cooling", 1.0).of("", 10).within(0.0, 6.0, 0.1),
    number(3667, "Heating curve climate system 1", "", (7.0, 0.0, 15.0)),
    number(5025, "Cooling curve climate system 1", "", (0.0, 0.0, 9.0)),
    degrees(4602, "Min supply cooling climate system 1", 18.0, -5.0, 30.0),
    number(3692, "External adjustment climate system 1", "", (0.0, -10.0, 10.0)),
    degrees(3675, "Min supply heating climate system 1", 20.0, 5.0, 80.0),
    degrees(3679, "Max supply heating climate system 1", 55.0, 5.0, 80.0),
    degrees(3686, "Own heating curve at -30 °C", 45.0, 5.0, 80.0),
    degrees(3685, "Own heating curve at -20 °C", 40.0, 5.0, 80.0),
    degrees(3684, "Own heating curve at -10 °C", 35.0, 5.0, 80.0),
    degrees(3683, "Own heating curve at 0 °C", 32.0, 5.0, 80.0),
    degrees(3682, "Own heating curve at 10 °C", 26.0, 5.0, 80.0),
    degrees(3681, "Own heating curve at 20 °C", 20.0, 5.0, 80.0),
    degrees(3680, "Own heating curve at 30 °C", 15.0, 5.0, 80.0),
    degrees(5036, "Own cooling curve at 0 °C", 20.0, 7.0, 40.0),
    degrees(5035, "Own cooling curve at 10 °C", 20.0, 7.0, 40.0),
    degrees(4603, "Own cooling curve at 20 °C", 20.0, 7.0, 40.0),
    degrees(5034, "Own cooling curve at 30 °C", 20.0, 7.0, 40.0),
    degrees(4604, "Own cooling curve at 40 °C", 20.0, 7.0, 40.0),
    degrees(3687, "Point offset, outdoor temperature", 0.0, -40.0, 30.0),
    degrees(3688, "Point offset, change in curve", 0.0, -10.0, 10.0),
    toggle(3706, "Periodic increase", true),
    number(3707, "Period between increases", "days", (14.0, 1.0, 90.0)),
    degrees(3702, "Stop temperature, periodic increase", 60.0, 55.0, 70.0),
    toggle(12_385, "Hot water circulation", false),
    setting(3751, "Operating mode", 0.0).worded(MODE),
    toggle(10_591, "Heating, auto mode", true),
    toggle(10_592, "Cooling, auto mode", false),
    toggle(5220, "PV panel affects heating", false),
    toggle(5221, "PV panel affects hot water", false),
    toggle(4693, "Affect room temperature (SG Ready)", false),
    toggle(4694, "Cooling (SG Ready)", false),
    setting(5204, "Max additional heat power (SG Ready)", 0.0).of("kW", 10).within(0.0, 9.0, 0.5),
    toggle(10_613, "Activate SG Ready via API", false),
    toggle(4789, "Smart Price Adaption", false),
    setting(4790, "Affect heating (Smart Price Adaption)", 1.0).worded(INFLUENCE),
    number(4791, "Influence on heating", "", (5.0, 1.0, 10.0)),
    toggle(4795, "Affect cooling (Smart Price Adaption)", false),
    number(4796, "Influence on cooling", "", (5.0, 1.0, 10.0)),
    toggle(3281, "Affect hot water (Smart Price Adaption)", true),
    number(4797, "Price area", "", (3.0, 0.0, 255.0)),
    toggle(8982, "Away mode", false),
    toggle(5268, "Smart Energy Source", false),
    setting(5269, "Control method", 0.0).worded(METHOD),
    setting(3933, "Time format", 1.0).worded(CLOCK),
    setting(4685, "Step difference, compressor", 1.0).of("°C", 10).within(0.0, 4.0, 0.5),
    toggle(4562, "Manual heating medium pump speed", false),
    number(4535, "Heating medium pump, manual speed", "%", (70.0, 1.0, 100.0)),
    number(4084, "Max step, int. add. heat", "", (3.0, 0.0, 7.0)),
    number(3825, "Fuse size", "A", (16.0, 1.0, 400.0)),
    setting(4527, "Start diff. additional heat", 700.0).of("DM", 1).within(100.0, 2000.0, 10.0),
    setting(3821, "Diff. between additional heat steps", 100.0).of("DM", 1).within(10.0, 1000.0, 10.0),
    setting(3818, "Start heating", -60.0).of("DM", 1).within(-1000.0, -30.0, 10.0),
    degrees(3926, "Max diff. supply, compressor", 10.0, 1.0, 25.0),
    degrees(3927, "Max diff. supply, additional heat", 7.0, 1.0, 24.0),
    setting(3976, "Flow setting climate system 1", 1.0).worded(FLOOR),
    degrees(3868, "Dimensioned outdoor temperature", -18.0, -40.0, 20.0),
    degrees(3869, "Delta T at dimensioned outdoor temperature", 10.0, 1.0, 25.0),
    toggle(4608, "Cooling connected, climate system 1", true),
    number(3895, "Time between cooling and heating", "h", (2.0, 0.0, 48.0)),
    setting(3902, "Start passive cooling", 20.0).of("DM", 1).within(10.0, 500.0, 10.0),
    setting(3903, "Start active cooling", 30.0).of("DM", 1).within(10.0, 300.0, 10.0),
    toggle(5110, "Prevent condensation", false),
    number(5088, "Relative humidity set point", "%", (60.0, 30.0, 90.0)),
    toggle(3935, "Lower room temperature at alarm", true),
    toggle(9659, "Sound at alarm", false),
    number(3749, "Period time heating", "min", (60.0, 0.0, 180.0)),
    number(4624, "Period time cooling", "min", (0.0, 0.0, 180.0)),
    degrees(3923, "Stop heating", 17.0, -20.0, 40.0),
    degrees(3924, "Stop additional heat", 5.0, -25.0, 40.0),
    number(3925, "Filtering time", "h", (24.0, 0.0, 48.0)),
    toggle(3920, "Heating permitted", true),
    toggle(3919, "Additional heat permitted", true),
    toggle(3921, "Cooling permitted", true),
    toggle(3934, "Hot water permitted", true),
    setting(3846, "Floor drying", 0.0).worded(ON_OFF),
];
