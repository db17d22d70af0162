//! The machines behind the cloud, asked by the functions of their own API.

use serde_json::{Map, Value};
use uplink_spec::model::{CatalogueEntry, Model};

use crate::behaviour::{Behaviour, Call, Outcome};
use crate::nibe::Machines;

#[derive(Debug)]
pub(super) struct Below {
    pub(super) machines: Machines,
    pub(super) model: Model,
}

impl Below {
    /// Asks a function; `call` says when and for whom.
    pub(super) fn ask(&self, function: &str, arguments: Value, call: &Call<'_>) -> Outcome {
        let (Some(function), Value::Object(arguments)) = (self.model.function(function), arguments) else {
            return Outcome::Empty(204);
        };
        self.machines.answer(&Call { function, arguments: &arguments, model: &self.model, ..*call })
    }

    /// The items of a list; none when the machine refuses.
    pub(super) fn list(&self, function: &str, arguments: Value, call: &Call<'_>) -> Vec<Map<String, Value>> {
        match self.ask(function, arguments, call) {
            Outcome::List(items) => items
                .into_iter()
                .filter_map(|item| if let Value::Object(map) = item { Some(map) } else { None })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The ids of the machines that the user of a call may see.
    pub(super) fn ids(&self, call: &Call<'_>) -> Vec<i64> {
        let systems = self.list("systems", Value::Object(Map::new()), call);
        systems.iter().filter_map(|s| s.get("systemId")?.as_i64()).collect()
    }

    /// What is known about a parameter.
    pub(super) fn entry(&self, id: i64) -> Option<&CatalogueEntry> {
        let entries = &self.model.catalogue.as_ref()?.entries;
        entries.binary_search_by_key(&id, |e| e.id).ok().map(|at| &entries[at])
    }
}
