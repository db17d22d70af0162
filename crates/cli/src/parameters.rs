//! `nibe-uplink parameters`

use nibe_uplink::catalogue::{self, Parameter};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::output::Output;
use crate::table::Table;

#[derive(clap::Args, Debug)]
#[command(
    after_help = "The column WRITE shows what may be written: yes with the range where it is known, no, or nothing \
when that is unknown. A machine knows some of these parameters only; `nibe-uplink read` shows which."
)]
pub struct Arguments {
    /// A part of the id, alias, key, title or designation; without it, everything is listed
    text: Vec<String>,
}

pub fn run(given: &Arguments, output: &Output) -> Result<(), Failure> {
    let text = given.text.join(" ");
    let found: Vec<Parameter> = catalogue::find(&text).collect();
    if output.is_json() {
        return output.json(&found.iter().map(object).collect::<Vec<_>>());
    }
    if found.is_empty() {
        output.note(&format!("no parameter of the catalogue holds `{text}`; try a shorter part of its English title"));
        return Ok(());
    }
    let mut table = Table::new(&[">ID", "ALIAS", "TITLE", "UNIT", "WRITE"]);
    for p in found {
        // Many are known by their key only.
        let title = if p.title.is_empty() { p.name } else { p.title };
        let title = if p.designation.is_empty() { title.to_owned() } else { format!("{title} ({})", p.designation) };
        table.row([p.id.to_string(), p.alias.to_owned(), title, p.unit.to_owned(), writable(&p)]);
    }
    output.text(&table.text())
}

fn writable(p: &Parameter) -> String {
    let range = match (p.min, p.max) {
        (Some(min), Some(max)) => format!(" {min} to {max}"),
        _ => String::new(),
    };
    match p.writable {
        Some(true) => format!("yes{range}"),
        Some(false) => "no".to_owned(),
        None => String::new(),
    }
}

fn object(p: &Parameter) -> Value {
    let words: Map<String, Value> = p.values.iter().map(|(raw, word)| (raw.to_string(), json!(word))).collect();
    json!({
        "id": p.id, "name": p.name, "alias": p.alias, "title": p.title, "designation": p.designation, "unit": p.unit,
        "factor": p.factor, "weak": p.weak, "writable": p.writable, "min": p.min, "max": p.max, "step": p.step,
        "values": words, "note": p.note,
    })
}
