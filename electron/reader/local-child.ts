/** Answers questions about files of this machine; runs in the guarded process. */
import { VeneerError } from '../../shared/model/errors.ts';
import { setWitness } from '../extensions/gate.ts';
import { openIndexFolder } from '../extensions/index/folder.ts';
import { keepIndexesIn } from '../extensions/index/index-of.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import type { System } from '../extensions/system.ts';
import {
  type Argument,
  type FromLocalChild,
  type QuestionName,
  type SentError,
  SYSTEMS_KEPT,
  type ToLocalChild,
} from './local-protocol.ts';

interface Running {
  readonly stop: AbortController;
  readonly parts: AsyncGenerator<unknown> | null;
}

/** @returns takes what the keeper says */
export function createLocalAnswers(say: (message: FromLocalChild) => void): (message: ToLocalChild) => void {
  const condemned = new Set<string>();
  const systems = new Map<number, System>();
  const running = new Map<number, Running>();
  let reader: LocalReader | null = null;

  function beginWith(indexFolder: string | null, keys: readonly string[]): void {
    for (const key of keys) condemned.add(key);
    if (indexFolder !== null) keepIndexesIn(openIndexFolder(indexFolder));
    setWitness({
      enter(entry) {
        if (condemned.has(entry.key)) return false;
        say({ type: 'enter', entry });
        return true;
      },
      leave: (entry) => say({ type: 'leave', entry }),
      exhausted: () => say({ type: 'exhausted' }),
    });
    reader = createOwnReader();
  }

  function argumentOf(given: Argument, stop: AbortController): unknown {
    if ('signal' in given) return stop.signal;
    if ('value' in given) return given.value;
    const { system, ticket } = given;
    if (system !== null) {
      systems.set(ticket, system);
      if (systems.size > SYSTEMS_KEPT) systems.delete(systems.keys().next().value as number);
    }
    return systems.get(ticket);
  }

  function answerQuestion(id: number, name: QuestionName, given: readonly Argument[], isStream: boolean): void {
    const stop = new AbortController();
    const args = given.map((one) => argumentOf(one, stop));
    // Both sides are ours and typed by the same interface; the message in between is not.
    const question = (reader as unknown as Record<QuestionName, (...all: unknown[]) => unknown>)[name];
    const answer = question(...args);
    running.set(id, { stop, parts: isStream ? (answer as AsyncGenerator<unknown>) : null });
    if (isStream) {
      sendNext(id);
      return;
    }
    (answer as Promise<unknown>)
      .then((found) => say({ type: 'found', id, answer: found }))
      .catch((error: unknown) => say({ type: 'not-answered', id, error: errorToSend(error) }))
      .finally(() => running.delete(id));
  }

  function sendNext(id: number): void {
    const parts = running.get(id)?.parts;
    const endWith = (message: FromLocalChild) => {
      running.delete(id);
      say(message);
    };
    if (parts == null) {
      endWith({ type: 'end', id });
      return;
    }
    parts
      .next()
      .then(({ done, value }) =>
        done === true ? endWith({ type: 'end', id }) : say({ type: 'part', id, answer: value }),
      )
      .catch((error: unknown) => endWith({ type: 'not-answered', id, error: errorToSend(error) }));
  }

  function stopQuestion(id: number): void {
    const one = running.get(id);
    one?.stop.abort();
    // Closes what it holds open; where it is at work, its next part ends it.
    one?.parts?.return(undefined).catch(() => {});
    if (one?.parts != null) running.delete(id);
  }

  return (message) => {
    switch (message.type) {
      case 'begin':
        return beginWith(message.indexFolder, message.condemned);
      case 'condemn':
        for (const key of message.keys) condemned.add(key);
        return;
      case 'pardon':
        for (const key of message.keys) condemned.delete(key);
        return;
      case 'ask-local':
        return answerQuestion(message.id, message.name, message.args, message.isStream);
      case 'more':
        return sendNext(message.id);
      case 'stop':
        return stopQuestion(message.id);
    }
  };
}

function errorToSend(error: unknown): SentError {
  if (error instanceof VeneerError) return { report: error.report() };
  const { code } = error as NodeJS.ErrnoException;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { detail, code: typeof code === 'string' ? code : null };
}
