//! Keys and passwords, and what each operation asks for.

use std::collections::HashSet;

use uplink_spec::model::{AuthKind, AuthScheme, KeyPlace, NONE, TOKEN};

use super::document::Node;
use super::login;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;

/// The ways to say who calls; see [`uplink_spec::model::Function::auth`].
type Ways = Vec<Vec<String>>;

/// Reads the schemes. What becomes of each is kept by its name in the document: [`TOKEN`], or the name of a scheme of the
/// spec.
///
/// # Errors
/// A sentence when `chosen` is nothing that the document has.
pub fn read<'d>(reader: &mut Reader<'d>, chosen: Option<&str>) -> Result<(), String> {
    // Operations that do not say theirs look it up; where all do, nothing is lost.
    reader.root.pass(&["security"]);
    let mut taken = Taken::arguments();
    for own in [TOKEN, NONE] {
        taken.take(own);
    }
    for (name, node) in login::schemes(reader).collect::<Vec<_>>() {
        let kind = node.text_of("type").unwrap_or_default();
        let http = node.text_of("scheme").unwrap_or_default().to_lowercase();
        let made = match (kind, http.as_str()) {
            ("oauth2" | "openIdConnect", _) | ("http", "bearer") => {
                reader.schemes.insert(name, TOKEN.to_owned());
                continue;
            }
            ("http", "basic") => Some(AuthKind::Basic),
            ("apiKey", _) => api_key(reader, name, node),
            _ => {
                let what = format!("the scheme `{}` is not said in the spec", naming::clip(name, 60));
                reader.leave(Weight::Request, node, what);
                None
            }
        };
        let Some(kind) = made else { continue };
        let scheme = AuthScheme {
            name: taken.give(naming::snake(name)),
            kind,
            doc: node.text_of("description").unwrap_or_default().to_owned(),
            why: node.text_of("x-why").map(str::to_owned),
        };
        reader.schemes.insert(name, scheme.name.clone());
        reader.model.auth.push(scheme);
    }
    reader.unsaid = match chosen {
        None => None,
        Some(NONE) => Some(Ways::new()),
        Some(word) => Some(chosen_ways(reader, word)?),
    };
    Ok(())
}

fn api_key<'d>(reader: &Reader<'d>, name: &str, node: Node<'d>) -> Option<AuthKind> {
    let word = node.text_of("in").unwrap_or_default();
    let place = KeyPlace::ALL.iter().find(|(_, known)| *known == word).map(|(place, _)| *place);
    let wire = node.text_of("name").unwrap_or_default();
    let of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let good = !wire.is_empty() && (place == Some(KeyPlace::Query) || wire.chars().all(of_token));
    match place.filter(|_| good) {
        Some(place) => Some(AuthKind::ApiKey { place, wire: wire.to_owned() }),
        None => {
            let what =
                format!("the key `{}` has no place where it could travel; it is left out", naming::clip(name, 60));
            reader.leave(Weight::Request, node, what);
            None
        }
    }
}

/// What `--auth` stands for: the name of a scheme, or its kind.
fn chosen_ways(reader: &Reader<'_>, word: &str) -> Result<Ways, String> {
    if let Some(name) = reader.schemes.get(word) {
        return Ok(vec![vec![name.clone()]]);
    }
    let of_kind = |scheme: &&AuthScheme| match scheme.kind {
        AuthKind::Basic => word == "basic",
        AuthKind::ApiKey { .. } => word == "api-key",
    };
    let ways: Ways = match word {
        "token" | "bearer" | "oauth2" => vec![vec![TOKEN.to_owned()]],
        _ => reader.model.auth.iter().filter(of_kind).map(|scheme| vec![scheme.name.clone()]).collect(),
    };
    if ways.is_empty() {
        let mut known: Vec<&str> = reader.schemes.keys().copied().collect();
        known.sort_unstable();
        let known = if known.is_empty() { String::new() } else { format!("{}, ", known.join(", ")) };
        return Err(format!("the document has no scheme `{word}`; give one of {known}token, none"));
    }
    Ok(ways)
}

