//! Structure for what was drawn: the tree, the way from each marked piece and link to its
//! element, and the annotations of links.
#![expect(clippy::float_arithmetic, reason = "page geometry is in points")]

use super::super::PdfError;
use super::super::document::Document;
use super::super::layout::tree::{Element, Id, Role, Scope, Told};
use super::super::layout::units::int;
use super::super::{text, text_string};
use super::save::{Saver, number, reference, string};
use lopdf::Object::{Array, Integer, Name, Reference};
use lopdf::{Object, ObjectId, dictionary};
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

/// The structure of a document: what is left to write once the file is tagged.
pub(crate) struct Structure<'a> {
    document: &'a Document,
    pages: &'a [ObjectId],
    /// The object above the document's element.
    root: ObjectId,
    /// By element: its object, where it is in the file at all.
    ids: Vec<Option<ObjectId>>,
    /// By element: its content in the order of the pages.
    kids: Vec<Vec<Kid>>,
    /// By page in the order of making: its place in the order of reading.
    place: BTreeMap<usize, usize>,
    /// From the numbers of pages and links to their elements.
    parents: (ObjectId, Vec<Parent>),
}

/// Whose a page's pieces, or a link, are.
enum Parent {
    Page(Vec<Id>),
    Link(Id),
}

/// Tags a file's pages and links. `owners` tells each page's marked content, page by page in
/// reading order. The elements themselves are many, and are written with the file.
///
/// # Errors
/// When the file isn't as printpdf makes it.
pub(crate) fn tag<'a>(
    file: &mut lopdf::Document,
    document: &'a Document,
    pages: &'a [ObjectId],
    owners: &[Vec<Id>],
) -> Result<Structure<'a>, PdfError> {
    let root = file.new_object_id();
    let elements = &document.maker.tree.elements;
    let held = held(elements, owners);
    let ids = held.iter().map(|held| held.then(|| file.new_object_id())).collect();
    let kids = elements.iter().map(|_| vec![]).collect();
    let place = document.order.iter().copied().zip(0..).collect();
    let parents = (file.new_object_id(), owners.iter().cloned().map(Parent::Page).collect());
    let mut structure = Structure { document, pages, root, ids, kids, place, parents };
    for (page, owned) in owners.iter().enumerate() {
        for (number, id) in owned.iter().enumerate() {
            structure.hold(*id, Kid::Content { page, number });
        }
    }
    structure.links(file)?;
    for (number, id) in pages.iter().enumerate() {
        let page = file.get_dictionary_mut(*id)?;
        page.set("Tabs", name("S"));
        page.set("StructParents", Integer(int(number)));
    }
    let tree = dictionary! {
        "Type" => name("StructTreeRoot"),
        "K" => Array(vec![structure.element(Id(0)).map_or(Object::Null, Reference)]),
        "ParentTree" => Reference(structure.parents.0),
        "ParentTreeNextKey" => Integer(int(structure.parents.1.len())),
    };
    file.objects.insert(root, Object::Dictionary(tree));
    file.catalog_mut()?.set("StructTreeRoot", Reference(root));
    Ok(structure)
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

