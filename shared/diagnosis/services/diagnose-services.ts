/** What is wrong with the services of extensions, by the rules beside this. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Service } from '../../model/service.ts';
import type { Rule } from '../rule.ts';
import { failed } from './failed.ts';
import { leftOver } from './left-over.ts';
import { oldVersion } from './old-version.ts';

export const SERVICE_RULES = [leftOver, failed, oldVersion] as const;

export function diagnoseServices(services: readonly Service[]): Diagnosis[] {
  const rules: readonly Rule<Service>[] = SERVICE_RULES;
  return services.flatMap((service) => rules.flatMap((one) => one.find(service)));
}
