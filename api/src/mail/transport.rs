//! The ways mail goes out: SMTP, or files where there is no SMTP server.

use std::{fs, path::PathBuf};

use lettre::{
    Message, SmtpTransport, Transport as _,
    message::{Mailbox, header::ContentType},
};
use persistence::outbox::OutboxMessage;
use secrecy::{ExposeSecret as _, SecretString};

/// Where messages go.
pub enum MailTransport {
    /// An SMTP server.
    Smtp {
        /// The connection pool.
        transport: SmtpTransport,
        /// The sender.
        from: Mailbox,
    },
    /// One `.eml` file a message.
    Files {
        /// The directory.
        directory: PathBuf,
        /// The sender.
        from: Mailbox,
    },
}

impl std::fmt::Debug for MailTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Smtp { .. } => "Smtp",
            Self::Files { .. } => "Files",
        })
    }
}

impl MailTransport {
    /// SMTP when a URL is configured, files under `data_dir/mail` otherwise.
    ///
    /// # Errors
    /// When the URL or the sender cannot be read, or the directory cannot be made.
    pub fn new(
        smtp_url: Option<&SecretString>,
        data_dir: &std::path::Path,
        from: &str,
    ) -> Result<Self, String> {
        let from: Mailbox = from.parse().map_err(|error| format!("sender: {error}"))?;
        if let Some(url) = smtp_url {
            let transport = SmtpTransport::from_url(url.expose_secret())
                .map_err(|error| format!("SMTP: {error}"))?
                .timeout(Some(std::time::Duration::from_secs(20)))
                .build();
            return Ok(Self::Smtp { transport, from });
        }
        let directory = data_dir.join("mail");
        fs::create_dir_all(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(Self::Files { directory, from })
    }

    /// Whether messages could go out, without sending one.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self) -> Result<String, String> {
        match self {
            Self::Smtp { transport, .. } => match transport.test_connection() {
                Ok(true) => Ok("the SMTP server answers".to_owned()),
                Ok(false) => Err("the SMTP server does not answer".to_owned()),
                Err(error) => Err(error.to_string()),
            },
            Self::Files { directory, .. } => Ok(format!(
                "no SMTP server; files go to {}",
                directory.display()
            )),
        }
    }

    /// Sends one message.
    ///
    /// # Errors
    /// Why not, without the text of the message.
    pub fn send(&self, message: &OutboxMessage) -> Result<(), String> {
        match self {
            Self::Smtp { transport, from } => {
                let mail = compose(message, from)?;
                transport
                    .send(&mail)
                    .map(|_| ())
                    .map_err(|error| error.to_string())
            }
            Self::Files { directory, from } => {
                let mail = compose(message, from)?;
                let file = directory.join(format!("{}.eml", message.id));
                // Written aside first: who watches the directory never sees half a message.
                let aside = directory.join(format!(".{}.part", message.id));
                fs::write(&aside, mail.formatted())
                    .and_then(|()| fs::rename(&aside, &file))
                    .map_err(|error| format!("{}: {error}", file.display()))?;
                log::info!("mail written to {}", file.display());
                Ok(())
            }
        }
    }
}

fn compose(message: &OutboxMessage, from: &Mailbox) -> Result<Message, String> {
    use domain_shared::TextValue as _;
    let to: Mailbox = message
        .recipient
        .as_str()
        .parse()
        .map_err(|error| format!("recipient: {error}"))?;
    let domain = from.email.domain();
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&message.subject)
        .message_id(Some(format!("<{}@{domain}>", message.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(message.body.clone())
        .map_err(|error| error.to_string())
}
