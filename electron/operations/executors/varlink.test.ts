/**
 * The client against a small peer that speaks the protocol as varlink.org describes it; the real systemd 262 needs a
 * whole booted system.
 */

import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { MergeStep } from '../../../shared/changes/merge.ts';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Step } from '../../../shared/model/plan.ts';
import type { Executor } from './executor.ts';
import { noExecutor } from './helper-executors.ts';
import { offersMerge, varlinkExecutor } from './varlink.ts';
import { callVarlink, takesParameter, VarlinkError } from './varlink-client.ts';

let scratch: Scratch;
let socket = '';
let server: Server;
let asked: { method: string; parameters: Record<string, unknown> }[];
let answer: (method: string) => string | Buffer | null;

beforeEach(async () => {
  scratch = makeScratch('varlink');
  socket = join(scratch.path, 'socket');
  asked = [];
  answer = () => '{}\0';
  server = createServer((peer) => {
    let text = '';
    peer.on('error', () => {});
    peer.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (!text.endsWith('\0')) return;
      const call = JSON.parse(text.slice(0, -1)) as (typeof asked)[number];
      asked.push(call);
      const reply = answer(call.method);
      if (reply === null) peer.destroy();
      else peer.write(reply);
    });
  });
  await new Promise<void>((settle) => server.listen(socket, settle));
});
afterEach(() => {
  server.close();
  scratch.remove();
});

const step = (verb: MergeStep['verb'], force = false): MergeStep => ({
  verb,
  class: 'sysext',
  force,
  mutable: null,
  sentence: foreignText(verb),
});
const mask: Step = {
  verb: 'mask',
  class: 'sysext',
  names: ['a'],
  allowMovingAside: false,
  sentence: foreignText('mask'),
};
const run = (wanted: Step, plan: readonly Step[] = [wanted]) => executor().run(wanted, () => {}, plan);
const executor = () => varlinkExecutor(socket, noExecutor(foreignText('No helper here.'), foreignText('')));

test('merges with the parameters that systemd names', async () => {
  await run(step('merge'));
  await run(step('unmerge'));
  expect(asked).toEqual([
    {
      method: 'io.systemd.sysext.Merge',
      parameters: { class: 'sysext', force: false, allowInteractiveAuthentication: true },
    },
    { method: 'io.systemd.sysext.Unmerge', parameters: { class: 'sysext', allowInteractiveAuthentication: true } },
  ]);
});

test('root is not asked, and may be served by a systemd that asks nobody', async () => {
  const direct: Executor = {
    kind: 'direct',
    sentence: foreignText('As root.'),
    helper: null,
    run: () => Promise.resolve([]),
  };
  await varlinkExecutor(socket, direct).run(step('refresh'), () => {}, [mask, step('refresh')]);
  expect(asked.at(-1)).toEqual({ method: 'io.systemd.sysext.Refresh', parameters: { class: 'sysext', force: false } });
});

/** As `varlinkctl introspect` shows them of 257.13 and 262.1, shortened. */
const REFRESH_257 =
  'method Refresh(\n\tclass: ?ImageClass,\n\tforce: ?bool,\n\tnoReload: ?bool,\n\tnoexec: ?bool\n) -> ()\n';
const REFRESH_262 =
  'method Merge(\n\tclass: ?ImageClass\n) -> ()\n\nmethod Refresh(\n\tclass: ?ImageClass,\n\t# Controls whether interactive authentication (via polkit) shall be allowed.\n\tallowInteractiveAuthentication: ?bool,\n\talwaysRefresh: ?bool\n) -> ()\n';

test.each([
  ['257', REFRESH_257, {}],
  ['262', REFRESH_262, { alwaysRefresh: true }],
])('a refresh merges again whatever changed, where the interface of %s knows how to', async (_, description, more) => {
  answer = (method) => (method.startsWith('org.') ? `${JSON.stringify({ parameters: { description } })}\0` : '{}\0');
  await run(step('refresh'));
  const { parameters } = asked.at(-1) as (typeof asked)[number];
  expect(parameters).toEqual({ class: 'sysext', force: false, allowInteractiveAuthentication: true, ...more });
  expect(takesParameter(description, 'Merge', 'alwaysRefresh')).toBe(false);
});

test('says what is merged after a failure, and the error by its name', async () => {
  const parameters = { origin: 'linux', errno: 65, errnoName: 'ENOPKG' };
  answer = (method) =>
    method.startsWith('org.') ? '{}\0' : `${JSON.stringify({ error: 'io.systemd.System', parameters })}\0`;
  await expect(run(step('refresh'))).rejects.toMatchObject({
    code: 'systemd-failed',
    // What is merged on the machine that tests is its own affair.
    message: expect.stringMatching(
      /^systemd could not refresh extensions of class sysext: .*\. (?:Nothing is merged into|Still merged:|Merged into) /,
    ) as string,
    detail: expect.stringContaining('io.systemd.System') as string,
  });
});

test('leaves masks to the helper, and force, which is asked for by itself', async () => {
  await expect(run(mask)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(run(step('refresh', true))).rejects.toMatchObject({ code: 'unsupported' });
  expect(asked).toEqual([]);
});

test('leaves the merge after a change of the helper to the helper, as on 257', async () => {
  await expect(run(step('refresh'), [mask, step('refresh')])).rejects.toMatchObject({ code: 'unsupported' });
  expect(asked).toEqual([]);
});

test.each([
  ['io.systemd.InteractiveAuthenticationRequired', 'no-auth-agent'],
  ['org.varlink.service.PermissionDenied', 'not-authorized'],
  ['io.systemd.sysext.AlreadyMerged', 'systemd-failed'],
])('explains %s', async (error, code) => {
  answer = () => `${JSON.stringify({ error, parameters: {} })}\0`;
  await expect(run(step('refresh'))).rejects.toMatchObject({ code });
});

test('asks the interface, not the version, whether it can merge', async () => {
  const offering = (description: string) => () => `${JSON.stringify({ parameters: { description } })}\0`;
  answer = offering('method Merge(class: ?string, allowInteractiveAuthentication: ?bool) -> ()');
  expect(await offersMerge(socket, false)).toBe(true);
  answer = offering('method Merge(class: ?string) -> ()\nmethod List(allowInteractiveAuthentication: ?bool) -> ()');
  expect(await offersMerge(socket, false)).toBe(false);
  expect(await offersMerge(socket, true)).toBe(true);
  answer = offering('method List() -> ()');
  expect(await offersMerge(socket, true)).toBe(false);
  expect(await offersMerge(join(scratch.path, 'nothing'), true)).toBe(false);
});

test('ends with an error of its own on whatever comes back', async () => {
  const reply = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(`${text}\0`)),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(reply, async (bytes) => {
      answer = () => (bytes === null ? null : Buffer.concat([bytes, Buffer.from('\0')]));
      const outcome = await callVarlink(socket, 'a.b.C', {}, 1000).then(
        () => 'answered',
        (error: Error) => error,
      );
      if (outcome !== 'answered') expect(['VeneerError', 'VarlinkError']).toContain((outcome as Error).name);
      else expect(outcome).toBe('answered');
    }),
    { numRuns: 60 },
  );
  expect(new VarlinkError('x', {}).code).toBe('x');
});
