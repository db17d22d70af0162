//! Random models, all of them such as the reader of specs could give.
//!
//! A model is drawn from a list of bytes, and an empty list gives the smallest one: so proptest shrinks models.

mod draw;
mod function;
mod value;

use proptest::prelude::*;
use uplink_spec::model::*;

use draw::Draw;

/// Random models without a catalogue.
pub fn models() -> impl Strategy<Value = Model> {
    prop::collection::vec(any::<u8>(), 0..1500).prop_map(|bytes| model(&mut Draw::new(bytes)))
}

/// Random catalogues.
#[allow(dead_code, reason = "one of the two tests that share this file has no use for them")]
pub fn catalogues() -> impl Strategy<Value = Catalogue> {
    prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| {
        let mut draw = Draw::new(bytes);
        let entries = (0..draw.below(6)).map(|id| entry(&mut draw, id)).collect();
        Catalogue { file: "values.tsv".into(), doc: draw.text(), entries }
    })
}

fn model(d: &mut Draw) -> Model {
    let scopes: Vec<Scope> = (0..d.below(4))
        .map(|i| Scope {
            name: format!("{}{i}", d.pick(&["READ", "a:b.", "ä-ö", "Dynamic"])),
            rename: d.maybe(|_| format!("Scope{i}")),
            doc: d.text(),
        })
        .collect();
    let oauth = d.maybe(|d| oauth(d, &scopes));
    let mut model = Model {
        api: Api {
            name: format!("Api {}", d.text()),
            version: d.text(),
            base_url: d.pick(&["https://a.example", "https://b.example/v1/x", "http://127.0.0.1:8080"]).to_owned(),
            insecure_http: oauth.is_none() && d.below(2) == 0,
            doc: d.text(),
            why: d.maybe(Draw::text),
        },
        oauth,
        auth: (0..d.below(3)).map(|i| auth_scheme(d, i)).collect(),
        scopes,
        pace: d.maybe(|d| Pace {
            requests: 1 + d.below(9) as u32,
            per_ms: 1 + d.below(250) as u64 * 500,
            burst: 1 + d.below(9) as u32,
            in_flight: d.maybe(|d| 1 + d.below(9) as u32),
            headers: d.maybe(|_| "X-Rate-Limit".to_owned()),
            why: d.maybe(Draw::text),
        }),
        errors: d.maybe(errors),
        functions: Vec::new(),
        types: types(d),
        catalogue: None,
    };
    function::add(d, &mut model);
    model
}

fn auth_scheme(d: &mut Draw, number: usize) -> AuthScheme {
    let kind = d.maybe(|d| {
        let (place, _) = KeyPlace::ALL[d.below(3)];
        AuthKind::ApiKey { place, wire: format!("{}{number}", d.pick(&["X-Key", "key", "_"])) }
    });
    AuthScheme {
        name: format!("scheme{}{number}", d.pick(&["_", "", "_ä_"])),
        kind: kind.unwrap_or(AuthKind::Basic),
        doc: d.text(),
        why: d.maybe(Draw::text),
    }
}

fn oauth(d: &mut Draw, scopes: &[Scope]) -> OAuth {
    let mut grants: Vec<Grant> = Grant::ALL.iter().map(|(grant, _)| *grant).filter(|_| d.flag()).collect();
    if grants.is_empty() {
        grants.push(Grant::AuthorizationCode);
    }
    if d.flag() {
        grants.reverse();
    }
    let needs = |all: &[Grant]| grants.iter().any(|g| all.contains(g));
    let authorize = needs(&[Grant::AuthorizationCode, Grant::Implicit]) || d.flag();
    let token = needs(&[Grant::AuthorizationCode, Grant::RefreshToken, Grant::ClientCredentials]) || d.flag();
    OAuth {
        authorize: if authorize { "/oauth/authorize".into() } else { String::new() },
        token: if token {
            d.pick(&["/oauth/token", "/token", "https://login.example/x/token"]).to_owned()
        } else {
            String::new()
        },
        grants,
        pkce: d.flag(),
        client_auth: ClientAuth::ALL[d.below(3)].0,
        issuer: d.maybe(|d| d.pick(&["https://login.example", "https://login.example/realm/"]).to_owned()),
        expires_in: 1 + d.below(200) as u64,
        refresh_scope: scopes.first().map(|s| s.name.clone()).filter(|_| d.flag()),
        jwt: d.flag(),
        why: d.maybe(Draw::text),
    }
}

