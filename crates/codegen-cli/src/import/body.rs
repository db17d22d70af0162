//! Request bodies as arguments.

use serde_json::Value;
use uplink_spec::model::{Argument, ContentType, Place, Style, Type};

use super::argument::plain;
use super::document::Node;
use super::media::{first_of, json_media};
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;
use super::structure::{Member, choices_of};

impl<'d> Reader<'d> {
    /// Notes a body where none can be.
    pub fn no_body(&self, operation: Node<'d>, method: &str) -> Vec<Argument> {
        if let Some(body) = operation.get("requestBody") {
            self.notes.add(
                Weight::Request,
                body,
                format!("a {} request carries no body; it is left out", method.to_uppercase()),
            );
            body.pass_all();
        }
        Vec::new()
    }

    /// The arguments that the body of an operation is made of, and its media type.
    pub fn body(&mut self, operation: Node<'d>, function: &str, taken: &mut Taken) -> (Vec<Argument>, ContentType) {
        let nothing = (Vec::new(), ContentType::default());
        let Some(body) = operation.get("requestBody").and_then(|node| self.resolved(node)) else { return nothing };
        let said = body.get("required").map(|said| said.flag() == Some(true));
        body.pass(&["description"]);
        let Some(content) = self.part(body, "content") else { return nothing };
        let Some((content_type, media)) = self.media(content) else { return nothing };
        if let ContentType::Raw(_) = content_type {
            let required = said.unwrap_or(false);
            return (vec![self.raw_body(body, media, &content_type, required, function, taken)], content_type);
        }
        let Some(schema) = media.get("schema") else {
            self.notes.add(Weight::Type, media, "the body is not described; it is taken as `any`");
            let mut argument = whole(body, taken);
            self.extensions(body, &mut argument);
            body.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
            self.optional(&mut argument, said.unwrap_or(false), None);
            return (vec![argument], content_type);
        };
        let schema = self.completed_part(schema).unwrap_or(schema);
        let may_be_list = |s: &Node<'d>| s.has("items") && !s.has("type");
        let object = self.resolved(schema).filter(|s| (s.has("properties") && !may_be_list(s)) || s.has("allOf"));
        let object =
            object.filter(|object| !body.has("x-content") && !self.is_completed(*object) && !self.is_one_of(*object));
        let members = object.map(|s| self.members(s)).unwrap_or_default();
        let needs = members.iter().any(|member| member.required && !self.is_read_only(member.schema));
        // A body of which nothing is said is optional. Where it has fields that are not, most documents mean that it has to be
        // there, and its fields are arguments of their own.
        let required = said.unwrap_or(needs);
        if said.is_none() && needs {
            let what = "nothing says that the body has to be given, but that some of its fields have to; calls have to give them";
            self.notes.add(Weight::Text, body, what);
        }
        // What may be left out as a whole, and has parts that may not where it is given, is one argument.
        let partly = !required && needs;
        let whole = partly && matches!(content_type, ContentType::Json(_));
        if partly && !whole {
            let what = "which fields have to be given together, where there are any, is left to the server";
            self.notes.add(Weight::Text, body, what);
        }
        let Some(object) = object.filter(|_| !whole && !members.is_empty()) else {
            return (vec![self.whole_body(body, schema, &content_type, required, function, taken)], content_type);
        };
        if let Some(name) = self.components.get(&object.id()) {
            self.spread.insert(name.clone());
        }
        object.pass(&["title", "description", "allOf"]);
        if let ContentType::Json(_) = content_type {
            // It is about forms.
            media.pass(&["encoding"]);
        }
        let encoding = media.get("encoding");
        let mut arguments = Vec::new();
        for member in members {
            // What only the server writes is no argument.
            if self.is_read_only(member.schema) {
                member.schema.pass_all();
                continue;
            }
            if !self.works() {
                break;
            }
            let name = member.schema.text_of("x-name").map_or_else(|| naming::of_wire(member.wire), naming::snake);
            let name = taken.give(name);
            let required = required && member.required;
            arguments.push(match content_type {
                ContentType::Json(_) => self.body_argument(&member, &name, required, function),
                _ => {
                    let encoding = encoding.and_then(|all| all.get(member.wire));
                    self.form_argument((&member, encoding), &name, required, (function, &content_type))
                }
            });
        }
        for (wire, encoding) in encoding.into_iter().flat_map(Node::entries) {
            if let Some(argument) = arguments.iter().find(|a| a.wire == wire) {
                self.note_encoding(encoding, argument, &content_type);
            }
        }
        // What the server alone writes is no body.
        if arguments.is_empty() { nothing } else { (arguments, content_type) }
    }

