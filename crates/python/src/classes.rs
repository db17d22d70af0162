//! The classes of a package whose instances answers become.

#![allow(unsafe_code, reason = "slots are filled without the detour over names; each use has its proof beside it")]

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMappingProxy, PyString, PyTuple, PyType};
use uplink_runtime::descriptor::{Api, Enum, Shape, Struct};

use crate::package;
use crate::texts::Texts;

/// The field with a unit as it was sent.
const RAW_UNIT: &str = "raw_unit";

/// The classes of one API.
pub(crate) struct Classes {
    structs: Vec<Class>,
    enums: Vec<Words>,
    /// What `extra` holds when there is nothing in it.
    nothing: Py<PyAny>,
    /// Locked for a moment only, and attached: whoever makes objects takes it and gives it back.
    texts: Mutex<Texts>,
}

/// The class of a struct.
pub(crate) struct Class {
    class: Py<PyType>,
    shape: Shape,
    fields: Vec<Slot>,
    extra: Slot,
    /// What is read when an instance is made: where the unit stands that is to have its one spelling, and its slot.
    spelled: Option<(usize, Slot)>,
}

/// The class of an enum with its known members, by their position.
struct Words {
    class: Py<PyAny>,
    members: Vec<Py<PyAny>>,
}

impl Classes {
    /// The classes of an API from the generated modules of its package.
    pub(crate) fn load(py: Python<'_>, api: &'static Api, package: &str) -> PyResult<Self> {
        let base = py.import(package::MODEL)?;
        let module = |name: &str| py.import(format!("{package}._generated.{name}"));
        let structs = named(&module("models")?, api.structs.len())?;
        let enums = named(&module("enums")?, api.enums.len())?;
        Ok(Classes {
            structs: structs
                .iter()
                .zip(api.structs)
                .map(|(class, of)| Class::new(class, of))
                .collect::<PyResult<_>>()?,
            enums: enums.iter().zip(api.enums).map(|(class, of)| Words::new(class, of)).collect::<PyResult<_>>()?,
            nothing: base.getattr("NOTHING")?.unbind(),
            texts: Mutex::default(),
        })
    }

    /// The texts that came before, for one answer.
    pub(crate) fn take_texts(&self) -> Texts {
        std::mem::take(&mut self.texts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn give_back(&self, texts: Texts) {
        let others = std::mem::replace(&mut *self.texts.lock().unwrap_or_else(PoisonError::into_inner), texts);
        // Those of a thread that was quicker, which go when nothing is locked any more; see `runtime`.
        drop(others);
    }

    pub(crate) fn class(&self, of: &Struct) -> &Class {
        &self.structs[of.index]
    }

    /// The form of the instances of a class.
    pub(crate) fn shape_of(&self, class: &Bound<'_, PyType>) -> Option<&Shape> {
        self.structs.iter().find(|known| known.class.bind(class.py()).is(class)).map(|known| &known.shape)
    }

    /// The member for a word; one that is newer than the package becomes a member of its own.
    pub(crate) fn word<'py>(
        &self,
        py: Python<'py>,
        of: &Enum,
        position: Option<usize>,
        text: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let words = &self.enums[of.index];
        match position {
            Some(position) => Ok(words.members[position].bind(py).clone()),
            None => words.class.bind(py).call1((text,)),
        }
    }

    pub(crate) fn nothing<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        self.nothing.bind(py).clone()
    }
}

/// The classes of a generated module, in the order of the spec.
fn named<'py>(module: &Bound<'py, PyModule>, count: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let names = module.getattr("__all__")?.cast_into::<PyList>()?;
    if names.len() != count {
        return Err(outdated(module.as_any()));
    }
    names.iter().map(|name| module.getattr(name.extract::<String>()?)).collect()
}

fn outdated(what: &Bound<'_, PyAny>) -> PyErr {
    PyRuntimeError::new_err(format!("{what} does not belong to this build of the extension; install the package anew"))
}

impl Words {
    fn new(class: &Bound<'_, PyAny>, of: &Enum) -> PyResult<Self> {
        let members = of.words.iter().map(|word| Ok(class.call1((*word,))?.unbind())).collect::<PyResult<_>>()?;
        Ok(Words { class: class.clone().unbind(), members })
    }
}

/// An instance that is being filled.
pub(crate) struct Instance<'py, 'c> {
    class: &'c Class,
    object: Bound<'py, PyAny>,
}

