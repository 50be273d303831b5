//! An sRGB profile (ICC.1:2010, version 4.2), made from the numbers of IEC 61966-2-1, so that
//! no file with a licence of its own is carried.

/// A number as the format's signed 16.16 fixed point, from millionths.
fn fixed(millionths: i64) -> [u8; 4] {
    let (scaled, half) = (millionths.saturating_mul(65_536), 500_000);
    let rounded = if scaled < 0 { scaled - half } else { scaled + half } / 1_000_000;
    i32::try_from(rounded).unwrap_or_default().to_be_bytes()
}

fn tag(kind: [u8; 4], body: impl IntoIterator<Item = u8>) -> Vec<u8> {
    kind.iter().copied().chain([0; 4]).chain(body).collect()
}

fn numbers(kind: [u8; 4], millionths: &[i64]) -> Vec<u8> {
    tag(kind, millionths.iter().flat_map(|value| fixed(*value)))
}

fn size(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or_default().to_be_bytes()
}

/// Words as a multi-localised text of one British English record.
fn words(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [size(1), size(12), *b"enGB", size(units.len()), size(28)];
    tag(*b"mluc", head.into_iter().flatten().chain(units))
}

/// The white point of the profile connection space, D50.
const WHITE: [i64; 3] = [964_200, 1_000_000, 824_900];

/// The profile.
pub(crate) fn srgb() -> Vec<u8> {
    // Type 3: (a·x + b)^g from d upwards, c·x below; g, a, b, c, d say the whole sRGB curve.
    let curve = [2_400_000, 947_867, 52_133, 77_399, 40_450];
    let curve = tag(*b"para", [0, 3, 0, 0].into_iter().chain(curve.into_iter().flat_map(fixed)));
    let adaptation =
        [1_047_882, 22_919, -50_217, 29_587, 990_479, -17_059, -9_232, 15_076, 751_678];
    let tags = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", numbers(*b"XYZ ", &WHITE)),
        (b"chad", numbers(*b"sf32", &adaptation)),
        (b"rXYZ", numbers(*b"XYZ ", &[436_066, 222_488, 13_916])),
        (b"gXYZ", numbers(*b"XYZ ", &[385_147, 716_873, 97_076])),
        (b"bXYZ", numbers(*b"XYZ ", &[143_066, 60_608, 714_096])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    // A header of 128 bytes, a count of 4, then 12 bytes a tag.
    let start = 132 + 12 * tags.len();
    let (mut table, mut data) = (size(tags.len()).to_vec(), vec![]);
    for (name, body) in &tags {
        table.extend(name.iter());
        table.extend(size(start + data.len()));
        table.extend(size(body.len()));
        data.extend(body);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut all = header(start + data.len());
    all.extend(table);
    all.extend(data);
    all
}

/// The header: a display profile from RGB to XYZ, dated 1 January 2026.
fn header(length: usize) -> Vec<u8> {
    let mut head = size(length).to_vec();
    head.extend(b"    ");
    head.extend([4, 0x20, 0, 0]);
    head.extend(b"mntrRGB XYZ ");
    head.extend([0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    head.extend(b"acsp");
    head.resize(68, 0);
    head.extend(WHITE.into_iter().flat_map(fixed));
    head.resize(128, 0);
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_states_its_own_length() {
        let profile = srgb();
        assert_eq!(profile[..4], size(profile.len()));
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(fixed(-1_000_000), (-65_536i32).to_be_bytes());
    }
}