/// The scopes that an operation needs, and the ways to say who calls it.
pub fn needed<'d>(reader: &mut Reader<'d>, operation: Node<'d>, function: &str) -> (Vec<String>, Ways) {
    let Some(security) = operation.get("security").or_else(|| reader.root.get("security")) else {
        return (Vec::new(), unsaid(reader, operation));
    };
    let (mut ways, mut scopes) = (Ways::new(), Vec::new());
    let mut scoped = false;
    for choice in security.items() {
        let (mut way, mut usable) = (Vec::new(), true);
        for (scheme, list) in choice.entries() {
            let Some(name) = reader.schemes.get(scheme).cloned() else {
                usable = false;
                // One that was left out has its note already.
                if !login::schemes(reader).any(|(known, _)| known == scheme) {
                    let what =
                        format!("the scheme `{}` is not described in `securitySchemes`", naming::clip(scheme, 60));
                    reader.notes.add(Weight::Request, list, what);
                }
                list.pass_all();
                continue;
            };
            let asked: Vec<&str> = list.items().filter_map(Node::text).collect();
            if name == TOKEN && !scoped {
                asked.into_iter().for_each(|scope| {
                    if !scopes.iter().any(|s| s == scope) {
                        scopes.push(scope.to_owned());
                    }
                });
            } else if name == TOKEN && asked.iter().any(|scope| !scopes.iter().any(|s| s == scope)) {
                let what = format!("`{function}` has ways with different scopes; those of the first are taken");
                reader.notes.add(Weight::Text, choice, what);
            }
            if !way.contains(&name) {
                way.push(name);
            }
        }
        scoped |= way.iter().any(|name| name == TOKEN);
        if !usable {
            continue;
        }
        let apart = apart(reader, &way);
        if apart.len() > 1 {
            let what = format!("`{function}` has a way that puts two things into one place; either is sent");
            reader.notes.add(Weight::Request, choice, what);
        }
        for way in apart {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    if ways.is_empty() && security.items().next().is_some() {
        // It is refused by the server, as the document has it, but not without a word from it.
        return (Vec::new(), Ways::new());
    }
    if ways == [Vec::<String>::new()] {
        ways.clear();
    }
    // A client takes the first way that it can go; documents have them in any order.
    ways.sort_by_key(Vec::is_empty);
    if !ways.iter().flatten().any(|name| name == TOKEN) {
        scopes.clear();
    }
    (login::known(reader, operation, scopes), ways)
}

/// A way as ways of which a request can carry all: one place holds one thing, and documents that name two for it, a key
/// and a bearer in `Authorization`, mean either.
fn apart(reader: &Reader<'_>, way: &[String]) -> Ways {
    let place = |name: &str| {
        let kind = reader.model.auth.iter().find(|s| s.name == name).map(|s| &s.kind);
        match kind {
            None | Some(AuthKind::Basic) => ("header", "authorization".to_owned()),
            Some(AuthKind::ApiKey { place: KeyPlace::Query, wire }) => ("query", wire.clone()),
            Some(AuthKind::ApiKey { place, wire }) => (place.word(), wire.to_lowercase()),
        }
    };
    let mut ways: Ways = vec![Vec::new()];
    let mut done = HashSet::new();
    for place_of_name in way.iter().map(|name| place(name)) {
        if done.insert(place_of_name.clone()) {
            let here: Vec<&String> = way.iter().filter(|name| place(name) == place_of_name).collect();
            let with =
                |name: &&String| ways.iter().map(|way| [way.as_slice(), &[(*name).clone()]].concat()).collect::<Ways>();
            ways = here.iter().flat_map(with).collect();
        }
    }
    ways
}

/// What is taken where an operation does not say who may call it: what the user said, or else whatever the document has,
/// sent where it is given.
fn unsaid<'d>(reader: &Reader<'d>, operation: Node<'d>) -> Ways {
    if let Some(ways) = &reader.unsaid {
        return ways.clone();
    }
    let mut ways: Ways = Vec::new();
    for name in login::schemes(reader).filter_map(|(name, _)| reader.schemes.get(name)) {
        let way = vec![name.clone()];
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    if ways.is_empty() {
        let what = "no `security` says whether a token is needed; none is taken to be";
        reader.notes.add(Weight::Text, operation, what);
        return ways;
    }
    let names: Vec<&str> = ways.iter().flatten().map(String::as_str).collect();
    let what = format!(
        "no `security` says what a call has to carry; {} is sent where it is given; `--auth` with the name of a scheme, or `none`, says it for all",
        names.join(" or ")
    );
    reader.notes.add(Weight::Request, operation, what);
    ways.push(Vec::new());
    ways
}
