//! How a service is set up, in the words of those who start one: the program and the Python package.

use std::path::PathBuf;

use uplink_spec::model::Model;
use uplink_spec_files::{MYUPLINK_V2, NIBE_LOCAL, NIBE_UPLINK_V1, SpecFile};

use crate::behaviour::Behaviour;
use crate::examples::Examples;
use crate::local::{Manners, Pump};
use crate::myuplink;
use crate::nibe::{self, MachineFileError, Machines};
use crate::oauth::{Basic, Pkce, Policy, Rotation};
use crate::options::Options;
use crate::simulator::{Simulator, StartError};

/// A cloud that is imitated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// NIBE Uplink API v1.
    NibeUplink,
    /// myUplink API v2.
    Myuplink,
    /// No cloud: a pump at its own address.
    Local,
}

/// What is served and how. Choices are words, `None` leaves one to the cloud that is imitated; [`start`](Setup::start)
/// refuses those that are unknown or do not go together.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The cloud.
    pub cloud: Cloud,
    /// A spec to serve in its place, from its examples.
    pub spec: Option<PathBuf>,
    /// Files with machines, in place of the demo machines.
    pub machines: Vec<PathBuf>,
    /// Which houses and which weather the demo machines have: the same number gives the same ones, another number others.
    /// `None` for those that the documentation describes.
    pub seed: Option<u64>,
    /// How strict the authorization server is: `nibe`, `myuplink` or `strict`.
    pub profile: Option<String>,
    /// What a refresh does to the refresh token: `never`, `loose` or `once`.
    pub rotation: Option<String>,
    /// Simulated seconds in which a spent refresh token still works.
    pub grace_s: Option<f64>,
    /// Which logins must use PKCE: `spec`, `public` or `everyone`.
    pub pkce: Option<String>,
    /// How HTTP Basic is read: `either`, `raw`, `encoded` or `refused`.
    pub basic: Option<String>,
    /// How a pump at its own address is set.
    pub manners: Manners,
    /// The rest; its policy is made from the words above.
    pub options: Options,
}

/// Why a service could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Something is chosen that is unknown, or does not go with another choice.
    #[error("{0}")]
    Choice(String),
    /// The spec cannot be used.
    #[error("{0}")]
    Spec(String),
    /// A machine cannot be used.
    #[error(transparent)]
    Machine(#[from] MachineFileError),
    /// The service could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
}

impl Setup {
    /// The demo machines of a cloud, as the cloud has it.
    pub fn new(cloud: Cloud) -> Self {
        Setup {
            cloud,
            spec: None,
            machines: Vec::new(),
            seed: None,
            profile: None,
            rotation: None,
            grace_s: None,
            pkce: None,
            basic: None,
            manners: Manners::default(),
            options: Options { tls: cloud == Cloud::Local, ..Options::default() },
        }
    }

    /// Starts the service on the current tokio runtime.
    ///
    /// # Errors
    /// A [`SetupError`] whose sentence says what to change.
    pub async fn start(self) -> Result<Simulator, SetupError> {
        let (model, behaviour, options) = self.ready()?;
        Ok(Simulator::start(model, behaviour, options).await?)
    }

    pub(crate) fn ready(self) -> Result<(Model, Box<dyn Behaviour>, Options), SetupError> {
        if self.spec.is_some() && !self.machines.is_empty() {
            return Err(choice(
                "a spec is served from its examples, so machines do not go with it; leave one of them out",
            ));
        }
        if self.seed.is_some() && (self.spec.is_some() || !self.machines.is_empty()) {
            return Err(choice(
                "a seed is for the demo machines, and files are served as they are; leave one of them out",
            ));
        }
        if let (port @ 1.., Some(admin)) = (self.options.port, self.options.admin_port)
            && port == admin
        {
            return Err(choice(
                "the service and its admin port need ports of their own; choose another one, or 0 for any",
            ));
        }
        let policy = self.policy()?;
        let (model, behaviour): (_, Box<dyn Behaviour>) = match &self.spec {
            Some(path) => {
                let model = uplink_spec::read_file(path).map_err(|report| SetupError::Spec(report.sentence()))?;
                self.check_spec(&model)?;
                (model, Box::new(Examples))
            }
            None => (embedded(self.cloud.spec())?, self.machines()?),
        };
        Ok((model, behaviour, Options { policy, ..self.options }))
    }

    /// What is chosen has to be there in the spec: words about logins are of no use where nobody logs in.
    fn check_spec(&self, model: &Model) -> Result<(), SetupError> {
        if self.options.pace && model.pace.is_none() {
            return Err(choice("the spec has no [pace] that could be enforced; leave pace out"));
        }
        let said = [
            ("profile", self.profile.is_some()),
            ("rotation", self.rotation.is_some()),
            ("grace", self.grace_s.is_some()),
            ("pkce", self.pkce.is_some()),
            ("basic", self.basic.is_some()),
        ];
        match said.into_iter().find(|(_, said)| *said) {
            Some((word, _)) if model.oauth.is_none() => {
                Err(choice(&format!("the spec has no [oauth], so nobody logs in; leave {word} out")))
            }
            _ => Ok(()),
        }
    }

