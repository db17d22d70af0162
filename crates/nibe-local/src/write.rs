//! Writing what is meant: values as they are shown, one after the other, each with its verdict.
//!
//! A pump answers 200 whatever it does; the verdict stands in the answer. It takes several forms, and taken is not applied: the
//! pump recalculates some values and overrides others.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use uplink_runtime::generated::serde_json::{Value as Json, json};
use uplink_runtime::{ApiError, ArgumentError, Call, Client, Error, Looks, WriteState};

use crate::functions::SET_POINTS;
use crate::read::raw_points;
use crate::reading::{Known, Reading, days_of, width};
use crate::types::{DeviceId, Point, VariableType};

const NAME: &str = "write_points";

/// What became of one value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Written {
    /// How far it has come.
    pub state: WriteState,
    /// What the pump said: `modified`, or why it refused and what can be done.
    pub said: String,
    /// The point as it was read last; none when it is not there.
    pub reading: Option<Reading>,
}

/// A value as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum NewValue {
    /// A number in the unit of the point.
    Number(f64),
    /// A word of the point, a day (`2026-09-07`), a number as text, or a text.
    Text(String),
}

impl From<f64> for NewValue {
    fn from(number: f64) -> Self {
        NewValue::Number(number)
    }
}

impl From<i32> for NewValue {
    fn from(number: i32) -> Self {
        NewValue::Number(number.into())
    }
}

impl From<&str> for NewValue {
    fn from(text: &str) -> Self {
        NewValue::Text(text.to_owned())
    }
}

/// How long to look for written values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verify {
    /// When to give up.
    pub within: Duration,
    /// The time between two looks. New values were seen a quarter of a second to five seconds after the write.
    pub every: Duration,
}

impl Default for Verify {
    fn default() -> Self {
        Verify { within: Duration::from_secs(15), every: Duration::from_secs(1) }
    }
}

impl crate::Client {
    /// Writes points of a device, each with a request of its own: several in one were never seen to work. With `verify` they
    /// are read back until they show what was written or the time is over.
    ///
    /// # Errors
    /// A value cannot be meant for its point; then nothing was sent. The pump refuses everything; when it refuses a part, the
    /// outcome of that part says so. Any other failure ends the call: then what was written before it stays written.
    pub async fn write_points(
        &self,
        device_id: impl Into<DeviceId>,
        values: impl IntoIterator<Item = (i64, impl Into<NewValue>)>,
        verify: Option<Verify>,
    ) -> Result<BTreeMap<i64, Written>, Error> {
        let values = values.into_iter().map(|(id, value)| (id, value.into())).collect();
        let device = serde_json::to_value(device_id.into()).unwrap_or_default();
        write_points(self.untyped(), &device, values, verify).await
    }
}

/// The same for a client that is known only at run time.
///
/// # Errors
/// See [`Client::write_points`](crate::Client::write_points).
pub async fn write_points(
    client: &Client,
    device: &Json,
    values: Vec<(i64, NewValue)>,
    verify: Option<Verify>,
) -> Result<BTreeMap<i64, Written>, Error> {
    let ids: Vec<i64> = values.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Err(wrong("give at least one value".into()));
    }
    let points = raw_points(client, device, Some(&ids), None).await?;
    let find = |id: i64| points.iter().find(|point| point.metadata.variable_id == id);
    // All of them before the first is sent.
    let stored: Vec<(i64, Option<Stored>)> = values
        .iter()
        .map(|(id, value)| Ok((*id, find(*id).map(|point| stored(point, value)).transpose()?)))
        .collect::<Result<_, Error>>()?;
    let mut written = BTreeMap::new();
    for (id, stored) in &stored {
        let Some(stored) = stored else {
            let said = "the pump has no such point now: its condition does not hold, or the id is wrong".to_owned();
            written.insert(*id, Written { state: WriteState::Refused, said, reading: None });
            continue;
        };
        let point = find(*id);
        let (state, said) = send(client, device, *id, stored, point).await?;
        let reading = point.map(|point| Reading::of(point, Timestamp::now()));
        written.insert(*id, Written { state, said, reading });
    }
    if let Some((id, first)) = written.iter().find(|_| written.values().all(|w| w.state == WriteState::Refused)) {
        return Err(refusal(*id, &first.said));
    }
    if let Some(verify) = verify {
        look(client, device, &stored, &mut written, verify).await;
    }
    Ok(written)
}

/// What is sent for a value.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    number: i64,
    text: String,
}

fn wrong(problem: String) -> Error {
    ArgumentError::new(NAME, Some("values"), problem).into()
}

