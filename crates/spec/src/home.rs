//! Addresses in home networks, which plain http may go to.

use std::net::{IpAddr, Ipv6Addr};

/// Whether a URL is `http://` to a private address, a name without dots, or one under a domain of home networks.
pub fn is_http_at_home(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return false;
    }
    if let Some(inner) = authority.strip_prefix('[') {
        let ip = inner.split(']').next().and_then(|ip| ip.parse::<Ipv6Addr>().ok());
        return ip.is_some_and(|ip| ip.is_unique_local() || ip.is_unicast_link_local());
    }
    let host = authority.split(':').next().unwrap_or_default().to_ascii_lowercase();
    match host.parse() {
        Ok(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(_)) => false,
        Err(_) => is_name_at_home(&host),
    }
}

fn is_name_at_home(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    let letter = name.bytes().any(|b| b.is_ascii_alphabetic());
    let under = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    plain && letter && (!name.contains('.') || ["local", "lan", "internal", "home.arpa"].into_iter().any(under))
}

#[cfg(test)]
mod tests {
    use super::is_http_at_home;

    #[test]
    fn private_addresses_and_names_of_home_networks() {
        for home in [
            "http://192.168.1.20:8080/rest",
            "http://10.1.2.3",
            "http://[fd00::1]:80/",
            "http://openhab:8080",
            "http://Kettle.local/api",
            "http://kettle.home.arpa",
        ] {
            assert!(is_http_at_home(home), "{home}");
        }
        for elsewhere in [
            "https://192.168.1.20",
            "http://8.8.8.8",
            "http://[2001:db8::1]",
            "http://api.example",
            "http://local.example",
            "http://user@kettle",
            "http://",
            "http://{host}",
            "http://1234",
        ] {
            assert!(!is_http_at_home(elsewhere), "{elsewhere}");
        }
    }
}
