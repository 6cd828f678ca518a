//! The browser's side of passkeys (WebAuthn level 3): options and answers are handed through as JSON, as server and browser write them.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::window;
use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn creation_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn request_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = create)]
    async fn create(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = get)]
    async fn get(options: &JsValue) -> Result<JsValue, JsValue>;

    type Credential;

    #[wasm_bindgen(method, catch, js_name = toJSON)]
    fn to_json(this: &Credential) -> Result<JsValue, JsValue>;
}

/// Whether this browser knows them, in the form that is used here (since 2024/25).
pub fn known() -> bool {
    let Ok(interface) = Reflect::get(&window(), &"PublicKeyCredential".into()) else {
        return false;
    };
    let has = |name: &str| Reflect::get(&interface, &name.into()).is_ok_and(|found| found.is_function());
    interface.is_function() && has("parseCreationOptionsFromJSON") && has("parseRequestOptionsFromJSON")
}

/// Has an authenticator make a passkey; the key of a sentence where it did not.
pub async fn make(options: &Value) -> Result<Value, &'static str> {
    let made = async { answer(&create(&public_key(&creation_options(&js(options)?)?)?).await?) };
    made.await.map_err(|error: JsValue| trouble(&error))
}

/// Has an authenticator sign a challenge; the key of a sentence where it did not.
pub async fn sign(options: &Value) -> Result<Value, &'static str> {
    let signed = async { answer(&get(&public_key(&request_options(&js(options)?)?)?).await?) };
    signed.await.map_err(|error: JsValue| trouble(&error))
}

fn js(value: &Value) -> Result<JsValue, JsValue> {
    JSON::parse(&value.to_string())
}

fn public_key(options: &JsValue) -> Result<JsValue, JsValue> {
    let whole = Object::new();
    Reflect::set(&whole, &"publicKey".into(), options)?;
    Ok(whole.into())
}

fn answer(credential: &JsValue) -> Result<Value, JsValue> {
    let json = credential.unchecked_ref::<Credential>().to_json()?;
    let text = String::from(JSON::stringify(&json)?);
    serde_json::from_str(&text).map_err(|error| error.to_string().into())
}

/// What the browser's error means (WebAuthn §5.1.3 and §5.1.4): it says little, so that sites learn little.
fn trouble(error: &JsValue) -> &'static str {
    let name = Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => "passkey-given-up",
        Some("InvalidStateError") => "passkey-there",
        _ => {
            leptos::logging::warn!("{error:?}");
            "passkey-failed"
        }
    }
}
