//! An indoor module with an outdoor unit, which has an alarm.

use super::super::item::{absent, fixed, moving, switch, text, word};
use uplink_heat_pump::models;

use super::{CategoryDesign, Design, UnitDesign};

pub(super) const MACHINE: Design = Design {
    id: 80_103,
    name: "Farm",
    serial: "06911017000103",
    city: "Celle",
    country: "GERMANY",
    manage: true,
    knows_catalogue: false,
    alarm: true,
    past_alarms: 5,
    model: &models::AIR_INVERTER,
    units: &[
        UnitDesign {
            id: 0,
            name: "VVM 320",
            short_name: "m",
            product: "VVM 320 E",
            software: "9443R2",
            categories: INDOOR,
        },
        UnitDesign { id: 1, name: "slave 1", short_name: "s1", product: "F2040", software: "29", categories: OUTDOOR },
    ],
};

const INDOOR: &[CategoryDesign] = &[
    CategoryDesign {
        id: "STATUS",
        name: "status",
        items: &[
            moving(40067, |s| s.outdoor_average),
            moving(40014, |s| s.water_charging),
            moving(40013, |s| s.water_top),
            moving(40004, |s| s.outdoor_sensor()),
            moving(40083, |s| s.amperes[0]),
            moving(40081, |s| s.amperes[1]),
            moving(40079, |s| s.amperes[2]),
            moving(43005, |s| s.degree_minutes),
        ],
    },
    CategoryDesign {
        id: "SYSTEM_1",
        name: "climate system 1",
        items: &[
            word(43161, 0, "no"),
            word(47276, 0, "off"),
            moving(43009, |s| s.flow_wanted),
            absent(40071),
            moving(40008, |s| s.flow),
            moving(40012, |s| s.back).titled("return temp.").at("BT3"),
            absent(40033),
        ],
    },
    CategoryDesign { id: "ACTIVE_COOLING_2_PIPE", name: "active cooling 2-pipe", items: &[fixed(44270, 20.0)] },
    CategoryDesign {
        id: "ADDITION",
        name: "addition",
        items: &[
            switch(10033, |s| s.addition_rests),
            fixed(47214, 16.0),
            moving(43081, |s| s.addition_hours),
            moving(43084, |s| s.addition_kw),
            fixed(47212, 9.0),
            // The one row whose unit is spelled with the ordinal sign.
            moving(40121, |s| s.flow + 0.3).spelled("ºC"),
        ],
    },
    CategoryDesign {
        id: "HEAT_METER",
        name: "heat meter",
        items: &[
            fixed(44302, 0.1),
            moving(44308, |s| s.kwh_heating),
            moving(44300, |s| s.kwh_heating_all),
            moving(44306, |s| s.kwh_water),
            moving(44298, |s| s.kwh_water),
            fixed(44304, 0.0),
            moving(40072, |s| s.litres).spelled("l/m"),
        ],
    },
    CategoryDesign {
        id: "AUX_IN_OUT",
        name: "soft in/outputs",
        items: &[
            word(47411, 0, "not used"),
            word(47410, 18, "tariff blocking"),
            word(47409, 0, "not used"),
            word(47408, 0, "not used"),
            word(47407, 0, "not used"),
            word(47412, 0, "alarm output"),
        ],
    },
    CategoryDesign {
        id: "SYSTEM_INFO",
        name: "info",
        items: &[
            word(48745, 18, "Germany"),
            text("product", "VVM 320 E"),
            text("serial number", "06911017000103"),
            text("version", "9443R2"),
        ],
    },
];

const OUTDOOR: &[CategoryDesign] = &[
    CategoryDesign {
        id: "STATUS",
        name: "status",
        items: &[
            switch(44703, |s| s.defrosting),
            moving(44396, |s| s.medium_pump).titled("pump speed heating medium").at("GP1"),
            moving(44362, |s| s.outdoor + 0.8),
        ],
    },
    CategoryDesign {
        id: "CPR_INFO_EP14",
        name: "compressor module ",
        items: &[
            word(10014, 0, "no"),
            moving(44069, |s| s.starts),
            word(44702, 0, "no"),
            moving(44058, |s| s.condenser),
            moving(44363, |s| s.evaporator),
            moving(44059, |s| s.hot_gas),
            moving(44060, |s| s.liquid),
            moving(44055, |s| s.back),
            moving(44061, |s| s.suction),
            moving(44699, |s| s.high_pressure),
            moving(44700, |s| s.low_pressure),
            moving(44071, |s| s.hours),
            moving(44073, |s| s.hours_water),
            fixed(40737, 25.0),
            moving(44701, |s| s.hz),
            moving(40782, |s| s.hz.round()),
        ],
    },
    CategoryDesign { id: "SYSTEM_INFO", name: "info", items: &[text("product", "F2040-8"), fixed(44014, 29.0)] },
];
