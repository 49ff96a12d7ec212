/** Whether the running kernel can set up dm-verity: asked without root, and without loading anything. */
import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { gunzipSync } from 'node:zlib';

const MAX_TEXT = 8 * 1024 * 1024;

/** @returns null where nothing tells */
export function hasKernelVerity(): boolean | null {
  if (existsSync('/sys/module/dm_verity')) return true;
  // What could be loaded is the same until the next boot.
  loadable ??= { answer: byConfiguration() ?? byModules() };
  return loadable.answer;
}

let loadable: { readonly answer: boolean | null } | null = null;

/** By the configuration that the kernel was built with, where it is kept. */
function byConfiguration(): boolean | null {
  const text = readConfiguration();
  return text === null ? null : /^CONFIG_DM_VERITY=[ym]$/m.test(text);
}

function readConfiguration(): string | null {
  try {
    return gunzipSync(readFileSync('/proc/config.gz'), { maxOutputLength: MAX_TEXT }).toString('latin1');
  } catch {
    return readText(`/boot/config-${release()}`);
  }
}

function byModules(): boolean | null {
  const lists = ['modules.builtin', 'modules.dep'].map((name) => readText(`/lib/modules/${release()}/${name}`));
  if (lists.some((text) => text !== null && /(?:^|\/)dm-verity\.ko/m.test(text))) return true;
  return lists.every((text) => text !== null) ? false : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
