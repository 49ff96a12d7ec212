/**
 * A change is one file of shared/changes and, where root has to do something, one of electron/helper: nowhere else does its
 * name stand as a text. Looked for are texts in quotes, and tables keyed by such names; a word that means something else is told
 * apart by hand, below.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { HELPER_VERBS } from '../../shared/changes/actions.ts';
import { CHANGES } from '../../shared/changes/changes.ts';
import { STEPS } from '../../shared/changes/steps.ts';
import type { MergeAction } from '../../shared/model/change.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const NAMES: ReadonlySet<string> = new Set([...HELPER_VERBS, ...Object.keys(CHANGES), ...Object.keys(STEPS)]);

/** What a request does to the hierarchies beside its changes is no change: it is told by the name `action` that it goes by. */
const ACTIONS: ReadonlySet<string> = new Set(['merge', 'unmerge', 'refresh'] satisfies MergeAction[]);
const ACTION = 'what a request asks of the hierarchies';
const COMMAND = 'a command of the window';
const SYSTEMCTL = 'a word of systemctl';
const TYPED = 'a word of the command line';

/** Words of other vocabularies, by file. One that does not stand there any more has to go from here. */
const OTHER_WORDS: Readonly<Record<string, readonly [what: string, ...words: string[]][]>> = {
  'shared/model/change.ts': [[ACTION, 'merge', 'unmerge', 'refresh']],
  'electron/operations/merge-steps.ts': [[ACTION, 'merge', 'unmerge', 'refresh']],
  'electron/cli/request.ts': [[ACTION, 'merge', 'unmerge', 'refresh']],
  'renderer/features/extensions/first-steps.tsx': [[COMMAND, 'merge']],
  'renderer/commands/run.ts': [[COMMAND, 'merge', 'unmerge', 'refresh', 'merge-force']],
  'renderer/features/extensions/status-band.tsx': [
    ['what a request does with the merge', 'merge', 'unmerge', 'refresh'],
  ],
  'renderer/features/updates/update-row.tsx': [
    [COMMAND, 'refresh'],
    ['a class of the style sheet', 'update'],
  ],
  'renderer/features/updates/feature-row.tsx': [['a class of the style sheet', 'update']],
  'renderer/features/updates/sourceless-row.tsx': [['a class of the style sheet', 'update']],
  'renderer/shell/palette-items.ts': [[COMMAND, 'merge', 'unmerge', 'refresh']],
  'shared/window/commands.ts': [[COMMAND, 'merge', 'unmerge', 'refresh', 'merge-force']],
  'electron/cli/table/commands.ts': [[TYPED, 'refresh']],
  'electron/cli/table/endings.ts': [[TYPED, 'install']],
  'electron/cli/doctor-text.ts': [[TYPED, 'enable', 'disable']],
  'electron/cli/status-text.ts': [[TYPED, 'merge', 'refresh']],
  'electron/cli/arguments.ts': [[TYPED, 'update', 'install']],
  'electron/cli/apply.ts': [[TYPED, 'install']],
  'electron/cli/invocation.ts': [[TYPED, 'enable']],
  'electron/cli/table/portable.ts': [[TYPED, 'enable']],
  'electron/cli/change.ts': [[TYPED, 'install']],
  'electron/cli/plan.ts': [[TYPED, 'install']],
  'electron/cli/main.ts': [[TYPED, 'update', 'follow']],
  'electron/cli/remotes.ts': [[`${TYPED}, of remotes`, 'enable', 'disable', 'remove']],
  'electron/cli/fleet.ts': [[`${TYPED}, of hosts`, 'remove']],
  'electron/cli/update.ts': [['the name of an answer in JSON', 'update']],
  'electron/cli/table/keeping.ts': [['the name of an answer in JSON', 'update']],
  'shared/model/job.ts': [['a kind of job', 'refresh']],
  'electron/remotes/catalog.ts': [['a kind of job', 'refresh']],
  'renderer/shell/jobs-bar.tsx': [['a kind of job', 'refresh']],
  'shared/model/extension.ts': [['how an entry can be switched off', 'mask']],
  'electron/extensions/discovery.ts': [['how an entry can be switched off', 'mask']],
  'electron/operations/predict.ts': [['how an entry can be switched off', 'mask']],
  'shared/declared/shell-text.ts': [[SYSTEMCTL, 'enable', 'disable']],
  'shared/declared/ansible.ts': [['a word of systemd-sysext', 'refresh']],
  'electron/host/services.ts': [[SYSTEMCTL, 'enable', 'disable']],
  'electron/helper/services.ts': [[SYSTEMCTL, 'enable', 'disable']],
  'electron/helper/boot-refresh-unit.ts': [[SYSTEMCTL, 'enable', 'disable']],
  'electron/helper/portable.ts': [[SYSTEMCTL, 'disable']],
  'electron/helper/feature.ts': [['a parameter of its verb', 'feature']],
  'electron/helper/update.ts': [['a word of systemd-sysupdate', 'vacuum']],
};

