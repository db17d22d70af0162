//! Every example runs to its end and shows something.

use std::path::Path;
use std::process::Command;

/// The one that needs a person.
const INTERACTIVE: &str = "myuplink_login";

#[test]
fn every_example_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder.join("examples")).expect("examples");
    let mut names: Vec<String> = files
        .filter_map(|f| Some(f.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .filter(|n| n != INTERACTIVE)
        .collect();
    names.sort();
    assert!(names.len() > 1, "{names:?}");
    for name in names {
        let run = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline", "--example", &name])
            .current_dir(folder)
            .output()
            .expect("cargo");
        let (said, complaint) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success() && !said.trim().is_empty(), "{name}: {said}{complaint}");
        println!("{name}:\n{said}");
    }
}