fn errors(d: &mut Draw) -> Errors {
    let roles: Vec<Role> = Role::ALL.iter().map(|(role, _)| *role).collect();
    let codes = (0..d.below(5)).map(|i| ErrorCode {
        code: i as i64 * 7 - 3,
        name: format!("E{i}"),
        doc: d.text(),
        role: roles.get(i).copied().filter(|_| d.flag()),
    });
    let codes: Vec<ErrorCode> = codes.collect();
    let words: Vec<ErrorWord> = (0..d.below(3))
        .map(|i| ErrorWord {
            word: format!("{}{i}", d.pick(&["premium", "two words ", "a.b\""])),
            status: d.maybe(|d| 400 + d.below(100) as u16),
            name: format!("W{i}"),
            doc: d.text(),
        })
        .collect();
    Errors {
        status_field: d.maybe(|_| "status".to_owned()),
        code_field: if codes.is_empty() && d.flag() { String::new() } else { "code".into() },
        details_field: d.maybe(|_| "details".to_owned()),
        example: serde_json::json!({ "status": 400, "code": 0, "details": [], "more": d.text(), "x": null, "y": 1.5 }),
        codes,
        words,
        refused: (0..d.below(3))
            .map(|i| Refusal { field: format!("{}{i}", d.pick(&["state", "a.b"])), word: "error".to_owned() })
            .collect(),
        why: d.maybe(Draw::text),
    }
}

/// When `null` is sent for something that may be left out.
pub fn null(d: &mut Draw) -> Null {
    [Null::Never, Null::Given, Null::Unset][d.below(3)]
}

/// Structs, enums and aliases. What a type names stands behind it, or in a list: no circle is without one.
fn types(d: &mut Draw) -> Vec<TypeDef> {
    let (structs, enums, aliases) = (d.below(4), d.below(3), d.below(3));
    let name = |kind: &str, i: usize| format!("{kind}{i}");
    let mut types = Vec::new();
    let mut add = |d: &mut Draw, name: String, kind: TypeKind| {
        types.push(TypeDef { name, doc: d.text(), why: d.maybe(Draw::text), kind, tag: None });
    };
    for i in 0..structs {
        let mut direct: Vec<String> = (i + 1..structs).map(|j| name("Struct", j)).collect();
        direct.extend((0..enums).map(|j| name("Enum", j)).chain((0..aliases).map(|j| name("Alias", j))));
        let listed: Vec<String> = (0..structs).map(|j| name("Struct", j)).collect();
        let fields: Vec<Field> = (0..d.below(6))
            .map(|f| {
                let (name, wire) = d.name("field", f);
                let ty = d.ty(&direct, &listed, 3);
                let null = if matches!(ty, Type::Nullable(_)) { null(d) } else { Null::Never };
                Field { name, wire, ty, null, unit: d.maybe(Draw::text), doc: d.text(), why: d.maybe(Draw::text) }
            })
            .collect();
        let computed = (0..d.below(2))
            .map(|c| Computed {
                name: format!("getter_{c}"),
                ty: d.pick(&["State", "Value2"]).to_owned(),
                doc: d.text(),
            })
            .collect();
        add(d, name("Struct", i), TypeKind::Struct { fields, computed });
    }
    for i in 0..enums {
        let said = d.flag();
        let values = (0..1 + d.below(4))
            .map(|v| EnumValue {
                rename: d.maybe(|_| format!("Other{v}")),
                wire: format!("{}{v}", d.pick(&["WORD_", "two-words ", "ä", "a\"b\\c"])),
                doc: if said { d.text() } else { String::new() },
            })
            .collect();
        let numbered = d.flag();
        add(d, name("Enum", i), TypeKind::Enum { values, numbered });
    }
    for i in 0..aliases {
        let mut direct: Vec<String> = (i + 1..aliases).map(|j| name("Alias", j)).collect();
        direct.extend((0..enums).map(|j| name("Enum", j)));
        let listed: Vec<String> = (0..structs).map(|j| name("Struct", j)).collect();
        let ty = if d.flag() {
            let mut all = vec![Type::Int, Type::String, Type::Bool];
            all.extend((0..enums).map(|j| Type::Named(name("Enum", j))));
            all.rotate_left(d.below(3));
            all.truncate(2 + d.below(2));
            Type::OneOf(all)
        } else {
            d.ty(&direct, &listed, 3)
        };
        add(d, name("Alias", i), TypeKind::Alias(ty));
    }
    types.extend(tagged(d));
    // A file is read in this order.
    types.sort_by_key(|def| match def.kind {
        TypeKind::Struct { .. } => 0,
        TypeKind::Enum { .. } => 1,
        TypeKind::Alias(_) => 2,
    });
    types
}

