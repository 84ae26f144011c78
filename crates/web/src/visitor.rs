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

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Over this computer, whose user they are.
    Here,
    /// By signing in.
    Session,
    /// By a token that an account made for a program.
    Token,
    /// As one of the public, for whom pages with what is open are served.
    Guest {
        /// Whether there is a door to sign in at.
        door: bool,
    },
    /// Nobody knows.
    Unknown,
}

/// The one who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Name as it stands in the log; empty for [`Role::Anyone`].
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How they came in.
    pub came: Came,
}

impl Visitor {
    /// Somebody nobody knows.
    #[must_use]
    pub const fn stranger() -> Self {
        Self { name: String::new(), role: Role::Anyone, came: Came::Unknown }
    }

    /// One of the public where pages are `public`, else somebody nobody knows.
    #[must_use]
    pub const fn guest(public: bool, door: bool) -> Self {
        let came = if public { Came::Guest { door } } else { Came::Unknown };
        Self { name: String::new(), role: Role::Anyone, came }
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
