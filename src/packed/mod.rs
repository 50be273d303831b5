//! Values packed away: there are tens of thousands of returns and hundreds of thousands of
//! positions, and each is wanted whole only for a moment.

mod shelf;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::io::{Read as _, Write as _};

pub use shelf::Shelf;
use shelf::Spill;

/// A value, written down and deflated.
#[derive(Clone)]
pub struct Packed(Lies);

#[derive(Clone)]
enum Lies {
    Here(Box<[u8]>),
    /// In a file, from this byte on.
    There {
        file: Spill,
        at: u64,
        length: usize,
    },
}

/// A value, written down as it is: deflating would take longer than it saves.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written(Box<[u8]>);

impl Written {
    /// None where it can't be written down.
    pub fn of(value: &impl Serialize) -> Option<Self> {
        postcard::to_stdvec(value).ok().map(|written| Self(written.into()))
    }

    /// The value again; none where the bytes are not those of one.
    #[must_use]
    pub fn read<'b, T: Deserialize<'b>>(&'b self) -> Option<T> {
        postcard::from_bytes(&self.0).ok()
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Written({} bytes)", self.0.len())
    }
}

impl Packed {
    /// None where it can't be written down.
    pub fn of(value: &impl Serialize) -> Option<Self> {
        let Written(written) = Written::of(value)?;
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        packing.write_all(&written).ok()?;
        Some(Self(Lies::Here(packing.finish().ok()?.into())))
    }

    /// The value again; none where the bytes are not those of one, or can't be read any more.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let value = self.bytes().and_then(|bytes| {
            let mut written = Vec::with_capacity(bytes.len().saturating_mul(4));
            DeflateDecoder::new(&*bytes).read_to_end(&mut written).ok()?;
            postcard::from_bytes(&written).ok()
        });
        if let (None, Lies::There { file, .. }) = (&value, &self.0) {
            file.lose();
        }
        value
    }

    /// Whether it lies in a file from which a value could not be read when it was asked for.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(&self.0, Lies::There { file, .. } if file.is_lost())
    }

    fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.0 {
            Lies::Here(bytes) => Some(Cow::Borrowed(bytes)),
            Lies::There { file, at, length } => file.read(*at, *length).ok().map(Cow::Owned),
        }
    }
}

/// How many bytes it takes: nobody reads them.
impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (length, there) = match &self.0 {
            Lies::Here(bytes) => (bytes.len(), ""),
            Lies::There { length, .. } => (*length, ", in a file"),
        };
        write!(f, "Packed({length} bytes{there})")
    }
}

/// The same bytes, wherever they lie. What can't be read any more is the same as nothing.
impl PartialEq for Packed {
    fn eq(&self, other: &Self) -> bool {
        matches!((self.bytes(), other.bytes()), (Some(one), Some(other)) if one == other)
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
        assert_eq!(Packed(Lies::Here(Box::from([7, 7, 7]))).read::<String>(), None);
    }
}
