//! Answers of real machines pass through service and client without a loss.

use std::path::{Path, PathBuf};

use client::types::{Category, Reading};
use serde_json::Value as Json;
use uplink_simulator::nibe::Machines;
use uplink_tests::Service;

/// The captures lie beside the repository; they are not part of it.
fn captures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there are no captures of real machines at {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    files
}

/// The number in a text such as `-1.3°C`, and how many decimals are shown.
fn shown(text: &str) -> Option<(f64, i32)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let digits = &text[..end];
    let decimals = digits.split_once('.').map_or(0, |(_, d)| d.len());
    digits.parse().ok().map(|n| (n, i32::try_from(decimals).expect("few decimals")))
}

/// The display text is the judge: a number differs from what is shown by less than one unit of the last digit.
fn judge(file: &str, row: &Reading) {
    let value = row.value();
    let unit = row.raw_unit.as_deref().unwrap_or_default();
    let text = row.display_value.as_str();
    match (value.as_f64(), row.source().as_str()) {
        (Some(number), "factor" | "display") => {
            let (expected, decimals) = shown(text).unwrap_or_else(|| panic!("{file}: {text} is no number"));
            let last_digit = 0.1f64.powi(decimals);
            assert!((number - expected).abs() < last_digit, "{file}: {} {text} read as {number}", row.parameter_id);
        }
        (None, "absent") => assert_eq!(text, "--", "{file}: {}", row.parameter_id),
        (None, "text") => {
            let numeric = row.parameter_id != 0 && shown(text).is_some() && text.ends_with(unit) && !unit.is_empty();
            assert!(!numeric, "{file}: {} {text} was read as text", row.parameter_id);
        }
        (_, source) => panic!("{file}: {} {text} has the source {source}", row.parameter_id),
    }
}

#[tokio::test]
async fn every_row_of_every_capture_arrives() {
    let files = captures();
    let mut rows = 0;
    for path in &files {
        let file = path.file_name().expect("a file").to_string_lossy().into_owned();
        let mut machines = Machines::only_files();
        let system = machines.add_file(path).expect("a capture in the known form");
        let service = Service::with(Box::new(machines)).await;
        let captured: Json = serde_json::from_slice(&std::fs::read(path).expect("readable")).expect("JSON");
        for unit in captured.as_array().expect("a list of units") {
            let id = unit["unit"]["systemUnitId"].as_i64().expect("a unit id");
            let categories: Vec<Category> =
                service.client().categories(system).parameters(true).system_unit_id(id).await.expect("categories");
            let sent = serde_json::to_value(&categories).expect("serializable");
            assert_eq!(sent, unit["categories"], "{file}: unit {id}");
            for category in categories {
                for row in category.parameters.into_iter().flatten() {
                    judge(&file, &row);
                    rows += 1;
                }
            }
        }
    }
    println!("{rows} rows of {} machines", files.len());
    assert!(files.is_empty() || rows == 448, "{rows} rows");
}
