//! `inspect`

use uplink_codegen::{Spec, Stage};

/// The stage of a word that the parser of arguments let through.
pub fn stage(word: &str) -> Option<Stage> {
    Stage::ALL.iter().find(|(_, w)| *w == word).map(|(stage, _)| *stage)
}

/// The function at one stage, or at all of them, each under its name.
pub fn text(spec: &Spec, name: &str, stage: Option<Stage>) -> Result<String, String> {
    let model = &spec.model;
    let Some(function) = model.function(name) else {
        let known = model.functions.iter().map(|f| f.name.as_str());
        let help = uplink_spec::did_you_mean(name, known).map(|help| format!("; {help}")).unwrap_or_default();
        return Err(format!("error: {} has no function `{name}`{help}", spec.file));
    };
    if let Some(stage) = stage {
        return Ok(uplink_codegen::inspect(model, function, stage));
    }
    let titled = Stage::ALL
        .iter()
        .map(|(stage, word)| format!("==== {word}\n\n{}", uplink_codegen::inspect(model, function, *stage)));
    Ok(titled.collect::<Vec<_>>().join("\n"))
}
