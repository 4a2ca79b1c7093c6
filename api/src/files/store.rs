//! Where files are kept: a local folder, or an object store that speaks S3.
//!
//! A file is named by the SHA-256 of its content, so that the same content is stored once and what
//! is stored never changes. Who refers to a file, and when the last reference is gone, is known to
//! the database only.

use std::{fmt, fs, path::Path as FsPath, str::FromStr, sync::Arc, time::Duration};

use actix_web::web::Bytes;
use futures_util::Stream;
use futures_util::StreamExt as _;
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};

use crate::{
    config::{FilesConfig, S3Config},
    problem::{Outcome, Problem},
};

/// The name of a stored file: the SHA-256 of its content in hexadecimal, cut after two digits
/// (`ab/cdef…`) so that no folder grows too long.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileKey(String);

/// A text that is no key of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a file")]
pub struct InvalidFileKey;

impl FileKey {
    /// The key of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let digest = Sha256::digest(content);
        let mut key = String::with_capacity(65);
        for (index, byte) in digest.iter().enumerate() {
            if index == 1 {
                key.push('/');
            }
            for nibble in [byte >> 4, byte & 15] {
                key.extend(char::from_digit(u32::from(nibble), 16));
            }
        }
        Self(key)
    }

    /// The text of the key, as it is kept in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The SHA-256 in 64 hexadecimal digits, fit for an entity tag.
    #[must_use]
    pub fn digest(&self) -> String {
        self.0.replace('/', "")
    }

    fn path(&self) -> Path {
        Path::from(self.0.as_str())
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FileKey {
    type Err = InvalidFileKey;

    fn from_str(text: &str) -> Result<Self, InvalidFileKey> {
        let hexadecimal = |part: &str, length: usize| {
            part.len() == length
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        match text.split_once('/') {
            Some((folder, name)) if hexadecimal(folder, 2) && hexadecimal(name, 62) => {
                Ok(Self(text.to_owned()))
            }
            Some(_) | None => Err(InvalidFileKey),
        }
    }
}

/// A content together with its key, which cannot be another's.
#[derive(Debug, Clone)]
pub struct FileContent {
    key: FileKey,
    bytes: Bytes,
}

impl FileContent {
    /// Names a content. Takes a moment for megabytes: not on the async threads.
    #[must_use]
    pub fn new(bytes: Bytes) -> Self {
        Self {
            key: FileKey::of(&bytes),
            bytes,
        }
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &FileKey {
        &self.key
    }

    /// The content itself.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

/// The place where files are kept.
#[derive(Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
    place: String,
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileStore").field(&self.place).finish()
    }
}

impl FileStore {
    /// Opens the configured place. A local folder is made; nothing is sent to an object store yet.
    ///
    /// # Errors
    /// A sentence for the operator: the folder cannot be made, or the settings make no client.
    pub fn open(config: &FilesConfig) -> Result<Self, String> {
        match config {
            FilesConfig::Local(folder) => Self::local(folder),
            FilesConfig::S3(s3) => Self::s3(s3),
        }
    }

    fn local(folder: &FsPath) -> Result<Self, String> {
        let failed = |error: &dyn fmt::Display| format!("{}: {error}", folder.display());
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| failed(&error))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            place: folder.display().to_string(),
        })
    }

    fn s3(config: &S3Config) -> Result<Self, String> {
        // An insecure endpoint is for stores on the same machine; the operator wrote `http://`.
        let insecure = config
            .endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        let client = ClientOptions::new()
            .with_allow_http(insecure)
            .with_connect_timeout(Duration::from_secs(5))
            .with_timeout(Duration::from_mins(1));
        let retry = RetryConfig {
            max_retries: 3,
            retry_timeout: Duration::from_secs(20),
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&config.bucket)
            .with_region(&config.region)
            .with_access_key_id(&config.access_key_id)
            .with_secret_access_key(config.secret_access_key.expose_secret())
            .with_client_options(client)
            // One file goes at a time, and not every store knows how to remove several.
            .with_disable_bulk_delete(true)
            .with_retry(retry);
        if let Some(endpoint) = &config.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder.build().map_err(|error| error.to_string())?;
        Ok(Self {
            store: Arc::new(PrefixStore::new(store, config.prefix.as_str())),
            place: format!("s3://{}/{}", config.bucket, config.prefix),
        })
    }

    /// Where the files lie, for logs and for the operator.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Keeps a content, unless it is there already. To be called before the transaction that
    /// refers to it commits: a file nobody refers to does no harm.
    ///
    /// # Errors
    /// An internal problem when the store fails.
    pub async fn put(&self, content: &FileContent) -> Outcome<()> {
        if self.exists(&content.key).await? {
            return Ok(());
        }
        // Two at once write the same bytes under the same name, each atomically.
        self.store
            .put(&content.key.path(), content.bytes.clone().into())
            .await
            .map(|_| ())
            .map_err(|error| self.failed(&content.key, &error))
    }

    /// The whole content, checked against its key.
    ///
    /// # Errors
    /// An internal problem when the store fails, the file is missing, or it was changed.
    pub async fn read(&self, key: &FileKey) -> Outcome<Bytes> {
        let found = self.store.get(&key.path()).await;
        let bytes = match found {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        }
        .map_err(|error| self.failed(key, &error))?;
        if FileKey::of(&bytes) == *key {
            Ok(bytes)
        } else {
            Err(Problem::internal(format!(
                "file {key} in {} is not what was stored",
                self.place
            )))
        }
    }

    /// Size in bytes, and the content as a stream for an answer.
    ///
    /// # Errors
    /// An internal problem when the store fails or the file is missing; later failures end the
    /// stream with an error.
    pub async fn stream(
        &self,
        key: &FileKey,
    ) -> Outcome<(u64, impl Stream<Item = Outcome<Bytes>> + Send + use<>)> {
        let found = self
            .store
            .get(&key.path())
            .await
            .map_err(|error| self.failed(key, &error))?;
        let size = found.meta.size;
        let (store, key) = (self.clone(), key.clone());
        let parts = found
            .into_stream()
            .map(move |part| part.map_err(|error| store.failed(&key, &error)));
        Ok((size, parts))
    }

    /// Whether the content is there.
    ///
    /// # Errors
    /// An internal problem when the store fails.
    pub async fn exists(&self, key: &FileKey) -> Outcome<bool> {
        match self.store.head(&key.path()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.failed(key, &error)),
        }
    }

    /// Removes a content; one that is not there is no mistake. Only for what nothing refers to.
    ///
    /// # Errors
    /// An internal problem when the store fails.
    pub async fn delete(&self, key: &FileKey) -> Outcome<()> {
        match self.store.delete(&key.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(key, &error)),
        }
    }

    fn failed(&self, key: &FileKey, error: &object_store::Error) -> Problem {
        Problem::internal(format!("file {key} in {}: {error}", self.place))
    }
}

#[cfg(test)]
mod tests;
