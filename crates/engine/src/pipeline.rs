//! Work on many cores, taken in order.
//!
//! ```text
//! one feeder ─▶ jobs ─▶ N workers ─▶ results wait for their turn ─▶ one taker, in the order of the jobs
//! ```
//!
//! What the taker sees depends on the jobs alone, never on the number of workers. The feeder runs ahead of the taker only
//! so far as a window of jobs and a budget of weight allow, so memory stays flat however many jobs there are.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far the work may run ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Number of workers.
    pub(crate) threads: NonZeroUsize,
    /// Weight of the jobs under way together; a job heavier than that is under way alone.
    pub(crate) budget: u64,
}

/// Jobs that may be under way or waiting for their turn, for each worker.
const WINDOW_PER_THREAD: usize = 16;

struct Progress<J, T> {
    /// Number of jobs that were fed.
    fed: usize,
    /// Number of results that were taken.
    taken: usize,
    /// Weight of the jobs between the two.
    weight: u64,
    jobs: VecDeque<(usize, u64, J)>,
    waiting: BTreeMap<usize, (u64, T)>,
    /// No more jobs will come.
    ended: bool,
    stopped: bool,
}

struct Shared<J, T> {
    progress: Mutex<Progress<J, T>>,
    /// The feeder waits for room, workers for jobs, the taker for results.
    room: Condvar,
    work: Condvar,
    ready: Condvar,
}

impl<J, T> Shared<J, T> {
    fn lock(&self) -> MutexGuard<'_, Progress<J, T>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_all(&self) {
        self.room.notify_all();
        self.work.notify_all();
        self.ready.notify_all();
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.tell_all();
    }
}

/// Ends the work when the taker leaves early, so that nobody waits for ever.
struct StopOnDrop<'a, J, T>(&'a Shared<J, T>);

impl<J, T> Drop for StopOnDrop<'_, J, T> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Ends the work when the thread that holds it panics.
struct StopOnPanic<'a, J, T>(&'a Shared<J, T>);

impl<J, T> Drop for StopOnPanic<'_, J, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

/// Takes a job of a weight; says when no more are wanted.
pub(crate) type Feed<'f, J> = dyn FnMut(J, u64) -> ControlFlow<()> + 'f;

/// Does `work` for every job on several threads and hands the results to `take` in the order of the jobs, on the
/// calling thread. Stops at the first error of `take`.
pub(crate) fn in_order<J: Sync, T: Send, E>(
    jobs: &[J],
    bounds: Bounds,
    weigh: impl Fn(&J) -> u64 + Sync,
    work: impl Fn(&J) -> T + Sync,
    mut take: impl FnMut(&J, T) -> Result<(), E>,
) -> Result<(), E> {
    in_order_from(
        bounds,
        |feed| {
            for job in jobs {
                if feed(job, weigh(job)).is_break() {
                    return;
                }
            }
        },
        |job| (job, work(job)),
        |(job, result)| take(job, result),
    )
}

/// Like [`in_order`], with jobs that come one after the other; `feed_all` runs beside the work and is held up while too
/// much is under way.
pub(crate) fn in_order_from<J: Send, T: Send, E>(
    bounds: Bounds,
    feed_all: impl FnOnce(&mut Feed<'_, J>) + Send,
    work: impl Fn(J) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = bounds.threads.get();
    if threads == 1 {
        let mut outcome = Ok(());
        feed_all(&mut |job, _| match take(work(job)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                outcome = Err(error);
                ControlFlow::Break(())
            }
        });
        return outcome;
    }
    let window = threads * WINDOW_PER_THREAD;
    let shared = Shared {
        progress: Mutex::new(Progress {
            fed: 0,
            taken: 0,
            weight: 0,
            jobs: VecDeque::new(),
            waiting: BTreeMap::new(),
            ended: false,
            stopped: false,
        }),
        room: Condvar::new(),
        work: Condvar::new(),
        ready: Condvar::new(),
    };
    std::thread::scope(|scope| {
        let _stop = StopOnDrop(&shared);
        scope.spawn(|| {
            let _stop = StopOnPanic(&shared);
            feed_all(&mut |job, weight| feed_one(&shared, window, bounds.budget, job, weight));
            shared.lock().ended = true;
            shared.tell_all();
        });
        for _ in 0..threads {
            scope.spawn(|| run_worker(&shared, &work));
        }
        for index in 0.. {
            let mut progress = shared.lock();
            let result = loop {
                if let Some(result) = progress.waiting.remove(&index) {
                    break Some(result);
                }
                if progress.stopped || (progress.ended && index == progress.fed) {
                    break None;
                }
                progress = shared.ready.wait(progress).unwrap_or_else(PoisonError::into_inner);
            };
            drop(progress);
            // All is done; or a thread panicked, and the scope passes its panic on.
            let Some((weight, result)) = result else { break };
            take(result)?;
            let mut progress = shared.lock();
            progress.taken = index + 1;
            progress.weight = progress.weight.saturating_sub(weight);
            drop(progress);
            shared.room.notify_all();
        }
        Ok(())
    })
}

