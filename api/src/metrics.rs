//! Counters and timers, in the text format Prometheus reads.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// What tells one request series from another. The path is the template, never the path itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    path: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: String,
    path: String,
}

/// The metrics of the hub.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    duration: Family<RouteLabels, Histogram>,
    connections_busy: Gauge,
    connections_idle: Gauge,
    mail_waiting: Gauge,
    mail_failed: Gauge,
}

/// Bounds of the latency buckets, in seconds.
fn latency_buckets() -> Histogram {
    Histogram::new([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
    ])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("welfare_hub");
        let requests = Family::default();
        let duration = Family::new_with_constructor(latency_buckets as fn() -> Histogram);
        let (connections_busy, connections_idle) = (Gauge::default(), Gauge::default());
        let (mail_waiting, mail_failed) = (Gauge::default(), Gauge::default());
        registry.register(
            "http_requests",
            "Requests answered",
            Family::clone(&requests),
        );
        registry.register(
            "http_request_seconds",
            "Time to answer",
            Family::clone(&duration),
        );
        registry.register(
            "database_connections_busy",
            "Database connections in use",
            connections_busy.clone(),
        );
        registry.register(
            "database_connections_idle",
            "Database connections at rest",
            connections_idle.clone(),
        );
        registry.register(
            "mail_waiting",
            "Messages waiting to be sent",
            mail_waiting.clone(),
        );
        registry.register("mail_failed", "Messages given up", mail_failed.clone());
        Self {
            registry,
            requests,
            duration,
            connections_busy,
            connections_idle,
            mail_waiting,
            mail_failed,
        }
    }
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, method: &str, path: &str, status: u16, took: Duration) {
        let (method, path) = (method.to_owned(), path.to_owned());
        self.duration
            .get_or_create(&RouteLabels {
                method: method.clone(),
                path: path.clone(),
            })
            .observe(took.as_secs_f64());
        self.requests
            .get_or_create(&RequestLabels {
                method,
                path,
                status,
            })
            .inc();
    }

    /// Everything as text, with the gauges set to what is true now.
    #[must_use]
    pub fn render(&self, (busy, idle): (u32, u32), (waiting, failed): (i64, i64)) -> String {
        self.connections_busy.set(i64::from(busy));
        self.connections_idle.set(i64::from(idle));
        self.mail_waiting.set(waiting);
        self.mail_failed.set(failed);
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
}