/// What is stored for a value that is shown.
fn stored(point: &Point, value: &NewValue) -> Result<Stored, Error> {
    let (known, id) = (Known::of(point), point.metadata.variable_id);
    if known.is_time() {
        return Err(wrong(format!(
            "{id} is a time of the day, which pumps refuse here; set it in the pump's own menu"
        )));
    }
    let number = match value {
        NewValue::Text(text) if known.is_date() => {
            let days = days_of(text).ok_or_else(|| wrong(format!("{id} is a day; write it like 2026-09-07")))?;
            return Ok(Stored { number: days, text: String::new() });
        }
        NewValue::Number(number) => *number,
        NewValue::Text(text) => {
            let words = Reading::of(point, Timestamp::UNIX_EPOCH).words;
            let mut meant = words.iter().filter(|(_, word)| word.eq_ignore_ascii_case(text.trim()));
            match (meant.next(), meant.next(), text.trim().parse::<f64>()) {
                (Some((number, _)), None, _) => *number,
                (None, _, Ok(number)) => number,
                (Some(_), Some(_), _) => {
                    return Err(wrong(format!("{id} has several values called {text}; give the number")));
                }
                _ if point.metadata.variable_type == VariableType::String => {
                    return Ok(Stored { number: 0, text: text.clone() });
                }
                _ => return Err(wrong(format!("{id} takes a number{}, not {text}", or_a_word(&words)))),
            }
        }
    };
    if !number.is_finite() {
        return Err(wrong(format!("the value of {id} is not finite")));
    }
    let limits = known.limits(None);
    if limits.min.is_some_and(|min| number < min) || limits.max.is_some_and(|max| number > max) {
        let (min, max) = (limits.min.unwrap_or_default(), limits.max.unwrap_or_default());
        return Err(wrong(format!("{id} takes {min} to {max}, not {number}")));
    }
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "compared with the register")]
    let (raw, whole) = {
        let raw = number * known.divisor() as f64;
        (raw, raw.round() as i64)
    };
    if (raw - raw.round()).abs() > 1e-6 {
        return Err(wrong(format!("{id} has steps of {}, so {number} cannot be stored", known.shown(1))));
    }
    match width(&point.metadata.variable_size) {
        Some((min, max)) if !(min..=max).contains(&whole) => {
            Err(wrong(format!("{id} takes {} to {}, not {number}", known.shown(min), known.shown(max))))
        }
        _ => Ok(Stored { number: whole, text: String::new() }),
    }
}

fn or_a_word(words: &[(f64, String)]) -> String {
    let words: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    if words.is_empty() { String::new() } else { format!(" or one of {}", words.join(", ")) }
}

/// Sends one value and gives the verdict.
async fn send(
    client: &Client,
    device: &Json,
    id: i64,
    stored: &Stored,
    point: Option<&Point>,
) -> Result<(WriteState, String), Error> {
    let value =
        json!({"type": "datavalue", "variableId": id, "integerValue": stored.number, "stringValue": stored.text});
    let call = Call::<BTreeMap<String, Json>>::new(client, &SET_POINTS).set("device_id", device).set("values", [value]);
    match call.await {
        Ok(answer) => Ok(verdict(answer.get(&id.to_string()), point)),
        Err(Error::Api(error)) if error.status == 400 => {
            let why = if error.details.is_empty() { String::new() } else { format!(" ({})", error.details.join("; ")) };
            Ok((WriteState::Refused, format!("the pump does not take this value{why}")))
        }
        Err(error) => Err(error),
    }
}

fn verdict(said: Option<&Json>, point: Option<&Point>) -> (WriteState, String) {
    match said {
        None => (WriteState::Refused, "the pump said nothing of it".to_owned()),
        Some(Json::String(word)) if word == "modified" => (WriteState::Accepted, word.clone()),
        Some(Json::String(word)) => {
            let writable = point.is_some_and(|point| point.metadata.is_writable);
            let said = match word.as_str() {
                "error: read only value" if writable => {
                    "the pump only lets its values be read; turn `read only` off in its menu 7.5.15".to_owned()
                }
                "error: read only value" => "this point can only be read".to_owned(),
                "error: no such param" => "the pump has no such point now".to_owned(),
                other => other.to_owned(),
            };
            (WriteState::Refused, said)
        }
        Some(Json::Null) => (WriteState::Accepted, "taken without a word".to_owned()),
        Some(point) if point["value"]["isOk"] == false || point["datavalue"]["isOk"] == false => {
            (WriteState::Refused, "the pump did not take it".to_owned())
        }
        Some(_) => (WriteState::Accepted, "modified".to_owned()),
    }
}

fn refusal(id: i64, said: &str) -> Error {
    ApiError::told(SET_POINTS.name, 200, vec![format!("{id}: {said}")]).into()
}

/// Looks for the values until all that were accepted are there or the time is over. A look that fails has seen nothing.
async fn look(
    client: &Client,
    device: &Json,
    stored: &[(i64, Option<Stored>)],
    written: &mut BTreeMap<i64, Written>,
    verify: Verify,
) {
    let looks = Looks::new(verify.within, verify.every);
    while let Some(open) = looks.next(written, |one| one.state).await {
        let Ok(points) = raw_points(client, device, Some(&open), None).await else { continue };
        for point in points {
            let id = point.metadata.variable_id;
            let wanted = stored.iter().find(|(known, _)| *known == id).and_then(|(_, stored)| stored.as_ref());
            let (Some(entry), Some(wanted)) = (written.get_mut(&id), wanted) else { continue };
            let there = crate::reading::data_value(&point).is_some_and(|value| {
                value.integer_value == wanted.number && value.string_value.as_deref().unwrap_or_default() == wanted.text
            });
            entry.reading = Some(Reading::of(&point, Timestamp::now()));
            entry.state = if there { WriteState::Applied } else { entry.state };
        }
    }
}
