//! What stands above the functions: name, address, login, pace.

use uplink_spec::is_http_at_home;
use uplink_spec::model::{Api, Pace};

use super::document::Node;
use super::login;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;

/// What is written where the document gives no address that a spec can have.
const NO_ADDRESS: &str = "https://api.example";

/// Reads name, address and login, and gives what the address has before the paths of the functions.
pub fn read(reader: &mut Reader<'_>) -> String {
    let root = reader.root;
    let info = root.get("info");
    let text = |key: &str| info.and_then(|info| info.get(key)?.spelt());
    root.pass(&["openapi", "x-generated-from", "x-insecure-http", "x-null", "jsonSchemaDialect", "tags"]);
    if root.has("tags") {
        reader.notes.add(Weight::Text, root, "what is said of tags is left out; they become groups of functions");
    }
    let scheme = login::scheme(reader);
    let (authorize, token) = scheme.map_or((None, None), login::addresses);
    let endpoint = token.or(authorize).and_then(Node::text).and_then(split);
    let (server, below) = server(reader, scheme.is_some());
    let (host, prefix) = match (server, endpoint) {
        (Some(server), _) => server,
        (None, endpoint) => {
            let (host, whose) = match endpoint {
                Some((host, _)) => (host, "which is that of the login"),
                None => (NO_ADDRESS.to_owned(), "correct it"),
            };
            let what = format!("no server with an address is given; `{host}{below}` is taken, {whose}");
            reader.notes.add(Weight::Request, root, what);
            (host, below)
        }
    };
    // Endpoints outside the server's folder need a base URL that is above both.
    let below = |node: Option<Node<'_>>| {
        let address = node.and_then(Node::text).and_then(split);
        address.is_none_or(|(h, path)| h != host || path.starts_with(&format!("{prefix}/")))
    };
    let insecure_http = root.says("x-insecure-http") || is_http_at_home(&host);
    let whole = below(authorize) && below(token);
    let base_url = if whole { format!("{host}{prefix}") } else { host.clone() };
    let moved = if whole { String::new() } else { prefix };
    if !moved.is_empty() {
        reader.notes.add(
            Weight::Text,
            root,
            format!("`{moved}` of the server stands in each path, because the login lies outside of it"),
        );
    }
    login::read(reader, |node| {
        let text = node.text()?;
        if text.starts_with('/') && !text.starts_with("//") {
            return Some(text.to_owned());
        }
        let within = text.strip_prefix(base_url.as_str()).filter(|p| p.starts_with('/'));
        // A login on another host is said as it is.
        let elsewhere = || Some(text).filter(|url| url.starts_with("https://") && !url.contains(['?', '#', ' ', '@']));
        within.or_else(elsewhere).map(str::to_owned)
    });
    reader.model.api = Api {
        name: text("title").unwrap_or_else(|| "Unnamed".into()),
        version: text("version").unwrap_or_else(|| "1".into()),
        base_url,
        insecure_http,
        doc: text("description").or_else(|| text("summary")).unwrap_or_default(),
        why: text("x-why"),
    };
    moved
}

/// Host and path of the first server, if that is one that a spec can have; else its path, which is relative to where the
/// document lies.
fn server(reader: &Reader<'_>, logs_in: bool) -> (Option<(String, String)>, String) {
    let url = first_server(reader, reader.root);
    let Some((first, url)) = url else { return (None, String::new()) };
    if let Some(path) = url.strip_prefix('/').filter(|path| !path.starts_with('/') && plain(path)) {
        let path = path.trim_end_matches('/');
        return (None, if path.is_empty() { String::new() } else { format!("/{path}") });
    }
    let found = address(reader, first, &url, !logs_in);
    if found.is_none() {
        let shown = naming::clip(&url, 100);
        let what = format!("`{shown}` cannot be a base URL; it has to begin with https://");
        reader.notes.add(Weight::Request, first, what);
    }
    (found, String::new())
}

