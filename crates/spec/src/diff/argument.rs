//! Changes of the arguments of a function.

use crate::model::{Argument, Function, Model, Null, Page, Place, Style, Type, TypeKind};

use super::change::{Changes, Where};
use super::reach::Reach;
use super::{Direction, Kind, shown, written};

const SENT: Direction = Direction::Sent;

/// Compares the arguments of an old function, by name, with those of a new one.
pub fn arguments(
    changes: &mut Changes,
    old: (&str, &[Argument], Option<&Page>),
    new: (&Model, &Function),
    reach: &Reach,
) {
    let (name, old, old_page) = old;
    let (model, function) = new;
    // Those of paging belong to the words of paging, which are compared elsewhere.
    let own = |arguments: &[Argument], page: Option<&Page>| -> Vec<Argument> {
        let paging = |a: &Argument| page.is_some_and(|p| p.arguments().any(|name| name == a.name));
        arguments.iter().filter(|a| !paging(a)).cloned().collect()
    };
    let (old, new) = (own(old, old_page), own(&function.arguments, function.page.as_ref()));
    let place_of = |function: &str, a: &Argument| format!("function.{function}.{}.{}", a.place.word(), a.name);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (i, before) in old.iter().enumerate() {
        match new.iter().position(|a| a.name == before.name).or_else(|| successor(before, &old, &new)) {
            Some(j) => pairs.push((i, j)),
            None => {
                let place = Where::old(place_of(name, before)).of(&function.name);
                changes.add(Kind::ArgumentRemoved, SENT, &place, format!("argument `{}`", before.name));
            }
        }
    }
    for (i, j) in &pairs {
        let (before, after) = (&old[*i], &new[*j]);
        let place = Where::moved(place_of(name, before), place_of(&function.name, after)).of(&function.name);
        if before.name != after.name {
            let what = format!("argument `{}` -> `{}`", before.name, after.name);
            changes.add(Kind::ArgumentRenamed, SENT, &place, what);
        }
        argument(changes, &place, before, (model, after), reach);
    }
    for (_, after) in new.iter().enumerate().filter(|(j, _)| !pairs.iter().any(|(_, paired)| paired == j)) {
        let place = Where::new(place_of(&function.name, after)).of(&function.name);
        let kind = if after.required { Kind::RequiredArgumentAdded } else { Kind::OptionalArgumentAdded };
        changes.add(kind, SENT, &place, format!("argument `{}`: {}", after.name, written(&after.ty)));
    }
    order(changes, (name, &old), (&function.name, &new), &pairs);
}

/// Required arguments are given by position; those that both know may have changed places.
fn order(changes: &mut Changes, old: (&str, &[Argument]), new: (&str, &[Argument]), pairs: &[(usize, usize)]) {
    let common: Vec<&(usize, usize)> = pairs.iter().filter(|(i, j)| old.1[*i].required && new.1[*j].required).collect();
    if common.is_sorted_by_key(|(_, j)| *j) {
        return;
    }
    let names = |all: Vec<&Argument>| all.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut by_new = common.clone();
    by_new.sort_by_key(|(_, j)| *j);
    let before = names(common.iter().map(|(i, _)| &old.1[*i]).collect());
    let after = names(by_new.iter().map(|(_, j)| &new.1[*j]).collect());
    let place = Where::moved(format!("function.{}", old.0), format!("function.{}", new.0)).of(new.0);
    changes.add(Kind::ArgumentsReordered, SENT, &place, format!("required arguments {before} -> {after}"));
}

/// The new argument that travels as the old one did, when the old name is gone.
fn successor(before: &Argument, old: &[Argument], new: &[Argument]) -> Option<usize> {
    // What stands in the path travels by position.
    let position =
        |all: &[Argument], name: &str| all.iter().filter(|a| a.place == Place::Path).position(|a| a.name == name);
    new.iter().position(|a| {
        let fresh = !old.iter().any(|o| o.name == a.name);
        let same = match before.place {
            Place::Path => position(old, &before.name) == position(new, &a.name),
            _ => a.wire == before.wire,
        };
        fresh && a.place == before.place && same
    })
}

