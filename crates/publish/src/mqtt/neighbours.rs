//! Which machines this program has published, and which another program publishes as well.

use std::collections::{BTreeMap, BTreeSet};

/// What the broker tells of machines and of the programs that publish them; machines as topics name them.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// The machines that there are, once they are known.
    present: Option<BTreeSet<String>>,
    /// Machines that this program has published, now or in an earlier run.
    own: BTreeSet<String>,
    /// Machines that others have published, with the name of the program.
    others: BTreeMap<String, String>,
    /// Other programs that are there.
    online: BTreeSet<String>,
}

impl Neighbours {
    /// Takes in who publishes a machine; nobody, when that is empty.
    pub(super) fn published(&mut self, machine: &str, by: &str, this: &str) {
        if by == this {
            self.own.insert(machine.to_owned());
        } else if by.is_empty() {
            self.own.remove(machine);
        } else {
            self.others.insert(machine.to_owned(), by.to_owned());
        }
    }

    /// Takes in whether another program is there.
    pub(super) fn is_online(&mut self, program: &str, online: bool) {
        if online {
            self.online.insert(program.to_owned());
        } else {
            self.online.remove(program);
        }
    }

    /// Takes in which machines there are.
    pub(super) fn are_present(&mut self, machines: BTreeSet<String>) {
        self.present = Some(machines);
    }

    /// Machines that this program has published and that are there no more; each is named once.
    pub(super) fn gone(&mut self) -> Vec<String> {
        let Some(present) = &self.present else { return Vec::new() };
        let gone = self.own.difference(present).cloned().collect();
        self.own.retain(|machine| present.contains(machine));
        gone
    }

    /// Machines that another program publishes at the same time, with its name.
    pub(super) fn twice(&self) -> BTreeMap<&str, &str> {
        let here = |machine: &str| self.present.as_ref().is_some_and(|present| present.contains(machine));
        let both = self.others.iter().filter(|(machine, by)| here(machine) && self.online.contains(*by));
        both.map(|(machine, by)| (machine.as_str(), by.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(machines: &[&str]) -> BTreeSet<String> {
        machines.iter().map(|machine| (*machine).to_owned()).collect()
    }

    #[test]
    fn a_machine_of_an_earlier_run_is_gone_once_the_machines_are_known() {
        let mut neighbours = Neighbours::default();
        for (machine, by) in [("a", "me"), ("b", "me"), ("c", "other"), ("d", "me"), ("d", "")] {
            neighbours.published(machine, by, "me");
        }
        assert!(neighbours.gone().is_empty());
        neighbours.are_present(set(&["a"]));
        assert_eq!(neighbours.gone(), ["b"]);
        assert!(neighbours.gone().is_empty());
        // One that comes later was kept by a broker that tells slowly.
        neighbours.published("e", "me", "me");
        assert_eq!(neighbours.gone(), ["e"]);
    }

    #[test]
    fn a_machine_is_published_twice_while_both_programs_are_there() {
        let mut neighbours = Neighbours::default();
        neighbours.are_present(set(&["a", "b"]));
        neighbours.published("a", "other", "me");
        neighbours.published("c", "other", "me");
        assert!(neighbours.twice().is_empty(), "it was published by one that has gone");
        neighbours.is_online("other", true);
        assert_eq!(neighbours.twice(), BTreeMap::from([("a", "other")]));
        neighbours.published("a", "me", "me");
        assert_eq!(neighbours.twice().len(), 1, "what this program says comes back to it");
        neighbours.is_online("other", false);
        assert!(neighbours.twice().is_empty());
    }
}
