//! The start pages of the areas say the same while they load, and each has the styles that all share.

use std::{collections::BTreeSet, fs, path::Path};

use pult_shared::area::Area;

#[expect(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]
fn page(area: Area) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{}.html", area.name()));
    fs::read_to_string(path).unwrap()
}

fn styles(area: Area) -> Vec<String> {
    let page = page(area);
    let parts = page.split("href=\"styles/").skip(1);
    parts
        .map(|part| part.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn they_differ_in_program_and_styles_only() {
    let rest = |area: Area| {
        let page = page(area).replace(&format!("data-area=\"{}\"", area.name()), "data-area");
        let lines: Vec<_> = page
            .lines()
            .filter(|line| !line.contains("rel=\"css\"") && !line.contains("rel=\"rust\""))
            .map(str::to_owned)
            .collect();
        lines
    };
    for area in Area::ALL {
        assert_eq!(rest(area), rest(Area::Portal), "{}", area.name());
        let bin = format!("data-bin=\"pult-{}\"", area.name());
        assert!(page(area).contains(&bin), "{} must start its own program", area.name());
    }
}

#[test]
#[expect(clippy::unwrap_used, reason = "a folder that cannot be read fails the test")]
fn every_style_is_linked_somewhere_and_the_common_ones_everywhere() {
    let mut linked = BTreeSet::new();
    for area in Area::ALL {
        let styles = styles(area);
        assert_eq!(
            styles[..5],
            ["tokens", "base", "layout", "components", "pages"].map(|name| format!("{name}.css"))
        );
        linked.extend(styles);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles");
    let files = fs::read_dir(folder).unwrap();
    let files: BTreeSet<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(linked, files);
}
