//! Near duplicates among requests of a generated desk with known duplicates (requirement C9): what is found is right, and most is found.
//!
//! The texts are made of templates that know nothing of how they are compared: several matters a service, each told in several ways, with
//! greetings, signatures, quotes, telephone numbers and what people write around it. Many matters share their service, their place or
//! their trouble with others: those are the pairs that must not be found.
#![expect(clippy::indexing_slicing, reason = "a test")]

mod desk;
mod matters;

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::duplicates::{Evidence, Print, judge};

use desk::{Request, desk};

/// Pairs that meet in a band, as the database finds them.
fn candidates(prints: &[Option<Print>]) -> BTreeSet<(usize, usize)> {
    let mut bands: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (number, print) in prints.iter().enumerate() {
        for band in print.iter().flat_map(Print::bands) {
            bands.entry(band).or_default().push(number);
        }
    }
    let pairs = bands.values().flat_map(|met| {
        let later = |(at, one): (usize, &usize)| met[at + 1..].iter().map(|two| (*one, *two)).collect::<Vec<_>>();
        met.iter().enumerate().flat_map(later).collect::<Vec<_>>()
    });
    pairs.collect()
}

fn is_duplicate(one: &Request, two: &Request) -> bool {
    one.matter == two.matter && one.english == two.english
}

// req: C9
#[test]
fn what_is_found_is_right_and_most_is_found() {
    let requests = desk();
    let prints: Vec<Option<Print>> = requests
        .iter()
        .map(|request| Print::of(&request.subject, &request.text))
        .collect();
    let met = candidates(&prints);
    let found: BTreeSet<(usize, usize)> = met
        .iter()
        .copied()
        .filter(|(one, two)| {
            let evidence = Evidence {
                own: prints[*one].as_ref(),
                other: prints[*two].as_ref(),
                ..Evidence::default()
            };
            judge(&evidence).is_some()
        })
        .collect();
    let known: BTreeSet<(usize, usize)> = (0..requests.len())
        .flat_map(|one| (one + 1..requests.len()).map(move |two| (one, two)))
        .filter(|(one, two)| is_duplicate(&requests[*one], &requests[*two]))
        .collect();
    let right = found.intersection(&known).count() as f64;
    let (precision, recall) = (right / found.len() as f64, right / known.len() as f64);
    let all = requests.len() * (requests.len() - 1) / 2;
    eprintln!(
        "{} requests, {} known pairs, {} met, {} found: precision {precision:.3}, recall {recall:.3}",
        requests.len(),
        known.len(),
        met.len(),
        found.len()
    );
    for (one, two) in found.difference(&known).take(5) {
        eprintln!("WRONG {}\n---\n{}\n===", requests[*one].text, requests[*two].text);
    }
    for (one, two) in known.difference(&found).take(5) {
        eprintln!("MISSED {}\n---\n{}\n===", requests[*one].text, requests[*two].text);
    }
    assert!(known.len() > 2_000, "{} pairs to find", known.len());
    assert!(
        met.len() < all / 4,
        "bands spare most comparisons: {} of {all}",
        met.len()
    );
    assert!(precision > 0.95, "precision {precision:.3}");
    assert!(recall > 0.8, "recall {recall:.3}");
}
