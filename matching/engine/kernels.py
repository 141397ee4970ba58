"""The inner loops of the compiled path, in Python that numba can compile.

They do what :mod:`bounds` and :mod:`rows` do in numpy, pair by pair, and run uncompiled too, only
slowly. Nothing here knows numba; :mod:`compiled` does. Shapes: C columns of a chunk, N needs, R
requirements flat; a pointer array has one entry more than what it points into has groups.
"""

import numpy as np

BLOCK = 2048
"""Columns taken through all needs together: their part of every row stays in the cache."""

EIGHT = 8
"""Flags looked at in one go."""

_USED_BITS = 10
_SCALE = 10_000
_SPARE = 3


def shortlist(
    words, octets, weight, first, last, hours,
    credit_at, credit_row, credit_times, growth_at, growth_row, mask_at, mask_row, gain_row,
    shut_at, shut_column, known_at, known_column, known_less,
    numbers, asks, per_part, at_first, moved,
    column_best, column_floor, need_best, need_floor,
    slack, growth, unit, benefit_off, start, stop, begin, count, found,
):  # fmt: skip
    """Add (need, column, bound) of the pairs of columns start:stop that may be on a list.

    ``asks`` holds, per need: least parts, sure parts, starts, ends, days required, hours. The
    ``best`` arrays are each list's bounds so far, ascending; ``floor`` what still reaches it.
    Columns whose lists have no places keep their floors.
    Begins with the need at ``begin`` and stops before one that ``found`` may have no room for.
    Returns how many are found and the place of the need to go on with.
    """
    top, listed = need_best.shape[1], column_best.shape[1]
    size = stop - start
    first, last, hours = first[start:stop], last[start:stop], hours[start:stop]
    weight, column_floor = weight[start:stop], column_floor[start:stop]
    column_best = column_best[start:stop]
    parts = np.empty(size, dtype=np.uint16)
    benefit = np.empty(size, dtype=np.uint16)
    grown = np.empty(size, dtype=np.uint16)
    passes = np.empty(size, dtype=np.uint8)
    bound = np.empty(size, dtype=np.float32)
    near = np.zeros(-(-size // EIGHT) * EIGHT, dtype=np.uint8)
    eights = near.view(np.uint64)
    two = np.float32(2)
    spare = np.float32(_SPARE)
    cap = np.uint16((growth + unit - 1) // unit)
    times = np.uint16(unit)
    for place in range(begin, len(numbers)):
        if count + size > len(found):
            return count, place
        passes[:] = 1
        for at in range(mask_at[place], mask_at[place + 1]):
            row = octets[mask_row[at], start:stop]
            for c in range(size):
                passes[c] &= row[c]
        starts, ends, required = asks[place, 2], asks[place, 3], asks[place, 4]
        if required:
            for c in range(size):
                both = min(last[c], ends) - max(first[c], starts) + 1
                passes[c] &= both >= required
        if asks[place, 5]:
            for c in range(size):
                passes[c] &= hours[c] >= asks[place, 5]
        parts[:] = 0
        for at in range(credit_at[place], credit_at[place + 1]):
            credit = words[credit_row[at], start:stop]
            counted = credit_times[at]
            for c in range(size):
                parts[c] += credit[c] * counted
        paid = words[gain_row[place, 0], start:stop]
        back = words[gain_row[place, 1], start:stop]
        shared = words[gain_row[place, 2], start:stop]
        for c in range(size):
            benefit[c] = paid[c] + back[c] + shared[c]
        for at in range(known_at[place], known_at[place + 1]):
            c = known_column[at] - start
            if 0 <= c < size:
                benefit[c] -= known_less
        if growth_at[place] < growth_at[place + 1]:
            grown[:] = 0
            for at in range(growth_at[place], growth_at[place + 1]):
                served = words[growth_row[at], start:stop]
                for c in range(size):
                    grown[c] += served[c]
            for c in range(size):
                benefit[c] += min(grown[c], cap) * times
        for at in range(shut_at[place], shut_at[place + 1]):
            c = shut_column[at] - start
            if 0 <= c < size:
                passes[c] = 0
        least, enough = np.uint16(asks[place, 0]), asks[place, 1]
        per, base, move = per_part[place], at_first[place], moved[place]
        need = numbers[place]
        own = max(need_floor[need], spare)
        for c in range(size):
            fit = np.float32(parts[c]) * per + base
            gain = np.float32(benefit[c])
            value = fit * gain / (fit + gain) * (weight[c] + move) * two + spare
            bound[c] = value
            near[c] = passes[c] & (parts[c] >= least) & (value > min(column_floor[c], own))
        for eight in range(len(eights)):
            if not eights[eight]:
                continue
            for c in range(eight * EIGHT, min(eight * EIGHT + EIGHT, size)):
                value = min(bound[c], np.float32(_SCALE + _SPARE))
                if not near[c] or value <= min(column_floor[c], own):
                    continue
                sure = parts[c] >= enough and benefit[c] > benefit_off
                found[count, 0] = need
                found[count, 1] = start + c
                found[count, 2] = np.int32(value) if sure else np.int32(1 << 20)
                count += 1
                if not sure:
                    continue
                if listed and value > column_best[c, 0]:
                    k = 0
                    while k < listed - 1 and column_best[c, k + 1] < value:
                        column_best[c, k] = column_best[c, k + 1]
                        k += 1
                    column_best[c, k] = value
                    column_floor[c] = max(spare, column_best[c, 0] - slack)
                if value > need_best[need, 0]:
                    k = 0
                    while k < top - 1 and need_best[need, k + 1] < value:
                        need_best[need, k] = need_best[need, k + 1]
                        k += 1
                    need_best[need, k] = value
                    own = max(own, need_best[need, 0] - slack)
                    need_floor[need] = own
    return count, len(numbers)


def sift(found, count, column_floor, need_floor):
    """Keep, at the front, what still reaches one of its two lists; how many there are."""
    kept = 0
    for at in range(count):
        need, column, bound = found[at, 0], found[at, 1], found[at, 2]
        # A bound was cut to a whole number: the floors stand a point lower, too.
        if bound + 1 > min(column_floor[column], need_floor[need]):
            found[kept, 0], found[kept, 1], found[kept, 2] = need, column, bound
            kept += 1
    return kept


def exact(
    words, octets, load, growth_cap,
    start_of, held_row, table_at, table, wish_row, asked, share, steps, gain_row, place_of,
    known_at, known_column, known_less, need_load, helped, served,
    no_requirements, least_fit, growth, found, count, keys,
):  # fmt: skip
    """Write the key of each pair found: joint << 10 | levels used, 0 for one not listed.

    ``table`` holds credit << 3 | used for each code of a requirement, from ``table_at``;
    ``place_of`` a need's place among those whose rows these are.
    """
    for at in range(count):
        place, column = place_of[found[at, 0]], found[at, 1]
        fit = used = grown = 0
        first, stop = start_of[place], start_of[place + 1]
        for r in range(first, stop):
            if held_row[r] >= 0:
                entry = table[table_at[r] + words[held_row[r], column]]
                fit += share[r] * (entry >> 3) // (1000 * asked[r])
                used += entry & 7
            if wish_row[r] >= 0:
                grown += steps[asked[r], octets[wish_row[r], column]]
        if first == stop:
            fit = no_requirements
        benefit = 0
        for slot in range(3):
            benefit += np.int64(words[gain_row[place, slot], column])
        for other in range(known_at[place], known_at[place + 1]):
            if known_column[other] == column:
                benefit -= known_less
        if grown:
            worth = min(_SCALE, _SCALE * grown // (1000 * growth_cap[column]))
            benefit += growth * worth // _SCALE
        if fit < least_fit or benefit <= 0:
            keys[at] = 0
            continue
        harmonic = 2 * fit * benefit // (fit + benefit)
        joint = harmonic - harmonic * need_load[place] // 1000 - harmonic * load[column] // 1000
        joint += min(harmonic * helped[place] // 1000, _SCALE - joint)
        joint += min(harmonic * served[place] // 1000, _SCALE - joint)
        keys[at] = joint << _USED_BITS | used