/** Tables with such names as keys that are no knowledge of a change. */
const OTHER_TABLES: Readonly<Record<string, string>> = {
  'electron/cli/request.ts': 'what a person types, and which change that is',
  'electron/cli/table/changes.ts': 'what a person types, with its help',
  'electron/operations/executors/varlink.ts': 'the methods of io.systemd.sysext',
  'shared/messages/de/policy.ts': 'the German of what polkit asks',
};

interface Found {
  /** The names that stand in quotes. */
  readonly words: ReadonlySet<string>;
  /** The keys of tables of actions, changes, steps and verbs. */
  readonly rows: ReadonlySet<string>;
  /** Whether an object has three of the names as keys, or more. */
  readonly isTable: boolean;
}

const found = new Map<string, Found>();

function findNames(text: string): Found {
  const known = found.get(text) ?? readNames(text);
  found.set(text, known);
  return known;
}

const keysOf = (object: ts.ObjectLiteralExpression): string[] =>
  object.properties.flatMap(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
  );

/** Whether it names a field of a type: `Pick<System, 'merge'>`, `System['merge']`; or a file. */
function isFieldName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isIndexedAccessTypeNode(parent)) return true;
  if (ts.isTypeReferenceNode(parent)) return /^(?:Pick|Omit)$/.test(parent.typeName.getText());
  return (ts.isLiteralTypeNode(parent) || ts.isUnionTypeNode(parent)) && isFieldName(parent);
}

/** Whether it stands for, or is compared with, an `action`. */
function isAction(node: ts.StringLiteralLike): boolean {
  if (!ACTIONS.has(node.text)) return false;
  for (let at: ts.Node = node.parent; !ts.isStatement(at) && !ts.isSourceFile(at); at = at.parent) {
    if ((ts.isPropertyAssignment(at) || ts.isPropertySignature(at)) && at.name.getText() === 'action') return true;
    if (ts.isBinaryExpression(at) && /\baction$/.test(at.left.getText())) return true;
    if (ts.isFunctionLike(at)) return false;
  }
  return false;
}

function readNames(text: string): Found {
  const source = ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const words = new Set<string>();
  const rows = new Set<string>();
  let isTable = false;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && NAMES.has(node.text) && !isFieldName(node) && !isAction(node))
      words.add(node.text);
    if (ts.isObjectLiteralExpression(node)) {
      const keys = keysOf(node).filter((key) => NAMES.has(key));
      if (keys.length >= 3) isTable = true;
      const of = node.parent;
      if (ts.isVariableDeclaration(of) && /_(?:ACTIONS|CHANGES|STEPS|VERBS)$/.test(of.name.getText()))
        for (const key of keys) rows.add(key);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { words, rows, isTable };
}

