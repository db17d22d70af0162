//! The body of a request.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Map, Value};

use crate::ArgumentError;
use crate::descriptor::{ContentType, Function, Null, Place};
use crate::pairs::{self, text_of};
use crate::request::Given;
use crate::transport::Body;

/// The body of a request, whose media type is added to the headers; `None` where there is none.
pub fn build(
    function: &'static Function,
    given: &Given<'_>,
    headers: &mut HeaderMap,
) -> Result<Option<Body>, ArgumentError> {
    let (media_type, body) = match function.content_type {
        ContentType::Json(media_type) => (media_type, json(function, given).map(|value| value.to_string())),
        ContentType::Form => ("application/x-www-form-urlencoded", form(function, given)),
        ContentType::Text(media_type) => (media_type, text(function, given)),
        // Its media type says what divides the parts, so that it is added where they are written.
        #[cfg(feature = "files")]
        ContentType::Multipart => return with_files::multipart(function, given),
        #[cfg(feature = "files")]
        ContentType::File(media_type) => return with_files::file(function, given, media_type, headers),
    };
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    Ok(body.map(|body| Body::Bytes(body.into_bytes())))
}

fn json(function: &'static Function, given: &Given<'_>) -> Option<Value> {
    let mut fields: Option<Map<String, Value>> = None;
    for argument in function.arguments {
        let value = given.get(argument.name);
        match (argument.place, value) {
            (Place::Content, Some(value)) => return Some(value.clone()),
            (Place::Body, value) => {
                let fields = fields.get_or_insert_default();
                let unset = (argument.null == Null::Unset).then_some(&Value::Null);
                fields.extend(value.or(unset).map(|value| (argument.wire.to_owned(), value.clone())));
            }
            _ => {}
        }
    }
    fields.map(Value::Object)
}

fn form(function: &'static Function, given: &Given<'_>) -> Option<String> {
    let mut found = None;
    for argument in function.arguments {
        let value = given.get(argument.name);
        match (argument.place, value) {
            // An optional form that is not given is none; one whose fields are not given is empty.
            (Place::Content, None) => {}
            (Place::Content | Place::Body, value) => {
                let found = found.get_or_insert_default();
                value.iter().for_each(|value| pairs::pairs(argument.style, argument.wire.into(), value, found));
            }
            _ => {}
        }
    }
    found.map(|found: Vec<_>| pairs::form(&found))
}

fn text(function: &'static Function, given: &Given<'_>) -> Option<String> {
    let whole = function.arguments.iter().find(|argument| argument.place == Place::Content)?;
    given.get(whole.name).map(|value| text_of(value).into_owned())
}

#[cfg(feature = "files")]
mod with_files {
    use std::borrow::Cow;

    use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
    use reqwest::multipart::{Form, Part};
    use serde_json::Value;

    use crate::descriptor::{Argument, Function, Place, Shape};
    use crate::file::File;
    use crate::pairs::text_of;
    use crate::request::{Given, fail};
    use crate::transport::Body;
    use crate::{ArgumentError, binary, upload};

    /// The files of an argument: those that were attached, or what Base64 text stands for.
    fn files<'a>(given: &Given<'a>, argument: &Argument) -> Option<Cow<'a, [File]>> {
        if let Some((_, files)) = given.files.iter().find(|(name, _)| *name == argument.name) {
            return Some(files.into());
        }
        let file = |value: &Value| Some(File::from(binary::bytes(value.as_str()?)?));
        match given.get(argument.name)? {
            Value::Array(items) => items.iter().map(file).collect::<Option<Vec<_>>>().map(Cow::Owned),
            value => file(value).map(|file| Cow::Owned(vec![file])),
        }
    }

    /// A part for each field and each item of a list; objects are JSON.
    pub fn multipart(function: &'static Function, given: &Given<'_>) -> Result<Option<Body>, ArgumentError> {
        let mut form = None;
        for argument in function.arguments {
            match (argument.place, argument.shape.non_null()) {
                (Place::Body, Shape::Bytes | Shape::List(Shape::Bytes)) => {
                    let mut made = form.take().unwrap_or_else(Form::new);
                    for file in files(given, argument).iter().flat_map(|files| files.iter()) {
                        let part = upload::part(argument.wire, file).map_err(|e| fail(function, argument, &e))?;
                        made = made.part(upload::field_name(argument.wire), part);
                    }
                    form = Some(made);
                }
                (Place::Body, _) => {
                    let made = form.take().unwrap_or_else(Form::new);
                    form = Some(match given.get(argument.name) {
                        Some(value) => with_field(made, argument.wire, value),
                        None => made,
                    });
                }
                (Place::Content, _) => {
                    if let Some(Value::Object(fields)) = given.get(argument.name) {
                        form =
                            Some(fields.iter().fold(Form::new(), |form, (name, value)| with_field(form, name, value)));
                    }
                }
                _ => {}
            }
        }
        Ok(form.map(|form| Body::Multipart(form.percent_encode_noop())))
    }

    fn with_field(form: Form, name: &str, value: &Value) -> Form {
        match value {
            Value::Null => form,
            Value::Array(items) => items.iter().fold(form, |form, item| with_field(form, name, item)),
            Value::Object(_) => {
                let part = Part::text(value.to_string());
                // The media type is one.
                form.part(
                    upload::field_name(name),
                    part.mime_str("application/json").unwrap_or_else(|_| Part::text("")),
                )
            }
            value => form.text(upload::field_name(name), text_of(value).into_owned()),
        }
    }

    /// A file that is the whole body.
    pub fn file(
        function: &'static Function,
        given: &Given<'_>,
        media_type: &'static str,
        headers: &mut HeaderMap,
    ) -> Result<Option<Body>, ArgumentError> {
        let whole = function.arguments.iter().find(|argument| argument.place == Place::Content);
        let Some((argument, files)) = whole.and_then(|argument| Some((argument, files(given, argument)?))) else {
            return Ok(None);
        };
        let [file] = &*files else { return Err(fail(function, argument, "is one file, not several")) };
        let (body, size) = upload::body(file).map_err(|e| fail(function, argument, &format!("cannot be read: {e}")))?;
        let said = file.media_type.as_deref().map(HeaderValue::from_str);
        let said = said.transpose().map_err(|_| fail(function, argument, "has a media type that is none"))?;
        headers.insert(CONTENT_TYPE, said.unwrap_or(HeaderValue::from_static(media_type)));
        headers.extend(size.map(|size| (CONTENT_LENGTH, HeaderValue::from(size))));
        Ok(Some(Body::Stream(body)))
    }
}