    /// The one part of a body that is a schema which others complete.
    fn completed_part(&self, schema: Node<'d>) -> Option<Node<'d>> {
        let node = self.resolved(schema).filter(|node| node.has("allOf"))?;
        let only = self.only_part(node)?;
        self.resolved(only).filter(|part| self.is_completed(*part)).map(|_| only)
    }

    /// The media type that is sent, with what is said of it: JSON before forms, and forms before anything else. A file is no
    /// JSON, so that a form with files comes first.
    fn media(&self, content: Node<'d>) -> Option<(ContentType, Node<'d>)> {
        let form = content.keys().find(|word| ContentType::of(word) == ContentType::Multipart);
        let form = form.and_then(|word| Some((word, content.get(word)?)));
        if let Some((word, media)) = form.filter(|(_, media)| self.has_files(*media)) {
            self.note_choice(content, word);
            return Some((ContentType::Multipart, media));
        }
        if let Some(media) = json_media(content) {
            let word = content.keys().find(|word| content.get(word).is_some_and(|node| node.id() == media.id()))?;
            let said = ContentType::of(first_of(word).unwrap_or(word));
            self.note_choice(content, word);
            return Some((if let ContentType::Json(_) = said { said } else { ContentType::default() }, media));
        }
        let rank = |word: &str| match ContentType::of(word) {
            ContentType::Json(_) | ContentType::Form => 0,
            ContentType::Multipart => 1,
            ContentType::Raw(_) if word.starts_with("text/") => 2,
            ContentType::Raw(_) => 3,
        };
        let word = content.keys().min_by_key(|word| rank(word))?;
        self.note_choice(content, word);
        let media = content.get(word)?;
        if word.contains('*') {
            return Some((ContentType::of("application/octet-stream"), media));
        }
        let Some(media_type) = first_of(word) else {
            let described = media.get("schema").and_then(|schema| self.resolved(schema));
            let json = described.is_some_and(|schema| schema.peek("type") != Some("string"));
            let sent = if json { "application/json" } else { "application/octet-stream" };
            let what = format!("`{}` is no media type; the body is sent as {sent}", naming::clip(word, 60));
            self.notes.add(Weight::Request, content, what);
            return Some((ContentType::of(sent), media));
        };
        Some((ContentType::of(media_type), media))
    }

    /// Notes which of several media types a body is sent as.
    fn note_choice(&self, content: Node<'d>, word: &str) {
        let others: Vec<&str> = content.keys().filter(|other| *other != word).collect();
        if !others.is_empty() {
            let others = naming::clip(&others.join(", "), 100);
            self.notes.add(Weight::Text, content, format!("the body is sent as {word}; it could be {others} as well"));
        }
        content.pass(&content.keys().filter(|other| *other != word).collect::<Vec<_>>());
    }

    fn body_argument(&mut self, member: &Member<'d>, name: &str, required: bool, function: &str) -> Argument {
        let (mut argument, nullable, default) = self.body_field(member, name, function);
        self.optional(&mut argument, required && !nullable, default);
        if !argument.required && (nullable || argument.default.is_none()) {
            argument.null = self.null(member.schema, required, nullable);
        }
        argument
    }

    /// A field of a form, which is left out where JSON would have null.
    fn form_argument(
        &mut self,
        (member, encoding): (&Member<'d>, Option<Node<'d>>),
        name: &str,
        required: bool,
        (function, content_type): (&str, &ContentType),
    ) -> Argument {
        let (schema, wire) = (member.schema, member.wire);
        if *content_type == ContentType::Multipart
            && let Some(ty) = self.files(schema)
        {
            let mut argument = plain(name.to_owned(), wire, Place::Body, ty);
            argument.doc = schema.text_of("description").unwrap_or_default().to_owned();
            self.limits(schema, &mut argument);
            self.extensions(schema, &mut argument);
            schema.pass_all();
            self.optional(&mut argument, required, None);
            return argument;
        }
        let (mut argument, nullable, default) = self.body_field(member, name, function);
        if *content_type == ContentType::Form {
            let said = encoding.filter(|e| e.has("style") || e.has("explode"));
            let json = encoding.and_then(|e| e.peek("contentType")) == Some("application/json");
            argument.style = match said {
                Some(encoding) => self.style(encoding),
                None if json => Style::Json,
                None if self.is_nested(&argument.ty) => Style::Json,
                None => Style::Repeat,
            };
            if !matches!(argument.style, Style::Deep | Style::Json) && self.is_nested(&argument.ty) {
                self.must_travel(schema, &mut Argument { place: Place::Query, ..argument.clone() });
                argument.style = Style::Json;
            }
            self.must_apply(schema, &mut argument);
        }
        self.optional(&mut argument, required && !nullable, default);
        argument
    }

    /// Notes a media type of a field of a form that is not the one that it travels as.
    fn note_encoding(&self, encoding: Node<'d>, argument: &Argument, content_type: &ContentType) {
        let Some((node, said)) = encoding.get("contentType").and_then(|node| Some((node, node.text()?))) else {
            return;
        };
        let wire = &argument.wire;
        if matches!(&argument.ty, Type::Bytes) || matches!(&argument.ty, Type::List(item) if **item == Type::Bytes) {
            // Its name often tells it already.
            let what = format!("give the media type with the file: `{wire}` may be {}", naming::clip(said, 100));
            return self.notes.add(Weight::Text, node, what);
        }
        let json = if *content_type == ContentType::Form {
            argument.style == Style::Json
        } else {
            self.is_object(&argument.ty) || matches!(&argument.ty, Type::List(item) if self.is_object(item))
        };
        let sent = if json { "application/json" } else { "text/plain" };
        if !said.split(',').any(|said| said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(sent)) {
            let what = format!("`{wire}` is sent as {sent}, not as {}", naming::clip(said, 100));
            self.notes.add(Weight::Request, node, what);
        }
    }

    /// What fields of all bodies have in common: the argument, whether it may be null, and its default.
    fn body_field(
        &mut self,
        member: &Member<'d>,
        name: &str,
        function: &str,
    ) -> (Argument, bool, Option<(Value, Node<'d>)>) {
        let schema = member.schema;
        let mut argument = plain(name.to_owned(), member.wire, Place::Body, Type::Any);
        argument.ty = self.member_type(member, &format!("{function}_{name}"));
        let nullable = matches!(argument.ty, Type::Nullable(_));
        if let Type::Nullable(inner) = argument.ty {
            argument.ty = *inner;
        }
        let default = self.limits(schema, &mut argument);
        self.extensions(schema, &mut argument);
        schema.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        schema.pass(&["title"]);
        (argument, nullable, default)
    }

    /// Whether a form has parts that are files.
    fn has_files(&self, media: Node<'d>) -> bool {
        let schema = media.get("schema").and_then(|schema| self.resolved(schema));
        let properties = schema.and_then(|schema| self.part(schema, "properties"));
        properties.into_iter().flat_map(Node::entries).any(|(_, part)| self.files(part).is_some())
    }

    /// The type of a part that is a file, or of several; `None` where it is none.
    fn files(&self, schema: Node<'d>) -> Option<Type> {
        let schema = self.resolved(schema)?;
        if let Some(choices) = choices_of(schema) {
            let each: Option<Vec<Type>> = choices.items().map(|choice| self.files(choice)).collect();
            // A list may hold one.
            return each?.into_iter().max_by_key(|ty| matches!(ty, Type::List(_)));
        }
        if let Some(items) = schema.get("items").filter(|_| schema.peek("type") == Some("array")) {
            return self.is_file(items).then(|| Type::List(Box::new(Type::Bytes)));
        }
        self.is_file(schema).then_some(Type::Bytes)
    }

    /// Whether a schema says that what it describes is no text: `format: binary`, or a media type without an encoding.
    fn is_file(&self, schema: Node<'d>) -> bool {
        let Some(schema) = self.resolved(schema) else { return false };
        let media = schema.has("contentMediaType") && !schema.has("contentEncoding");
        let texts = matches!(schema.peek("type"), Some("string") | None);
        texts && (schema.peek("format") == Some("binary") || media)
    }

    /// A body that is one argument.
    fn whole_body(
        &mut self,
        body: Node<'d>,
        schema: Node<'d>,
        content_type: &ContentType,
        required: bool,
        function: &str,
        taken: &mut Taken,
    ) -> Argument {
        let mut argument = whole(body, taken);
        argument.ty = match self.ty(schema, &format!("{function}_body")) {
            Type::Nullable(inner) => *inner,
            ty => ty,
        };
        if !matches!(content_type, ContentType::Json(_)) && !self.is_object(&argument.ty) {
            argument.ty = self.untyped(schema, "a form has fields");
        }
        let default = self.limits(schema, &mut argument);
        self.extensions(body, &mut argument);
        body.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        self.optional(&mut argument, required, default);
        argument
    }

    /// A body that is sent as it is given: text, or a file.
    fn raw_body(
        &mut self,
        body: Node<'d>,
        media: Node<'d>,
        content_type: &ContentType,
        required: bool,
        function: &str,
        taken: &mut Taken,
    ) -> Argument {
        let mut argument = whole(body, taken);
        let schema = media.get("schema").and_then(|schema| self.resolved(schema));
        let file = schema.is_some_and(|schema| self.is_file(schema));
        let said = schema.is_some_and(|schema| schema.peek("type") == Some("string"));
        let text = !file && (said || content_type.media_type().starts_with("text/"));
        argument.ty = if text { Type::String } else { Type::Bytes };
        if schema.is_some_and(|schema| schema.has("properties")) {
            let what = format!("`{function}` takes {}, which is sent as it is given", content_type.media_type());
            self.notes.add(Weight::Type, media, what);
        }
        media.pass_all();
        self.extensions(body, &mut argument);
        body.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        self.optional(&mut argument, required, None);
        argument
    }
}

fn whole(body: Node<'_>, taken: &mut Taken) -> Argument {
    let name = taken.give(naming::snake(body.text_of("x-content").unwrap_or("content")));
    let wire = body.text_of("x-wire").unwrap_or(&name).to_owned();
    plain(name, &wire, Place::Content, Type::Any)
}
