//! Its local service.

use super::Package;
use crate::python::text::literal;

impl Package<'_> {
    pub(super) fn simulator(&self) -> String {
        let runtime = self.runtime.module;
        let (name, api) = (self.name, &self.model.api.name);
        format!(
            "\"\"\"A local service that answers like {api}, for trying things out and for tests.\"\"\"\n\nfrom {runtime}._service import DescribedSimulator\n\n\
             from {name}._generated import SCOPES\nfrom {name}._generated.aio import AsyncClient\nfrom {name}._generated.client import Client\n\n\n\
             class Simulator(DescribedSimulator[Client, AsyncClient]):\n    __doc__ = DescribedSimulator.__doc__\n\n    _api = {}\n    _every_scope = SCOPES\n\n    \
             def _kinds(self) -> tuple[type[Client], type[AsyncClient]]:\n        return Client, AsyncClient\n",
            literal(name)
        )
    }
}
