//! Where a month's wage goes.

use serde::Serialize;

/// What is demanded of a worker a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Levy {
    /// An amount, whatever the wage.
    Duty(f64),
    /// A share of the wage.
    Share(f64),
}

/// What one worker's month is divided by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayTerms {
    /// What the employer pays.
    pub wage: f64,
    /// Share of the wage that the agency keeps.
    pub agency: f64,
    /// Living costs taken off the wage.
    pub living: f64,
    /// What is demanded of the worker.
    pub levy: Levy,
    /// Share of the agency's part that reaches the state.
    pub agency_to_state: f64,
    /// Share of the state's part that reaches it in foreign exchange.
    pub state_remitted: f64,
    /// Share of what the worker keeps that arrives in foreign exchange.
    pub worker_remitted: f64,
}

/// One worker's month, in the scheme's currency. wage + debt = agency + living + levy demanded + take-home.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Pay {
    /// What the employer pays.
    pub wage: f64,
    /// What the agency keeps.
    pub agency: f64,
    /// Living costs.
    pub living: f64,
    /// What is demanded of the worker.
    pub levy: f64,
    /// What the worker keeps; never below 0.
    pub take_home: f64,
    /// What the wage does not cover: the worker owes it.
    pub debt: f64,
    /// What the state and its organs take: the levy that is paid, and their share of the agency's part.
    pub state_take: f64,
    /// What arrives in the country of origin in foreign exchange.
    pub foreign_exchange: f64,
}

impl PayTerms {
    /// Divides one worker's month.
    ///
    /// The levy is paid as far as agency and living costs leave something; the rest is debt.
    ///
    /// ```
    /// use figures::scheme::{Levy, PayTerms};
    /// let terms = |wage, levy| PayTerms {
    ///     wage, agency: 0.1, living: 120.0, levy, agency_to_state: 0.0, state_remitted: 1.0, worker_remitted: 0.0,
    /// };
    /// assert_eq!(terms(700.0, Levy::Duty(350.0)).pay().take_home, 160.0);
    /// assert_eq!(terms(560.0, Levy::Duty(350.0)).pay().take_home, 34.0);
    /// assert_eq!(terms(560.0, Levy::Share(0.5)).pay().take_home, 104.0);
    /// ```
    #[must_use]
    pub fn pay(&self) -> Pay {
        let agency = self.agency * self.wage;
        let levy = match self.levy {
            Levy::Duty(amount) => amount,
            Levy::Share(share) => share * self.wage,
        };
        let left = self.wage - agency - self.living;
        let take_home = (left - levy).max(0.0);
        let debt = (levy - left).max(0.0);
        let levy_paid = levy.min(left.max(0.0));
        let state_take = levy_paid + self.agency_to_state * agency;
        let foreign_exchange = self.state_remitted * state_take + self.worker_remitted * take_home;
        Pay {
            wage: self.wage,
            agency,
            living: self.living,
            levy,
            take_home,
            debt,
            state_take,
            foreign_exchange,
        }
    }

    /// The same terms at another wage: a duty stays, a share falls with the wage.
    #[must_use]
    pub fn at_wage(self, wage: f64) -> Self {
        Self { wage, ..self }
    }

    /// The same demand as a share of the present wage.
    #[must_use]
    pub fn proportional(self) -> Self {
        let share = match self.levy {
            Levy::Share(share) => share,
            Levy::Duty(amount) if self.wage > 0.0 => amount / self.wage,
            Levy::Duty(_) => 0.0,
        };
        Self { levy: Levy::Share(share), ..self }
    }

    /// The same demand as an amount at the present wage.
    #[must_use]
    pub fn fixed(self) -> Self {
        let amount = match self.levy {
            Levy::Duty(amount) => amount,
            Levy::Share(share) => share * self.wage,
        };
        Self { levy: Levy::Duty(amount), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: PayTerms = PayTerms {
        wage: 700.0,
        agency: 0.1,
        living: 120.0,
        levy: Levy::Duty(350.0),
        agency_to_state: 0.5,
        state_remitted: 0.8,
        worker_remitted: 0.25,
    };

    #[test]
    fn a_wage_cut_falls_on_the_worker_under_a_duty_and_is_shared_under_a_share() {
        assert_eq!(TERMS.pay().take_home, 160.0);
        assert_eq!(TERMS.at_wage(560.0).pay().take_home, 34.0);
        assert_eq!(TERMS.proportional().levy, Levy::Share(0.5));
        assert_eq!(TERMS.proportional().at_wage(560.0).pay().take_home, 104.0);
        assert_eq!(TERMS.proportional().at_wage(560.0).fixed().levy, Levy::Duty(280.0));
    }

    #[test]
    fn what_the_wage_does_not_cover_is_debt_and_no_revenue() {
        let pay = TERMS.at_wage(500.0).pay();
        // 500 − 50 − 120 leaves 330 of 350.
        assert_eq!((pay.take_home, pay.debt), (0.0, 20.0));
        assert_eq!(pay.state_take, 330.0 + 25.0);
        let starving = TERMS.at_wage(100.0).pay();
        assert_eq!((starving.take_home, starving.debt, starving.state_take), (0.0, 380.0, 5.0));
    }

    #[test]
    fn foreign_exchange_is_what_both_send() {
        let pay = TERMS.pay();
        assert_eq!(pay.state_take, 385.0);
        assert_eq!(pay.foreign_exchange, 0.8 * 385.0 + 0.25 * 160.0);
    }
}
