//! Employees: headcount against the plan and against last quarter.

use super::Now;
use crate::calendar::NaiveDate;
use crate::finding::Place;
use crate::plan::{EmployeesLine, ServiceId};
use crate::quantity::Decimal;

/// Employees by service.
#[derive(Clone, Debug, PartialEq)]
pub struct PeoplePosition {
    /// The plan's lines, every one of them.
    pub services: Vec<ServicePeople>,
    /// Headcount in the plan.
    pub planned: Decimal,
    /// Headcount now; none while a service's is missing.
    pub headcount: Option<Decimal>,
    /// Full-time equivalent now; none while a service's is missing.
    pub full_time_equivalent: Option<Decimal>,
}

/// The people of one service. What was not returned is none, and never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePeople {
    /// The service.
    pub service: ServiceId,
    /// Headcount in the plan.
    pub planned: Decimal,
    /// Headcount last quarter.
    pub last_quarter: Option<Decimal>,
    /// Headcount now.
    pub headcount: Option<Decimal>,
    /// Full-time equivalent now.
    pub full_time_equivalent: Option<Decimal>,
    /// Day of the count.
    pub as_at: Option<NaiveDate>,
    /// Why the number changed.
    pub reason: Option<String>,
    /// Where the headcount was read.
    pub place: Option<Place>,
}

pub(super) fn service(now: &Now<'_>, line: &EmployeesLine) -> ServicePeople {
    let last = now.history.returned(&line.service, now.quarter.previous());
    let this = now.history.returned(&line.service, now.quarter);
    let this = this.as_ref().map(|returned| &returned.people);
    ServicePeople {
        service: line.service.clone(),
        planned: line.headcount.value,
        last_quarter: last.and_then(|returned| returned.people.headcount),
        headcount: this.and_then(|people| people.headcount),
        full_time_equivalent: this.and_then(|people| people.full_time_equivalent),
        as_at: this.and_then(|people| people.as_at),
        reason: this.and_then(|people| people.reason.clone()),
        place: this.map(|people| people.place.clone()),
    }
}

/// The people of services; what one of them lacks, the total lacks too.
pub(super) fn total(services: Vec<ServicePeople>) -> PeoplePosition {
    PeoplePosition {
        planned: services.iter().map(|one| one.planned).sum(),
        headcount: services.iter().map(|one| one.headcount).sum(),
        full_time_equivalent: services.iter().map(|one| one.full_time_equivalent).sum(),
        services,
    }
}
