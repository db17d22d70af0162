//! The bridge between a Python package, `nibe_uplink` or `uplink_runtime`, and the Rust crates. Values cross as values: arguments become
//! JSON values in memory, answers become instances of the package's classes while they are read, and errors its
//! exceptions.

use pyo3::prelude::*;

mod apis;
mod arguments;
mod block;
mod classes;
mod core;
mod errors;
mod files;
mod future;
mod hooks;
mod listening;
mod logging;
mod login;
mod loop_waker;
#[cfg(feature = "nibe")]
mod nibe;
mod objects;
mod options;
mod package;
mod pending;
mod program;
mod provider;
mod response;
mod runtime;
mod secret;
mod simulator;
mod store;
mod texts;
mod walk;
mod watch;

/// What the package's Python files stand on; private.
#[pymodule]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::apis::{describe_api, known_apis};
    #[pymodule_export]
    use crate::core::Core;
    #[pymodule_export]
    use crate::future::need_asyncio;
    #[pymodule_export]
    use crate::login::{ImplicitLogin, Login};
    #[pymodule_export]
    use crate::objects::model_from_json;
    #[pymodule_export]
    use crate::options::check_options;
    use crate::package;
    #[pymodule_export]
    use crate::pending::Pending;
    #[pymodule_export]
    use crate::program::program_of;
    #[pymodule_export]
    use crate::runtime::stop_waking;
    #[pymodule_export]
    use crate::secret::{Secret, browser_is_here, open_browser, read_pasted};
    #[pymodule_export]
    use crate::simulator::{Simulator, token_forms};
    #[pymodule_export]
    use crate::store::{Store, default_token_file};
    #[pymodule_export]
    use crate::walk::PageCursor;
    #[pymodule_export]
    use crate::watch::Watch;

    #[pymodule_export]
    const DISTRIBUTION: &str = package::DISTRIBUTION;
    #[pymodule_export]
    const APPLICATION: &str = package::APPLICATION;
    #[pymodule_export]
    const TOKEN_KEY: &str = package::TOKEN_KEY;

    /// Classes say which package they are of, and what knows heat pumps is a module of its own.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        for public in ["ImplicitLogin", "Login"] {
            module.getattr(public)?.setattr("__module__", package::MODULE)?;
        }
        for private in ["Core", "PageCursor", "Pending", "Secret", "Simulator", "Store", "Watch"] {
            module.getattr(private)?.setattr("__module__", package::CORE)?;
        }
        #[cfg(feature = "nibe")]
        crate::nibe::add(module)?;
        Ok(())
    }
}
