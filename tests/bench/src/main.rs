//! What `make bench` measures in Rust. The first argument says what:
//!
//!     uplink-bench serve FOLDER                        the server; prints its address, ends with its input
//!     uplink-bench day                                 prints what a day of watching takes
//!     uplink-bench systems COUNT                       prints bytes for each system, and what a reading of many and few takes
//!     uplink-bench clients COUNT                       prints bytes and nanoseconds for each client over https
//!     uplink-bench load ADDRESS PATH TOKEN SECONDS     prints how many requests a service answers in a second
//!     uplink-bench WORK PEER ADDRESS SYSTEM COUNT      prints the CPU nanoseconds of one call

mod day;
mod hand;
mod load;
mod many;
mod memory;
mod ours;
mod server;

use std::hint::black_box;
use std::rc::Rc;

/// What is read. The number of a system says which answer the server gives.
#[derive(Clone, Copy)]
enum Work {
    /// 15 parameters, one request after the other.
    Parameters,
    /// The same with 64 requests on their way.
    Parameters64,
    /// Categories with all their readings.
    Categories,
}

/// A client that the work is done with.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
trait Peer {
    /// Reads 15 parameters and says how many came.
    async fn parameters(&self, system: i64) -> usize;
    /// The same of one unit, so that readers at the same time share nothing.
    async fn parameters_of(&self, system: i64, unit: i64) -> usize;
    /// Reads categories and says how many readings they have.
    async fn categories(&self, system: i64) -> usize;
}

/// The ids of 15 parameters.
const IDS: std::ops::Range<i64> = 40004..40019;
const IN_FLIGHT: usize = 64;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match arguments.as_slice() {
        ["serve", folder] => server::serve(folder.as_ref()),
        ["systems", count] => runtime.block_on(many::systems(number(count))),
        ["clients", count] => runtime.block_on(many::clients(number(count))),
        ["load", address, path, token, seconds] => {
            runtime.block_on(load::load(address, path, token, number(seconds)));
        }
        ["day"] => runtime.block_on(day::day()),
        ["memory", address, system] => runtime.block_on(memory::peak(&ours::client(address), number(system))),
        [work, peer, address, system, count] => {
            let (work, system, count) = (work_of(work), number(system), number(count));
            let local = tokio::task::LocalSet::new();
            let spent = match *peer {
                "ours" => local.block_on(&runtime, measured(work, ours::client(address), system, count)),
                "unmerged" => local.block_on(&runtime, measured(work, ours::Unmerged::new(address), system, count)),
                "owned" => local.block_on(&runtime, measured(work, hand::Owned::new(address), system, count)),
                "borrowed" => local.block_on(&runtime, measured(work, hand::Borrowed::new(address), system, count)),
                other => panic!("there is no peer {other}"),
            };
            println!("{spent}");
        }
        _ => panic!("the first lines of tests/bench/src/main.rs say what the arguments are"),
    }
}

fn work_of(name: &str) -> Work {
    match name {
        "parameters" => Work::Parameters,
        "parameters64" => Work::Parameters64,
        "categories" => Work::Categories,
        other => panic!("there is no work {other}"),
    }
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

/// CPU nanoseconds of one call, after a few that do not count.
async fn measured<P: Peer + 'static>(work: Work, peer: P, system: i64, count: i64) -> i64 {
    let peer = Rc::new(peer);
    calls(work, &peer, system, count / 10 + 1).await;
    let start = cpu();
    calls(work, &peer, system, count).await;
    (cpu() - start) / count
}

async fn calls<P: Peer + 'static>(work: Work, peer: &Rc<P>, system: i64, count: i64) {
    match work {
        Work::Categories => {
            for _ in 0..count {
                black_box(peer.categories(system).await);
            }
        }
        Work::Parameters => {
            for _ in 0..count {
                assert_eq!(peer.parameters(system).await, 15);
            }
        }
        Work::Parameters64 => {
            let left = Rc::new(std::cell::Cell::new(count));
            let take = |left: &std::cell::Cell<i64>| left.replace(left.get() - 1) > 0;
            let tasks = (0..IN_FLIGHT as i64).map(|unit| {
                let (peer, left) = (Rc::clone(peer), Rc::clone(&left));
                tokio::task::spawn_local(async move {
                    while take(&left) {
                        assert_eq!(peer.parameters_of(system, unit).await, 15);
                    }
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await.expect("a task that ends");
            }
        }
    }
}

/// CPU time of this process, user and system.
#[cfg(unix)]
fn cpu() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

#[cfg(not(unix))]
fn cpu() -> i64 {
    panic!("CPU time is measured on Unix only")
}
