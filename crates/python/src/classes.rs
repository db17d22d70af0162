//! The classes of a package whose instances answers become.

#![allow(unsafe_code, reason = "slots are filled without the detour over names; each use has its proof beside it")]

use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyMappingProxy, PyTuple, PyType};
use uplink_runtime::descriptor::{Api, Enum, Shape, Struct};

/// The classes of one API.
pub(crate) struct Classes {
    structs: Vec<Class>,
    enums: Vec<Words>,
    /// What `extra` holds when there is nothing in it.
    nothing: Py<PyAny>,
}

/// The class of a struct.
pub(crate) struct Class {
    class: Py<PyType>,
    shape: Shape,
    fields: Vec<Slot>,
    extra: Slot,
}

/// The class of an enum with its known members, by their position.
struct Words {
    class: Py<PyAny>,
    members: Vec<Py<PyAny>>,
}

impl Classes {
    /// The classes of an API from the generated modules of its package.
    pub(crate) fn load(py: Python<'_>, api: &'static Api, package: &str) -> PyResult<Self> {
        let base = py.import("nibe_uplink._model")?;
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
        })
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

impl Class {
    fn new(class: &Bound<'_, PyAny>, of: &'static Struct) -> PyResult<Self> {
        let names = class.getattr("_fields")?.cast_into::<PyTuple>()?;
        let wires: Vec<String> = class
            .getattr("_wire")?
            .call_method0("values")?
            .try_iter()?
            .map(|w| w?.extract())
            .collect::<PyResult<_>>()?;
        if !wires.iter().eq(of.fields.iter().map(|field| field.wire)) {
            return Err(outdated(class));
        }
        Ok(Class {
            class: class.clone().cast_into::<PyType>()?.unbind(),
            shape: Shape::Struct(of),
            fields: names.iter().map(|name| Slot::new(class, &name)).collect::<PyResult<_>>()?,
            extra: Slot::new(class, pyo3::intern!(class.py(), "extra"))?,
        })
    }

    /// An instance whose slots are empty; each has to be filled before anybody else sees it.
    pub(crate) fn instance<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: *mut ffi::PyTypeObject = self.class.bind(py).as_type_ptr();
        // SAFETY: `class` is a live type object, made by a class statement of Python, whose allocator is the generic one;
        // an instance needs nothing beyond it, since the classes have slots only, and empty slots are null, as the
        // allocator leaves them. The result is a new reference or null with an exception set.
        unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_GenericAlloc(class, 0)) }
    }

    pub(crate) fn set(&self, position: usize, object: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.fields[position].set(object, value)
    }

    pub(crate) fn set_extra(&self, object: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.extra.set(object, value)
    }
}

/// A slot of a class: what `__slots__` made for a name, and what writes through it.
struct Slot {
    descriptor: Py<PyAny>,
    set: ffi::descrsetfunc,
}

impl Slot {
    fn new(class: &Bound<'_, PyAny>, name: &Bound<'_, PyAny>) -> PyResult<Self> {
        let descriptor = class.getattr(name.extract::<&str>()?)?;
        // SAFETY: the type of a live object is a live type object, and this function looks at nothing else.
        let set = unsafe { ffi::PyType_GetSlot(descriptor.get_type().as_type_ptr(), ffi::Py_tp_descr_set) };
        if set.is_null() || descriptor.get_type().name()? != "member_descriptor" {
            return Err(outdated(class));
        }
        // SAFETY: what stands in the slot `tp_descr_set` of a type, when it is not null, is a function of this type.
        let set = unsafe { std::mem::transmute::<*mut std::ffi::c_void, ffi::descrsetfunc>(set) };
        Ok(Slot { descriptor: descriptor.unbind(), set })
    }

    fn set(&self, object: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: the function comes from the type of this descriptor; the three are live objects, and the thread is
        // attached. It checks by itself that the descriptor is for objects of this class, and takes a reference of its own.
        match unsafe { (self.set)(self.descriptor.as_ptr(), object.as_ptr(), value.as_ptr()) } {
            0 => Ok(()),
            _ => Err(PyErr::fetch(object.py())),
        }
    }
}

/// What an object keeps of fields that are newer than the package: it cannot be changed.
pub(crate) fn read_only<'py>(fields: &Bound<'py, pyo3::types::PyDict>) -> Bound<'py, PyAny> {
    PyMappingProxy::new(fields.py(), fields.as_mapping()).into_any()
}
