/** How the services of extensions do. */
import { joinTexts, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Service } from '../../shared/model/service.ts';
import { readSystem } from '../extensions/system.ts';
import { readServices } from '../hosts/service-report.ts';
import { formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printLong, printOut, sayAnswer, tellNote } from './terminal.ts';
import { timeText } from './times.ts';

export async function runServices(invocation: Invocation): Promise<number> {
  const { operands } = invocation;
  const target = targetOf(invocation);
  const report = await readServices(target, invocation.sandbox, await readSystem(target, null));
  const services = report.services.filter(
    (one) =>
      (operands.length === 0 || operands.some((name) => name === one.extension)) &&
      (invocation.class === null || one.class === invocation.class),
  );
  if (invocation.json) sayAnswer('services', { ...report, services });
  else {
    if (report.problem !== null) tellNote(report.problem);
    if (services.length === 0) printOut(messageOf('cli.no-services'));
    else await printLong(() => tableOf(services));
  }
  return 0;
}

function tableOf(services: readonly Service[]): string {
  const heads = ['cli.column-unit', 'cli.column-extension', 'cli.column-state'] as const;
  const rows = services.map(({ name, extension, message, since }): Text[] => [
    name,
    extension ?? '-',
    since === null ? message : joinTexts([message, messageOf('cli.since', { time: timeText(since) })], ', '),
  ]);
  return formatTable(
    heads.map((id) => ({ head: messageOf(id) })),
    rows,
  );
}
