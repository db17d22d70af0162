#!/usr/bin/env bash
# Guessed: a lock that is taken by `lock_py_attached` alone is never another thread's when a process forks, since `fork` of Python
# happens attached, and who has such a lock is attached.
# True (PyO3 0.30.1): a thread that had to wait for the lock gets it detached, and has it while it waits to be attached again. A fork at
# that moment leaves it locked in the child for good.
# Concerns extensions that make anew what a child cannot use, such as a runtime with threads, and look for it under such a lock.
set -euo pipefail
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --lib --vcs none --name forked .
printf '[workspace]\n[lib]\ncrate-type = ["cdylib"]\n' >> Cargo.toml
cargo add --quiet pyo3@=0.30.1 --features abi3-py311
cat > src/lib.rs <<'RUST'
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::Mutex;
use std::thread::{sleep, spawn};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;

static LOCK: Mutex<()> = Mutex::new(());
static WAITS: AtomicBool = AtomicBool::new(false);

#[pymodule]
mod forked {
    use super::*;

    /// What a child finds: 1 where the lock is free there.
    #[pyfunction]
    fn free_in_a_child(py: Python<'_>) -> PyResult<i32> {
        let os = py.import("os")?;
        let mine = LOCK.lock_py_attached(py).unwrap();
        let other = spawn(|| Python::attach(|py| {
            WAITS.store(true, SeqCst);
            drop(LOCK.lock_py_attached(py).unwrap());
        }));
        // Until the other waits for the lock, and until it has it, which would go on if this thread let it.
        py.detach(|| while !WAITS.load(SeqCst) { sleep(Duration::from_millis(1)) });
        py.detach(|| sleep(Duration::from_millis(100)));
        drop(mine);
        (0..1000).take_while(|_| LOCK.try_lock().is_ok()).for_each(|_| sleep(Duration::from_millis(1)));
        let child: i32 = os.call_method0("fork")?.extract()?;
        if child == 0 {
            os.call_method1("_exit", (i32::from(LOCK.try_lock().is_ok()),))?;
        }
        let (_, status): (i32, i32) = os.call_method1("waitpid", (child, 0))?.extract()?;
        py.detach(|| other.join()).unwrap();
        os.call_method1("waitstatus_to_exitcode", (status,))?.extract()
    }
}
RUST
PYO3_PYTHON=$(command -v "$python") PYO3_BUILD_EXTENSION_MODULE=1 cargo build --quiet
cp target/debug/libforked.so forked.abi3.so
found=$("$python" -W ignore -c 'import forked; print(forked.free_in_a_child())')
echo "$("$python" --version), PyO3 0.30.1: locks that are free in the child: $found"
[ "$found" = 0 ] || { echo "this has changed"; exit 1; }
