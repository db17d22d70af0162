//! The APIs that clients can be made of: those that were compiled in, and those that other packages describe.

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use uplink_apis::{APIS, Access, KnownApi};
use uplink_runtime::Error;
use uplink_runtime::descriptor::Api;
use uplink_simulator::Imitation;
use uplink_spec_files::SpecFile;

use crate::classes::Classes;
use crate::errors::{self, Result};
use crate::package;

/// An API with its Python package, and how the local service imitates it.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) api: &'static Api,
    pub(crate) imitation: Imitation,
    pub(crate) package: &'static str,
    /// How a user logs in once, for programs that find the login stored.
    pub(crate) login_ways: String,
    /// The spec of an API that another package describes.
    pub(crate) spec: Option<&'static Path>,
    /// Whether an error says that a machine is not connected to the cloud.
    pub(crate) is_offline: fn(&Error) -> bool,
    classes: PyOnceLock<Classes>,
}

/// An API that another package describes, read when it is first asked for.
struct Described {
    name: String,
    package: String,
    spec: PathBuf,
    known: Option<&'static Known>,
}

static DESCRIBED: Mutex<Vec<Described>> = Mutex::new(Vec::new());

/// Those of the one list.
static COMPILED: LazyLock<Vec<Known>> = LazyLock::new(|| APIS.iter().map(Known::of).collect());

impl Known {
    fn of(api: &KnownApi) -> Self {
        Known {
            name: api.name,
            api: api.described,
            imitation: api.imitation,
            package: api.package,
            login_ways: format!("`{} login` or {}.login()", api.program, api.package),
            spec: None,
            is_offline: api.is_offline,
            classes: PyOnceLock::new(),
        }
    }

    /// The classes that its answers become, imported at the first answer.
    pub(crate) fn classes(&self, py: Python<'_>) -> PyResult<&Classes> {
        self.classes.get_or_try_init(py, || Classes::load(py, self.api, self.package))
    }
}

/// The APIs that are compiled in: name, package, what variables begin with, the name of the spec file, whether users log in.
#[pyfunction]
pub(crate) fn known_apis() -> Vec<(&'static str, &'static str, &'static str, &'static str, bool)> {
    let one = |api: &'static KnownApi| {
        (api.name, api.package, api.environment, api.imitation.spec.name, api.access == Access::Login)
    };
    APIS.iter().map(one).collect()
}

/// Makes an API known that another package describes by a spec file. It is read at its first use.
#[pyfunction]
pub(crate) fn describe_api(name: &str, package: &str, spec: PathBuf) -> Result<()> {
    let mut described = DESCRIBED.lock().unwrap_or_else(PoisonError::into_inner);
    if described.iter().any(|known| known.name == name && known.package == package && known.spec == spec) {
        return Ok(());
    }
    let taken = COMPILED.iter().any(|known| known.name == name) || described.iter().any(|known| known.name == name);
    if taken {
        return Err(errors::setup(format!(
            "there is an API `{name}` already; generate the package with another --name"
        )));
    }
    described.push(Described { name: name.to_owned(), package: package.to_owned(), spec, known: None });
    Ok(())
}

/// The API of this name, or a sentence that names those that there are.
pub(crate) fn find(name: &str) -> std::result::Result<&'static Known, String> {
    if let Some(known) = COMPILED.iter().find(|known| known.name == name) {
        return Ok(known);
    }
    let mut described = DESCRIBED.lock().unwrap_or_else(PoisonError::into_inner);
    match described.iter_mut().find(|known| known.name == name) {
        Some(described) => described.known(),
        None => {
            let compiled = COMPILED.iter().map(|known| known.name);
            let names: Vec<&str> = compiled.chain(described.iter().map(|known| known.name.as_str())).collect();
            match names[..] {
                [] => Err(format!("there is no API `{name}`; no package has described one")),
                _ => Err(format!("there is no API `{name}`; there are {}", names.join(" and "))),
            }
        }
    }
}

/// An API that another package describes, with what a program of its own needs.
pub(crate) fn with_program(
    name: &str,
    environment: &str,
    program: &str,
) -> std::result::Result<&'static KnownApi, String> {
    let known = find(name)?;
    let scopes: Vec<&str> = known.api.scopes.iter().map(|(scope, _)| *scope).collect();
    Ok(Box::leak(Box::new(KnownApi {
        name: known.name,
        title: known.api.name,
        described: known.api,
        environment: environment.to_owned().leak(),
        access: if known.api.oauth.is_some() { Access::Login } else { Access::Keys },
        login_scopes: (scopes.join(" ").leak(), "all of them"),
        closed: None,
        is_offline: known.is_offline,
        imitation: known.imitation,
        package: known.package,
        program: program.to_owned().leak(),
        folder: package::APPLICATION,
        spec: known.spec,
    })))
}

impl Described {
    fn known(&mut self) -> std::result::Result<&'static Known, String> {
        if let Some(known) = self.known {
            return Ok(known);
        }
        let model = uplink_spec::read_file(&self.spec).map_err(|report| report.sentence())?;
        // Services read the file anew, so that its text need not be kept.
        let spec = SpecFile { name: self.name.clone().leak(), text: "", tables: &[] };
        let known: &'static Known = Box::leak(Box::new(Known {
            name: spec.name,
            api: uplink_describe::api(&model),
            imitation: Imitation::of_examples(spec),
            package: self.package.clone().leak(),
            login_ways: format!("{}.login()", self.package),
            spec: Some(Box::leak(self.spec.clone().into_boxed_path())),
            is_offline: |_| false,
            classes: PyOnceLock::new(),
        }));
        self.known = Some(known);
        Ok(known)
    }
}

/// The API whose package a class belongs to.
pub(crate) fn of_module(module: &str) -> Option<&'static Known> {
    let package = module.strip_suffix("._generated.models")?;
    if let Some(known) = COMPILED.iter().find(|known| known.package == package) {
        return Some(known);
    }
    let mut described = DESCRIBED.lock().unwrap_or_else(PoisonError::into_inner);
    described.iter_mut().find(|known| known.package == package)?.known().ok()
}
