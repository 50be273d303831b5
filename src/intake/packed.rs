//! How cells pass from a reader to the run: numbers as digits and places instead of text, cells
//! as a list that is put in order at once. Whatever a reader says is checked as it is taken in.

/// A decimal as its digits and its places.
pub(super) mod decimal {
    use crate::intake::limits::NUMBER;
    use crate::quantity::Decimal;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::intake) fn serialize<S: Serializer>(
        number: &Decimal,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        (number.mantissa(), number.scale()).serialize(to)
    }

    pub(in crate::intake) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Decimal, D::Error> {
        let (digits, places) = <(i128, u32)>::deserialize(from)?;
        let number = Decimal::try_from_i128_with_scale(digits, places).map_err(D::Error::custom)?;
        // What a reader gives as a number is below this; sums of more would not fit a decimal.
        let fits = number.abs() < Decimal::from(NUMBER);
        if fits { Ok(number) } else { Err(D::Error::custom("a number beyond all bounds")) }
    }
}

/// The cells of a sheet as a list.
pub(super) mod cells {
    use crate::finding::CellAddress;
    use crate::intake::workbook::SheetCell;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(in crate::intake) fn serialize<S: Serializer>(
        cells: &BTreeMap<CellAddress, SheetCell>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(cells)
    }

    pub(in crate::intake) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<CellAddress, SheetCell>, D::Error> {
        let cells = Vec::<(CellAddress, SheetCell)>::deserialize(from)?;
        Ok(cells.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::raw::RawValue;
    use crate::intake::workbook::{SheetCell, SheetCells};

    #[test]
    fn what_is_sent_is_what_arrives() {
        let mut sheet = SheetCells { name: "Measures".into(), ..SheetCells::default() };
        let numbers = ["0", "-0.5", "999999999999999999", "0.0000000000000000000000000001"];
        for (row, text) in (0..).zip(numbers) {
            let value = RawValue::Number { number: text.parse().unwrap(), percent: row == 1 };
            let at = crate::finding::CellAddress { row, column: 3 };
            sheet.cells.insert(at, SheetCell { value, formula: Some("A1".into()) });
        }
        let sent = postcard::to_stdvec(&sheet).unwrap();
        assert_eq!(postcard::from_bytes::<SheetCells>(&sent).unwrap(), sheet);
        // More places than a decimal has, and more than can be summed.
        for wrong in [(1i128, 29u32), (1_000_000_000_000_000_000, 0)] {
            let wrong = postcard::to_stdvec(&wrong).unwrap();
            let read = super::decimal::deserialize(&mut postcard::Deserializer::from_bytes(&wrong));
            assert!(read.is_err());
        }
    }
}
