//! How much memory an answer takes at most on its way to the user.

use std::fs;

use nibe_uplink::Client;

/// Prints the highest memory during one call beyond what was there before it, in bytes. Linux alone tells.
pub async fn peak(client: &Client, system: i64) {
    // Connects, and makes what is made once.
    client.categories(40202).parameters(true).await.expect("an empty answer");
    fs::write("/proc/self/clear_refs", "5").expect("Linux");
    let before = status("VmRSS:");
    let categories = client.categories(system).parameters(true).await.expect("categories");
    println!("{}", status("VmHWM:") - before);
    drop(categories);
}

/// A figure of `/proc/self/status` in bytes.
pub fn status(name: &str) -> i64 {
    let text = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("the figure");
    line.trim().trim_end_matches(" kB").parse::<i64>().expect("a number") * 1024
}
