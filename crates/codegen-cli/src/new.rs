//! `new`: a project around one spec, whose tests pass at once.

use std::fs;
use std::path::{Path, PathBuf};

use heck::ToSnakeCase;
use nibe_uplink_codegen::import;
use uplink_codegen::Spec;
use uplink_spec::model::{ContentType, Function, Model, TypeKind};

use crate::generate::Target;
use crate::import_openapi;

/// What a project is made of.
pub struct Wanted<'w> {
    /// The folder, which is not there yet or empty.
    pub folder: &'w Path,
    /// A spec, or an OpenAPI document.
    pub from: &'w Path,
    /// What the package and the crate are called, unless after the API.
    pub name: Option<&'w str>,
    /// What a call has to carry where a document does not say it.
    pub auth: Option<&'w str>,
    /// Whether it has a crate.
    pub rust: bool,
    /// Whether it has a package.
    pub python: bool,
}

/// Writes a project. Nothing is written where something is wrong.
pub fn run(wanted: &Wanted<'_>) -> Result<(), String> {
    let folder = wanted.folder;
    if fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
        return Err(format!("error: {} is not empty; name a folder that is not there yet", folder.display()));
    }
    let document = wanted.from.extension().is_none_or(|end| end != "toml");
    let (spec, beside) = if document { imported(wanted)? } else { (crate::read(wanted.from)?, Vec::new()) };
    let name = wanted.name.map_or_else(|| spec.model.api.name.to_snake_case(), str::to_owned);
    let project = Project { wanted, name: &name, spec: &spec, document, beside };
    let files = project.files().map_err(|problem| format!("error: {problem}"))?;
    for (path, text) in &files {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|e| format!("error: cannot write {}: {e}", path.display()))?;
        println!("wrote {}", path.display());
    }
    println!("now: cd {} && make test", folder.display());
    Ok(())
}

fn imported(wanted: &Wanted<'_>) -> Result<(Spec, Vec<import::Beside>), String> {
    let file = wanted.from.display().to_string();
    let imported = import_openapi::import(wanted.from, wanted.auth)?;
    for note in imported.notes.iter().filter(|note| !note.contains(": text: ")) {
        eprintln!("{note}");
    }
    if imported.counts != import::Counts::default() {
        eprintln!("{file}: {}", imported.counts);
    }
    let spec = Spec::of_text("imported.toml", &imported.spec).map_err(|report| report.to_string())?;
    Ok((spec, imported.files))
}

/// A project that is being laid out.
struct Project<'p> {
    wanted: &'p Wanted<'p>,
    name: &'p str,
    spec: &'p Spec,
    /// Whether the spec comes from a document, which is kept beside it.
    document: bool,
    /// The files that the document refers to.
    beside: Vec<import::Beside>,
}

type Files = Vec<(PathBuf, String)>;

/// The folder of a document in several files.
const KEPT: &str = "spec/openapi";

