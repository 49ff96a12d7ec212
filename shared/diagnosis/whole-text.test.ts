import { expect, test } from 'vitest';
import { englishOf, foreignText } from '../messages/message.ts';
import { wholeText } from './whole-text.ts';

test('what is so, why and what to do stand in a row, and nothing stands for what is not known', () => {
  const [message, reason, nextStep] = ['It is so.', 'For that.', 'Do this.'].map(foreignText);
  if (message === undefined || reason === undefined || nextStep === undefined) throw new Error('three texts');
  expect(englishOf(wholeText({ message, reason, nextStep }))).toBe('It is so. For that. Do this.');
  expect(englishOf(wholeText({ message, reason: null, nextStep }))).toBe('It is so. Do this.');
  expect(wholeText({ message, reason: null, nextStep: null })).toBe(message);
});
