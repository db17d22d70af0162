//! An exhaust-air pump. Its owner has bought no package, so it cannot be changed.

use super::super::item::{absent, fixed, moving, switch, text, word};
use uplink_heat_pump::models;

use super::{CategoryDesign, Design, UnitDesign};

pub(super) const MACHINE: Design = Design {
    id: 80_102,
    name: "Town flat",
    serial: "06603616000102",
    city: "Tampere",
    country: "FINLAND",
    manage: false,
    knows_catalogue: false,
    alarm: false,
    past_alarms: 2,
    model: &models::EXHAUST_INVERTER,
    units: &[UnitDesign {
        id: 0,
        name: "master",
        short_name: "m",
        product: "F730 CU 3x400V",
        software: "9443R2",
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
            fixed(43372, 0.0),
            absent(43064),
            absent(43065),
            fixed(43371, 0.0),
            moving(43181, |s| s.medium_pump),
            moving(40017, |s| s.condenser),
            moving(40012, |s| s.back).titled("condenser return").at("EB100-EP14-BT3"),
            fixed(43146, 3.0),
            moving(40020, |s| s.evaporator),
            moving(40018, |s| s.hot_gas),
            absent(43115),
            moving(43116, |s| s.condenser),
            moving(40019, |s| s.liquid),
            moving(40022, |s| s.suction),
            moving(43420, |s| s.hours),
            moving(43424, |s| s.hours_water).titled("compressor operating time hot water"),
            fixed(43123, 90.0),
            moving(43136, |s| s.hz),
            moving(43144, |s| s.kwh_drawn),
            moving(43305, |s| s.kwh_drawn_water),
        ],
    },
    CategoryDesign {
        id: "VENTILATION",
        name: "ventilation",
        items: &[moving(10001, |s| s.fan), moving(40025, |s| s.exhaust_air), moving(40026, |s| s.extract_air)],
    },
    CategoryDesign {
        id: "DEFROSTING",
        name: "defrosting",
        items: &[absent(43124), moving(40050, |s| 110.0 + s.fan / 10.0), fixed(43125, -0.9), fixed(43066, 0.0)],
    },
    CategoryDesign {
        id: "SYSTEM_1",
        name: "climate system 1",
        items: &[
            word(43161, 0, "no"),
            moving(43009, |s| s.flow_wanted),
            moving(40047, |s| s.flow - 0.2),
            moving(40008, |s| s.flow).at("EB100-BT63"),
            moving(40048, |s| s.circuit_back),
            moving(40033, |s| s.room),
        ],
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
        id: "AUX_IN_OUT",
        name: "soft in/outputs",
        items: &[
            word(47411, 0, "not used"),
            word(47410, 0, "not used"),
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
            word(48745, 15, "Finland"),
            text("product", "F730 CU 3x400V"),
            text("serial number", "06603616000102"),
            text("version", "9443R2"),
        ],
    },
];