/// Host and path of a server. One without encryption is asked for it, but for one in a home network where that may be.
fn address(reader: &Reader<'_>, server: Node<'_>, url: &str, at_home: bool) -> Option<(String, String)> {
    if let Some(found) = split(url).filter(|_| at_home || !is_http_at_home(url)) {
        return Some(found);
    }
    let encrypted = format!("https://{}", url.strip_prefix("http://")?);
    let found = split(&encrypted)?;
    let what = format!("`{}` is not encrypted; https:// is taken in its place", naming::clip(url, 100));
    reader.notes.add(Weight::Request, server, what);
    Some(found)
}

/// The address below which an operation lies that has a server of its own, or whose path has; `prefix` is what stands before
/// the paths of the others.
pub fn own_address<'d>(reader: &Reader<'d>, prefix: &str, path: Node<'d>, operation: Node<'d>) -> Option<String> {
    let (first, url) = [operation, path].into_iter().find_map(|of| first_server(reader, of))?;
    path.pass(&["servers"]);
    let Some((host, folder)) = address(reader, first, &url, reader.model.api.insecure_http) else {
        let what = format!("`{}` cannot be a base URL; that of the API is taken", naming::clip(&url, 100));
        reader.notes.add(Weight::Request, first, what);
        return None;
    };
    let usual = format!("{}{prefix}", reader.model.api.base_url);
    Some(format!("{host}{folder}")).filter(|own| *own != usual)
}

/// The first server of the document, a path or an operation, and its address with the variables filled in.
fn first_server<'d>(reader: &Reader<'d>, of: Node<'d>) -> Option<(Node<'d>, String)> {
    let servers = of.get("servers")?;
    let mut all = servers.items();
    let first = all.next()?;
    if all.next().is_some() {
        reader.notes.add(Weight::Text, servers, "the first of the servers is taken");
    }
    servers.items().for_each(|s| s.pass(&["description", "url"]));
    let mut url = first.text_of("url")?.to_owned();
    for (name, variable) in first.get("variables").into_iter().flat_map(Node::entries).take(50) {
        variable.pass(&["enum", "description"]);
        let value = variable.get("default").and_then(Node::spelt);
        let (weight, what) = match &value {
            Some(value) => (Weight::Text, format!("`{}` is taken for the variable", naming::clip(value, 60))),
            None => {
                (Weight::Request, "the variable has no `default` that can be taken; nothing stands for it".to_owned())
            }
        };
        reader.notes.add(weight, variable, what);
        let value = value.unwrap_or_default();
        if url.len() + value.len() < 2000 {
            url = url.replace(&format!("{{{name}}}"), &value);
        }
    }
    Some((first, url))
}

/// Whether an address holds nothing that a base URL cannot have.
fn plain(url: &str) -> bool {
    !url.contains(|c: char| c.is_whitespace() || c.is_control() || "{}?#\"\\".contains(c))
}

/// An address as scheme with host, and path without a slash at its end.
fn split(url: &str) -> Option<(String, String)> {
    let known = ["https://", "http://127.0.0.1", "http://localhost"].iter().any(|s| url.starts_with(s));
    let known = known || is_http_at_home(url);
    let (scheme, rest) = url.split_once("://").filter(|_| known && plain(url))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (!host.is_empty()).then(|| (format!("{scheme}://{host}"), path.trim_end_matches('/').to_owned()))
}

/// `x-pace`
pub fn pace(reader: &Reader<'_>) -> Option<Pace> {
    let node = reader.root.get("x-pace")?;
    let number = |key: &str| node.get(key)?.value().as_u64().filter(|n| *n > 0);
    let count = |key: &str| number(key).and_then(|n| u32::try_from(n).ok());
    let text = |key: &str| node.text_of(key).map(str::to_owned);
    let (headers, why) = (text("headers"), text("why"));
    let in_flight = count("in-flight");
    let pace = count("requests").zip(number("per-ms")).zip(count("burst"));
    if pace.is_none() {
        reader.notes.add(Weight::Request, node, "the pace lacks `requests`, `per-ms` or `burst`; it is left out");
    }
    pace.map(|((requests, per_ms), burst)| Pace { requests, per_ms, burst, in_flight, headers, why })
}
