//! Token answers that are not what they should be.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::body::{JSON, Payload};

macro_rules! forms {
    ($($(#[doc = $doc:literal])+ $name:ident $word:literal)+) => {
        /// What is wrong with a token answer. The refresh token of the true answer stays in it wherever the form has room.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TokenForm {
            $($(#[doc = $doc])+ $name,)+
        }

        impl TokenForm {
            const ALL: &[(TokenForm, &str)] = &[$((TokenForm::$name, $word),)+];
        }
    };
}

forms! {
    /// An HTML page.
    Html "html"
    /// Nothing.
    Empty "empty"
    /// JSON that ends within the access token, after the refresh token.
    Truncated "truncated"
    /// `null`
    Null "null"
    /// The answer within a list.
    List "list"
    /// A JSON text.
    Text "text"
    /// A number.
    Number "number"
    /// The fields form-encoded, as old servers send them.
    FormEncoded "form_encoded"
    /// JSON with bytes that are no UTF-8.
    NotUtf8 "not_utf8"
    /// No access token.
    NoAccessToken "no_access_token"
    /// An access token that is null.
    NullAccessToken "null_access_token"
    /// An access token that is a number.
    NumberAccessToken "number_access_token"
    /// An access token that is a list.
    ListAccessToken "list_access_token"
    /// An access token without a letter.
    EmptyAccessToken "empty_access_token"
    /// An access token with a line break and a header after it.
    LineBreakAccessToken "line_break_access_token"
    /// An access token of 9,000 letters.
    LongAccessToken "long_access_token"
    /// A token of another type.
    OtherTokenType "other_token_type"
    /// An error with status 200.
    ErrorInside "error_inside"
    /// No lifetime.
    NoLifetime "no_lifetime"
    /// A lifetime that is a text.
    TextLifetime "text_lifetime"
    /// A lifetime below zero.
    NegativeLifetime "negative_lifetime"
    /// A lifetime that is null.
    NullLifetime "null_lifetime"
    /// A lifetime of 1e30.
    HugeLifetime "huge_lifetime"
    /// A lifetime that is `NaN`, which is no JSON.
    NanLifetime "nan_lifetime"
    /// No scope.
    NoScope "no_scope"
    /// A scope that is null.
    NullScope "null_scope"
    /// No refresh token.
    NoRefreshToken "no_refresh_token"
    /// A byte order mark before the JSON.
    ByteOrderMark "byte_order_mark"
}

impl TokenForm {
    /// How many of [`malformed`](TokenForm::malformed) there are.
    const MALFORMED: usize = 18;

    /// Those that hold no access token one could use.
    pub fn malformed() -> impl Iterator<Item = TokenForm> {
        Self::ALL[..Self::MALFORMED].iter().map(|(form, _)| *form)
    }

    /// Those that are odd but hold a token.
    pub fn odd() -> impl Iterator<Item = TokenForm> {
        Self::ALL[Self::MALFORMED..].iter().map(|(form, _)| *form)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, word)| word)
    }

    /// The form of this word.
    pub fn of_word(word: &str) -> Option<TokenForm> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(form, _)| *form)
    }

    /// The true answer in this form.
    pub(super) fn apply(self, payload: Payload) -> Payload {
        let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(&payload.body) else {
            return payload;
        };
        let payload = Payload { status: 200, ..payload };
        match self {
            TokenForm::Html => payload
                .with_body("text/html; charset=utf-8", "<!doctype html><title>Portal</title><p>Please sign in.</p>"),
            _ => payload.with_body(JSON, self.body(fields)),
        }
    }

    fn body(self, mut fields: Map<String, Value>) -> Bytes {
        let mut set = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        match self {
            TokenForm::Html | TokenForm::Empty => return Bytes::new(),
            TokenForm::Null => return "null".into(),
            TokenForm::Number => return "42".into(),
            TokenForm::Text => return json!("access granted").to_string().into(),
            TokenForm::List => return json!([fields]).to_string().into(),
            TokenForm::ErrorInside => return json!({"error": "server_error"}).to_string().into(),
            TokenForm::FormEncoded => {
                let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let pairs = fields.iter().map(|(name, value)| (name, text(value)));
                return url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into();
            }
            TokenForm::Truncated => {
                if let Some(token) = fields.remove("access_token") {
                    fields.insert("access_token".to_owned(), token);
                }
                let text = Value::from(fields).to_string();
                return text[..text.len() - 20].to_owned().into();
            }
            TokenForm::NotUtf8 => {
                set("access_token", "AA?AA".into());
                let mut bytes = Value::from(fields).to_string().into_bytes();
                bytes.iter_mut().filter(|b| **b == b'?').for_each(|b| *b = 0xff);
                return bytes.into();
            }
            TokenForm::NanLifetime => {
                set("expires_in", "NaN".into());
                return Value::from(fields).to_string().replace("\"NaN\"", "NaN").into();
            }
            TokenForm::ByteOrderMark => return format!("\u{feff}{}", Value::from(fields)).into(),
            TokenForm::NoAccessToken => drop(fields.remove("access_token")),
            TokenForm::NullAccessToken => set("access_token", Value::Null),
            TokenForm::NumberAccessToken => set("access_token", 7.into()),
            TokenForm::ListAccessToken => set("access_token", json!(["AAEA"])),
            TokenForm::EmptyAccessToken => set("access_token", "".into()),
            TokenForm::LineBreakAccessToken => set("access_token", "AAEA\r\nX-Injected: 1".into()),
            TokenForm::LongAccessToken => set("access_token", "A".repeat(9_000).into()),
            TokenForm::OtherTokenType => set("token_type", "mac".into()),
            TokenForm::NoLifetime => drop(fields.remove("expires_in")),
            TokenForm::TextLifetime => set("expires_in", "soon".into()),
            TokenForm::NegativeLifetime => set("expires_in", (-1).into()),
            TokenForm::NullLifetime => set("expires_in", Value::Null),
            TokenForm::HugeLifetime => set("expires_in", json!(1e30)),
            TokenForm::NoScope => drop(fields.remove("scope")),
            TokenForm::NullScope => set("scope", Value::Null),
            TokenForm::NoRefreshToken => drop(fields.remove("refresh_token")),
        }
        Value::from(fields).to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(form: TokenForm) -> Vec<u8> {
        let answer = json!({"access_token": "AAEA-0123456789-0123456789", "token_type": "bearer", "expires_in": 300,
            "refresh_token": "R-1", "scope": "READ"});
        form.apply(Payload::json(200, &answer)).body.to_vec()
    }

    #[test]
    fn the_malformed_hold_no_access_token_and_the_odd_do() {
        let usable = |form| {
            let text = String::from_utf8(body(form)).ok()?;
            let json: Value =
                serde_json::from_str(text.trim_start_matches('\u{feff}').replace("NaN", "0").as_str()).ok()?;
            let token = json.get("access_token")?.as_str()?.to_owned();
            (json["token_type"] == "bearer" && (1..8192).contains(&token.len()) && !token.contains('\r'))
                .then_some(token)
        };
        assert_eq!(TokenForm::malformed().count(), 18);
        for form in TokenForm::malformed() {
            assert_eq!(usable(form), None, "{form:?}");
        }
        for form in TokenForm::odd() {
            assert!(usable(form).is_some(), "{form:?}");
        }
        let bodies: std::collections::HashSet<_> = TokenForm::ALL.iter().map(|(form, _)| body(*form)).collect();
        assert_eq!(bodies.len(), TokenForm::ALL.len());
    }

    #[test]
    fn the_refresh_token_stays_where_there_is_room() {
        let holds = |form| body(form).windows(3).any(|w| w == b"R-1");
        let without: Vec<_> = TokenForm::ALL.iter().filter(|(form, _)| !holds(*form)).map(|(_, word)| *word).collect();
        assert_eq!(without, ["html", "empty", "null", "text", "number", "error_inside", "no_refresh_token"]);
    }
}
