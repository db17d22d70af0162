//! myUplink behind a bridge.

use std::collections::BTreeMap;

use jiff::Timestamp;
use myuplink::functions::{
    ACTIVE_NOTIFICATIONS, FIRMWARE_INFO, NOTIFICATIONS, POINTS, SET_POINTS, SET_SMARTHOME_MODE, SMARTHOME_MODE,
    SUBSCRIPTIONS, SYSTEMS,
};
use myuplink::types::{
    AlarmStatus, ConnectionState, FirmwareInfo, Notification, Point as Sent, SecurityLevel, SettingValue,
    SmartHomeMode, SmartHomeModeSetting, Subscription, System,
};
use myuplink::{WriteState, computed, merge, write_points};
use serde::de::DeserializeOwned;
use uplink_runtime::descriptor::Function;
use uplink_runtime::{Arguments, Call, Client, Error, ErrorKind, TransportError};

use crate::upstream::{Failure, Firmware, Language, Level, Machine, Message, Mode, Package, Point, Upstream};

/// The largest page that the cloud gives.
const PAGE: i64 = 100;
/// The most messages that are read, the newest of them: two requests.
const MESSAGES: usize = 200;
/// Messages of up to this severity are alarms; 1 is the worst of 100.
const ALARM: i64 = 50;

/// A login at myUplink.
#[derive(Clone, Debug)]
pub struct Myuplink {
    client: Client,
}

impl Myuplink {
    /// Asks through this client.
    pub fn new(client: Client) -> Self {
        Myuplink { client }
    }

    fn call<T: DeserializeOwned + 'static>(&self, function: &'static Function) -> Call<T> {
        Call::new(&self.client, function)
    }

    /// The items of a function that comes in pages, up to a number.
    async fn all<T: DeserializeOwned>(
        &self,
        function: &'static Function,
        mut arguments: Arguments,
        most: usize,
    ) -> Result<Vec<T>, Error> {
        arguments.insert("items_per_page".to_owned(), PAGE.into());
        let mut walk = self.client.walk(function, arguments);
        let mut items = Vec::new();
        while items.len() < most
            && let Some(page) = walk.fetch().await?
        {
            items.extend(walk.json(&page)?);
        }
        let typed = |item| serde_json::from_value(item).map_err(|e| Error::Setup(format!("{}: {e}", function.name)));
        items.into_iter().map(typed).collect()
    }

    async fn read(&self, machine: &Machine, ids: Option<&[String]>, language: Language) -> Result<Vec<Point>, Failure> {
        let call = self.call(&POINTS).set("device_id", &machine.id).set("language", language.tag);
        let sent: Vec<Sent> = match ids {
            Some(ids) => call.set("parameter_ids", ids).await?,
            None => call.await?,
        };
        Ok(points(sent))
    }
}

impl Upstream for Myuplink {
    fn owner(&self) -> String {
        "The myUplink account of this bridge".to_owned()
    }

