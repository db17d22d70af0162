//! What can travel where, and which limits a type can have: the rules that specs are checked by.

use uplink_spec::model::{Argument, Place, Style, Type, TypeKind};

use super::document::Node;
use super::notes::Weight;
use super::reader::Reader;

impl<'d> Reader<'d> {
    /// Whether a type, or what it stands for, or one of its alternatives, is of a form.
    fn may_be(&self, ty: &Type, form: &dyn Fn(&Type) -> bool) -> bool {
        match ty {
            Type::Named(name) => match self.kind(name) {
                Some(TypeKind::Alias(inner)) => self.may_be(inner, form),
                _ => form(ty),
            },
            Type::Nullable(inner) => self.may_be(inner, form),
            Type::OneOf(all) => all.iter().any(|t| self.may_be(t, form)),
            other => form(other),
        }
    }

    /// Whether a number need not be a whole one; the next one beside a limit is none then.
    pub fn is_fraction(&self, ty: &Type) -> bool {
        self.may_be(ty, &|t| matches!(t, Type::Float | Type::Any))
    }

    fn kind(&self, name: &str) -> Option<&TypeKind> {
        self.positions.get(name).map(|at| &self.model.types[*at].kind)
    }

    fn is_struct(&self, name: &str) -> bool {
        matches!(self.kind(name), Some(TypeKind::Struct { .. }))
    }

    /// Whether a type is an object, or leads to one.
    pub fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Map(_) | Type::Any => true,
            Type::Named(name) => match self.kind(name) {
                Some(TypeKind::Alias(inner)) => self.is_object(inner),
                Some(TypeKind::Enum { .. }) => false,
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether a type, or one of its alternatives, is an object.
    pub fn may_be_object(&self, ty: &Type) -> bool {
        self.may_be(ty, &|t| match t {
            Type::Map(_) | Type::Any => true,
            Type::Named(name) => self.is_struct(name),
            _ => false,
        })
    }

    /// Whether a type is an object whose fields are single values.
    fn is_flat(&self, ty: &Type) -> bool {
        let many = |t: &Type| match t {
            Type::List(_) | Type::Map(_) => true,
            Type::Named(name) => self.is_struct(name),
            _ => false,
        };
        match ty {
            Type::Map(item) => !self.may_be(item, &many),
            Type::Named(name) => match self.kind(name) {
                Some(TypeKind::Alias(inner)) => self.is_flat(inner),
                Some(TypeKind::Struct { fields, .. }) => fields.iter().all(|field| !self.may_be(&field.ty, &many)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a type is more than a single value or a list of them.
    pub fn is_nested(&self, ty: &Type) -> bool {
        let object = |t: &Type| match t {
            Type::Map(_) => true,
            Type::Named(name) => self.is_struct(name),
            _ => false,
        };
        let many = |t: &Type| matches!(t, Type::List(_)) || object(t);
        self.may_be(ty, &|t| match t {
            Type::List(inner) => self.may_be(inner, &many),
            other => object(other),
        })
    }

    /// Makes a type `any` that cannot travel where the argument does.
    pub fn must_travel(&self, node: Node<'d>, argument: &mut Argument) {
        let wrong = match (argument.place, argument.style) {
            (Place::Body | Place::Content, _) | (_, Style::Deep | Style::Json) => false,
            (_, Style::Pipe | Style::Space) => self.is_nested(&argument.ty),
            _ => !self.is_flat(&argument.ty) && self.is_nested(&argument.ty),
        };
        if wrong {
            let what = format!("`{}` cannot travel there in the clients of specs; it is taken as `any`", argument.ty);
            self.notes.add(Weight::Type, node, what);
            argument.ty = Type::Any;
        }
    }

    /// Takes out the limits that say nothing about the argument.
    pub fn must_apply(&self, node: Node<'d>, argument: &mut Argument) {
        let ty = argument.ty.clone();
        let number = self.may_be(&ty, &|t| matches!(t, Type::Int | Type::Float | Type::Any));
        let list = self.may_be(&ty, &|t| matches!(t, Type::List(_) | Type::Any));
        let items = list || self.may_be(&ty, &|t| matches!(t, Type::Map(_)));
        let limits = argument.min.is_some() || argument.max.is_some();
        let counts = argument.min_items.is_some() || argument.max_items.is_some();
        if (limits && !number) || (counts && !items) {
            self.notes.add(Weight::Text, node, format!("the limits say nothing about `{ty}`; they are left out"));
        }
        if !number {
            (argument.min, argument.max) = (None, None);
        }
        if !items {
            (argument.min_items, argument.max_items) = (None, None);
        }
        let crossed = argument.min.zip(argument.max).is_some_and(|(a, b)| a > b)
            || argument.min_items.zip(argument.max_items).is_some_and(|(a, b)| a > b)
            || argument.max_items == Some(0);
        if crossed {
            self.notes.add(Weight::Text, node, "the limits leave nothing; they are left out");
            (argument.min, argument.max, argument.min_items, argument.max_items) = (None, None, None, None);
        }
        let many = items || self.may_be(&ty, &|t| matches!(t, Type::Named(name) if self.is_struct(name)));
        let applies = argument.style.is_of_paths() || (many && argument.style.fits(argument.place));
        if !applies {
            argument.style = Style::Repeat;
        }
    }
}

/// Whether a name can be that of a header that the caller sets.
pub fn is_header(wire: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !wire.is_empty() && wire.chars().all(token)
}

/// Headers that clients set themselves.
pub const OWN_HEADERS: [&str; 6] = ["authorization", "accept", "content-type", "content-length", "host", "user-agent"];
