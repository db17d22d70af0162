//! What is active right now.

use serde_json::{Value, json};

use super::machine::Unit;
use super::parameters::unit_of;
use super::view::View;
use crate::behaviour::{Call, Outcome};

/// `system_status`: a component is listed only while it works.
pub(super) fn system(view: &View<'_>) -> Vec<Value> {
    let Some(main) = view.machine.units.first() else {
        return Vec::new();
    };
    let now = &view.now;
    let mut items = Vec::new();
    if now.heating {
        let values = [named(view, main, 43_005), unnamed(view, main, 40_008), unnamed(view, main, 40_012)];
        items.push(item("Heating", "Heating", "", values));
    }
    if now.charging {
        let top = named(view, main, 40_013);
        items.push(item("Hot Water", "Drop", "", [top, named(view, main, 40_014), None]));
    }
    if main.row(10_001).is_some() && now.fan > 0.0 {
        let fan = named(view, main, 10_001);
        items.push(item("Ventilation", "Supply", "", [fan, None, None]));
    }
    if now.addition_kw > 0.0 {
        let power = named(view, main, 43_084);
        items.push(item("Addition", "Plug_orange", "", [power, None, None]));
    }
    // With several units their compressors and pumps are listed for each unit only.
    if view.machine.units.len() == 1 {
        items.extend(parts(view, main));
    }
    items
}

/// `unit_status`: compressor and pumps of one unit.
pub(super) fn unit(view: &View<'_>, call: &Call<'_>) -> Result<Outcome, Outcome> {
    Ok(Outcome::List(parts(view, unit_of(view.machine, call)?)))
}

fn parts(view: &View<'_>, unit: &Unit) -> Vec<Value> {
    let mut items = Vec::new();
    let raw = |id| view.reading(unit, id).and_then(|r| r.get("rawValue")?.as_i64()).unwrap_or(0);
    let compressor = [43_136, 44_701].into_iter().find(|id| unit.row(*id).is_some() && raw(*id) > 0);
    if let Some(frequency) = compressor {
        let module = if frequency == 44_701 { "EB101" } else { "EB100-EP14" };
        let starts = if frequency == 44_701 { 44_069 } else { 43_416 };
        let hours = if frequency == 44_701 { 44_071 } else { 43_420 };
        let values = [
            titled(view, unit, starts, "number of starts:"),
            titled(view, unit, hours, "total operating time:"),
            named(view, unit, frequency),
        ];
        items.push(item("Compressor", "Compressor", module, values));
    }
    for (id, title, image) in [
        (43_437, "Heating Medium Pump", "Heating"),
        (44_396, "Heating Medium Pump", "Heating"),
        (43_439, "Brine Pump", "Brine"),
    ] {
        if unit.row(id).is_some() && raw(id) > 0 {
            items.push(item(title, image, "", [named(view, unit, id), None, None]));
        }
    }
    items
}

/// An item of a status, with up to three values.
pub fn item(title: &str, image: &str, inline: &str, values: [Option<Value>; 3]) -> Value {
    let sizes = [(35, "Tiny"), (50, "Small"), (100, "Medium"), (150, "Large"), (256, "256x256")];
    let sizes = sizes.map(
        |(side, size)| json!({"width": side, "height": side, "url": format!("/Content/Icons/Emmy/{image}_{size}.png")}),
    );
    json!({
        "image": {"name": image, "sizes": sizes},
        "inlineText": inline,
        "title": title,
        "parameters": values.into_iter().flatten().collect::<Vec<_>>(),
    })
}

/// A row as it stands in the categories.
fn named(view: &View<'_>, unit: &Unit, id: i64) -> Option<Value> {
    view.reading(unit, id).map(Value::Object)
}

/// A row without its name, which the cloud leaves out for some.
fn unnamed(view: &View<'_>, unit: &Unit, id: i64) -> Option<Value> {
    let mut reading = named(view, unit, id)?;
    reading["name"] = Value::Null;
    Some(reading)
}

/// A row under another title than in the categories.
fn titled(view: &View<'_>, unit: &Unit, id: i64, title: &str) -> Option<Value> {
    let mut reading = named(view, unit, id)?;
    reading["title"] = title.into();
    Some(reading)
}
