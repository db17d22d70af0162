//! Faults as JSON says them.

use std::time::Duration;

use serde_json::{Map, Value};
use uplink_spec::model::Model;

use super::{Fault, FaultKind, Target, TokenForm};

const KINDS: &str = "status, html, truncate, body, add_field, null_field, wrap, drop_items, hang_up, delay, drip, endless, token_answer, \
deny, fewer_scopes";

impl Fault {
    /// Reads a fault such as `{"kind": "status", "on": "token", "status": 503, "retry_after": 7, "times": 2}`.
    ///
    /// `on` is `functions`, the name of one, `authorize`, `token`, `revoke`, `introspect` or `metadata`. Further words: `body`, `field`, `seconds`, `form`,
    /// `scopes`, `share`, `location`, `agent`, `carried_out`; `from` and `until` are simulated times at which it begins and is over.
    ///
    /// # Errors
    /// A sentence that says what is missing or wrong.
    pub fn read(model: &Model, value: &Value) -> Result<Fault, String> {
        let Value::Object(given) = value else {
            return Err("a fault is a JSON object".to_owned());
        };
        let mut words = Words { given: given.clone(), kind: String::new() };
        words.kind = words.text("kind")?.ok_or_else(|| format!("a fault needs a kind, one of {KINDS}"))?;
        let kind = words.fault_kind(model)?;
        let on = words.target(model, &kind)?;
        let mut fault = Fault::new(kind, on);
        if let Some(times) = words.number("times")? {
            fault.times = usize::try_from(times).unwrap_or(usize::MAX);
        }
        if let Some(carried_out) = words.take("carried_out") {
            fault.carried_out = carried_out.as_bool().ok_or("carried_out must be true or false")?;
        }
        if let Some(seconds) = words.number("retry_after")? {
            fault = fault.header("retry-after", &seconds.to_string());
        }
        if let Some(location) = words.text("location")? {
            fault = fault.header("location", &location);
        }
        if let Some(agent) = words.text("agent")? {
            fault = fault.agent(&agent);
        }
        for (word, moment) in [("from", &mut fault.from), ("until", &mut fault.until)] {
            if let Some(text) = words.text(word)? {
                let unfit = |_| format!("{word} must be a point in time with its zone, such as 2024-01-15T06:00:00Z");
                *moment = Some(text.parse().map_err(unfit)?);
            }
        }
        match words.given.keys().next() {
            Some(word) => Err(format!("the fault `{}` has no `{word}`", words.kind)),
            None => Ok(fault),
        }
    }
}

struct Words {
    given: Map<String, Value>,
    kind: String,
}

impl Words {
    /// What stands at a word; null counts as nothing.
    fn take(&mut self, word: &str) -> Option<Value> {
        self.given.remove(word).filter(|value| !value.is_null())
    }

