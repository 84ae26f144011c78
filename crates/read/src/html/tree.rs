//! A light tree for the parser to build: nodes in one vector, links as numbers, nothing recursive.

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Number of a node; the document is 0.
pub(crate) type NodeId = usize;

/// Bytes after which the text of a single node is cut: only headings, dates and names are asked for.
const LONGEST_TEXT: usize = 4000;

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    /// The document, a fragment, a comment: nothing with text of its own.
    Other,
    /// An element.
    Element {
        /// Its name.
        name: QualName,
        /// Its attributes, each name once.
        attributes: Vec<Attribute>,
    },
    /// Text with entities decoded.
    Text(StrTendril),
}

/// A node and its neighbours.
#[derive(Debug)]
pub(crate) struct Node {
    /// The node it is inside of.
    pub(crate) parent: Option<NodeId>,
    /// Its first child.
    pub(crate) first_child: Option<NodeId>,
    /// Its next sibling.
    pub(crate) next: Option<NodeId>,
    /// What it is.
    pub(crate) data: Data,
    last_child: Option<NodeId>,
    previous: Option<NodeId>,
    depth: usize,
}

/// A parsed page.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// By node the one it is inside of, itself at the top: walking up is most of what is done with a tree.
    parents: Vec<u32>,
}

impl Tree {
    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A node; numbers come from this tree only.
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Local name of an element, empty for other nodes.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        match self.nodes.get(id).map(|node| &node.data) {
            Some(Data::Element { name, .. }) => &name.local,
            _ => "",
        }
    }

    /// Value of an attribute of an element.
    pub(crate) fn attribute(&self, id: NodeId, attribute: &str) -> Option<&str> {
        match self.nodes.get(id).map(|node| &node.data) {
            Some(Data::Element { attributes, .. }) => attributes
                .iter()
                .find(|candidate| &*candidate.name.local == attribute)
                .map(|found| &*found.value),
            _ => None,
        }
    }

    /// The next node in document order after everything inside `id`, not leaving `top`.
    pub(crate) fn after(&self, mut id: NodeId, top: NodeId) -> Option<NodeId> {
        while id != top {
            let node = self.get(id)?;
            if node.next.is_some() {
                return node.next;
            }
            id = node.parent?;
        }
        None
    }

    /// Every node inside `top` and itself, in document order.
    pub(crate) fn walk(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let step = move |id: &NodeId| {
            self.get(*id).and_then(|node| node.first_child).or_else(|| self.after(*id, top))
        };
        std::iter::successors(Some(top), step)
    }

    /// The node and all it is inside of, innermost first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(id), move |id| {
            let parent = usize::try_from(*self.parents.get(*id)?).ok()?;
            (parent != *id).then_some(parent)
        })
    }

    /// Text inside a node, white space folded; of long texts the beginning.
    pub(crate) fn text_of(&self, top: NodeId) -> String {
        self.text_where(top, |_| true)
    }

    /// As [`Tree::text_of`], without the elements that are not entered.
    pub(crate) fn text_where(&self, top: NodeId, enters: impl Fn(NodeId) -> bool) -> String {
        let mut text = String::new();
        let step = |id: &NodeId| {
            let child = self.get(*id).and_then(|node| node.first_child).filter(|_| enters(*id));
            child.or_else(|| self.after(*id, top))
        };
        for id in std::iter::successors(Some(top), step) {
            if text.len() > LONGEST_TEXT {
                break;
            }
            match self.get(id).map(|node| &node.data) {
                Some(Data::Text(piece)) => text.push_str(piece),
                Some(Data::Element { name, .. }) if &*name.local == "br" => text.push(' '),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Owned name of an element, as the parser asks for it while the tree may change.
#[derive(Debug)]
pub(crate) struct Name {
    namespace: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.namespace
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

/// Receives what the parser builds.
pub(crate) struct Sink {
    nodes: RefCell<Vec<Node>>,
    depth: Cell<usize>,
}

impl Sink {
    /// An empty document, with room for the nodes of a page of so many bytes.
    pub(crate) fn for_bytes(bytes: usize) -> Self {
        /// Bytes of markup a node, on pages of the usual kind, and the most nodes that room is made for in advance.
        const ROOM: (usize, usize) = (50, 1 << 15);
        let document = Node {
            parent: None,
            first_child: None,
            last_child: None,
            previous: None,
            next: None,
            depth: 0,
            data: Data::Other,
        };
        let mut nodes = Vec::with_capacity((bytes / ROOM.0).min(ROOM.1) + 1);
        nodes.push(document);
        Self { nodes: RefCell::new(nodes), depth: Cell::new(0) }
    }

    /// Depth of the place where something was last put in or closed.
    pub(crate) fn depth(&self) -> usize {
        self.depth.get()
    }

    fn create(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: None,
            first_child: None,
            last_child: None,
            previous: None,
            next: None,
            depth: 0,
            data,
        });
        nodes.len() - 1
    }

    fn parent_of(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.borrow().get(id).and_then(|node| node.parent)
    }

    fn detach(nodes: &mut [Node], id: NodeId) {
        let Some(node) = nodes.get_mut(id) else { return };
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous.and_then(|previous| nodes.get_mut(previous)) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    parent.first_child = next;
                }
            }
        }
        match next.and_then(|next| nodes.get_mut(next)) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    parent.last_child = previous;
                }
            }
        }
    }

    /// Puts `child` into `parent`, before `next` or at the end.
    fn insert(&self, parent: NodeId, child: NodeId, next: Option<NodeId>) {
        let mut nodes = self.nodes.borrow_mut();
        Self::detach(&mut nodes, child);
        let previous = match next {
            Some(next) => nodes.get(next).and_then(|node| node.previous),
            None => nodes.get(parent).and_then(|node| node.last_child),
        };
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        if let Some(node) = nodes.get_mut(child) {
            (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, next, depth);
        }
        match previous.and_then(|previous| nodes.get_mut(previous)) {
            Some(previous) => previous.next = Some(child),
            None => {
                if let Some(parent) = nodes.get_mut(parent) {
                    parent.first_child = Some(child);
                }
            }
        }
        match next.and_then(|next| nodes.get_mut(next)) {
            Some(next) => next.previous = Some(child),
            None => {
                if let Some(parent) = nodes.get_mut(parent) {
                    parent.last_child = Some(child);
                }
            }
        }
    }

    /// Adds to the text before the place, or makes a new text node there.
    fn insert_text(&self, parent: NodeId, text: StrTendril, next: Option<NodeId>) {
        {
            let mut nodes = self.nodes.borrow_mut();
            let before = match next {
                Some(next) => nodes.get(next).and_then(|node| node.previous),
                None => nodes.get(parent).and_then(|node| node.last_child),
            };
            if let Some(Data::Text(existing)) =
                before.and_then(|before| nodes.get_mut(before)).map(|node| &mut node.data)
            {
                existing.push_tendril(&text);
                return;
            }
        }
        let node = self.create(Data::Text(text));
        self.insert(parent, node, next);
    }

    fn place(&self, parent: NodeId, child: NodeOrText<NodeId>, next: Option<NodeId>) {
        let depth = self.nodes.borrow().get(parent).map_or(0, |node| node.depth);
        match child {
            NodeOrText::AppendNode(child) => {
                self.insert(parent, child, next);
                self.depth.set(depth + 1);
            }
            NodeOrText::AppendText(text) => {
                self.insert_text(parent, text, next);
                self.depth.set(depth);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        let nodes = self.nodes.into_inner();
        let parent =
            |(id, node): (usize, &Node)| u32::try_from(node.parent.unwrap_or(id)).unwrap_or_default();
        let parents = nodes.iter().enumerate().map(parent).collect();
        Tree { nodes, parents }
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        match self.nodes.borrow().get(*target).map(|node| &node.data) {
            Some(Data::Element { name, .. }) => {
                Name { namespace: name.ns.clone(), local: name.local.clone() }
            }
            _ => Name { namespace: Namespace::default(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> NodeId {
        self.create(Data::Element { name, attributes })
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.create(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.create(Data::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*parent, child, None);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        match self.parent_of(*element) {
            Some(parent) => self.place(parent, child, Some(*element)),
            None => self.place(*previous, child, None),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.nodes.borrow().get(*node).map_or(0, |node| node.depth.saturating_sub(1)));
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // Templates are no text: their content may hang below the element itself, which is skipped.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        if let Some(parent) = self.parent_of(*sibling) {
            self.place(parent, new, Some(*sibling));
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, more: Vec<Attribute>) {
        if let Some(Data::Element { attributes, .. }) =
            self.nodes.borrow_mut().get_mut(*target).map(|node| &mut node.data)
        {
            for attribute in more {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        Self::detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let first_child = || self.nodes.borrow().get(*node).and_then(|node| node.first_child);
        while let Some(child) = first_child() {
            self.insert(*new_parent, child, None);
        }
    }
}
