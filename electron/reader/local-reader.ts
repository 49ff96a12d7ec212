/**
 * The reader for whatever answers a window: files of this machine are parsed in guarded processes, and what takes too much is
 * said of that entry alone. Two of them, for who clicks on one extension shall not wait for the whole host, nor for a check of
 * gigabytes: a third one is there as long as something long is done.
 */

import { statSync } from 'node:fs';
import { MAX_IMAGE } from '../../shared/images/image-size.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { OpenedEntry } from '../extensions/gate.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System } from '../extensions/system.ts';
import { createLane, type Lane, type LaneLimits, Overrun } from './lane.ts';
import { type Argument, type QuestionName, type Reply, SYSTEMS_KEPT, type ToLocalChild } from './local-protocol.ts';
import type { NodeProgram } from './process.ts';
import type { ReaderProcess } from './protocol.ts';

export interface LocalLimits {
  /** For the whole host, which asks of each entry what decides its verdict. */
  readonly host: LaneLimits;
  /** For all that is inside. */
  readonly inside: LaneLimits;
  /** For a check or the hash of a whole image, and for packing or unpacking one. */
  readonly long: LaneLimits;
  /** For lists, signatures and pages. */
  readonly texts: LaneLimits;
}

const MIB = 2 ** 20;
/** One that is asked now and then for weeks must not end by the sum of it. */
const common = { fileBytes: 64 * MIB, isRenewed: true };

/**
 * Four times what the worst images of `e2e/hostile` take by the readers' own bounds: 0.7 s and 1.5 s of processor time, and
 * less than half a gigabyte.
 */
export const LOCAL_LIMITS: LocalLimits = {
  host: { ...common, memory: 512 * MIB, timeMs: 3000 },
  inside: { ...common, memory: 768 * MIB, timeMs: 8000, idleMs: 5 * 60_000 },
  long: { ...common, fileBytes: MAX_IMAGE, memory: 512 * MIB, timeMs: 60_000, idleMs: 60_000 },
  texts: { memory: 512 * MIB, timeMs: 1000, idleMs: 5000 },
};

/** What an earlier entry left behind can use up the memory too, so the first time is forgiven. */
const STRIKES_FOR_MEMORY = 2;
/** Inside a folder something can change without a trace on it. */
const FOLDER_MS = 10 * 60_000;
const MOST_CONDEMNED = 10_000;

