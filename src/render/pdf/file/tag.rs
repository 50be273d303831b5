//! Structure for what was drawn: the tree, the way from each marked piece and link to its
//! element, and the annotations of links.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::PdfError;
use super::super::document::Document;
use super::super::layout::page::Area;
use super::super::layout::tree::{Element, Id, Role, Scope};
use super::super::layout::units::int;
use super::super::text;
use lopdf::Object::{Array, Integer, Name, Reference};
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// A name object.
pub(crate) fn name(name: &str) -> Object {
    Name(name.as_bytes().to_vec())
}

/// What an element holds beside other elements.
enum Kid {
    Content { page: usize, number: usize },
    Link(ObjectId),
}

/// The tree being written.
struct Tagger<'a> {
    document: &'a Document,
    pages: &'a [ObjectId],
    /// By element: its object, where it is in the file at all.
    ids: Vec<Option<ObjectId>>,
    /// By element: its content in the order of the pages.
    kids: Vec<Vec<Kid>>,
    /// By page in the order of making: its place in the order of reading.
    place: BTreeMap<usize, usize>,
}

/// Tags a file. `owners` tells each page's marked content, page by page in reading order.
///
/// # Errors
/// When the file isn't as printpdf makes it.
pub(crate) fn tag(
    file: &mut lopdf::Document,
    document: &Document,
    pages: &[ObjectId],
    owners: &[Vec<Id>],
) -> Result<(), PdfError> {
    let root = file.new_object_id();
    let elements = &document.maker.tree.elements;
    let held = held(elements, owners);
    let ids = held.iter().map(|held| held.then(|| file.new_object_id())).collect();
    let kids = elements.iter().map(|_| vec![]).collect();
    let place = document.order.iter().copied().zip(0..).collect();
    let mut tagger = Tagger { document, pages, ids, kids, place };
    let mut numbers = vec![];
    for (page, owned) in owners.iter().enumerate() {
        let mut refs = vec![];
        for (number, id) in owned.iter().enumerate() {
            tagger.hold(*id, Kid::Content { page, number });
            refs.push(tagger.reference(*id));
        }
        numbers.extend([Integer(int(page)), Array(refs)]);
    }
    let mut next = pages.len();
    for ((_, page), id) in document.in_order().zip(pages) {
        let inline = file.get_dictionary_mut(*id)?.remove(b"Annots");
        let inline = inline.and_then(|inline| inline.as_array().cloned().ok()).unwrap_or_default();
        let mut refs = vec![];
        for (link, annotation) in page.links.iter().zip(inline) {
            let mut annotation = annotation.as_dict()?.clone();
            annotation.set("Contents", text(&link.words));
            annotation.set("F", Integer(4));
            annotation.set("StructParent", Integer(int(next)));
            let annotation = file.add_object(annotation);
            numbers.extend([Integer(int(next)), tagger.reference(link.element)]);
            tagger.hold(link.element, Kid::Link(annotation));
            refs.push(Reference(annotation));
            next += 1;
        }
        let page = file.get_dictionary_mut(*id)?;
        if !refs.is_empty() {
            page.set("Annots", Array(refs));
        }
        page.set("Tabs", name("S"));
    }
    for (number, id) in pages.iter().enumerate() {
        file.get_dictionary_mut(*id)?.set("StructParents", Integer(int(number)));
    }
    tagger.write(file, root);
    let parents = file.add_object(dictionary! { "Nums" => Array(numbers) });
    let tree = dictionary! {
        "Type" => name("StructTreeRoot"),
        "K" => Array(vec![tagger.reference(Id(0))]),
        "ParentTree" => Reference(parents),
        "ParentTreeNextKey" => Integer(int(next)),
    };
    file.objects.insert(root, Object::Dictionary(tree));
    file.catalog_mut()?.set("StructTreeRoot", Reference(root));
    Ok(())
}

