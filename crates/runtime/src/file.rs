//! Files that requests carry.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a request carries as it is: a file, with the name and the media type that the server is told.
#[derive(Clone)]
pub struct File {
    pub(crate) content: Content,
    pub(crate) name: Option<String>,
    pub(crate) media_type: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Content {
    Bytes(bytes::Bytes),
    #[cfg_attr(not(feature = "files"), expect(dead_code, reason = "only bodies with files read it"))]
    Source(Arc<dyn FileSource>),
}

/// The files of an argument, by its name; several where it is a list.
pub type Files = (&'static str, Vec<File>);

/// Where a file is read from, piece by piece while it is sent.
pub trait FileSource: Send + Sync {
    /// The file from its beginning, and how many bytes it has if that is known; called again when a request is sent again.
    ///
    /// # Errors
    /// It cannot be read.
    fn open(&self) -> io::Result<(Box<dyn Read + Send>, Option<u64>)>;
}

impl File {
    /// The file at a path, read while it is sent; the server is told the last part of its name.
    pub fn open(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        File { name, ..File::from_source(AtPath(path)) }
    }

    /// A file that is read from elsewhere.
    pub fn from_source(source: impl FileSource + 'static) -> Self {
        File { content: Content::Source(Arc::new(source)), name: None, media_type: None }
    }

    /// The same file under another name.
    pub fn with_name(self, name: impl Into<String>) -> Self {
        File { name: Some(name.into()), ..self }
    }

    /// The same file with this media type; without one it is told by the name.
    pub fn with_media_type(self, media_type: impl Into<String>) -> Self {
        File { media_type: Some(media_type.into()), ..self }
    }
}

/// Without its content.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = match &self.content {
            Content::Bytes(bytes) => Some(bytes.len()),
            Content::Source(_) => None,
        };
        f.debug_struct("File")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("bytes", &size)
            .finish()
    }
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        File { content: Content::Bytes(bytes.into()), name: None, media_type: None }
    }
}

impl From<&[u8]> for File {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for File {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<&Path> for File {
    fn from(path: &Path) -> Self {
        File::open(path)
    }
}

impl From<PathBuf> for File {
    fn from(path: PathBuf) -> Self {
        File::open(path)
    }
}

struct AtPath(PathBuf);

impl FileSource for AtPath {
    fn open(&self) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
        let told = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", self.0.display()));
        let file = std::fs::File::open(&self.0).map_err(told)?;
        let metadata = file.metadata().map_err(told)?;
        if metadata.is_dir() {
            return Err(told(io::ErrorKind::IsADirectory.into()));
        }
        // What is no regular file, such as a pipe, has no size beforehand.
        Ok((Box::new(file), metadata.is_file().then_some(metadata.len())))
    }
}
