import { type SummaryOf, summaryLookup } from './service-summary.ts';
import { useStore } from './store.ts';

/** How the services of each extension do. @returns null for an extension without services, and before the core was asked */
export const useServiceStates = (): SummaryOf => useStore(({ services }) => summaryLookup(services));
