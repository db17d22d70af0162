//! Arguments: limits, defaults, and what can travel where.

use std::collections::HashSet;

use serde_json::Value;

use super::Checked;
use crate::fits::Misfit;
use crate::model::{Argument, Place, Style, Type, TypeKind};

impl Checked<'_> {
    pub(super) fn arguments_make_sense(&self) {
        for (path, argument) in &self.places.arguments {
            self.limits_leave_something(path, argument);
            self.limits_apply(path, argument);
            self.default_fits(path, argument);
            self.travels(path, argument);
        }
    }

    fn note(&self, code: &'static str, path: &[String], key: &str, message: String, help: &str) {
        self.mistakes.add(code, &self.places.value_or_key(path, key), message, Some(help.to_owned()));
    }

    fn limits_leave_something(&self, path: &[String], a: &Argument) {
        if let (Some(min), Some(max)) = (a.min, a.max)
            && min > max
        {
            let message = format!("no number is {min} or more and {max} or less");
            self.note("S019", path, "max", message, "swap `min` and `max`, or correct one of them");
        }
        if let (Some(min), Some(max)) = (a.min_items, a.max_items)
            && min > max
        {
            let message = format!("no list has {min} items or more and {max} or fewer");
            self.note("S019", path, "max_items", message, "swap `min_items` and `max_items`, or correct one of them");
        }
        if a.max_items == Some(0) {
            self.note(
                "S019",
                path,
                "max_items",
                "a list without items is no use".into(),
                "raise it, or remove the argument",
            );
        }
        if a.batch && (a.max_items.is_none() || !matches!(a.ty, Type::List(_))) {
            let message = format!("`{}` cannot be split over several requests", a.name);
            self.note("S019", path, "batch", message, "give it the type of a list and `max_items`");
        }
    }

    fn limits_apply(&self, path: &[String], a: &Argument) {
        let number = self.may_be(&a.ty, &|t| matches!(t, Type::Int | Type::Float | Type::Any));
        let list = self.may_be(&a.ty, &|t| matches!(t, Type::List(_) | Type::Any));
        let items = list || self.may_be(&a.ty, &|t| matches!(t, Type::Map(_)));
        let wrong = [
            ("min", a.min.is_some() && !number, "a number"),
            ("max", a.max.is_some() && !number, "a number"),
            ("min_items", a.min_items.is_some() && !items, "a list or a map"),
            ("max_items", a.max_items.is_some() && !items, "a list or a map"),
            ("style", a.style.fits(a.place) && !self.has_style(a), "a list or an object"),
        ];
        for (key, _, what) in wrong.into_iter().filter(|(_, wrong, _)| *wrong) {
            let message = format!("`{key}` says nothing about `{}`, which is not {what}", a.name);
            self.note("S036", path, key, message, "remove it, or correct the type");
        }
    }

    fn default_fits(&self, path: &[String], a: &Argument) {
        let Some(default) = &a.default else { return };
        let problem = self.value_problems(a, default).into_iter().next();
        if let Some(misfit) = problem {
            let message = format!("the default of {}", misfit.sentence(&a.name));
            self.note(
                "S022",
                path,
                "default",
                message,
                "write what the server assumes, without quotes if it is no text",
            );
        }
    }

    /// What is wrong with a value for an argument: its type, or else its limits.
    pub(super) fn value_problems(&self, a: &Argument, value: &Value) -> Vec<Misfit> {
        let found = self.misfits(&a.ty, value);
        if !found.is_empty() {
            return found;
        }
        let limit = |problem: String| Misfit { at: Vec::new(), problem };
        let mut found = Vec::new();
        if let Some(number) = value.as_f64() {
            // Numbers of a spec are far below the size at which floats become inexact.
            found.extend(a.min.filter(|min| number < *min as f64).map(|min| limit(format!("must be {min} or more"))));
            found.extend(a.max.filter(|max| number > *max as f64).map(|max| limit(format!("must be {max} or less"))));
        }
        let items = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len));
        if let Some(items) = items {
            let few = a.min_items.filter(|min| items < *min);
            let many = a.max_items.filter(|max| items > *max && !a.batch);
            found.extend(few.map(|min| limit(format!("must have {min} items or more"))));
            found.extend(many.map(|max| limit(format!("must have {max} items or fewer"))));
        }
        found
    }

    /// Whether the style of an argument says something about its type.
    fn has_style(&self, a: &Argument) -> bool {
        let object = |t: &Type| matches!(t, Type::List(_) | Type::Map(_) | Type::Any);
        let any = a.style == Style::Repeat || a.style.is_of_paths();
        any || self.may_be(&a.ty, &object) || self.may_be_struct(&a.ty)
    }

    /// Whether a value outside of JSON has to be plain: a single one, a list of them, or an object of them.
    pub(super) fn stiff(&self, a: &Argument) -> bool {
        match a.style {
            Style::Deep | Style::Json => false,
            Style::Pipe | Style::Space => true,
            _ => !self.is_flat(&a.ty),
        }
    }

    /// Whether a type is more than a single value or a list of them.
    pub(super) fn is_nested(&self, ty: &Type) -> bool {
        let object = |t: &Type| matches!(t, Type::Map(_));
        let plain = |t: &Type| !self.may_be(t, &object) && !self.may_be_struct(t);
        let nested = |t: &Type| match t {
            Type::List(inner) => !plain(inner) || self.may_be(inner, &|t| matches!(t, Type::List(_))),
            _ => false,
        };
        !plain(ty) || self.may_be(ty, &nested)
    }

    /// Whether a type is an object whose fields are single values.
    fn is_flat(&self, ty: &Type) -> bool {
        let single = |ty: &Type| {
            let many = |t: &Type| matches!(t, Type::List(_) | Type::Map(_));
            !self.may_be(ty, &many) && !self.may_be_struct(ty)
        };
        match ty {
            Type::Nullable(inner) => self.is_flat(inner),
            Type::Map(item) => single(item),
            Type::Named(name) => match self.types.get(name.as_str()).map(|d| &d.kind) {
                Some(TypeKind::Struct { fields, .. }) => fields.iter().all(|field| single(&field.ty)),
                Some(TypeKind::Alias(inner)) => self.is_flat(inner),
                _ => false,
            },
            _ => false,
        }
    }

    fn travels(&self, path: &[String], a: &Argument) {
        // That there is no such type is another mistake.
        let unknown = |t: &&Type| matches!(t, Type::Named(name) if !self.types.contains_key(name.as_str()));
        if self.alternatives(&a.ty).iter().any(unknown) {
            return;
        }
        let what = match a.place {
            Place::Body | Place::Content => None,
            Place::Path => Some("a path"),
            Place::Header => Some("a header"),
            Place::Cookie => Some("a cookie"),
            Place::Query => Some("a query"),
        };
        if let Some(what) = what {
            self.style_fits(path, a, what);
            if self.stiff(a) && self.is_nested(&a.ty) {
                let message = format!("`{}` of type `{}` cannot travel in {what}", a.name, a.ty);
                let help = match a.place {
                    Place::Query => "give it `style = \"deep\"` or `style = \"json\"`, or move it to the body",
                    _ => "give it `style = \"json\"`, or move it to the body",
                };
                self.note("S037", path, "type", message, help);
            }
        }
        if a.place == Place::Path && !a.required {
            let key = if a.default.is_some() { "default" } else { "type" };
            let message = format!("`{}` stands in the path, so it cannot be left out", a.name);
            self.note("S037", path, key, message, "remove the default and the `?`");
        }
    }

    fn style_fits(&self, path: &[String], a: &Argument, what: &str) {
        if a.style.fits(a.place) {
            return;
        }
        let message = format!("nothing travels in {what} with `style = \"{}\"`", a.style.word());
        let known: Vec<_> = Style::ALL.iter().filter(|(style, _)| style.fits(a.place)).map(|(_, word)| *word).collect();
        self.note("S036", path, "style", message, &format!("the styles there are {}", known.join(", ")));
    }

    /// Whether a type, or one of its alternatives, is of a form. What could not be read may be anything.
    fn may_be(&self, ty: &Type, form: &dyn Fn(&Type) -> bool) -> bool {
        self.alternatives(ty).into_iter().any(|t| match t {
            Type::Named(name) => !self.types.contains_key(name.as_str()),
            t => form(t),
        })
    }

    fn may_be_struct(&self, ty: &Type) -> bool {
        let is_struct = |name: &str| matches!(self.types.get(name).map(|d| &d.kind), Some(TypeKind::Struct { .. }));
        self.alternatives(ty).into_iter().any(|t| matches!(t, Type::Named(name) if is_struct(name)))
    }

    /// What a type may be, with aliases written out; each alias once, however often it is led to.
    fn alternatives<'t>(&'t self, ty: &'t Type) -> Vec<&'t Type> {
        let mut seen = HashSet::new();
        let mut open = vec![ty];
        let mut found = Vec::new();
        while let Some(ty) = open.pop() {
            match ty {
                Type::Nullable(inner) => open.push(inner),
                Type::OneOf(all) => open.extend(all),
                Type::Named(name) => match self.types.get(name.as_str()).map(|d| &d.kind) {
                    Some(TypeKind::Alias(inner)) if seen.insert(name) => open.push(inner),
                    Some(TypeKind::Alias(_)) => {}
                    _ => found.push(ty),
                },
                other => found.push(other),
            }
        }
        found
    }
}
