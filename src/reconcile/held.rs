//! Returns to look at: as they are, or unpacked for as long as a service is looked at.

use crate::calendar::Quarter;
use crate::plan::ServiceId;
use crate::validate::{KeptReturn, Return, Unreadable};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

/// A return that counts: as it is, or as it is kept.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// As it is.
    Whole(&'a Return),
    /// Packed; it is unpacked when it is asked for.
    Kept(&'a KeptReturn),
}

/// A return to look at.
#[derive(Clone, Debug)]
pub enum Held<'a> {
    /// It was known as it is.
    Whole(&'a Return),
    /// It was unpacked.
    Unpacked(Rc<Return>),
}

/// The returns that were unpacked last. Services are looked at one after another, and each with
/// few returns: those of its year and of the years before.
#[derive(Debug, Default)]
pub(super) struct Open {
    returns: RefCell<HashMap<(Quarter, ServiceId), Rc<Return>>>,
    /// What could not be unpacked.
    pub(super) fault: RefCell<Option<Unreadable>>,
}

/// So many are kept unpacked at once: a service's own are a handful.
const OPEN: usize = 16;

impl<'a> From<&'a Return> for Known<'a> {
    fn from(returned: &'a Return) -> Self {
        Self::Whole(returned)
    }
}

impl<'a> From<&'a KeptReturn> for Known<'a> {
    fn from(returned: &'a KeptReturn) -> Self {
        Self::Kept(returned)
    }
}

impl<'a> Known<'a> {
    /// Whose it is.
    pub(super) const fn of(self) -> (Quarter, &'a ServiceId) {
        match self {
            Self::Whole(returned) => (returned.quarter, &returned.service),
            Self::Kept(returned) => (returned.quarter, &returned.service),
        }
    }
}

impl Deref for Held<'_> {
    type Target = Return;

    fn deref(&self) -> &Return {
        match self {
            Self::Whole(returned) => returned,
            Self::Unpacked(returned) => returned,
        }
    }
}

impl Open {
    pub(super) fn get(&self, kept: &KeptReturn) -> Option<Rc<Return>> {
        let mut open = self.returns.borrow_mut();
        let key = (kept.quarter, kept.service.clone());
        if let Some(returned) = open.get(&key) {
            return Some(Rc::clone(returned));
        }
        match kept.whole() {
            Ok(whole) => {
                if open.len() >= OPEN {
                    open.clear();
                }
                Some(Rc::clone(open.entry(key).or_insert(Rc::new(whole))))
            }
            Err(fault) => {
                self.fault.replace(Some(fault));
                None
            }
        }
    }
}
