//! When which read is due: arithmetic over moments of one clock, without waiting.

use std::collections::BTreeSet;
use std::time::Duration;

/// Most periods between two attempts of a read that fails.
const MOST_PERIODS: u32 = 8;
/// A read that fails is not left alone for longer, unless its period is.
const LONGEST_BACKOFF: Duration = Duration::from_secs(3600);
/// Reads that are less late than this are as good as on time.
const UNNOTICED: Duration = Duration::from_secs(1);

/// The schedule of reads that each come once in a period, spread over it.
#[derive(Debug)]
pub(crate) struct Plan {
    every: Duration,
    reads: Vec<Read>,
    /// Those that are not under way, by when they are due.
    waiting: BTreeSet<(Duration, usize)>,
    /// How many reads fail.
    failing: usize,
    missed: u64,
}

#[derive(Clone, Copy, Debug)]
struct Read {
    due: Duration,
    /// Failures in a row.
    failures: u32,
}

impl Plan {
    pub(crate) fn new(every: Duration, count: usize) -> Self {
        let spacing = every / u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        let due = |index: usize| spacing * u32::try_from(index).unwrap_or(u32::MAX);
        let reads: Vec<Read> = (0..count).map(|index| Read { due: due(index), failures: 0 }).collect();
        let waiting = reads.iter().enumerate().map(|(index, read)| (read.due, index)).collect();
        Plan { every, reads, waiting, failing: 0, missed: 0 }
    }