/// Structs that a field tells apart, as text or by words, one of them perhaps by two.
fn tagged(d: &mut Draw) -> Vec<TypeDef> {
    if d.flag() {
        return Vec::new();
    }
    let def = |name: &str, kind| TypeDef { name: name.into(), doc: String::new(), why: None, kind, tag: None };
    let word = |at: usize| format!("{}{at}", ["kind ", "K-", "ä"][at % 3]);
    let mut tag = Tag { wire: d.pick(&["kind", "@type"]).to_owned(), variants: Vec::new() };
    let mut types = Vec::new();
    let words = (0..3).map(|at| EnumValue { wire: word(at), rename: Some(format!("Kind{at}")), doc: String::new() });
    types.push(def("TagWord", TypeKind::Enum { values: words.collect(), numbered: false }));
    for at in 0..1 + d.below(2) {
        let name = format!("Tagged{at}");
        let ty = if d.flag() { Type::String } else { Type::Named("TagWord".into()) };
        let field = |name: &str, wire: &str, ty| Field {
            name: name.into(),
            wire: wire.into(),
            ty,
            null: Null::Never,
            unit: None,
            doc: String::new(),
            why: None,
        };
        let inner = Type::List(Box::new(Type::Named("Tagged".into())));
        let fields = vec![field("kind", &tag.wire, ty), field("inner", "inner", inner)];
        types.push(def(&name, TypeKind::Struct { fields, computed: Vec::new() }));
        tag.variants.push((word(at), name));
    }
    if d.flag() {
        tag.variants.push((word(2), "Tagged0".into()));
    }
    types.push(TypeDef { tag: Some(tag.clone()), ..def("Tagged", TypeKind::Alias(tag.alias())) });
    types
}

fn entry(d: &mut Draw, id: usize) -> CatalogueEntry {
    let word = |d: &mut Draw| d.pick(&["", "plain", "two words", "öre/kWh / cent", "a;b=c"]).to_owned();
    let factor = d.maybe(|d| 1 + d.below(200) as u32);
    let number = |d: &mut Draw, from: f64| d.maybe(|d| d.below(200) as f64 / 2.0 + from);
    CatalogueEntry {
        id: id as i64 * 3 - 4,
        name: format!("NAME_{id}"),
        alias: word(d),
        title: word(d),
        designation: word(d),
        unit: word(d),
        weak: factor.is_some() && d.flag(),
        factor,
        writable: d.maybe(Draw::flag),
        min: number(d, -120.0),
        max: number(d, -20.0),
        step: number(d, 0.5),
        values: (0..d.below(3)).map(|v| (v as i64 - 1, d.pick(&["off", "on", "half on"]).to_owned())).collect(),
        note: word(d),
    }
}
