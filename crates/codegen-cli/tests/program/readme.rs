//! The commands of the page exist.

use std::process::Command;

#[test]
fn every_command_of_the_page_is_known() {
    let lines = include_str!("../../README.md").lines();
    let commands: Vec<&str> = lines.filter_map(|line| line.strip_prefix("    nibe-uplink-codegen ")).collect();
    assert!(commands.len() > 3, "{commands:?}");
    for command in commands {
        let word = command.split(' ').next().unwrap_or_default();
        let run = Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen"))
            .args([word, "--help"])
            .output()
            .expect("the program");
        assert!(run.status.success(), "{word}: {}", String::from_utf8_lossy(&run.stderr));
    }
}
