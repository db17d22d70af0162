//! How the time of generating grows with a spec. Argument: a spec file, which is made 10 and 100 times as large.

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};
use uplink_spec::model::{Function, Model, Type, TypeDef, TypeKind};

/// How much longer the Rust client of the hundredfold spec may take than that of the tenfold one.
const MOST_GROWTH: f64 = 12.0;
/// The same of the other targets, which take little time beside the reading, and that leaves the caches of small machines.
/// What grows with the square of a spec would take a hundred times as long.
const MOST_OF_OTHERS: f64 = 20.0;
/// How long the Rust client of the hundredfold spec may take, its reading included.
const MOST_TIME: Duration = Duration::from_millis(500);
const ROUNDS: usize = 7;
const RUST: &str = "and Rust";

fn main() -> ExitCode {
    let mut within = true;
    for spec in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        within &= measure(Path::new(&spec));
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(path: &Path) -> bool {
    let model = Spec::read(path).unwrap_or_else(|report| panic!("{report}")).model;
    let folder = tempfile::tempdir().expect("a folder");
    let [ten, hundred] = [10, 100].map(|times| {
        let path = folder.path().join(format!("{times}.toml"));
        std::fs::write(&path, uplink_spec::write(&grown(&model, times))).expect("written");
        steps(&path)
    });
    println!("{}, ten and a hundred times as large:", path.display());
    let mut within = true;
    for (small, large) in ten.iter().zip(&hundred) {
        let growth = large.time.as_secs_f64() / small.time.as_secs_f64();
        within &= growth <= if small.what == RUST { MOST_GROWTH } else { MOST_OF_OTHERS };
        println!("  {:<16}{:>9.1} ms{:>9.1} ms{growth:>7.1} times", small.what, ms(small.time), ms(large.time));
    }
    let client = hundred[1].time;
    println!(
        "  at most {MOST_GROWTH} times with Rust, {MOST_OF_OTHERS} else; Rust after {:.1} ms of at most {} ms",
        ms(client),
        MOST_TIME.as_millis()
    );
    within && client <= MOST_TIME
}

/// Writes a target.
type Write = fn(&Spec) -> Vec<File>;

/// What it takes to read a spec and write a target.
struct Step {
    what: &'static str,
    time: Duration,
}

fn steps(path: &Path) -> Vec<Step> {
    let read = || Spec::read(path).unwrap_or_else(|report| panic!("{report}"));
    let targets: [(&str, Write); 6] = [
        ("reading", |_| Vec::new()),
        (RUST, rust::files),
        ("and Python", |spec| python::files(spec, "package")),
        ("and tests", |spec| vec![tests::rust(spec), tests::python(spec, "package")]),
        ("and reference", |spec| reference::files(spec, "package", None)),
        ("and OpenAPI", |spec| vec![openapi::file(spec)]),
    ];
    let step = |(what, write): (&'static str, Write)| {
        let round = |_| {
            let start = Instant::now();
            black_box(write(&read()));
            start.elapsed()
        };
        // The shortest time is that of the round which other programs disturbed least.
        Step { what, time: (0..ROUNDS).map(round).min().unwrap_or_default() }
    };
    targets.into_iter().map(step).collect()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The model with each function and type as often as is said, under other names and paths.
fn grown(model: &Model, times: usize) -> Model {
    let copies = || 0..times;
    Model {
        functions: copies().flat_map(|n| model.functions.iter().map(move |f| function(f, n))).collect(),
        // Grouped as the language groups them.
        types: model.types.iter().flat_map(|def| copies().map(move |n| type_def(def, n))).collect(),
        catalogue: None,
        ..model.clone()
    }
}

fn function(f: &Function, n: usize) -> Function {
    let mut f = f.clone();
    f.name = format!("{}_{n}", f.name);
    if let Some(uplink_spec::model::Segment::Text(text)) = f.path.first_mut() {
        *text = format!("/n{n}{text}");
    }
    f.arguments.iter_mut().for_each(|a| rename(&mut a.ty, n));
    f.answers.iter_mut().filter_map(|a| a.content.as_mut()).for_each(|ty| rename(ty, n));
    f
}

fn type_def(def: &TypeDef, n: usize) -> TypeDef {
    let mut def = def.clone();
    def.name = format!("{}N{n}", def.name);
    match &mut def.kind {
        TypeKind::Struct { fields, .. } => fields.iter_mut().for_each(|f| rename(&mut f.ty, n)),
        TypeKind::Alias(ty) => rename(ty, n),
        TypeKind::Enum { .. } => {}
    }
    def.tag.iter_mut().flat_map(|tag| &mut tag.variants).for_each(|(_, name)| name.push_str(&format!("N{n}")));
    def
}

fn rename(ty: &mut Type, n: usize) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => rename(inner, n),
        Type::OneOf(all) => all.iter_mut().for_each(|ty| rename(ty, n)),
        Type::Named(name) => name.push_str(&format!("N{n}")),
        _ => {}
    }
}
