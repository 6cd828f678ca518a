//! Makes sure that there is a folder to embed: on a fresh clone the front end is not built yet.

use std::{env, fs, io, path::Path};

/// The very list that server and browser go by: an area that is added there has its start page here.
#[path = "../../shared/src/area.rs"]
#[allow(dead_code, reason = "of the areas this needs the names alone")]
mod area;

fn placeholder(area: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"de\" data-area=\"{area}\">\n<meta charset=\"utf-8\">\n<title>Pult</title>\n\
         <p lang=\"en\">This server was built without the browser's side. <code>make build</code> builds both.</p>\n</html>\n"
    )
}

fn main() -> io::Result<()> {
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("cargo gives CARGO_MANIFEST_DIR"))?;
    let web = Path::new(&manifest).join("../../dist/web");
    fs::create_dir_all(&web)?;
    for area in area::Area::ALL.map(area::Area::name) {
        let page = web.join(format!("{area}.html"));
        if !page.exists() {
            fs::write(&page, placeholder(area))?;
        }
    }
    // The folder's time changes when the bundle is replaced; its files have hashed names.
    println!("cargo::rerun-if-changed=../../dist/web");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../shared/src/area.rs");
    Ok(())
}
