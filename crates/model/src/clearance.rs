//! What may leave, and the proof that somebody asked.

use crate::closed_set;

closed_set!(
    /// How far a source may travel.
    Sensitivity ("sensitivity") {
        /// Published: anyone may see it.
        Open = "open",
        /// The default: for people who work in this workspace.
        Internal = "internal",
        /// Testimony and the like: stored only encrypted, in no index, feed, export or log.
        Sealed = "sealed",
    }
);

closed_set!(
    /// Who will see what leaves. There is no clearance for sealed material.
    Clearance ("clearance") {
        /// Anyone: feeds, pages without sign-in.
        Public = "public",
        /// People of this workspace: the command line, signed-in pages, an analyst's dossier.
        Workspace = "workspace",
    }
);

impl Clearance {
    /// Whether material of this sensitivity may be shown.
    #[must_use]
    pub const fn permits(self, sensitivity: Sensitivity) -> bool {
        match (self, sensitivity) {
            (_, Sensitivity::Open) | (Self::Workspace, Sensitivity::Internal) => true,
            (Self::Public, Sensitivity::Internal) | (_, Sensitivity::Sealed) => false,
        }
    }

    /// The sensitivities that may be shown.
    #[must_use]
    pub fn permitted(self) -> Vec<Sensitivity> {
        Sensitivity::ALL.iter().copied().filter(|sensitivity| self.permits(*sensitivity)).collect()
    }

    /// One thing made of many that were admitted; `None` where one of them was admitted under another clearance.
    #[must_use]
    pub fn join<T, U>(self, items: Vec<Cleared<T>>, make: impl FnOnce(Vec<T>) -> U) -> Option<Cleared<U>> {
        let same = items.iter().all(|item| item.clearance == self);
        same.then(|| Cleared {
            item: make(items.into_iter().map(Cleared::into_inner).collect()),
            clearance: self,
        })
    }

    /// Lets `item` out if its sensitivity permits.
    #[must_use]
    pub fn admit<T>(self, item: T, sensitivity: Sensitivity) -> Option<Cleared<T>> {
        self.permits(sensitivity).then_some(Cleared { item, clearance: self })
    }
}

/// Something that passed a [`Clearance`]. Code that lets out takes `Cleared<T>`, so that forgetting to ask
/// does not compile; the only way to one is [`Clearance::admit`] (and views of what was admitted).
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared<T> {
    item: T,
    clearance: Clearance,
}

impl<T> Cleared<T> {
    /// What was admitted.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.item
    }

    /// Takes what was admitted out of its wrapper.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.item
    }

    /// A look at what was admitted, under the same clearance.
    #[must_use]
    pub const fn borrowed(&self) -> Cleared<&T> {
        Cleared { item: &self.item, clearance: self.clearance }
    }

    /// The clearance it was admitted under.
    #[must_use]
    pub const fn clearance(&self) -> Clearance {
        self.clearance
    }

    /// What was admitted, piece by piece.
    pub fn pieces<U>(self) -> impl Iterator<Item = Cleared<U>>
    where
        T: IntoIterator<Item = U>,
    {
        let clearance = self.clearance;
        self.item.into_iter().map(move |item| Cleared { item, clearance })
    }

    /// Something made of what was admitted, and of nothing else, is admitted too.
    #[must_use]
    pub fn map<U>(self, view: impl FnOnce(T) -> U) -> Cleared<U> {
        Cleared { item: view(self.item), clearance: self.clearance }
    }
}

impl<T> Cleared<Vec<T>> {
    /// Each of what was admitted together, admitted on its own.
    pub fn each(self) -> impl Iterator<Item = Cleared<T>> {
        let clearance = self.clearance;
        self.item.into_iter().map(move |item| Cleared { item, clearance })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_clears_sealed_material() {
        for clearance in Clearance::ALL {
            assert!(clearance.admit("a name", Sensitivity::Sealed).is_none());
            assert!(clearance.admit("a page", Sensitivity::Open).is_some());
        }
        let mixed = vec![
            Clearance::Public.admit("a page", Sensitivity::Open).unwrap(),
            Clearance::Workspace.admit("a memo", Sensitivity::Internal).unwrap(),
        ];
        assert_eq!(Clearance::Public.join(mixed, |items| items.len()), None);
        assert!(Clearance::Public.admit("a memo", Sensitivity::Internal).is_none());
        assert_eq!(Clearance::Workspace.permitted(), [Sensitivity::Open, Sensitivity::Internal]);
    }
}
