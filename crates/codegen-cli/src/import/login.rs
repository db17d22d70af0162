//! Logins and scopes.

use std::collections::{HashMap, HashSet};

use uplink_spec::model::{ClientAuth, Function, Grant, OAuth, Scope};

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;

/// Longest name of a scope, in bytes.
const LONGEST: usize = 200;

/// The flows of OpenAPI that a spec knows.
const FLOWS: [(&str, Grant); 3] = [
    ("authorizationCode", Grant::AuthorizationCode),
    ("implicit", Grant::Implicit),
    ("clientCredentials", Grant::ClientCredentials),
];

/// The first OAuth scheme with a flow that a spec knows.
pub fn scheme<'d>(reader: &Reader<'d>) -> Option<Node<'d>> {
    schemes(reader).map(|(_, node)| node).find(|node| node.has("flows") && node.text_of("type") == Some("oauth2"))
}

pub fn schemes<'d>(reader: &Reader<'d>) -> impl Iterator<Item = (&'d str, Node<'d>)> {
    let schemes = reader.part(reader.root, "components").and_then(|c| reader.part(c, "securitySchemes"));
    let entries: Vec<_> = schemes.into_iter().flat_map(Node::entries).collect();
    entries.into_iter().filter_map(|(name, node)| Some((name, reader.resolved(node)?)))
}

/// The addresses that the flows name, as they are written.
pub fn addresses<'d>(scheme: Node<'d>) -> (Option<Node<'d>>, Option<Node<'d>>) {
    let flows: Vec<Node<'d>> = scheme.get("flows").into_iter().flat_map(flows).map(|(_, node)| node).collect();
    // Another flow with another address stays unread, and is noted as such.
    let first = |key: &str| {
        let first = flows.iter().find_map(|flow| flow.get(key))?;
        flows.iter().filter(|f| f.peek(key) == first.text()).for_each(|flow| flow.pass(&[key]));
        Some(first)
    };
    (first("authorizationUrl"), first("tokenUrl"))
}

fn flows<'d>(all: Node<'d>) -> impl Iterator<Item = (Grant, Node<'d>)> {
    let known = |name: &str| FLOWS.iter().find(|(word, _)| *word == name).map(|(_, grant)| *grant);
    let names: Vec<&str> = all.keys().filter(|name| known(name).is_some()).collect();
    names.into_iter().filter_map(move |name| Some((known(name)?, all.get(name)?)))
}

/// Reads logins and scopes; `path` makes the path of an endpoint out of its address.
pub fn read<'d>(reader: &mut Reader<'d>, path: impl Fn(Node<'d>) -> Option<String>) {
    let chosen = scheme(reader);
    for (_, node) in schemes(reader).collect::<Vec<_>>() {
        node.pass(&["type", "scheme", "description", "bearerFormat"]);
        for (scope, doc) in node.get("x-scopes").into_iter().flat_map(Node::entries) {
            declare(reader, scope, doc.text().unwrap_or_default());
        }
    }
    let Some(scheme) = chosen else { return };
    let all: Vec<_> = scheme.get("flows").into_iter().flat_map(flows).collect();
    for (scope, doc) in all.iter().filter_map(|(_, flow)| flow.get("scopes")).flat_map(Node::entries) {
        declare(reader, scope, doc.text().unwrap_or_default());
    }
    let word = |word: &str| Grant::ALL.iter().find(|(_, known)| *known == word).map(|(grant, _)| *grant);
    let mut grants: Vec<Grant> = Vec::new();
    for grant in scheme.texts("x-grants").into_iter().filter_map(word) {
        if !grants.contains(&grant) {
            grants.push(grant);
        }
    }
    let renewable = all.iter().any(|(_, flow)| flow.get("refreshUrl").is_some());
    if grants.is_empty() && !scheme.has("x-grants") {
        grants.extend(all.iter().map(|(grant, _)| *grant));
        grants.extend(renewable.then_some(Grant::RefreshToken));
    }
    let (authorize, token) = addresses(scheme);
    let said = |key: &str, node: Option<Node<'d>>| {
        let said =
            scheme.text_of(key).filter(|path| path.starts_with('/') || path.starts_with("https://") || path.is_empty());
        said.map(str::to_owned).or_else(|| node.and_then(&path)).unwrap_or_default()
    };
    let (authorize_path, token_path) = (said("x-authorize", authorize), said("x-token", token));
    let lacking = |grant: &Grant| match grant {
        Grant::AuthorizationCode => authorize_path.is_empty() || token_path.is_empty(),
        Grant::Implicit => authorize_path.is_empty(),
        Grant::RefreshToken | Grant::ClientCredentials => token_path.is_empty(),
    };
    for (key, node) in [("authorizationUrl", authorize), ("tokenUrl", token)] {
        if let Some(node) = node.filter(|node| path(*node).is_none()) {
            let what = format!("the `{key}` is no https:// address without a query");
            reader.notes.add(Weight::Request, node, format!("{what}, and the login is left out"));
            return;
        }
    }
    if grants.iter().any(lacking) {
        reader.notes.add(Weight::Request, scheme, "grants without the address that they need are left out");
        grants.retain(|grant| !lacking(grant));
    }
    if grants.is_empty() && !scheme.has("x-grants") {
        let what = "no flow is one that a client can take; the login is left out, and functions take a token";
        reader.leave(Weight::Request, scheme, what);
        return;
    }
    let refresh_scope = scheme.text_of("x-refresh-scope").filter(|s| declare(reader, s, "Not described."));
    let client_auth = scheme.text_of("x-client-auth");
    let client_auth = ClientAuth::ALL.iter().find(|(_, word)| Some(*word) == client_auth).map(|(way, _)| *way);
    reader.model.oauth = Some(OAuth {
        authorize: authorize_path,
        token: token_path,
        grants,
        pkce: scheme.says("x-pkce"),
        client_auth: client_auth.unwrap_or_default(),
        issuer: scheme.text_of("x-issuer").filter(|issuer| issuer.starts_with("https://")).map(str::to_owned),
        expires_in: expires(scheme).unwrap_or(3600),
        refresh_scope: refresh_scope.map(str::to_owned),
        jwt: scheme.says("x-jwt"),
        why: scheme.text_of("x-why").map(str::to_owned),
    });
}

