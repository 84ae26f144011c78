//! Work on many cores, taken in order.
//!
//! ```text
//! jobs ─▶ N workers ─▶ results wait for their turn ─▶ one taker, in the order of the jobs
//! ```
//!
//! What the taker sees depends on the jobs alone, never on the number of workers. Workers run ahead of the taker only so
//! far as a window of jobs and a budget of weight allow, so memory stays flat however many jobs there are.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far workers may run ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Number of workers.
    pub(crate) threads: NonZeroUsize,
    /// Weight of the jobs under way together; a job heavier than that runs when its turn comes.
    pub(crate) budget: u64,
}

/// Jobs that may be under way or waiting for their turn, for each worker.
const WINDOW_PER_THREAD: usize = 16;

struct Progress<T> {
    next: usize,
    taken: usize,
    weight: u64,
    waiting: BTreeMap<usize, T>,
    stopped: bool,
}

struct Shared<T> {
    progress: Mutex<Progress<T>>,
    room: Condvar,
    ready: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Progress<T>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.room.notify_all();
        self.ready.notify_all();
    }
}

/// Ends the work when the taker leaves early, and when a worker panics, so that nobody waits for ever.
struct StopOnDrop<'a, T>(&'a Shared<T>);

impl<T> Drop for StopOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Does `work` for every job on several threads and hands the results to `take` in the order of the jobs, on the
/// calling thread. Stops at the first error of `take`.
pub(crate) fn in_order<J: Sync, T: Send, E>(
    jobs: &[J],
    bounds: Bounds,
    weigh: impl Fn(&J) -> u64 + Sync,
    work: impl Fn(&J) -> T + Sync,
    mut take: impl FnMut(&J, T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = bounds.threads.get().min(jobs.len());
    if threads <= 1 {
        return jobs.iter().try_for_each(|job| take(job, work(job)));
    }
    let window = threads * WINDOW_PER_THREAD;
    let shared = Shared {
        progress: Mutex::new(Progress {
            next: 0,
            taken: 0,
            weight: 0,
            waiting: BTreeMap::new(),
            stopped: false,
        }),
        room: Condvar::new(),
        ready: Condvar::new(),
    };
    std::thread::scope(|scope| {
        let _stop = StopOnDrop(&shared);
        for _ in 0..threads {
            scope.spawn(|| run_worker(jobs, &shared, window, bounds.budget, &weigh, &work));
        }
        for (index, job) in jobs.iter().enumerate() {
            let mut progress = shared.lock();
            let result = loop {
                if let Some(result) = progress.waiting.remove(&index) {
                    break Some(result);
                }
                if progress.stopped {
                    break None;
                }
                progress = shared.ready.wait(progress).unwrap_or_else(PoisonError::into_inner);
            };
            drop(progress);
            // A worker panicked: leave, and the scope passes its panic on.
            let Some(result) = result else { break };
            take(job, result)?;
            let mut progress = shared.lock();
            progress.taken = index + 1;
            progress.weight = progress.weight.saturating_sub(weigh(job));
            drop(progress);
            shared.room.notify_all();
        }
        Ok(())
    })
}

fn run_worker<J, T>(
    jobs: &[J],
    shared: &Shared<T>,
    window: usize,
    budget: u64,
    weigh: &impl Fn(&J) -> u64,
    work: &impl Fn(&J) -> T,
) {
    struct StopOnPanic<'a, T>(&'a Shared<T>);
    impl<T> Drop for StopOnPanic<'_, T> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                self.0.stop();
            }
        }
    }
    let _stop = StopOnPanic(shared);
    loop {
        let mut progress = shared.lock();
        let (index, job) = loop {
            let index = progress.next;
            let Some(job) = jobs.get(index).filter(|_| !progress.stopped) else { return };
            let weight = weigh(job);
            let its_turn = index == progress.taken;
            let fits = index < progress.taken + window && progress.weight.saturating_add(weight) <= budget;
            if its_turn || fits {
                progress.next += 1;
                progress.weight = progress.weight.saturating_add(weight);
                break (index, job);
            }
            progress = shared.room.wait(progress).unwrap_or_else(PoisonError::into_inner);
        };
        drop(progress);
        let result = work(job);
        shared.lock().waiting.insert(index, result);
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
