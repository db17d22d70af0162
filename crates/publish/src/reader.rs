//! Reads machines through a client, whichever API it is of.

mod local;
pub(crate) mod myuplink;
mod nibe;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uplink_runtime::descriptor::Function;
use uplink_runtime::{Answer, Arguments, BoxFuture, Client, Error, NoToken, Options, RateLimitHeaders, WatchTarget};

use crate::point::{Device, Point};

/// An API that machines are read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// NIBE Uplink v1.
    NibeUplink,
    /// myUplink v2.
    Myuplink,
    /// A pump at its own address.
    Local,
}

impl Api {
    fn described(self) -> &'static uplink_runtime::descriptor::Api {
        match self {
            Api::NibeUplink => &nibe_uplink::API,
            Api::Myuplink => &::myuplink::API,
            Api::Local => &nibe_local::API,
        }
    }

    /// Whether the pace allows to read one machine so often. How many there are is known when they are looked for.
    ///
    /// # Errors
    /// It is too often.
    pub fn check_period(self, every: Duration) -> Result<(), Error> {
        let id = json!(1);
        let targets = match self {
            Api::NibeUplink => nibe::targets(&id),
            Api::Myuplink => myuplink::targets(&json!("1")),
            Api::Local => local::targets(&id),
        };
        let base_url = Some("https://localhost".to_owned());
        let client = Client::new(self.described(), Arc::new(NoToken), Options { base_url, ..Options::default() })?;
        client.watch(targets.into(), every).map(drop)
    }
}

/// Machines that are read, each with two requests: its values, and whether it is connected.
#[derive(Debug)]
pub struct Source {
    /// The client that they are read through.
    pub client: Client,
    pub(crate) api: Api,
    pub(crate) machines: Vec<Machine>,
}

/// A machine and how it is read.
#[derive(Debug)]
pub(crate) struct Machine {
    pub device: Device,
    pub values: WatchTarget,
    pub connection: WatchTarget,
}

/// What is said of a machine beside its values.
#[derive(Debug)]
pub(crate) struct Connection {
    /// How it is not connected; none when it is.
    pub away: Option<String>,
    /// What becomes another when the machine or its software does.
    pub identity: String,
}

impl Source {
    /// Looks for all machines that the login may read.
    ///
    /// # Errors
    /// They cannot be listed.
    pub async fn find(api: Api, client: Client) -> Result<Self, Error> {
        let machines = match api {
            Api::NibeUplink => nibe::machines(&client).await?,
            Api::Myuplink => myuplink::machines(&client).await?,
            Api::Local => local::machines(&client).await?,
        };
        Ok(Source { client, api, machines })
    }

    /// The machines that were found.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.machines.iter().map(|machine| &machine.device)
    }

    /// Whether it reads the machines of another one, in the same order.
    pub(crate) fn is_of_machines_of(&self, other: &Source) -> bool {
        fn place(machine: &Machine) -> (&str, &Arguments) {
            (&machine.device.id, &machine.values.arguments)
        }
        self.machines.iter().map(place).eq(other.machines.iter().map(place))
    }

    /// The targets of a watch: of each machine its values, then its connection.
    pub(crate) fn targets(&self) -> Vec<WatchTarget> {
        self.machines.iter().flat_map(|m| [m.values.clone(), m.connection.clone()]).collect()
    }

    /// The points of an answer.
    pub(crate) fn points(&self, answer: &Answer, at: Timestamp) -> Result<Vec<Point>, Error> {
        match self.api {
            Api::NibeUplink => nibe::points(answer, at),
            Api::Myuplink => myuplink::points(answer),
            Api::Local => local::points(answer, at),
        }
    }

    /// Requests that the API allows now, if the answer says so.
    pub(crate) fn left(&self, answer: &Answer) -> Option<u32> {
        RateLimitHeaders(self.api.described().pace?.headers?).remaining(&answer.facts().headers)
    }

    /// Whether the login may write.
    pub(crate) async fn check_write(&self) -> Result<(), Error> {
        let function = match self.api {
            Api::NibeUplink => &nibe_uplink::functions::SET_PARAMETERS,
            Api::Myuplink => &::myuplink::functions::SET_POINTS,
            Api::Local => &nibe_local::functions::SET_POINTS,
        };
        self.client.check_scopes(function).await
    }

    /// Writes a point, and gives what is known of it then; nothing where that shows only later.
    pub(crate) fn write(
        &self,
        machine: usize,
        id: String,
        value: f64,
    ) -> BoxFuture<'static, Result<Vec<Point>, Error>> {
        let (api, client) = (self.api, self.client.clone());
        let place = self.machines.get(machine).map(|m| m.values.arguments.clone()).unwrap_or_default();
        Box::pin(async move {
            match api {
                Api::NibeUplink => nibe::write(&client, place, &id, value).await,
                Api::Myuplink => {
                    let device = place.get("device_id").and_then(Value::as_str).unwrap_or_default();
                    myuplink::write(&client, device, &id, value).await
                }
                Api::Local => {
                    let device = place.get("device_id").cloned().unwrap_or_default();
                    local::write(&client, &device, &id, value).await
                }
            }
        })
    }

    /// What an answer says of the machine's connection, and of which machine it is.
    pub(crate) fn connection(&self, answer: &Answer) -> Result<Connection, Error> {
        match self.api {
            Api::NibeUplink => nibe::connection(answer),
            Api::Myuplink => myuplink::connection(answer),
            Api::Local => local::connection(answer),
        }
    }

    /// Whether an error means that the machine is away, and not the cloud.
    pub(crate) fn is_offline(&self) -> fn(&Error) -> bool {
        match self.api {
            Api::NibeUplink => nibe_uplink::is_offline,
            Api::Myuplink | Api::Local => |_| false,
        }
    }
}

/// All items of a function that comes in pages.
async fn all<T: DeserializeOwned>(client: &Client, function: &'static Function) -> Result<Vec<T>, Error> {
    let mut walk = client.walk(function, Arguments::new());
    let mut items = Vec::new();
    while let Some(page) = walk.fetch().await? {
        items.extend(walk.json(&page)?);
    }
    items.iter().map(|item| typed(function, item)).collect()
}

fn typed<T: DeserializeOwned>(function: &'static Function, value: &Value) -> Result<T, Error> {
    T::deserialize(value).map_err(|e| Error::Setup(format!("{}: an answer of an unknown form: {e}", function.name)))
}

fn arguments<const N: usize>(pairs: [(&str, Value); N]) -> Arguments {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