/** By file, the names that stand there without being told apart, and whether there is a table of them. */
function strayNames(sources: ReadonlyMap<string, string>): Record<string, readonly string[]> {
  const entries = [...sources].flatMap(([path, text]) => {
    const { words, isTable } = findNames(text);
    const others = (OTHER_WORDS[path] ?? []).flatMap(([, ...some]) => some);
    const stray = [...words].filter((word) => !others.includes(word));
    const table = isTable && OTHER_TABLES[path] === undefined ? ['a table'] : [];
    return stray.length + table.length === 0 ? [] : [[path, [...stray, ...table]] as const];
  });
  return Object.fromEntries(entries);
}

const isOfChanges = (path: string) => path.startsWith('shared/changes/');
const isOfHelper = (path: string) => path.startsWith('electron/helper/');

const sources = new Map(
  globSync('{shared,electron,renderer}/**/*.{ts,tsx}', { cwd: project })
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => [path, readFileSync(project + path, 'utf8')] as const),
);
const elsewhere = new Map([...sources].filter(([path]) => !isOfChanges(path) && !isOfHelper(path)));

test('all of it is looked at', () => {
  expect(sources.size).toBeGreaterThan(600);
  expect(NAMES.size).toBeGreaterThan(30);
});

test('no name of a change, a step or a verb stands elsewhere than in its two files', () => {
  expect(strayNames(new Map([...elsewhere].filter(([path]) => path !== 'shared/messages/de/policy.ts')))).toEqual({});
});

test('each name has its rows in one file of shared/changes, and each verb of the helper one in electron/helper', () => {
  const filesWith = (name: string, kind: 'rows' | 'words', isOf: (path: string) => boolean) =>
    [...sources].flatMap(([path, text]) => {
      const others = (OTHER_WORDS[path] ?? []).flatMap(([, ...some]) => some);
      return isOf(path) && !others.includes(name) && findNames(text)[kind].has(name) ? [path] : [];
    });
  for (const name of NAMES) {
    const declared = filesWith(name, 'rows', isOfChanges);
    expect(declared, name).toHaveLength(1);
    expect([...declared, ...filesWith(name, 'words', isOfChanges)], name).toEqual(expect.arrayContaining(declared));
    expect(new Set([...declared, ...filesWith(name, 'words', isOfChanges)]).size, name).toBe(1);
    const helped = filesWith(name, 'rows', isOfHelper);
    expect(helped, name).toHaveLength(HELPER_VERBS.some((verb) => verb === name) ? 1 : 0);
    expect(new Set([...helped, ...filesWith(name, 'words', isOfHelper)]).size, name).toBe(helped.length);
  }
});

test('a third place that is planted is found, in whatever form', () => {
  for (const [what, text] of [
    ['a comparison', "export const isPin = ({ verb }: Step) => verb === 'pin';"],
    ['a case', "switch (step.verb) { case 'set-feature': break; }"],
    ['a literal type', "type Mine = Extract<Change, { verb: 'install' }>;"],
    ['an object', "const change = { verb: 'for-os' as const, class: 'sysext' };"],
    ['a template', 'call(`remove-helper`);'],
    ['a table', 'const SAID = { pin: 1, install: 2, remove: 3 };'],
  ] as const) {
    expect(Object.keys(strayNames(new Map([['electron/operations/planted.ts', text]]))), what).toEqual([
      'electron/operations/planted.ts',
    ]);
  }
  expect(strayNames(new Map([['electron/operations/fine.ts', "import './pin';\nconst pin = request.pin;"]]))).toEqual(
    {},
  );
});

test('what is told apart by hand stands there still', () => {
  for (const [path, all] of Object.entries(OTHER_WORDS)) {
    const { words } = findNames(sources.get(path) ?? '');
    for (const [what, ...some] of all) for (const word of some) expect([...words], `${path}: ${what}`).toContain(word);
  }
  for (const path of Object.keys(OTHER_TABLES)) expect(findNames(sources.get(path) ?? '').isTable, path).toBe(true);
});
