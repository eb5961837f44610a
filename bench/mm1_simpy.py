"""The bench mm1 in SimPy: one queue, one place, load 0.9, a million people. Prints CPU seconds.

SPDX-License-Identifier: MIT"""
import random
import time

import simpy

PEOPLE = 1000000


def person(env, desk, rng):
    with desk.request() as place:
        yield place
        yield env.timeout(rng.expovariate(1 / 0.9))


def source(env, desk, rng):
    for _ in range(PEOPLE):
        yield env.timeout(rng.expovariate(1))
        env.process(person(env, desk, rng))


start = time.process_time()
env = simpy.Environment()
env.process(source(env, simpy.Resource(env, 1), random.Random(1)))
env.run()
print(f"simpy mm1 {time.process_time() - start:18.2f}")
