//! A file that lists what is generated where, so that one command writes all of it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use toml::de::{DeTable, DeValue};
use uplink_codegen::Spec;

use crate::generate::{self, PACKAGE, Target};

/// The words of an entry.
const WORDS: [&str; 5] = ["spec", "target", "out", "package", "program"];

/// One `[[generate]]` of the file; its paths are relative to the file.
struct Entry {
    spec: PathBuf,
    target: Target,
    out: PathBuf,
    package: String,
    program: Option<String>,
}

/// Writes everything that a manifest lists, or compares it with what is there.
pub fn run(manifest: &Path, check: bool) -> Result<(), String> {
    let text = fs::read_to_string(manifest).map_err(|e| format!("error: cannot read {}: {e}", manifest.display()))?;
    let entries = entries(&text, manifest.parent().unwrap_or(Path::new("")))
        .map_err(|problem| format!("error: {}: {problem}", manifest.display()))?;
    let mut specs: HashMap<PathBuf, Spec> = HashMap::new();
    let mut failed = Vec::new();
    for Entry { spec, target, out, package, program } in entries {
        if !specs.contains_key(&spec) {
            specs.insert(spec.clone(), crate::read(&spec)?);
        }
        let read = &specs[&spec];
        let act = if check { generate::compare } else { generate::write };
        // What else has drifted is worth knowing as well.
        let files = target.files(read, &package, program.as_deref());
        failed.extend(files.and_then(|files| act(&out, &files, read)).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("error: {}", failed.join("\nerror: "))) }
}

fn entries(text: &str, folder: &Path) -> Result<Vec<Entry>, String> {
    let root = DeTable::parse(text).map_err(|error| error.to_string())?.into_inner();
    if let Some((key, _)) = root.iter().find(|(key, _)| key.get_ref() != "generate") {
        return Err(format!("unknown key `{}`; it holds tables `[[generate]]` only", key.get_ref()));
    }
    let tables = root.get("generate").and_then(|v| v.get_ref().as_array());
    let tables = tables.ok_or("it lists nothing; add a table `[[generate]]` with `spec`, `target` and `out`")?;
    let entry = |(number, value): (usize, &toml::Spanned<DeValue<'_>>)| {
        let table =
            value.get_ref().as_table().ok_or("`generate` must be a list of tables `[[generate]]`".to_owned())?;
        entry(table, folder).map_err(|problem| format!("`[[generate]]` number {}: {problem}", number + 1))
    };
    tables.iter().enumerate().map(entry).collect()
}

fn entry(table: &DeTable<'_>, folder: &Path) -> Result<Entry, String> {
    if let Some((key, _)) = table.iter().find(|(key, _)| !WORDS.contains(&key.get_ref().as_ref())) {
        return Err(format!("unknown key `{}`; the words here are {}", key.get_ref(), WORDS.join(", ")));
    }
    let text = |key: &str| match table.get(key).map(|v| v.get_ref().as_str()) {
        Some(None) => Err(format!("`{key}` must be text in quotes")),
        Some(text) => Ok(text),
        None => Ok(None),
    };
    let required = |key: &str| text(key)?.ok_or_else(|| format!("it lacks `{key}`"));
    let word = required("target")?;
    let target = Target::from_str(word, false).map_err(|_| {
        let known = Target::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
        format!("there is no target `{word}`; the targets are {}", known.join(", "))
    })?;
    Ok(Entry {
        spec: folder.join(required("spec")?),
        target,
        out: folder.join(required("out")?),
        package: text("package")?.unwrap_or(PACKAGE).to_owned(),
        program: text("program")?.map(str::to_owned),
    })
}
