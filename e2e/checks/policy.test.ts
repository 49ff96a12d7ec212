/** The polkit actions and the verbs of the helper belong together one by one. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HELPER_VERBS, INSTALLED_HELPER } from '../../shared/helper-verbs.ts';

const text = readFileSync(new URL('../../assets/polkit/org.veneer.helper.policy', import.meta.url), 'utf8');
const actions = [...text.matchAll(/<action id="([^"]+)">([\s\S]*?)<\/action>/g)].map(([, id = '', body = '']) => ({
  id,
  body,
}));
const ALWAYS_ASKED = /-(?:force|helper)$/;
const annotation = (body: string, key: string) =>
  new RegExp(`<annotate key="org\\.freedesktop\\.policykit\\.${key}">([^<]*)<`).exec(body)?.[1];

test('there is one action for each verb, bound to the helper and the verb', () => {
  expect(actions.map(({ id }) => id)).toEqual(HELPER_VERBS.map((verb) => `org.veneer.helper.${verb}`));
  for (const [at, { body }] of actions.entries()) {
    expect(annotation(body, 'exec\\.path')).toBe(INSTALLED_HELPER);
    expect(annotation(body, 'exec\\.argv1')).toBe(HELPER_VERBS[at]);
    expect(body).toMatch(/<description>\S[^<]*<\/description>\s*<message>\S[^<]*<\/message>/);
  }
});

test('nobody may do anything unasked, and force and what changes the helper are asked for every time', () => {
  for (const { id, body } of actions) {
    const defaults = [...body.matchAll(/<allow_(any|inactive|active)>([^<]*)</g)].map(([, , value]) => value);
    expect(defaults).toEqual(Array(3).fill(ALWAYS_ASKED.test(id) ? 'auth_admin' : 'auth_admin_keep'));
  }
});

test('who may only update may not install an image of his own, nor name another source', () => {
  const update = actions.find(({ id }) => id.endsWith('.update'));
  expect(annotation(update?.body ?? '', 'imply')).not.toMatch(/install|transfer|remove/);
});

test('what changes files implies the merge after it, and nothing that is asked for every time', () => {
  const implying = actions.filter(({ body }) => annotation(body, 'imply') !== undefined);
  expect(implying.map(({ id }) => id.split('.').at(-1))).toEqual(['mask', 'unmask', 'install', 'remove', 'update']);
  for (const { body } of implying) {
    const implied = annotation(body, 'imply')?.split(' ') ?? [];
    expect(implied).toContain('org.veneer.helper.refresh');
    expect(implied).toContain('io.systemd.sysext.manage');
    for (const id of implied) {
      expect(id).not.toMatch(ALWAYS_ASKED);
      if (id.startsWith('org.veneer.')) expect(actions.map((one) => one.id)).toContain(id);
    }
  }
});
