//! What a scheme rests on: every parameter with its source, and what the equations make of the central values.

use super::money::{Pay, PayTerms};
use super::parameter::{Parameter, Quantity};
use super::simulate::{flow_terms, pay_terms};
use super::{Act, Scheme};
use serde::Serialize;

/// A scheme laid open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchemeExplanation {
    /// The scheme's name.
    pub scheme: String,
    /// What it is.
    pub about: String,
    /// The currency.
    pub currency: String,
    /// The equations, in words and signs.
    pub equations: Vec<Equation>,
    /// Every parameter once.
    pub parameters: Vec<ExplainedParameter>,
    /// Host by host, at central values.
    pub hosts: Vec<HostExplanation>,
    /// Names of the parameters that nobody is named for.
    pub assumed: Vec<String>,
}

/// One equation of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Equation {
    /// What it gives.
    pub of: &'static str,
    /// How.
    pub equation: &'static str,
}

/// The equations of the model, as `docs/scheme.md` has them.
pub const EQUATIONS: &[Equation] = &[
    Equation { of: "hazard between two counts", equation: "h = −ln(later / earlier) / months" },
    Equation {
        of: "the same while some still come",
        equation: "h that solves later = earlier · exp(−h · months) + arrivals · Σ exp(−h · month)",
    },
    Equation { of: "hazard beyond rotation", equation: "r = max(0, h − 1 / rotation)" },
    Equation {
        of: "leaving in a month",
        equation: "L = stock · (1 − exp(−(1 / rotation + r))), r only after the act",
    },
    Equation { of: "sent home", equation: "(1 − relabelled) · L · r / (1 / rotation + r)" },
    Equation {
        of: "sent home at the deadline",
        equation: "(1 − relabelled) · deadline_compliance · stock then",
    },
    Equation {
        of: "new workers wanted",
        equation: "dispatch, or stock at the start · (1 − exp(−1 / rotation)) where it is not given",
    },
    Equation {
        of: "new workers after a ban",
        equation: "(1 − ban_compliance) · wanted, up to quota − stock",
    },
    Equation { of: "new workers under another label", equation: "relabelled · ban_compliance · wanted" },
    Equation { of: "what a worker keeps", equation: "max(0, wage − agency · wage − living − levy)" },
    Equation {
        of: "levy",
        equation: "duty, or levy_share · wage; paid as far as agency and living leave something",
    },
    Equation {
        of: "what a worker comes to owe", equation: "max(0, levy + agency · wage + living − wage)"
    },
    Equation { of: "wage bill", equation: "Σ worker-months · wage" },
    Equation {
        of: "state's take",
        equation: "Σ worker-months · (levy paid + agency_to_state · agency · wage)",
    },
    Equation {
        of: "foreign exchange",
        equation: "state_remitted · state's take + worker_remitted · Σ worker-months · kept",
    },
];

/// A parameter with what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedParameter {
    /// Its name: `russia.wage`, or `wage` where hosts share it.
    pub name: String,
    /// What it is, with its unit.
    pub meaning: &'static str,
    /// Its value, source and note.
    #[serde(flatten)]
    pub parameter: Parameter,
    /// Whether nobody is named for it.
    pub assumed: bool,
}

/// One host at central values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostExplanation {
    /// Its id.
    pub host: String,
    /// Its name.
    pub name: String,
    /// Hazard of leaving by rotation, per month.
    pub rotation_hazard: f64,
    /// Hazard of being sent home beyond that, per month; `None` where no act is modelled.
    pub repatriation_hazard: Option<f64>,
    /// New workers a month before bans.
    pub demand: f64,
    /// When new workers are kept away.
    pub ban: Option<Act>,
    /// From when on workers are sent home.
    pub repatriation: Option<Act>,
    /// By when all are to be gone.
    pub deadline: Option<Act>,
    /// Whether the levy is a `duty` or a `share`.
    pub levy: &'static str,
    /// One worker's month.
    pub pay: Pay,
    /// The same after a wage cut of a fifth, what is demanded staying as it is.
    pub after_cut_fixed: Pay,
    /// The same after a wage cut of a fifth, what is demanded falling with the wage.
    pub after_cut_proportional: Pay,
    /// Parameters that the file does not give, so that the model leaves them out.
    pub not_modelled: Vec<&'static str>,
}

/// Lays a scheme open.
#[must_use]
pub fn explain(scheme: &Scheme) -> SchemeExplanation {
    let parameters: Vec<ExplainedParameter> = scheme
        .parameters()
        .iter()
        .map(|named| ExplainedParameter {
            name: named.name(),
            meaning: named.quantity.meaning(),
            parameter: named.parameter.clone(),
            assumed: named.parameter.assumed(),
        })
        .collect();
    let assumed = parameters.iter().filter(|told| told.assumed).map(|told| told.name.clone()).collect();
    let hosts = scheme.hosts.iter().map(|host| {
        let value = |quantity: Quantity| host.parameters.get(&quantity).map(|parameter| parameter.central);
        let flow = flow_terms(host, value);
        let pay = pay_terms(value);
        let cut = |terms: PayTerms| terms.at_wage(terms.wage * 0.8).pay();
        let optional = [
            Quantity::Agency,
            Quantity::AgencyToState,
            Quantity::Living,
            Quantity::StateRemitted,
            Quantity::WorkerRemitted,
            Quantity::Relabelled,
        ];
        HostExplanation {
            host: host.id.clone(),
            name: host.name.clone(),
            rotation_hazard: 1.0 / flow.rotation,
            repatriation_hazard: host.repatriation.as_ref().map(|_| flow.repatriation),
            demand: flow.demand(),
            ban: host.ban.clone(),
            repatriation: host.repatriation.clone(),
            deadline: host.deadline.clone(),
            levy: pay.levy.rule(),
            pay: pay.pay(),
            after_cut_fixed: cut(pay.fixed()),
            after_cut_proportional: cut(pay.proportional()),
            not_modelled: optional
                .iter()
                .filter(|quantity| value(**quantity).is_none())
                .map(|quantity| quantity.key())
                .collect(),
        }
    });
    SchemeExplanation {
        scheme: scheme.name.clone(),
        about: scheme.about.clone(),
        currency: scheme.currency.clone(),
        equations: EQUATIONS.to_vec(),
        hosts: hosts.collect(),
        parameters,
        assumed,
    }
}
