"""Follow a fake and its correction through a crowd, hour by hour.

The crowd is well mixed: everybody is as likely to meet one person as another. With all groups as
shares of the crowd, `a` the attention span and `q` the doubt, in each hour

- somebody who has not heard the correction meets and accepts the fake at the rate
  ``f = (1 - q) * reach / a * fresh believers``, or at half that rate if warned beforehand;
- anybody meets and accepts the correction at the rate
  ``c = (1 - q) * CORRECTION_REACH / a * fresh informed``;
- a share ``1 / a`` of the fresh grow tired and pass nothing on any more;
- a believer who hears the correction stops sharing, and ``LINGERS`` of them go on believing.

So the correction spreads in the same way as the fake does, only later and a little less.

Source:
    Two rumours as two competing epidemics: Tambuscio, Ruffo, Flammini and Menczer (2015),
    WWW '15 Companion, 977-982. Simplified here: nobody forgets, and nobody checks alone.
"""

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.float64]

HOURS = 72
STEPS_PER_HOUR = 20
# What sharers of a fake were seen to be ahead by, in hours; Shao, Ciampaglia, Flammini and
# Menczer (2016), WWW '16 Companion, 745-750.
MEASURED_LAG_H = (10, 20)

# Chosen so that an ordinary day has the measured lag, not measured themselves.
ATTENTION_H = 4.0
FAKE_BEGINS = 0.001
CORRECTION_BEGINS = 0.01
CORRECTION_REACH = 2.5
# Chosen to show that there is such an effect; its true size differs from case to case.
LINGERS = 0.25
WARNED_BELIEVE = 0.5


@dataclass(frozen=True)
class Crowd:
    """What a learner sets.

    Attributes:
        reach: how many people a believer shows the fake to, 0 or more.
        doubt: share, 0 to 1, of all meetings in which people do not take up what they see, be
            it the fake or the correction.
        correction_starts: hour after the fake, 0 to ``HOURS``; None for never.
        warned: share of the crowd, 0 to 1, that was told beforehand what to expect.
    """

    reach: float
    doubt: float
    correction_starts: float | None
    warned: float


# False rumours were settled after about 14 hours: Zubiaga, Liakata, Procter, Wong Sak Hoi and
# Tolmie (2016), PLoS ONE 11(3), e0150989.
ORDINARY_DAY = Crowd(reach=3.0, doubt=0.1, correction_starts=14.0, warned=0.0)


@dataclass(frozen=True, eq=False)
class Spread:
    """How it went, at every step from hour 0 to ``HOURS``.

    Attributes:
        hours: float64 (T,), the hour of each step.
        believing: float64 (T,), share of the crowd, 0 to 1, that believes the fake.
        informed: float64 (T,), share that has taken up the correction.
        fake_sharing: float64 (T,), showings of the fake in an hour, per head of the crowd.
        correction_sharing: float64 (T,), likewise of the correction.
    """

    hours: Shares
    believing: Shares
    informed: Shares
    fake_sharing: Shares
    correction_sharing: Shares

    @property
    def most_believing(self) -> float:
        """The largest share of the crowd that believed the fake at one time, 0 to 1."""
        return float(self.believing.max())

    @property
    def still_believing(self) -> float:
        """The share that believes the fake in the end, 0 to 1."""
        return float(self.believing[-1])

    @property
    def lag_h(self) -> float | None:
        """How many hours the correction is behind, each timed at half of all its sharing.

        Negative if the correction is ahead; None if there is none.
        """
        fake, correction = half_time(self.hours, self.fake_sharing), self.correction_half_h
        return None if fake is None or correction is None else correction - fake

    @property
    def correction_half_h(self) -> float | None:
        """The hour by which half of all sharing of the correction was done."""
        return half_time(self.hours, self.correction_sharing)


def simulate(crowd: Crowd) -> Spread:
    """Let a fake and its correction spread; the same crowd always gives the same course."""
    dt = 1 / STEPS_PER_HOUR
    starts = None
    if crowd.correction_starts is not None:
        starts = round(crowd.correction_starts * STEPS_PER_HOUR)
    steps = HOURS * STEPS_PER_HOUR + 1
    believing, informed, fake_sharing, correction_sharing = np.zeros((4, steps))

    unwarned = (1 - FAKE_BEGINS) * (1 - crowd.warned)
    warned = (1 - FAKE_BEGINS) * crowd.warned
    fresh, tired, lingering = FAKE_BEGINS, 0.0, 0.0
    told, fresh_told = 0.0, 0.0
    for step in range(steps):
        believing[step] = fresh + tired + lingering
        informed[step] = told
        fake_sharing[step] = crowd.reach / ATTENTION_H * fresh
        correction_sharing[step] = CORRECTION_REACH / ATTENTION_H * fresh_told

        # The chance to hear the correction is the same for everybody, whatever they believe:
        # that is why an earlier correction can never leave more believers behind.
        hear = 1 - exp(-(1 - crowd.doubt) * correction_sharing[step] * dt)
        if step == starts:
            hear = 1 - (1 - hear) * (1 - CORRECTION_BEGINS)
        newly_told = (1 - told) * hear
        told += newly_told
        fresh_told += newly_told - fresh_told * dt / ATTENTION_H
        lingering += LINGERS * hear * (fresh + tired)
        unwarned, warned, fresh, tired = (
            group * (1 - hear) for group in (unwarned, warned, fresh, tired)
        )

        rate = (1 - crowd.doubt) * fake_sharing[step] * dt
        from_unwarned = unwarned * (1 - exp(-rate))
        from_warned = warned * (1 - exp(-rate * WARNED_BELIEVE))
        growing_tired = fresh * dt / ATTENTION_H
        unwarned -= from_unwarned
        warned -= from_warned
        fresh += from_unwarned + from_warned - growing_tired
        tired += growing_tired
    hours = np.arange(steps) / STEPS_PER_HOUR
    return Spread(hours, believing, informed, fake_sharing, correction_sharing)


def half_time(hours: Shares, sharing: Shares) -> float | None:
    """Return the hour by which half of all sharing was done; None if there was none."""
    done = np.cumsum(sharing)
    if done[-1] == 0:
        return None
    return float(hours[np.searchsorted(done, done[-1] / 2)])
