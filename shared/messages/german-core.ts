/** German for what the core says, by the pattern of the English sentence. */
export const GERMAN_CORE: Readonly<Record<string, string>> = {};
