//! One login that nobody else changes, as a store gives it.

use uplink_oauth::{Grant, Key, LockedStore};
use uplink_runtime::{LoginReason, TokenError};

use super::lock::Lock;
use super::{PostgresStore, failed};

pub(super) struct Locked {
    pub(super) store: PostgresStore,
    pub(super) key: Key,
    pub(super) lock: Lock,
    /// Of the tokens that were read last; 0 for none.
    pub(super) generation: i64,
}

impl LockedStore for Locked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        let row = self.lock.runtime.clone().block_on(self.lock.row())?;
        self.generation = row.as_ref().map_or(0, |row| row.generation);
        self.store.opened(&self.key, row)
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        self.lock.runtime.clone().block_on(self.lock.begin_renewal())
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        self.lock.runtime.clone().block_on(self.lock.end_renewal())
    }

    fn note_dead(&mut self, why: LoginReason, detail: &str) -> Result<(), TokenError> {
        self.lock.runtime.clone().block_on(self.lock.note_dead(self.generation, why, detail))
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        let sealed = self.store.shared.keys.seal(self.key.as_str(), &grant.to_text()).map_err(failed)?;
        let runtime = self.lock.runtime.clone();
        self.generation = runtime.block_on(self.lock.save(self.generation, &sealed, grant.expires_at()))?;
        Ok(())
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.generation = 0;
        self.lock.runtime.clone().block_on(self.lock.clear())
    }
}
