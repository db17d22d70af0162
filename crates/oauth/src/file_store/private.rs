//! Files that only their owner can read.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Much more than a token file has.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn refused(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "it would have more than 32 MiB; use several files, or a database")
}

/// Makes sure of the folder of `path`; one where others could exchange the file is refused.
///
/// # Errors
/// It cannot be made, or is not safe.
pub fn folder(path: &Path) -> io::Result<()> {
    let folder = parent(path);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, MetadataExt};
        let new: Vec<&Path> = folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).collect();
        builder.mode(0o700).create(&folder)?;
        for new in new {
            // Else a power cut could take the whole folder. One that we may not read cannot be synced.
            if let Ok(around) = File::open(parent(new)) {
                around.sync_all()?;
            }
        }
        let found = fs::metadata(&folder)?;
        // With the sticky bit, as in /tmp, others can add files but exchange none.
        let sticky = found.mode() & 0o1000 != 0;
        if found.mode() & 0o022 != 0 && !sticky {
            let folder = folder.display();
            return Err(refused(format!(
                "others may write in {folder}; run `chmod go-w` on it, or use a folder of your own"
            )));
        }
        if !sticky && found.uid() != 0 && found.uid() != me() {
            return Err(refused(format!("{} belongs to another user; use a folder of your own", folder.display())));
        }
        Ok(())
    }
    #[cfg(not(unix))]
    builder.create(&folder)
}

#[cfg(unix)]
fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Opens a file that is a plain one and our own. A link could lead to a file of somebody else, or make one appear where
/// it does harm.
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
        // Nonblocking, because opening a pipe would wait for its other end.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default()).mode(0o600);
        let file = options.open(path).map_err(|e| match e.raw_os_error() {
            Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => refused("it is a link".into()),
            _ => e,
        })?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(refused("it is no plain file".into()));
        }
        if found.uid() != me() {
            return Err(refused("it belongs to another user".into()));
        }
        Ok(file)
    }
    #[cfg(not(unix))]
    {
        refuse_special(path)?;
        options.open(path)
    }
}

/// Refuses what is no file: a link, a folder, a device.
fn refuse_special(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => Err(refused("it is no plain file".into())),
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// The text of `path`, if it exists. One that others could read is closed to them.
///
/// # Errors
/// It cannot be read, is no plain file, or belongs to somebody else.
pub fn read(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let file = match open(path, OpenOptions::new().read(true)) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    close(&file)?;
    let length = file.metadata()?.len();
    if length > MOST_BYTES {
        return Err(too_large());
    }
    // Of the right size from the start: growing would leave copies behind.
    let mut text = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1));
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
    open(path, OpenOptions::new().create(true).read(true).write(true).truncate(false))
}

/// Replaces `path` by `text`: at any moment it is the old file or the new one.
///
/// # Errors
/// It cannot be written, or is no plain file.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    refuse_special(path)?;
    // What could not be read again would be lost.
    if text.len() as u64 > MOST_BYTES {
        return Err(too_large());
    }
    sweep(path)?;
    let folder = parent(path);
    // A name that nobody can guess, 0600 from the start.
    let mut file = tempfile::Builder::new().prefix(&temporary_prefix(path)).tempfile_in(&folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    #[cfg(test)]
    crate::testing::death::pass("written");
    file.persist(path).map_err(|e| e.error)?;
    #[cfg(test)]
    crate::testing::death::pass("renamed");
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
