//! Who asks, and what they may see and do.

use model::Clearance;

/// What a person may do; each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Nobody who is known: sees what is open.
    Anyone,
    /// Sees what people of the workspace see.
    Reader,
    /// Screens, decides, asks.
    Analyst,
    /// Adds and changes what the ledger says.
    Editor,
    /// Manages accounts.
    Admin,
}

impl Role {
    /// What may be shown.
    #[must_use]
    pub const fn clearance(self) -> Clearance {
        match self {
            Self::Anyone => Clearance::Public,
            Self::Reader | Self::Analyst | Self::Editor | Self::Admin => Clearance::Workspace,
        }
    }
}

/// The one who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Name as it stands in the log; empty for [`Role::Anyone`].
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl Visitor {
    /// Somebody nobody knows.
    #[must_use]
    pub const fn stranger() -> Self {
        Self { name: String::new(), role: Role::Anyone }
    }

    /// What may be shown to them.
    #[must_use]
    pub const fn clearance(&self) -> Clearance {
        self.role.clearance()
    }

    /// Whether they may do what `role` may.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.role >= role
    }
}
