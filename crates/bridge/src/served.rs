//! What the functions of v1 answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use uplink_simulator::{Behaviour, Call, Outcome};

use crate::connected::Connected;
use crate::readings::{self, View};
use crate::smarthome::{self, LIFE, ROOM_SENSOR, Told};
use crate::upstream::{Failure, Language, Machine, Mode, Point, Upstream};
use crate::{messages, refusal, settings, system};

/// How often to look whether a mode is over.
const LOOK: Duration = Duration::from_secs(30);

/// Functions of v1 over another API.
#[derive(Debug)]
pub struct Bridge<U> {
    inner: Arc<Inner<U>>,
    runtime: Handle,
    /// Ends modes that nobody repeats.
    watch: JoinHandle<()>,
}

#[derive(Debug)]
struct Inner<U> {
    behind: Connected<U>,
    kept: Mutex<Kept>,
}

/// What outlives a restart.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// The ids of systems by those of their machines.
    ids: BTreeMap<String, i64>,
    /// The ids of the machines that there are.
    #[serde(skip)]
    present: Vec<String>,
    told: Told,
}

impl<U: Upstream> Bridge<U> {
    /// Looks for the machines.
    ///
    /// # Errors
    /// They cannot be listed.
    pub async fn open(upstream: U) -> Result<Self, Failure> {
        let inner = Arc::new(Inner { behind: Connected::new(upstream), kept: Mutex::default() });
        inner.machines().await?;
        let watched = Arc::downgrade(&inner);
        let watch = tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(inner) = watched.upgrade() else { return };
                inner.end_modes(Timestamp::now()).await;
            }
        });
        Ok(Bridge { inner, runtime: Handle::current(), watch })
    }
}

impl<U> Drop for Bridge<U> {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

impl<U: Upstream> Inner<U> {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All machines, with the ids of their systems.
    async fn machines(&self) -> Result<Vec<(i64, Machine)>, Failure> {
        let machines = self.behind.machines().await?;
        let mut kept = self.kept();
        system::number(&mut kept.ids, &machines);
        kept.present = machines.iter().map(|machine| machine.id.clone()).collect();
        Ok(machines.into_iter().map(|machine| (kept.ids[&machine.id], machine)).collect())
    }

    async fn answer(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let _turn = self.behind.turn(call.client_id).await;
        let machines = self.machines().await.map_err(refusal::behind)?;
        match call.function.name.as_str() {
            "systems" => {
                let mut systems = Vec::new();
                for (id, machine) in &machines {
                    systems.push(self.system(*id, machine).await);
                }
                return Ok(Outcome::List(systems));
            }
            "software" => {
                let serial = call.text("serial_number").unwrap_or_default();
                let found = machines.iter().find(|(_, machine)| machine.serial == serial);
                let (_, machine) =
                    found.ok_or_else(|| refusal::not_found(&format!("machine with serial number {serial}")))?;
                let firmware = self.behind.firmware(machine).await.map_err(refusal::behind)?;
                return Ok(Outcome::Json(200, system::newest(&firmware)));
            }
            _ => {}
        }
        let id = call.int("system_id").unwrap_or_default();
        let found = machines.iter().find(|(known, _)| *known == id);
        let (_, machine) = found.ok_or_else(|| refusal::unknown_system(id))?;
        match call.function.name.as_str() {
            "system" => Ok(Outcome::Json(200, self.system(id, machine).await)),
            "set_smarthome_mode" => self.set_mode(machine, call).await,
            "set_parameters" => self.set_parameters(machine, call).await,
            "set_thermostat" => self.set_thermostat(machine, call).await,
            "thermostats" => Ok(Outcome::List(self.kept().told.thermostats(&machine.id, call.now))),
            _ => self.read(machine, call).await,
        }
    }

