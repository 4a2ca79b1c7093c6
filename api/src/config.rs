//! Configuration: read once from the environment, every mistake named.

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use domain_cards::{CardRules, FreshnessRules};
use persistence::{DatabaseUrl, PoolSizes};
use secrecy::SecretString;
use validator::ValidateUrl;

/// Everything that can be configured. See [`VARIABLES`] for names, defaults and meaning.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data live.
    pub database_url: DatabaseUrl,
    /// Database connections.
    pub pool: PoolSizes,
    /// Address the server listens on.
    pub bind: SocketAddr,
    /// Worker threads; as many as processors when not set.
    pub workers: Option<usize>,
    /// Where files are written (mail without SMTP, uploaded files without an object store).
    pub data_dir: PathBuf,
    /// Where uploaded files are kept.
    pub files: FilesConfig,
    /// How clients reach the server; no slash at the end.
    pub public_url: String,
    /// Origins whose browsers may use the whole API, not just read what is public.
    pub cors_origins: Vec<String>,
    /// How mail goes out; files under the data directory without it. May contain a password.
    pub smtp_url: Option<SecretString>,
    /// Sender of mail.
    pub mail_from: String,
    /// Accounts.
    pub tokens: TokenConfig,
    /// Bounds against overload.
    pub limits: Limits,
    /// How long public answers are kept ready to send; zero keeps none.
    pub answer_cache: Duration,
    /// Service cards.
    pub cards: CardsConfig,
    /// Whether `X-Forwarded-For` names the client, because a proxy of ours wrote it.
    pub behind_proxy: bool,
}

/// How long tokens hold.
#[derive(Debug, Clone, Copy)]
pub struct TokenConfig {
    /// Access token.
    pub access: Duration,
    /// Refresh token, and with it a session.
    pub refresh: Duration,
    /// Age at which a new signing key takes over.
    pub key_rotation: Duration,
}

/// What holds for service cards where a network has no rules of its own.
#[derive(Debug, Clone, Copy)]
pub struct CardsConfig {
    /// When a card is to be verified, and when it counts as stale.
    pub freshness: FreshnessRules,
}

/// Bounds against overload.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests a minute and client address.
    pub requests_per_minute: u32,
    /// Sign-ins, resets and registrations a minute and client address.
    pub sensitive_per_minute: u32,
    /// Largest body in bytes.
    pub body_bytes: usize,
    /// Largest uploaded file in bytes.
    pub file_bytes: usize,
    /// Largest imported table in bytes.
    pub import_bytes: usize,
}

/// The most that can be allowed of an uploaded file, in bytes.
pub const MAX_FILE_BYTES: usize = 104_857_600;
/// The most that can be allowed of an imported table, in bytes.
pub const MAX_IMPORT_BYTES: usize = 536_870_912;

/// Where uploaded files are kept.
#[derive(Debug, Clone)]
pub enum FilesConfig {
    /// In a folder.
    Local(PathBuf),
    /// In an object store.
    S3(S3Config),
}

/// An object store that speaks S3.
#[derive(Debug, Clone)]
pub struct S3Config {
    /// The bucket.
    pub bucket: String,
    /// What every key begins with; may be empty, no slash at either end.
    pub prefix: String,
    /// Address of a store that is not Amazon's, without the bucket.
    pub endpoint: Option<String>,
    /// The region that signatures name.
    pub region: String,
    /// Who asks.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret_access_key: SecretString,
}

/// One variable as the help text and the documentation list it.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Name.
    pub name: &'static str,
    /// Value when it is not set; empty for none.
    pub default: &'static str,
    /// Meaning.
    pub help: &'static str,
}

