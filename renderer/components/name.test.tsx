import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Name } from './name.tsx';

test('a name stands apart from what is around it, and turns nothing round', () => {
  expect(renderToStaticMarkup(<Name>{'\u202etxt.raw'}</Name>)).toBe('<bdi>\ufffdtxt.raw</bdi>');
});
