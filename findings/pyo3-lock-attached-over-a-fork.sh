#!/usr/bin/env bash
# Guessed: a lock that is taken by `lock_py_attached` alone is never another thread's when a process forks, since `fork` of Python
# happens attached and a lock "in a manner that cannot deadlock with the Python interpreter" is had attached.
# True (PyO3 0.30.1): a thread that had to wait for the lock gets it detached, and has it while it waits to be attached again. A fork at
# that moment leaves it locked in the child for good.
# Concerns extensions that make anew what a child cannot use, such as a runtime with threads, and look for it under such a lock.
set -euo pipefail
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "forked"
version = "0.1.0"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3 = { version = "=0.30.1", features = ["abi3-py311"] }
[workspace]
TOML
cat > src/lib.rs <<'RUST'
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::Mutex;
use std::thread::{sleep, spawn};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;

static LOCK: Mutex<()> = Mutex::new(());
static WAITS: AtomicBool = AtomicBool::new(false);
static HAS: AtomicBool = AtomicBool::new(false);

#[pymodule]
mod forked {
    use super::*;

    /// What a child finds: whether the lock is free there.
    #[pyfunction]
    fn free_in_a_child(py: Python<'_>) -> PyResult<bool> {
        let os = py.import("os")?;
        let mine = LOCK.lock_py_attached(py).unwrap();
        let other = spawn(|| {
            Python::attach(|py| {
                WAITS.store(true, SeqCst);
                drop(LOCK.lock_py_attached(py).unwrap());
                HAS.store(true, SeqCst);
            })
        });
        // Until the other waits for the lock.
        py.detach(|| while !WAITS.load(SeqCst) { sleep(Duration::from_millis(1)) });
        py.detach(|| sleep(Duration::from_millis(100)));
        drop(mine);
        // Until the other has it, which would go on if this thread let it.
        for _ in 0..1000 {
            if LOCK.try_lock().is_err() { break }
            sleep(Duration::from_millis(1));
        }
        assert!(!HAS.load(SeqCst));
        let child: i32 = os.call_method0("fork")?.extract()?;
        if child == 0 {
            let free = LOCK.try_lock().is_ok();
            os.call_method1("_exit", (i32::from(free),))?;
        }
        let status: (i32, i32) = os.call_method1("waitpid", (child, 0))?.extract()?;
        py.detach(|| other.join()).unwrap();
        Ok(os.call_method1("waitstatus_to_exitcode", (status.1,))?.extract::<i32>()? == 1)
    }
}
RUST
PYO3_PYTHON=$(command -v "$python") PYO3_BUILD_EXTENSION_MODULE=1 cargo build --quiet
cp target/debug/libforked.so forked.abi3.so
found=$("$python" -W ignore -c 'import forked; print(forked.free_in_a_child())')
echo "$("$python" --version), PyO3 0.30.1: the lock is free in the child: $found"
[ "$found" = False ] || { echo "this has changed"; exit 1; }
