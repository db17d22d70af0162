//! Writes generated files, or compares them with what is there.

use std::fs;
use std::path::Path;

use uplink_codegen::File;

/// Writes the files that have changed.
pub fn write(out: &Path, files: &[File]) -> Result<(), String> {
    fs::create_dir_all(out).map_err(|e| format!("cannot make the folder {}: {e}", out.display()))?;
    for file in files {
        let path = out.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|old| old == file.text) {
            continue;
        }
        fs::write(&path, &file.text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

/// Fails at the first line that differs in any file.
pub fn compare(out: &Path, files: &[File]) -> Result<(), String> {
    let mut drifted = Vec::new();
    for file in files {
        let path = out.join(&file.path);
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old == file.text {
            continue;
        }
        let line = old.lines().zip(file.text.lines()).take_while(|(a, b)| a == b).count();
        let is = old.lines().nth(line).unwrap_or("(end of file)");
        let should = file.text.lines().nth(line).unwrap_or("(end of file)");
        drifted.push(format!("{}:{}\n  is:        {is}\n  should be: {should}", path.display(), line + 1));
    }
    if drifted.is_empty() {
        return Ok(());
    }
    Err(format!("generated files have drifted from the spec; run `make generate`\n{}", drifted.join("\n")))
}
