//! Service categories.

mod lifecycle;
mod resource;

use tests::Client;

/// Identifier of the category with a code.
fn id_of(client: &Client, code: &str) -> String {
    let page = client
        .get("/service-categories?limit=100&status=active&status=retired")
        .expect(200)
        .json();
    let items = page["items"].as_array().unwrap();
    let one = items.iter().find(|one| one["code"] == code).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

/// ETag of a category.
fn etag_of(client: &Client, id: &str) -> String {
    client
        .get(&format!("/service-categories/{id}"))
        .expect(200)
        .etag()
}
