//! Makes sure that there is a folder to embed: on a fresh clone the front end is not built yet.

use std::{env, fs, io, path::Path};

const PLACEHOLDER: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Pult</title>\n\
<p>This server was built without the browser's side. <code>make build</code> builds both.</p>\n</html>\n";

fn main() -> io::Result<()> {
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("cargo gives CARGO_MANIFEST_DIR"))?;
    let web = Path::new(&manifest).join("../../dist/web");
    let index = web.join("index.html");
    if !index.exists() {
        fs::create_dir_all(&web)?;
        fs::write(&index, PLACEHOLDER)?;
    }
    // The folder's time changes when the bundle is replaced; its files have hashed names.
    println!("cargo::rerun-if-changed=../../dist/web");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
