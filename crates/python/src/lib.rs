//! The bridge between the Python package `nibe_uplink` and the Rust crates. Values cross as values: arguments become
//! JSON values in memory, answers become instances of the package's classes while they are read, and errors its
//! exceptions.

use pyo3::prelude::*;

mod apis;
mod arguments;
mod arrow;
mod block;
mod classes;
mod cli;
mod core;
mod errors;
mod files;
mod future;
mod hooks;
mod listening;
mod local;
mod logging;
mod login;
mod loop_waker;
mod objects;
mod options;
mod pending;
mod points;
mod provider;
mod response;
mod runtime;
mod secret;
mod simulator;
mod store;
mod texts;
mod values;
mod walk;
mod watch;
mod write;

/// What the package's Python files stand on; private.
#[pymodule]
mod _core {
    #[pymodule_export]
    use crate::apis::{describe_api, known_apis};
    #[pymodule_export]
    use crate::arrow::arrow_stream;
    #[pymodule_export]
    use crate::cli::{cli_main, program_of};
    #[pymodule_export]
    use crate::core::Core;
    #[pymodule_export]
    use crate::future::need_asyncio;
    #[pymodule_export]
    use crate::local::{local_base_url, local_modes, local_pair, local_pairing, local_points, local_write};
    #[pymodule_export]
    use crate::login::{ImplicitLogin, Login};
    #[pymodule_export]
    use crate::objects::model_from_json;
    #[pymodule_export]
    use crate::options::check_options;
    #[pymodule_export]
    use crate::pending::Pending;
    #[pymodule_export]
    use crate::points::{point_limits, point_title, point_value, point_words, read_moment, unit_spelling};
    #[pymodule_export]
    use crate::runtime::stop_waking;
    #[pymodule_export]
    use crate::secret::{Secret, browser_is_here, open_browser, read_pasted};
    #[pymodule_export]
    use crate::simulator::{Simulator, token_forms};
    #[pymodule_export]
    use crate::store::{Store, default_token_file};
    #[pymodule_export]
    use crate::values::{catalogue_find, catalogue_get, catalogue_ids, read_value};
    #[pymodule_export]
    use crate::walk::PageCursor;
    #[pymodule_export]
    use crate::watch::Watch;
    #[pymodule_export]
    use crate::write::write_points;
}
