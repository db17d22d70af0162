//! A ground-source pump with brine, and everything that the catalogue knows besides.

use super::super::item::{absent, fixed, moving, switch, text, word};
use uplink_heat_pump::models;

use super::{CategoryDesign, Design, UnitDesign};

pub(super) const MACHINE: Design = Design {
    id: 80_101,
    name: "Lake house",
    serial: "06512018000101",
    city: "Markaryd",
    country: "SWEDEN",
    manage: true,
    knows_catalogue: true,
    alarm: false,
    past_alarms: 34,
    model: &models::GROUND_INVERTER,
    units: &[UnitDesign {
        id: 0,
        name: "master",
        short_name: "m",
        product: "F1255-6 R PC",
        software: "9240R2",
        categories: CATEGORIES,
    }],
};

const CATEGORIES: &[CategoryDesign] = &[
    CategoryDesign {
        id: "STATUS",
        name: "status",
        items: &[
            moving(40067, |s| s.outdoor_average),
            moving(40014, |s| s.water_charging),
            moving(40013, |s| s.water_top),
            moving(40004, |s| s.outdoor_sensor()),
            moving(40083, |s| s.amperes[0]).at("EB100-BE1"),
            moving(40081, |s| s.amperes[1]).at("EB100-BE2"),
            moving(40079, |s| s.amperes[2]).at("EB100-BE3"),
            moving(43005, |s| s.degree_minutes),
        ],
    },
    CategoryDesign {
        id: "CPR_INFO_EP14",
        name: "compressor module ",
        items: &[
            word(10012, 0, "no"),
            moving(43416, |s| s.starts),
            moving(43439, |s| s.brine_pump),
            moving(43437, |s| s.medium_pump).at("EP14"),
            moving(40015, |s| s.brine_in),
            moving(40016, |s| s.brine_out),
            moving(40017, |s| s.condenser),
            moving(40008, |s| s.flow),
            moving(40018, |s| s.hot_gas),
            moving(40019, |s| s.liquid),
            moving(40012, |s| s.back).titled("return temp.").at("EB100-EP14-BT3"),
            moving(40022, |s| s.suction),
            moving(43420, |s| s.hours),
            moving(43424, |s| s.hours_water).titled("compressor operating time hot water"),
            fixed(43122, 20.0),
            moving(43136, |s| s.hz),
            moving(43144, |s| s.kwh_drawn),
            moving(43305, |s| s.kwh_drawn_water),
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
            moving(40012, |s| s.back).titled("return temp.").at("EB100-EP14-BT3"),
            moving(40033, |s| s.room),
        ],
    },
    CategoryDesign {
        id: "PASSIVE_COOLING_INTERNAL",
        name: "internal passive cooling",
        items: &[word(43152, 0, "0.0"), fixed(44270, 20.0)],
    },
    CategoryDesign {
        id: "ADDITION",
        name: "addition",
        items: &[
            switch(10033, |s| s.addition_rests),
            fixed(47214, 16.0),
            moving(43081, |s| s.addition_hours),
            moving(43084, |s| s.addition_kw),
            fixed(47212, 6.5),
        ],
    },
    CategoryDesign {
        id: "HEAT_METER",
        name: "heat meter",
        items: &[
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
            word(47411, 1, "activate temp lux"),
            word(47410, 0, "not used"),
            word(47409, 19, "SG Ready A"),
            word(47408, 20, "SG Ready B"),
            word(47407, 0, "not used"),
            word(47412, 2, "indication cool mode"),
        ],
    },
    CategoryDesign {
        id: "SYSTEM_INFO",
        name: "info",
        items: &[
            word(48745, 45, "Sweden"),
            text("product", "F1255-6 R PC"),
            text("serial number", "06512018000101"),
            text("version", "9240R2"),
        ],
    },
];
