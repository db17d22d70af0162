//! What values look like.

use std::collections::HashMap;

use uplink_runtime::descriptor::{Enum, Field, Fields, Null, Shape, Struct, Tagged};
use uplink_spec::model::{self, Function, Model, Tag, Type, TypeDef, TypeKind};

use crate::{kept, text, texts};

/// The structs and enums of a model, each once, in its order.
pub struct Shapes<'m> {
    types: HashMap<&'m str, Named<'m>>,
    structs: Vec<&'static Struct>,
    enums: Vec<&'static Enum>,
}

enum Named<'m> {
    Struct(&'static Struct),
    Enum(&'static Enum),
    Alias(&'m Type),
    Tagged(&'m Tag),
}

impl<'m> Shapes<'m> {
    /// Those of a model. Structs may hold each other, so their fields come last.
    pub fn of(model: &'m Model) -> Self {
        let mut shapes = Shapes { types: HashMap::new(), structs: Vec::new(), enums: Vec::new() };
        for def in &model.types {
            let named = shapes.named(def);
            shapes.types.insert(&def.name, named);
        }
        for def in &model.types {
            let (TypeKind::Struct { fields, .. }, Some(Named::Struct(of))) =
                (&def.kind, shapes.types.get(def.name.as_str()))
            else {
                continue;
            };
            let fields = fields.iter().map(|f| Field::new(text(&f.wire), shapes.shape(&f.ty)).with_null(null(f.null)));
            of.fields.set(fields.collect::<Vec<_>>().leak());
        }
        shapes
    }

    fn named(&mut self, def: &'m TypeDef) -> Named<'m> {
        match &def.kind {
            TypeKind::Struct { .. } => {
                let index = self.structs.len();
                let of: &'static Struct = kept(Struct { name: text(&def.name), index, fields: Fields::later() });
                self.structs.push(of);
                Named::Struct(of)
            }
            TypeKind::Enum { values, .. } => {
                let index = self.enums.len();
                let words = texts(values.iter().map(|value| &value.wire));
                let of: &'static Enum = kept(Enum { name: text(&def.name), index, words });
                self.enums.push(of);
                Named::Enum(of)
            }
            TypeKind::Alias(ty) => def.tag.as_ref().map_or(Named::Alias(ty), Named::Tagged),
        }
    }

    /// The structs, each at its index.
    pub fn structs(&self) -> Vec<&'static Struct> {
        self.structs.clone()
    }

    /// The enums, each at its index.
    pub fn enums(&self) -> Vec<&'static Enum> {
        self.enums.clone()
    }

    /// The shape of what a function answers.
    pub fn answer(&self, f: &Function) -> Shape {
        match f.content() {
            None => Shape::Nothing,
            Some(content) if f.may_be_empty() => Shape::Nullable(kept(self.shape(content))),
            Some(content) => self.shape(content),
        }
    }

    /// The shape of a type.
    pub fn shape(&self, ty: &Type) -> Shape {
        let inside = |ty: &Type| -> &'static Shape { kept(self.shape(ty)) };
        match ty {
            Type::Int => Shape::Int,
            Type::Float => Shape::Float,
            Type::Bool => Shape::Bool,
            Type::String => Shape::Text,
            Type::DateTime => Shape::DateTime,
            Type::Any => Shape::Any,
            Type::Bytes => Shape::Bytes,
            Type::Nullable(inner) => Shape::Nullable(inside(inner)),
            Type::List(inner) => Shape::List(inside(inner)),
            Type::Map(inner) => Shape::Map(inside(inner)),
            Type::OneOf(all) => Shape::OneOf(all.iter().map(|ty| self.shape(ty)).collect::<Vec<_>>().leak()),
            Type::Named(name) => match self.types.get(name.as_str()) {
                Some(Named::Struct(of)) => Shape::Struct(of),
                Some(Named::Enum(of)) => Shape::Enum(of),
                Some(Named::Alias(ty)) => self.shape(ty),
                Some(Named::Tagged(tag)) => self.tagged(tag),
                None => Shape::Any,
            },
        }
    }
}

impl Shapes<'_> {
    fn tagged(&self, tag: &Tag) -> Shape {
        let variants = tag.variants.iter().map(|(word, of)| (text(word), self.shape(&Type::Named(of.clone()))));
        Shape::Tagged(kept(Tagged { tag: text(&tag.wire), variants: variants.collect::<Vec<_>>().leak() }))
    }
}

/// When `null` is sent.
pub fn null(null: model::Null) -> Null {
    match null {
        model::Null::Never => Null::Never,
        model::Null::Given => Null::Given,
        model::Null::Unset => Null::Unset,
    }
}
