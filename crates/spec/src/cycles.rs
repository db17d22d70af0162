//! Types that contain themselves need a box, or their size would have no end.

use std::collections::HashMap;

use crate::model::{Model, Type, TypeKind};

/// What is known of the types of a model that hold each other in themselves, rather than in a list or a map.
#[derive(Clone, Debug, Default)]
pub struct Cycles {
    /// The number of the circle of types that each stands on.
    circles: HashMap<String, usize>,
}

impl Cycles {
    /// Those of a model.
    pub fn of(model: &Model) -> Self {
        let at: HashMap<&str, usize> = model.types.iter().enumerate().map(|(i, t)| (t.name.as_str(), i)).collect();
        let next = model.types.iter().map(|def| {
            let mut held = Vec::new();
            parts(&def.kind).for_each(|ty| names(ty, &mut held));
            held.into_iter().filter_map(|name| at.get(name).copied()).collect()
        });
        let circles = circles(&next.collect::<Vec<_>>());
        let circles = model.types.iter().map(|def| def.name.clone()).zip(circles).collect();
        Cycles { circles }
    }

    /// Whether a part of the type `holder` holds a value of it.
    pub fn holds(&self, part: &Type, holder: &str) -> bool {
        let mut held = Vec::new();
        names(part, &mut held);
        held.into_iter().any(|name| self.circles.get(name) == self.circles.get(holder))
    }
}

/// The types that stand in a type.
fn parts(kind: &TypeKind) -> impl Iterator<Item = &Type> {
    let (fields, alias) = match kind {
        TypeKind::Struct { fields, .. } => (&fields[..], None),
        TypeKind::Alias(ty) => (&[][..], Some(ty)),
        TypeKind::Enum { .. } => (&[][..], None),
    };
    fields.iter().map(|f| &f.ty).chain(alias)
}

/// The types that a type names outside of lists and maps.
fn names<'t>(ty: &'t Type, found: &mut Vec<&'t str>) {
    match ty {
        Type::Nullable(inner) => names(inner, found),
        Type::OneOf(all) => all.iter().for_each(|ty| names(ty, found)),
        Type::Named(name) => found.push(name),
        _ => {}
    }
}

/// Gives the nodes of a graph that reach each other the same number.
fn circles(next: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); next.len()];
    for (from, all) in next.iter().enumerate() {
        all.iter().for_each(|to| back[*to].push(from));
    }
    // Of Kosaraju: whoever is left last in one direction is where to begin in the other.
    let mut circles = vec![usize::MAX; next.len()];
    for start in left(next).into_iter().rev().filter(|start| *start < next.len()) {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if circles[node] == usize::MAX {
                circles[node] = start;
                open.extend(&back[node]);
            }
        }
    }
    circles
}

/// The nodes of a graph in the order in which a walk in depth leaves them.
fn left(next: &[Vec<usize>]) -> Vec<usize> {
    let (mut seen, mut left) = (vec![false; next.len()], Vec::new());
    for start in 0..next.len() {
        let mut open = vec![(start, 0)];
        while let Some((node, way)) = open.pop() {
            if way == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match next[node].get(way) {
                Some(to) => open.extend([(node, way + 1), (*to, 0)]),
                None => left.push(node),
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use crate::model::Type;

    use super::{Cycles, circles};

    #[test]
    fn what_holds_itself_outside_of_lists_is_known() {
        let spec = r#"
            [api]
            name = "Sums"
            version = "1"
            base_url = "https://sums.example"
            doc = "Sums."
            [function.sum]
            doc = "A sum."
            http = "GET /sum"
            scope = "none"
            answer.200 = "Term"
            [struct.Sum]
            doc = "A sum."
            field.next = { type = "Term?" }
            field.all = { type = "[Term]" }
            [struct.Number]
            doc = "A number."
            field.value = { type = "int" }
            [alias.Term]
            doc = "A term."
            type = "Sum | Number"
        "#;
        let model = crate::read_text("sums.toml", spec, |_| None).expect("a spec");
        let cycles = Cycles::of(&model);
        let named = |name: &str| Type::Named(name.to_owned());
        let nullable = Type::Nullable(Box::new(named("Term")));
        for (part, holder, holds) in [
            (nullable, "Sum", true),
            (named("Sum"), "Term", true),
            (Type::List(Box::new(named("Term"))), "Sum", false),
            (named("Number"), "Term", false),
            (Type::Int, "Number", false),
        ] {
            assert_eq!(cycles.holds(&part, holder), holds, "{part} in {holder}");
        }
    }

    #[test]
    fn what_reaches_itself_is_on_one_circle() {
        // 0 -> 1 -> 2 -> 1, 2 -> 3, 4 -> 4, 5 -> 0
        let found = circles(&[vec![1], vec![2], vec![1, 3], vec![], vec![4], vec![0]]);
        let same = |a: usize, b: usize| found[a] == found[b];
        assert!(same(1, 2));
        for (a, b) in [(0, 1), (0, 5), (1, 3), (2, 3), (3, 4), (4, 5)] {
            assert!(!same(a, b), "{a} and {b}: {found:?}");
        }
    }
}