/// Every variable there is.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "HUB_DATABASE_URL",
        default: "sqlite://welfare-hub.db",
        help: "sqlite://PATH or postgres://USER@HOST/NAME",
    },
    Variable {
        name: "HUB_BIND",
        default: "127.0.0.1:8080",
        help: "address and port to listen on",
    },
    Variable {
        name: "HUB_WORKERS",
        default: "",
        help: "server threads; one for each processor by default",
    },
    Variable {
        name: "HUB_DATA_DIR",
        default: "data",
        help: "directory for files the hub writes",
    },
    Variable {
        name: "HUB_FILES_URL",
        default: "",
        help: "s3://BUCKET/PREFIX for uploaded files; the folder files under HUB_DATA_DIR without it",
    },
    Variable {
        name: "HUB_S3_ENDPOINT",
        default: "",
        help: "http:// or https:// address of an S3-compatible store; Amazon's without it",
    },
    Variable {
        name: "HUB_S3_REGION",
        default: "us-east-1",
        help: "region that requests to the store are signed for",
    },
    Variable {
        name: "HUB_S3_ACCESS_KEY_ID",
        default: "",
        help: "access key of the store, needed with HUB_FILES_URL",
    },
    Variable {
        name: "HUB_S3_SECRET_ACCESS_KEY",
        default: "",
        help: "secret of that key",
    },
    Variable {
        name: "HUB_PUBLIC_URL",
        default: "",
        help: "address clients use; http://HUB_BIND by default",
    },
    Variable {
        name: "HUB_CORS_ORIGINS",
        default: "",
        help: "comma-separated origins of trusted front ends",
    },
    Variable {
        name: "HUB_SMTP_URL",
        default: "",
        help: "smtp:// or smtps:// URL; mail becomes .eml files without it",
    },
    Variable {
        name: "HUB_MAIL_FROM",
        default: "Welfare Hub <noreply@localhost>",
        help: "sender of mail",
    },
    Variable {
        name: "HUB_ACCESS_TOKEN_MINUTES",
        default: "15",
        help: "life of an access token, 1 to 1440",
    },
    Variable {
        name: "HUB_REFRESH_TOKEN_DAYS",
        default: "30",
        help: "life of a session, 1 to 365",
    },
    Variable {
        name: "HUB_KEY_ROTATION_DAYS",
        default: "90",
        help: "age at which a new signing key takes over, 1 to 3650",
    },
    Variable {
        name: "HUB_POOL_SIZE",
        default: "8",
        help: "database connections, 1 to 200",
    },
    Variable {
        name: "HUB_POOL_TIMEOUT_SECONDS",
        default: "10",
        help: "longest wait for a connection, 1 to 300",
    },
    Variable {
        name: "HUB_REQUESTS_PER_MINUTE",
        default: "1200",
        help: "requests a minute and client address, 1 to 10000000",
    },
    Variable {
        name: "HUB_SENSITIVE_PER_MINUTE",
        default: "20",
        help: "sign-ins, resets and registrations a minute and client address, 1 to 10000000",
    },
    Variable {
        name: "HUB_MAX_BODY_BYTES",
        default: "1048576",
        help: "largest request body, 1024 to 67108864",
    },
    Variable {
        name: "HUB_MAX_FILE_BYTES",
        default: "10485760",
        help: "largest uploaded file, 1024 to 104857600",
    },
    Variable {
        name: "HUB_MAX_IMPORT_BYTES",
        default: "67108864",
        help: "largest imported table, 1024 to 536870912",
    },
    Variable {
        name: "HUB_ANSWER_CACHE_SECONDS",
        default: "1",
        help: "how long public answers are kept ready to send, 0 to 60; 0 keeps none",
    },
    Variable {
        name: "HUB_CARD_REMIND_AFTER_MONTHS",
        default: "6",
        help: "months after which a provider is asked to verify a card, 1 to 120",
    },
    Variable {
        name: "HUB_CARD_STALE_AFTER_MONTHS",
        default: "9",
        help: "months after which a card counts as stale, 1 to 120, more than those of the reminder",
    },
    Variable {
        name: "HUB_BEHIND_PROXY",
        default: "false",
        help: "true when a proxy of yours writes X-Forwarded-For",
    },
    Variable {
        name: "HUB_LOG",
        default: "info",
        help: "log filter, as env_logger reads it",
    },
];

/// Every mistake of the environment, one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

/// Reads variables and collects what is wrong with them.
struct Reader {
    set: BTreeMap<String, String>,
    mistakes: Vec<String>,
}

impl Reader {
    fn text(&self, name: &str) -> String {
        let default = || {
            VARIABLES
                .iter()
                .find(|v| v.name == name)
                .map_or("", |v| v.default)
        };
        self.set
            .get(name)
            .map_or_else(|| default().to_owned(), |value| value.trim().to_owned())
    }

