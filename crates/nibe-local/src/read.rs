//! Reading points for people.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uplink_runtime::generated::serde_json::Value as Json;
use uplink_runtime::{Call, Client, Error};

use crate::functions::{ALL_POINTS, POINT};
use crate::reading::Reading;
use crate::types::{DeviceId, Point};

/// So many points are asked for one by one; more come quicker with all the others.
const FEW: usize = 3;

impl crate::Client {
    /// Reads points of a device; `ids` are those that are wanted, none of them for all. A point that is not there now is
    /// left out: its condition does not hold, or the pump has just started.
    ///
    /// # Errors
    /// Any failure of the requests.
    pub async fn read_points(
        &self,
        device_id: impl Into<DeviceId>,
        ids: impl IntoIterator<Item = i64>,
        language: Option<&str>,
    ) -> Result<Vec<Reading>, Error> {
        let ids: Vec<i64> = ids.into_iter().collect();
        let device = serde_json::to_value(device_id.into()).unwrap_or_default();
        read_points(self.untyped(), &device, (!ids.is_empty()).then_some(&ids), language).await
    }
}

/// The same for a client that is known only at run time; `None` for all points.
///
/// # Errors
/// See [`Client::read_points`](crate::Client::read_points).
pub async fn read_points(
    client: &Client,
    device: &Json,
    ids: Option<&Vec<i64>>,
    language: Option<&str>,
) -> Result<Vec<Reading>, Error> {
    let points = raw_points(client, device, ids, language).await?;
    let now = Timestamp::now();
    Ok(points.iter().map(|point| Reading::of(point, now)).collect())
}

/// The points as they are sent, in the order of `ids` or of their own.
pub(crate) async fn raw_points(
    client: &Client,
    device: &Json,
    ids: Option<&Vec<i64>>,
    language: Option<&str>,
) -> Result<Vec<Point>, Error> {
    match ids {
        Some(ids) if ids.len() <= FEW => {
            let mut points = Vec::new();
            for id in ids {
                let call = Call::<Point>::new(client, &POINT).set("device_id", device).set("variable_id", id);
                match spoken(call, language).await {
                    Ok(point) => points.push(point),
                    Err(Error::Api(error)) if error.status == 404 => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(points)
        }
        ids => {
            let call = Call::<BTreeMap<String, Point>>::new(client, &ALL_POINTS).set("device_id", device);
            let points = spoken(call, language).await?;
            let mut points: Vec<Point> = points.into_values().collect();
            let place = |point: &Point| ids.and_then(|ids| ids.iter().position(|id| *id == point.metadata.variable_id));
            if ids.is_some() {
                points.retain(|point| place(point).is_some());
            }
            points.sort_unstable_by_key(|point| (place(point), point.metadata.variable_id));
            Ok(points)
        }
    }
}

fn spoken<T>(call: Call<T>, language: Option<&str>) -> Call<T> {
    match language {
        Some(language) => call.set("language", language),
        None => call,
    }
}
