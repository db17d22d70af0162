//! Changes of named types.

use crate::model::{Computed, EnumValue, Field, Null, Tag, Type, TypeDef, TypeKind};

use super::argument::nulls;
use super::change::{Changes, Where};
use super::reach::Reach;
use super::{Direction, Kind, shown, written};

/// Compares all types.
pub fn types(changes: &mut Changes, old: &[TypeDef], new: &[TypeDef], reach: &Reach) {
    for def in old {
        let (word, name) = (word(&def.kind), &def.name);
        let direction = reach.direction(name);
        match new.iter().find(|t| t.name == reach.new_name(name)) {
            None => {
                let place = Where::old(format!("{word}.{name}"));
                changes.add(Kind::TypeRemoved, direction, &place, format!("{word} `{name}`"));
            }
            Some(twin) => {
                let place = Where::moved(format!("{word}.{name}"), format!("{}.{}", self::word(&twin.kind), twin.name));
                if *name != twin.name {
                    changes.add(Kind::TypeRenamed, direction, &place, format!("{word} `{name}` -> `{}`", twin.name));
                }
                type_def(changes, &place, def, twin, reach);
            }
        }
    }
    for def in new {
        if !old.iter().any(|t| reach.new_name(&t.name) == def.name) {
            let word = word(&def.kind);
            let place = Where::new(format!("{word}.{}", def.name));
            changes.add(Kind::TypeAdded, reach.direction(&def.name), &place, format!("{word} `{}`", def.name));
        }
    }
}

fn word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct { .. } => "struct",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Alias(_) => "alias",
    }
}

