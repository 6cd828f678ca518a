//! The browser's side, embedded in the binary: files with hashed names that never change, in the best encoding that the browser
//! takes, and the pages that start it, one for each area.
//!
//! Knows the bundles in `dist/web` and what Trunk calls things. Knows no HTTP library.

use std::borrow::Cow;

use pult_shared::area::Area;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../dist/web"]
struct Bundle;

/// What Trunk writes where the nonce of the content security policy goes.
const NONCE_PLACEHOLDER: &str = "{{__TRUNK NONCE__}}";
/// Where a page begins.
const BODY: &str = "<body>";
/// The encodings that lie beside the files, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// A file as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub media_type: &'static str,
    /// For `Content-Encoding`.
    pub encoding: Option<&'static str>,
    /// The name holds a hash of the content: it may be kept for ever.
    pub immutable: bool,
    /// Quoted, as in the header; differs by encoding.
    pub etag: String,
}

impl Asset {
    /// The value of `Cache-Control`.
    #[must_use]
    pub fn cache_control(&self) -> &'static str {
        if self.immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }
    }
}

/// The file at a path (with or without the slash in front), in the best encoding of the header `Accept-Encoding`. The start pages
/// are not among them: see `start_page`.
#[must_use]
pub fn asset(path: &str, accept_encoding: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    // The compressed variants are encodings of a file, not files of their own.
    if path.ends_with(".html") || ENCODINGS.iter().any(|(_, suffix)| path.ends_with(suffix)) {
        return None;
    }
    let plain = Bundle::get(path)?;
    let encoded = ENCODINGS
        .iter()
        .filter(|(encoding, _)| accepts(accept_encoding, encoding))
        .find_map(|(encoding, suffix)| Some((*encoding, Bundle::get(&format!("{path}{suffix}"))?)));
    // The hash of the plain file names the content; the encoding makes the two representations differ.
    let hash = hex(&plain.metadata.sha256_hash());
    let (bytes, encoding) = match encoded {
        Some((encoding, file)) => (file.data, Some(encoding)),
        None => (plain.data, None),
    };
    let etag = format!(
        "\"{hash}{}\"",
        encoding.map(|name| format!("-{name}")).unwrap_or_default()
    );
    Some(Asset {
        bytes,
        media_type: media_type(path),
        encoding,
        immutable: is_hashed(path),
        etag,
    })
}

/// The start page of an area for one answer: its inline script carries the nonce of that answer's content security policy. `before`: HTML that
/// stands before everything else on it.
#[must_use]
pub fn start_page(area: Area, nonce: &str, before: &str) -> Option<Asset> {
    let file = Bundle::get(&format!("{}.html", area.name()))?;
    let page = String::from_utf8_lossy(&file.data).replace(NONCE_PLACEHOLDER, nonce);
    let page = page.replacen(BODY, &format!("{BODY}{before}"), 1);
    let etag = format!("\"{}-{nonce}\"", hex(&file.metadata.sha256_hash()));
    Some(Asset {
        bytes: Cow::Owned(page.into_bytes()),
        media_type: media_type(".html"),
        encoding: None,
        immutable: false,
        etag,
    })
}

/// Whether a path that is no file belongs to the user interface, which routes by itself: then a start page is the answer.
/// Paths of the API and names that look like files are not.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or("");
    let in_api = path == "api" || path.starts_with("api/");
    !in_api && !last.contains('.')
}

/// Trunk's names: `pult-desk-0123456789abcdef.js`, `pult-desk-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether `Accept-Encoding` allows an encoding (RFC 9110 §12.5.3, as far as it matters for two encodings).
fn accepts(header: &str, encoding: &str) -> bool {
    let mut any = false;
    for item in header.split(',') {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight
            .trim()
            .strip_prefix("q=")
            .is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0));
        if name.trim().eq_ignore_ascii_case(encoding) {
            return !refused;
        }
        any |= name.trim() == "*" && !refused;
    }
    any
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" | "ftl" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The beginning of a hash is enough to tell versions apart.
fn hex(hash: &[u8]) -> String {
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash() {
        for hashed in [
            "pult-desk-0123456789abcdef.js",
            "a/pult-desk-0123456789abcdef_bg.wasm",
            "main-deadbeefdeadbeef.css",
        ] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["desk.html", "favicon.ico", "pult-desk.js", "snippets/a-b.js"] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn encodings_that_a_browser_takes() {
        for (header, br, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip", false, true),
            ("br;q=0, gzip;q=0.5", false, true),
            ("*", true, true),
            ("*, br;q=0", false, true),
            ("", false, false),
            ("identity", false, false),
        ] {
            assert_eq!(
                (accepts(header, "br"), accepts(header, "gzip")),
                (br, gzip),
                "{header:?}"
            );
        }
    }

    #[test]
    fn pages_are_neither_api_nor_files() {
        for page in ["/", "", "/agent/tickets/2026112200017", "/portal"] {
            assert!(is_page(page), "{page}");
        }
        for other in ["/api", "/api/v1/nothing", "/missing-0123456789abcdef.js", "/a/b.css"] {
            assert!(!is_page(other), "{other}");
        }
    }

    #[test]
    fn each_area_has_a_start_page_that_carries_the_nonce() {
        for area in Area::ALL {
            let page = start_page(area, "n0nce", "<p>first</p>").unwrap();
            let text = String::from_utf8(page.bytes.to_vec()).unwrap();
            // A release's page is minified: its attributes have no quotation marks.
            let bare = text.replace('"', "");
            assert!(bare.contains(&format!("data-area={}", area.name())), "{text}");
            assert!(text.contains("<body><p>first</p>"), "{text}");
            assert!(!text.contains(NONCE_PLACEHOLDER));
            assert_eq!(page.cache_control(), "no-cache");
            assert_eq!(asset(&format!("/{}.html", area.name()), "br"), None);
        }
        assert_eq!(asset("/index.html", "br"), None);
        assert_eq!(asset("/../Cargo.toml", ""), None);
    }
}
