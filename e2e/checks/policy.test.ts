/** Who may do what stands in one table of the code; the policy file of polkit and SECURITY.md say the same. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { VERBS } from '../../electron/helper/verbs.ts';
import { ACTIONS, HELPER_VERBS, type HelperVerb } from '../../shared/changes/actions.ts';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { policyText, securityTable } from '../../shared/changes/policy-file.ts';

const POLICY = fileURLToPath(new URL('../../assets/polkit/org.veneer.helper.policy', import.meta.url));
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = readFileSync(POLICY, 'utf8');
const actions = [...text.matchAll(/<action id="([^"]+)">([\s\S]*?)<\/action>/g)].map(([, id = '', body = '']) => ({
  id,
  body,
}));
const annotation = (body: string, key: string) =>
  new RegExp(`<annotate key="org\\.freedesktop\\.policykit\\.${key}">([^<]*)<`).exec(body)?.[1];
const implied = (body: string) => annotation(body, 'imply')?.split(' ') ?? [];

/** What stands there for people of a language; English has no attribute. */
const texts = (body: string, element: string, language: string) =>
  [...body.matchAll(new RegExp(`<${element}${language}>(\\S[^<]*)</${element}>`, 'g'))].map(([, one = '']) => one);

/** Whoever may do one of these is root, or can become it: asked for each time, and by itself. */
const ALWAYS_ASKED: readonly HelperVerb[] = [
  'merge-force',
  'refresh-force',
  'merge-policy',
  'refresh-policy',
  'install',
  'write-transfer-unverified',
  'add-helper',
  'remove-helper',
];

test('the policy file is the one of the table', async () => {
  await expect(policyText()).toMatchFileSnapshot(POLICY);
});

test('it says whose the actions are, as package.json does', () => {
  const { homepage } = JSON.parse(read('package.json'));
  expect(text).toContain(`  <vendor>Veneer</vendor>\n  <vendor_url>${homepage}</vendor_url>\n`);
});

test('SECURITY.md has the table, as it is, and CONTRIBUTING.md leads there', () => {
  const cells = (markdown: string) =>
    markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.trim().replace(/^-+$/, '---')));
  expect(cells(read('SECURITY.md'))).toEqual(cells(securityTable()));
  expect(read('CONTRIBUTING.md')).toContain('(SECURITY.md)');
});

test('there is one action for each verb, bound to the helper and the verb', () => {
  expect(actions.map(({ id }) => id)).toEqual(HELPER_VERBS.map((verb) => `org.veneer.helper.${verb}`));
  for (const [at, { body }] of actions.entries()) {
    expect(annotation(body, 'exec\\.path')).toBe(INSTALLED_HELPER);
    expect(annotation(body, 'exec\\.argv1')).toBe(HELPER_VERBS[at]);
    for (const language of ['', ' xml:lang="de"']) {
      expect(texts(body, 'description', language), `${HELPER_VERBS[at]}${language}`).toHaveLength(1);
      expect(texts(body, 'message', language), `${HELPER_VERBS[at]}${language}`).toHaveLength(1);
    }
  }
});

test('an answer is kept for who sits at the machine alone, and never for what makes root', () => {
  for (const [at, { body }] of actions.entries()) {
    const defaults = Object.fromEntries(
      [...body.matchAll(/<allow_(\w+)>([^<]*)</g)].map(([, who, what]) => [who, what]),
    );
    const always = ALWAYS_ASKED.includes(HELPER_VERBS[at] as HelperVerb);
    expect(defaults, actions[at]?.id).toEqual({
      any: 'auth_admin',
      inactive: 'auth_admin',
      active: always ? 'auth_admin' : 'auth_admin_keep',
    });
  }
});

test('nothing implies what is always asked for, nor anything that is not the helper’s', () => {
  const ids = actions.map(({ id }) => id);
  for (const { id, body } of actions) {
    for (const one of implied(body)) {
      expect(ids, id).toContain(one);
      expect(
        ALWAYS_ASKED.map((verb) => `org.veneer.helper.${verb}`),
        id,
      ).not.toContain(one);
    }
  }
  expect(text).not.toContain('io.systemd.');
  expect(read('assets/polkit/50-veneer.rules.example')).not.toMatch(/"io\.systemd\./);
});

test('what is implied is the merge, the services and what takes a change back, and no source', () => {
  const harmless: readonly string[] = [
    'refresh',
    'unmerge',
    'reload-services',
    'restart-units',
    'start-services',
    'stop-services',
    'restart-services',
    'keep-change',
    'go-back',
  ];
  for (const verb of HELPER_VERBS) {
    const more = ACTIONS[verb].implies.filter((one) => !harmless.includes(one));
    expect(more, verb).toEqual(
      { install: ['set-for-os'], remove: ['remove-transfer'], update: ['make-current'] }[verb as string] ?? [],
    );
  }
});

test('what may take configuration extensions out of /etc for its own writing implies that they are merged again', () => {
  const verbs = HELPER_VERBS.filter((verb) => VERBS[verb].writesEtc === true);
  expect(verbs).toContain('mask');
  for (const verb of verbs) expect(ACTIONS[verb].implies, verb).toContain('refresh');
});

test('what is always asked for says what it is about, as far as pkexec tells it', () => {
  for (const verb of ['install', 'write-transfer-unverified', 'add-helper'] as const) {
    expect(ACTIONS[verb].message).toContain('$(command_line)');
  }
});

test('German says as much of the call as English, and is another text', () => {
  for (const { id, body } of actions) {
    const [english = ''] = texts(body, 'message', '');
    const [german = ''] = texts(body, 'message', ' xml:lang="de"');
    expect(german.includes('$(command_line)'), id).toBe(english.includes('$(command_line)'));
    expect(german, id).not.toBe(english);
    expect(texts(body, 'description', ' xml:lang="de"'), id).not.toEqual(texts(body, 'description', ''));
  }
});

test('the icon that the question shows is one that the packages bring', () => {
  const icon = /<icon_name>([^<]*)</.exec(text)?.[1] ?? '';
  expect(read('assets/packaging/stage.mjs')).toContain(`ID = '${icon}'`);
});
