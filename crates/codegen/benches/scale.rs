//! How the time of generating grows with a spec. Argument: a spec file, which is made 10 and 100 times as large.

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};
use uplink_spec::model::{Function, Model, Type, TypeDef, TypeKind};

/// How much longer the hundredfold spec may take than the tenfold one.
const MOST_GROWTH: f64 = 12.0;
/// How long the Rust client of the hundredfold spec may take, its reading included.
const MOST_TIME: Duration = Duration::from_millis(500);

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
    let (reading, targets) = (0, 1..ten.len());
    let show = |what: &str, small: Duration, large: Duration| {
        let growth = large.as_secs_f64() / small.as_secs_f64();
        println!("  {what:<20}{:>9.1} ms{:>9.1} ms{growth:>7.1} times", ms(small), ms(large));
        growth
    };
    show("reading", ten[reading].1, hundred[reading].1);
    let mut within = true;
    for target in targets {
        let whole = |steps: &[(&str, Duration)]| steps[reading].1 + steps[target].1;
        within &= show(&format!("with {}", ten[target].0), whole(&ten), whole(&hundred)) <= MOST_GROWTH;
    }
    let client = hundred[reading].1 + hundred[1].1;
    println!("  at most {MOST_GROWTH} times each, and {} ms with Rust", MOST_TIME.as_millis());
    within && client <= MOST_TIME
}

/// The median times of what is generated from a spec.
fn steps(path: &Path) -> Vec<(&'static str, Duration)> {
    let read = || Spec::read(path).unwrap_or_else(|report| panic!("{report}"));
    let spec = read();
    let files = |write: &dyn Fn() -> Vec<File>| median(write);
    vec![
        ("reading", median(read)),
        ("Rust", files(&|| rust::files(&spec))),
        ("Python", files(&|| python::files(&spec, "package"))),
        ("tests", files(&|| vec![tests::rust(&spec), tests::python(&spec, "package")])),
        ("reference", files(&|| reference::files(&spec, "package"))),
        ("OpenAPI", files(&|| vec![openapi::file(&spec)])),
    ]
}

fn median<T>(run: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[2]
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
