"""A slow second opinion: all pairs, exact fractions, no shared code, straight from the text.

Written from ``docs/matching/rank.md`` alone; only the input types and weights are the engine's.
"""

import hashlib
from datetime import date, timedelta
from fractions import Fraction as F
from math import floor

ONE = 10_000


def fit_of(need, supply, market, w):
    """(fit, levels used, essential skills held high enough)."""
    if not need.requirements:
        return w.no_requirements, 0, True
    held = {h.skill: h.level for h in supply.held}
    count = {r: w.essential_share if r.essential else w.desirable_share for r in need.requirements}
    total = sum(count.values())
    share = {r: floor(F(ONE * count[r], total)) for r in count}
    rest = sorted(count, key=lambda r: (share[r] - F(ONE * count[r], total), -count[r], r.skill))
    for r in rest[: ONE - sum(share.values())]:
        share[r] += 1
    fit = used = 0
    passes = True
    for r in need.requirements:
        near = {skill: market.affinity.get((r.skill, skill), 0) for skill in held}
        if r.skill in held:
            near[r.skill] = 1000
        best = max(
            (
                (F(min(held[s], r.level), r.level) * F(near[s], 1000), s == r.skill,
                 min(held[s], r.level))
                for s in near if near[s]
            ),
            default=(F(0), False, 0),
        )  # fmt: skip
        fit += floor(share[r] * best[0])
        used += best[2]
        counting = [held[s] for s in near if near[s] >= w.gate_affinity]
        if r.essential and max(counting, default=0) < max(1, r.level - w.essential_gap):
            passes = False
    return fit, used, passes


def benefit_of(need, supply, w):
    """What the supply gains."""
    held = {h.skill: h.level for h in supply.held}
    wishes = {h.skill for h in supply.wanted if h.level > held.get(h.skill, 0)}
    value = dict.fromkeys(["growth", "returns", "themes", "reward", "new_link"], F(w.neutral, ONE))
    if wishes:
        steps = [r.level - held.get(r.skill, 0) for r in need.requirements if r.skill in wishes]
        met = steps.count(1) + F(w.two_steps, 1000) * steps.count(2)
        value["growth"] = min(F(1), met / min(len(wishes), w.enough_growth))
    if supply.asks:
        met = F(len(supply.asks & need.gives_back), min(len(supply.asks), w.enough_returns))
        value["returns"] = min(F(1), met)
    if supply.themes and need.themes:
        met = F(len(supply.themes & need.themes), min(len(supply.themes), w.enough_themes))
        value["themes"] = min(F(1), met)
    if supply.kind == "person":
        table = {
            "": w.neutral, "paid": w.pay_paid, "funded": w.pay_funded,
            "expenses": w.pay_expenses, "voluntary": w.pay_voluntary,
        }  # fmt: skip
        credit = w.credit if "credit" in need.gives_back else 0
        value["reward"] = F(max(table[need.pay], credit), ONE)
    if supply.organisations:
        known = need.organisation in supply.linked_with
        value["new_link"] = F(w.known_link, ONE) if known else F(1)
    return sum(floor(getattr(w, part) * F(floor(v * ONE), ONE)) for part, v in value.items())


def may_meet(need, supply, market, w, today):
    """Every gate but the essential skills."""
    starts = max(need.starts or today, today)
    if need.ends and need.ends < starts:
        return False
    far = today + timedelta(days=500)  # beyond any date a test draws
    wanted = {starts + timedelta(days=i) for i in range(((need.ends or far) - starts).days + 1)}
    first, last = supply.available_from or date.min, supply.available_until or date.max
    shared = sum(first <= day <= last for day in wanted)
    if shared < 1 or (need.ends and F(shared, len(wanted)) < F(w.dates_overlap, 1000)):
        return False
    if need.place and need.pattern != "remote" and need.place not in supply.places:
        if supply.remote and need.pattern != "hybrid":
            return False
        if not supply.remote and supply.places:
            return False
    return (
        supply.kind in need.accepts
        and (supply.kind == "offer" or not need.stages or supply.stage in need.stages)
        and need.organisation not in supply.organisations
        and (need.organisation, supply.key) not in market.conflicts
        and (need.key, supply.key) not in market.refused
        and need.seats_left > 0
        and supply.capacity_left > 0
        and (need.hours is None or supply.hours is None
             or F(supply.hours) >= need.hours * F(w.hours_enough, 1000))
    )  # fmt: skip


def joint_of(need, supply, fit, benefit, w):
    """Harmonic mean, load off, priorities on, never above one."""
    h = floor(2 / (F(1, fit) + F(1, benefit)))
    joint = h
    for pending in (need.pending, supply.pending):
        off = min(w.load_most, w.load_each * max(0, pending - w.load_free))
        joint -= floor(h * F(off, 1000))
    for applies, permille in (
        (need.never_helped, w.never_helped),
        (need.underserved, w.underserved),
    ):
        if applies:
            joint = min(ONE, joint + floor(h * F(permille, 1000)))
    return joint


def lists(market, w, seed, today, top):
    """(by need, by supply): key -> [(other key, fit, benefit, joint)], best first."""
    scored = []
    for need in market.needs:
        for supply in market.supplies:
            fit, used, passes = fit_of(need, supply, market, w)
            benefit = benefit_of(need, supply, w)
            if not passes or fit < w.least_fit or not benefit:
                continue
            if not may_meet(need, supply, market, w, today):
                continue
            joint = joint_of(need, supply, fit, benefit, w)
            ticket = hashlib.sha256(f"{seed}|{need.key}|{supply.key}".encode()).hexdigest()
            row = (-joint, -used, ticket, need.key, supply.key, fit, benefit)
            scored.append(row)
    scored.sort()
    by_need = {n.key: [] for n in market.needs}
    by_supply = {s.key: [] for s in market.supplies}
    for joint, _, _, n, s, fit, benefit in scored:
        by_need[n].append((s, fit, benefit, -joint))
        by_supply[s].append((n, fit, benefit, -joint))
    return (
        {key: rows[:top] for key, rows in by_need.items()},
        {key: rows[:top] for key, rows in by_supply.items()},
    )