    async fn may_write(&self) -> Result<bool, Failure> {
        match self.client.check_scopes(&SET_POINTS).await {
            Ok(()) => Ok(true),
            Err(Error::MissingScope(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn machines(&self) -> Result<Vec<Machine>, Failure> {
        let systems: Vec<System> = self.all(&SYSTEMS, Arguments::new(), usize::MAX).await?;
        let of = |system: System| {
            let level = match system.security_level {
                SecurityLevel::Admin => Level::Admin,
                SecurityLevel::Manager => Level::Manager,
                SecurityLevel::Viewer => Level::Viewer,
                _ => Level::Unknown,
            };
            let (name, country) = (system.name.unwrap_or_default(), system.country.unwrap_or_default());
            let devices = system.devices.unwrap_or_default().into_iter();
            let machines = devices.map(move |device| Machine {
                system: system.system_id.clone(),
                name: name.clone(),
                product: device.product.name.unwrap_or_default(),
                serial: device.product.serial_number.unwrap_or_default(),
                firmware: device.current_fw_version.unwrap_or_default(),
                country: country.clone(),
                level,
                connected: device.connection_state == ConnectionState::Connected,
                alarm: system.has_alarm,
                id: device.id,
            });
            machines.collect::<Vec<_>>()
        };
        Ok(systems.into_iter().flat_map(of).collect())
    }

    async fn points(&self, machine: &Machine, language: Language) -> Result<Vec<Point>, Failure> {
        self.read(machine, None, language).await
    }

    async fn unlisted(&self, machine: &Machine, ids: &[String], language: Language) -> Result<Vec<Point>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let points = self.read(machine, Some(ids), language).await?;
        Ok(points.into_iter().filter(|point| ids.contains(&point.id)).collect())
    }

    async fn write(&self, machine: &Machine, values: Vec<(String, f64)>) -> Result<BTreeMap<String, String>, Failure> {
        let values = values.into_iter().map(|(id, value)| (id, SettingValue::number(value))).collect();
        let written = write_points(&self.client, machine.id.clone(), values, None).await?;
        let refused = written.into_iter().filter(|(_, written)| written.state == WriteState::Refused);
        Ok(refused.map(|(id, written)| (id, written.said)).collect())
    }

    async fn messages(&self, machine: &Machine, active: bool, language: Language) -> Result<Vec<Message>, Failure> {
        let function = if active { &ACTIVE_NOTIFICATIONS } else { &NOTIFICATIONS };
        let mut arguments = Arguments::new();
        arguments.insert("system_id".to_owned(), machine.system.clone().into());
        arguments.insert("language".to_owned(), language.tag.into());
        let sent: Vec<Notification> = self.all(function, arguments, MESSAGES).await?;
        let own = sent.into_iter().filter(|n| n.device_id.as_ref().is_none_or(|id| *id == machine.id));
        let fits = own.filter(|n| (n.status == AlarmStatus::Active) == active);
        let mut messages: Vec<Message> = fits.map(message).collect();
        messages.sort_by_key(|message| std::cmp::Reverse(message.begun));
        Ok(messages)
    }

    async fn packages(&self, machine: &Machine) -> Result<Vec<Package>, Failure> {
        let call: Call<Option<Vec<Subscription>>> = self.call(&SUBSCRIPTIONS);
        let sent = call.set("system_id", &machine.system).await?.unwrap_or_default();
        let now = Timestamp::now();
        // Those that have ended are listed as well.
        let valid = sent.into_iter().filter(|package| package.valid_until.is_none_or(|until| until > now));
        let package =
            |sent: Subscription| Package { word: sent.r#type.to_string().to_uppercase(), until: sent.valid_until };
        Ok(valid.map(package).collect())
    }

    async fn firmware(&self, machine: &Machine) -> Result<Firmware, Failure> {
        let call: Call<FirmwareInfo> = self.call(&FIRMWARE_INFO);
        let sent = call.set("device_id", &machine.id).await?;
        let said = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let current = said(sent.current_fw_version).unwrap_or_else(|| machine.firmware.clone());
        let mut newer = [sent.pending_fw_version, sent.desired_fw_version].into_iter().filter_map(said);
        let newer = newer.find(|version| *version != current);
        Ok(Firmware { current, newer })
    }

    async fn mode(&self, machine: &Machine) -> Result<Mode, Failure> {
        let call: Call<SmartHomeModeSetting> = self.call(&SMARTHOME_MODE);
        Ok(match call.set("system_id", &machine.system).await?.smart_home_mode {
            SmartHomeMode::Away => Mode::Away,
            SmartHomeMode::Vacation => Mode::Vacation,
            _ => Mode::Normal,
        })
    }

    async fn set_mode(&self, machine: &Machine, mode: Mode) -> Result<Mode, Failure> {
        let word = match mode {
            Mode::Normal => "Default",
            Mode::Away => "Away",
            Mode::Vacation => "Vacation",
        };
        let call: Call<Option<serde_json::Value>> = self.call(&SET_SMARTHOME_MODE);
        call.set("system_id", &machine.system).set("smart_home_mode", word).await?;
        Ok(mode)
    }
}

/// Each id once for each unit, by the variant that says most.
fn points(sent: Vec<Sent>) -> Vec<Point> {
    let mut units: BTreeMap<i64, Vec<Sent>> = BTreeMap::new();
    for point in sent {
        units.entry(unit(point.category.as_deref().unwrap_or_default())).or_default().push(point);
    }
    let of_unit = |(part, sent)| merge(sent).iter().map(move |merged| point(merged.point(), part)).collect::<Vec<_>>();
    units.into_iter().flat_map(of_unit).collect()
}

fn point(sent: &Sent, part: i64) -> Point {
    let (value, words, limits) = (sent.value(), sent.words(), sent.limits());
    let named = match &value {
        computed::Value::Text(text) => words.iter().find(|(_, word)| word == text).map(|(number, _)| *number),
        _ => None,
    };
    let sent_number = || sent.raw.as_ref().and_then(serde_json::Value::as_f64);
    let scale = computed::scale_of(sent.scale_value.as_deref());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a scale is a power of ten")]
    let factor = (1.0 / scale).round().clamp(1.0, 1e6) as u32;
    Point {
        id: sent.parameter_id.clone(),
        title: sent.title().unwrap_or_default(),
        unit: sent.raw_unit.clone().unwrap_or_default(),
        code: named.or_else(sent_number),
        value,
        factor,
        words,
        limits: [limits.min, limits.max],
        writable: sent.writable,
        part,
        time: sent.timestamp,
    }
}

/// The unit of a machine that a text names: `EB101` is the first one beside the main unit, which is `EB100`.
fn unit(text: &str) -> i64 {
    let number = |word: &str| word.strip_prefix("EB1").filter(|n| n.len() == 2).and_then(|n| n.parse().ok());
    text.split(|c: char| !c.is_ascii_alphanumeric()).find_map(number).unwrap_or(0)
}

fn message(sent: Notification) -> Message {
    let module = sent.equip_name.clone().unwrap_or_default();
    let over = sent.status_history.iter().flatten().filter(|change| change.status != AlarmStatus::Active);
    let ended = if sent.status == AlarmStatus::Active { None } else { over.filter_map(|change| change.at()).max() };
    let begun = sent.created_at().unwrap_or_default();
    Message {
        number: sent.alarm_number,
        alarm: sent.severity <= ALARM,
        part: unit(&module),
        module,
        begun,
        // One that is over without a word when has ended, too.
        ended: if sent.status == AlarmStatus::Active { None } else { ended.or(Some(begun)) },
        reset: matches!(sent.status, AlarmStatus::ResetByUserOnDevice | AlarmStatus::ResetByUserFromCloud),
        title: sent.header.unwrap_or_default(),
        text: sent.description.unwrap_or_default(),
        id: sent.id,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match &error {
            Error::MissingScope(_) => Failure::Scope(said),
            Error::Token(_) => Failure::Login(format!("the bridge has to log in again: {said}")),
            Error::Transport { error: TransportError::Setup { .. }, .. } => Failure::Refused(said),
            Error::Transport { error: TransportError::Certificate { .. }, .. } => {
                Failure::Login(format!("the bridge has to be paired again: {said}"))
            }
            Error::Api(_) if error.is_login_required() => {
                Failure::Login(format!("the bridge has to log in again: {said}"))
            }
            Error::Api(api) => match (api.name, api.status) {
                (Some("PREMIUM_REQUIRED"), _) => Failure::Package(said),
                (Some("OUT_OF_RANGE"), _) => Failure::Range(said),
                (_, 403 | 404) => Failure::Foreign(said),
                (_, 400..=499) if error.kind() != ErrorKind::RateLimited && api.status != 429 => Failure::Refused(said),
                _ => Failure::Away(said),
            },
            Error::Argument(_) => Failure::Refused(said),
            _ => Failure::Away(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_named_by_a_category() {
        let named = ["Slave 1 (EB101)", "EB102-EP14", "F1255-6 R (EB100)", "VVM 310", "EB1011"];
        assert_eq!(named.map(unit), [1, 2, 0, 0, 0]);
    }
}
