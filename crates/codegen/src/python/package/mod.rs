//! A whole Python package of an API: pure Python over the extension, which reads the spec that lies inside of it.

mod client_classes;
mod credentials;
mod distribution;
mod login;
mod options;
mod root;
mod simulator;
mod support;

use uplink_spec::identifiers;
use uplink_spec::model::{Function, Model, TypeKind};

use crate::{File, Spec};

/// What a package stands on.
#[derive(Clone, Copy, Debug)]
pub struct Runtime {
    /// The Python package with the extension.
    pub module: &'static str,
    /// The distribution that it is in.
    pub distribution: &'static str,
    /// The first version that will do: major, minor, patch.
    pub version: [&'static str; 3],
    /// The program that writes the package anew.
    pub generator: &'static str,
}

impl Runtime {
    /// The versions that will do, as `pip` writes them: up to the next one that may break what stands on it.
    fn versions(&self) -> String {
        let [major, minor, patch] = self.version;
        let after = |number: &str| number.parse::<u32>().map_or_else(|_| number.to_owned(), |n| (n + 1).to_string());
        let end = if major == "0" { format!("0.{}", after(minor)) } else { after(major) };
        format!(">={major}.{minor}.{patch},<{end}")
    }
}

/// The files of a package that can be installed by itself.
///
/// # Errors
/// A sentence when the name is none of a package, or the spec needs code of its own.
pub fn files(spec: &Spec, name: &str, runtime: Runtime) -> Result<Vec<File>, String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name == runtime.module {
        return Err(format!("`{name}` is what packages stand on; give the package another name with --name"));
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name.chars().all(good)
        || crate::python::names::KEYWORDS.contains(&name)
    {
        return Err(format!(
            "`{name}` is no name of a Python package; use small letters, digits and _, a letter first"
        ));
    }
    let computed = |def: &&uplink_spec::model::TypeDef| matches!(&def.kind, TypeKind::Struct { computed, .. } if !computed.is_empty());
    if let Some(def) = spec.model.types.iter().find(computed) {
        return Err(format!(
            "`{}` has `computed` words, which need code of your own; leave them out, or write a package by hand over the target python",
            def.name
        ));
    }
    let package = Package { spec, model: &spec.model, name, runtime };
    let head: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    let module = |path: &str, text: String| File { path: format!("{name}/{path}.py"), text: format!("{head}{text}") };
    let mut files = vec![
        File { path: "pyproject.toml".into(), text: format!("{head}{}", package.project()) },
        File { path: "README.md".into(), text: package.readme() },
        File { path: format!("{name}/py.typed"), text: String::new() },
        File { path: format!("{name}/{}", spec.file), text: spec.text.clone() },
        module("__init__", package.root()),
        module("__main__", package.program()),
        module("_api", package.api()),
        module("_client", package.client()),
        module("_aclient", package.aclient()),
        module("_simulator", package.simulator()),
        module("_enum", reexport(runtime.module, "What enumerations stand on.", "_enum", &["OpenEnum"])),
        module(
            "_model",
            reexport(runtime.module, "What models stand on.", "_model", &["NOT_GIVEN", "Model", "NotGiven"]),
        ),
        module("_file", reexport(runtime.module, "What files are given as.", "_file", &["FileLike"])),
        File { path: "tests/conftest.py".into(), text: format!("{head}{}", package.conftest()) },
        File { path: "tests/support.py".into(), text: format!("{head}{}", support::support(runtime.module)) },
    ];
    if spec.model.functions.iter().any(|f| f.deprecated.is_some()) {
        let text = reexport(runtime.module, "What tells of deprecated functions.", "_deprecated", &["deprecated"]);
        files.push(module("_deprecated", text));
    }
    if package.logs_in() {
        files.push(module("_login", package.login()));
    }
    if let (Some(catalogue), Some(table)) = (&spec.model.catalogue, &spec.table) {
        files.push(File { path: format!("{name}/{}", catalogue.file), text: table.clone() });
    }
    files.extend(
        crate::python::files(spec, name)
            .into_iter()
            .map(|f| File { path: format!("{name}/_generated/{}", f.path), ..f }),
    );
    let tests = crate::tests::python(spec, name);
    files.push(File { path: format!("tests/{}", tests.path), ..tests });
    Ok(files)
}

fn reexport(runtime: &str, doc: &str, module: &str, names: &[&str]) -> String {
    let imports: String =
        names.iter().map(|name| format!("from {runtime}.{module} import {name} as {name}\n")).collect();
    format!("\"\"\"{doc}\"\"\"\n\n{imports}")
}

struct Package<'s> {
    spec: &'s Spec,
    model: &'s Model,
    name: &'s str,
    runtime: Runtime,
}

impl Package<'_> {
    /// Whether users log in.
    fn logs_in(&self) -> bool {
        self.model.oauth.is_some()
    }

    /// Whether a token that the user has is an option.
    fn takes_token(&self) -> bool {
        !self.logs_in() && self.model.functions.iter().any(Function::takes_token)
    }

    /// The class with what is the same in both clients.
    fn class(&self) -> String {
        format!("Of{}", identifiers::camel(self.name))
    }
}
