/** A language that marks what is translated: `qps`, of the tags that are for private use. One file, as any language is. */
import type { Language } from '../../../shared/messages/catalogue.ts';
import { DE_WINDOW } from '../../../shared/messages/de/window.ts';
import { EN } from '../../../shared/messages/en.ts';
import type { Template } from '../../../shared/messages/template.ts';

/** What a text begins and ends with; no data has them. */
export const [BEGIN, END] = ['⟦', '⟧'];

const marked = (text: string): string => `${BEGIN}${text}${END}`;

const pseudo = (template: Template): Template =>
  typeof template === 'string'
    ? marked(template)
    : ({ ...Object.fromEntries(Object.entries(template).map(([form, text]) => [form, marked(text)])) } as Template);

export const QPS: Language = {
  tag: 'qps',
  messages: Object.fromEntries(Object.entries(EN).map(([id, text]) => [id, pseudo(text)])) as Language['messages'],
  window: Object.fromEntries(Object.keys(DE_WINDOW).map((text) => [text, marked(text)])) as Language['window'],
};
