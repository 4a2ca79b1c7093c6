//! The program in a directory of its own, run and killed as a person would.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{LazyLock, mpsc},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The program in a directory of its own.
pub(crate) struct Place {
    directory: TempDir,
    settings: Vec<(&'static str, &'static str)>,
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    pub(crate) said: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With settings for every run.
    pub(crate) fn with(settings: &[(&'static str, &'static str)]) -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            settings: settings.to_vec(),
        }
    }

    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join(below)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_welfare-hub"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HUB_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.directory.path())
            .env("HUB_BIND", "127.0.0.1:0")
            .envs(self.settings.iter().copied());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts the server and waits until it listens.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Server {
        self.start(&mut self.command(arguments))
    }

    /// The same with another command of this place.
    pub(crate) fn start(&self, command: &mut Command) -> Server {
        let said = self.path("said.txt");
        let mut child = command
            .stdout(std::fs::File::create(&said).unwrap())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let mut tell = Some(tell);
            // Reading on keeps the pipe from filling up.
            for line in log.lines().map_while(Result::ok) {
                let url = line
                    .split_once("listening on ")
                    .and_then(|(_, rest)| rest.split(',').next());
                if let (Some(url), Some(tell)) = (url, tell.take_if(|_| url.is_some())) {
                    tell.send(url.to_owned()).unwrap();
                }
            }
        });
        let url = told.recv().expect("the server starts");
        Server {
            child,
            url,
            said: std::fs::read_to_string(said).unwrap(),
        }
    }
}

impl Server {
    pub(crate) fn stop(mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }

    pub(crate) fn send(&self, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
        send(&self.url, method, path, token, body).unwrap()
    }

    /// What anybody reads.
    pub(crate) fn read(&self, path: &str) -> Value {
        let (status, body) = self.send("GET", path, "", &Value::Null);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// An access token.
    pub(crate) fn sign_in(&self, email: &str, password: &str) -> String {
        let credentials = json!({"email": email, "password": password});
        let (status, body) = self.send("POST", "/sessions", "", &credentials);
        assert_eq!(status, 200, "{body}");
        body["access_token"].as_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    /// A test that failed leaves nothing running.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request that takes any version; nothing when the server dies over it.
pub(crate) fn send(
    url: &str,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Option<(u16, Value)> {
    static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .build()
            .into()
    });
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{url}/api/v1{path}"))
        .header("if-match", "*")
        .header(
            "content-type",
            match method {
                "PATCH" => "application/merge-patch+json",
                _ => "application/json",
            },
        );
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let text = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut response = AGENT.run(request.body(text).unwrap()).ok()?;
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string().ok()?;
    Some((status, serde_json::from_str(&text).unwrap_or_default()))
}

/// The text after a label in what the program said.
pub(crate) fn after<'a>(said: &'a str, label: &str) -> &'a str {
    let line = said
        .lines()
        .find(|line| line.contains(label))
        .unwrap_or_else(|| panic!("{said}"));
    line.split_once(label).unwrap().1.trim()
}
