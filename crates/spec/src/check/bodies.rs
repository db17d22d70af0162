//! Bodies, and the content types that carry them.

use std::ops::Range;

use super::Checked;
use crate::model::{Argument, ContentType, Function, MULTIPART, Place, Style, Type, TypeKind, is_media_type};
use crate::places::Thing;
use crate::types;

impl Checked<'_> {
    pub(super) fn bodies_fit(&self) {
        for f in &self.model.functions {
            let thing = Thing::Function(f.name.clone());
            if f.content_type != ContentType::default() && !f.has_body() {
                let place = self.places.part(&thing, ["content_type"]);
                let message = format!("`{}` sends no body, so that there is no content type", f.name);
                let help = "add fields with `body.NAME` or a whole body with `content.NAME`, or remove it";
                self.mistakes.add("S043", &place, message, Some(help.into()));
            }
            if !is_media_type(f.content_type.media_type()) {
                let place = self.places.part(&thing, ["content_type"]);
                self.no_media_type(&place, f.content_type.media_type());
                continue;
            }
            for a in &f.arguments {
                self.body_fits(f, a);
            }
            self.accept_fits(f);
        }
    }

    fn no_media_type(&self, place: &Range<usize>, text: &str) {
        let help = "write one such as `text/plain`";
        self.mistakes.add("S043", place, format!("`{text}` is no media type"), Some(help.into()));
    }

    fn accept_fits(&self, f: &Function) {
        let Some(accept) = &f.accept else { return };
        let place = self.places.part(&Thing::Function(f.name.clone()), ["accept"]);
        if !is_media_type(accept) {
            return self.no_media_type(&place, accept);
        }
        let json = matches!(ContentType::of(accept), ContentType::Json(_));
        let (message, help) = match f.content() {
            None => (format!("`{}` answers nothing", f.name), "remove `accept`, or say what the answer is"),
            Some(Type::String | Type::Bytes) if !json => return,
            Some(Type::Bytes) => (format!("bytes are no `{accept}`"), "write the media type that they have"),
            Some(ty) if !json => (
                format!("an answer of type `{ty}` is no `{accept}`"),
                "use `string` or `bytes`, or a media type of JSON",
            ),
            Some(_) => return,
        };
        self.mistakes.add("S043", &place, message, Some(help.to_owned()));
    }

    fn body_fits(&self, f: &Function, a: &Argument) {
        let at = |key: &str, message: String, help: &str| {
            let thing = Thing::Argument(f.name.clone(), a.name.clone());
            let place = self.places.value_or_key(self.places.path(&thing), key);
            self.mistakes.add("S043", &place, message, Some(help.to_owned()));
        };
        let media_type = f.content_type.media_type();
        let files = types::is_files(&a.ty);
        let whole_form = "describe its fields with `body.NAME`, or give it the type of an object";
        match (a.place, &f.content_type) {
            (Place::Body, ContentType::Raw(_)) => {
                let message = format!("a body of `{media_type}` has no fields");
                at("type", message, "write `content.NAME` for the whole body, of type `string` or `bytes`");
            }
            (Place::Content, ContentType::Raw(_)) if !matches!(a.ty, Type::String | Type::Bytes) => {
                let message = format!("`{}` of type `{}` is no body of `{media_type}`", a.name, a.ty);
                at("type", message, "use `string` or `bytes`");
            }
            (Place::Content, ContentType::Form | ContentType::Multipart) if !self.is_object(&a.ty) => {
                at("type", format!("`{}` of type `{}` is no form", a.name, a.ty), whole_form);
            }
            (Place::Body, ContentType::Multipart) | (Place::Content, ContentType::Raw(_)) => {}
            _ if files => {
                let message = format!("`{}` of type `{}` cannot travel there", a.name, a.ty);
                let help = format!("say `content_type = \"{MULTIPART}\"`, or another that is no JSON for a whole body");
                at("type", message, &help);
            }
            (Place::Body, ContentType::Form) if self.stiff(a) && self.is_nested(&a.ty) => {
                let message = format!("`{}` of type `{}` is no field of a form", a.name, a.ty);
                at("type", message, "give it `style = \"deep\"` or `style = \"json\"`");
            }
            _ => {}
        }
        if a.place == Place::Body && a.style != Style::Repeat && f.content_type != ContentType::Form {
            let message = format!("`style` says nothing about `{}`, whose body is `{media_type}`", a.name);
            at("style", message, "remove it: only forms and queries have styles");
        }
    }

    fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Map(_) | Type::Any => true,
            Type::Named(name) => match self.types.get(name.as_str()).map(|d| &d.kind) {
                Some(TypeKind::Struct { .. }) | None => true,
                Some(TypeKind::Alias(inner)) => self.is_object(inner),
                Some(TypeKind::Enum { .. }) => false,
            },
            _ => false,
        }
    }
}
