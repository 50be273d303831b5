//! The structure tree: what each marked piece is, in the order in which it is read.

use super::page::Area;

/// An element, by its place in the tree's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(pub(crate) usize);

/// Standard structure types (ISO 32000-1, 14.8.4), and what some of them carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Section,
    /// A heading of level 1, 2 or 3.
    Heading(u8),
    Paragraph,
    Span,
    List,
    Item,
    Label,
    ItemBody,
    Table,
    TableHead,
    TableBody,
    Row,
    /// A head cell, over so many columns.
    Head {
        scope: Scope,
        columns: usize,
    },
    Cell,
    Figure,
    Contents,
    ContentsItem,
    Link,
}

/// What a head cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Column,
    Row,
}

impl Role {
    /// Its name in the file.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Section => "Sect",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(_) => "H3",
            Self::Paragraph => "P",
            Self::Span => "Span",
            Self::List => "L",
            Self::Item => "LI",
            Self::Label => "Lbl",
            Self::ItemBody => "LBody",
            Self::Table => "Table",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::Row => "TR",
            Self::Head { .. } => "TH",
            Self::Cell => "TD",
            Self::Figure => "Figure",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::Link => "Link",
        }
    }
}

/// An element. It holds elements, or content that finds it by its id; never both.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) role: Role,
    pub(crate) parent: Option<Id>,
    pub(crate) kids: Vec<Id>,
    told: Option<Box<Told>>,
}

/// What few elements have: there are a hundred to a page, and nearly all are cells.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// What a figure shows, or what a table is called.
    pub(crate) alt: Option<String>,
    /// The true text where what is drawn can't be read back in order.
    pub(crate) actual: Option<String>,
    /// Where a figure stands: its page and the room it takes.
    pub(crate) place: Option<(usize, Area)>,
}

impl Element {
    /// What is told of it, if anything is.
    pub(crate) fn told(&self) -> Option<&Told> {
        self.told.as_deref()
    }

    /// The same, to be told more.
    pub(crate) fn tell(&mut self) -> &mut Told {
        self.told.get_or_insert_default()
    }
}

/// The tree. Its first element is the document.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) elements: Vec<Element>,
}

impl Tree {
    /// The document, still empty.
    pub(crate) fn new() -> Self {
        let mut tree = Self { elements: vec![] };
        tree.push(Role::Document, None);
        tree
    }

    /// The document's element.
    pub(crate) const ROOT: Id = Id(0);

    fn push(&mut self, role: Role, parent: Option<Id>) -> Id {
        let id = Id(self.elements.len());
        self.elements.push(Element { role, parent, kids: vec![], told: None });
        id
    }

    /// Adds an element as its parent's last.
    pub(crate) fn add(&mut self, parent: Id, role: Role) -> Id {
        let id = self.push(role, Some(parent));
        if let Some(parent) = self.elements.get_mut(parent.0) {
            parent.kids.push(id);
        }
        id
    }

    /// An element, to be changed.
    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut Element> {
        self.elements.get_mut(id.0)
    }

    /// Says in words what an element shows.
    pub(crate) fn describe(&mut self, id: Id, words: &str) {
        if let Some(element) = self.get_mut(id) {
            element.tell().alt = Some(words.into());
        }
    }
}
