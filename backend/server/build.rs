//! Makes sure that there is a folder to embed: on a fresh clone the front end is not built yet.

use std::{env, fs, io, path::Path};

/// The very list that server and browser go by: an area that is added there has its start page here.
#[path = "../../shared/src/area.rs"]
#[allow(dead_code, reason = "of the areas this needs the names alone")]
mod area;

/// What stands on a page in place of a program.
const WITHOUT: &str = "This server was built without the browser's side.";

fn placeholder(area: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"de\" data-area=\"{area}\">\n<meta charset=\"utf-8\">\n<title>Pult</title>\n\
         <body>\n<p lang=\"en\">{WITHOUT} <code>make build</code> builds both.</p>\n</body>\n</html>\n"
    )
}

fn main() -> io::Result<()> {
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("cargo gives CARGO_MANIFEST_DIR"))?;
    let web = Path::new(&manifest).join("../../dist/web");
    fs::create_dir_all(&web)?;
    for area in area::Area::ALL.map(area::Area::name) {
        let page = web.join(format!("{area}.html"));
        let new = placeholder(area);
        // One of an older build is written anew.
        let stale = |old: String| old != new && old.contains(WITHOUT);
        if !page.exists() || fs::read_to_string(&page).is_ok_and(stale) {
            fs::write(&page, &new)?;
        }
    }
    // The folder's time changes when the bundle is replaced; its files have hashed names.
    println!("cargo::rerun-if-changed=../../dist/web");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../shared/src/area.rs");
    Ok(())
}
