/** veneer provision: what a new host begins with, of what is published. */
import { machine } from 'node:os';
import { resolve } from 'node:path';
import { provisionedText } from '../../shared/declared/export.ts';
import { PROVISION_FORMATS } from '../../shared/declared/formats.ts';
import { declaredProvisioning } from '../../shared/declared/playbook.ts';
import { declaredFor } from '../../shared/recipe/provision.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { readPublished } from '../build/published.ts';
import type { Invocation } from './invocation.ts';
import { sayAnswer, stdout, tellNote, textOf } from './terminal.ts';

export async function runProvision(invocation: Invocation): Promise<number> {
  const [directory = '', ...names] = invocation.operands;
  const format = PROVISION_FORMATS.find((one) => one === invocation.format) ?? 'butane-flatcar';
  const { files, transfers } = readPublished(resolve(directory));
  const architecture = invocation.architecture ?? architectureFromUname(machine());
  const masks = (invocation.masks ?? '').split(',').filter((one) => one !== '');
  const declared = declaredFor(files, { names, architecture, masks });
  const from = declaredProvisioning(declared);
  const followed = declared.extensions.map(({ name }) => ({
    path: `/etc/sysupdate.${name}.d/${name}.transfer`,
    text: transfers.get(name) ?? '',
  }));
  const written = provisionedText({ ...from, written: [...from.written, ...followed] }, format, textOf);
  if (invocation.json) sayAnswer('export', { format, ...written });
  else {
    if (format === 'ignition') for (const one of written.lacks) tellNote(one);
    stdout().write(written.text);
  }
  return 0;
}
