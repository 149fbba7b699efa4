import { expect, test } from 'vitest';
import { cutAtHoles, cutIntoPieces, fill, fillSome, TemplateError } from '../../templates/piece.js';

test('a document is cut into its pieces, which may lie in one another', () => {
  const pieces = cutIntoPieces('a<!--begin x-->b{{n}}<!--begin y-->c<!--end y--><!--end x-->d', 'rest');

  expect(pieces).toEqual({
    y: { texts: ['c'], holes: [] },
    x: { texts: ['b', '', ''], holes: ['n', 'y'] },
    rest: { texts: ['a', 'd'], holes: ['x'] },
  });
});

test.each(['<!--end x-->', '<!--begin x-->', '<!--begin x--><!--end x--><!--begin x--><!--end x-->'])(
  'markers that do not pair are refused: %s',
  (document) => {
    expect(() => cutIntoPieces(document, 'rest')).toThrow(TemplateError);
  },
);

test('what fills a hole is never taken for one', () => {
  const piece = cutAtHoles('{{a}}-{{b}}');

  expect(fill(piece, { a: '{{b}}', b: '{{a}}' })).toBe('{{b}}-{{a}}');
  expect(fillSome(piece, { a: '{{b}}' })).toEqual({ texts: ['{{b}}-', ''], holes: ['b'] });
});
