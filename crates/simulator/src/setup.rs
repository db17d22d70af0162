//! How a service is set up, in the words of those who start one: the program and the Python package.

use std::path::PathBuf;

use uplink_spec::model::Model;
use uplink_spec_files::SpecFile;

use crate::behaviour::Behaviour;
use crate::examples::Examples;
use crate::local::Manners;
use crate::nibe::MachineFileError;
use crate::oauth::{Basic, Pkce, Policy, Rotation};
use crate::options::Options;
use crate::simulator::{Simulator, StartError};
use crate::{myuplink, nibe};

/// An API as the service imitates it. The folder of each API has its own.
#[derive(Clone, Copy, Debug)]
pub struct Imitation {
    /// What it says.
    pub spec: SpecFile,
    /// What its authorization server insists on.
    pub policy: fn() -> Policy,
    /// Who answers in place of the examples of the spec.
    pub machines: Option<MakeMachines>,
    /// Whether it is a machine at its own address, which speaks HTTPS and has [`Manners`].
    pub own_address: bool,
}

/// Most owners of a service; each has a machine whose number stands below those of others.
const MOST_OWNERS: usize = 60_000;

/// Makes those who answer, from what was chosen.
pub type MakeMachines = fn(&Setup) -> Result<Box<dyn Behaviour>, SetupError>;

impl Imitation {
    /// An API of which nothing is known but its spec.
    pub const fn of_examples(spec: SpecFile) -> Self {
        Imitation { spec, policy: Policy::default, machines: None, own_address: false }
    }
}

/// What is served and how. Choices are words, `None` leaves one to the API that is imitated; [`start`](Setup::start)
/// refuses those that are unknown or do not go together.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The API.
    pub imitation: Imitation,
    /// A spec to serve in its place, from its examples.
    pub spec: Option<PathBuf>,
    /// Files with machines, in place of the demo machines.
    pub machines: Vec<PathBuf>,
    /// Which houses and which weather the demo machines have: the same number gives the same ones, another number others.
    /// `None` for those that the documentation describes.
    pub seed: Option<u64>,
    /// How many owners there are, with a demo machine each, called `owner-00001` and so on; `None` for the owners that the
    /// demo machines have.
    pub owners: Option<usize>,
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
    /// How a machine at its own address is set.
    pub manners: Manners,
    /// The rest; its policy is made from the words above, and a machine at its own address has TLS.
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
    /// The demo machines of an API, as that has it.
    pub fn new(imitation: Imitation) -> Self {
        Setup {
            imitation,
            spec: None,
            machines: Vec::new(),
            seed: None,
            owners: None,
            profile: None,
            rotation: None,
            grace_s: None,
            pkce: None,
            basic: None,
            manners: Manners::default(),
            options: Options::default(),
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
        let of_spec = self.spec.is_some() || self.imitation.machines.is_none();
        if of_spec && !self.machines.is_empty() {
            return Err(choice(
                "a spec is served from its examples, so machines do not go with it; leave one of them out",
            ));
        }
        if self.seed.is_some() && (of_spec || !self.machines.is_empty()) {
            return Err(choice(
                "a seed is for the demo machines, and files are served as they are; leave one of them out",
            ));
        }
        if let Some(count) = self.owners {
            if of_spec || !self.machines.is_empty() || self.imitation.own_address {
                return Err(choice("owners are those of the demo machines of a cloud; leave `owners` out"));
            }
            if !(1..=MOST_OWNERS).contains(&count) {
                return Err(choice(&format!("owners has to be a number from 1 to {MOST_OWNERS}")));
            }
        }
        let own_address = self.imitation.own_address && self.spec.is_none();
        for (word, said) in [("read_only", self.manners.read_only), ("whole_points", self.manners.whole_points)] {
            if said && !own_address {
                return Err(choice(&format!("only a pump at its own address is set to {word}; leave it out")));
            }
        }
        if !(self.options.speed.is_finite() && self.options.speed >= 0.0) {
            return Err(choice("speed has to be a number, 0 or more"));
        }
        if let (port @ 1.., Some(admin)) = (self.options.port, self.options.admin_port)
            && port == admin
        {
            return Err(choice(
                "the service and its admin port need ports of their own; choose another one, or 0 for any",
            ));
        }
        if !self.options.limits.is_empty() && !self.options.pace {
            return Err(choice("limits say what the pace is bound to; turn pace on, or leave limits out"));
        }
        match self.options.rate {
            Some(_) if !self.options.pace => {
                return Err(choice("a rate says how fast the pace is; turn pace on, or leave rate out"));
            }
            Some((requests, per_s)) if requests == 0 || !(0.001..=1e9).contains(&per_s) => {
                return Err(choice("a rate is one request or more in a thousandth of a second or more"));
            }
            _ => {}
        }
        let policy = self.policy()?;
        let model = match &self.spec {
            Some(path) => uplink_spec::read_file(path).map_err(|report| SetupError::Spec(report.sentence()))?,
            None => embedded(self.imitation.spec)?,
        };
        self.check_model(&model)?;
        let behaviour = match self.imitation.machines {
            Some(machines) if !of_spec => machines(&self)?,
            _ => Box::new(Examples),
        };
        let tls = self.options.tls || own_address;
        Ok((model, behaviour, Options { policy, tls, ..self.options }))
    }

    /// What is chosen has to be there in the spec: words about logins are of no use where nobody logs in.
    fn check_model(&self, model: &Model) -> Result<(), SetupError> {
        if self.options.pace && model.pace.is_none() {
            return Err(choice("the spec has no [pace] that could be enforced; leave pace out"));
        }
        let said = [
            ("profile", self.profile.is_some()),
            ("rotation", self.rotation.is_some()),
            ("grace", self.grace_s.is_some()),
            ("pkce", self.pkce.is_some()),
            ("basic", self.basic.is_some()),
            ("scopes", self.options.scopes.is_some()),
        ];
        match said.into_iter().find(|(_, said)| *said) {
            Some((word, _)) if model.oauth.is_none() => {
                Err(choice(&format!("the spec has no [oauth], so nobody logs in; leave {word} out")))
            }
            _ => Ok(()),
        }
    }

    fn policy(&self) -> Result<Policy, SetupError> {
        let mut policy = match self.profile.as_deref() {
            None => (self.imitation.policy)(),
            Some("nibe") => nibe::policy(),
            Some("myuplink") => myuplink::policy(),
            Some("strict") => Policy::strict(),
            Some(word) => return Err(unknown(&format!("profile `{word}`"), "nibe, myuplink and strict")),
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
}

/// A spec that this crate carries.
///
/// # Errors
/// It is wrong.
pub(crate) fn embedded(spec: SpecFile) -> Result<Model, SetupError> {
    let table = |name: &str| spec.table(name).map(str::to_owned);
    uplink_spec::read_text(spec.name, spec.text, table).map_err(|report| SetupError::Spec(report.to_string()))
}

pub(crate) fn choice(sentence: &str) -> SetupError {
    SetupError::Choice(sentence.to_owned())
}

fn unknown(what: &str, known: &str) -> SetupError {
    choice(&format!("there is no {what}; there are {known}"))
}

#[cfg(test)]
#[path = "setup_tests.rs"]
mod tests;