    fn parsed<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name);
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.mistakes.push(format!("{name}: {error}"));
                None
            }
        }
    }

    fn number<T: FromStr + PartialOrd + Copy + fmt::Display>(
        &mut self,
        name: &str,
        min: T,
        max: T,
    ) -> Option<T> {
        match self.text(name).parse::<T>() {
            Ok(value) if min <= value && value <= max => Some(value),
            Ok(_) | Err(_) => {
                self.mistakes.push(format!(
                    "{name}: a whole number from {min} to {max} is needed"
                ));
                None
            }
        }
    }

    fn unknown(&mut self) {
        let known = |name: &str| {
            !name.starts_with("HUB_")
                || name.starts_with("HUB_TEST_")
                || VARIABLES.iter().any(|variable| variable.name == name)
        };
        let unknown: Vec<_> = self
            .set
            .keys()
            .filter(|name| !known(name))
            .cloned()
            .collect();
        self.mistakes.extend(
            unknown
                .into_iter()
                .map(|name| format!("{name}: no such setting")),
        );
    }

    fn url(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let scheme_fits = schemes.iter().any(|scheme| text.starts_with(scheme));
        // `validate_url` also wants a host; "localhost" is one.
        if scheme_fits && text.validate_url() {
            Some(text.trim_end_matches('/').to_owned())
        } else {
            self.mistakes.push(format!(
                "{name}: a URL with {} is needed",
                schemes.join(" or ")
            ));
            None
        }
    }
}

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

impl Config {
    /// Reads the environment of the process.
    ///
    /// # Errors
    /// Every mistake.
    pub fn from_env() -> Result<Self, ConfigErrors> {
        Self::from_vars(std::env::vars())
    }