fn argument(changes: &mut Changes, place: &Where, old: &Argument, new: (&Model, &Argument), reach: &Reach) {
    let (model, new) = new;
    let Argument {
        name: _,
        wire,
        place: travels,
        ty,
        required,
        null,
        default,
        style,
        min,
        max,
        min_items,
        max_items,
        batch,
        merge,
        unit,
        doc,
        why,
    } = old;
    let argument = format!("argument `{}`", new.name);
    let mut add =
        |kind, key: &str, what: String| changes.add(kind, SENT, &place.at(key), format!("{argument}: {what}"));
    // The wire name of what stands in the path travels in some styles only.
    let named = |style: Style| matches!(style, Style::Matrix | Style::MatrixExploded);
    if *wire != new.wire && (*travels != Place::Path || named(*style) || named(new.style)) {
        add(Kind::ArgumentMoved, "wire", format!("wire name `{wire}` -> `{}`", new.wire));
    }
    if *travels != new.place {
        add(Kind::ArgumentMoved, "in", format!("in the {} -> in the {}", travels.word(), new.place.word()));
    }
    if *style != new.style {
        add(Kind::ArgumentMoved, "style", format!("style {} -> {}", style.word(), new.style.word()));
    }
    if !reach.same(ty, &new.ty) {
        // What may be null is taken as it is, and not as what becomes it.
        let exact = *null == Null::Given || new.null == Null::Given;
        let wider = !exact && widened(model, ty, &new.ty);
        let kind = if wider { Kind::ArgumentTypeWidened } else { Kind::ArgumentTypeChanged };
        add(kind, "type", format!("type {} -> {}", written(ty), written(&new.ty)));
    }
    match (*required, new.required) {
        (false, true) => add(Kind::ArgumentNowRequired, "type", "optional -> required".into()),
        (true, false) => add(Kind::ArgumentNowOptional, "type", "required -> optional".into()),
        _ if *travels == Place::Body && *null != new.null => {
            add(Kind::NullChanged, "null", nulls(*null, new.null));
        }
        _ => {}
    }
    // What a required argument gains or loses as a default is told by its being required.
    if *default != new.default && required == &new.required {
        let what = format!("default {} -> {}", shown(default.as_ref()), shown(new.default.as_ref()));
        add(Kind::DefaultChanged, "default", what);
    }
    let count = |n: Option<usize>| n.and_then(|n| i64::try_from(n).ok());
    for (key, old, new, lower) in [
        ("min", *min, new.min, true),
        ("max", *max, new.max, false),
        ("min_items", count(*min_items), count(new.min_items), true),
        ("max_items", count(*max_items), count(new.max_items), false),
    ] {
        if old != new {
            let kind = if tightened(old, new, lower) { Kind::LimitTightened } else { Kind::LimitLoosened };
            add(kind, key, format!("`{key}` {} -> {}", shown(old), shown(new)));
        }
    }
    match (*batch, new.batch) {
        (true, false) => add(Kind::BatchRemoved, "batch", "long lists are not split any more".into()),
        (false, true) => add(Kind::BatchAdded, "batch", "long lists are split".into()),
        _ => {}
    }
    if *merge != new.merge {
        add(Kind::MergeChanged, "merge", format!("merged by {} -> {}", by(merge), by(&new.merge)));
    }
    if *unit != new.unit {
        let kind = if unit.is_none() { Kind::UnitAdded } else { Kind::UnitChanged };
        add(kind, "unit", format!("unit {} -> {}", shown(unit.as_ref()), shown(new.unit.as_ref())));
    }
    changes.texts(place, &argument, (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
}

/// How `null` travelled, and how it does now.
pub fn nulls(old: Null, new: Null) -> String {
    let sent = |null| match null {
        Null::Never => "left out",
        Null::Given => "null when given",
        Null::Unset => "null",
    };
    format!("{} -> {}", sent(old), sent(new))
}

/// Whether a new limit allows less than the old one; `lower` is of limits that values must reach.
pub fn tightened<T: PartialOrd>(old: Option<T>, new: Option<T>, lower: bool) -> bool {
    match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => (lower && new > old) || (!lower && new < old),
    }
}

/// Whether everything that could be sent as `old` can be sent as `new`, with the same source.
pub fn widened(model: &Model, old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::List(a), Type::List(b)) | (Type::Map(a), Type::Map(b)) => a == b || widened(model, a, b),
        (Type::OneOf(a), Type::OneOf(b)) => a.iter().all(|t| b.contains(t)),
        // A name is a type of its own to callers.
        (Type::Named(_), _) => false,
        // Lists and maps are made of whatever gives their items; what becomes one of several is not.
        (Type::List(_) | Type::Map(_), _) => false,
        (a, Type::Named(name)) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(Type::OneOf(all))) => all.contains(a),
            // Another name of the same type is that type, where it is taken as it is.
            Some(TypeKind::Alias(inner)) => *a != Type::String && is_only(model, inner, a),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a type is another, or an alias of it.
fn is_only(model: &Model, ty: &Type, other: &Type) -> bool {
    let Type::Named(name) = ty else { return ty == other };
    match model.type_def(name).map(|def| &def.kind) {
        Some(TypeKind::Alias(inner)) if !matches!(inner, Type::OneOf(_)) => is_only(model, inner, other),
        _ => false,
    }
}

fn by(fields: &[String]) -> String {
    if fields.is_empty() { "nothing".into() } else { fields.join(", ") }
}