fn type_def(changes: &mut Changes, place: &Where, old: &TypeDef, new: &TypeDef, reach: &Reach) {
    let TypeDef { name: _, doc, why, kind, tag } = old;
    let direction = reach.direction(&new.name);
    match (kind, &new.kind) {
        (TypeKind::Struct { fields: a, computed: c }, TypeKind::Struct { fields: b, computed: d }) => {
            let of = Owner { names: [&old.name, &new.name], name: &new.name, place, direction, reach };
            of.fields(changes, a, b);
            of.getters(changes, c, d);
        }
        (TypeKind::Enum { values: a, numbered: c }, TypeKind::Enum { values: b, numbered: d }) => {
            values(changes, (place, &new.name, direction), (a, *c), (b, *d));
        }
        (TypeKind::Alias(a), TypeKind::Alias(b)) => {
            // What a tag tells apart may grow: other words are kept as they are.
            if (tag.is_none() || new.tag.is_none()) && !reach.same(a, b) {
                let wider = matches!((a, b), (Type::OneOf(a), Type::OneOf(b)) if a.iter().all(|t| b.contains(t)));
                let kind = if wider && direction == Direction::Sent { Kind::AliasWidened } else { Kind::AliasChanged };
                let what = format!("alias `{}`: {} -> {}", new.name, written(a), written(b));
                changes.add(kind, direction, &place.at("type"), what);
            }
            tags(changes, (place, &new.name, direction), (tag.as_ref(), new.tag.as_ref()), reach);
        }
        (a, b) => {
            let what = format!("type `{}`: {} -> {}", new.name, word(a), word(b));
            changes.add(Kind::TypeKindChanged, direction, place, what);
        }
    }
    let what = format!("type `{}`", new.name);
    changes.texts(place, &what, (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
}

/// How the structs of an alias are told apart.
fn tags(
    changes: &mut Changes,
    owner: (&Where, &str, Direction),
    (old, new): (Option<&Tag>, Option<&Tag>),
    reach: &Reach,
) {
    let (place, name, direction) = owner;
    let field = |tag: Option<&Tag>| tag.map_or_else(|| "none".to_owned(), |tag| format!("`{}`", tag.wire));
    if field(old) != field(new) {
        let what = format!("alias `{name}`: tag {} -> {}", field(old), field(new));
        changes.add(Kind::TagChanged, direction, &place.at("tag"), what);
    }
    let (Some(old), Some(new)) = (old, new) else { return };
    let place = place.at("variants");
    let of = |tag: &Tag, word: &str| tag.variants.iter().find(|(known, _)| known == word).map(|(_, of)| of.clone());
    for (word, before) in &old.variants {
        match of(new, word) {
            None => {
                let what = format!("alias `{name}`: `{word}` is no longer told apart");
                changes.add(Kind::TagChanged, direction, &place.at(word).gone(), what);
            }
            Some(after) if reach.new_name(before) != after => {
                let what = format!("alias `{name}`: `{word}` is {before} -> {after}");
                changes.add(Kind::TagChanged, direction, &place.at(word), what);
            }
            Some(_) => {}
        }
    }
    for (word, after) in new.variants.iter().filter(|(word, _)| of(old, word).is_none()) {
        let what = format!("alias `{name}`: `{word}` is {after}");
        changes.add(Kind::TagAdded, direction, &place.at(word).come(), what);
    }
}

/// The struct whose fields are compared.
struct Owner<'a> {
    /// How it was called, and how it is now.
    names: [&'a str; 2],
    name: &'a str,
    place: &'a Where,
    direction: Direction,
    reach: &'a Reach,
}

impl Owner<'_> {
    fn fields(&self, changes: &mut Changes, old: &[Field], new: &[Field]) {
        let what = |f: &Field| format!("field `{}.{}`", self.name, f.name);
        let mut known: Vec<&str> = Vec::new();
        for before in old {
            let by_wire = || {
                let fresh = |f: &&Field| f.wire == before.wire && !old.iter().any(|o| o.name == f.name);
                new.iter().find(fresh)
            };
            let Some(after) = new.iter().find(|f| f.name == before.name).or_else(by_wire) else {
                let place = self.place.at(&format!("field.{}", before.name)).gone();
                changes.add(Kind::FieldRemoved, self.direction, &place, what(before));
                continue;
            };
            known.push(&after.name);
            let place = self.place.field(&before.name, &after.name);
            if before.name != after.name {
                let what = format!("field `{}.{}` -> `{}`", self.name, before.name, after.name);
                changes.add(Kind::FieldRenamed, self.direction, &place, what);
            }
            self.field(changes, &place, before, after);
        }
        for after in new.iter().filter(|f| !known.contains(&f.name.as_str())) {
            let place = self.place.at(&format!("field.{}", after.name)).come();
            let must_be_sent = self.direction != Direction::Received && !matches!(after.ty, Type::Nullable(_));
            let kind = if must_be_sent { Kind::RequiredFieldAdded } else { Kind::FieldAdded };
            changes.add(kind, self.direction, &place, format!("{}: {}", what(after), written(&after.ty)));
        }
    }

    fn field(&self, changes: &mut Changes, place: &Where, old: &Field, new: &Field) {
        let Field { name: _, wire, ty, null, unit, doc, why } = old;
        let field = format!("field `{}.{}`", self.name, new.name);
        let mut add = |kind, key: &str, what: String| {
            changes.add(kind, self.direction, &place.at(key), format!("{field}: {what}"));
        };
        if *wire != new.wire {
            add(Kind::FieldMoved, "wire", format!("wire name `{wire}` -> `{}`", new.wire));
        }
        if !self.reach.same(ty, &new.ty) {
            let kind = match (ty, &new.ty) {
                (a, Type::Nullable(b)) if self.reach.same(a, b) => Kind::FieldNowNullable,
                (Type::Nullable(a), b) if self.reach.same(a, b) => Kind::FieldNotNullable,
                _ => Kind::FieldTypeChanged,
            };
            add(kind, "type", format!("type {} -> {}", written(ty), written(&new.ty)));
        }
        let (sides, types) = ([&self.reach.old, &self.reach.new], [ty, &new.ty]);
        let boxed = [0, 1].map(|at| sides[at].cycles.holds(types[at], self.names[at]));
        if self.reach.same(ty, &new.ty) && boxed[0] != boxed[1] {
            let what = if boxed[1] { "holds a value of its struct" } else { "holds no value of its struct any more" };
            add(Kind::FieldBoxed, "type", what.to_owned());
        }
        let open = matches!((ty, &new.ty), (Type::Nullable(_), Type::Nullable(_)));
        let sent = [0, 1].map(|at| sides[at].sent.contains(self.names[at]));
        if open && *null == Null::Given && new.null == Null::Given && sent[0] != sent[1] {
            let what = if sent[1] { "the struct is sent as well" } else { "the struct is not sent any more" };
            add(Kind::FieldFormChanged, "type", what.to_owned());
        }
        if open && *null != new.null && self.direction != Direction::Received {
            add(Kind::NullChanged, "null", nulls(*null, new.null));
        }
        if *unit != new.unit {
            let kind = if unit.is_none() { Kind::UnitAdded } else { Kind::UnitChanged };
            add(kind, "unit", format!("unit {} -> {}", shown(unit.as_ref()), shown(new.unit.as_ref())));
        }
        changes.texts(place, &field, (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
    }

    fn getters(&self, changes: &mut Changes, old: &[Computed], new: &[Computed]) {
        for Computed { name, ty, doc } in old {
            let (what, place) = (format!("getter `{}.{name}`", self.name), self.place.at(&format!("computed.{name}")));
            let Some(after) = new.iter().find(|c| c.name == *name) else {
                changes.add(Kind::GetterRemoved, self.direction, &place.gone(), what);
                continue;
            };
            if *ty != after.ty {
                let what = format!("{what}: {ty} -> {}", after.ty);
                changes.add(Kind::GetterChanged, self.direction, &place.at("type"), what);
            }
            changes.texts(&place, &what, (doc, None), (&after.doc, None));
        }
        for after in new.iter().filter(|c| !old.iter().any(|o| o.name == c.name)) {
            let place = self.place.at(&format!("computed.{}", after.name)).come();
            changes.add(Kind::GetterAdded, self.direction, &place, format!("getter `{}.{}`", self.name, after.name));
        }
    }
}

fn values(
    changes: &mut Changes,
    owner: (&Where, &str, Direction),
    old: (&[EnumValue], bool),
    new: (&[EnumValue], bool),
) {
    let (place, name, direction) = owner;
    let ((old, old_numbered), (new, new_numbered)) = (old, new);
    let place = place.at("values");
    for EnumValue { wire, rename, doc } in old {
        let what = format!("value `{name}.{wire}`");
        match new.iter().find(|v| v.wire == *wire) {
            None => changes.add(Kind::ValueRemoved, direction, &place.at(wire).gone(), what),
            Some(after) if after.rename != *rename => {
                let what = format!("{what}: has another name in languages");
                changes.add(Kind::WordRenamed, Direction::Both, &place.at(wire), what);
            }
            Some(after) if after.doc != *doc => {
                changes.add(
                    Kind::TextChanged,
                    Direction::Both,
                    &place.at(wire),
                    format!("{what}: other documentation"),
                );
            }
            Some(_) => {}
        }
    }
    for after in new.iter().filter(|v| !old.iter().any(|o| o.wire == v.wire)) {
        changes.add(
            Kind::ValueAdded,
            direction,
            &place.at(&after.wire).come(),
            format!("value `{name}.{}`", after.wire),
        );
    }
    let moved = old.iter().enumerate().any(|(i, v)| new.iter().position(|n| n.wire == v.wire).is_some_and(|j| i != j));
    match (old_numbered, new_numbered) {
        (true, false) => {
            changes.add(Kind::NumbersRefused, direction, &place, format!("enum `{name}`: positions are refused"));
        }
        (false, true) => {
            changes.add(Kind::NumbersAllowed, direction, &place, format!("enum `{name}`: positions are allowed"));
        }
        (true, true) if moved => {
            let words = |all: &[EnumValue]| all.iter().map(|v| v.wire.as_str()).collect::<Vec<_>>().join(", ");
            let what = format!("enum `{name}`: {} -> {}", words(old), words(new));
            changes.add(Kind::PositionsChanged, direction, &place, what);
        }
        _ => {}
    }
}