fn expires(scheme: Node<'_>) -> Option<u64> {
    scheme.get("x-expires-in")?.value().as_u64().filter(|n| i64::try_from(*n).is_ok())
}

/// Declares a scope unless it is declared already; `false` when it cannot be one.
fn declare(reader: &mut Reader<'_>, name: &str, doc: &str) -> bool {
    let odd = name.is_empty() || name == "none" || name.contains(char::is_whitespace) || name.len() > LONGEST;
    if odd || !reader.works() {
        return false;
    }
    if reader.scopes.insert(name.to_owned()) {
        reader.model.scopes.push(Scope { name: name.to_owned(), rename: None, doc: doc.to_owned() });
    }
    true
}

/// Gives scopes that languages could not tell apart a name of their own.
pub fn name_scopes(reader: &mut Reader<'_>) {
    let said: Vec<(&str, Node<'_>)> =
        schemes(reader).filter_map(|(_, s)| s.get("x-scope-names")).flat_map(Node::entries).collect();
    let said: HashMap<&str, &str> = said.into_iter().filter_map(|(scope, name)| Some((scope, name.text()?))).collect();
    let mut taken = Taken::scopes();
    for scope in &mut reader.model.scopes {
        scope.rename = match said.get(scope.name.as_str()) {
            Some(name) => Some(taken.give(naming::word(name))),
            None if taken.take(&scope.name) => None,
            None => Some(taken.give(naming::word(&scope.name))),
        };
    }
}

/// Declares the scopes that are not declared yet.
pub fn known(reader: &mut Reader<'_>, operation: Node<'_>, mut scopes: Vec<String>) -> Vec<String> {
    scopes.retain(|scope| {
        if reader.scopes.contains(scope) {
            return true;
        }
        let shown = naming::clip(scope, 60);
        let usable = declare(reader, scope, "Not described.");
        let weight = if usable { Weight::Text } else { Weight::Request };
        let what = if usable { "no flow describes it" } else { "it is left out, because no login could ask for it" };
        reader.notes.add(weight, operation, format!("the scope `{shown}`: {what}"));
        usable
    });
    scopes
}

/// Scopes that are declared, but that no function needs, are most likely a gap of the document.
pub fn note_unused(reader: &Reader<'_>, functions: &[Function]) {
    let used: HashSet<&str> = functions.iter().flat_map(|f| &f.scopes).map(String::as_str).collect();
    let refresh = reader.model.oauth.as_ref().and_then(|o| o.refresh_scope.as_deref());
    let login = |name: &str| refresh == Some(name);
    let unused: Vec<&str> = reader
        .model
        .scopes
        .iter()
        .map(|s| s.name.as_str())
        .filter(|name| !used.contains(name) && !login(name))
        .collect();
    if !unused.is_empty() {
        let node = scheme(reader).unwrap_or(reader.root);
        let shown = naming::clip(&unused.join(", "), 200);
        reader.notes.add(
            Weight::Text,
            node,
            format!("no function says that it needs {shown}; add the `scope` of each function"),
        );
    }
}
