//! Every example runs to its end and shows something.

use std::path::Path;
use std::process::Command;

/// The one that needs a person; `tests/login.rs` does what it does.
const INTERACTIVE: &str = "login";

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

/// The compiler asks for an arm for kinds to come, and so not for one that is there and left out.
#[test]
fn the_example_of_errors_names_every_kind() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let (kinds, example) = (text("../runtime/src/kind.rs"), text("examples/errors.rs"));
    let words = kinds.lines().filter_map(|line| line.trim().strip_prefix("ErrorKind::")?.split_once(" => \""));
    let named: Vec<&str> = words.map(|(name, _)| name).collect();
    let told: Vec<&str> =
        example.split("ErrorKind::").skip(1).filter_map(|rest| rest.split([' ', ';']).next()).collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        assert!(told.contains(&name), "examples/errors.rs does not say what to do about {name}");
    }
}
