//! `completions`

use std::process::{Command, Stdio};

use crate::support::program;

fn script(shell: &str) -> String {
    let folder = tempfile::TempDir::new().expect("a folder");
    let run = program(&folder).args(["completions", shell]).output().expect("the program");
    assert!(run.status.success(), "{shell}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

#[test]
fn each_shell_gets_the_commands_of_every_api() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = script(shell);
        for word in ["publish", "set", "pair", "client-secret-file"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
}

#[test]
fn bash_completes_with_it() {
    let ask = format!(
        "{}\nCOMP_WORDS=(nibe-uplink pub)\nCOMP_CWORD=1\n_nibe__uplink nibe-uplink pub nibe-uplink\necho \"${{COMPREPLY[@]}}\"",
        script("bash")
    );
    let Ok(run) = Command::new("bash").args(["--norc", "-c", &ask]).stdin(Stdio::null()).output() else {
        println!("skipped: bash is not installed");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&run.stdout).trim(), "publish", "{}", String::from_utf8_lossy(&run.stderr));
}
