//! Mail through a real SMTP server.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
};

use api::mail::deliver_due;
use chrono::Duration;
use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use secrecy::SecretString;
use serde_json::json;
use tests::{TestApp, e2e};

/// An SMTP server that keeps what it gets, and refuses while told to.
#[derive(Clone, Default)]
struct Mailbox {
    messages: Arc<Mutex<Vec<String>>>,
    refusing: Arc<Mutex<bool>>,
    current: Vec<u8>,
}

impl Handler for Mailbox {
    fn data_start(&mut self, _: &str, _: &str, _: bool, _: &[String]) -> Response {
        self.current.clear();
        if *self.refusing.lock().unwrap() {
            response::NO_SERVICE
        } else {
            response::START_DATA
        }
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.current.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.messages
            .lock()
            .unwrap()
            .push(String::from_utf8_lossy(&self.current).into_owned());
        response::OK
    }
}

/// Starts the server on a free port; it runs until the tests end.
fn start(mailbox: &Mailbox) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let mut server = Server::new(mailbox.clone());
    server
        .with_name("hub.test")
        .with_ssl(SslConfig::None)
        .expect("plain SMTP")
        .with_tcp_listener(listener);
    std::thread::spawn(move || drop(server.serve()));
    address
}

e2e! {
    fn a_letter_arrives_once_even_if_the_server_refuses_at_first(app) {
        let mailbox = Mailbox::default();
        let address = start(&mailbox);
        let app = &TestApp::spawn_with(app.backend(), |config| {
            config.smtp_url = Some(SecretString::from(format!("smtp://{address}")));
        });
        let person = super::with_password(app);
        *mailbox.refusing.lock().unwrap() = true;
        let _ = app.anonymous().post("/password-resets", &json!({"email": person.email})).expect(202);
        assert_eq!(deliver_due(app.hub()).expect("the outbox can be read"), 0);
        *mailbox.refusing.lock().unwrap() = false;
        assert_eq!(deliver_due(app.hub()).expect("the outbox can be read"), 0, "not before the back-off is over");
        app.clock.advance(Duration::seconds(31));
        assert_eq!(deliver_due(app.hub()).expect("the outbox can be read"), 1);
        assert_eq!(deliver_due(app.hub()).expect("the outbox can be read"), 0);
        let messages = mailbox.messages.lock().unwrap();
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains(&person.email) && messages[0].contains("Message-ID: <"));
    }
}

e2e! {
    fn two_workers_never_send_the_same_letter(app) {
        let mailbox = Mailbox::default();
        let address = start(&mailbox);
        let app = &TestApp::spawn_with(app.backend(), |config| {
            config.smtp_url = Some(SecretString::from(format!("smtp://{address}")));
        });
        let person = super::with_password(app);
        for _ in 0..6 {
            let _ = app.anonymous().post("/password-resets", &json!({"email": person.email})).expect(202);
        }
        let sent: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| deliver_due(app.hub()).expect("a worker"))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!((sent, mailbox.messages.lock().unwrap().len()), (6, 6));
    }
}
