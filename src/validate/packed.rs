//! Values packed away: there are tens of thousands of returns, and each is wanted whole only for a
//! moment.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read as _, Write as _};

/// A value, written down and deflated.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    /// None where it can't be written down.
    pub(super) fn of(value: &impl Serialize) -> Option<Self> {
        let written = postcard::to_stdvec(value).ok()?;
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        packing.write_all(&written).ok()?;
        Some(Self(packing.finish().ok()?.into()))
    }

    /// The value again; none where the bytes are not those of one.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let mut written = Vec::with_capacity(self.len().saturating_mul(4));
        DeflateDecoder::new(&*self.0).read_to_end(&mut written).ok()?;
        postcard::from_bytes(&written).ok()
    }

    /// How many bytes it takes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_value_comes_back_as_it_was(value: (String, Option<i64>, Vec<u16>)) {
            prop_assert_eq!(Packed::of(&value).unwrap().read(), Some(value));
        }
    }

    #[test]
    fn bytes_of_something_else_are_no_value() {
        let packed = Packed::of(&"seven").unwrap();
        assert_eq!(packed.read::<String>().as_deref(), Some("seven"));
        assert_eq!(packed.read::<(String, String)>(), None);
        assert_eq!(Packed(Box::from([7, 7, 7])).read::<String>(), None);
    }
}
