//! The names that a Python file takes from other modules, recorded where they are written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::text::import_at;

/// Where a name is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// A module of the standard library.
    Standard(&'static str),
    /// A hand-written module of the package.
    Package(&'static str),
    /// A generated module of the package.
    Generated(&'static str),
}

impl Module {
    /// Classes of enumerations.
    pub const ENUMS: Module = Module::Generated("enums");
    /// Classes of models.
    pub const MODELS: Module = Module::Generated("models");

    fn is_standard(self) -> bool {
        matches!(self, Module::Standard(_))
    }

    /// How the modules of `package` import it.
    pub fn path(self, package: &str) -> String {
        match self {
            Module::Standard(name) => name.to_owned(),
            Module::Package(name) => format!("{package}.{name}"),
            Module::Generated(name) => format!("{package}._generated.{name}"),
        }
    }
}

/// The imports of one file.
#[derive(Default)]
pub struct Uses {
    /// The module that the file is itself.
    own: Option<Module>,
    used: RefCell<BTreeMap<Module, BTreeSet<String>>>,
    /// What is needed when the file runs, and not in annotations alone.
    running: RefCell<BTreeMap<Module, BTreeSet<String>>>,
}

impl Uses {
    /// For the file of a module.
    pub fn of(own: Module) -> Self {
        Uses { own: Some(own), ..Uses::default() }
    }

    /// A name, which is imported unless the file defines it.
    pub fn name(&self, module: Module, name: impl Into<String>) -> String {
        let name = name.into();
        if self.own != Some(module) {
            self.used.borrow_mut().entry(module).or_default().insert(name.clone());
        }
        name
    }

    /// A name that the file needs when it runs.
    pub fn at_run_time(&self, module: Module, name: &str) -> String {
        self.running.borrow_mut().entry(module).or_default().insert(name.to_owned());
        name.to_owned()
    }

    /// The imports of what the file needs when it runs, a line each.
    pub fn running_imports(&self, package: &str) -> String {
        imports(&self.running.borrow(), package, 0, |_| true)
    }

    /// A name of the standard library.
    pub fn standard(&self, module: &'static str, name: &str) -> String {
        self.name(Module::Standard(module), name)
    }

    /// The imports from the standard library, a line each.
    pub fn standard_imports(&self) -> String {
        imports(&self.used.borrow(), "", 0, Module::is_standard)
    }

    /// The import of the types, as programs that use the package write it.
    pub fn public_imports(&self, package: &str) -> String {
        let used = self.used.borrow();
        let generated = used.iter().filter(|(module, _)| matches!(module, Module::Generated(_)));
        let names: BTreeSet<String> = generated.flat_map(|(_, names)| names.iter().cloned()).collect();
        if names.is_empty() { String::new() } else { import_at(0, package, &names) }
    }

    /// The imports from the package; `indent` is how far they will be indented.
    pub fn package_imports(&self, package: &str, indent: usize) -> String {
        imports(&self.used.borrow(), package, indent, |module| !module.is_standard())
    }
}

fn imports(
    used: &BTreeMap<Module, BTreeSet<String>>,
    package: &str,
    indent: usize,
    wanted: impl Fn(Module) -> bool,
) -> String {
    let mut modules: Vec<(String, &BTreeSet<String>)> =
        used.iter().filter(|(m, _)| wanted(**m)).map(|(module, names)| (module.path(package), names)).collect();
    modules.sort();
    modules.into_iter().map(|(module, names)| import_at(indent, &module, names)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_modules_are_imported_once_and_sorted() {
        let uses = Uses::of(Module::MODELS);
        for name in ["Lid", "Heat", "Lid"] {
            assert_eq!(uses.name(Module::ENUMS, name), name);
        }
        assert_eq!(uses.name(Module::MODELS, "Kettle"), "Kettle");
        assert_eq!(uses.standard("typing", "Any"), "Any");
        assert_eq!(uses.standard_imports(), "from typing import Any\n");
        assert_eq!(uses.package_imports("kettle", 0), "from kettle._generated.enums import Heat, Lid\n");
        assert_eq!(uses.public_imports("kettle"), "from kettle import Heat, Lid\n");
    }
}
