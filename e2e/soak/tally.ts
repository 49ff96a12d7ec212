/** What was asked and what came of it. */
export interface Tally {
  windows: number;
  turnedAway: number;
  snapshots: number;
  /** Calls whose window went before they were answered. */
  left: number;
  /** Rude things that were done, by their name. */
  readonly rude: Map<string, number>;
  answered(name: string, ms: number): void;
  /** In words of ours, which is an answer. */
  refused(name: string, code: string, ms: number): void;
  unanswered(name: string): void;
  /** Anything else that should not be. */
  wrong(what: string): void;
  did(rude: string): void;
  calls(): { readonly answered: number; readonly refused: number; readonly slowest: string };
  /** What of it makes the run fail. */
  failures(): string[];
}

export function createTally(): Tally {
  const failures = new Map<string, number>();
  const rude = new Map<string, number>();
  const more = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  let [answered, refused] = [0, 0];
  let slowest = { name: 'none', ms: 0 };
  const took = (name: string, ms: number) => {
    if (ms > slowest.ms) slowest = { name, ms };
  };
  return {
    windows: 0,
    turnedAway: 0,
    snapshots: 0,
    left: 0,
    rude,
    answered(name, ms) {
      answered++;
      took(name, ms);
    },
    refused(name, _code, ms) {
      refused++;
      took(name, ms);
    },
    unanswered: (name) => more(failures, `${name} was not answered`),
    wrong: (what) => more(failures, what),
    did: (what) => more(rude, what),
    calls: () => ({ answered, refused, slowest: `${slowest.name}, ${(slowest.ms / 1000).toFixed(1)} s` }),
    failures: () => [...failures].map(([what, times]) => `${what} (${times} times)`),
  };
}
