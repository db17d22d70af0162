//! What answers the functions of an API.

use std::ops::Range;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uplink_spec::model::{Function, Model};

use crate::glance::Glance;

/// A call that passed every check of the model.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The function that is called.
    pub function: &'a Function,
    /// Its arguments by name, typed, with defaults filled in.
    pub arguments: &'a Map<String, Value>,
    /// The simulated time.
    pub now: Timestamp,
    /// The API.
    pub model: &'a Model,
    /// The identifier of the application that calls.
    pub client_id: &'a str,
    /// Its name.
    pub client_name: &'a str,
    /// The languages that its user wants, as the header `Accept-Language` says; often nothing.
    pub accept_language: &'a str,
    /// The user who gave consent; one of [`Behaviour::owners`].
    pub owner: &'a str,
}

impl Call<'_> {
    /// An argument as a number; `None` when it is missing or something else.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.arguments.get(name)?.as_i64()
    }

    /// An argument as text; `None` when it is missing or something else.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.get(name)?.as_str()
    }

    /// An argument as truth; `None` when it is missing or something else.
    pub fn truth(&self, name: &str) -> Option<bool> {
        self.arguments.get(name)?.as_bool()
    }
}

/// What a call comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A status with a JSON body.
    Json(u16, Value),
    /// The items of a list, all of them; for a paged function the page is cut from them.
    List(Vec<Value>),
    /// A status without a body.
    Empty(u16),
    /// An error of the API.
    Error {
        /// The HTTP status.
        status: u16,
        /// The code in the body.
        code: i64,
        /// The sentences in the body.
        details: Vec<String>,
    },
}

/// Answers the functions of an API.
pub trait Behaviour: Send + Sync {
    /// The ids of the things that are served.
    fn systems(&self) -> Vec<i64>;

    /// The same ids as the API writes them.
    fn system_ids(&self) -> Vec<String> {
        self.systems().iter().map(i64::to_string).collect()
    }

    /// Whether [`answer`](Behaviour::answer) may wait for something, such as another service. Then it is called on a thread
    /// of its own.
    fn waits(&self) -> bool {
        false
    }

    /// Answers a call.
    fn answer(&self, call: &Call<'_>) -> Outcome;

    /// Words for what can happen to a thing besides its daily work; none where nothing can.
    fn troubles(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Begins a trouble of a thing at a time, or ends it.
    ///
    /// # Errors
    /// A sentence that says why there is no such trouble or no such thing.
    fn trouble(&self, _system: i64, _word: &str, _begins: bool, _now: Timestamp) -> Result<(), String> {
        Err("the things of this service have no troubles".to_owned())
    }

    /// More requests are under way than the API's pace allows at the same time.
    fn overlapped(&self, _now: Timestamp) {}

    /// Which certificate the service shows at a time, where it speaks HTTPS: another number, another certificate. None while
    /// it takes no connections; those who connect hear nothing then.
    fn identity(&self, _now: Timestamp) -> Option<u64> {
        Some(0)
    }

    /// Some of the things of [`systems`](Behaviour::systems) as a page shows them at a time, in the language of a tag such as
    /// `de`; English where there is no other. None where there is nothing to look at.
    fn glances(&self, _which: Range<usize>, _now: Timestamp, _language: &str) -> Vec<Glance> {
        Vec::new()
    }

    /// The users that the consent page offers; the first one is meant where nobody chose. Never empty.
    fn owners(&self) -> Vec<String> {
        vec!["Demo owner".to_owned()]
    }

    /// What calls have changed, for a service that keeps its state in a file; null when there is nothing to keep.
    fn state(&self) -> Value {
        Value::Null
    }

    /// Takes up what [`state`](Behaviour::state) gave in an earlier run; what does not fit any more is left out.
    fn restore(&self, _state: &Value) {}
}
