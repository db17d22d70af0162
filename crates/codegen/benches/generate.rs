//! CPU time that generating a client takes, beside what parsing the same Rust takes. Arguments: spec files.

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};

/// The time that a whole client may take.
const MOST: Duration = Duration::from_millis(50);
const ROUNDS: usize = 31;

fn main() -> ExitCode {
    let mut within = true;
    for spec in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        within &= measure(Path::new(&spec));
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(path: &Path) -> bool {
    let read = || Spec::read(path).unwrap_or_else(|report| panic!("{report}"));
    let spec = read();
    let written = rust::files(&spec);
    // The catalogue is data, and as such is printed without a syntax tree.
    let code = || written.iter().filter(|file| file.path != "catalogue.rs");
    let parsed = || code().map(|file| syn::parse_file(&file.text).map_or(0, |f| f.items.len())).sum::<usize>();
    let steps: [(&str, Duration); 6] = [
        ("reading the spec", median(read)),
        ("Rust", median(|| rust::files(&spec))),
        ("Python", median(|| python::files(&spec, "package"))),
        ("tests", median(|| (tests::rust(&spec), tests::python(&spec, "package")))),
        ("reference and OpenAPI", median(|| (reference::files(&spec, "package", None), openapi::file(&spec)))),
        ("(parsing that Rust with syn)", median(parsed)),
    ];
    println!("{}: {}", spec.file, size(&written));
    for (what, time) in &steps {
        println!("  {:<30}{:>8.2} ms", what, ms(*time));
    }
    let client: Duration = steps[..3].iter().map(|(_, time)| *time).sum();
    println!(
        "  {:<30}{:>8.2} ms of at most {} ms; {:.1} times the parsing",
        "the whole client",
        ms(client),
        MOST.as_millis(),
        ms(client) / ms(steps[5].1)
    );
    client <= MOST
}

fn size(files: &[File]) -> String {
    let lines: usize = files.iter().map(|f| f.text.lines().count()).sum();
    format!("{lines} lines of Rust in {} files", files.len())
}

fn median<T>(run: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = now();
            black_box(run());
            now() - start
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

/// The CPU time of this thread, which other programs do not lengthen.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
