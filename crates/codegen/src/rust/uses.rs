//! The names that a file takes from elsewhere, recorded where they are written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// What is in scope in every file.
const PRELUDE: [&str; 2] = ["std::boxed::Box", "std::result::Result"];

/// The imports of one file.
#[derive(Default)]
pub struct Uses {
    /// Names that the file defines itself; what is called the same is written with its whole path.
    own: HashSet<String>,
    /// Whether everything is written with its whole path, as in a piece of a file.
    whole: bool,
    /// Imported names by their module.
    used: RefCell<BTreeMap<&'static str, BTreeSet<&'static str>>>,
}

impl Uses {
    /// For a file that defines these names.
    pub fn new(own: impl IntoIterator<Item = Ident>) -> Self {
        Uses { own: own.into_iter().map(|ident| ident.to_string()).collect(), ..Uses::default() }
    }

    /// For a piece of a file, which has no imports of its own.
    pub fn whole() -> Self {
        Uses { whole: true, ..Uses::default() }
    }

    /// Something by its path: its name alone and an import of it, unless the file has that name itself.
    pub fn path(&self, path: &'static str) -> TokenStream {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let ident = Ident::new(name, Span::call_site());
        if self.whole || self.own.contains(name) {
            let parts = module.split("::").map(|part| Ident::new(part, Span::call_site()));
            return quote!(#(#parts::)*#ident);
        }
        if !PRELUDE.contains(&path) {
            self.record(module, name);
        }
        quote!(#ident)
    }

    /// A name in a module that lies beside that of the file.
    pub fn beside(&self, module: &'static str, name: &Ident) -> TokenStream {
        self.record("super", module);
        let module = Ident::new(module, Span::call_site());
        quote!(#module::#name)
    }

    /// Notes a name as imported.
    pub fn record(&self, module: &'static str, name: &'static str) {
        self.used.borrow_mut().entry(module).or_default().insert(name);
    }

    /// The imports: the standard library's, those of crates, those of this crate.
    pub fn text(&self) -> String {
        let used = self.used.borrow();
        let groups: [fn(&str) -> bool; 3] = [is_standard, |m| !is_standard(m) && m != "super", |m| m == "super"];
        let group = |wanted: fn(&str) -> bool| -> String {
            let mut imports: Vec<String> =
                used.iter().filter(|(module, _)| wanted(module)).map(|(module, names)| import(module, names)).collect();
            imports.sort_unstable();
            imports.concat()
        };
        groups.into_iter().map(group).filter(|group| !group.is_empty()).map(|group| format!("\n{group}")).collect()
    }
}

fn is_standard(module: &str) -> bool {
    module == "std" || module.starts_with("std::")
}

fn import(module: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    match names[..] {
        [one] => format!("use {module}::{one};\n"),
        _ => format!("use {module}::{{{}}};\n", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_has_itself_is_written_whole_and_the_rest_is_imported_once() {
        let uses = Uses::new([Ident::new("Client", Span::call_site())]);
        assert_eq!(uses.path("uplink_runtime::Client").to_string(), "uplink_runtime :: Client");
        for path in ["uplink_runtime::Call", "uplink_runtime::Error", "std::sync::Arc", "uplink_runtime::Call"] {
            assert_eq!(uses.path(path).to_string(), path.rsplit("::").next().expect("a name"));
        }
        let _ = uses.beside("types", &Ident::new("Kettle", Span::call_site()));
        assert_eq!(uses.text(), "\nuse std::sync::Arc;\n\nuse uplink_runtime::{Call, Error};\n\nuse super::types;\n");
    }
}
