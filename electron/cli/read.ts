/** The commands that only look. */
import { statSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import { lookCloser } from '../extensions/closer.ts';
import { asExtension, inspectPath } from '../extensions/inspect.ts';
import { mergeFor, readSystem, type Site, type System } from '../extensions/system.ts';
import type { Invocation } from './arguments.ts';
import { entryNamed, siteOf } from './site.ts';
import { describeCloser, describeExtension, describeInspection, listTable, statusText } from './text.ts';

export async function runRead(invocation: Invocation): Promise<number> {
  const site = siteOf(invocation);
  const system = await readSystem(site, null);
  switch (invocation.command) {
    case 'list': {
      const extensions = system.extensions.filter((one) => wanted(one, invocation));
      const setAside = system.setAside.filter((one) => wanted(one, invocation));
      print(invocation, { host: system.facts, extensions, setAside }, () => listTable(extensions, setAside));
      return 0;
    }
    case 'status': {
      const hierarchies = system.hierarchies.filter((one) => wanted(one, invocation));
      print(invocation, { host: system.facts, hierarchies }, () => statusText(system, hierarchies));
      return 0;
    }
    default:
      return inspect(invocation, site, system);
  }
}

function wanted(one: { readonly class: string }, invocation: Invocation): boolean {
  return invocation.class === null || one.class === invocation.class;
}

function print({ json }: Invocation, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text());
}

async function inspect(invocation: Invocation, site: Site, system: System): Promise<number> {
  const [what = ''] = invocation.operands;
  const isPath = what.includes('/') || statSync(what, { throwIfNoEntry: false })?.isFile() === true;
  const extensionClass = invocation.class ?? 'sysext';
  if (isPath) {
    const inspection = await inspectPath(what, extensionClass, mergeFor(system, extensionClass));
    const closer = await lookCloser(site, system, asExtension(inspection));
    print(invocation, { ...inspection, ...closer }, () => describeInspection(inspection) + describeCloser(closer));
    return 0;
  }
  const extension =
    entryNamed(system, extensionClass, what) ??
    (invocation.class === null ? entryNamed(system, 'confext', what) : undefined);
  if (extension === undefined) {
    throw new VeneerError('not-found', `There is no extension named ${what}.`, {
      nextStep: 'See what is there with: veneer list',
    });
  }
  const closer = await lookCloser(site, system, extension);
  print(invocation, { ...extension, ...closer }, () => describeExtension(extension) + describeCloser(closer));
  return 0;
}
