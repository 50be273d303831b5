//! Bookmarks: sections, and within them what they hold.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::document::Document;
use super::super::layout::units::int;
use super::super::text;
use super::tag::name;
use lopdf::Object::{Array, Integer, Reference};
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// A bookmark's neighbours, by place in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kin {
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    count: usize,
}

/// Who stands above and beside whom, by levels in one pass. The last entry is the root.
fn kin(levels: &[u8]) -> Vec<Kin> {
    let root = levels.len();
    let mut kin = vec![Kin::default(); root + 1];
    let mut open: Vec<usize> = vec![];
    for (at, level) in levels.iter().enumerate() {
        while open.last().and_then(|last| levels.get(*last)).is_some_and(|last| last >= level) {
            open.pop();
        }
        let parent = open.last().copied();
        let before = kin.get(parent.unwrap_or(root)).and_then(|kin| kin.last);
        if let Some(above) = kin.get_mut(parent.unwrap_or(root)) {
            above.first.get_or_insert(at);
            above.last = Some(at);
            above.count += 1;
        }
        if let Some(before) = before.and_then(|before| kin.get_mut(before)) {
            before.after = Some(at);
        }
        if let Some(own) = kin.get_mut(at) {
            (own.parent, own.before) = (parent, before);
        }
        open.push(at);
    }
    kin
}

/// Writes the bookmarks; those within sections are folded away.
pub(crate) fn write(
    file: &mut lopdf::Document,
    document: &Document,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    let marks = &document.maker.marks;
    if marks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| file.new_object_id()).collect();
    let levels: Vec<u8> = marks.iter().map(|mark| mark.level).collect();
    let kin = kin(&levels);
    let place: BTreeMap<usize, usize> = document.order.iter().copied().zip(0..).collect();
    let reference = |at: usize| ids.get(at).copied().map_or(Reference(root), Reference);
    let list = |object: &mut Dictionary, kin: &Kin, sign: i64| {
        if let (Some(first), Some(last)) = (kin.first, kin.last) {
            object.set("First", reference(first));
            object.set("Last", reference(last));
            object.set("Count", Integer(sign * int(kin.count)));
        }
    };
    for ((mark, kin), id) in marks.iter().zip(&kin).zip(&ids) {
        let height = document.pages.get(mark.page).map_or(0.0, |page| page.size.1);
        let page = place.get(&mark.page).and_then(|place| pages.get(*place));
        let page = page.copied().map_or(Object::Null, Reference);
        let top = Object::Real(height - mark.top);
        let to = vec![page, name("XYZ"), Object::Null, top, Object::Null];
        let above = kin.parent.map_or(Reference(root), reference);
        let mut object = dictionary! {
            "Title" => text(&mark.title), "Dest" => Array(to), "Parent" => above,
        };
        for (key, beside) in [("Prev", kin.before), ("Next", kin.after)] {
            if let Some(beside) = beside {
                object.set(key, reference(beside));
            }
        }
        list(&mut object, kin, -1);
        file.objects.insert(*id, Object::Dictionary(object));
    }
    let mut object = dictionary! { "Type" => name("Outlines") };
    if let Some(kin) = kin.last() {
        list(&mut object, kin, 1);
    }
    file.objects.insert(root, Object::Dictionary(object));
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_make_a_tree() {
        let kin = kin(&[1, 2, 2, 1, 2]);
        assert_eq!(kin[0].first, Some(1));
        assert_eq!(kin[0].last, Some(2));
        assert_eq!(kin[0].after, Some(3));
        assert_eq!(kin[1].after, Some(2));
        assert_eq!(kin[2].after, None);
        assert_eq!(kin[4].parent, Some(3));
        assert_eq!((kin[5].first, kin[5].last, kin[5].count), (Some(0), Some(3), 2));
    }
}
