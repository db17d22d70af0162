//! What the bodies of requests look like on the wire.

mod recorded;

use std::io::Read;

use serde_json::{Map, Value, json};
use uplink_runtime::descriptor::{Api, Argument, ContentType, Function, Place, Shape, Style};
use uplink_runtime::{Call, Client, File, FileSource, NoToken, Options};

const fn field(name: &'static str, shape: Shape) -> Argument {
    Argument { name, wire: name, place: Place::Body, shape, ..Argument::PLAIN }
}

const fn write(name: &'static str, content_type: ContentType, arguments: &'static [Argument]) -> Function {
    Function { name, method: "POST", path: "/x", auth: &[], content_type, arguments, ..Function::PLAIN }
}

static CHARGE: Function = write(
    "charge",
    ContentType::Form,
    &[
        field("amount", Shape::Int),
        Argument { style: Style::Deep, ..field("metadata", Shape::Map(&Shape::Text)) },
        field("tags", Shape::List(&Shape::Text)),
    ],
);
static UPLOAD: Function = write(
    "upload",
    ContentType::Multipart,
    &[
        field("title", Shape::Text),
        field("about", Shape::Map(&Shape::Int)),
        field("photo", Shape::Bytes),
        field("more", Shape::List(&Shape::Bytes)),
    ],
);
static NOTE: Function = write(
    "note",
    ContentType::Text("text/plain"),
    &[Argument { place: Place::Content, required: true, ..field("text", Shape::Text) }],
);
static PICTURE: Function = write(
    "picture",
    ContentType::File("image/png"),
    &[Argument { place: Place::Content, required: true, ..field("picture", Shape::Bytes) }],
);
static PATCH: Function =
    write("patch", ContentType::Json("application/merge-patch+json"), &[field("name", Shape::Text)]);
static CLOSE: Function = Function {
    name: "close",
    method: "DELETE",
    path: "/x",
    auth: &[],
    arguments: &[Argument { place: Place::Content, ..field("ids", Shape::List(&Shape::Int)) }],
    ..Function::PLAIN
};
static API: Api = Api { functions: &[&CLOSE, &CHARGE, &UPLOAD, &NOTE, &PICTURE, &PATCH], ..Api::PLAIN };

/// What one request is: its head in lower case, and its body.
async fn sent(call: impl FnOnce(&Client) -> Call<Option<Value>>) -> (String, Vec<u8>) {
    let (head, body) = recorded::sent(&API, call).await;
    (head.to_lowercase(), body)
}

/// A multipart body with `B` for what divides it.
fn parts(head: &str, body: &[u8]) -> String {
    let boundary = head.split("multipart/form-data; boundary=").nth(1).expect("a boundary").lines().next();
    String::from_utf8_lossy(body).replace(boundary.expect("a line"), "B")
}

#[tokio::test]
async fn a_form_has_a_name_and_a_text_for_each_field() {
    let metadata = json!({"order": "6735", "by": "a b"});
    let (head, body) =
        sent(|client| Call::new(client, &CHARGE).set("amount", 5).set("metadata", metadata).set("tags", ["a&b", "c"]))
            .await;
    assert!(head.contains("content-type: application/x-www-form-urlencoded"), "{head}");
    let text = String::from_utf8(body).expect("text");
    assert_eq!(text, "amount=5&metadata%5Border%5D=6735&metadata%5Bby%5D=a+b&tags=a%26b&tags=c");
    assert_eq!(sent(|client| Call::new(client, &CHARGE)).await.1, b"", "nothing given");
}

#[tokio::test]
async fn a_delete_may_have_a_body_or_none() {
    let (head, body) = sent(|client| Call::new(client, &CLOSE).set("ids", [1, 2])).await;
    assert!(head.starts_with("delete /x http/1.1") && head.contains("content-type: application/json"), "{head}");
    assert_eq!(body, b"[1,2]");
    let (head, body) = sent(|client| Call::new(client, &CLOSE)).await;
    assert!(!head.contains("content-"), "{head}");
    assert_eq!(body, b"");
}