/** @param indexFolder where indexes of large images are kept; null for nowhere */
export function createLocalReader(
  program: NodeProgram,
  indexFolder: string | null,
  limits: LocalLimits = LOCAL_LIMITS,
): LocalReader {
  /** Until when each entry is not opened. */
  const condemned = new Map<string, number>();
  const strikes = new Map<string, number>();
  const systems = new WeakSet<object>();
  /** Which readings of the host a process has, by their ticket. */
  const held = new WeakMap<ReaderProcess, Map<System, number>>();
  /** Readings of hosts that have not begun, so that whoever asks now is answered by them too. */
  const queued = new Map<string, Promise<System>>();
  let nextId = 1;

  const greeting = (): ToLocalChild => ({ type: 'begin', indexFolder, condemned: [...condemned.keys()] });
  const laneFor = (of: LaneLimits) => createLane(program, of, greeting);
  const host = laneFor(limits.host);
  const inside = laneFor(limits.inside);
  const long = laneFor(limits.long);
  const texts = laneFor(limits.texts);
  const lanes = [host, inside, long, texts];
  const tellAll = (message: ToLocalChild) => {
    for (const one of lanes) one.tell(message);
  };

  function argumentFor(process: ReaderProcess, given: unknown): Argument {
    if (given instanceof AbortSignal) return { signal: true };
    if (!isSystem(given)) return { value: given };
    const known = held.get(process) ?? new Map<System, number>();
    held.set(process, known);
    const ticket = known.get(given);
    if (ticket !== undefined) return { system: null, ticket };
    known.set(given, nextId);
    if (known.size > SYSTEMS_KEPT) known.delete(known.keys().next().value as System);
    return { system: given, ticket: nextId++ };
  }

  const isSystem = (given: unknown): given is System =>
    typeof given === 'object' && given !== null && systems.has(given);

  /** @throws {VeneerError} where no entry is to blame */
  function judgeOverrun({ entry, why }: Overrun): void {
    if (entry === null) {
      throw new VeneerError('internal', messageOf('extension.process-that-reads-files-ended-in'), {
        nextStep: messageOf('common.try-again-if-it-stays-please'),
        detail: `it took too much ${why}, or was ended by somebody else, while no extension was open`,
      });
    }
    const count = (strikes.get(entry.key) ?? 0) + 1;
    strikes.set(entry.key, count);
    if (why === 'memory' && count < STRIKES_FOR_MEMORY) return;
    strikes.delete(entry.key);
    refuseEntry(entry);
  }

  function refuseEntry({ key, path }: OpenedEntry): void {
    if (condemned.size >= MOST_CONDEMNED) condemned.delete(condemned.keys().next().value as string);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    condemned.set(key, isFolder ? Date.now() + FOLDER_MS : Number.POSITIVE_INFINITY);
    tellAll({ type: 'condemn', keys: [key] });
  }

  function allowChanged(): void {
    const keys = [...condemned].flatMap(([key, until]) => (until < Date.now() ? [key] : []));
    if (keys.length === 0) return;
    for (const key of keys) condemned.delete(key);
    tellAll({ type: 'pardon', keys });
  }

  function questionFor(process: ReaderProcess, name: QuestionName, args: readonly unknown[], isStream: boolean) {
    return {
      type: 'ask-local' as const,
      id: nextId++,
      name,
      args: args.map((one) => argumentFor(process, one)),
      isStream,
    };
  }

  const askOnce = <T>(of: Lane, name: QuestionName, ...args: readonly unknown[]): Promise<T> =>
    askFrom(of, name, args, () => {});

  /** @param begun is told when it is its turn */
  async function askFrom<T>(of: Lane, name: QuestionName, args: readonly unknown[], begun: () => void): Promise<T> {
    allowChanged();
    for (;;) {
      try {
        const makeMessage = (process: ReaderProcess) => {
          begun();
          return questionFor(process, name, args, false);
        };
        const reply = await of.turn(makeMessage, signalIn(args));
        return answerOf(reply) as T;
      } catch (error) {
        if (!(error instanceof Overrun)) throw error;
        // Asked again, it passes over what is condemned.
        judgeOverrun(error);
      }
    }
  }

  /** A text is no entry that is passed over the next time: who asked hears that it takes too much. */
  async function askText<T>(name: QuestionName, ...args: readonly unknown[]): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const reply = await texts.turn((process) => questionFor(process, name, args, false), signalIn(args));
        return answerOf(reply) as T;
      } catch (error) {
        if (!(error instanceof Overrun)) throw error;
        // Earlier texts may have left the process without memory.
        if (error.why === 'memory' && tries < STRIKES_FOR_MEMORY) continue;
        throw new VeneerError('too-large', messageOf('extension.what-was-sent-takes-too-much'), {
          nextStep: messageOf('common.tell-who-runs-server'),
          detail: `${name}: more ${error.why} than it may`,
        });
      }
    }
  }

  async function* askForStream<T>(of: Lane, name: QuestionName, ...args: readonly unknown[]): AsyncGenerator<T> {
    allowChanged();
    let owner: ReaderProcess | null = null;
    let id = 0;
    const childMessage = (process: ReaderProcess): ToLocalChild => {
      if (owner === process) return { type: 'more', id };
      if (owner !== null) throw cutOff();
      const asked = questionFor(process, name, args, true);
      owner = process;
      id = asked.id;
      return asked;
    };
    let isOver = false;
    let parts = 0;
    try {
      for (;;) {
        try {
          const reply = await of.turn(childMessage, signalIn(args));
          isOver = reply.type !== 'part';
          if (reply.type === 'end') return;
          yield answerOf(reply) as T;
          parts++;
        } catch (error) {
          if (!(error instanceof Overrun)) throw error;
          judgeOverrun(error);
          if (parts > 0) throw cutOff();
          owner = null;
        }
      }
    } finally {
      if (!isOver && owner !== null) of.tell({ type: 'stop', id });
    }
  }

  return {
    system(target) {
      const key = JSON.stringify(target);
      const waiting = queued.get(key);
      if (waiting !== undefined) return waiting;
      const forgetReading = () => {
        if (queued.get(key) === reading) queued.delete(key);
      };
      const reading = askFrom<System>(host, 'system', [target], forgetReading).then((system) => {
        systems.add(system);
        return system;
      });
      queued.set(key, reading);
      reading.then(forgetReading, forgetReading);
      return reading;
    },
    inspect: (...args) => askOnce(inside, 'inspect', ...args),
    identify: (...args) => askOnce(inside, 'identify', ...args),
    contents: (...args) => askForStream(inside, 'contents', ...args),
    find: (...args) => askForStream(inside, 'find', ...args),
    findings: (...args) => askOnce(inside, 'findings', ...args),
    lookThrough: (...args) => askOnce(inside, 'lookThrough', ...args),
    overlaps: (...args) => askOnce(inside, 'overlaps', ...args),
    runsFrom: (...args) => askOnce(inside, 'runsFrom', ...args),
    portables: (...args) => askOnce(inside, 'portables', ...args),
    layers: (...args) => askOnce(inside, 'layers', ...args),
    folderSizes: (...args) => askOnce(inside, 'folderSizes', ...args),
    dangers: (...args) => askOnce(inside, 'dangers', ...args),
    touches: (...args) => askOnce(inside, 'touches', ...args),
    compare: (...args) => askOnce(inside, 'compare', ...args),
    file: (...args) => askOnce(inside, 'file', ...args),
    baseFile: (...args) => askOnce(inside, 'baseFile', ...args),
    disk: (...args) => askOnce(inside, 'disk', ...args),
    verify: (...args) => askForStream(long, 'verify', ...args),
    hash: (...args) => askOnce(long, 'hash', ...args),
    unpack: (...args) => askOnce(long, 'unpack', ...args),
    pack: (...args) => askForStream(long, 'pack', ...args),
    listReleases: (...args) => askText('listReleases', ...args),
    nameReleases: (...args) => askText('nameReleases', ...args),
    listVersions: (...args) => askText('listVersions', ...args),
    folderNames: (...args) => askText('folderNames', ...args),
    manifestFields: (...args) => askText('manifestFields', ...args),
    pageWords: (...args) => askText('pageWords', ...args),
    ociTags: (...args) => askText('ociTags', ...args),
    ociManifest: (...args) => askText('ociManifest', ...args),
    ociArchitecture: (...args) => askText('ociArchitecture', ...args),
    ociToken: (...args) => askText('ociToken', ...args),
    recipe: (...args) => askText('recipe', ...args),
    publicKey: (...args) => askText('publicKey', ...args),
    close() {
      for (const one of lanes) one.close();
    },
  };
}

const signalIn = (args: readonly unknown[]): AbortSignal | null =>
  args.find((one): one is AbortSignal => one instanceof AbortSignal) ?? null;

function answerOf(reply: Reply): unknown {
  if (reply.type === 'end') return undefined;
  if (reply.type !== 'not-answered') return reply.answer;
  const { error } = reply;
  if ('report' in error) throw VeneerError.of(error.report);
  throw Object.assign(new Error(error.detail), error.code === null ? {} : { code: error.code });
}

const cutOff = (): VeneerError =>
  new VeneerError('internal', messageOf('extension.what-was-being-read-ended-in'), {
    nextStep: messageOf('common.try-again-if-it-stays-please'),
  });