impl Class {
    fn new(class: &Bound<'_, PyAny>, of: &'static Struct) -> PyResult<Self> {
        let py = class.py();
        let names = class.getattr("_fields")?.cast_into::<PyTuple>()?;
        let wires = class.getattr("_wire")?.call_method0("values")?.try_iter()?;
        let wires = wires.map(|wire| wire?.extract()).collect::<PyResult<Vec<String>>>()?;
        if !wires.iter().eq(of.fields.iter().map(|field| field.wire)) {
            return Err(outdated(class));
        }
        let class = class.clone().cast_into::<PyType>()?.unbind();
        let mut made = Class { class, shape: Shape::Struct(of), fields: Vec::new(), extra: Slot(0), spelled: None };
        let sample = made.instance(py)?.object;
        made.fields = names.iter().map(|name| Slot::find(&made, &sample, &name)).collect::<PyResult<_>>()?;
        made.extra = Slot::find(&made, &sample, pyo3::intern!(py, "extra"))?;
        let at_once = made.class.bind(py).getattr("_at_once")?.cast_into::<PyDict>()?;
        for name in at_once.keys() {
            // Units are all that there is, so far.
            let raw = names.index(RAW_UNIT).map_err(|_| outdated(made.class.bind(py).as_any()))?;
            made.spelled = Some((raw, Slot::find(&made, &sample, &name)?));
        }
        Ok(made)
    }

    /// An instance whose slots are empty; each has to be filled before anybody else sees it.
    pub(crate) fn instance<'py>(&self, py: Python<'py>) -> PyResult<Instance<'py, '_>> {
        let class: *mut ffi::PyTypeObject = self.class.bind(py).as_type_ptr();
        // SAFETY: `class` is a live type object, made by a class statement of Python, whose allocator is the generic one;
        // an instance needs nothing beyond it, since the classes have slots only, and empty slots are null, as the
        // allocator leaves them. The result is a new reference or null with an exception set.
        let object = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_GenericAlloc(class, 0)) }?;
        Ok(Instance { class: self, object })
    }
}

impl<'py> Instance<'py, '_> {
    pub(crate) fn set(&self, position: usize, value: Bound<'py, PyAny>, texts: &mut Texts) {
        if let Some((raw, slot)) = &self.class.spelled
            && *raw == position
        {
            slot.fill(self, texts.spelled(&value));
        }
        self.class.fields[position].fill(self, value);
    }

    /// The object; `extra` holds the fields that are newer than the package.
    pub(crate) fn finished(self, extra: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        self.class.extra.fill(&self, extra);
        self.object
    }
}

/// A slot of a class: how many bytes from the beginning of an instance its value lies.
struct Slot(usize);

impl Slot {
    /// Puts something into the slot of an instance, and looks where it went.
    fn find(class: &Class, instance: &Bound<'_, PyAny>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = instance.py();
        let descriptor = class.class.bind(py).getattr(name.cast::<PyString>()?)?;
        let mark = PyList::empty(py);
        descriptor.call_method1("__set__", (instance, &mark))?;
        let size: usize = class.class.bind(py).getattr("__basicsize__")?.extract()?;
        let words = instance.as_ptr().cast::<*mut ffi::PyObject>();
        for word in 0..size / size_of::<usize>() {
            // SAFETY: an instance of a class without items has `__basicsize__` bytes, aligned for pointers; each is
            // initialized, since the allocator fills them with zeros.
            if unsafe { words.add(word).read() } == mark.as_ptr() {
                return Ok(Slot(word * size_of::<usize>()));
            }
        }
        Err(outdated(class.class.bind(py).as_any()))
    }

    /// Fills the slot of an instance of the class that this slot was found in.
    fn fill(&self, instance: &Instance<'_, '_>, value: Bound<'_, PyAny>) {
        // SAFETY: `Instance` is made by `Class::instance` alone, so it is of the class, whose slot lies there: a mark that
        // nobody else knew was found there, and the layout of a class never changes. The slot owns a reference or is
        // null; it takes over that of `value`, and that of what was there before is given back. The thread is attached.
        unsafe {
            let slot = instance.object.as_ptr().byte_add(self.0).cast::<*mut ffi::PyObject>();
            let before = slot.replace(value.into_ptr());
            drop(Bound::from_owned_ptr_or_opt(instance.object.py(), before));
        }
    }
}

/// What an object keeps of fields that are newer than the package: it cannot be changed.
pub(crate) fn read_only<'py>(fields: &Bound<'py, PyDict>) -> Bound<'py, PyAny> {
    PyMappingProxy::new(fields.py(), fields.as_mapping()).into_any()
}
