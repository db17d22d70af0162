//! What is active right now, as far as the points tell.

use serde_json::Value as Json;
use uplink_simulator::nibe::spelling::{FAN, status_item as item};

use crate::readings::View;

/// What the points that say what a machine works for are called: of both families, with numbers alike.
const PRIORITIES: [&str; 2] = ["55000", "49994"];
/// The numbers of the priority, each with the item that v1 had for it, its picture, and a parameter that goes with it.
const WORK: [(i64, &str, &str, &[i64]); 3] = [
    (20, "Hot Water", "Drop", &[40_013, 40_014]),
    (30, "Heating", "Heating", &[43_005, 40_008, 40_012]),
    (60, "Cooling", "Cooling", &[44_270]),
];

impl View<'_> {
    /// `system_status`: a component is listed only while it works.
    pub(crate) fn system_status(&self) -> Vec<Json> {
        let priority = PRIORITIES.iter().find_map(|id| self.own(id)).and_then(|point| point.code);
        let mut items = Vec::new();
        for (number, title, image, ids) in WORK {
            #[allow(clippy::cast_precision_loss, reason = "small numbers")]
            if priority == Some(number as f64) {
                items.push(item(title, image, "", self.values(0, ids)));
            }
        }
        if self.raw(0, FAN).is_some_and(|speed| speed > 0) {
            items.push(item("Ventilation", "Supply", "", self.values(0, &[FAN])));
        }
        if self.adds() {
            items.push(item("Addition", "Plug_orange", "", self.values(0, &[43_084])));
        }
        // With several units their compressors and pumps are listed for each unit only.
        if self.units().len() == 1 {
            items.extend(self.unit_status(0));
        }
        items
    }

    /// `unit_status`: compressor and pumps of one unit.
    pub(crate) fn unit_status(&self, unit: i64) -> Vec<Json> {
        let mut items = Vec::new();
        let turns = |id: &i64| self.raw(unit, *id).is_some_and(|raw| raw > 0);
        if let Some(frequency) = [43_136, 44_701].into_iter().find(turns) {
            let (module, [starts, hours]) =
                if frequency == 44_701 { ("EB101", [44_069, 44_071]) } else { ("EB100-EP14", [43_416, 43_420]) };
            let values = [
                self.titled(unit, starts, "number of starts:"),
                self.titled(unit, hours, "total operating time:"),
                self.row(unit, frequency).map(Json::Object),
            ];
            items.push(item("Compressor", "Compressor", module, values));
        }
        for (id, title, image) in [
            (43_437, "Heating Medium Pump", "Heating"),
            (44_396, "Heating Medium Pump", "Heating"),
            (43_439, "Brine Pump", "Brine"),
        ] {
            if turns(&id) {
                items.push(item(title, image, "", self.values(unit, &[id])));
            }
        }
        items
    }

    /// Whether the electric addition works: by its power, or by a point that says so.
    fn adds(&self) -> bool {
        let says =
            |id: &str, works: &[f64]| self.own(id).and_then(|point| point.code).is_some_and(|c| works.contains(&c));
        self.raw(0, 43_084).is_some_and(|power| power > 0) || says("49993", &[2.0, 6.0]) || says("1760", &[1.0])
    }

    fn values(&self, unit: i64, ids: &[i64]) -> [Option<Json>; 3] {
        let value = |at: usize| ids.get(at).and_then(|id| self.row(unit, *id)).map(Json::Object);
        [value(0), value(1), value(2)]
    }

    fn titled(&self, unit: i64, id: i64, title: &str) -> Option<Json> {
        let mut row = self.row(unit, id)?;
        row.insert("title".to_owned(), title.into());
        Some(Json::Object(row))
    }

    /// A point by its own id.
    pub(crate) fn own(&self, id: &str) -> Option<&crate::upstream::Point> {
        self.all().find(|point| point.id == id)
    }
}
