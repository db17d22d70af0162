//! Opening the user's browser.

/// Opens `url` in the browser; `false` when there is none that a user would see, or the URL is not http or https.
///
/// Over ssh and without a display there is none: a text browser would take the terminal away from the program. Blocks
/// for a moment.
pub fn open_browser(url: &str) -> bool {
    allowed(url)
        && display(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
        && webbrowser::open(url).is_ok()
}

fn allowed(url: &str) -> bool {
    let web = url::Url::parse(url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
    web && url.bytes().all(|b| b.is_ascii_graphic())
}

fn display(set: impl Fn(&str) -> bool) -> bool {
    if set("SSH_CONNECTION") || set("SSH_TTY") {
        return false;
    }
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY") || set("BROWSER")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses() {
        assert!(allowed("https://api.example/authorize?state=x"));
        for bad in ["file:///etc/passwd", "javascript:alert(1)", "https://x/\n--flag", "--version", ""] {
            assert!(!allowed(bad), "{bad}");
            assert!(!open_browser(bad), "{bad}");
        }
    }

    #[test]
    fn no_browser_over_ssh() {
        assert!(!display(|name| name == "SSH_CONNECTION" || name == "DISPLAY"));
        assert!(display(|name| name == "DISPLAY"));
    }
}
