//! Files that only their owner can read.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Much more than a token file has.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes sure of the folder of `path`; one where everybody could exchange the file is refused.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    let folder = parent(path);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, MetadataExt};
        builder.mode(0o700).create(&folder)?;
        let mode = fs::metadata(&folder)?.mode();
        if mode & 0o002 != 0 && mode & 0o1000 == 0 {
            let why = format!("everybody may write in {}; run `chmod o-w` on it", folder.display());
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
        Ok(())
    }
    #[cfg(not(unix))]
    builder.create(&folder)
}

/// A link could lead to a file of somebody else, or make one appear where it does harm.
fn refuse_link(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is no plain file")),
        Ok(_) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

/// The text of `path`, if it exists. One that others could read is closed to them.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    refuse_link(path)?;
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    close(&file)?;
    let mut text = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut text)?;
    Ok(Some(text))
}

fn close(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Opens a lock file without changing what may be at its place.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    refuse_link(path)?;
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Replaces `path` by `text`: at any moment it is the old file or the new one.
pub(super) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    refuse_link(path)?;
    sweep(path)?;
    let folder = parent(path);
    // A name that nobody can guess, 0600 from the start.
    let mut file = tempfile::Builder::new().prefix(&temporary_prefix(path)).tempfile_in(&folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    #[cfg(unix)]
    File::open(&folder)?.sync_all()?;
    Ok(())
}

/// Removes what a crash between writing and renaming left over. For the holder of the lock.
pub(super) fn sweep(path: &Path) -> io::Result<()> {
    let prefix = temporary_prefix(path);
    for entry in fs::read_dir(parent(path))? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn temporary_prefix(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push(".new-");
    prefix
}

/// Removes `path` if it exists.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
