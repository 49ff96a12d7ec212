/** What a person was told of by the desktop, so that each thing is told once, by whichever program sees it first. */
import { join } from 'node:path';
import { createStateFile, type Fields } from '../node/state-file.ts';

/** Characters of one; what is longer is told, and not remembered. */
const LONGEST = 1000;
/** The oldest of a host go where there are more of them, and the hosts of which something was told longest ago. */
const MOST_OF_HOST = 300;
const MOST_HOSTS = 50;

export interface Told {
  /**
   * Takes what is to be told: it counts as told from now on.
   *
   * @param facts each by words of its own, as `update sysext/tool 2.0`
   * @returns those of them that were not told before
   */
  tellOnce(root: string, facts: readonly string[]): readonly string[];
}

/** @param say told of what nobody waits for: a file that is damaged, or cannot be written */
export function createTold(directory: string, say: (problem: Error) => void): Told {
  const file = createStateFile(join(directory, 'told.json'), say);
  // What cannot be written down is told once by this process at the least.
  const here = new Set<string>();
  return {
    tellOnce(root, facts) {
      const known = hostsIn(file.read()).get(root) ?? [];
      const fresh = facts.filter((one) => !known.includes(one) && !here.has(`${root}\0${one}`));
      if (fresh.length === 0) return [];
      for (const one of fresh) here.add(`${root}\0${one}`);
      try {
        file.change((before) => {
          const hosts = new Map(hostsIn(before));
          const told = hosts.get(root) ?? [];
          // The last of the map was told of last.
          hosts.delete(root);
          hosts.set(root, [...told, ...fresh.filter((one) => !told.includes(one))].filter(isKept).slice(-MOST_OF_HOST));
          return { hosts: [...hosts].slice(-MOST_HOSTS).map(([of, its]) => ({ root: of, told: its })) };
        });
      } catch (error) {
        say(error instanceof Error ? error : new Error(String(error)));
      }
      return fresh;
    },
  };
}

const isKept = (one: unknown): one is string => typeof one === 'string' && one.length <= LONGEST;

/** What is none of ours loses itself alone. */
function hostsIn({ hosts }: Fields): ReadonlyMap<string, readonly string[]> {
  const found = (Array.isArray(hosts) ? hosts : []).slice(-MOST_HOSTS).flatMap((one): [string, readonly string[]][] => {
    const { root, told } = Object(one) as Readonly<Record<string, unknown>>;
    return typeof root === 'string' && Array.isArray(told) ? [[root, told.filter(isKept).slice(-MOST_OF_HOST)]] : [];
  });
  return new Map(found);
}
