//! Types that contain themselves, and types that nothing mentions.

use std::collections::{HashMap, HashSet};

use uplink_spec::model::{Function, Type, TypeDef, TypeKind};

use super::notes::Weight;
use super::reader::Reader;

/// The types that a type names; `through` says whether lists, objects and null are looked into.
pub fn named(ty: &Type, through: bool, found: &mut Vec<String>) {
    match ty {
        Type::Named(name) => found.push(name.clone()),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) if through => named(inner, through, found),
        Type::OneOf(all) => all.iter().for_each(|t| named(t, through, found)),
        _ => {}
    }
}

/// The names of all types that functions lead to.
pub fn reachable(functions: &[Function], types: &[TypeDef]) -> HashSet<String> {
    let by_name: HashMap<&str, &TypeDef> = types.iter().map(|t| (t.name.as_str(), t)).collect();
    let mut open = Vec::new();
    for function in functions {
        function.arguments.iter().for_each(|a| named(&a.ty, true, &mut open));
        function.answers.iter().filter_map(|a| a.content.as_ref()).for_each(|t| named(t, true, &mut open));
    }
    let mut found = HashSet::new();
    while let Some(name) = open.pop() {
        let kind = by_name.get(name.as_str()).map(|def| &def.kind);
        if !found.insert(name) {
            continue;
        }
        match kind {
            Some(TypeKind::Struct { fields, .. }) => fields.iter().for_each(|f| named(&f.ty, true, &mut open)),
            Some(TypeKind::Alias(ty)) => named(ty, true, &mut open),
            Some(TypeKind::Enum { .. }) | None => {}
        }
    }
    found
}

/// Gives up aliases that lead to themselves: no language can spell them.
pub fn cut_aliases(reader: &mut Reader<'_>) {
    let edges = |def: &TypeDef| {
        let mut found = Vec::new();
        if let TypeKind::Alias(ty) = &def.kind {
            named(ty, true, &mut found);
        }
        found
    };
    for at in circular(&reader.model.types, edges) {
        let what = format!("the type `{}` is made of itself; it is taken as `any`", reader.model.types[at].name);
        reader.notes.add(Weight::Type, reader.root, what);
        reader.model.types[at].kind = TypeKind::Alias(Type::Any);
    }
}

/// Lets fields be null through which a struct would hold itself without an end.
pub fn cut_structs(reader: &mut Reader<'_>) {
    let edges = |def: &TypeDef| {
        let mut found = Vec::new();
        match &def.kind {
            TypeKind::Struct { fields, .. } => fields.iter().for_each(|f| named(&f.ty, false, &mut found)),
            TypeKind::Alias(ty) => named(ty, false, &mut found),
            TypeKind::Enum { .. } => {}
        }
        found
    };
    for at in circular(&reader.model.types, edges) {
        let name = reader.model.types[at].name.clone();
        let TypeKind::Struct { fields, .. } = &mut reader.model.types[at].kind else { continue };
        for field in fields.iter_mut().filter(|f| matches!(f.ty, Type::Named(_))) {
            field.ty = Type::Nullable(Box::new(field.ty.clone()));
        }
        let what = format!("the type `{name}` holds itself; its fields of other types may be null");
        reader.notes.add(Weight::Type, reader.root, what);
    }
}

/// Most times that types are gone through; what one gives up may leave another without a choice.
const MOST_ROUNDS: usize = 50;

/// Gives up choices that languages could not tell apart.
pub fn cut_choices(reader: &mut Reader<'_>) {
    for _ in 0..MOST_ROUNDS {
        let alike: Vec<usize> = (0..reader.model.types.len()).filter(|at| alike(reader, *at)).collect();
        if alike.is_empty() {
            return;
        }
        for at in alike {
            let name = &reader.model.types[at].name;
            let node = reader.places.get(name).copied().unwrap_or(reader.root);
            reader.notes.add(Weight::Type, node, "the choices cannot be told apart; it is taken as `any`");
            reader.model.types[at].kind = TypeKind::Alias(Type::Any);
        }
    }
}

fn alike(reader: &Reader<'_>, at: usize) -> bool {
    let TypeKind::Alias(Type::OneOf(all)) = &reader.model.types[at].kind else { return false };
    let mut seen: Vec<Type> = Vec::new();
    all.iter().any(|ty| {
        let whole = written_out(reader, ty);
        let same = |other: &Type| match (&whole, other) {
            (Type::List(_), Type::List(_)) | (Type::Map(_), Type::Map(_)) => true,
            (a, b) => a == b,
        };
        let found = seen.iter().any(same);
        seen.push(whole);
        found
    })
}

/// A type with its aliases at the top replaced by what they stand for, and without null.
fn written_out(reader: &Reader<'_>, ty: &Type) -> Type {
    match ty {
        Type::Nullable(inner) => written_out(reader, inner),
        Type::Named(name) => match reader.positions.get(name).map(|at| &reader.model.types[*at].kind) {
            Some(TypeKind::Alias(inner)) if !matches!(inner, Type::OneOf(_)) => written_out(reader, inner),
            _ => ty.clone(),
        },
        other => other.clone(),
    }
}

/// The types that stand on a circle or between two, by position.
fn circular(types: &[TypeDef], edges: impl Fn(&TypeDef) -> Vec<String>) -> Vec<usize> {
    let at: HashMap<&str, usize> = types.iter().enumerate().map(|(i, t)| (t.name.as_str(), i)).collect();
    let next: Vec<Vec<usize>> =
        types.iter().map(|t| edges(t).iter().filter_map(|n| at.get(n.as_str()).copied()).collect()).collect();
    // Whatever nothing points to, or points to nothing, is on no circle.
    let mut on = vec![true; types.len()];
    peel(&next, &mut on);
    let mut back = vec![Vec::new(); types.len()];
    for (from, all) in next.iter().enumerate() {
        all.iter().for_each(|to| back[*to].push(from));
    }
    peel(&back, &mut on);
    (0..types.len()).filter(|i| on[*i]).collect()
}

/// Takes out, again and again, what has no way on.
fn peel(next: &[Vec<usize>], on: &mut [bool]) {
    let mut ways: Vec<usize> = next.iter().map(|all| all.iter().filter(|to| on[**to]).count()).collect();
    let mut before = vec![Vec::new(); next.len()];
    for (from, all) in next.iter().enumerate() {
        all.iter().for_each(|to| before[*to].push(from));
    }
    let mut ends: Vec<usize> = (0..next.len()).filter(|i| on[*i] && ways[*i] == 0).collect();
    while let Some(end) = ends.pop() {
        on[end] = false;
        for from in &before[end] {
            ways[*from] = ways[*from].saturating_sub(1);
            if on[*from] && ways[*from] == 0 {
                ends.push(*from);
            }
        }
    }
}