    /// Reads settings by name. Names outside `HUB_` do not matter.
    ///
    /// # Errors
    /// Every mistake.
    pub fn from_vars(
        vars: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigErrors> {
        let set = vars
            .into_iter()
            .filter(|(name, _)| name.starts_with("HUB_"))
            .collect();
        let mut read = Reader {
            set,
            mistakes: Vec::new(),
        };
        read.unknown();
        let database_url = read.parsed("HUB_DATABASE_URL");
        let bind: Option<SocketAddr> = read.parsed("HUB_BIND");
        let workers = if read.text("HUB_WORKERS").is_empty() {
            None
        } else {
            read.number("HUB_WORKERS", 1, 256)
        };
        let pool_size = read.number("HUB_POOL_SIZE", 1, 200);
        let pool_timeout = read.number("HUB_POOL_TIMEOUT_SECONDS", 1, 300);
        let access = read.number("HUB_ACCESS_TOKEN_MINUTES", 1, 1440);
        let refresh = read.number("HUB_REFRESH_TOKEN_DAYS", 1, 365);
        let rotation = read.number("HUB_KEY_ROTATION_DAYS", 1, 3650);
        let requests = read.number("HUB_REQUESTS_PER_MINUTE", 1, 10_000_000);
        let sensitive = read.number("HUB_SENSITIVE_PER_MINUTE", 1, 10_000_000);
        let body_bytes = read.number("HUB_MAX_BODY_BYTES", 1024, 67_108_864);
        let file_bytes = read.number("HUB_MAX_FILE_BYTES", 1024, MAX_FILE_BYTES);
        let import_bytes = read.number("HUB_MAX_IMPORT_BYTES", 1024, MAX_IMPORT_BYTES);
        let answer_cache = read.number("HUB_ANSWER_CACHE_SECONDS", 0, 60);
        let cards = cards(&mut read);
        let behind_proxy = read.parsed("HUB_BEHIND_PROXY");
        let public_url = read.url("HUB_PUBLIC_URL", &["http://", "https://"]);
        let smtp_url = read.url("HUB_SMTP_URL", &["smtp://", "smtps://"]);
        let mail_from = read.parsed::<lettre::message::Mailbox>("HUB_MAIL_FROM");
        let cors_origins = origins(&mut read);
        let data_dir = PathBuf::from(read.text("HUB_DATA_DIR"));
        let files = files(&mut read, &data_dir);
        if !read.mistakes.is_empty() {
            return Err(ConfigErrors(read.mistakes));
        }
        let complete = || {
            let bind = bind?;
            Some(Self {
                database_url: database_url?,
                pool: PoolSizes {
                    read: pool_size?,
                    timeout: Duration::from_secs(pool_timeout?),
                },
                bind,
                workers,
                data_dir,
                files: files?,
                public_url: public_url.unwrap_or_else(|| format!("http://{bind}")),
                cors_origins,
                smtp_url: smtp_url.map(SecretString::from),
                mail_from: mail_from?.to_string(),
                tokens: TokenConfig {
                    access: Duration::from_secs(MINUTE * access?),
                    refresh: Duration::from_secs(DAY * refresh?),
                    key_rotation: Duration::from_secs(DAY * rotation?),
                },
                limits: Limits {
                    requests_per_minute: requests?,
                    sensitive_per_minute: sensitive?,
                    body_bytes: body_bytes?,
                    file_bytes: file_bytes?,
                    import_bytes: import_bytes?,
                },
                answer_cache: Duration::from_secs(answer_cache?),
                cards: cards?,
                behind_proxy: behind_proxy?,
            })
        };
        complete().ok_or_else(|| ConfigErrors(vec!["the configuration is incomplete".to_owned()]))
    }
}

/// When cards are to be verified; the reminder comes before they are stale.
fn cards(read: &mut Reader) -> Option<CardsConfig> {
    const STALE: &str = "HUB_CARD_STALE_AFTER_MONTHS";
    let (min, max) = (CardRules::MIN_MONTHS, CardRules::MAX_MONTHS);
    let remind_after = read.number("HUB_CARD_REMIND_AFTER_MONTHS", min, max);
    let stale_after = read.number(STALE, min, max);
    let freshness = FreshnessRules {
        remind_after: remind_after?,
        stale_after: stale_after?,
    };
    if freshness.remind_after >= freshness.stale_after {
        read.mistakes.push(format!(
            "{STALE}: more months than those of HUB_CARD_REMIND_AFTER_MONTHS are needed"
        ));
    }
    Some(CardsConfig { freshness })
}

/// Where uploaded files are kept; nothing when a setting of it is wrong.
fn files(read: &mut Reader, data_dir: &Path) -> Option<FilesConfig> {
    let url = read.text("HUB_FILES_URL");
    let endpoint = read.url("HUB_S3_ENDPOINT", &["http://", "https://"]);
    if url.is_empty() {
        let set: Vec<_> = read
            .set
            .iter()
            .filter(|(name, value)| name.starts_with("HUB_S3_") && !value.trim().is_empty())
            .map(|(name, _)| name.clone())
            .collect();
        read.mistakes.extend(
            set.into_iter()
                .map(|name| format!("{name}: means something with HUB_FILES_URL only")),
        );
        return Some(FilesConfig::Local(data_dir.join("files")));
    }
    let Some((bucket, prefix)) = bucket_and_prefix(&url) else {
        read.mistakes
            .push("HUB_FILES_URL: s3://BUCKET or s3://BUCKET/PREFIX is needed".to_owned());
        return None;
    };
    let mut needed = |name: &str| {
        let text = read.text(name);
        if text.is_empty() {
            read.mistakes
                .push(format!("{name}: needed with HUB_FILES_URL"));
        }
        text
    };
    Some(FilesConfig::S3(S3Config {
        bucket,
        prefix,
        endpoint,
        region: needed("HUB_S3_REGION"),
        access_key_id: needed("HUB_S3_ACCESS_KEY_ID"),
        secret_access_key: SecretString::from(needed("HUB_S3_SECRET_ACCESS_KEY")),
    }))
}

/// The bucket of an `s3://` URL, and what keys in it begin with.
fn bucket_and_prefix(url: &str) -> Option<(String, String)> {
    let place = url.strip_prefix("s3://")?.trim_end_matches('/');
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    let fits = (3..=63).contains(&bucket.len())
        && plain(bucket)
        && (prefix.is_empty()
            || prefix
                .split('/')
                .all(|part| !part.trim_matches('.').is_empty() && plain(part)));
    fits.then(|| (bucket.to_owned(), prefix.to_owned()))
}

/// The origins of trusted front ends: scheme and host, no path.
fn origins(read: &mut Reader) -> Vec<String> {
    let text = read.text("HUB_CORS_ORIGINS");
    let listed = text
        .split(',')
        .map(str::trim)
        .filter(|origin| !origin.is_empty());
    let (good, bad): (Vec<_>, Vec<_>) = listed.map(str::to_owned).partition(|origin| {
        origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))
            .is_some_and(|host| !host.is_empty() && !host.contains('/') && origin.validate_url())
    });
    for origin in bad {
        read.mistakes.push(format!(
            "HUB_CORS_ORIGINS: {origin} is no origin (https://host)"
        ));
    }
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = Config::from_vars(vars(&[("PATH", "/bin")])).unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.database_url.to_string(), "sqlite://welfare-hub.db");
        assert!(config.smtp_url.is_none());
    }

    #[test]
    fn every_mistake_is_named() {
        let errors = Config::from_vars(vars(&[
            ("HUB_BIND", "here"),
            ("HUB_POOL_SIZE", "0"),
            ("HUB_DATABASE_URL", "mysql://x"),
            (
                "HUB_CORS_ORIGINS",
                "https://ok.example, nonsense, https://x.example/path",
            ),
            ("HUB_BNID", "127.0.0.1:80"),
            ("HUB_TEST_POSTGRES_URL", "not ours"),
        ]))
        .unwrap_err();
        let text = errors.to_string();
        for name in [
            "HUB_BIND",
            "HUB_POOL_SIZE",
            "HUB_DATABASE_URL",
            "nonsense",
            "x.example/path",
            "HUB_BNID",
        ] {
            assert!(text.contains(name), "{name} is missing in {text}");
        }
        assert_eq!(errors.0.len(), 6);
    }

    #[test]
    fn a_card_is_stale_only_after_the_reminder() {
        let errors = Config::from_vars(vars(&[("HUB_CARD_STALE_AFTER_MONTHS", "6")])).unwrap_err();
        assert!(
            errors
                .0
                .iter()
                .all(|one| one.starts_with("HUB_CARD_STALE_AFTER_MONTHS"))
        );
        assert_eq!(errors.0.len(), 1);
    }

    #[test]
    fn secrets_do_not_show() {
        let config = Config::from_vars(vars(&[
            ("HUB_DATABASE_URL", "postgres://u:topsecret@h/d"),
            ("HUB_SMTP_URL", "smtp://u:topsecret@mail.example"),
            ("HUB_FILES_URL", "s3://welfare"),
            ("HUB_S3_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("HUB_S3_SECRET_ACCESS_KEY", "topsecret"),
        ]))
        .unwrap();
        assert!(!format!("{config:?}").contains("topsecret"));
    }

    #[test]
    fn files_are_local_unless_a_bucket_is_named() {
        let local = Config::from_vars(vars(&[("HUB_DATA_DIR", "/var/hub")])).unwrap();
        assert!(
            matches!(local.files, FilesConfig::Local(folder) if folder == Path::new("/var/hub/files"))
        );
        let config = Config::from_vars(vars(&[
            ("HUB_FILES_URL", "s3://welfare/hub/files/"),
            ("HUB_S3_ENDPOINT", "https://minio.example:9000/"),
            ("HUB_S3_REGION", "eu-south-1"),
            ("HUB_S3_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("HUB_S3_SECRET_ACCESS_KEY", "topsecret"),
        ]))
        .unwrap();
        let FilesConfig::S3(s3) = config.files else {
            panic!("a bucket is named");
        };
        assert_eq!(
            (s3.bucket.as_str(), s3.prefix.as_str()),
            ("welfare", "hub/files")
        );
        assert_eq!(s3.endpoint.as_deref(), Some("https://minio.example:9000"));
        assert_eq!(s3.region, "eu-south-1");
    }

    #[test]
    fn mistakes_about_files_are_named() {
        type Case = (
            &'static [(&'static str, &'static str)],
            &'static [&'static str],
        );
        let cases: &[Case] = &[
            (
                &[("HUB_FILES_URL", "s3://welfare")],
                &["HUB_S3_ACCESS_KEY_ID", "HUB_S3_SECRET_ACCESS_KEY"],
            ),
            (&[("HUB_FILES_URL", "ftp://welfare")], &["HUB_FILES_URL"]),
            (
                &[("HUB_FILES_URL", "s3://welfare/../x")],
                &["HUB_FILES_URL"],
            ),
            (&[("HUB_S3_REGION", "eu-south-1")], &["HUB_S3_REGION"]),
            (&[("HUB_MAX_FILE_BYTES", "12")], &["HUB_MAX_FILE_BYTES"]),
        ];
        for (set, named) in cases {
            let ConfigErrors(mistakes) = Config::from_vars(vars(set)).unwrap_err();
            assert_eq!(mistakes.len(), named.len(), "{mistakes:?}");
            for (mistake, name) in mistakes.iter().zip(*named) {
                assert!(mistake.starts_with(name), "{mistake}");
            }
        }
    }
}
