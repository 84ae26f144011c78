//! The indicators of forced labour of the International Labour Organization.

use crate::closed_set;

closed_set!(
    /// One of the eleven indicators (ILO, *Indicators of Forced Labour*, Special Action Programme to Combat
    /// Forced Labour, 2012).
    Indicator ("indicator") {
        /// Abuse of vulnerability.
        AbuseOfVulnerability = "ILO-01",
        /// Deception.
        Deception = "ILO-02",
        /// Restriction of movement.
        RestrictionOfMovement = "ILO-03",
        /// Isolation.
        Isolation = "ILO-04",
        /// Physical and sexual violence.
        Violence = "ILO-05",
        /// Intimidation and threats.
        Intimidation = "ILO-06",
        /// Retention of identity documents.
        RetentionOfDocuments = "ILO-07",
        /// Withholding of wages.
        WithholdingOfWages = "ILO-08",
        /// Debt bondage.
        DebtBondage = "ILO-09",
        /// Abusive working and living conditions.
        AbusiveConditions = "ILO-10",
        /// Excessive overtime.
        ExcessiveOvertime = "ILO-11",
    }
);

impl Indicator {
    /// The ILO's name of the indicator.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AbuseOfVulnerability => "abuse of vulnerability",
            Self::Deception => "deception",
            Self::RestrictionOfMovement => "restriction of movement",
            Self::Isolation => "isolation",
            Self::Violence => "physical and sexual violence",
            Self::Intimidation => "intimidation and threats",
            Self::RetentionOfDocuments => "retention of identity documents",
            Self::WithholdingOfWages => "withholding of wages",
            Self::DebtBondage => "debt bondage",
            Self::AbusiveConditions => "abusive working and living conditions",
            Self::ExcessiveOvertime => "excessive overtime",
        }
    }
}
