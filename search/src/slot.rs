//! Several processes may share a data folder: each takes the first place nobody holds.

use std::fs::{File, OpenOptions, TryLockError, create_dir_all, remove_dir_all};
use std::path::{Path, PathBuf};

use crate::error::SearchError;

const MAX_SLOTS: u32 = 1_024;

/// A folder that belongs to this process as long as this value lives.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) folder: PathBuf,
    /// The system lets go of the lock when the file is closed, however the process ends.
    _lock: File,
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> SearchError {
    let path = path.to_owned();
    move |source| SearchError::Folder { path, source }
}

impl Slot {
    pub(crate) fn take(root: &Path) -> Result<Self, SearchError> {
        create_dir_all(root).map_err(at(root))?;
        for number in 1..=MAX_SLOTS {
            let path = root.join(format!("{number}.lock"));
            let mut options = OpenOptions::new();
            let options = options.create(true).truncate(false).write(true);
            let lock = options.open(&path).map_err(at(&path))?;
            match lock.try_lock() {
                Ok(()) => {
                    let folder = root.join(number.to_string());
                    create_dir_all(&folder).map_err(at(&folder))?;
                    return Ok(Self {
                        folder,
                        _lock: lock,
                    });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(source)) => return Err(at(&path)(source)),
            }
        }
        Err(SearchError::NoFreeSlot(root.to_owned()))
    }

    /// Throws everything in the folder away.
    pub(crate) fn empty(&self) -> Result<(), SearchError> {
        remove_dir_all(&self.folder)
            .and_then(|()| create_dir_all(&self.folder))
            .map_err(at(&self.folder))
    }
}