    /// When the next read is due; `None` while all are under way.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.waiting.first().map(|(due, _)| *due)
    }

    /// Takes a read that is due. After a gap the whole schedule goes on from where it stood, so that what was missed does
    /// not come at once.
    pub(crate) fn take(&mut self, now: Duration) -> Option<usize> {
        let late = now.checked_sub(self.next_due()?)?;
        let spacing = self.every / u32::try_from(self.reads.len()).unwrap_or(u32::MAX);
        if late > spacing.max(UNNOTICED) {
            self.missed += u64::try_from(late.as_nanos() / spacing.as_nanos().max(1)).unwrap_or(u64::MAX);
            self.delay(late);
        }
        self.waiting.pop_first().map(|(_, index)| index)
    }

    /// A read was answered.
    pub(crate) fn answered(&mut self, index: usize, now: Duration) {
        self.failing -= usize::from(std::mem::take(&mut self.reads[index].failures) > 0);
        self.missed += self.put_back(index, self.every, now);
    }

    /// A read failed. It is left alone for twice as long each time. Gives how often it failed in a row.
    pub(crate) fn failed(&mut self, index: usize, now: Duration) -> u32 {
        let doublings = self.reads[index].failures;
        self.failing += usize::from(doublings == 0);
        self.reads[index].failures = doublings.saturating_add(1);
        let affordable = LONGEST_BACKOFF.as_nanos() / self.every.as_nanos().max(1);
        let most = MOST_PERIODS.min(u32::try_from(affordable).unwrap_or(u32::MAX)).max(1);
        let periods = 2_u32.saturating_pow(doublings).min(most);
        self.put_back(index, self.every * periods, now);
        self.reads[index].failures
    }

    /// A read came too early for the server: the schedule goes on at `until`.
    pub(crate) fn refused(&mut self, index: usize, now: Duration, until: Duration) {
        self.put_back(index, self.every, now);
        if let Some(early) = self.next_due().and_then(|due| until.checked_sub(due)) {
            self.delay(early);
        }
    }

    /// What made a read fail is over: it comes in its next turn.
    pub(crate) fn resume(&mut self, index: usize, now: Duration) {
        let read = &mut self.reads[index];
        if read.failures == 0 {
            return;
        }
        read.failures = 0;
        self.failing -= 1;
        if self.waiting.remove(&(read.due, index)) {
            let early = read.due.saturating_sub(now).as_nanos().saturating_sub(1) / self.every.as_nanos().max(1);
            read.due -= self.every * u32::try_from(early).unwrap_or(0);
            self.waiting.insert((read.due, index));
        }
    }

    /// Whether the last attempt of each read failed.
    pub(crate) fn is_all_failing(&self) -> bool {
        self.failing == self.reads.len()
    }

    /// Whether the last attempt of a read failed.
    pub(crate) fn is_failing(&self, index: usize) -> bool {
        self.reads[index].failures > 0
    }

    /// How many reads did not happen in their period, because there was a gap or an answer took longer.
    pub(crate) fn missed(&self) -> u64 {
        self.missed
    }

    /// Lets a read wait for `pause` since it was due last, and whole periods more if that is over. Gives how many.
    fn put_back(&mut self, index: usize, pause: Duration, now: Duration) -> u64 {
        let due = &mut self.reads[index].due;
        *due += pause;
        let every = self.every.as_nanos().max(1);
        let over = now.checked_sub(*due).map_or(0, |late| late.as_nanos() / every + 1);
        let over = u32::try_from(over).unwrap_or(u32::MAX);
        *due += self.every * over;
        self.waiting.insert((*due, index));
        u64::from(over)
    }

    /// Moves the whole schedule on, also of what is under way, so that it stays spread.
    fn delay(&mut self, time: Duration) {
        for read in &mut self.reads {
            read.due += time;
        }
        self.waiting = std::mem::take(&mut self.waiting).into_iter().map(|(due, index)| (due + time, index)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(300);

    fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// What is read from `from` until `to`, each answered at once: seconds and reads.
    fn run(plan: &mut Plan, from: u64, to: u64) -> Vec<(u64, usize)> {
        let mut taken = Vec::new();
        for now in from..to {
            while let Some(index) = plan.take(s(now)) {
                plan.answered(index, s(now));
                taken.push((now, index));
            }
        }
        taken
    }

    #[test]
    fn reads_are_spread_over_their_period() {
        let mut plan = Plan::new(EVERY, 3);
        assert_eq!(plan.next_due(), Some(s(0)));
        let taken = run(&mut plan, 0, 600);
        assert_eq!(taken, [(0, 0), (100, 1), (200, 2), (300, 0), (400, 1), (500, 2)]);
        assert_eq!(plan.missed(), 0);
    }

    #[test]
    fn after_a_gap_nothing_comes_at_once() {
        for (gap, missed) in [(301, 3), (100_000, 1000), (550, 5), (290, 2)] {
            let mut plan = Plan::new(EVERY, 3);
            run(&mut plan, 0, 1);
            let later = 100 + gap;
            let taken = run(&mut plan, later, later + 300);
            assert_eq!(taken, [(later, 1), (later + 100, 2), (later + 200, 0)], "{gap}");
            assert_eq!(plan.missed(), missed, "{gap}");
        }
        // Lateness within the distance of two reads is none.
        let mut plan = Plan::new(EVERY, 3);
        run(&mut plan, 0, 1);
        assert_eq!(run(&mut plan, 190, 301), [(190, 1), (200, 2), (300, 0)]);
        assert_eq!(plan.missed(), 0);
    }

    #[test]
    fn a_read_that_fails_backs_off_by_itself() {
        for (every, pauses) in [
            (300, vec![300, 600, 1200, 2400, 2400]),
            (1800, vec![1800, 3600, 3600]),
            (7200, vec![7200, 7200]),
            (1, vec![1, 2, 4, 8, 8]),
        ] {
            let mut plan = Plan::new(s(every), 1);
            let mut now = 0;
            for (count, pause) in (1..).zip(pauses) {
                assert_eq!(plan.take(s(now)), Some(0), "{every}");
                assert_eq!(plan.failed(0, s(now)), count);
                now += pause;
                assert_eq!(plan.next_due(), Some(s(now)), "{every}");
            }
            plan.take(s(now));
            plan.answered(0, s(now));
            assert_eq!(plan.next_due(), Some(s(now + every)), "one success ends it");
        }
        let mut plan = Plan::new(EVERY, 2);
        plan.take(s(0));
        plan.failed(0, s(0));
        assert_eq!(run(&mut plan, 1, 600), [(150, 1), (300, 0), (450, 1)], "others go on");
    }

    #[test]
    fn what_comes_back_is_read_in_its_next_turn() {
        let mut plan = Plan::new(EVERY, 2);
        for (now, next) in [(0, 300), (300, 900), (900, 1000)] {
            assert_eq!(plan.take(s(now)), Some(0));
            plan.failed(0, s(now));
            run(&mut plan, now + 1, next);
        }
        assert_eq!(plan.next_due(), Some(s(1050)));
        assert!(plan.is_failing(0));
        plan.resume(0, s(1000));
        assert!(!plan.is_failing(0));
        plan.resume(1, s(1000));
        assert_eq!(run(&mut plan, 1000, 1501), [(1050, 1), (1200, 0), (1350, 1), (1500, 0)]);
        plan.take(s(1650));
        plan.failed(1, s(1650));
        assert!(!plan.is_all_failing());
        plan.take(s(1800));
        plan.failed(0, s(1800));
        assert!(plan.is_all_failing());
    }

    #[test]
    fn an_answer_that_takes_longer_than_the_period_costs_whole_turns() {
        for (took, next, missed) in [(299, 300, 0), (300, 600, 1), (301, 600, 1), (1000, 1200, 3)] {
            let mut plan = Plan::new(EVERY, 1);
            plan.take(s(0));
            assert_eq!(plan.next_due(), None);
            plan.answered(0, s(took));
            assert_eq!((plan.next_due(), plan.missed()), (Some(s(next)), missed), "{took}");
        }
    }

    #[test]
    fn a_block_holds_the_schedule() {
        let mut plan = Plan::new(EVERY, 3);
        plan.take(s(0));
        plan.refused(0, s(0), s(1000));
        assert_eq!(run(&mut plan, 1, 1301), [(1000, 1), (1100, 2), (1200, 0), (1300, 1)]);
    }
}