/// Which elements are in the file: those with content below them, and every cell, so that the
/// rows of a table are of one length.
fn held(elements: &[Element], owners: &[Vec<Id>]) -> Vec<bool> {
    let cell = |element: &Element| matches!(element.role, Role::Cell | Role::Head { .. });
    let mut held: Vec<bool> = elements.iter().map(cell).collect();
    for id in owners.iter().flatten() {
        if let Some(held) = held.get_mut(id.0) {
            *held = true;
        }
    }
    // Parents stand before their kids, so one way back through the list reaches all of them.
    for (at, element) in elements.iter().enumerate().rev() {
        let Some(Id(parent)) = element.parent else { continue };
        if held.get(at).copied().unwrap_or_default()
            && let Some(held) = held.get_mut(parent)
        {
            *held = true;
        }
    }
    held
}

impl Tagger<'_> {
    fn hold(&mut self, id: Id, kid: Kid) {
        if let Some(kids) = self.kids.get_mut(id.0) {
            kids.push(kid);
        }
    }

    fn reference(&self, Id(id): Id) -> Object {
        self.ids.get(id).copied().flatten().map_or(Object::Null, Reference)
    }

    fn page(&self, page: usize) -> Object {
        self.pages.get(page).copied().map_or(Object::Null, Reference)
    }

    fn write(&self, file: &mut lopdf::Document, root: ObjectId) {
        for ((element, kids), id) in
            self.document.maker.tree.elements.iter().zip(&self.kids).zip(&self.ids)
        {
            let Some(id) = id else { continue };
            let above = element.parent.map_or(Reference(root), |parent| self.reference(parent));
            let mut object = dictionary! {
                "Type" => name("StructElem"), "S" => name(element.role.name()), "P" => above,
            };
            let (page, mut below) = self.content(kids);
            below.splice(0..0, self.elements_below(element));
            if let Some(page) = page {
                object.set("Pg", page);
            }
            object.set("K", Array(below));
            self.describe(&mut object, element);
            file.objects.insert(*id, Object::Dictionary(object));
        }
    }

    fn elements_below(&self, element: &Element) -> Vec<Object> {
        let ids = element.kids.iter().filter_map(|Id(kid)| self.ids.get(*kid).copied().flatten());
        ids.map(Reference).collect()
    }

    /// An element's content, and the page that most of it is on: content on that page is a plain
    /// number, which keeps the file small.
    fn content(&self, kids: &[Kid]) -> (Option<Object>, Vec<Object>) {
        let first = kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } => Some(*page),
            Kid::Link(_) => None,
        });
        let kid = |kid: &Kid| match kid {
            Kid::Content { page, number } if Some(*page) == first => Integer(int(*number)),
            Kid::Content { page, number } => Object::Dictionary(dictionary! {
                "Type" => name("MCR"), "Pg" => self.page(*page), "MCID" => Integer(int(*number)),
            }),
            Kid::Link(annotation) => Object::Dictionary(dictionary! {
                "Type" => name("OBJR"), "Obj" => Reference(*annotation),
            }),
        };
        (first.map(|page| self.page(page)), kids.iter().map(kid).collect())
    }

    fn describe(&self, object: &mut Dictionary, element: &Element) {
        if let Some(actual) = &element.actual {
            object.set("ActualText", text(actual));
        }
        match (element.role, &element.alt) {
            // Alt would stand in a table's place; a summary stands beside it.
            (Role::Table, Some(words)) => {
                object.set("A", dictionary! { "O" => name("Table"), "Summary" => text(words) });
            }
            (_, Some(words)) => object.set("Alt", text(words)),
            (_, None) => {}
        }
        if let Some((page, area)) = element.place {
            let height = self.document.pages.get(page).map_or(0.0, |page| page.size.1);
            object.set("A", layout(area, height));
            if let Some(place) = self.place.get(&page) {
                object.set("Pg", self.page(*place));
            }
        }
        if let Role::Head { scope, columns } = element.role {
            let scope = name(match scope {
                Scope::Column => "Column",
                Scope::Row => "Row",
            });
            let mut head = dictionary! { "O" => name("Table"), "Scope" => scope };
            if columns > 1 {
                head.set("ColSpan", Integer(int(columns)));
            }
            object.set("A", head);
        }
    }
}

fn layout(area: Area, height: f32) -> Dictionary {
    let corners = [area.left, height - area.bottom, area.right, height - area.top];
    dictionary! {
        "O" => name("Layout"),
        "Placement" => name("Block"),
        "BBox" => Array(corners.map(Object::Real).to_vec()),
    }
}