#[tokio::test]
async fn a_form_with_files_has_a_part_for_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Küche \"1\".png");
    std::fs::write(&path, b"\x89PNG").expect("written");
    let (head, body) = sent(|client| {
        Call::new(client, &UPLOAD)
            .set("title", "Ü")
            .set("about", json!({"floor": 1}))
            .attach("photo", path)
            .attach_all("more", [File::from(b"abc"), File::from(b"").with_name("x.bin").with_media_type("a/b")])
    })
    .await;
    assert_eq!(
        parts(&head, &body),
        "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nÜ\r\n\
         --B\r\nContent-Disposition: form-data; name=\"about\"\r\nContent-Type: application/json\r\n\r\n{\"floor\":1}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"Küche \\\"1\\\".png\"\r\n\
         Content-Type: image/png\r\n\r\n\u{fffd}PNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"more\"; filename=\"more\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nabc\r\n\
         --B\r\nContent-Disposition: form-data; name=\"more\"; filename=\"x.bin\"\r\nContent-Type: a/b\r\n\r\n\r\n--B--\r\n"
    );
}

#[tokio::test]
async fn a_body_may_be_text_or_a_file() {
    let (head, body) = sent(|client| Call::new(client, &NOTE).set("text", "Grüße\n")).await;
    assert!(head.contains("content-type: text/plain"), "{head}");
    assert_eq!(body, "Grüße\n".as_bytes());
    let (head, body) = sent(|client| Call::new(client, &PICTURE).attach("picture", &b"\x00\xff"[..])).await;
    assert!(head.contains("content-type: image/png") && head.contains("content-length: 2"), "{head}");
    assert_eq!(body, b"\x00\xff");
    // As JSON has it, for calls whose arguments are not known before.
    assert_eq!(sent(|client| Call::new(client, &PICTURE).set("picture", "AP8=")).await.1, b"\x00\xff");
    let (head, body) = sent(|client| Call::new(client, &PATCH).set("name", "x")).await;
    assert!(head.contains("content-type: application/merge-patch+json"), "{head}");
    assert_eq!(body, br#"{"name":"x"}"#);
}

/// As much as is asked for, whose size nobody knows beforehand.
struct Endless(u64);

impl FileSource for Endless {
    fn open(&self) -> std::io::Result<(Box<dyn Read + Send>, Option<u64>)> {
        Ok((Box::new(std::io::repeat(b'x').take(self.0)), None))
    }
}

#[tokio::test]
async fn what_has_no_size_is_sent_in_chunks() {
    let (head, body) =
        sent(|client| Call::new(client, &PICTURE).attach("picture", File::from_source(Endless(200_000)))).await;
    assert!(head.contains("transfer-encoding: chunked"), "{head}");
    assert_eq!(body.iter().filter(|byte| **byte == b'x').count(), 200_000);
}

#[tokio::test]
async fn t74_what_cannot_be_sent_is_told_before() {
    let options = Options { base_url: Some("http://127.0.0.1:9".into()), ..Options::default() };
    let client = Client::new(&API, std::sync::Arc::new(NoToken), options).expect("a client");
    let told = async |call: Call<Option<Value>>| call.await.expect_err("a refusal").to_string();
    let missing = Call::new(&client, &UPLOAD).attach("photo", File::open("no such file.png"));
    assert!(told(missing).await.contains("`photo` cannot be read: no such file.png: "), "which file");
    let named = Call::new(&client, &UPLOAD).attach("photo", File::from(b"x").with_name("a\r\nX-Evil: 1"));
    assert_eq!(told(named).await, "upload: `photo` has a name with control characters");
    let kind = Call::new(&client, &UPLOAD).attach("photo", File::from(b"x").with_media_type("nonsense"));
    assert_eq!(told(kind).await, "upload: `photo` has the media type \"nonsense\", which is none");
    assert_eq!(
        told(Call::new(&client, &UPLOAD).attach("title", b"x")).await,
        "upload: `title` must be text, not a file"
    );
    let text = Call::new(&client, &UPLOAD).set("photo", "no Base64!");
    assert_eq!(told(text).await, "upload: `photo` must be bytes (Base64 where they are text), not \"no Base64!\"");
    assert!(told(Call::new(&client, &NOTE)).await.contains("`text` is required"));
    let empty: Map<String, Value> = Map::new();
    assert!(client.call(&PICTURE, empty).await.is_err());
}
