//! Faults that are switched on from outside.

mod apply;
mod form;
mod read;

use std::time::Duration;

use jiff::Timestamp;

pub(crate) use apply::{MARK, apply};
pub use form::TokenForm;

/// How an answer is altered.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// Another status with this body.
    Status(u16, String),
    /// An HTML page with status 200, as a gateway in maintenance sends it.
    Html,
    /// The body ends in the middle.
    Truncate,
    /// Status 200 with this body.
    Body(String),
    /// Every object gets a field that the API does not know.
    AddField,
    /// The field of this name is null wherever it occurs.
    NullField(String),
    /// The body stands in the field of this name, beside the status, in an object.
    Wrap(String),
    /// Of the items of a list so large a share is left out, from 0 to 1; each time others.
    DropItems(f64),
    /// The connection is closed without an answer.
    HangUp,
    /// The answer comes late, by this much real time.
    Delay(Duration),
    /// The body comes byte by byte, each after this much real time.
    Drip(Duration),
    /// The body never ends.
    Endless,
    /// A token answer of this form.
    TokenAnswer(TokenForm),
    /// The user denies.
    Deny,
    /// The user grants these scopes at most.
    FewerScopes(Vec<String>),
}

impl FaultKind {
    /// Its word, as the marked answers carry it.
    pub fn word(&self) -> &'static str {
        match self {
            FaultKind::Status(..) => "status",
            FaultKind::Html => "html",
            FaultKind::Truncate => "truncate",
            FaultKind::Body(_) => "body",
            FaultKind::AddField => "add_field",
            FaultKind::NullField(_) => "null_field",
            FaultKind::Wrap(_) => "wrap",
            FaultKind::DropItems(_) => "drop_items",
            FaultKind::HangUp => "hang_up",
            FaultKind::Delay(_) => "delay",
            FaultKind::Drip(_) => "drip",
            FaultKind::Endless => "endless",
            FaultKind::TokenAnswer(_) => "token_answer",
            FaultKind::Deny => "deny",
            FaultKind::FewerScopes(_) => "fewer_scopes",
        }
    }

    /// Whether it is about what a user decides.
    fn is_decision(&self) -> bool {
        matches!(self, FaultKind::Deny | FaultKind::FewerScopes(_))
    }
}

/// Where a fault strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every function of the API.
    Functions,
    /// One function of the API.
    Function(String),
    /// The authorization endpoint.
    Authorize,
    /// The token endpoint.
    Token,
    /// Where tokens are given back.
    Revoke,
    /// Where applications ask what a token is worth.
    Introspect,
    /// Where the authorization server describes itself.
    Metadata,
}

impl Target {
    /// The word for an endpoint of the authorization server; `None` for functions.
    pub(crate) fn endpoint(&self) -> Option<&'static str> {
        match self {
            Target::Functions | Target::Function(_) => None,
            Target::Authorize => Some("authorize"),
            Target::Token => Some("token"),
            Target::Revoke => Some("revoke"),
            Target::Introspect => Some("introspect"),
            Target::Metadata => Some("metadata"),
        }
    }

    /// The word that [`Fault::read`] takes for it.
    pub(crate) fn word(&self) -> String {
        match self {
            Target::Functions => "functions".to_owned(),
            Target::Function(name) => name.clone(),
            other => other.endpoint().unwrap_or_default().to_owned(),
        }
    }

    /// The endpoint of a word.
    fn of_endpoint(word: &str) -> Option<Target> {
        let all = [Target::Authorize, Target::Token, Target::Revoke, Target::Introspect, Target::Metadata];
        all.into_iter().find(|target| target.endpoint() == Some(word))
    }
}

/// A fault for the next answers. Each answer that is altered says so in the header `x-simulator-fault`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// How the answers are altered.
    pub kind: FaultKind,
    /// Whose answers are altered.
    pub on: Target,
    /// How many answers are altered.
    pub times: usize,
    /// Whether what was asked is carried out all the same, so that only the answer is spoilt.
    pub carried_out: bool,
    /// Headers that the altered answers carry besides, such as `retry-after`.
    pub headers: Vec<(String, String)>,
    /// Whose requests are spoilt: those of programs whose `User-Agent` holds this, in any case; `None` for all.
    pub agent: Option<String>,
    /// The simulated time at which it begins; `None` for at once.
    pub from: Option<Timestamp>,
    /// The simulated time at which it is over; `None` for when it is used up.
    pub until: Option<Timestamp>,
}

impl Fault {
    /// A fault for the next answer; a status is given in place of doing what was asked, anything else after it.
    pub fn new(kind: FaultKind, on: Target) -> Self {
        let carried_out = !matches!(kind, FaultKind::Status(..));
        Fault { kind, on, times: 1, carried_out, headers: Vec::new(), agent: None, from: None, until: None }
    }

    /// The same for so many answers.
    pub fn times(self, times: usize) -> Self {
        Fault { times, ..self }
    }