    /// What needs one answer from behind.
    async fn read(&self, machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let failed = refusal::behind;
        match call.function.name.as_str() {
            "system_software" => {
                let firmware = self.behind.firmware(machine).await.map_err(failed)?;
                Ok(Outcome::Json(200, system::software(&firmware)))
            }
            "premium" => {
                let packages = self.behind.packages(machine).await.map_err(failed)?;
                Ok(Outcome::List(system::premium(&packages, call.now)))
            }
            "notifications" => {
                let active = call.truth("active").unwrap_or(true);
                let all = self
                    .behind
                    .messages(machine, active, Language::asked(call.accept_language))
                    .await
                    .map_err(failed)?;
                Ok(Outcome::List(messages::notifications(&all, call.text("type").unwrap_or("ALARM"))))
            }
            "smarthome_mode" => {
                let mode = self.behind.mode(machine).await.map_err(failed)?;
                Ok(Outcome::Json(200, serde_json::json!({"mode": smarthome::word(mode)})))
            }
            name => {
                let view = self.view(machine, call).await?;
                match name {
                    "units" => Ok(Outcome::List(view.units_json())),
                    "system_config" => Ok(Outcome::Json(200, view.config())),
                    "categories" => view.categories(call),
                    "category" => view.category(call),
                    "parameters" => {
                        let ids = readings::asked(call).filter_map(|asked| readings::meant(view.catalogue, asked));
                        let more = view.missing(ids, view.unit(call)?);
                        self.with(view, &more, call).await?.parameters(call)
                    }
                    "system_status" => Ok(Outcome::List(view.system_status())),
                    "unit_status" => Ok(Outcome::List(view.unit_status(view.unit(call)?))),
                    name => Err(refusal::not_found(&format!("function {name} behind this bridge"))),
                }
            }
        }
    }

    async fn system(&self, id: i64, machine: &Machine) -> Json {
        // What cannot be read says only that nobody knows when the machine was heard of.
        let points = self.behind.points(machine).await.ok();
        system::system(id, machine, points.and_then(|points| View::new(machine, None, points).heard()))
    }

    async fn view<'a>(&self, machine: &'a Machine, call: &Call<'a>) -> Result<View<'a>, Outcome> {
        let points = self.behind.points(machine).await.map_err(refusal::behind)?;
        let view = View::new(machine, call.model.catalogue.as_ref(), points);
        Ok(view.titled_by(self.titles(machine, &[], call).await))
    }

    /// Points with titles in the language that is asked for; none where they cannot be had now, which leaves English ones.
    async fn titles(&self, machine: &Machine, ids: &[String], call: &Call<'_>) -> Arc<Vec<Point>> {
        let language = Language::asked(call.accept_language);
        self.behind.titles(machine, ids, language).await.unwrap_or_default()
    }

    /// The same with points that the machine may have without listing them.
    async fn with<'a>(&self, view: View<'a>, ids: &[String], call: &Call<'_>) -> Result<View<'a>, Outcome> {
        if ids.is_empty() {
            return Ok(view);
        }
        let more = self.behind.unlisted(view.machine, ids).await.map_err(refusal::behind)?;
        let titles = if more.is_empty() { Arc::default() } else { self.titles(view.machine, ids, call).await };
        Ok(view.with(more).titled_by(titles))
    }

    async fn set_parameters(&self, machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let view = self.view(machine, call).await?;
        let unit = view.unit(call)?;
        let more = view.missing(settings::written(&view, call).into_iter(), unit);
        let view = self.with(view, &more, call).await?;
        let settings = settings::read(&view, unit, call)?;
        let values = settings.iter().map(settings::Setting::to_write).collect();
        let refused = self.write(machine, values).await?;
        // v1 took all or nothing; what was taken here stays, and the sentence says which was not.
        let sentences = settings.iter().filter_map(|s| refused.get(&s.to_write().0).map(|said| s.refused(said)));
        let sentences: Vec<String> = sentences.collect();
        if !sentences.is_empty() {
            return Err(refusal::settings(sentences));
        }
        Ok(Outcome::List(settings.iter().map(|setting| setting.result(&view, unit)).collect()))
    }

    async fn write(&self, machine: &Machine, values: Vec<(String, f64)>) -> Result<BTreeMap<String, String>, Outcome> {
        if !machine.connected {
            return Err(refusal::offline(&machine.name));
        }
        self.behind.write(machine, values).await.map_err(refusal::behind)
    }

