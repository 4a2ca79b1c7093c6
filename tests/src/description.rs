//! The served description as a list of requests to try.

use serde_json::{Value, json};

use crate::{Client, Reply, TestApp};

/// The served description.
#[derive(Debug)]
pub struct Description {
    document: Value,
}

/// One operation, with a path that leads to nothing that exists.
#[derive(Debug, Clone)]
pub struct Operation {
    /// HTTP method, upper case.
    pub method: String,
    /// Path with placeholders, as described.
    pub template: String,
    /// Path to request.
    pub path: String,
    /// Its identifier.
    pub id: String,
    /// Whether nobody in particular may call it.
    pub is_public: bool,
    /// Media type and example of its body, if it takes JSON.
    pub body: Option<(String, Value)>,
    /// Names of its query parameters.
    pub query: Vec<String>,
    /// Statuses it says it answers with.
    pub statuses: Vec<u16>,
    /// Name of the schema it answers with when all is well.
    pub answer: Option<String>,
}

impl Description {
    /// Reads the description an application serves.
    #[must_use]
    pub fn served_by(app: &TestApp) -> Self {
        Self {
            document: app.anonymous().get("//openapi.json").expect(200).json(),
        }
    }

    /// The document.
    #[must_use]
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// Every operation.
    ///
    /// # Panics
    /// When the document has no paths.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.document["paths"].as_object().expect("paths");
        let each = paths.iter().flat_map(|(template, item)| {
            let operations = item.as_object().into_iter().flatten();
            operations.map(|(method, operation)| self.operation(template, method, operation))
        });
        each.collect()
    }

    fn operation(&self, template: &str, method: &str, operation: &Value) -> Operation {
        let parameters: Vec<&Value> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| self.resolve(parameter))
            .collect();
        let mut path = template.to_owned();
        for parameter in parameters.iter().filter(|one| one["in"] == "path") {
            let name = text(&parameter["name"]);
            path = path.replace(&format!("{{{name}}}"), &self.nowhere(parameter));
        }
        let content = operation.pointer("/requestBody/content");
        let body = content.and_then(|content| {
            // A body of bytes has no members to get wrong.
            let (kind, media) = content
                .as_object()?
                .iter()
                .find(|(kind, _)| kind.ends_with("/json") || kind.ends_with("+json"))?;
            Some((
                kind.clone(),
                self.resolve(&media["schema"])["example"].clone(),
            ))
        });
        let responses = operation["responses"].as_object().expect("responses");
        let answer = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))
            .and_then(|(_, response)| {
                response
                    .pointer("/content/application~1json/schema/$ref")?
                    .as_str()?
                    .rsplit('/')
                    .next()
            })
            .map(str::to_owned);
        Operation {
            method: method.to_uppercase(),
            template: template.to_owned(),
            path,
            id: text(&operation["operationId"]),
            is_public: operation["security"]
                .as_array()
                .is_some_and(|all| all.contains(&json!({}))),
            body,
            query: parameters
                .iter()
                .filter(|one| one["in"] == "query")
                .map(|one| text(&one["name"]))
                .collect(),
            statuses: responses
                .keys()
                .filter_map(|status| status.parse().ok())
                .collect(),
            answer,
        }
    }

    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        value["$ref"]
            .as_str()
            .and_then(|reference| self.document.pointer(reference.trim_start_matches('#')))
            .unwrap_or(value)
    }

    /// A value of a path parameter that fits its schema and belongs to nothing.
    fn nowhere(&self, parameter: &Value) -> String {
        let schema = self.resolve(&parameter["schema"]);
        if schema["format"] == "uuid" {
            return uuid::Uuid::now_v7().to_string();
        }
        let of_schema = || {
            ["example", "/examples/0", "/enum/0", "default"]
                .iter()
                .find_map(|place| schema.get(place).or_else(|| schema.pointer(place)))
        };
        match parameter.get("example").or_else(of_schema) {
            Some(Value::Number(number)) => number.to_string(),
            Some(example) => text(example),
            None => "nowhere".to_owned(),
        }
    }
}

impl Operation {
    /// Sends it with a body; the answer must be one the description names.
    ///
    /// # Panics
    /// When the answer is not described.
    #[must_use]
    #[track_caller]
    pub fn send(&self, client: &Client, kind: &str, body: &[u8]) -> Reply {
        let mut headers = vec![("if-match", "*")];
        if self.body.is_some() {
            headers.push(("content-type", kind));
        }
        let reply = client.send(&self.method, &self.path, &headers, body);
        self.check(&reply);
        reply
    }

    /// Sends it with the example as its body, if it takes one.
    #[must_use]
    #[track_caller]
    pub fn send_example(&self, client: &Client) -> Reply {
        match &self.body {
            Some((kind, example)) => self.send(client, kind, example.to_string().as_bytes()),
            None => self.send(client, "", b""),
        }
    }

    /// The answer must have a described status, the headers all answers have, and explain itself if
    /// it is an error.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn check(&self, reply: &Reply) {
        let (id, status) = (&self.id, reply.status);
        assert!(
            self.statuses.contains(&status),
            "{id} does not describe {status}: {}",
            reply.text
        );
        for name in [
            "x-request-id",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "cache-control",
        ] {
            assert!(
                reply.header(name).is_some(),
                "{id} answers {status} without {name}"
            );
        }
        assert_eq!(
            reply.header("x-content-type-options"),
            Some("nosniff"),
            "{id}"
        );
        if status >= 400 {
            assert_eq!(
                reply.header("content-type"),
                Some("application/problem+json"),
                "{id}"
            );
            assert_eq!(reply.json()["status"], status, "{id}");
        }
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.template)
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
