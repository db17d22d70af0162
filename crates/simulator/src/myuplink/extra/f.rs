//! The F family: ids, units and words as answers for an F730 had them.

use super::{CAPITAL_ON_OFF, Extra, fixed, setting, status, switch, toggle};

const PRIORITY: &[(i64, &str)] =
    &[(10, "Off"), (20, "Hot water"), (30, "Heating"), (40, "Pool"), (41, "Pool 2"), (50, "Transfer"), (60, "Cooling")];
const ADDITION: &[(i64, &str)] =
    &[(0, "Alarm"), (1, "Alarm"), (2, "Active"), (3, "Off"), (4, "Blocked"), (5, "Off"), (6, "Active")];
const COMPRESSOR: &[(i64, &str)] = &[(20, "off"), (40, "starts"), (60, "runs"), (100, "stops")];
const COMFORT: &[(i64, &str)] = &[(4, "smart control"), (0, "economy"), (1, "normal"), (2, "luxury")];

/// What only machines with a compressor, or with a fan, of their own have.
const COMPRESSOR_ROW: i64 = 43_136;
const FAN_ROW: i64 = 10_001;

pub(super) const POINTS: &[Extra] = &[
    status(49_993, "Int elec add heat", |active| if active("Addition") { 6 } else { 3 }).worded(ADDITION),
    status(49_994, "Priority", super::priority).worded(PRIORITY),
    status(49_995, "Pump: Heating medium (GP1)", |active| i64::from(active("Heating Medium Pump")))
        .worded(CAPITAL_ON_OFF),
    switch(50_004, "Temporary lux", 48_132, 1.0),
    switch(50_005, "Increased ventilation", 47_260, 4.0),
    status(43_427, "Status compressor", |active| if active("Compressor") { 60 } else { 20 })
        .worded(COMPRESSOR)
        .with(COMPRESSOR_ROW),
    setting(47_041, "comfort mode", 1.0).worded(COMFORT),
    setting(47_007, "heating curve", 7.0).within(0.0, 15.0, 1.0),
    setting(148_072, "start diff additional heat", 700.0).of("DM", 1).within(100.0, 2000.0, 10.0),
    setting(147_641, "Start Wednesday", 0.0).within(0.0, 86_400.0, 900.0),
    setting(47_043, "start temperature luxury", 50.0).of("°C", 10).within(5.0, 70.0, 1.0),
    setting(47_044, "start temperature normal", 46.0).of("°C", 10).within(5.0, 60.0, 1.0),
    setting(47_045, "start temperature economy", 42.0).of("°C", 10).within(5.0, 55.0, 1.0),
    setting(47_047, "stop temperature luxury", 54.0).of("°C", 10).within(5.0, 70.0, 1.0),
    setting(47_048, "stop temperature normal", 50.0).of("°C", 10).within(5.0, 65.0, 1.0),
    setting(47_049, "stop temperature economy", 46.0).of("°C", 10).within(5.0, 60.0, 1.0),
    toggle(47_050, "periodic increase", true),
    setting(47_015, "min. flow line temperature", 20.0).of("°C", 10).within(5.0, 70.0, 1.0),
    setting(47_016, "max. flow line temperature", 55.0).of("°C", 10).within(5.0, 80.0, 1.0),
    toggle(47_394, "control room sensor", false),
    fixed(43_109, "Current hot water mode", 0.0),
    fixed(42_770, "Desired humidity", 0.0).of("%", 1),
    fixed(49_633, "Desired humidity", 50.0).of("%", 1),
    fixed(40_145, "Oil temperature (EP15-BT29)", 0.0).of("°C", 10).with(COMPRESSOR_ROW),
    fixed(40_146, "Oil temperature (BT29)", 0.0).of("°C", 10).with(COMPRESSOR_ROW),
    fixed(43_140, "Inverter temperature", 37.2).of("°C", 10).with(COMPRESSOR_ROW),
    fixed(43_108, "Current fan mode", 0.0).of("%", 1).with(FAN_ROW),
    setting(47_265, "fan speed normal", 65.0).of("%", 1).within(0.0, 100.0, 1.0).with(FAN_ROW),
    setting(47_264, "fan speed 1", 0.0).of("%", 1).within(0.0, 100.0, 1.0).with(FAN_ROW),
    setting(47_263, "fan speed 2", 30.0).of("%", 1).within(0.0, 100.0, 1.0).with(FAN_ROW),
    setting(47_262, "fan speed 3", 80.0).of("%", 1).within(0.0, 100.0, 1.0).with(FAN_ROW),
    setting(47_261, "fan speed 4", 100.0).of("%", 1).within(0.0, 100.0, 1.0).with(FAN_ROW),
];
