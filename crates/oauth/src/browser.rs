//! Opening the user's browser.

use std::path::Path;

/// These would take the terminal away from the program, and show the user nothing that returns to it.
const TEXT_BROWSERS: [&str; 8] = ["lynx", "links", "links2", "elinks", "w3m", "www-browser", "curl", "wget"];

/// Opens `url` in the browser; `false` when there is none that a user would see, or the URL is not http or https. A
/// `true` is a guess: what the desktop does with the URL is not known here.
///
/// Over ssh and without a display there is none. Blocks for a moment.
pub fn open_browser(url: &str) -> bool {
    allowed(url) && browser_is_here() && quietly(|| webbrowser::open(url).is_ok())
}

/// Whether [`open_browser`] has a chance. Where it has none, the user's browser is probably on another machine, and
/// pasting is the way to log in.
pub fn browser_is_here() -> bool {
    here(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
}

/// The link holds the state, and the opener logs its commands.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let before = log::max_level();
    log::set_max_level(log::LevelFilter::Off);
    let result = work();
    log::set_max_level(before);
    result
}

fn allowed(url: &str) -> bool {
    let web = url::Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
    web && url.bytes().all(|b| b.is_ascii_graphic())
}

fn here(get: impl Fn(&str) -> Option<String>) -> bool {
    if let Some(browser) = get("BROWSER") {
        // Editors that work over ssh set it to a helper that opens the browser on the user's machine.
        let program = browser.split([':', ' ']).next().unwrap_or_default();
        let name = Path::new(program).file_name().and_then(|n| n.to_str()).unwrap_or_default();
        return !TEXT_BROWSERS.contains(&name);
    }
    if get("SSH_CONNECTION").is_some() || get("SSH_TTY").is_some() {
        return false;
    }
    !cfg!(all(unix, not(target_os = "macos"))) || get("DISPLAY").is_some() || get("WAYLAND_DISPLAY").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t22_only_web_addresses_are_opened() {
        assert!(allowed("https://api.example/authorize?state=x"));
        for bad in ["file:///etc/passwd", "javascript:alert(1)", "https://x/\n--flag", "--version", ""] {
            assert!(!allowed(bad), "{bad}");
            assert!(!open_browser(bad), "{bad}");
        }
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn t22_a_browser_is_where_the_user_sees_it() {
        for (variables, expected) in [
            (&[][..], false),
            (&[("DISPLAY", ":0")], true),
            (&[("WAYLAND_DISPLAY", "wayland-0")], true),
            (&[("DISPLAY", ":0"), ("SSH_CONNECTION", "x")], false),
            (&[("DISPLAY", ":0"), ("SSH_TTY", "x")], false),
            (&[("SSH_CONNECTION", "x"), ("BROWSER", "/usr/lib/editor/helper.sh")], true),
            (&[("DISPLAY", ":0"), ("BROWSER", "w3m")], false),
            (&[("DISPLAY", ":0"), ("BROWSER", "/usr/bin/lynx -accept_all %s")], false),
            (&[("DISPLAY", ":0"), ("BROWSER", "firefox:w3m")], true),
        ] {
            let get = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            assert_eq!(here(get), expected, "{variables:?}");
        }
    }
}
