/** The hosts that somebody typed: one a line, or with spaces or commas between; each once, as it was typed. */
export const typedHosts = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))];