    async fn set_mode(&self, machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let mode = smarthome::mode(call.text("mode").unwrap_or_default());
        self.tell_mode(machine, mode, call.now).await.map_err(refusal::behind)?;
        Ok(Outcome::Empty(204))
    }

    /// Sets a mode that ends by itself, and keeps the one that it became.
    async fn tell_mode(&self, machine: &Machine, mode: Mode, now: Timestamp) -> Result<(), Failure> {
        let mode = self.behind.set_mode(machine, mode).await?;
        let until = now.checked_add(LIFE).unwrap_or(now);
        let mut kept = self.kept();
        match mode {
            Mode::Normal => drop(kept.told.modes.remove(&machine.id)),
            _ => drop(kept.told.modes.insert(machine.id.clone(), (smarthome::word(mode).to_owned(), until))),
        }
        Ok(())
    }

    /// Lets modes that nobody repeated fall back. One that cannot be ended now is tried again at the next look.
    async fn end_modes(&self, now: Timestamp) {
        let due: Vec<(String, String)> = {
            let kept = self.kept();
            let over = kept.told.modes.iter().filter(|(_, (_, until))| *until <= now);
            over.map(|(id, (word, _))| (id.clone(), word.clone())).collect()
        };
        if due.is_empty() {
            return;
        }
        let Ok(machines) = self.machines().await else { return };
        for (id, word) in due {
            let machine = machines.iter().map(|(_, machine)| machine).find(|machine| machine.id == id);
            let ended = match machine {
                Some(machine) => self.end_mode(machine, &word).await.is_ok(),
                None => true,
            };
            let mut kept = self.kept();
            // Unless a program repeated it meanwhile.
            if ended && kept.told.modes.get(&id).is_some_and(|(_, until)| *until <= now) {
                kept.told.modes.remove(&id);
            }
        }
    }

    /// Ends a mode, unless somebody has set another one in another way.
    async fn end_mode(&self, machine: &Machine, word: &str) -> Result<(), Failure> {
        match self.behind.mode(machine).await? {
            mode if smarthome::word(mode) == word => self.behind.set_mode(machine, Mode::Normal).await.map(drop),
            _ => Ok(()),
        }
    }

    async fn set_thermostat(&self, machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
        let view = self.view(machine, call).await?;
        let view = if view.own(ROOM_SENSOR).is_none() && call.int("actual_temp").is_some() {
            self.with(view, &[ROOM_SENSOR.to_owned()], call).await?
        } else {
            view
        };
        let values = smarthome::writes(&view, call)?;
        if !values.is_empty() {
            let refused = self.write(machine, values).await?;
            if !refused.is_empty() {
                return Err(refusal::settings(refused.values().map(|said| format!("Error 14: {said}")).collect()));
            }
        }
        self.kept().told.keep(&machine.id, call);
        Ok(Outcome::Empty(204))
    }
}

impl<U: Upstream> Behaviour for Bridge<U> {
    fn systems(&self) -> Vec<i64> {
        let kept = self.inner.kept();
        kept.present.iter().filter_map(|machine| kept.ids.get(machine).copied()).collect()
    }

    fn waits(&self) -> bool {
        true
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        self.runtime.block_on(self.inner.answer(call)).unwrap_or_else(|refused| refused)
    }

    fn owners(&self) -> Vec<String> {
        vec![self.inner.behind.owner()]
    }

    fn state(&self) -> Json {
        serde_json::to_value(&*self.inner.kept()).unwrap_or_default()
    }

    fn restore(&self, state: &Json) {
        if let Ok(kept) = serde_json::from_value::<Kept>(state.clone()) {
            let mut now = self.inner.kept();
            // Ids that programs know win over those that were just made.
            let mut ids = kept.ids;
            for (machine, id) in std::mem::take(&mut now.ids) {
                if ids.contains_key(&machine) {
                    continue;
                }
                let mut own = id;
                while ids.values().any(|taken| *taken == own) {
                    own += 1;
                }
                ids.insert(machine, own);
            }
            now.ids = ids;
            now.told = kept.told;
        }
    }
}

#[cfg(test)]
#[path = "served_tests.rs"]
mod tests;
