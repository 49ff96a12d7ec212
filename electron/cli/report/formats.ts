/** How a report can be written; text goes to a terminal, and is made unasked. */
export const REPORT_FORMATS = ['text', 'csv', 'markdown', 'html'] as const;
