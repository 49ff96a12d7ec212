/** A checker that sees nothing passes everything, so each rule has to catch a violation that is planted for it. */

import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
let copy: Scratch;

beforeAll(() => {
  copy = makeScratch('boundaries');
  for (const name of [
    'shared',
    'electron',
    'renderer',
    'e2e/harness',
    'package.json',
    'tsconfig.base.json',
    '.dependency-cruiser.cjs',
  ]) {
    cpSync(join(project, name), join(copy.path, name), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(copy.path, 'node_modules'));
});
afterAll(() => copy.remove());

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** What is broken, and how many modules were looked at. */
function cruise(): { readonly violations: readonly Violation[]; readonly modules: number } {
  const program = join(project, 'node_modules/.bin/depcruise');
  const args = ['shared', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { stdout, error } = spawnSync(program, args, { cwd: copy.path, encoding: 'utf8', maxBuffer: 256 << 20 });
  if (error !== undefined) throw error;
  const { summary, modules } = JSON.parse(stdout) as { summary: { violations: Violation[] }; modules: unknown[] };
  return { violations: summary.violations, modules: modules.length };
}

test('finds nothing in the project, and looks at all of it', () => {
  const { violations, modules } = cruise();
  expect(violations).toEqual([]);
  expect(modules).toBeGreaterThan(150);
});

/** The rule, a file that breaks it, and what stands in the file. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['shared-imports-nothing-of-ours', 'shared/planted-up.ts', "import '../electron/host/facts.ts';\n"],
  ['shared-has-no-node', 'shared/planted-node.ts', "import 'node:fs';\n"],
  ['renderer-not-electron', 'renderer/planted-electron.ts', "import '../electron/host/facts.ts';\n"],
  ['electron-not-renderer', 'electron/host/planted-page.ts', "import '../../renderer/format.ts';\n"],
  ['product-not-tests', 'electron/host/planted-test.ts', "import '../../e2e/harness/scratch.ts';\n"],
  ['features-are-apart', 'renderer/features/host/planted.ts', "import '../settings/view.tsx';\n"],
  ['state-draws-nothing', 'renderer/state/planted-hook.ts', "import 'react';\n"],
  [
    'page-takes-contract-as-types',
    'renderer/planted-zod.ts',
    "import { Plan } from '../shared/model/plan.ts';\nPlan.parse(1);\n",
  ],
  ['helper-imports-shared-only', 'electron/helper/planted.ts', "import '../host/facts.ts';\n"],
  ['doors-are-apart', 'electron/web/planted-door.ts', "import '../cli/help.ts';\n"],
  ['api-not-up', 'electron/api/planted-up.ts', "import '../cli/help.ts';\n"],
  ['session-not-up', 'electron/session/planted-up.ts', "import '../api/paths.ts';\n"],
  ['hosts-not-up', 'electron/hosts/planted-up.ts', "import '../session/open-requests.ts';\n"],
  ['hosts-not-up', 'electron/hosts/planted-server.ts', "import '../remotes/catalog.ts';\n"],
  ['doors-through-the-session', 'electron/api/planted-plan.ts', "import '../operations/plan.ts';\n"],
  ['doors-through-the-session', 'electron/desktop/planted-updates.ts', "import '../updates/updates.ts';\n"],
  ['changes-through-the-host', 'electron/cli/unasked.ts', "import '../operations/plan.ts';\n"],
  ['operations-not-up', 'electron/operations/planted.ts', "import '../api/paths.ts';\n"],
  ['extensions-not-up', 'electron/extensions/planted.ts', "import '../operations/plan.ts';\n"],
  ['reader-not-up', 'electron/reader/planted-asks.ts', "import '../http/client.ts';\n"],
  ['images-not-up', 'electron/images/planted.ts', "import '../extensions/system.ts';\n"],
  ['images-in-reading-rooms', 'electron/cli/planted-image.ts', "import '../images/open.ts';\n"],
  ['images-in-reading-rooms', 'electron/api/planted-image.ts', "import '../images/open.ts';\n"],
  ['helper-imports-shared-only', 'electron/helper/planted-image.ts', "import '../images/open.ts';\n"],
  ['windows-ask-the-reader', 'electron/api/planted-reading.ts', "import '../extensions/own-reader.ts';\n"],
  ['windows-ask-the-reader', 'electron/hosts/planted-reading.ts', "import '../extensions/own-reader.ts';\n"],
  ['windows-ask-the-reader', 'electron/remotes/planted-list.ts', "import '../lists/own-texts.ts';\n"],
  ['lists-are-alone', 'electron/lists/planted.ts', "import '../http/client.ts';\n"],
  ['host-not-up', 'electron/host/planted-up.ts', "import '../images/tree.ts';\n"],
  ['remotes-not-up', 'electron/remotes/planted.ts', "import '../updates/updates.ts';\n"],
  ['downloads-not-up', 'electron/downloads/planted.ts', "import '../remotes/catalog.ts';\n"],
  ['ansible-not-up', 'electron/ansible/planted.ts', "import '../hosts/host.ts';\n"],
  ['jobs-know-no-room', 'electron/jobs/lanes.ts', "import '../operations/plan.ts';\n"],
  ['updates-not-up', 'electron/updates/planted.ts', "import '../operations/plan.ts';\n"],
  ['http-not-up', 'electron/http/planted.ts', "import '../images/tree.ts';\n"],
  ['registry-not-up', 'electron/registry/planted.ts', "import '../lists/oci.ts';\n"],
  ['undici-in-http-alone', 'electron/downloads/planted-undici.ts', "import 'undici';\n"],
  ['electron-in-desktop-alone', 'electron/api/planted-electron.ts', "import 'electron';\n"],
  ['node-not-up', 'electron/node/planted-room.ts', "import '../host/mounts.ts';\n"],
  ['processes-in-two-files', 'electron/api/planted-process.ts', "import 'node:child_process';\n"],
  [
    'processes-in-two-files',
    'electron/reader/planted-process.ts',
    "import { spawn } from 'node:child_process';\nspawn('/bin/true');\n",
  ],
  ['processes-in-two-files', 'electron/node/planted-process.ts', "import 'node:worker_threads';\n"],
  ['orpc-behind-two-files', 'electron/web/planted-orpc.ts', "import '@orpc/server';\n"],
  ['no-circular', 'shared/planted-circle.ts', "import './planted-other-half.ts';\n"],
];

test('catches a violation of every rule', () => {
  for (const [, path, text] of PLANTED) copy.put(path, text);
  copy.put('shared/planted-other-half.ts', "import './planted-circle.ts';\n");
  const { violations } = cruise();
  const caught = PLANTED.filter(([rule, path]) =>
    violations.some((one) => one.rule.name === rule && one.from === path),
  );
  expect(caught.map(([rule]) => rule)).toEqual(PLANTED.map(([rule]) => rule));
});
