"""The bench mm1 in the SimPy that Debian has (version 2): one queue, one place, load 0.9, PEOPLE people (a million,
or the first argument). Prints CPU seconds.

SPDX-License-Identifier: MIT"""
import random
import sys
import time

from SimPy.Simulation import Process, Resource, Simulation, hold, release, request

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000


class Person(Process):
    def go(self, desk, rng):
        yield request, self, desk
        yield hold, self, rng.expovariate(1 / 0.9)
        yield release, self, desk


class Source(Process):
    def go(self, desk, rng):
        for _ in range(PEOPLE):
            yield hold, self, rng.expovariate(1)
            person = Person(sim=self.sim)
            self.sim.activate(person, person.go(desk, rng))


start = time.process_time()
sim = Simulation()
sim.initialize()
source = Source(sim=sim)
sim.activate(source, source.go(Resource(capacity=1, sim=sim), random.Random(1)))
sim.simulate(until=1e12)
print(f"SimPy mm1, {PEOPLE} people {time.process_time() - start:10.2f}")