impl Structure<'_> {
    fn hold(&mut self, id: Id, kid: Kid) {
        if let Some(kids) = self.kids.get_mut(id.0) {
            kids.push(kid);
        }
    }

    fn element(&self, Id(id): Id) -> Option<ObjectId> {
        self.ids.get(id).copied().flatten()
    }

    fn page(&self, page: usize) -> Option<ObjectId> {
        self.pages.get(page).copied()
    }

    /// Makes objects of the links, which printpdf writes into their pages.
    fn links(&mut self, file: &mut lopdf::Document) -> Result<(), PdfError> {
        let document = self.document;
        for ((_, page), id) in document.in_order().zip(self.pages) {
            let inline = file.get_dictionary_mut(*id)?.remove(b"Annots");
            let inline = inline.and_then(|one| one.as_array().cloned().ok()).unwrap_or_default();
            let mut refs = vec![];
            for (link, annotation) in page.links.iter().zip(inline) {
                let mut annotation = annotation.as_dict()?.clone();
                annotation.set("Contents", text(&link.words));
                annotation.set("F", Integer(4));
                annotation.set("StructParent", Integer(int(self.parents.1.len())));
                let annotation = file.add_object(annotation);
                self.parents.1.push(Parent::Link(link.element));
                self.hold(link.element, Kid::Link(annotation));
                refs.push(Reference(annotation));
            }
            if !refs.is_empty() {
                file.get_dictionary_mut(*id)?.set("Annots", Array(refs));
            }
        }
        Ok(())
    }

    /// Writes the elements, and the way from pages and links to them.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(crate) fn write(&self, saver: &mut Saver) -> Result<(), PdfError> {
        let elements = &self.document.maker.tree.elements;
        for ((element, kids), id) in elements.iter().zip(&self.kids).zip(&self.ids) {
            if let Some(id) = id {
                saver.small(*id, |out| self.write_element(out, element, kids))?;
            }
        }
        let (id, parents) = &self.parents;
        saver.small(*id, |out| {
            out.extend_from_slice(b"<</Nums[");
            for (nth, parent) in parents.iter().enumerate() {
                number(out, nth);
                match parent {
                    Parent::Link(element) => reference(out, self.element(*element)),
                    Parent::Page(owned) => {
                        out.push(b'[');
                        for id in owned {
                            reference(out, self.element(*id));
                        }
                        out.push(b']');
                    }
                }
            }
            out.extend_from_slice(b"]>>");
        })
    }

    fn write_element(&self, out: &mut Vec<u8>, element: &Element, kids: &[Kid]) {
        out.extend_from_slice(b"<</Type/StructElem/S/");
        out.extend_from_slice(element.role.name().as_bytes());
        out.extend_from_slice(b"/P");
        reference(out, element.parent.map_or(Some(self.root), |parent| self.element(parent)));
        // Content on the page that an element is on is a plain number, which keeps the file small.
        let first = kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } => Some(*page),
            Kid::Link(_) => None,
        });
        let placed = element.told().and_then(|told| told.place);
        let placed = placed.and_then(|(page, _)| self.place.get(&page).copied());
        if let Some(page) = placed.or(first) {
            out.extend_from_slice(b"/Pg");
            reference(out, self.page(page));
        }
        out.extend_from_slice(b"/K[");
        for id in element.kids.iter().filter_map(|kid| self.element(*kid)) {
            reference(out, Some(id));
        }
        for kid in kids {
            self.write_kid(out, kid, placed.or(first));
        }
        out.push(b']');
        if let Some(told) = element.told() {
            self.describe(out, element.role, told);
        }
        head(out, element.role);
        out.extend_from_slice(b">>");
    }

    fn write_kid(&self, out: &mut Vec<u8>, kid: &Kid, own: Option<usize>) {
        match kid {
            Kid::Content { page, number: mark } if Some(*page) == own => number(out, *mark),
            Kid::Content { page, number: mark } => {
                out.extend_from_slice(b"<</Type/MCR/Pg");
                reference(out, self.page(*page));
                out.extend_from_slice(b"/MCID");
                number(out, *mark);
                out.extend_from_slice(b">>");
            }
            Kid::Link(annotation) => {
                out.extend_from_slice(b"<</Type/OBJR/Obj");
                reference(out, Some(*annotation));
                out.extend_from_slice(b">>");
            }
        }
    }

    fn describe(&self, out: &mut Vec<u8>, role: Role, told: &Told) {
        let words = |out: &mut Vec<u8>, key: &[u8], words: &str| {
            out.extend_from_slice(key);
            string(out, &text_string(words));
        };
        if let Some(actual) = &told.actual {
            words(out, b"/ActualText", actual);
        }
        match (role, &told.alt) {
            // Alt would stand in a table's place; a summary stands beside it.
            (Role::Table, Some(alt)) => {
                words(out, b"/A<</O/Table/Summary", alt);
                out.extend_from_slice(b">>");
            }
            (_, Some(alt)) => words(out, b"/Alt", alt),
            (_, None) => {}
        }
        if let Some((page, area)) = told.place {
            let height = self.document.pages.get(page).map_or(0.0, |page| page.size.1);
            let corners = [area.left, height - area.bottom, area.right, height - area.top];
            out.extend_from_slice(b"/A<</O/Layout/Placement/Block/BBox[");
            for corner in corners {
                number(out, corner);
            }
            out.extend_from_slice(b"]>>");
        }
    }
}

/// What a head cell heads, and over how many columns it stands.
fn head(out: &mut Vec<u8>, role: Role) {
    let Role::Head { scope, columns } = role else { return };
    out.extend_from_slice(match scope {
        Scope::Column => b"/A<</O/Table/Scope/Column",
        Scope::Row => b"/A<</O/Table/Scope/Row".as_slice(),
    });
    if columns > 1 {
        out.extend_from_slice(b"/ColSpan");
        number(out, columns);
    }
    out.extend_from_slice(b">>");
}
