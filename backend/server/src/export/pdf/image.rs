//! Images of a case, as far as they are drawn.
//!
//! Knows how large an image may be so that drawing it stays cheap; must not trust what an image says about itself.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use krilla::{Data, image::Image};

use super::super::limits;

/// Points for a pixel: 96 pixels are an inch.
const SCALE: f32 = 0.75;

/// What may still be drawn.
pub struct Gallery {
    is_open: bool,
    left: usize,
    bytes: usize,
    pixels: u64,
    /// The logo of a signature comes with every mail, and is read once.
    known: HashMap<Bytes, Image>,
}

impl Gallery {
    pub fn new(is_open: bool) -> Self {
        Self {
            is_open,
            left: limits::PDF_IMAGES,
            bytes: limits::PDF_IMAGE_BYTES,
            pixels: limits::PDF_IMAGE_PIXELS,
            known: HashMap::new(),
        }
    }

    /// The image and its size in points, within a box. `None` for one that is broken or too large: its name is in the list of files.
    pub fn hang(&mut self, media_type: &str, bytes: &Bytes, width: f32, height: f32) -> Option<(Image, f32, f32)> {
        let image = match self.known.get(bytes) {
            Some(image) => image.clone(),
            None => self.read(media_type, bytes)?,
        };
        let (across, down) = image.size();
        #[expect(clippy::cast_precision_loss, reason = "a pixel more or less is not seen")]
        let (across, down) = (across as f32 * SCALE, down as f32 * SCALE);
        let shrink = (width / across).min(height / down).min(1.0);
        Some((image, across * shrink, down * shrink))
    }

    fn read(&mut self, media_type: &str, bytes: &Bytes) -> Option<Image> {
        if !self.is_open || self.left == 0 || bytes.len() > self.bytes {
            return None;
        }
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes.clone());
        let image = match media_type {
            "image/png" => Image::from_png(Data::from(shared), false),
            "image/jpeg" => Image::from_jpeg(Data::from(shared), false),
            _ => return None,
        }
        .ok()?;
        let (across, down) = image.size();
        let pixels = u64::from(across) * u64::from(down);
        if pixels == 0 || pixels > self.pixels.min(limits::PDF_ONE_IMAGE_PIXELS) {
            return None;
        }
        self.left -= 1;
        self.bytes -= bytes.len();
        self.pixels -= pixels;
        self.known.insert(bytes.clone(), image.clone());
        Some(image)
    }
}
