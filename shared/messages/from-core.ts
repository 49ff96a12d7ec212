/**
 * Sentences of the core in the language of the window. The core, the helper and the command line speak English alone, also
 * in what was written to the history long ago, so a sentence is known again by the pattern that it was made from. What
 * no pattern fits stays as it is. `german-core.test.ts` holds the patterns against the sources.
 */

import { GERMAN_CORE } from './german-core.ts';
import { GERMAN_MERGE } from './german-merge.ts';
import { fill, spoken } from './translate.ts';
import { visible } from './visible.ts';

interface Pattern {
  readonly matches: RegExp;
  readonly names: readonly string[];
  readonly german: string;
  /** How many letters of a sentence are its own. The one with the most is meant: `{unit} is {state}.` fits many. */
  readonly letters: number;
}

/** So many letters of a sentence decide which patterns are tried at all. */
const PREFIX = 3;

let patterns: ReadonlyMap<string, readonly Pattern[]> | null = null;
const known = new Map<string, string>();
/** A host with more sentences than this is asked anew; nothing grows without end. */
const MOST_KNOWN = 10_000;

/** @param given may hold names that somebody else gave; what acts in them is taken out */
export function fromCore(given: string): string {
  const sentence = given.split('\n').map(visible).join('\n');
  if (spoken() === 'en') return sentence;
  const before = known.get(sentence);
  if (before !== undefined) return before;
  const translated = translate(sentence);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(sentence, translated);
  return translated;
}

/** What several sentences are put together with: the steps of a plan, and what was done. */
const JOINTS = [' · ', '; '];
/** A value ends where the next sentence begins, but for those that are several sentences themselves. */
const LONG_VALUES = new Set(['reason', 'done', 'left', 'what']);
/** The space before a joint may be one that parts two values. */
const SHORT_VALUE = `((?:(?!${JOINTS.map((joint) => joint.replace(/^ /, ' ?')).join('|')}).)+?)`;

function translate(sentence: string): string {
  const whole = translateOne(sentence);
  if (whole !== null) return whole;
  for (const joint of JOINTS) {
    const parts = sentence.split(joint);
    if (parts.length > 1) return parts.map(fromCore).join(joint);
  }
  // A part of a whole begins with a small letter.
  return translateOne(sentence.charAt(0).toUpperCase() + sentence.slice(1)) ?? sentence;
}

function translateOne(sentence: string): string | null {
  patterns ??= compile();
  // One that begins with a value may fit the rest of a sentence that begins otherwise.
  for (const key of [sentence.slice(0, PREFIX), '']) {
    // Those with the most letters come first.
    for (const { matches, names, german } of patterns.get(key) ?? []) {
      const found = matches.exec(sentence);
      if (found === null) continue;
      // A value may be a sentence of the core itself.
      return fill(german, Object.fromEntries(names.map((name, at) => [name, fromCore(found[at + 1] ?? '')])));
    }
  }
  return null;
}

const groupFor = (name: string) => (LONG_VALUES.has(name) ? '(.+?)' : SHORT_VALUE);

function compile(): Map<string, Pattern[]> {
  const compiled = new Map<string, Pattern[]>();
  for (const [english, german] of Object.entries({ ...GERMAN_CORE, ...GERMAN_MERGE })) {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    const source = english
      .split(/(\{\w+\})/)
      .map((part) =>
        part.startsWith('{') ? groupFor(part.slice(1, -1)) : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('');
    const prefix = english.split('{')[0] ?? '';
    const key = prefix.length < PREFIX ? '' : prefix.slice(0, PREFIX);
    const letters = english.replaceAll(/\{\w+\}/g, '').length;
    const pattern = { matches: new RegExp(`^${source}$`, 's'), names, german, letters };
    compiled.set(key, [...(compiled.get(key) ?? []), pattern]);
  }
  for (const some of compiled.values()) some.sort((a, b) => b.letters - a.letters);
  return compiled;
}
