import { expect, test } from 'vitest';
import { ActStage, ActStageSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { glyphOf } from '~/views/map/glyphs';

test('every act has a sign, and what is not stated one of its own', () => {
  expect(glyphOf(ActStage.KIDNAPPING)).toBe('taken');
  expect(glyphOf(ActStage.ROBBERY)).toBe('boarded');
  expect(glyphOf(ActStage.NOT_STATED)).toBe('other');
  const stated = ActStageSchema.values.filter(({ number }) => number !== ActStage.UNSPECIFIED && number !== ActStage.NOT_STATED);
  expect(stated.filter(({ number }) => glyphOf(number) === 'other')).toEqual([]);
});
