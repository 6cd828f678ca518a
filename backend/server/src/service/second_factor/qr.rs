//! A QR code as path data of SVG: the page draws it itself, so that no picture has to be put into it.

use std::fmt::Write as _;

use pult_shared::api::second_factor::QrCode;
use qrcode::{Color, EcLevel};

/// Modules that stay light around it (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code of a text; none where it is too long for one.
#[must_use]
pub fn drawn(text: &str) -> Option<QrCode> {
    let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            write!(path, "M{x} {y}h1v1h-1z").ok()?;
        }
    }
    Some(QrCode {
        size: u32::try_from(width + 2 * QUIET).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_are_where_they_belong() {
        let code = drawn("otpauth://totp/x").expect("a code");
        // The finder patterns: a dark square of seven modules in three of the corners.
        let last = code.size - 5;
        for (x, y, dark) in [
            (4, 4, true),
            (10, 10, true),
            (last, 4, true),
            (4, last, true),
            (5, 5, false),
            (3, 4, false),
        ] {
            assert_eq!(code.path.contains(&format!("M{x} {y}h")), dark, "{x} {y}");
        }
        assert!(drawn(&"x".repeat(5_000)).is_none());
    }
}