    fn text(&mut self, word: &str) -> Result<Option<String>, String> {
        match self.take(word) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{word} must be a text")),
        }
    }

    fn number(&mut self, word: &str) -> Result<Option<u64>, String> {
        self.take(word)
            .map(|v| v.as_u64().ok_or_else(|| format!("{word} must be a whole number, 0 or more")))
            .transpose()
    }

    fn needs(&self, what: &str) -> String {
        format!("the fault `{}` needs {what}", self.kind)
    }

    fn seconds(&mut self) -> Result<Duration, String> {
        let seconds = self.take("seconds").and_then(|s| Duration::try_from_secs_f64(s.as_f64()?).ok());
        seconds.ok_or_else(|| self.needs("seconds, a number that is 0 or more"))
    }

    fn fault_kind(&mut self, model: &Model) -> Result<FaultKind, String> {
        Ok(match self.kind.as_str() {
            "status" => {
                let status = self.number("status")?.and_then(|s| u16::try_from(s).ok());
                let status = status.filter(|s| (200..=599).contains(s));
                let status = status.ok_or_else(|| self.needs("a status from 200 to 599"))?;
                FaultKind::Status(status, self.text("body")?.unwrap_or_default())
            }
            "html" => FaultKind::Html,
            "truncate" => FaultKind::Truncate,
            "body" => FaultKind::Body(self.text("body")?.ok_or_else(|| self.needs("a body"))?),
            "add_field" => FaultKind::AddField,
            "null_field" => {
                let field = self.text("field")?;
                FaultKind::NullField(field.ok_or_else(|| self.needs("a field, by its name in the JSON"))?)
            }
            "wrap" => {
                let field = self.text("field")?;
                FaultKind::Wrap(field.ok_or_else(|| self.needs("a field, which gets what was the body"))?)
            }
            "drop_items" => {
                let share = self.take("share").and_then(|s| s.as_f64()).filter(|s| (0.0..=1.0).contains(s));
                FaultKind::DropItems(share.ok_or_else(|| self.needs("a share from 0 to 1"))?)
            }
            "hang_up" => FaultKind::HangUp,
            "delay" => FaultKind::Delay(self.seconds()?),
            "drip" => FaultKind::Drip(self.seconds()?),
            "endless" => FaultKind::Endless,
            "token_answer" => {
                let form = self.text("form")?.ok_or_else(|| self.needs("a form, such as html"))?;
                FaultKind::TokenAnswer(TokenForm::of_word(&form).ok_or_else(|| {
                    let all = TokenForm::malformed().chain(TokenForm::odd()).map(TokenForm::word);
                    format!("there is no form `{form}`; there are {}", all.collect::<Vec<_>>().join(", "))
                })?)
            }
            "deny" => FaultKind::Deny,
            "fewer_scopes" => FaultKind::FewerScopes(self.scopes(model)?),
            other => return Err(format!("there is no fault `{other}`; there are {KINDS}")),
        })
    }

    fn scopes(&mut self, model: &Model) -> Result<Vec<String>, String> {
        let scopes = self.take("scopes").unwrap_or_default();
        let scopes = scopes.as_array().ok_or_else(|| self.needs("scopes, a list of their names"))?;
        let known = |value: &Value| model.scopes.iter().find(|s| value == s.name.as_str()).map(|s| s.name.clone());
        let scopes: Option<Vec<_>> = scopes.iter().map(known).collect();
        let all = || model.scopes.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ");
        scopes.ok_or_else(|| format!("scopes must be of those that there are: {}", all()))
    }

    fn target(&mut self, model: &Model, kind: &FaultKind) -> Result<Target, String> {
        let on = self.text("on")?;
        let default = match kind {
            FaultKind::TokenAnswer(_) => Target::Token,
            FaultKind::Deny | FaultKind::FewerScopes(_) => Target::Authorize,
            _ => Target::Functions,
        };
        let fixed = matches!(kind, FaultKind::TokenAnswer(_)) || kind.is_decision();
        let on = match on.as_deref() {
            None => default.clone(),
            Some("functions") => Target::Functions,
            Some(word) => {
                let function = || model.function(word).map(|_| Target::Function(word.to_owned()));
                Target::of_endpoint(word).or_else(function).ok_or_else(|| {
                    format!(
                        "there is no function `{word}`; `on` is the name of a function, or functions, authorize, token, \
                         revoke, introspect or metadata"
                    )
                })?
            }
        };
        if fixed && on != default {
            return Err(format!("the fault `{}` has its place; leave `on` out", self.kind));
        }
        Ok(on)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    fn read(value: Value) -> Result<Fault, String> {
        Fault::read(&tiny_model(), &value)
    }

    #[test]
    fn faults_are_read() {
        let busy =
            read(json!({"kind": "status", "on": "token", "status": 503, "retry_after": 7, "times": 2, "body": null}));
        let kind = FaultKind::Status(503, String::new());
        assert_eq!(busy, Ok(Fault::new(kind, Target::Token).times(2).header("retry-after", "7")));
        assert_eq!(busy.map(|f| f.carried_out), Ok(false));
        let lost = read(json!({"kind": "hang_up", "on": "thing"})).expect("a fault");
        assert_eq!((lost.on, lost.carried_out), (Target::Function("thing".to_owned()), true));
        let form = FaultKind::TokenAnswer(TokenForm::Null);
        assert_eq!(read(json!({"kind": "token_answer", "form": "null"})), Ok(Fault::new(form, Target::Token)));
        let fewer = FaultKind::FewerScopes(vec!["READ".to_owned()]);
        assert_eq!(read(json!({"kind": "fewer_scopes", "scopes": ["READ"]})), Ok(Fault::new(fewer, Target::Authorize)));
        let slow = read(json!({"kind": "delay", "seconds": 0.5, "carried_out": false})).expect("a fault");
        let some = read(json!({"kind": "drop_items", "share": 0.25, "agent": "Java"}));
        assert_eq!(some, Ok(Fault::new(FaultKind::DropItems(0.25), Target::Functions).agent("java")));
        let old = FaultKind::Wrap("payload".to_owned());
        assert_eq!(read(json!({"kind": "wrap", "field": "payload"})), Ok(Fault::new(old, Target::Functions)));
        assert_eq!((slow.kind, slow.carried_out), (FaultKind::Delay(Duration::from_millis(500)), false));
    }

    #[test]
    fn mistakes_are_named() {
        let refused = |value: Value| read(value).expect_err("a mistake");
        assert!(refused(json!([])).contains("object"));
        assert!(refused(json!({})).starts_with("a fault needs a kind, one of status, html"));
        assert!(refused(json!({"kind": "explode"})).starts_with("there is no fault `explode`; there are status"));
        assert_eq!(
            refused(json!({"kind": "status", "status": 99})),
            "the fault `status` needs a status from 200 to 599"
        );
        assert_eq!(refused(json!({"kind": "html", "status": 500})), "the fault `html` has no `status`");
        assert!(refused(json!({"kind": "html", "on": "fly"})).starts_with("there is no function `fly`"));
        assert!(refused(json!({"kind": "deny", "on": "token"})).ends_with("leave `on` out"));
        assert!(refused(json!({"kind": "fewer_scopes", "scopes": ["FLY"]})).ends_with("READ, WRITE"));
        assert!(refused(json!({"kind": "token_answer", "form": "x"})).contains("there are html, empty"));
        assert!(refused(json!({"kind": "drop_items", "share": 1.5})).ends_with("needs a share from 0 to 1"));
        assert!(refused(json!({"kind": "wrap"})).contains("needs a field"));
        assert!(refused(json!({"kind": "delay", "seconds": -1})).contains("needs seconds"));
        let hour = read(json!({"kind": "html", "from": "2024-01-15T06:00:00Z", "until": "2024-01-15T07:00:00Z"}));
        assert!(hour.is_ok_and(|hour| hour.from.is_some() && hour.from < hour.until));
        assert_eq!(
            refused(json!({"kind": "html", "from": "six"})),
            "from must be a point in time with its zone, such as 2024-01-15T06:00:00Z"
        );
        assert_eq!(refused(json!({"kind": "html", "times": -1})), "times must be a whole number, 0 or more");
    }
}
