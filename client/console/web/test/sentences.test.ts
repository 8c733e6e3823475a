import './browser';
import { language } from '~/i18n/language';
import { afterEach, expect, test } from 'vitest';
import { sentencesText } from '~/i18n/format';

afterEach(() => { language.value = 'en'; });

test('sentences follow each other with a space, in Chinese and Japanese with none', () => {
  expect(sentencesText(['None.', 'By day.'])).toBe('None. By day.');
  language.value = 'zh-Hant';
  expect(sentencesText(['無。', '依日。'])).toBe('無。依日。');
});
