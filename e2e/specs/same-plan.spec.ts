/** What `veneer plan VERB` says is what `veneer VERB` does, for every verb that changes something. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { CHANGE_VERBS, type ChangeVerb } from '../../electron/cli/table/commands.ts';
import { englishOf } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';

/** What is compared of the answers, whose sentences are English text in JSON. */
interface Planned extends Pick<Plan, 'outcomes'> {
  readonly words: { readonly title: string; readonly done: string };
  readonly steps: readonly { readonly sentence: string }[];
}
interface Done {
  readonly operation?: {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly steps: readonly { readonly sentence: string }[];
  };
}

interface Host {
  /** The answer of a command in JSON, without its frame. */
  veneer<Answer>(...words: readonly string[]): Answer;
  image(version: string): string;
  /** An image in a search directory under another name than its release file has, tool. @returns its name */
  misnamed(): string;
  /** The newest entry; null where nothing was changed yet. */
  lastEntry(): HistoryEntry | null;
}

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('same-plan');
    const tree = join(scratch.path, 'tree');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    for (const name of ['alpha', 'beta']) {
      putExtension(scratch, 'tree/var/lib/extensions', name, 'ID=_any\n', { 'usr/share/common': name });
    }
    const namespace = await openMountNamespace();
    await use({
      veneer: (...words) => {
        const args = [...words, '--root', tree, '--json'];
        const { stdout, stderr } = runVeneer(scratch, { user: 'own', args, enter: namespace.enter });
        if (stdout === '') throw new Error(`${words.join(' ')} said nothing: ${stderr}`);
        return JSON.parse(stdout);
      },
      image(version) {
        const name = `tool-${version}-x86-64.raw`;
        const path = join(scratch.path, name);
        const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
        if (!existsSync(path)) scratch.put(name, imageOf(scratch, { name: 'tool', release }));
        return path;
      },
      misnamed() {
        scratch.put('tree/var/lib/extensions/tool-1.raw', imageOf(scratch, { name: 'tool' }));
        return 'tool-1';
      },
      lastEntry() {
        const file = join(scratch.path, 'home/.local/state/veneer/history.jsonl');
        if (!existsSync(file)) return null;
        return JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') as HistoryEntry;
      },
    });
    namespace.close();
    scratch.remove();
  },
});

interface Case {
  readonly words: (host: Host) => readonly string[];
  /** What has to be so before. */
  readonly after?: (host: Host) => readonly (readonly string[])[];
}

const installed = (...versions: readonly string[]) => ({
  after: (host: Host) => versions.map((version) => ['install', host.image(version)]),
});

const CASES: Readonly<Record<ChangeVerb, Case>> = {
  enable: { words: () => ['alpha', '--now'], after: () => [['disable', 'alpha']] },
  disable: { words: () => ['alpha', 'beta', '--now', '--services'] },
  merge: { words: () => ['--force'] },
  unmerge: { words: () => [], after: () => [['merge']] },
  refresh: { words: () => ['--mutable', 'ephemeral', '--as-systemd', '257'] },
  install: { words: (host) => [host.image('2.0'), '--keep', '0', '--now'], ...installed('1.0') },
  remove: { words: () => ['tool', '--purge', '--now'], ...installed('1.0') },
  rename: { words: (host) => [host.misnamed(), 'tool', '--now'] },
  rollback: { words: () => ['tool'], ...installed('1.0', '2.0') },
  vacuum: { words: () => ['tool', '--keep', '0'], ...installed('1.0', '2.0') },
  pin: { words: () => ['tool'], ...installed('1.0') },
  unpin: {
    words: () => ['tool'],
    after: (host) => [
      ['install', host.image('1.0')],
      ['pin', 'tool'],
    ],
  },
  hold: { words: () => ['tool'], ...installed('1.0') },
  'at-boot': { words: () => ['on'] },
  'boot-refresh': { words: () => ['on'] },
  helper: { words: () => ['on'] },
};

test('every verb has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual([...CHANGE_VERBS].sort());
});

for (const [verb, { words, after }] of Object.entries(CASES)) {
  test(`plan ${verb}`, ({ host }) => {
    for (const before of after?.(host) ?? []) host.veneer(...before);
    const asked = words(host);
    const before = host.lastEntry();
    const plan = host.veneer<Planned>('plan', verb, ...asked);
    expect(host.lastEntry(), 'a plan changes nothing').toEqual(before);
    const done = host.veneer<Done>(verb, ...asked);
    expect(plan).toMatchObject({ blockers: [] });
    const { operation } = done;
    expect(operation?.title).toBe(plan.words.title);
    const sentences = operation?.steps.map(({ sentence }) => sentence) ?? [];
    expect(plan.steps.length).toBeGreaterThan(0);
    // A merge that fails is taken back by steps that no plan has.
    const isWhole = operation?.status === 'succeeded';
    expect(isWhole ? sentences : sentences.slice(0, plan.steps.length)).toEqual(
      plan.steps.map(({ sentence }) => sentence),
    );
    const entry = host.lastEntry();
    expect(entry).toMatchObject({ id: operation?.id, outcomes: plan.outcomes });
    expect(englishOf(entry?.title ?? '')).toBe(plan.words.title);
    expect(englishOf(entry?.done ?? '')).toBe(plan.words.done);
  });
}
