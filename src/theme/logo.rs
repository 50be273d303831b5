//! A council's logo: a PNG, checked and read.

use png::{ColorType, Decoder, Limits, Transformations};
use std::io::Cursor;

/// The largest file: it is part of every pack.
const LARGEST: usize = 1_000_000;
/// The most points across or down.
const MOST: u32 = 4000;
/// The fewest points to an inch of paper that look sharp.
const FEWEST: u32 = 150;
/// The room that a logo has on the front sheet, in millimetres.
const ROOM: (u32, u32) = (60, 18);

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file, as it came: for workbook and page.
    pub file: Vec<u8>,
    /// How many points it is wide.
    pub width: u32,
    /// How many points it is high.
    pub height: u32,
    /// Its points row by row, red, green, blue; what was see-through stands on white: for the PDF,
    /// which keeps without transparency.
    pub points: Vec<u8>,
    /// What it says to those who don't see it.
    pub alt: String,
}

impl Logo {
    /// Reads a PNG. On error says what is wrong, and what to do.
    pub(super) fn read(name: &str, file: &[u8], alt: &str) -> Result<Self, String> {
        if !file.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Err(format!(
                "“{name}” is no PNG: have the logo saved as PNG, which every format can show"
            ));
        }
        if file.len() > LARGEST {
            return Err(format!(
                "“{name}” has {} kB, and every pack carries it: save it with {} kB at most",
                file.len() / 1000,
                LARGEST / 1000
            ));
        }
        let broken = |_| format!("“{name}” can’t be read: it is damaged; save it again as PNG");
        let limits = Limits { bytes: 64_000_000 };
        let mut decoder = Decoder::new_with_limits(Cursor::new(file), limits);
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(broken)?;
        let (width, height) = reader.info().size();
        if width > MOST || height > MOST {
            return Err(format!(
                "“{name}” is {width} by {height} points: save it with {MOST} at most either way"
            ));
        }
        let coarse = too_coarse(name, (width, height));
        coarse.map_or(Ok(()), Err)?;
        let size = reader.output_buffer_size().unwrap_or_default();
        let mut read = vec![0; size];
        let frame = reader.next_frame(&mut read).map_err(broken)?;
        read.truncate(frame.buffer_size());
        let points = on_white(frame.color_type, &read);
        Ok(Self { file: file.to_vec(), width, height, points, alt: alt.to_owned() })
    }

    /// How large it is on paper, in hundredths of a millimetre: as large as its room lets it be.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        size(self.width, self.height)
    }
}

fn size(width: u32, height: u32) -> (u32, u32) {
    let (most_wide, most_high) = (ROOM.0 * 100, ROOM.1 * 100);
    let high = most_wide * height / width.max(1);
    if high <= most_high {
        (most_wide, high)
    } else {
        (most_high * width / height.max(1), most_high)
    }
}

/// Whether its points would be seen on paper.
fn too_coarse(name: &str, (width, height): (u32, u32)) -> Option<String> {
    // An inch has 25.4 mm.
    let (wide, _) = size(width, height);
    let to_an_inch = width * 2540 / wide.max(1);
    (to_an_inch < FEWEST).then(|| {
        let needed = wide * FEWEST / 2540 + 1;
        format!(
            "“{name}” is {width} by {height} points, {to_an_inch} to an inch of paper: save it \
             {needed} points wide at least"
        )
    })
}

/// Points of any kind as red, green and blue, on white.
fn on_white(kind: ColorType, read: &[u8]) -> Vec<u8> {
    let mixed = |part: u8, alpha: u8| {
        let (part, alpha) = (u32::from(part), u32::from(alpha));
        u8::try_from((part * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
    };
    match kind {
        ColorType::Grayscale => read.iter().flat_map(|grey| [*grey; 3]).collect(),
        ColorType::GrayscaleAlpha => {
            let (points, _) = read.as_chunks::<2>();
            points.iter().flat_map(|[grey, alpha]| [mixed(*grey, *alpha); 3]).collect()
        }
        ColorType::Rgba => {
            let (points, _) = read.as_chunks::<4>();
            let point = |[r, g, b, a]: &[u8; 4]| [mixed(*r, *a), mixed(*g, *a), mixed(*b, *a)];
            points.iter().flat_map(point).collect()
        }
        // Palettes are written out by the transformation that was asked for.
        ColorType::Rgb | ColorType::Indexed => read.to_vec(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A PNG of one colour.
    pub(crate) fn png(kind: ColorType, (width, height): (u32, u32), point: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(kind);
        encoder.set_depth(png::BitDepth::Eight);
        if kind == ColorType::Indexed {
            encoder.set_palette(vec![0, 0, 0, 10, 20, 30]);
        }
        let mut writer = encoder.write_header().unwrap();
        let count = usize::try_from(width * height).unwrap();
        writer.write_image_data(&point.repeat(count)).unwrap();
        writer.finish().unwrap();
        file
    }

    fn fault(file: &[u8]) -> String {
        Logo::read("logo.png", file, "Council").unwrap_err()
    }

    #[test]
    fn every_kind_of_png_becomes_points_on_white() {
        for (kind, point, expected) in [
            (ColorType::Rgb, &[10, 20, 30][..], [10, 20, 30]),
            (ColorType::Rgba, &[10, 20, 30, 255], [10, 20, 30]),
            (ColorType::Rgba, &[10, 20, 30, 0], [255, 255, 255]),
            (ColorType::Rgba, &[0, 0, 0, 128], [127, 127, 127]),
            (ColorType::Grayscale, &[40], [40, 40, 40]),
            (ColorType::GrayscaleAlpha, &[40, 0], [255, 255, 255]),
            (ColorType::Indexed, &[1], [10, 20, 30]),
        ] {
            let logo = Logo::read("logo.png", &png(kind, (400, 100), point), "Council").unwrap();
            assert_eq!((logo.width, logo.height), (400, 100));
            assert_eq!(logo.points.len(), 400 * 100 * 3, "{kind:?}");
            assert_eq!(logo.points[..3], expected, "{kind:?}");
        }
    }

    #[test]
    fn a_logo_is_as_large_as_its_room_lets_it_be() {
        assert_eq!(size(1200, 120), (6000, 600));
        assert_eq!(size(500, 500), (1800, 1800));
        assert_eq!(size(100, 4000), (45, 1800));
    }

    #[test]
    fn what_can_not_be_shown_well_is_told_with_its_remedy() {
        assert!(fault(b"<svg/>").starts_with("“logo.png” is no PNG: have the logo saved as PNG"));
        let coarse = fault(&png(ColorType::Rgb, (200, 60), &[0, 0, 0]));
        let said = "“logo.png” is 200 by 60 points, 84 to an inch of paper: save it 355 points \
                    wide at least";
        assert_eq!(coarse, said);
        let wide = fault(&png(ColorType::Grayscale, (4001, 1), &[0]));
        assert!(wide.contains("4001 by 1 points"), "{wide}");
        let mut broken = png(ColorType::Rgb, (400, 100), &[1, 2, 3]);
        broken.truncate(60);
        assert!(fault(&broken).contains("it is damaged"));
        let mut large = png(ColorType::Rgb, (400, 100), &[1, 2, 3]);
        large.resize(1_000_001, 0);
        assert!(fault(&large).contains("has 1000 kB"));
    }
}