    /// The same, but done in place of what was asked (`false`) or after it (`true`).
    pub fn carried_out(self, carried_out: bool) -> Self {
        Fault { carried_out, ..self }
    }

    /// The same with another header in the answer.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same for requests of programs whose `User-Agent` holds this.
    pub fn agent(self, agent: &str) -> Self {
        Fault { agent: Some(agent.to_ascii_lowercase()), ..self }
    }
}

/// A fault for the next answers of functions, which are carried out all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Tamper {
    /// How the answers are altered.
    pub kind: FaultKind,
    /// The function whose answers are altered; `None` for any.
    pub function: Option<String>,
    /// How many answers are altered.
    pub times: usize,
}

impl From<Tamper> for Fault {
    fn from(tamper: Tamper) -> Self {
        let on = tamper.function.map_or(Target::Functions, Target::Function);
        Fault::new(tamper.kind, on).times(tamper.times).carried_out(true)
    }
}

/// Takes the first fault that is meant for this place and this program.
pub(crate) fn take(faults: &mut Vec<Fault>, place: &Target, agent: &str, now: Timestamp) -> Option<Fault> {
    take_if(faults, now, |fault| {
        if fault.agent.as_ref().is_some_and(|wanted| !agent.to_ascii_lowercase().contains(wanted)) {
            return false;
        }
        let all = fault.on == Target::Functions && matches!(place, Target::Function(_));
        !fault.kind.is_decision() && (all || fault.on == *place)
    })
}

/// Takes the first fault that is about what a user decides.
pub(crate) fn take_decision(faults: &mut Vec<Fault>, now: Timestamp) -> Option<FaultKind> {
    take_if(faults, now, |fault| fault.kind.is_decision()).map(|fault| fault.kind)
}

fn take_if(faults: &mut Vec<Fault>, now: Timestamp, fits: impl Fn(&Fault) -> bool) -> Option<Fault> {
    faults.retain(|fault| fault.times > 0 && fault.until.is_none_or(|until| now < until));
    let fault = faults.iter_mut().find(|fault| fault.from.is_none_or(|from| from <= now) && fits(fault))?;
    fault.times -= 1;
    Some(fault.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_used_up() {
        let function = |name: &str| Target::Function(name.to_owned());
        let mut faults = vec![
            Fault::new(FaultKind::Html, function("a")),
            Fault::new(FaultKind::Deny, Target::Authorize),
            Fault::new(FaultKind::Html, Target::Functions),
            Fault::new(FaultKind::HangUp, Target::Token).times(2),
        ];
        assert!(take(&mut faults, &function("b"), "", Timestamp::UNIX_EPOCH).is_some());
        assert!(take(&mut faults, &function("b"), "", Timestamp::UNIX_EPOCH).is_none());
        assert!(take(&mut faults, &function("a"), "", Timestamp::UNIX_EPOCH).is_some());
        assert!(take(&mut faults, &function("a"), "", Timestamp::UNIX_EPOCH).is_none());
        assert!(
            take(&mut faults, &Target::Authorize, "", Timestamp::UNIX_EPOCH).is_none(),
            "a decision is no altered answer"
        );
        assert_eq!(take_decision(&mut faults, Timestamp::UNIX_EPOCH), Some(FaultKind::Deny));
        assert_eq!(take_decision(&mut faults, Timestamp::UNIX_EPOCH), None);
        assert!(
            take(&mut faults, &Target::Token, "", Timestamp::UNIX_EPOCH).is_some()
                && take(&mut faults, &Target::Token, "", Timestamp::UNIX_EPOCH).is_some()
        );
        assert!(take(&mut faults, &Target::Token, "", Timestamp::UNIX_EPOCH).is_none());
    }

    #[test]
    fn a_bad_hour_begins_and_ends_by_the_clock() {
        let hour = |hour: i64| Some(Timestamp::from_second(hour * 3600).expect("a time"));
        let mut faults = vec![
            Fault { from: hour(8), until: hour(9), ..Fault::new(FaultKind::Html, Target::Functions) }.times(usize::MAX),
        ];
        let mut strikes = |hour: Option<Timestamp>| {
            take(&mut faults, &Target::Function("a".to_owned()), "", hour.expect("a time")).is_some()
        };
        assert!(!strikes(hour(7)) && strikes(hour(8)) && strikes(hour(8)) && !strikes(hour(9)));
        assert!(faults.is_empty());
    }

    #[test]
    fn a_fault_may_be_for_some_programs_only() {
        let mut faults = vec![Fault::new(FaultKind::Html, Target::Functions).agent("Python-urllib")];
        let mut struck =
            |agent: &str| take(&mut faults, &Target::Function("a".to_owned()), agent, Timestamp::UNIX_EPOCH).is_some();
        assert!(!struck("") && !struck("kettle/1"));
        assert!(struck("python-URLLIB/3.12"));
    }
}
