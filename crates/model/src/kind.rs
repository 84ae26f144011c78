//! What a claim asserts.

use crate::closed_set;

closed_set!(
    /// The closed set of claim kinds.
    Kind ("claim kind") {
        /// Workers of a programme: a head count, a yearly inflow, a ceiling, a change, a plan.
        WorkerCount = "worker_count",
        /// People in a prevalence estimate.
        VictimCount = "victim_count",
        /// Deaths among the people concerned.
        DeathCount = "death_count",
        /// How many were interviewed or surveyed.
        SampleSize = "sample_size",
        /// Countries that receive the workers.
        HostCountryCount = "host_country_count",
        /// Firms, sites or restaurants that use the labour.
        EmployerCount = "employer_count",
        /// Entries of a list.
        ListSize = "list_size",
        /// Money to the state or its organs.
        Revenue = "revenue",
        /// What the employer pays.
        WageGross = "wage_gross",
        /// What the worker keeps.
        WageReceived = "wage_received",
        /// The part of the wage that is received or retained.
        WageShare = "wage_share",
        /// Duty paid to a minder, captain or agency.
        Levy = "levy",
        /// Hours worked, with whose hours they are.
        WorkingHours = "working_hours",
        /// A time limit, with the act it belongs to.
        Deadline = "deadline",
        /// A resolution, statute, order or designation.
        LegalAct = "legal_act",
        /// The group at a place, site or sector.
        Presence = "presence",
        /// Employer, site, agency, broker, minder, exporting state.
        EntityRole = "entity_role",
        /// Goods of this labour reaching a market.
        GoodsLink = "goods_link",
        /// An authority's grade.
        Rating = "rating",
        /// Since when; rising or falling.
        History = "history",
        /// One of the ILO's eleven indicators of forced labour.
        Indicator = "indicator",
        /// A party disputes, or reports finding nothing.
        Denial = "denial",
    }
);

impl Kind {
    /// Whether a claim of this kind usually carries a number.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(
            self,
            Self::WorkerCount
                | Self::VictimCount
                | Self::DeathCount
                | Self::SampleSize
                | Self::HostCountryCount
                | Self::EmployerCount
                | Self::ListSize
                | Self::Revenue
                | Self::WageGross
                | Self::WageReceived
                | Self::WageShare
                | Self::Levy
                | Self::WorkingHours
                | Self::Deadline
        )
    }
}
