//! Base URLs: https, http to this machine, and http into a home network where the API and the program both say so.

use std::net::IpAddr;

use reqwest::Url;
use url::Host;

use crate::descriptor::Api;

/// Checks a base URL: https, or http to this machine only, without query, fragment or user.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_base_url(text: &str) -> Result<Url, String> {
    let url = parsed(text)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(format!(
            "the base URL `{text}` must start with https://; http:// is for this machine only (127.0.0.1, localhost)"
        )),
    }
}

impl Api {
    /// Checks a base URL of this API as [`check_base_url`] does. With `insecure_http`, and where the API is spoken in home
    /// networks without TLS, it may lead there by `http://`: to a private address, a name without dots, or one under
    /// `local`, `lan`, `internal` or `home.arpa` (RFC 6762, RFC 8375).
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn check_base_url(&self, text: &str, insecure_http: bool) -> Result<Url, String> {
        let url = parsed(text)?;
        if url.scheme() != "http" || is_loopback(&url) || !(insecure_http || self.insecure_http) {
            return check_base_url(text);
        }
        match (self.insecure_http, insecure_http) {
            (true, false) => Err(format!(
                "the base URL `{text}` is not encrypted, so that whoever is in that network reads keys and values; set \
                 `insecure_http` if it shall be asked all the same"
            )),
            (false, _) => {
                Err(format!("`insecure_http` is not for {}, whose spec does not have it; use https://", self.name))
            }
            (true, true) if is_at_home(&url) => Ok(url),
            (true, true) => Err(format!(
                "the base URL `{text}` leaves the home network without TLS; `insecure_http` is for private addresses \
                 such as 192.168.1.20, and for names such as `kettle` and `kettle.local`"
            )),
        }
    }
}

fn parsed(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|e| format!("the base URL `{text}` is no URL: {e}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the base URL must not hold a user name or password".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("the base URL `{text}` must not have a query or fragment"));
    }
    Ok(url)
}

/// Whether a URL leads to this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Whether a URL leads into a network that the internet does not route to.
fn is_at_home(url: &Url) -> bool {
    let address = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => ip.to_canonical(),
        Some(Host::Domain(name)) => return is_name_at_home(name),
        None => return false,
    };
    match address {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn is_name_at_home(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let under = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    !name.contains('.') || ["local", "lan", "internal", "home.arpa"].into_iter().any(under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t29_only_https_or_loopback() {
        for good in ["https://api.example", "http://127.0.0.1:80", "http://localhost:1", "http://[::1]:9/x"] {
            assert!(check_base_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "http://127.0.0.1.nip.example",
            "ftp://127.0.0.1",
            "https://user:pw@api.example",
            "https://api.example/?a=1",
            "nonsense",
        ] {
            assert!(check_base_url(bad).is_err(), "{bad}");
            assert!(Api::PLAIN.check_base_url(bad, false).is_err(), "{bad}");
        }
    }

    #[test]
    fn t79_http_goes_into_a_home_network_where_both_say_so() {
        let home = Api { insecure_http: true, ..Api::PLAIN };
        for good in [
            "http://10.0.0.1",
            "http://172.16.3.4:8080/rest",
            "http://192.168.1.20",
            "http://169.254.1.1",
            "http://[fd00::1]",
            "http://[fe80::1]:80",
            "http://[::ffff:192.168.1.1]",
            "http://kettle:8080",
            "http://Kettle.LOCAL",
            "http://kettle.home.arpa.",
            "http://127.0.0.1:1",
            "https://api.example",
        ] {
            assert!(home.check_base_url(good, true).is_ok(), "{good}");
            let tls_or_here = good.starts_with("https") || good.contains("127.0.0.1");
            assert_eq!(home.check_base_url(good, false).is_ok(), tls_or_here, "{good}");
            assert_eq!(Api::PLAIN.check_base_url(good, true).is_ok(), tls_or_here, "{good}");
        }
        for bad in [
            "http://8.8.8.8",
            "http://172.32.0.1",
            "http://[2001:db8::1]",
            "http://[::ffff:8.8.8.8]",
            "http://api.example",
            "http://kettle.local.example",
            "ftp://192.168.1.20",
            "http://user:pw@192.168.1.20",
        ] {
            assert!(home.check_base_url(bad, true).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let home = Api { insecure_http: true, name: "Kettle", ..Api::PLAIN };
        let said = |api: &Api, insecure| api.check_base_url("http://192.168.1.20", insecure).expect_err("http");
        assert!(said(&home, false).contains("set `insecure_http` if"));
        assert!(said(&Api { name: "Cloud", ..Api::PLAIN }, true).contains("is not for Cloud"));
        assert!(home.check_base_url("http://api.example", true).expect_err("http").contains("leaves the home network"));
    }
}
