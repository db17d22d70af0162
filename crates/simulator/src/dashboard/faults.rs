//! Faults of answers, by buttons.

use serde_json::{Value, json};

use super::{PATH, button};
use crate::fault::Fault;
use crate::page::{Dashboard, escape};
use crate::shared::Shared;

/// Most answers that a button spoils.
const MOST: u64 = 1000;

/// The words of the faults that the page offers, in the order of their titles.
const OFFERED: [&str; 9] =
    ["status_500", "status_503", "html", "truncate", "hang_up", "delay", "add_field", "drop_items", "deny"];

/// The fault of a word, for this place and so many answers.
pub(super) fn of_word(shared: &Shared, word: &str, on: &str, times: u64) -> Result<Fault, String> {
    let mut fault = match word {
        "status_500" => json!({"kind": "status", "status": 500}),
        "status_503" => json!({"kind": "status", "status": 503, "retry_after": 5}),
        "delay" => json!({"kind": "delay", "seconds": 5}),
        "drop_items" => json!({"kind": "drop_items", "share": 0.5}),
        word if OFFERED.contains(&word) => json!({ "kind": word }),
        _ => return Err(format!("there is no fault `{word}`")),
    };
    fault["times"] = times.clamp(1, MOST).into();
    // Users decide at one place only.
    fault["on"] = if word == "deny" { Value::Null } else { on.into() };
    Fault::read(&shared.model, &fault)
}

/// The section of the page.
pub(super) fn section(shared: &Shared, words: &Dashboard) -> String {
    let oauth = shared.model.oauth.is_some();
    let kinds = OFFERED.iter().zip(words.fault_kinds).filter(|(word, _)| oauth || **word != "deny");
    let kinds: String = kinds.map(|(word, title)| format!(r#"<option value="{word}">{title}</option>"#)).collect();
    let endpoints = if oauth { &["token", "authorize"][..] } else { &[] };
    let functions = shared.model.functions.iter().map(|function| function.name.as_str());
    let places: String = endpoints
        .iter()
        .copied()
        .chain(functions)
        .map(|place| format!(r#"<option value="{0}">{0}</option>"#, escape(place)))
        .collect();
    let waiting: String = shared
        .faults()
        .iter()
        .filter(|fault| fault.times > 0)
        .map(|fault| {
            format!("<li><code>{}</code>: {} × {}</li>", fault.kind.word(), fault.times, escape(&fault.on.word()))
        })
        .collect();
    let waiting = if waiting.is_empty() {
        format!("<p>{}</p>", words.no_faults)
    } else {
        format!("<ul>{waiting}</ul>\n{}", button("clear", &[], "", words.take_back))
    };
    format!(
        r#"<h2 id="faults">{title}</h2>
<p>{help}</p>
<form method="post" action="{PATH}" class="row"><input type="hidden" name="do" value="fault">
<label>{what}<select name="kind">{kinds}</select></label>
<label>{place}<select name="on"><option value="functions">{all}</option>{places}</select></label>
<label>{times}<input type="number" name="times" value="1" min="1" max="{MOST}"></label>
<button class="main">{spoil}</button></form>
{waiting}
"#,
        title = words.faults,
        help = words.faults_help,
        what = words.fault_kind,
        place = words.fault_place,
        all = words.all_functions,
        times = words.fault_times,
        spoil = words.spoil,
    )
}
