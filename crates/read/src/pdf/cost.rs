//! What drawing a page costs, added up before it is drawn: a form of many megabytes can be drawn again and again, and
//! a form that draws ten forms that draw ten forms is small on disk.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::HashMap;

/// Forms within forms that are followed; the parser draws none that lie deeper.
const DEEPEST: usize = 64;

/// Bytes of drawing instructions, each time that they are gone through.
#[derive(Debug, Default)]
pub(super) struct Costs {
    /// Of forms drawn so far, under the resources in which they were drawn; `None` while it is being added up.
    forms: HashMap<(ObjectIdentifier, ObjectIdentifier), Option<u64>>,
    /// Bytes unpacked to find out.
    work: u64,
}

impl Costs {
    /// The cost of one page in bytes; `None` where it is more than `most`, or where that takes longer to find out.
    pub(super) fn of_page(&mut self, page: &Page<'_>, most: u64) -> Option<u64> {
        self.work = 0;
        let own = self.own_content(page, most)?;
        let here = page.raw().obj_id().unwrap_or(ObjectIdentifier::new(0, 0));
        let resources = page.resources();
        if resources.x_objects.is_empty() {
            return Some(own);
        }
        let content = page.page_stream().unwrap_or_default();
        let forms = self.drawn(content, resources, here, most, 0)?;
        own.checked_add(forms).filter(|cost| *cost <= most)
    }

    /// The bytes of a page's own instructions, which may be the same stream many times.
    fn own_content(&mut self, page: &Page<'_>, most: u64) -> Option<u64> {
        let Some(parts) = page.raw().get::<Array<'_>>(b"Contents") else {
            return Some(page.page_stream().map_or(0, <[u8]>::len) as u64).filter(|cost| *cost <= most);
        };
        let mut known: HashMap<ObjectIdentifier, u64> = HashMap::new();
        let mut cost = 0_u64;
        for part in parts.raw_iter() {
            let (id, stream) = match part {
                MaybeRef::Ref(reference) => {
                    let id = ObjectIdentifier::from(reference);
                    if let Some(length) = known.get(&id) {
                        cost = cost.saturating_add(*length);
                        if cost > most {
                            return None;
                        }
                        continue;
                    }
                    (id, page.xref().get::<Stream<'_>>(id))
                }
                MaybeRef::NotRef(Object::Stream(stream)) => (stream.obj_id(), Some(stream)),
                MaybeRef::NotRef(_) => continue,
            };
            let length = stream.map_or(0, |stream| stream.decoded_data().map_or(0, |data| data.len())) as u64;
            known.insert(id, length);
            cost = cost.saturating_add(length);
            if cost > most {
                return None;
            }
        }
        Some(cost)
    }

    /// The cost of the forms that some instructions draw.
    fn drawn(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        owner: ObjectIdentifier,
        most: u64,
        depth: usize,
    ) -> Option<u64> {
        self.work = self.work.saturating_add(content.len() as u64);
        if self.work > most {
            return None;
        }
        let mut cost = 0_u64;
        let mut names: HashMap<Vec<u8>, u64> = HashMap::new();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let TypedInstruction::XObject(drawn) = instruction else { continue };
            let one = match names.get(drawn.0.as_ref()) {
                Some(one) => *one,
                None => {
                    let one = self.form(drawn.0, resources, owner, most, depth)?;
                    names.insert(drawn.0.as_ref().to_vec(), one);
                    one
                }
            };
            cost = cost.saturating_add(one);
            if cost > most {
                return None;
            }
        }
        Some(cost)
    }

    /// The cost of drawing the form of this name once; pictures are not unpacked and cost nothing.
    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        owner: ObjectIdentifier,
        most: u64,
        depth: usize,
    ) -> Option<u64> {
        let Some(stream) = resources.get_x_object(name) else { return Some(0) };
        let is_form = stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|kind| kind.as_ref() == b"Form");
        if !is_form || depth >= DEEPEST {
            return Some(0);
        }
        let own = stream.dict().get::<Dict<'_>>(b"Resources").map(Resources::new);
        let id = stream.obj_id();
        let (resources, owner) = match &own {
            Some(own) => (own, id),
            None => (resources, owner),
        };
        match self.forms.get(&(id, owner)) {
            Some(Some(cost)) => return Some(*cost),
            // It draws itself: there is no end to it but the parser's own.
            Some(None) => return None,
            None => {}
        }
        self.forms.insert((id, owner), None);
        let content = stream.decoded_data().unwrap_or_default();
        let inner = self.drawn(&content, resources, owner, most, depth + 1)?;
        let cost = inner.saturating_add(content.len() as u64);
        self.forms.insert((id, owner), Some(cost));
        Some(cost)
    }
}