    fn policy(&self) -> Result<Policy, SetupError> {
        let mut policy = match (self.profile.as_deref(), self.cloud) {
            (Some("nibe"), _) | (None, Cloud::NibeUplink | Cloud::Local) => nibe::policy(),
            (Some("myuplink"), _) | (None, Cloud::Myuplink) => myuplink::policy(),
            (Some("strict"), _) => Policy::strict(),
            (Some(word), _) => return Err(unknown(&format!("profile `{word}`"), "nibe, myuplink and strict")),
        };
        policy.rotation = match self.rotation.as_deref() {
            None => policy.rotation,
            Some("never") => Rotation::Never,
            Some("loose") => Rotation::Loose,
            Some("once") => Rotation::Once { grace_s: 0.0 },
            Some(word) => return Err(unknown(&format!("rotation `{word}`"), "never, loose and once")),
        };
        let grace = self.grace_s.unwrap_or(0.0);
        if !(grace.is_finite() && grace >= 0.0) {
            return Err(choice("a grace is a number of seconds, 0 or more"));
        }
        match &mut policy.rotation {
            Rotation::Once { grace_s } => *grace_s = grace,
            _ if grace > 0.0 => {
                return Err(choice(
                    "a grace is for refresh tokens that are good once; choose the rotation once, or leave it out",
                ));
            }
            _ => {}
        }
        policy.pkce = match self.pkce.as_deref() {
            None => policy.pkce,
            Some("spec") => Pkce::AsSpec,
            Some("public") => Pkce::Public,
            Some("everyone") => Pkce::Everyone,
            Some(word) => return Err(unknown(&format!("`{word}` for pkce"), "spec, public and everyone")),
        };
        policy.basic = match self.basic.as_deref() {
            None => policy.basic,
            Some("either") => Basic::Either,
            Some("raw") => Basic::Raw,
            Some("encoded") => Basic::Encoded,
            Some("refused") => Basic::Refused,
            Some(word) => return Err(unknown(&format!("`{word}` for basic"), "either, raw, encoded and refused")),
        };
        Ok(policy)
    }

    /// Who answers: the machines themselves, or the other cloud over them.
    fn machines(&self) -> Result<Box<dyn Behaviour>, SetupError> {
        let mut machines = match (self.machines.is_empty(), self.cloud) {
            (true, Cloud::NibeUplink) => nibe::demo(),
            // A pump's file has its points; the rest is of a machine.
            (true, Cloud::Myuplink) | (_, Cloud::Local) => nibe::demo_of_both_families(),
            (false, _) => Machines::only_files(),
        };
        if let Some(seed) = self.seed {
            machines = machines.seeded(seed);
        }
        let mut own = Vec::new();
        for path in &self.machines {
            match self.cloud {
                Cloud::Local => {}
                Cloud::Myuplink if myuplink::is_own(path)? => own.push(path),
                _ => drop(machines.add_file(path)?),
            }
        }
        if self.cloud == Cloud::NibeUplink {
            return Ok(Box::new(machines));
        }
        let mut cloud = myuplink::Cloud::new(machines, embedded(NIBE_UPLINK_V1)?);
        for path in own {
            cloud.add_file(path)?;
        }
        if self.cloud != Cloud::Local {
            return Ok(Box::new(cloud));
        }
        let pump = Pump::new(cloud, embedded(MYUPLINK_V2)?, self.manners)?;
        match self.machines.as_slice() {
            [] => Ok(Box::new(pump)),
            [path] => Ok(Box::new(pump.with_file(path)?)),
            _ => Err(choice("a pump is one machine; name one file")),
        }
    }
}

impl Cloud {
    fn spec(self) -> SpecFile {
        match self {
            Cloud::NibeUplink => NIBE_UPLINK_V1,
            Cloud::Myuplink => MYUPLINK_V2,
            Cloud::Local => NIBE_LOCAL,
        }
    }
}

fn embedded(spec: SpecFile) -> Result<Model, SetupError> {
    let table = |name: &str| spec.table(name).map(str::to_owned);
    uplink_spec::read_text(spec.name, spec.text, table).map_err(|report| SetupError::Spec(report.to_string()))
}

fn choice(sentence: &str) -> SetupError {
    SetupError::Choice(sentence.to_owned())
}

fn unknown(what: &str, known: &str) -> SetupError {
    choice(&format!("there is no {what}; there are {known}"))
}

#[cfg(test)]
#[path = "setup_tests.rs"]
mod tests;
