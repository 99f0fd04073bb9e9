"""Writes the golden values of `seededRandom`: xoshiro128** 1.1 seeded by SplitMix32, written from their papers.

Blackman & Vigna (2021), Scrambled linear pseudorandom number generators; the 32-bit mixer is Wellons' (2018)
"low bias" hash with the multipliers 0x21f0aaad and 0x735a2d97. Python's integers have no width, so every step
is reduced by hand: nothing of this is shared with the TypeScript.

    python tools/parity/core/random.py > packages/core/src/golden/random.json
"""

import json
import math

MASK = 0xFFFFFFFF


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK


def split_mix_32(state):
    while True:
        state = (state + 0x9E3779B9) & MASK
        z = state
        z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
        z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
        yield z ^ (z >> 15)


def xoshiro128(seed):
    source = split_mix_32(seed)
    s = [next(source) for _ in range(4)]
    while True:
        yield (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)


def integer(stream, below):
    limit = 2**32 - 2**32 % below
    while True:
        value = next(stream)
        if value < limit:
            return value % below


def permutation(stream, n):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = integer(stream, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def uniform(stream):
    high, low = next(stream) >> 5, next(stream) >> 6
    return (high * 2**26 + low) / 2**53


def normal(stream):
    while True:
        x, y = 2 * uniform(stream) - 1, 2 * uniform(stream) - 1
        square = x * x + y * y
        if 0 < square < 1:
            return x * math.sqrt(-2 * math.log(square) / square)


golden = []
for seed in (0, 1, 42, 2**31, 2**32 - 1):
    raw, doubles, shuffled, many, bell = (xoshiro128(seed) for _ in range(5))
    golden.append(
        {
            "seed": seed,
            "uint32": [next(raw) for _ in range(8)],
            "next": [uniform(doubles) for _ in range(8)],
            "normal": [normal(bell) for _ in range(8)],
            "permutation": permutation(shuffled, 20),
            # 3 · 2^30 rejects a quarter of all draws.
            "integers": [integer(many, 3 * 2**30) for _ in range(8)],
        }
    )
print(json.dumps(golden, indent=1))
