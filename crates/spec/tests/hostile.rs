//! Specs that were written to hurt: an answer in bounded time and memory, and no panic.

mod hostile_cases;

use std::process::Command;
use std::time::{Duration, Instant};

use hostile_cases::cases;
use uplink_spec::Report;

/// Longest time for one spec, for a build without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Memory that reading may take, in KiB: 10 MB of nothing but brackets become many small pieces.
const MEMORY: u64 = 4_000_000;
/// Set for the process that does the work.
const CHILD: &str = "UPLINK_HOSTILE_CHILD";

fn report(spec: &str, table: Option<&str>) -> Report {
    match uplink_spec::check_text("hostile.toml", spec, |_| table.map(str::to_owned)) {
        Ok((model, warnings)) => {
            // A model that exists can be written, and reads back.
            let (text, rows) = (uplink_spec::write(&model), model.catalogue.as_ref().map(uplink_spec::write_catalogue));
            let again = uplink_spec::read_text("again.toml", &text, |_| rows.clone());
            assert!(again.is_ok_and(|again| again == model), "{text}");
            warnings
        }
        Err(report) => report,
    }
}

/// Each finding lies in its file, and all of them can be shown.
fn sane(report: &Report) {
    for d in &report.diagnostics {
        assert!(report.source(d).text.get(d.span.clone()).is_some(), "{d:?}");
        assert!(d.message.len() < 2000 && d.help.as_ref().is_some_and(|h| h.len() < 2000), "{}", d.code);
    }
    let shown = report.in_place();
    assert!(shown.len() < 1_000_000, "{} bytes", shown.len());
}

/// The cases run in a process of their own, whose memory is limited.
#[test]
fn hostile_specs_are_answered_in_bounded_time_and_memory() {
    if std::env::var_os(CHILD).is_some() {
        for case in cases() {
            let started = Instant::now();
            sane(&report(&case.spec, case.table.as_deref()));
            let took = started.elapsed();
            println!("{}: {} bytes, {} ms", case.name, case.spec.len(), took.as_millis());
            assert!(took < PATIENCE, "{} took {took:?}", case.name);
        }
        return;
    }
    let limit = if cfg!(target_os = "linux") { format!("ulimit -v {MEMORY} && ") } else { String::new() };
    let name = "hostile_specs_are_answered_in_bounded_time_and_memory";
    let output = Command::new("sh")
        .args(["-c", &format!("{limit}exec \"$0\" --exact {name} --nocapture")])
        .arg(std::env::current_exe().expect("this program"))
        .env(CHILD, "1")
        .output()
        .expect("a shell");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {said}", output.status);
    assert!(said.contains("1 passed"), "{said}");
}