impl Project<'_> {
    fn files(&self) -> Result<Files, String> {
        let model = &self.spec.model;
        let computed = |kind: &TypeKind| matches!(kind, TypeKind::Struct { computed, .. } if !computed.is_empty());
        if let Some(def) = model.types.iter().find(|def| computed(&def.kind)) {
            return Err(format!(
                "`{}` has `computed` words, which need code of your own; leave them out for a start",
                def.name
            ));
        }
        // The spec has its own name in the project, which stands at the head of what is generated.
        let spec = Spec { file: format!("{}.toml", self.name), ..self.spec.clone() };
        // The name has to be one in each language.
        let package = Target::PythonPackage.files(&spec, self.name, None)?;
        let mut files: Files = vec![
            ("README.md".into(), self.fill(include_str!("new/README.md.txt"))),
            ("Makefile".into(), self.fill(include_str!("new/Makefile.txt"))),
            (".gitignore".into(), "/target\n__pycache__\n".into()),
            (".github/workflows/ci.yml".into(), self.fill(include_str!("new/ci.yml.txt"))),
            (format!("spec/{}", spec.file).into(), spec.text.clone()),
            ("generate.toml".into(), self.manifest()),
        ];
        if let (Some(table), Some(catalogue)) = (&spec.table, &model.catalogue) {
            files.push((Path::new("spec").join(&catalogue.file), table.clone()));
        }
        if self.document {
            let read =
                |path: &Path| fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()));
            files.push((self.kept(), read(self.wanted.from)?));
            for file in &self.beside {
                let inside = file.inside.as_ref().ok_or_else(|| {
                    let (file, from) = (file.path.display(), self.wanted.from.display());
                    format!("{from} refers to {file}, which lies outside of its folder; put both into one")
                })?;
                files.push((Path::new(KEPT).join(inside), read(&file.path)?));
            }
            let overlay =
                "# What is laid over the spec each time that it is imported: renames, `pace`, `page`, `retry`.\n";
            files.push((self.overlay(), overlay.into()));
        }
        if self.wanted.rust {
            files.extend(self.crate_files());
        }
        if self.wanted.python {
            files.extend(package.into_iter().map(|file| (Path::new("python").join(file.path), file.text)));
        }
        Ok(files)
    }

    /// Where the document is kept: one in several files with the names by which they refer to each other.
    fn kept(&self) -> PathBuf {
        if let Some(name) = self.wanted.from.file_name().filter(|_| !self.beside.is_empty()) {
            return Path::new(KEPT).join(name);
        }
        let end = self.wanted.from.extension().and_then(|end| end.to_str()).unwrap_or("yaml");
        format!("spec/{}.openapi.{end}", self.name).into()
    }

    fn overlay(&self) -> PathBuf {
        format!("spec/{}.overlay.toml", self.name).into()
    }

    fn crate_files(&self) -> Files {
        let folder = format!("crates/{}", self.crate_name());
        let inside = |path: &str, text: &str| (Path::new(&folder).join(path), self.fill(text));
        vec![
            ("Cargo.toml".into(), include_str!("new/workspace.toml").into()),
            inside("Cargo.toml", include_str!("new/crate.toml")),
            inside("build.rs", include_str!("new/build.rs.txt")),
            inside("src/lib.rs", include_str!("new/lib.rs.txt")),
            inside("tests/examples.rs", include_str!("new/examples.rs.txt")),
            inside("tests/service/mod.rs", include_str!("new/service.rs.txt")),
        ]
    }

    fn crate_name(&self) -> String {
        self.name.replace('_', "-")
    }

    /// What is generated and kept; a crate writes its client when it is built.
    fn manifest(&self) -> String {
        if !self.wanted.python {
            return "# A [[generate]] for each target that is kept in the repository.\ngenerate = []\n".into();
        }
        let name = self.name;
        format!(
            "[[generate]]\nspec    = \"spec/{name}.toml\"\ntarget  = \"python-package\"\npackage = \"{name}\"\nout     = \"python\"\n"
        )
    }

    /// A template with what is known of the project.
    fn fill(&self, template: &str) -> String {
        let model = &self.spec.model;
        let (name, document) = (self.name, self.document);
        let or_nothing = |wanted: bool, text: String| if wanted { text } else { String::new() };
        let row = |wanted, text: String| or_nothing(wanted, format!("{text}\n"));
        let table = [
            row(
                document,
                format!(
                    "| `{}` | the document that it comes from; `make import` reads it again |",
                    self.kept().display()
                ),
            ),
            row(document, format!("| `{}` | what the document lacks |", self.overlay().display())),
            row(
                self.wanted.rust,
                format!("| `crates/{}` | the Rust client, written when it is built |", self.crate_name()),
            ),
            row(self.wanted.python, "| `python/` | the Python package, written by `make generate` |".into()),
        ];
        let tests = [
            or_nothing(self.wanted.rust, "\n\tcargo test".into()),
            or_nothing(self.wanted.python, "\n\tcd python && $(PYTHON) -m pytest -q tests".into()),
        ];
        let install = "\n      - uses: actions/setup-python@v6\n        with:\n          python-version: \"3.13\"\n      - run: pip install pytest ./python";
        let more = "\nThe tests of the Python package want it installed: `pip install pytest ./python`.";
        let auth = self.wanted.auth.map(|word| format!(" --auth {}", in_make(word))).unwrap_or_default();
        let import = format!(
            "\n# The spec out of the document, with the overlay.\nimport:\n\tnibe-uplink-codegen import-openapi {} \\\n\t\t--overlay {} --out $(SPEC){auth}\n",
            in_make(&self.kept().display().to_string()),
            self.overlay().display()
        );
        let tokens = model.functions.iter().any(Function::takes_token);
        let parts = [
            ("{api}", format!("{} {}", model.api.name, model.api.version)),
            ("{name}", name.to_owned()),
            ("{crate}", self.crate_name()),
            ("{module}", name.to_owned()),
            ("{version}", env!("CARGO_PKG_VERSION_MAJOR").to_owned() + "." + env!("CARGO_PKG_VERSION_MINOR")),
            ("{features}", or_nothing(sends_files(model), ", features = [\"files\"]".into())),
            ("{client}", client(tokens).to_owned()),
            ("{arc}", or_nothing(tokens, "use std::sync::Arc;\n".into())),
            (
                "{scopes}",
                or_nothing(
                    tokens,
                    "        let scopes: Vec<String> = model.scopes.iter().map(|scope| scope.name.clone()).collect();\n".into(),
                ),
            ),
            ("{token}", or_nothing(tokens, ", StaticToken".into())),
            ("{phony}", or_nothing(document, " import".into())),
            ("{needs}", or_nothing(document, " import".into())),
            ("{import}", or_nothing(document, import)),
            ("{edit}", if document { "written by `make import`" } else { "edit it, and `make generate`" }.into()),
            ("{tests}", tests.concat()),
            ("{table}", table.concat()),
            ("{install}", or_nothing(self.wanted.python, install.into())),
            ("{more}", or_nothing(self.wanted.python, more.into())),
        ];
        parts.iter().fold(template.to_owned(), |text, (hole, part)| text.replace(hole, part))
    }
}

/// A word of a command in a recipe of make.
fn in_make(word: &str) -> String {
    if word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c)) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''").replace('$', "$$"))
}

fn sends_files(model: &Model) -> bool {
    model.functions.iter().any(|f| f.content_type == ContentType::Multipart || f.sends_file())
}

/// How a client of the local service is made, with tokens or without.
fn client(tokens: bool) -> &'static str {
    if tokens {
        "Client::new(Arc::new(StaticToken::new(simulator.issue(&scopes).access_token, Some(scopes))), options)"
    } else {
        "Client::new(options)"
    }
}
