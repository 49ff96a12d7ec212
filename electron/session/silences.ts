/** What a person has seen of the Doctor and wants to hear of no more, with the reason, for each host by itself. */
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import type { Silenced } from '../../shared/model/doctor.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { createStateFile, type Fields } from '../node/state-file.ts';

/** Characters; the oldest of a host go where there are more of them, and the hosts that were looked at longest ago. */
const LONGEST_REASON = 200;
const LONGEST_KEY = 8192;
const MOST_OF_HOST = 200;
const MOST_HOSTS = 50;
const DAY_MS = 24 * 60 * 60_000;
/** What comes and goes, as a server that is down now and then, stays silenced; what was mended is told when it comes again. */
const KEPT_MS = 30 * DAY_MS;

export interface Silences {
  /**
   * What of these is silenced. What was not among them for 30 days is not silenced any more.
   *
   * @param keys all that was found of the host
   */
  seen(host: string, keys: readonly string[]): ReadonlyMap<string, Silenced>;
  /** @throws {VeneerError} `invalid-input` for a reason of no letter, or of more than 200; what the file system refuses */
  silence(host: string, key: string, reason: string): void;
  /** @throws what the file system refuses */
  unsilence(host: string, key: string): void;
}

interface Kept extends Silenced {
  /** When a look found it last, to the day. */
  readonly seenAt: number;
}

type OfHost = ReadonlyMap<string, Kept>;

/**
 * @param directory made when the first is silenced
 * @param say told of what nobody waits for: a file that is damaged, or cannot be written
 */
export function createSilences(
  directory: string,
  say: (problem: Error) => void,
  now: () => number = Date.now,
): Silences {
  const file = createStateFile(join(directory, 'silenced.json'), say);
  const ofHost = (host: string): OfHost => hostsIn(file.read()).get(host) ?? new Map();

  /** @throws what the file system refuses */
  function change(host: string, make: (before: OfHost) => OfHost): void {
    file.change((before) => {
      const hosts = new Map(hostsIn(before));
      const after = [...make(hosts.get(host) ?? new Map())].slice(-MOST_OF_HOST);
      // The last of the map was looked at last.
      hosts.delete(host);
      if (after.length > 0) hosts.set(host, new Map(after));
      return { hosts: fieldsOf([...hosts].slice(-MOST_HOSTS)) };
    });
  }

  return {
    seen(host, keys) {
      const found = new Set(keys);
      const kept = ofHost(host);
      const time = now();
      const isGone = ([key, { seenAt }]: [string, Kept]) => !found.has(key) && time - seenAt > KEPT_MS;
      const isOld = ([key, { seenAt }]: [string, Kept]) => found.has(key) && time - seenAt > DAY_MS;
      if ([...kept].some((one) => isGone(one) || isOld(one))) {
        try {
          change(
            host,
            (before) =>
              new Map(
                [...before]
                  .filter((one) => !isGone(one))
                  .map(([key, one]) => [key, found.has(key) ? { ...one, seenAt: time } : one]),
              ),
          );
        } catch (error) {
          // Who looks has the answer all the same.
          say(error instanceof Error ? error : new Error(String(error)));
        }
      }
      return new Map([...kept].filter(([key]) => found.has(key)).map(([key, { reason, at }]) => [key, { reason, at }]));
    },
    silence(host, key, reason) {
      const text = reason.trim();
      if (text === '') throw new VeneerError('invalid-input', messageOf('core.silence-needs-reason'));
      if (text.length > LONGEST_REASON)
        throw new VeneerError('invalid-input', messageOf('core.silence-reason-too-long', { most: LONGEST_REASON }));
      const at = now();
      change(host, (before) => {
        const after = new Map(before);
        after.delete(key);
        return after.set(key, { reason: text, at, seenAt: at });
      });
    },
    unsilence(host, key) {
      if (!ofHost(host).has(key)) return;
      change(host, (before) => new Map([...before].filter(([one]) => one !== key)));
    },
  };
}

/** What is none of ours loses itself alone. */
function hostsIn({ hosts }: Fields): ReadonlyMap<string, OfHost> {
  const found = (Array.isArray(hosts) ? hosts : []).slice(-MOST_HOSTS).flatMap((one): [string, OfHost][] => {
    const { id, silenced } = fieldsIn(one);
    return typeof id === 'string' ? [[id, silencedIn(silenced)]] : [];
  });
  return new Map(found);
}

function silencedIn(given: unknown): OfHost {
  const found = (Array.isArray(given) ? given : []).slice(-MOST_OF_HOST).flatMap((one): [string, Kept][] => {
    const { key, reason, at, seenAt } = fieldsIn(one);
    if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) return [];
    if (typeof reason !== 'string' || !isTime(at) || !isTime(seenAt)) return [];
    return [[key, { reason: reason.slice(0, LONGEST_REASON), at, seenAt }]];
  });
  return new Map(found);
}

const fieldsIn = (one: unknown): Readonly<Record<string, unknown>> =>
  typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {};

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const fieldsOf = (hosts: readonly (readonly [string, OfHost])[]) =>
  hosts.map(([id, silenced]) => ({ id, silenced: [...silenced].map(([key, one]) => ({ key, ...one })) }));