fn feed_one<J, T>(shared: &Shared<J, T>, window: usize, budget: u64, job: J, weight: u64) -> ControlFlow<()> {
    let mut progress = shared.lock();
    loop {
        if progress.stopped {
            return ControlFlow::Break(());
        }
        let under_way = progress.fed - progress.taken;
        let fits = under_way < window && progress.weight.saturating_add(weight) <= budget;
        if fits || under_way == 0 {
            break;
        }
        progress = shared.room.wait(progress).unwrap_or_else(PoisonError::into_inner);
    }
    let index = progress.fed;
    progress.fed += 1;
    progress.weight = progress.weight.saturating_add(weight);
    progress.jobs.push_back((index, weight, job));
    drop(progress);
    shared.work.notify_one();
    ControlFlow::Continue(())
}

fn run_worker<J, T>(shared: &Shared<J, T>, work: &impl Fn(J) -> T) {
    let _stop = StopOnPanic(shared);
    loop {
        let mut progress = shared.lock();
        let (index, weight, job) = loop {
            if progress.stopped {
                return;
            }
            if let Some(job) = progress.jobs.pop_front() {
                break job;
            }
            if progress.ended {
                return;
            }
            progress = shared.work.wait(progress).unwrap_or_else(PoisonError::into_inner);
        };
        drop(progress);
        let result = work(job);
        shared.lock().waiting.insert(index, (weight, result));
        shared.ready.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn bounds(threads: usize, budget: u64) -> Bounds {
        Bounds { threads: NonZeroUsize::new(threads).unwrap(), budget }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..500).collect();
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_order(
                &jobs,
                bounds(threads, 100),
                |_| 1,
                |job| {
                    std::thread::sleep(std::time::Duration::from_micros(job % 3 * 50));
                    job * 2
                },
                |job, result| {
                    taken.push((*job, result));
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert!(
                taken
                    .iter()
                    .enumerate()
                    .all(|(index, (job, twice))| { *job == index as u64 && *twice == *job * 2 })
            );
            assert_eq!(taken.len(), jobs.len());
        }
    }

    #[test]
    fn an_error_stops_the_work() {
        let jobs: Vec<usize> = (0..10_000).collect();
        let worked = AtomicU64::new(0);
        let done = in_order(
            &jobs,
            bounds(4, 1000),
            |_| 1,
            |_| worked.fetch_add(1, Ordering::Relaxed),
            |job, _| if *job == 10 { Err("full") } else { Ok(()) },
        );
        assert_eq!(done, Err("full"));
        assert!(worked.load(Ordering::Relaxed) < 10_000);
    }

    #[test]
    fn a_job_over_the_budget_still_runs_and_the_budget_holds_for_the_others() {
        let jobs: Vec<u64> = vec![5, 5, 1000, 5, 5, 5, 5, 5];
        let under_way = AtomicU64::new(0);
        let most = AtomicU64::new(0);
        let done: Result<(), ()> = in_order(
            &jobs,
            bounds(4, 10),
            |job| *job,
            |job| {
                if *job < 1000 {
                    let now = under_way.fetch_add(*job, Ordering::SeqCst) + *job;
                    most.fetch_max(now, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    under_way.fetch_sub(*job, Ordering::SeqCst);
                }
            },
            |_, ()| Ok(()),
        );
        assert_eq!(done, Ok(()));
        assert!(most.load(Ordering::SeqCst) <= 15);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_of_a_worker_is_passed_on_and_does_not_hang() {
        let jobs: Vec<usize> = (0..100).collect();
        let _ = in_order(&jobs, bounds(3, 1000), |_| 1, |job| assert_ne!(*job, 50), |_, ()| Ok::<(), ()>(()));
    }
}
